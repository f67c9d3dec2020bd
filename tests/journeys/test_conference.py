"""Scenario 4 with moved time: a conference on a participant in two precincts, and all that may come between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.acts.depart import depart
from models.conference import ConferenceState
from models.schema import SlackUserId
from sandbox.cast import CastMember
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.journeys.conferring import COUNTY_READS, OWG, POLICE_READS, TEAM_READS, Conferring, hour
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
INVITED = "You are invited. Its brief comes a day before."
_THURSDAY = 3
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
        yield Conferring(stage)


def thursday(stage: Stage) -> datetime:
    """Half past ten of the next Thursday that is two days away at least."""
    here = (stage.now() + 2 * DAY).astimezone(HARBOR)
    day = here + timedelta(days=(_THURSDAY - here.weekday()) % 7 or 7)
    return day.replace(hour=10, minute=30, second=0, microsecond=0)


def test_a_conference_in_two_precincts_from_the_request_to_the_last_hour(fresh: Conferring) -> None:
    stage, keeper = fresh.stage, fresh.stage.person(CASE_MANAGER)
    referral = steps.refer_social(stage, fresh.canaries, OFFICER)
    ref = fresh.participant(referral=referral)
    begins = thursday(stage)

    keeper.command(f"/lead conference {ref}")
    form = fresh.fill_brief(begins, told_time=[DEFENDER])
    offered = [one["value"] for one in form.field("conference_form.guests")[1]["options"]]
    assert offered[0] == OFFICER, "who referred them stands first"
    assert set(offered) == {OFFICER, QUAY_OFFICER, PROSECUTOR, COLLEAGUE}
    assert "Marigold Stoop" not in form.words
    assert "Businesses, community representatives and the policy group cannot be added" in form.words
    assert (
        "Cannot be added: Lantern County Public Defense, public defender: no release names them" in form.words
    )
    assert "sign a release that names them" in form.words
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="conference_done")
    keeper.close(clear=True)
    told(stage)
    kref = fresh.newest(ref)
    said = f"Conference {kref} proposed Thursday 10:30, 15 min. Those invited have a DM."
    assert fresh.said(kref) == [said]

    for user in (OFFICER, QUAY_OFFICER, PROSECUTOR):
        assert fresh.heard(user, kref)[-1].endswith(INVITED)
        assert REFUSED in fresh.brief(user, kref), "a day before, and no sooner"
    assert fresh.heard(DEFENDER, kref)[-1].endswith("You are told the time only.")
    assert fresh.heard(MANAGER, kref)[-1].endswith("You run it, by its reference.")
    for user in (NEIGHBOR, RESPONDER, SUPERVISOR, COLLEAGUE):
        assert fresh.heard(user, kref) == []

    come_to(stage, begins - DAY)
    reads = {
        OFFICER: POLICE_READS,
        QUAY_OFFICER: POLICE_READS,
        PROSECUTOR: COUNTY_READS,
        CASE_MANAGER: TEAM_READS,
    }
    for user, names in reads.items():
        words = fresh.brief(user, kref)
        assert fresh.fields_in(words) == set(names), user
        assert ("42 CFR part 2" in words) and "Nothing learned here is evidence." in words
        assert (referral in words) == (user == OFFICER)
        assert (ref in words) == (user == CASE_MANAGER)
    refused = {fresh.brief(user, kref) for user in (MANAGER, DEFENDER, NEIGHBOR, COLLEAGUE, SUPERVISOR)}
    assert len(refused) == 1
    assert REFUSED in refused.pop()

    come_to(stage, begins - timedelta(hours=2))
    _handed_on(stage)
    told(stage)
    [card] = stage.person(SUCCESSOR).dms()
    assert card.text.startswith(f"Conference {kref}:"), "whoever has the seat now has the card"
    assert fresh.fields_in(steps.open_card(stage, SUCCESSOR, card).words) == set(POLICE_READS)
    stage.person(SUCCESSOR).close(clear=True)
    assert fresh.fields_in(fresh.brief(SUCCESSOR, kref)) == set(POLICE_READS)
    assert REFUSED in fresh.brief(QUAY_OFFICER, kref)

    come_to(stage, begins)
    assert fresh.row(kref).state == ConferenceState.BEGUN
    for user in (OFFICER, SUCCESSOR, PROSECUTOR, CASE_MANAGER, MANAGER):
        assert "Nothing learned here is evidence." in fresh.heard(user, kref)[-1]
    assert not any("It begins" in one for one in fresh.heard(QUAY_OFFICER, kref))
    _actions(fresh, kref)
    stage.person(MANAGER).click("Close", message=fresh.thread(kref))
    stage.person(MANAGER).wait_view(callback_id="conference_close")
    stage.person(MANAGER).fill({"conference_close.how": "held"})
    assert stage.person(MANAGER).submit() == {}
    stage.person(MANAGER).close(clear=True)

    come_to(stage, begins + timedelta(hours=23))
    assert fresh.fields_in(fresh.brief(PROSECUTOR, kref)) == set(COUNTY_READS)
    come_to(stage, begins + timedelta(hours=25))
    for user in (OFFICER, SUCCESSOR, PROSECUTOR):
        assert REFUSED in fresh.brief(user, kref)
    assert fresh.fields_in(fresh.brief(CASE_MANAGER, kref)) == set(TEAM_READS)
    assert fresh.said(kref) == [said]
    _nothing_telling(fresh)
    readers = {OFFICER, QUAY_OFFICER, SUCCESSOR, PROSECUTOR, CASE_MANAGER}
    seen = assert_sealed(stage, fresh.canaries, readers=readers)
    assert set(seen.shown) == {OFFICER, SUCCESSOR, PROSECUTOR, CASE_MANAGER, QUAY_OFFICER}


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
