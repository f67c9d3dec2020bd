"""A change that waits for two people: whose word counts, what ends it, and that all of it is in the log."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.acts.bring import change_seat
from models.acts.propose import (
    SITE,
    Said,
    confirm,
    decline,
    lapse_old,
    propose,
    propose_seat,
    tell_confirmers,
    waiting_for,
)
from models.acts.site_rules import newest_version
from models.acts.suspend import suspend
from models.court_rules import GoldenRule
from models.database import Database, UnitOfWork
from models.errors import NotAllowed
from models.notice import Kind, Notice
from models.people import Account, Member, Role, find_actor
from models.proposal import LAPSES_AFTER, OPERATOR, Outcome, Proposal, ProposalId, ProposalKind, Wanted
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from tests.factories import CLINICIAN, MANAGER, NOON, OFFICER, Laid, intrude, lay

SERGEANT, NEW = SlackUserId("UOXLIP001"), SlackUserId("UNEW00001")
OUTREACH = "case_management:Harbor Bridge Outreach"
SEAT = Seating(NEW, "Zinnia Newperson", OUTREACH, ("outreach_responder",), (), Account.ANY, None, None)


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


def scene(ground: Laid, work: UnitOfWork, user: str, moment: datetime = NOON) -> Scene:
    return Scene(work, ground.vault, ground.audit, ground.rules, SlackUserId(user), moment)


def proposed(ground: Laid, by: str = OPERATOR, wanted: Wanted | None = None, against: int = 0) -> ProposalId:
    with ground.database.work() as work:
        assert propose_seat(scene(ground, work, by), wanted or Wanted(SEAT), against)
        work.commit()
        return work.session.scalars(select(Proposal.id).where(Proposal.settled_at.is_(None))).one()


def says(
    ground: Laid, user: SlackUserId, proposal: ProposalId, *, no: bool = False, later: timedelta = timedelta()
) -> Said:
    with ground.database.work() as work:
        here = scene(ground, work, user, NOON + later)
        actor = find_actor(work, ground.vault.rows, user, ground.rules.today(here.moment))
        said = (decline if no else confirm)(here, actor, proposal)
        work.commit()
        return said


def row(ground: Laid, proposal: ProposalId) -> Proposal:
    with ground.database.look() as work:
        return work.session.get_one(Proposal, proposal)


def seat(ground: Laid, user: SlackUserId = NEW) -> Member | None:
    with ground.database.look() as work:
        return work.session.get(Member, user)


def verbs(ground: Laid) -> list[tuple[str, str]]:
    return [
        (actor, verb)
        for actor, verb, *_ in ground.audit_rows()
        if verb.split(".")[0] in {"proposal", "member"}
    ]


def test_two_people_of_two_agencies_put_an_operators_proposal_in_force(ground: Laid) -> None:
    before = len(verbs(ground))
    proposal = proposed(ground)
    assert says(ground, MANAGER, proposal) is Said.WAITS
    assert seat(ground) is None, "one word lets nobody in"
    assert says(ground, CLINICIAN, proposal) is Said.IN_FORCE
    member = seat(ground)
    assert member is not None
    assert (member.agency, member.roles) == (OUTREACH, "outreach_responder")
    assert ground.vault.rows.row_holds(member)
    settled = row(ground, proposal)
    assert (settled.first_by, settled.second_by, settled.outcome) == (MANAGER, CLINICIAN, Outcome.IN_FORCE)
    assert ground.vault.rows.row_holds(settled)
    assert verbs(ground)[before:] == [
        (OPERATOR, "proposal.made"),
        (MANAGER, "proposal.confirmed"),
        (CLINICIAN, "proposal.confirmed"),
        (CLINICIAN, "member.added"),
        (CLINICIAN, "proposal.in_force"),
    ]


def test_whoever_proposes_in_slack_counts_as_one(ground: Laid) -> None:
    proposal = proposed(ground, by=MANAGER)
    assert says(ground, SERGEANT, proposal) is Said.IN_FORCE


@pytest.mark.parametrize("user", [MANAGER, OFFICER])
def test_neither_the_first_again_nor_somebody_without_the_role_is_the_second(
    ground: Laid, user: SlackUserId
) -> None:
    proposal = proposed(ground, by=MANAGER)
    rows = ground.audit_rows()
    with pytest.raises(NotAllowed):
        says(ground, user, proposal)
    assert seat(ground) is None
    assert ground.audit_rows() == rows


def test_a_colleague_of_the_first_ones_agency_is_not_the_second(ground: Laid) -> None:
    colleague = SlackUserId("UHOLLY002")
    like = next(one for one in ground.seats if one.user == CLINICIAN)
    first = proposed(ground, wanted=Wanted(replace(like, user=colleague)))
    assert says(ground, MANAGER, first) is Said.WAITS
    assert says(ground, SERGEANT, first) is Said.IN_FORCE
    proposal = proposed(ground, by=CLINICIAN)
    with pytest.raises(NotAllowed, match="is_of_another_agency"):
        says(ground, colleague, proposal)


def test_nobody_confirms_their_own_seat(ground: Laid) -> None:
    sergeant = next(one for one in ground.seats if one.user == SERGEANT)
    wanted = Wanted(replace(sergeant, regions=()))
    proposal = proposed(ground, by=MANAGER, wanted=wanted, against=1)
    with pytest.raises(NotAllowed, match="is_about_somebody_else"):
        says(ground, SERGEANT, proposal)
    assert says(ground, CLINICIAN, proposal) is Said.IN_FORCE


def test_a_first_person_who_has_left_counts_no_longer(ground: Laid) -> None:
    proposal = proposed(ground, by=CLINICIAN)
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, CLINICIAN, NOON, "operator")
        work.commit()
    assert says(ground, MANAGER, proposal) is Said.WAITS
    assert says(ground, SERGEANT, proposal) is Said.IN_FORCE


def test_what_has_changed_meanwhile_sets_it_aside(ground: Laid) -> None:
    officer = next(one for one in ground.seats if one.user == OFFICER)
    proposal = proposed(ground, by=MANAGER, wanted=Wanted(replace(officer, regions=())), against=1)
    ground.reappoint(OFFICER, active_until=ground.rules.today(NOON))
    assert says(ground, CLINICIAN, proposal) is Said.OUTDATED
    assert row(ground, proposal).outcome == Outcome.OUTDATED
    assert says(ground, CLINICIAN, proposal) is Said.GONE


def test_a_seat_that_todays_rules_cannot_keep_is_set_aside(ground: Laid) -> None:
    wrong = replace(SEAT, roles=("officer",))
    proposal = proposed(ground, by=MANAGER, wanted=Wanted(wrong))
    assert says(ground, CLINICIAN, proposal) is Said.OUTDATED
    assert seat(ground) is None


def test_after_seven_days_it_has_lapsed(ground: Laid) -> None:
    proposal = proposed(ground, by=MANAGER)
    assert says(ground, CLINICIAN, proposal, later=LAPSES_AFTER) is Said.GONE
    assert row(ground, proposal).outcome == Outcome.LAPSED
    assert seat(ground) is None


def test_the_daily_look_settles_what_has_lapsed_and_nothing_else(ground: Laid) -> None:
    proposal = proposed(ground, by=MANAGER)
    for moment, count in ((NOON + LAPSES_AFTER - timedelta(seconds=1), 0), (NOON + LAPSES_AFTER, 1)):
        with ground.database.work() as work:
            assert lapse_old(scene(ground, work, "bot", moment)) == count
            work.commit()
    assert row(ground, proposal).outcome == Outcome.LAPSED


def test_a_declined_or_taken_back_proposal_changes_nothing(ground: Laid) -> None:
    declined = proposed(ground, by=MANAGER)
    assert says(ground, SERGEANT, declined, no=True) is Said.DECLINED
    taken = proposed(ground, by=MANAGER)
    assert says(ground, MANAGER, taken, no=True) is Said.TAKEN_BACK
    assert says(ground, CLINICIAN, taken) is Said.GONE
    assert seat(ground) is None
    third = proposed(ground, by=MANAGER)
    with pytest.raises(NotAllowed):
        says(ground, OFFICER, third, no=True)


def test_the_same_again_is_no_second_proposal_and_another_one_takes_its_place(ground: Laid) -> None:
    first = proposed(ground)
    with ground.database.work() as work:
        assert not propose_seat(scene(ground, work, OPERATOR), Wanted(SEAT), 0)
    second = proposed(ground, wanted=Wanted(replace(SEAT, regions=("quay",))))
    assert row(ground, first).outcome == Outcome.REPLACED
    assert says(ground, MANAGER, first) is Said.GONE
    assert says(ground, MANAGER, second) is Said.WAITS


@pytest.mark.parametrize(
    "columns", [{"content": Wanted(replace(SEAT, agency="police:X")).to_content()}, {"first_by": SERGEANT}]
)
def test_a_proposal_that_somebody_altered_waits_for_nobody(ground: Laid, columns: dict[str, str]) -> None:
    proposal = proposed(ground, by=MANAGER)
    with ground.database.work() as work:
        intrude(work, update(Proposal).values(**columns))
        work.commit()
    assert says(ground, CLINICIAN, proposal) is Said.GONE
    assert seat(ground) is None


def test_a_settled_proposal_that_is_put_back_waits_for_nobody(ground: Laid) -> None:
    proposal = proposed(ground, by=MANAGER)
    old = row(ground, proposal)
    says(ground, SERGEANT, proposal, no=True)
    back = {name: getattr(old, name) for name in ("settled_at", "outcome", "version", "mac")}
    with ground.database.work() as work:
        intrude(work, update(Proposal).values(**back))
        work.commit()
    assert says(ground, CLINICIAN, proposal) is Said.GONE
    with ground.database.work() as work:
        actor = find_actor(work, ground.vault.rows, CLINICIAN, ground.rules.today(NOON))
        assert waiting_for(scene(ground, work, CLINICIAN), actor) == []


def test_two_second_words_at_once_make_one_change(ground: Laid) -> None:
    proposal = proposed(ground, by=MANAGER)
    said: list[Said] = []
    both = [
        threading.Thread(target=lambda who=who: said.append(says(ground, who, proposal)))
        for who in (CLINICIAN, SERGEANT)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(said) == [Said.GONE, Said.IN_FORCE]
    member = seat(ground)
    assert member is not None
    assert member.version == 1


def test_whoever_can_be_asked_is_told_in_constant_words_and_the_proposer_is_not(ground: Laid) -> None:
    with ground.database.work() as work:
        here = scene(ground, work, MANAGER)
        change_seat(here, Wanted(SEAT))
        tell_confirmers(here)
        work.commit()
        told = work.session.scalars(select(Notice).where(Notice.kind == Kind.ROSTER_WAITS.value))
        found = {notice.recipient: (notice.subject, notice.target) for notice in told}
    assert found == {CLINICIAN: ("", ""), SERGEANT: ("", "")}


def test_a_successor_holds_the_role_from_then_on(ground: Laid) -> None:
    proposal = proposed(ground, by=MANAGER)
    says(ground, CLINICIAN, proposal)
    with ground.database.look() as work:
        assert find_actor(work, ground.vault.rows, NEW, ground.rules.today(NOON)).holds(
            Role.OUTREACH_RESPONDER
        )


def test_the_golden_rules_list_is_in_force_only_with_the_clinical_supervisors_word(ground: Laid) -> None:
    rule = GoldenRule(stop=("blues",), version=1)
    wanted = ground.rules.model_copy(update={"golden_rule": rule})
    with ground.database.work() as work:
        here = scene(ground, work, OPERATOR)
        newest = newest_version(work)
        assert newest is not None
        propose(here, ProposalKind.RULES, SITE, wanted.model_dump_json(by_alias=True), newest.version)
        work.commit()
        proposal = work.session.scalars(select(Proposal.id).where(Proposal.settled_at.is_(None))).one()
    assert says(ground, MANAGER, proposal) is Said.WAITS
    with pytest.raises(NotAllowed, match="is_with_the_clinical_supervisor"):
        says(ground, SERGEANT, proposal)
    with ground.database.look() as work:
        for user, may in ((SERGEANT, False), (CLINICIAN, True)):
            actor = find_actor(work, ground.vault.rows, user, ground.rules.today(NOON))
            assert [allowed for _, allowed in waiting_for(scene(ground, work, user), actor)] == [may]
    assert says(ground, CLINICIAN, proposal) is Said.IN_FORCE
    with ground.database.look() as work:
        newest = newest_version(work)
        assert newest is not None
        assert '"blues"' in newest.rules
