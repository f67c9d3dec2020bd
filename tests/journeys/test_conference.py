"""Scenario 4 with moved time: a conference on somebody in two precincts, and all that may come between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.action import Action, ActionState
from models.acts.actions import take
from models.acts.depart import depart
from models.conference import ConferenceState
from models.errors import NotAvailable
from models.notice import Kind, Notice
from models.schema import SlackUserId
from sandbox.cast import CastMember
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.journeys.conferring import COUNTY_READS, OWG, POLICE_READS, TEAM_READS, Conferring
from tests.journeys.coordination import (
    CASE_MANAGER,
    CLINICAL,
    COLLEAGUE,
    COUNTY,
    DEFENDER,
    POLICE,
    PROSECUTOR,
)
from tests.journeys.shifts import HARBOR, come_to, told
from tests.stage import (
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    SUPERVISOR,
    Stage,
    staged,
    wait_until,
)

SUCCESSOR = "UCLOVER01"
REFUSED = "This item isn't available."
PROPOSED = re.compile(
    r"Conference K-\w{5} proposed Thursday (\d\d? \w{3} )?10:30, 15 min\. Those invited have a DM\."
)
INVITED = "You are invited. Its brief comes a day before."
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# No column, code or person may stand where everybody reads.
TELLING = re.compile(r"\b[CRP]-[0-9A-Z]{5}\b|\bnorth\b|\bquay\b|court|revok|consent|withdr", re.IGNORECASE)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Conferring]:
    with staged(tmp_path, database=request.param, grouped=True) as stage:
        yield Conferring(stage)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conferring]:
    """One stage for what does not disturb its neighbours: each test has a participant of its own."""
    with staged(tmp_path_factory.mktemp("stage"), grouped=True) as stage:
        yield Conferring(stage, fields=("wanted", "place"))


def test_a_conference_in_two_precincts_from_the_request_to_the_last_hour(fresh: Conferring) -> None:
    stage = fresh.stage
    referral = steps.refer_social(stage, fresh.canaries, OFFICER)
    ref, begins = fresh.participant(referral=referral), fresh.thursday()
    kref = _proposed(fresh, ref, begins)
    come_to(stage, begins - DAY)
    _briefs_open(fresh, kref, ref, referral)
    come_to(stage, begins - timedelta(hours=2))
    _seat_changes_hands(fresh, kref)
    come_to(stage, begins)
    assert fresh.row(kref).state == ConferenceState.BEGUN
    for user in (OFFICER, SUCCESSOR, PROSECUTOR, CASE_MANAGER, MANAGER):
        assert "Nothing learned here is evidence." in fresh.heard(user, kref)[-1]
    assert not any("It begins" in one for one in fresh.heard(QUAY_OFFICER, kref))
    _actions(fresh, kref)
    _ended(fresh, kref, "held")
    come_to(stage, begins + timedelta(hours=23))
    assert fresh.fields_in(fresh.brief(PROSECUTOR, kref)) == set(COUNTY_READS)
    come_to(stage, begins + timedelta(hours=25))
    for user in (OFFICER, SUCCESSOR, PROSECUTOR):
        assert REFUSED in fresh.brief(user, kref)
    assert fresh.fields_in(fresh.brief(CASE_MANAGER, kref)) == set(TEAM_READS)
    [line] = fresh.said(kref)
    assert PROPOSED.fullmatch(line)
    _nothing_telling(fresh)
    readers = {OFFICER, QUAY_OFFICER, SUCCESSOR, PROSECUTOR, CASE_MANAGER}
    assert set(assert_sealed(stage, fresh.canaries, readers=readers).shown) == readers


def _proposed(table: Conferring, ref: str, begins: datetime) -> str:
    """The case manager asks; who is offered, who is not and why, and who hears of it. The reference."""
    keeper = table.stage.person(CASE_MANAGER)
    keeper.command(f"/lead conference {ref}")
    form = table.fill_brief(begins, told_time=[DEFENDER])
    offered = [one["value"] for one in form.field("conference_form.guests")[1]["options"]]
    assert offered[0] == OFFICER, "who referred them stands first"
    assert set(offered) == {OFFICER, QUAY_OFFICER, PROSECUTOR, COLLEAGUE}
    assert "Businesses, community representatives and the policy group cannot be added" in form.words
    assert "Cannot be added: Lantern County Public Defense, public defender: no release" in form.words
    assert "sign a release that names them" in form.words
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="conference_done")
    keeper.close(clear=True)
    told(table.stage)
    kref = table.newest(ref)
    [line] = table.said(kref)
    assert PROPOSED.fullmatch(line)
    for user in (OFFICER, QUAY_OFFICER, PROSECUTOR):
        assert table.heard(user, kref)[-1].endswith(INVITED)
        assert REFUSED in table.brief(user, kref), "a day before, and no sooner"
    assert table.heard(DEFENDER, kref)[-1].endswith("You are told the time only.")
    assert table.heard(MANAGER, kref)[-1].endswith("You run it, by its reference.")
    for user in (NEIGHBOR, RESPONDER, SUPERVISOR, COLLEAGUE):
        assert table.heard(user, kref) == []
    return kref


def _briefs_open(table: Conferring, kref: str, ref: str, referral: str) -> None:
    """Each reads what their release line lets them; everybody else gets the one refusal."""
    police = {OFFICER: POLICE_READS, QUAY_OFFICER: POLICE_READS}
    for user, names in {**police, PROSECUTOR: COUNTY_READS, CASE_MANAGER: TEAM_READS}.items():
        words = table.brief(user, kref)
        assert table.fields_in(words) == set(names), user
        assert "42 CFR part 2" in words
        assert "Nothing learned here is evidence." in words
        assert (referral in words) == (user == OFFICER)
        assert (ref in words) == (user == CASE_MANAGER)
    refused = {table.brief(user, kref) for user in (MANAGER, DEFENDER, NEIGHBOR, COLLEAGUE, SUPERVISOR)}
    assert len(refused) == 1
    assert REFUSED in refused.pop()


def _seat_changes_hands(table: Conferring, kref: str) -> None:
    """Whoever has the seat now reads the brief, and who had it until this morning does not."""
    stage = table.stage
    _handed_on(stage)
    told(stage)
    [card] = stage.person(SUCCESSOR).dms()
    assert card.text.startswith(f"Conference {kref}:")
    assert table.fields_in(steps.open_card(stage, SUCCESSOR, card).words) == set(POLICE_READS)
    stage.person(SUCCESSOR).close(clear=True)
    assert REFUSED in table.brief(QUAY_OFFICER, kref)


def _ended(table: Conferring, kref: str, how: str) -> None:
    """Whoever runs it says how it ends."""
    manager = table.stage.person(MANAGER)
    manager.click("Close", message=table.thread(kref))
    manager.wait_view(callback_id="conference_close")
    manager.fill({"conference_close.how": how})
    assert manager.submit() == {}
    manager.close(clear=True)
    told(table.stage)


def _handed_on(stage: Stage) -> None:
    """The precinct's liaison leaves in the morning, and two people appoint somebody in the place."""
    with stage.server.workspace.lock:
        team = stage.server.workspace.definition.team_id
        stage.server.workspace.people[SUCCESSOR] = CastMember(SUCCESSOR, "Clover Nobodyknows", team_id=team)
        channel = stage.server.workspace.conversations.find(OWG)
        assert channel is not None
        channel.members.append(SUCCESSOR)
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        depart(work, ground.vault, ground.audit, rules, SlackUserId(QUAY_OFFICER), ground.now(), SUPERVISOR)
        work.commit()
    ground.wake()
    owner = stage.person(SUPERVISOR)
    owner.command("/lead roster")
    owner.wait_view(callback_id="roster")
    owner.click("Appoint")
    owner.wait_view(callback_id="appoint")
    owner.fill(
        {
            "Slack account": SUCCESSOR,
            "Name shown": "Clover Nobodyknows",
            "Agency": POLICE,
            "Roles": ["officer"],
            "Regions": ["quay"],
            "Kind of Slack account": "any",
        }
    )
    assert owner.submit() == {}
    owner.close(clear=True)
    manager = stage.person(MANAGER)
    manager.command("/lead roster")
    before = manager.wait_view(callback_id="roster")
    manager.click("Confirm")
    manager.wait_view(predicate=lambda view: view.body["hash"] != before.body["hash"])
    manager.close(clear=True)


