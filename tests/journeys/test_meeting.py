"""Meetings with moved time: an agenda in its order, run from one screen; what waits is on the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models.due import DueStep, Step
from models.meeting import Meeting, MeetingState
from models.rollcall import Schedule
from sandbox.faces import SeenMessage, SeenView
from tests.canary_places import assert_sealed
from tests.journeys.conferring import OWG, Conferring
from tests.journeys.coordination import CASE_MANAGER
from tests.journeys.shifts import HARBOR, come_to, heard, told
from tests.stage import MANAGER, NEIGHBOR, OFFICER, QUAY_OFFICER, SUPERVISOR, Stage, staged

BLOCKER, KEYS = "Responders come late before seven", "Keys of the drop-in room"
PLACE = "Ferry steps"
GROUP = "Operational Work Group"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conferring]:
    with staged(tmp_path_factory.mktemp("stage"), grouped=True) as stage:
        yield Conferring(stage, fields=("wanted", "place"))


def _fires(stage: Stage, group: str = "owg") -> datetime:
    """When the next agenda of a group is posted."""
    with stage.bot.floor.ground.database.look() as work:
        query = (
            select(DueStep.due_at)
            .join(Schedule, Schedule.id == DueStep.subject)
            .where(
                DueStep.step == Step.ROLLCALL_FIRE.value, Schedule.shift == group, DueStep.done_at.is_(None)
            )
        )
        return min(work.session.scalars(query))


def _meetings(stage: Stage, group: str = "owg") -> list[Meeting]:
    with stage.bot.floor.ground.database.look() as work:
        query = select(Meeting).where(Meeting.group == group).order_by(Meeting.made_at, Meeting.starts_at)
        rows = list(work.session.scalars(query))
        work.session.expunge_all()
        return rows


def _raise_issue(stage: Stage, words: str) -> str:
    officer = stage.person(OFFICER)
    officer.command("/lead issue")
    officer.wait_view(callback_id="issues")
    officer.click("Raise an issue")
    officer.wait_view(callback_id="issue_new")
    officer.fill({"What is it?": words})
    assert officer.submit() == {}
    ref = officer.wait_view(callback_id="issue").words.partition("A-")[2][:5]
    officer.close(clear=True)
    return f"A-{ref}"


def _raise_situation(stage: Stage) -> str:
    neighbor = stage.person(NEIGHBOR)
    neighbor.command("/lead conference")
    neighbor.wait_view(callback_id="conference_start")
    neighbor.click("A situation")
    form = neighbor.wait_view(callback_id="situation_form")
    if "Which group and region?" in form.labels:
        neighbor.fill({"Which group and region?": f"{GROUP}: Quay"})
    neighbor.fill({"Where is it?": PLACE, "What happens there?": "Bottles break on the steps at night"})
    assert neighbor.submit() == {}
    ref = neighbor.wait_view(callback_id="situation_noted").words.partition("S-")[2][:5]
    neighbor.close(clear=True)
    return f"S-{ref}"


def _put(stage: Stage, words: str) -> None:
    officer = stage.person(OFFICER)
    officer.command("/lead agenda")
    officer.wait_view(callback_id="agenda")
    officer.click("Put something on the next agenda")
    officer.wait_view(callback_id="agenda_put")
    officer.fill({"What is it?": "Zebulon Testperson again"})
    assert "agenda_put.words" in officer.submit()
    officer.fill({"What is it?": words})
    assert officer.submit() == {}
    officer.close(clear=True)


def _agenda(table: Conferring) -> SeenMessage:
    """The newest agenda in the work group's channel, under its line."""
    return [one for one in table.channel() if one.thread_ts and "Ground rules" in one.text][-1]


def _runs(stage: Stage) -> SeenView:
    manager = stage.person(MANAGER)
    manager.click("Agenda", message=heard(stage, MANAGER, f"{GROUP}, ")[-1])
    manager.wait_view(callback_id="meeting")
    manager.click("Run the meeting")
    return manager.wait_view(callback_id="meeting_run")


def _until(stage: Stage, words: str) -> SeenView:
    """Next, until this is what is talked about."""
    manager = stage.person(MANAGER)
    for _ in range(15):
        seen = manager.wait_view(callback_id="meeting_run")
        if words in seen.words.partition("Then:")[0]:
            return seen
        manager.click("Next")
        before = seen.body["hash"]
        manager.wait_view(predicate=lambda view: view.body["hash"] != before)  # noqa: B023 - read at once
    pytest.fail(f"{words} never came")


