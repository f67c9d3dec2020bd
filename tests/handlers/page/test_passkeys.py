"""The opening that waits for a passkey: asked for in its view, judged again from its beginning, once."""

from __future__ import annotations

import pytest

from handlers.call import Call, Tables
from handlers.desk import Request
from handlers.ids import Action, View
from handlers.page.ceremonies import Ceremonies
from handlers.page.passkeys import Passkeys
from handlers.page.screens import PREFIX, Screens, Shown
from models import second_factor
from models.acts import page, passkeys
from models.database import UnitOfWork
from models.schema import Handle, SlackUserId
from models.second_factor import PasskeyWanted
from models.secure_page import hashed
from tests.handlers.harbor import RESPONDER
from tests.handlers.page.test_detour import FORM, paged_with
from tests.handlers.wing import Wing


class Waiting:
    """A wing whose desk asks for passkeys on this page."""

    def __init__(self, wing: Wing) -> None:
        wing.harbor.change_rules(slack={"details": "page"}, page={"passkey_for": ["location"]})
        self.wing, self.ground = wing, wing.harbor.ground
        self.screens = Screens(lambda *_: None)
        self.passkeys = Passkeys(self.ground, self.screens, Ceremonies("https://page.example"))
        wing.desk._screen, wing.desk._begun, wing.desk._factor = (
            self.screens,
            self.screens.begun,
            self.passkeys,
        )
        self.handle = wing.harbor.item(wing.harbor.refer().ref, RESPONDER)
        self.session = self._signed_in()

    def _signed_in(self) -> str:
        with self.ground.database.work() as work:
            token = page.make_link(self.ground.scene(work, RESPONDER), "{}")
            signed = page.spend(self.ground.scene(work, SlackUserId("page")), token)
            work.commit()
            return hashed(signed.token)

    def open(self, told: str = "") -> Shown:
        shown = self.screens.open(RESPONDER, FORM, session=self.session)
        self.screens.begun(shown.id)
        self.wing.desk.open_now(Request(RESPONDER, self.handle, shown.id, shown.hash, "1.2"), told)
        return shown

    def show_passkey(self) -> None:
        """As it stands after a device has proved itself."""
        with self.ground.database.work() as work:
            passkeys.keep(self.ground.scene(work, RESPONDER), self.session, "QQ", b"\xa5", 0)
            work.commit()


@pytest.fixture
def waiting(wing: Wing) -> Waiting:
    return Waiting(wing)


def stands(shown: Shown) -> str:
    return str(shown.view["callback_id"])


def test_the_view_asks_and_the_log_knows_of_no_opening(waiting: Waiting) -> None:
    shown = waiting.open()
    assert waiting.passkeys.waits(shown)
    assert not shown.busy
    assert not any(verb.startswith("open.") for verb in waiting.wing.harbor.verbs())


def test_after_it_was_shown_the_same_opening_goes_on_with_what_was_said(waiting: Waiting) -> None:
    shown = waiting.open("Noted.")
    waiting.show_passkey()
    waited = waiting.passkeys.go_on(shown)
    assert waited is not None
    request, told = waited
    assert (request.handle, request.view_hash, told) == (waiting.handle, shown.hash, "Noted.")
    waiting.wing.desk.open_now(request, told)
    assert stands(shown) == View.OPENED
    assert "Noted." in str(shown.view)
    assert waiting.wing.harbor.verbs()[-2:] == ["open.granted", "open.shown"]
    assert waiting.passkeys.go_on(shown) is None, "once"


def test_what_is_withdrawn_meanwhile_stays_closed(waiting: Waiting) -> None:
    shown = waiting.open()
    waiting.show_passkey()
    waiting.wing.harbor.suspend(RESPONDER)
    waited = waiting.passkeys.go_on(shown)
    assert waited is not None
    waiting.wing.desk.open_now(*waited)
    assert stands(shown) == View.UNAVAILABLE


def test_whoever_may_not_open_is_not_asked(waiting: Waiting) -> None:
    waiting.handle = Handle("0" * 32)
    assert stands(waiting.open()) == View.UNAVAILABLE


def test_a_view_of_another_session_asks_all_the_same(waiting: Waiting) -> None:
    waiting.show_passkey()
    assert stands(waiting.open()) == View.OPENED
    waiting.session = waiting._signed_in()
    assert waiting.passkeys.waits(waiting.open())


def test_what_waits_is_bounded(waiting: Waiting) -> None:
    shown = waiting.open()
    for number in range(2_000):
        waiting.passkeys.ask(Request(RESPONDER, waiting.handle, f"{PREFIX}{number}", "", "1"), "")
    assert waiting.passkeys.go_on(shown) is None


def test_a_tap_that_would_unseal_asks_on_top_and_slack_is_asked_nothing(wing: Wing) -> None:
    def unseals(call: Call) -> None:
        raise PasskeyWanted

    paged = paged_with(wing, Tables(actions={Action.TELL_COUNSEL: unseals}))
    assert wing.click(RESPONDER, Action.TELL_COUNSEL) == {}
    assert [view["callback_id"] for view in wing.slack.views()] == [View.TO_PAGE]
    turned = paged.follow(paged.links()[-1])
    shown = paged.screens.find(turned.view, RESPONDER)
    assert shown is not None
    assert stands(shown) == View.PASSKEY


def test_a_listener_on_the_page_is_asked_for_by_its_session(waiting: Waiting) -> None:
    def asked() -> bool:
        with waiting.passkeys.standing(waiting.session), waiting.ground.database.look() as work:
            return _asker(work)

    assert not asked()
    waiting.show_passkey()
    assert asked()


def _asker(work: UnitOfWork) -> bool:
    return second_factor._ASKER.get()(work)