def _actions(table: Conferring, kref: str) -> None:
    """Each records their own; what is proposed to somebody stands once they take it."""
    stage = table.stage
    due = (stage.now() + 2 * DAY).astimezone(HARBOR).date().isoformat()
    for user, who in ((SUCCESSOR, "me"), (CASE_MANAGER, PROSECUTOR)):
        person = stage.person(user)
        person.click("My action", message=table.thread(kref))
        person.wait_view(callback_id="action_form")
        person.fill({"action_form.words": table.canaries.sow(f"action.{user}"), "action_form.by": due})
        person.fill({"action_form.who": who})
        assert person.submit() == {}
        stands = person.wait_view(callback_id="action").words
        assert ("It stands." in stands) == (who == "me")
        person.close(clear=True)
    told(stage)
    lawyer = stage.person(PROSECUTOR)
    card = lawyer.wait_dm(lambda dm: dm.text.startswith("Action T-") and "proposed" in dm.text)
    lawyer.click("Open", message=card)
    opened = lawyer.wait_view(callback_id="opened")
    assert table.fields_in(opened.words) == {CASE_MANAGER}
    lawyer.click("I take this")
    lawyer.wait_view(callback_id="action_take")
    assert lawyer.submit() == {}
    lawyer.close(clear=True)
    manager = stage.person(MANAGER)
    manager.click("My action", message=table.thread(kref))
    known = manager.wait_view()
    assert len(re.findall(r"\bT-[0-9A-Z]{5}\b", known.words)) >= 2
    assert not table.fields_in(known.words)
    manager.close(clear=True)


