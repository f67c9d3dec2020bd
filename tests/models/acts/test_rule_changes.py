"""Consensus becomes a version of the rules: by two people, on its day, looked at anew, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from handlers.members.roster_reading import waiting_facts
from models.acts.propose import Said, decline, lapse_old, waiting_for
from models.acts.rule_changes import (
    CLOCKS,
    AsItStands,
    Filled,
    Standing,
    change_standing,
    propose_change,
    wanted_rules,
)
from models.acts.rule_readings import CONCERNED, have_read, history, to_read, unread
from models.acts.site_rules import newest_version
from models.errors import AlreadyChanged, NotAllowed, NotAvailable
from models.notice import Kind
from models.people import find_actor
from models.policy import Touches
from models.proposal import LAPSES_AFTER, Proposal
from models.referral import Door
from models.scene import Scene
from models.schema import IssueRef, SlackUserId
from models.site import Clocks
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, OFFICER, PROSECUTOR, intrude, laid_on_sqlite
from tests.models.acts.proposing import BOT, CHAIR, SERGEANT, Site, lay_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with laid_on_sqlite(tmp_path) as laid:
        yield lay_site(laid)


def today(site: Site, days: int = 0) -> date:
    return site.rules.today(site.moment) + timedelta(days=days)


def fill(site: Site, ref: IssueRef, filled: Filled, by: SlackUserId = MANAGER) -> None:
    site.act(lambda scene: propose_change(scene, ref, filled), by)


def standing(site: Site, ref: IssueRef) -> Standing:
    return site.look(lambda scene: change_standing(scene, site.row(ref)))


def version(site: Site) -> int:
    newest = site.look(lambda scene: newest_version(scene.work))
    assert newest is not None
    return newest.version


def clock(site: Site, days: int = 0, number: int = 21) -> Filled:
    return Filled(today(site, days), clock="intake_days", number=number)


KINDS: Mapping[Touches, tuple[Filled, str, object]] = {
    Touches.CRITERIA: (Filled(date.min, lines=("Small thefts.",)), "criteria.lines", ("Small thefts.",)),
    Touches.OFFICER_CARD: (Filled(date.min, lines=("Ask kindly.",)), "officer_card.lines", ("Ask kindly.",)),
    Touches.PRIORITY: (Filled(date.min, door=Door.COMMUNITY, number=2), "", 2),
    Touches.CLOCK: (Filled(date.min, clock="intake_days", number=21), "clocks.intake_days", 21),
    Touches.GUARD_LIST: (Filled(date.min, stop=("curfewed",)), "golden_rule.stop", ("curfewed",)),
}


@pytest.mark.parametrize("touches", KINDS)
def test_two_people_put_each_kind_of_change_in_force(site: Site, touches: Touches) -> None:
    ref = site.agreed(touches)
    assert set(site.told(Kind.POLICY_CHANGE)) == {MANAGER}
    assert standing(site, ref) is Standing.WANTED
    before, (values, path, wanted) = version(site), KINDS[touches]
    fill(site, ref, Filled(**{**values.__dict__, "effective": today(site)}))
    assert (standing(site, ref), version(site)) == (Standing.WAITS, before), "one word changes nothing"
    assert site.confirmed(CLINICIAN) is Said.IN_FORCE
    assert (standing(site, ref), version(site)) == (Standing.IN_FORCE, before + 1)
    assert site.row(ref).site_version == before + 1
    found: object = site.rules
    for name in path.split(".") if path else ():
        found = getattr(found, name)
    assert (found if path else site.rules.door(Door.COMMUNITY).priority) == wanted
    assert site.rules.criteria.version == (2 if touches is Touches.CRITERIA else 1)


def test_nothing_else_of_the_rules_changes(site: Site) -> None:
    before = site.rules
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site))
    site.confirmed(CLINICIAN)
    clocks = before.clocks.model_copy(update={"intake_days": 21})
    assert site.rules == before.model_copy(update={"clocks": clocks})


def test_the_guard_list_needs_the_clinical_supervisor(site: Site) -> None:
    ref = site.agreed(Touches.GUARD_LIST)
    fill(site, ref, Filled(today(site), stop=("curfewed",)))
    with pytest.raises(NotAllowed, match="clinical"):
        site.confirmed(SERGEANT)
    assert site.confirmed(CLINICIAN) is Said.IN_FORCE
    assert site.rules.golden_rule.version == 1


def test_a_later_day_is_kept_and_comes_into_force_then(site: Site) -> None:
    ref = site.agreed(Touches.CRITERIA)
    fill(site, ref, Filled(today(site, 5), lines=("Small thefts.",)))
    assert site.confirmed(SERGEANT) is Said.AGREED
    before = site.rules.criteria
    assert (standing(site, ref), site.rules.criteria) == (Standing.AGREED, before), "the old card stands"
    with pytest.raises(AlreadyChanged):
        fill(site, ref, Filled(today(site), lines=("Other thefts.",)))
    site.go(timedelta(days=4))
    assert site.rules.criteria == before
    site.go(timedelta(days=1))
    assert site.rules.criteria.lines == ("Small thefts.",)
    assert site.rules.criteria.card(today(site)), "it is shown from that day on"
    assert standing(site, ref) is Standing.IN_FORCE
    assert OFFICER in site.told(Kind.RULES_TO_READ)


def test_what_changed_meanwhile_elsewhere_stays_as_it_is(site: Site) -> None:
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site, 5))
    site.confirmed(CLINICIAN)
    site.change_rules(clocks=Clocks(outreach_hours=48).model_dump())
    site.go(timedelta(days=5))
    assert (site.rules.clocks.intake_days, site.rules.clocks.outreach_hours) == (21, 48)


def test_what_says_something_else_by_then_holds_it_up_and_the_manager_hears(site: Site) -> None:
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site, 5))
    site.confirmed(CLINICIAN)
    site.change_rules(clocks=Clocks(intake_days=7).model_dump())
    site.go(timedelta(days=5))
    assert site.rules.clocks.intake_days == 7
    assert site.told(Kind.RULES_HELD_UP) == [MANAGER]
    assert standing(site, ref) is Standing.DECLINED
    fill(site, ref, clock(site))
    assert site.confirmed(CLINICIAN) is Said.IN_FORCE


def test_what_changed_before_the_second_word_sets_it_aside(site: Site) -> None:
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site))
    site.change_rules(clocks=Clocks(intake_days=7).model_dump())
    assert site.confirmed(CLINICIAN) is Said.OUTDATED
    assert site.rules.clocks.intake_days == 7


def test_a_change_somebody_altered_behind_the_bots_back_never_comes_into_force(site: Site) -> None:
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site, 5))
    site.confirmed(CLINICIAN)
    with site.ground.database.work() as work:
        earlier = Proposal.content.op("||")(" ")
        intrude(work, update(Proposal).values(content=earlier))
        work.commit()
    site.go(timedelta(days=5))
    assert site.rules.clocks.intake_days == 14


@pytest.mark.parametrize("user", [SERGEANT, OFFICER, CHAIR, CLINICIAN])
def test_only_a_project_manager_fills_it_in(site: Site, user: SlackUserId) -> None:
    ref = site.agreed(Touches.CLOCK)
    with pytest.raises(NotAllowed):
        fill(site, ref, clock(site), user)


def test_without_consensus_there_is_nothing_to_fill_in(site: Site) -> None:
    ref = site.before(Touches.CLOCK)
    with pytest.raises(AlreadyChanged):
        fill(site, ref, clock(site))
    other = site.agreed()
    assert standing(site, other) is Standing.NONE


@pytest.mark.parametrize(
    ("touches", "filled"),
    [
        (Touches.CLOCK, Filled(date.max, clock="intake_days", number=-1)),
        (Touches.CLOCK, Filled(date.max, clock="pager_url", number=3)),
        (Touches.PRIORITY, Filled(date.max, door=Door.COMMUNITY, number=0)),
        (Touches.PRIORITY, Filled(date.max, number=3)),
        (Touches.CRITERIA, Filled(date.max, lines=("x" * 301,))),
        (Touches.CRITERIA, Filled(date.max, lines=tuple(map(str, range(13))))),
        (Touches.GUARD_LIST, Filled(date.max, stop=("x",))),
        (Touches.CLOCK, Filled(date(2001, 1, 1), clock="intake_days", number=3)),
    ],
)
def test_what_the_site_cannot_keep_is_refused(site: Site, touches: Touches, filled: Filled) -> None:
    ref = site.agreed(touches)
    with pytest.raises(ValueError):  # noqa: PT011 - the site file's own words, many of them
        fill(site, ref, filled)
    assert standing(site, ref) is Standing.WANTED


@pytest.mark.parametrize("touches", [Touches.CLOCK, Touches.CRITERIA, Touches.NOTHING])
def test_how_it_stands_already_is_no_change(site: Site, touches: Touches) -> None:
    rules = site.rules
    filled = Filled(today(site), clock="intake_days", number=14, lines=rules.criteria.lines)
    with pytest.raises(AsItStands):
        wanted_rules(rules, touches, filled)


def test_every_clock_that_can_be_changed_is_a_number_of_today() -> None:
    assert all(type(getattr(Clocks(), name)) is int for name in CLOCKS)


def test_whom_it_concerns_is_asked_to_read_it_and_the_manager_sees_who_has_not(site: Site) -> None:
    ref = site.agreed(Touches.OFFICER_CARD)
    fill(site, ref, Filled(today(site), lines=("Ask kindly.",)))
    site.confirmed(CLINICIAN)
    told = site.told(Kind.RULES_TO_READ)
    assert {OFFICER, SERGEANT, MANAGER} <= set(told)
    assert not {CASE_MANAGER, PROSECUTOR} & set(told)
    site.act(lambda scene: have_read(scene, ref), OFFICER)
    site.act(lambda scene: have_read(scene, ref), OFFICER)
    names = {one.name for one in site.look(unread)}
    assert "Tansy Quillfeather" not in names
    assert "Barnaby Oxlip" in names
    what, read = site.look(lambda scene: to_read(scene, ref), OFFICER)
    assert (read, what.issue) == (True, ref)
    assert [(one.key, one.after) for one in what.changes] == [("officer_card.lines", "Ask kindly.")]
    with pytest.raises(NotAvailable):
        site.look(lambda scene: to_read(scene, ref), CASE_MANAGER)
    with pytest.raises(NotAllowed):
        site.look(unread, SERGEANT)


def test_every_kind_of_change_concerns_the_project_manager() -> None:
    for touches in Touches:
        assert touches is Touches.NOTHING or any(
            role.value == "project_manager" for role in CONCERNED[touches]
        )


def test_the_history_says_what_changed_since_when_and_by_which_issue(site: Site) -> None:
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site))
    site.confirmed(CLINICIAN)
    newest, *earlier = site.look(history, OFFICER)
    assert (newest.issue, newest.since) == (ref, site.moment.replace(microsecond=0))
    assert [(one.key, one.before, one.after) for one in newest.changes] == [
        ("clocks.intake_days", "14", "21")
    ]
    assert all(one.issue == "" for one in earlier)


def test_the_guards_words_and_the_pagers_address_are_not_told_to_everybody(site: Site) -> None:
    ref = site.agreed(Touches.GUARD_LIST)
    fill(site, ref, Filled(today(site), stop=("curfewed",)))
    site.confirmed(CLINICIAN)
    site.change_rules(paging={"pager_url": "json://fictional-secret"})
    for reader, told in ((OFFICER, False), (PROSECUTOR, False), (CASE_MANAGER, True)):
        shown = str(site.look(history, reader))
        assert ("curfewed" in shown) is told
        assert "fictional-secret" not in shown


def test_the_roster_shows_what_would_change_and_by_which_issue(site: Site) -> None:
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site))

    def lines(user: SlackUserId) -> tuple[str, ...]:
        with site.ground.database.look() as work:
            scene = site.scene(work, user)
            actor = find_actor(work, site.ground.vault.rows, user, today(site))
            ((row, may),) = waiting_for(scene, actor)
            assert may
            return waiting_facts(scene, actor, row, may).lines

    assert lines(CLINICIAN) == (f"The site's rules, by {ref}:", "clocks.intake_days: 14 -> 21")
    site.change_rules(clocks=Clocks(outreach_hours=48).model_dump())
    assert lines(CLINICIAN) == (f"The site's rules, by {ref}:", "clocks.intake_days: 14 -> 21")


def test_whoever_filled_it_in_hears_that_it_is_not_to_be(site: Site) -> None:
    ref = site.agreed(Touches.CLOCK)
    fill(site, ref, clock(site))

    def decline_it(scene: Scene) -> Said:
        waits = select(Proposal.id).where(Proposal.settled_at.is_(None))
        actor = find_actor(scene.work, scene.vault.rows, scene.user, today(site))
        return decline(scene, actor, scene.work.session.scalars(waits).one())

    assert site.act(decline_it, SERGEANT) is Said.DECLINED
    (told,) = site.notices(Kind.RULES_HELD_UP)
    assert (told.recipient, told.subject) == (MANAGER, ref)
    assert standing(site, ref) is Standing.DECLINED
    fill(site, ref, clock(site))
    site.moment += LAPSES_AFTER
    site.act(lapse_old, BOT)
    assert site.told(Kind.RULES_HELD_UP) == [MANAGER, MANAGER]
