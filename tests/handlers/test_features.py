"""Where features are put together: every way to open has its entry, and every form and button a listener."""

from __future__ import annotations

from handlers.desk import Opens, Request
from handlers.features import entries
from handlers.ids import Action, Shortcut
from models.schema import Handle
from tests.handlers.harbor import RESPONDER, Harbor
from tests.handlers.wing import Wing


def test_every_entry_refuses_what_it_does_not_know(harbor: Harbor) -> None:
    for opens, entry in entries(harbor.ground).items():
        request = Request(RESPONDER, Handle("nothing"), "V1", "h0", "1.2", opens)
        with harbor.ground.database.work() as work:
            assert entry.open(work, harbor.rules(), request, harbor.time()) is None
            assert not entry.still(work, harbor.rules(), request, harbor.time())


def test_sealed_items_can_be_opened(harbor: Harbor) -> None:
    assert Opens.ITEM in entries(harbor.ground)


def test_every_shortcut_has_its_listener(wing: Wing) -> None:
    assert {shortcut.value for shortcut in Shortcut} <= set(wing.tables.shortcuts)


def test_every_button_that_is_heard_is_one_of_ours(wing: Wing) -> None:
    assert set(wing.tables.actions) <= {action.value for action in Action}