def _nothing_telling(table: Conferring) -> None:
    for message in table.channel():
        if "K-" in message.text or message.thread_ts:
            assert not TELLING.search(message.words), message.words
        assert not any(ref in message.words for ref in table.participants())


def _asks(table: Conferring, user: str, typed: str) -> str:
    """Somebody asks for a conference by a reference; every word of the answer."""
    person = table.stage.person(user)
    person.command(f"/lead conference {typed}")
    person.wait_view(callback_id="conference_wish")
    person.fill({"conference_wish.reason": "safety"})
    assert person.submit() == {}
    words = person.wait_view(callback_id="conference_done").words
    person.close(clear=True)
    return words


def test_an_officer_who_asks_joins_what_stands_and_is_answered_as_for_nobody(shared: Conferring) -> None:
    stage = shared.stage
    mine = steps.refer_social(stage, shared.canaries, OFFICER)
    alone = steps.refer_social(stage, shared.canaries, OFFICER)
    ref = shared.participant(referral=mine)
    kref = shared.propose(ref, shared.soon(), guests=[QUAY_OFFICER])
    told_before = [dm.text for dm in stage.person(OFFICER).dms()]
    channel_before = [one.text for one in shared.channel()]
    answers = {_asks(shared, OFFICER, typed) for typed in (mine, alone, "R-00000", ref)}
    told(stage)
    assert len(answers) == 1
    assert "Received. You will be invited if a release covers you." in answers.pop()
    assert [dm.text for dm in stage.person(OFFICER).dms()] == told_before
    assert [one.text for one in shared.channel()] == channel_before
    assert shared.newest(ref) == kref, "it is the one that stands"
    assert shared.heard(CASE_MANAGER, kref)[-1].endswith(
        "somebody asks for it. Open it to see what you can do."
    )
    assert not any("somebody asks" in one for one in shared.heard(MANAGER, kref))