def test_an_agenda_is_run_from_one_screen_and_what_waits_stands_on_the_next(table: Conferring) -> None:
    stage, manager = table.stage, table.stage.person(MANAGER)
    issue, situation = _raise_issue(stage, BLOCKER), _raise_situation(stage)
    _put(stage, KEYS)
    ref = table.participant()
    fires = _fires(stage)
    kref = table.propose(ref, None)  # without an hour: at the next meeting, though no agenda stands yet
    come_to(stage, fires)
    _is_in_order(_agenda(table).text, kref, situation, issue)
    [meeting] = _meetings(stage)
    assert (table.row(kref).starts_at, table.row(kref).meeting) == (meeting.starts_at, meeting.id)
    come_to(stage, meeting.starts_at)
    _runs(stage)
    told(stage)
    officer = stage.person(OFFICER)
    officer.click("I am here", message=heard(stage, OFFICER, f"{GROUP} begins.")[-1])
    officer.close(clear=True)
    _until(stage, situation)
    _proposed_in_the_meeting(stage)
    _until(stage, BLOCKER)
    manager.click("Defer")
    _until(stage, KEYS)
    manager.click("Call a special meeting")
    manager.wait_view(predicate=lambda view: "Called for" in view.words)
    manager.close(clear=True)  # the phone dies
    manager.command("/lead agenda")
    manager.wait_view(callback_id="agenda")
    manager.click("Open")
    manager.wait_view(callback_id="meeting")
    manager.click("Go on")
    assert "min left" in manager.wait_view(callback_id="meeting_run").words
    manager.click("End the meeting")
    manager.wait_view(predicate=lambda view: "Minutes." in view.words)
    manager.close(clear=True)
    told(stage)
    _minutes_name_nobody(table, situation, issue)
    special = next(one for one in _meetings(stage) if one.special)
    assert special.starts_at.astimezone(HARBOR).time() == meeting.starts_at.astimezone(HARBOR).time()
    assert heard(stage, OFFICER, "a meeting about one item is called for")
    come_to(stage, _fires(stage))
    assert BLOCKER in _agenda(table).text, "what was deferred stands on the next agenda"


def _is_in_order(text: str, kref: str, situation: str, issue: str) -> None:
    parts = ["Ground rules", "referral", "Conferences", kref, "Situations", situation, "Admin issues", issue]
    places = [text.find(part) for part in [*parts, "Put here by members", KEYS]]
    assert -1 not in places, text
    assert places == sorted(places), text


def _proposed_in_the_meeting(stage: Stage) -> None:
    """Somebody else's action is only proposed until they tap that they take it."""
    manager, officer = stage.person(MANAGER), stage.person(QUAY_OFFICER)
    manager.click("Propose an action")
    manager.wait_view(callback_id="action_form")
    due = (stage.now() + timedelta(days=5)).astimezone(HARBOR).date().isoformat()
    manager.fill(
        {
            "action_form.words": "Walk past at nine each night",
            "action_form.by": due,
            "action_form.who": QUAY_OFFICER,
        }
    )
    assert manager.submit() == {}
    assert "It is proposed." in manager.wait_view(callback_id="action").words
    manager.close()
    told(stage)
    officer.click("Open", message=heard(stage, QUAY_OFFICER, ": proposed")[-1])
    officer.wait_view(callback_id="action")
    officer.click("I take this")
    officer.wait_view(callback_id="action_take")
    assert officer.submit() == {}
    officer.close(clear=True)


def _minutes_name_nobody(table: Conferring, situation: str, issue: str) -> None:
    minutes = next(one.text for one in table.channel() if one.text.startswith("Minutes."))
    assert "There: " in minutes
    assert "Lantern Harbor PD" in minutes
    assert f"{situation}: Lantern Harbor PD will walk past at nine each night by" in minutes
    assert issue in minutes.partition("On the next agenda:")[2]
    for word in ("Quillfeather", "Marrowbone", "Stoop", "Fennimore", *table.participants()):
        assert word not in minutes


def test_a_meeting_that_nobody_runs_loses_nothing(table: Conferring) -> None:
    stage = table.stage
    meeting = next(one for one in _meetings(stage) if one.state == MeetingState.PLANNED and not one.special)
    come_to(stage, meeting.starts_at + timedelta(minutes=meeting.minutes + 35))
    assert next(one for one in _meetings(stage) if one.id == meeting.id).state == MeetingState.NOT_HELD
    assert heard(stage, MANAGER, f"{GROUP}: nobody began the meeting of")
    come_to(stage, _fires(stage))
    assert BLOCKER in _agenda(table).text


def test_at_the_end_no_detail_stands_anywhere_else(table: Conferring) -> None:
    """Stands last."""
    for message in table.channel():
        assert not any(ref in message.words for ref in table.participants())
    assert_sealed(table.stage, table.canaries, readers={CASE_MANAGER})
    assert SUPERVISOR
    assert OWG
