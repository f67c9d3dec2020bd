"""The tour's way past times and visits: made after a look, changed, skipped, moved, handed on."""

from __future__ import annotations

from datetime import timedelta

from sandbox.people import Person
from tests.journeys.shifts import HARBOR
from tests.stage import MANAGER, NEIGHBOR, OFFICER, SUPERVISOR, Stage

_FAR = "2099-01-05"
_RULE = {"How often?": "Every week", "On which days?": ["Monday"], "At": "06:45", "First day": _FAR}


def schedules(stage: Stage) -> None:
    """The project manager keeps a shift's times and hands out visits; nothing of it falls due in the tour."""
    manager = stage.person(MANAGER)
    _make(manager)
    for button, view in (("Skip one", "schedule_skip"), ("Move one", "schedule_move")):
        manager.click(button)
        form = manager.wait_view(callback_id=view)
        day = next(block for block in form.blocks if block.get("type") == "input")["element"]["options"][0]
        manager.fill({"Which?": day["text"]["text"]})
        manager.fill({"Why?": "Court"} if view == "schedule_skip" else {"To this day": _FAR, "At": "05:00"})
        assert manager.submit() == {}
        manager.wait_view(callback_id="schedule")
    manager.click("Put one back")
    manager.wait_view(callback_id="schedule_put_back")
    manager.close(clear=True)
    _times(manager)
    manager.click("Open")
    manager.wait_view(callback_id="schedule")
    for button, words in (("Pause", "Paused."), ("Resume", "It goes on.")):
        manager.click(button)
        manager.wait_view(predicate=lambda seen, words=words: words in seen.words)  # type: ignore[misc]
    manager.click("Change")
    manager.wait_view(callback_id="schedule_form")
    manager.close(clear=True)
    _visits(stage, manager)


def _times(person: Person) -> None:
    person.command("/lead rollcall")
    person.wait_view(callback_id="rollcall_start")
    person.click("Times")
    person.wait_view(callback_id="schedules")


def _make(manager: Person) -> None:
    _times(manager)
    manager.click("New roll call")
    manager.wait_view(callback_id="schedule_form")
    manager.fill({"Region": "North", "Name of the shift": "North far", **_RULE})
    manager.fill({"Who leads the shift?": OFFICER, "The shift's private channel": "C0OWG0001"})
    assert manager.submit() != {}  # no supervisor
    manager.fill({"Who leads the shift?": SUPERVISOR})
    assert manager.submit() == {}
    manager.wait_view(predicate=lambda seen: "Nothing is kept yet." in seen.words)
    assert manager.submit() == {}
    manager.wait_view(predicate=lambda seen: "Kept." in seen.words)


def _visits(stage: Stage, manager: Person) -> None:
    _times(manager)
    manager.click("New visits")
    manager.wait_view(callback_id="visits_form")
    soon = (stage.now() + timedelta(minutes=65)).astimezone(HARBOR)
    manager.fill({"Region": "Quay", "Something else": "Quay business owners", **_RULE})
    manager.fill({"Who goes, in turn?": [MANAGER, NEIGHBOR], "Reminder": "The same day"})
    manager.fill({"At": f"{soon:%H:%M}", "First day": soon.date().isoformat()})
    manager.fill({"On which days?": [f"{soon:%A}"]})
    for _ in range(2):
        assert manager.submit() == {}
    manager.wait_view(predicate=lambda seen: "Kept." in seen.words)
    manager.close(clear=True)
    stage.move_clock(timedelta(minutes=66))
    card = manager.wait_dm(lambda dm: "Your turn to go and listen" in dm.text)
    manager.click("Open", message=card)
    manager.wait_view(callback_id="visit")
    manager.click("I can't: next one please")
    manager.wait_view(predicate=lambda seen: "next one has been asked" in seen.words)
    manager.close(clear=True)