@pytest.mark.parametrize("agency", [COUNTY, POLICE])
def test_one_side_is_taken_back_and_the_other_reads_on(shared: Conferring, agency: str) -> None:
    stage = shared.stage
    ref, begins = shared.participant(), shared.soon()
    kref = shared.propose(ref, begins)
    come_to(stage, begins - DAY)
    sides: dict[str, set[str]] = {COUNTY: {PROSECUTOR}, POLICE: {OFFICER, QUAY_OFFICER}}
    said, heard = (
        shared.said(kref),
        {one: shared.heard(one, kref) for one in (OFFICER, QUAY_OFFICER, PROSECUTOR)},
    )
    shared.revoke(ref, agency)
    for user in heard:
        assert (REFUSED in shared.brief(user, kref)) == (user in sides[agency])
    come_to(stage, begins)
    assert shared.row(kref).state == ConferenceState.BEGUN
    assert shared.said(kref) == said
    for user, before in heard.items():
        assert (shared.heard(user, kref) == before) == (user in sides[agency]), (
            "nobody is told that they left"
        )


def test_everyone_is_taken_back_and_it_closes_itself_with_a_neutral_line(shared: Conferring) -> None:
    stage = shared.stage
    ref, begins = shared.participant(), shared.soon()
    kref = shared.propose(ref, begins)
    come_to(stage, begins - DAY)
    before, dms = shared.said(kref), shared.heard(PROSECUTOR, kref)
    shared.revoke(ref)
    assert shared.row(kref).state == ConferenceState.CLOSED
    assert shared.said(kref) == before, "said at once it would tell the moment"
    for user in (OFFICER, QUAY_OFFICER, PROSECUTOR):
        assert REFUSED in shared.brief(user, kref)
    come_to(stage, begins)
    assert shared.said(kref) == [*before, f"Conference {kref} does not take place as planned."]
    assert shared.heard(PROSECUTOR, kref) == dms
    assert shared.fields_in(shared.brief(CASE_MANAGER, kref)) >= {"wanted", "place"}
    _nothing_telling(shared)


def test_a_release_that_runs_out_before_the_hour_puts_it_off(shared: Conferring) -> None:
    stage = shared.stage
    begins = shared.soon()
    ref = shared.participant(days=0)
    kref = shared.propose(ref, begins)
    come_to(stage, begins)
    assert shared.row(kref).state == ConferenceState.PUT_OFF
    assert shared.said(kref)[-1] == f"Conference {kref} does not take place as planned."
    for user in (OFFICER, PROSECUTOR):
        assert REFUSED in shared.brief(user, kref)
        assert not any("It begins" in one for one in shared.heard(user, kref))
    _nothing_telling(shared)


def test_whoever_runs_it_goes_on_with_the_situation_only(shared: Conferring) -> None:
    stage = shared.stage
    ref, begins = shared.participant(), shared.soon()
    kref = shared.propose(ref, begins)
    come_to(stage, begins - DAY)
    _ended(shared, kref, "situation_only")
    assert shared.said(kref)[-1] == f"Conference {kref} goes on with the situation only. No brief opens."
    for user in (OFFICER, PROSECUTOR):
        assert REFUSED in shared.brief(user, kref)


def test_somebody_steps_back_by_one_tap_and_nobody_is_told_why(shared: Conferring) -> None:
    stage = shared.stage
    ref, begins = shared.participant(), shared.soon()
    kref = shared.propose(ref, begins)
    lawyer = stage.person(PROSECUTOR)
    heard = {user: shared.heard(user, kref) for user in (CASE_MANAGER, MANAGER, OFFICER, CLINICAL)}
    lawyer.click("I do not take part", message=lawyer.wait_dm(lambda dm: kref in dm.text))
    lawyer.wait_view(callback_id="conference_done")
    lawyer.close(clear=True)
    told(stage)
    assert {user: shared.heard(user, kref) for user in heard} == heard
    come_to(stage, begins - DAY)
    assert REFUSED in shared.brief(PROSECUTOR, kref)
    assert REFUSED not in shared.brief(OFFICER, kref)


