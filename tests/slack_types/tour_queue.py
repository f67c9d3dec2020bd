"""The tour's way past the queue: page, forecast, every decision that asks why, and one out of turn."""

from __future__ import annotations

from handlers.ids import Action
from models.referral import Door
from sandbox.faces import SeenView
from sandbox.people import Person
from tests.prove.referring import close_all, fill_first, open_form
from tests.stage import MANAGER, NEIGHBOR, Stage


def queue(stage: Stage) -> None:
    """Of what waits, one is met already and one is still to be screened."""
    manager = stage.person(MANAGER)
    _looked_at(manager)
    for button in (Action.QUEUE_WAITLIST, Action.QUEUE_DECLINE, Action.QUEUE_OTHER, Action.QUEUE_WITHDRAW):
        _asked_why(manager, "To be screened", button)
        close_all(manager)
    _asked_why(manager, "Met, the intake runs", Action.QUEUE_CLOSE)
    close_all(manager)
    _out_of_turn(stage, manager)


def _looked_at(manager: Person) -> None:
    manager.command("/lead queue")
    manager.wait_view(callback_id="queue")
    for button, view in (("Forecast", "queue_forecast"), ("Back to the queue", "queue")):
        manager.click(button)
        manager.wait_view(callback_id=view)
    close_all(manager)


def _asked_why(manager: Person, stands: str, button: Action) -> SeenView:
    """The last row that stands like this, and the form that one of its decisions asks for."""
    manager.command("/lead queue")
    page = manager.wait_view(callback_id="queue")
    row = [one for one in page.blocks if stands in str(one)][-1]
    manager.click(row["block_id"])
    manager.wait_view(callback_id="queue_item")
    manager.click(button.value)
    form = manager.wait_view(predicate=lambda view: view.body["callback_id"] not in {"queue", "queue_item"})
    assert form.body["callback_id"].startswith("queue_")
    return form


def _out_of_turn(stage: Stage, manager: Person) -> None:
    """Two wait for a place, and the second is to go first."""
    neighbor = stage.person(NEIGHBOR)
    open_form(neighbor, Door.COMMUNITY)
    fill_first(neighbor, Door.COMMUNITY, "Dock 10")
    assert neighbor.submit() == {}
    close_all(neighbor)
    for _ in range(2):
        _asked_why(manager, "To be screened", Action.QUEUE_WAITLIST)
        assert manager.submit() == {}
        manager.wait_view(callback_id="queue")
        close_all(manager)
    _asked_why(manager, "place 2", Action.QUEUE_SEND)
    manager.wait_view(callback_id="queue_first")
    close_all(manager)
