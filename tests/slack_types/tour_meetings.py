"""The tour's way past meetings: their times, an agenda posted, one run from a phone, moved and cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.meeting import Meeting, MeetingState
from models.notice import Kind, NewNotice, post
from models.schema import SlackUserId
from sandbox.people import Person
from tests.journeys.shifts import HARBOR, come_to, heard, told
from tests.stage import MANAGER, OFFICER, Stage

_OWG = "C0OWG0001"
_AT = "10:00"


def meetings(stage: Stage) -> None:
    """Every screen, form and sentence of the feature once."""
    manager = stage.person(MANAGER)
    first = (stage.now() + timedelta(days=2)).astimezone(HARBOR).date()
    _times(manager, first.isoformat(), first.weekday())
    _puts(stage, "Keys of the drop-in room")
    begins = datetime.combine(first, datetime.strptime(_AT, "%H:%M").time(), HARBOR)  # noqa: DTZ007 - an hour
    come_to(stage, begins - timedelta(days=1))
    _puts(stage, "A second phone")
    _moves(stage, manager)
    come_to(stage, _planned(stage).starts_at)
    _runs(stage, manager)
    come_to(stage, begins + timedelta(days=6))
    manager.click("Agenda", message=heard(stage, MANAGER, "the agenda is posted")[-1])
    manager.wait_view(callback_id="meeting")
    manager.click("Cancel it")
    manager.wait_view(predicate=lambda view: "It is not held" in view.words)
    manager.close(clear=True)
    come_to(stage, begins + timedelta(days=13))
    come_to(stage, begins + timedelta(days=14, hours=2))  # nobody begins it
    _posted_straight(stage)


def _times(manager: Person, first: str, weekday: int) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    manager.command("/lead rollcall")
    manager.wait_view(callback_id="rollcall_start")
    manager.click("Times")
    manager.wait_view(callback_id="schedules")
    manager.click("New meeting")
    manager.wait_view(callback_id="meeting_form")
    manager.fill(
        {
            "Who meets?": "Operational Work Group",
            "Name of the meeting": "Work group, weekly",
            "How often?": "Every week",
            "On which days?": [days[weekday]],
            "At": _AT,
            "First day": first,
            "Who runs it?": MANAGER,
        }
    )
    assert manager.submit() == {}
    assert manager.submit() == {}
    manager.wait_view(callback_id="schedule")
    manager.close(clear=True)


def _puts(stage: Stage, words: str) -> None:
    officer = stage.person(OFFICER)
    officer.command("/lead agenda")
    officer.wait_view(callback_id="agenda")
    officer.click("Put something on the next agenda")
    officer.wait_view(callback_id="agenda_put")
    officer.fill({"What is it?": "Zebulon Testperson again"})
    assert officer.submit() != {}
    officer.fill({"What is it?": words})
    assert officer.submit() == {}
    officer.close(clear=True)
    told(stage)


def _planned(stage: Stage) -> Meeting:
    query = select(Meeting).where(Meeting.state == MeetingState.PLANNED.value, Meeting.special == 0)
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalars(query.order_by(Meeting.starts_at)).one()


def _moves(stage: Stage, manager: Person) -> None:
    starts = _planned(stage).starts_at.astimezone(HARBOR)
    manager.click("Agenda", message=heard(stage, MANAGER, "the agenda is posted")[-1])
    manager.wait_view(callback_id="meeting")
    manager.click("Move")
    manager.wait_view(callback_id="meeting_move")
    manager.fill({"To which day?": (starts - timedelta(days=9)).date().isoformat(), "At": "11:00"})
    assert manager.submit() != {}
    manager.fill({"To which day?": starts.date().isoformat(), "At": "11:00"})
    assert manager.submit() == {}
    manager.close(clear=True)
    told(stage)


def _runs(stage: Stage, manager: Person) -> None:
    manager.click("Agenda", message=heard(stage, MANAGER, "the agenda is posted")[-1])
    manager.wait_view(callback_id="meeting")
    manager.click("Run the meeting")
    manager.wait_view(callback_id="meeting_run")
    told(stage)
    officer = stage.person(OFFICER)
    officer.click("I am here", message=heard(stage, OFFICER, "begins.")[-1])
    officer.wait_view(callback_id="meeting")
    officer.close(clear=True)
    shown = manager.wait_view(callback_id="meeting_run").words
    while "Call a special meeting" not in shown:
        shown = _on(manager, "Next", shown)
    shown = _on(manager, "Call a special meeting", shown)
    assert "Called for" in shown
    if "Defer" in shown:  # parts that are counts cannot be deferred
        _on(manager, "Defer", shown)
    manager.click("End the meeting")
    manager.wait_view(predicate=lambda view: "Minutes." in view.words)
    manager.close(clear=True)
    told(stage)


def _on(manager: Person, button: str, before: str) -> str:
    """Tap, and wait until the one screen says something else; what it says."""
    manager.click(button)
    return manager.wait_view(predicate=lambda view: view.words != before).words


def _posted_straight(stage: Stage) -> None:
    """What only a channel that shuts its door brings about."""
    ground, kind = stage.bot.floor.ground, Kind.MEETING_NOT_POSTED
    with ground.database.work() as work:
        meeting = work.session.scalars(select(Meeting.id).order_by(Meeting.made_at.desc())).first()
        notice = NewNotice(kind, SlackUserId(MANAGER), f"tour:{kind.value}", target=meeting or "")
        post(work, ground.now(), [notice])
        work.commit()
    ground.wake()
    told(stage)