def test_whoever_steps_back_in_the_open_brief_is_told_so_and_nothing_wipes_it(shared: Conferring) -> None:
    stage = shared.stage
    ref, begins = shared.participant(), shared.soon()
    kref = shared.propose(ref, begins)
    come_to(stage, begins - DAY)
    lawyer = stage.person(PROSECUTOR)
    lawyer.click("Brief", message=shared.thread(kref))
    lawyer.wait_view(callback_id="opened")
    lawyer.click("I do not take part")
    lawyer.wait_view(callback_id="conference_done")
    told(stage)
    wait_until(lambda: not _blanks_due(stage), "views whose time is over are blank")
    assert [view.callback_id for view in lawyer.stack] == ["conference_done"]
    assert REFUSED in shared.brief(PROSECUTOR, kref)


def _blanks_due(stage: Stage) -> list[int]:
    query = select(Notice.id).where(
        Notice.kind == Kind.BLANK_VIEW.value, Notice.settled_at.is_(None), Notice.due_at <= stage.now()
    )
    with stage.bot.floor.ground.database.look() as work:
        return list(work.session.scalars(query))


def test_nobody_decides_in_the_sphere_of_another(shared: Conferring) -> None:
    stage = shared.stage
    ref, begins = shared.participant(), shared.soon()
    kref = shared.propose(ref, begins)
    come_to(stage, begins)
    due = (begins + 2 * DAY).date().isoformat()
    keeper = stage.person(CASE_MANAGER)
    keeper.click("My action", message=shared.thread(kref))
    form = keeper.wait_view(callback_id="action_form")
    people = {one["value"] for one in form.field("action_form.who")[1]["options"]}
    assert people >= {"me", OFFICER, PROSECUTOR}
    assert not people & {DEFENDER, NEIGHBOR, SUPERVISOR}
    keeper.fill({"action_form.who": OFFICER, "action_form.by": due})
    keeper.fill({"action_form.words": "He refuses every service and will not be arrested"})
    assert keeper.submit() != {}, "never a verdict on a person"
    keeper.fill({"action_form.words": shared.canaries.sow("plan")})
    assert keeper.submit() == {}
    assert "It is proposed. It stands only once whoever does it takes it." in keeper.wait_view().words
    keeper.close(clear=True)
    told(stage)
    with stage.bot.floor.ground.database.look() as work:
        action = work.session.scalars(select(Action).where(Action.came_from == kref)).one()
        work.session.expunge(action)
    assert (action.owner, action.state) == (OFFICER, ActionState.PROPOSED)
    for user in (CASE_MANAGER, PROSECUTOR, MANAGER):
        with stage.bot.floor.ground.database.work() as work, pytest.raises(NotAvailable):
            take(stage.bot.floor.ground.scene(work, SlackUserId(user)), action.ref)
    officer = stage.person(OFFICER)
    officer.click("Open", message=officer.wait_dm(lambda dm: dm.text.startswith(f"Action {action.ref}")))
    officer.wait_view(callback_id="opened")
    officer.click("Not mine")
    officer.wait_view(predicate=lambda view: "you do not take it" in view.words)
    officer.close(clear=True)
    told(stage)
    assert any("not taken" in one.lower() for one in shared.heard(CASE_MANAGER, action.ref))


def test_at_the_end_no_detail_stands_anywhere_else(shared: Conferring) -> None:
    """Stands last: what the tests before it sowed is looked for everywhere."""
    _nothing_telling(shared)
    readers = {OFFICER, QUAY_OFFICER, PROSECUTOR, CASE_MANAGER}
    assert set(assert_sealed(shared.stage, shared.canaries, readers=readers).shown) <= readers
