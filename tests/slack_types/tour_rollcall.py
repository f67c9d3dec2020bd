"""The tour's way past roll calls and issues: asked, answered, led, logged, overviewed, raised and ended."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.notice import Kind, NewNotice, post
from models.rollcall import Firing
from models.schema import SlackUserId
from sandbox.people import Person
from tests.channels import NIGHT, open_channel
from tests.journeys.shifts import come_to, heard, local, shift, told
from tests.stage import MANAGER, OFFICER, SUPERVISOR, Stage

_SAID = "Responders take too long before 7"


def roll_calls(stage: Stage) -> None:
    """A roll call of North night's one officer, and everything that follows it."""
    open_channel(stage.server)
    day = (stage.now() + timedelta(days=1)).astimezone(local(stage.now().date(), "12:00").tzinfo).date()
    schedule = shift(stage, "North night", "north", "12:00", day, days=[day.weekday()], channel=NIGHT)
    for at in ("12:00", "12:30", "13:00"):
        come_to(stage, local(day, at))
    _officer(stage)
    _leader(stage, _firing(stage, schedule))
    _manager(stage, schedule)
    _ends(stage)


def _firing(stage: Stage, schedule: str) -> str:
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalars(select(Firing.id).where(Firing.schedule == schedule)).one()


def _officer(stage: Stage) -> None:
    officer = stage.person(OFFICER)
    assert heard(stage, OFFICER, "still open, and late is as welcome.")
    officer.command("/lead rollcall")
    officer.wait_view(callback_id="rollcall_start")
    officer.click("Open")
    officer.wait_view(callback_id="rollcall_check_in")
    line = {"Say it in a line, if you like": "Zebulon Testperson again"}
    officer.fill(
        {
            "Anything in the way of using LEAD?": ["Help took too long"],
            "What would you like back?": ["Who fits, with examples"],
            **line,
        }
    )
    assert officer.submit() != {}
    officer.fill({"Say it in a line, if you like": _SAID})
    assert officer.submit() == {}
    officer.wait_view(callback_id="rollcall_thanks")
    officer.close(clear=True)
    officer.click("Open", message=heard(stage, OFFICER, "three questions")[-1])
    officer.wait_view(callback_id="rollcall_check_in")  # with what was answered
    officer.close(clear=True)


def _leader(stage: Stage, firing: str) -> None:
    sergeant = stage.person(SUPERVISOR)
    _from_digest(stage, sergeant, "Answer for the shift", "rollcall_for_shift")
    sergeant.fill(
        {"Anything in the way of using LEAD?": ["Paperwork"], "Say it in a line, if you like": _SAID}
    )
    assert sergeant.submit() == {}
    sergeant.close(clear=True)
    _from_digest(stage, sergeant, "Ask in person", "rollcall_in_person")
    sergeant.fill({"How many were there?": "3", "What came up?": ["The form is too long"]})
    assert sergeant.submit() == {}
    sergeant.wait_view(callback_id="rollcall_thanks")
    sergeant.click("Make it an issue")
    sergeant.wait_view(predicate=lambda view: "is an issue now" in view.words)
    sergeant.close(clear=True)
    _from_digest(stage, sergeant, "Make it an issue", "rollcall_thanks")
    sergeant.close(clear=True)
    _post_the_rest(stage, firing)
    _from_digest(stage, sergeant, "Skip, with a reason", "rollcall_skip")
    sergeant.close(clear=True)


def _from_digest(stage: Stage, sergeant: Person, button: str, view: str) -> None:
    sergeant.click("Open", message=heard(stage, SUPERVISOR, "quiet this time.")[-1])
    sergeant.wait_view(callback_id="rollcall_digest")
    sergeant.click(button)
    sergeant.wait_view(callback_id=view)


def _post_the_rest(stage: Stage, firing: str) -> None:
    """What only a down-time, a closed channel or a drifting site brings about is posted straight."""
    ground = stage.bot.floor.ground
    rows = [
        (Kind.ROLLCALL_NOT_SENT, SUPERVISOR, firing),
        (Kind.ROLLCALL_NOT_DELIVERED, MANAGER, firing),
        (Kind.ROLLCALL_NOT_DELIVERED, MANAGER, f"{firing} leader"),
        (Kind.DRIFT, MANAGER, "1"),
    ]
    with ground.database.work() as work:
        notices = [
            NewNotice(kind, SlackUserId(to), f"tour:{kind.value}:{target}"[:160], target=target)
            for kind, to, target in rows
        ]
        post(work, ground.now(), notices)
        work.commit()
    ground.wake()
    told(stage)


def _manager(stage: Stage, schedule: str) -> None:
    manager = stage.person(MANAGER)
    manager.click("Open", message=heard(stage, MANAGER, "Signs to look at this week")[-1])
    manager.wait_view(callback_id="rollcall_overview")
    manager.click(f"rollcall.shift.{schedule}")
    manager.wait_view(callback_id="rollcall_shift")
    manager.close(clear=True)
    manager.command("/lead issue")
    manager.wait_view(callback_id="issues")
    manager.close(clear=True)
    manager.click("Open", message=heard(stage, MANAGER, "an issue is yours to see to")[-1])
    manager.wait_view(callback_id="issue_end")
    manager.fill({"How does it go on?": "Done"})
    assert manager.submit() != {}
    manager.fill({"What was done, or why not now?": "Two people are on before 7"})
    assert manager.submit() == {}
    manager.wait_view(callback_id="issue")
    manager.close(clear=True)


def _ends(stage: Stage) -> None:
    """A day later the shift's thread has it, and whoever raised it reads how it ended."""
    come_to(stage, stage.now() + timedelta(hours=25))
    sergeant = stage.person(SUPERVISOR)
    sergeant.click("Open", message=heard(stage, SUPERVISOR, "what you raised has an answer")[-1])
    sergeant.wait_view(callback_id="issue")
    sergeant.close(clear=True)
    room = stage.server.workspace.conversations.find(NIGHT)
    assert room is not None
    assert len(room.kept()) > 1
