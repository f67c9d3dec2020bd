"""Channel messages reach the guard, direct messages do not, and the button is answered by an ack alone."""

from __future__ import annotations

from handlers.guarding.refresher import refresher_view
from handlers.ids import Action, Event
from models.notice import Kind
from tests.handlers.harbor import OFFICER, STRANGER
from tests.handlers.wing import Wing

TYPED = "Zebulon Testperson 01/01/1901"
KINDS = [Kind.GUARD_MANAGER, Kind.GUARD_FOLLOW_UP, Kind.GUARD_NOTE, Kind.GUARD_CARD]


def test_a_channel_message_is_looked_at_and_nothing_is_said_in_the_channel(wing: Wing) -> None:
    channel = {"channel_type": "group", "channel": "C0OWG0001", "ts": "7.1"}
    assert wing.event(OFFICER, Event.MESSAGE, text=TYPED, **channel) == {}
    assert [notice.kind for notice in wing.harbor.notices()] == KINDS
    assert wing.slack.asked == []


def test_a_direct_message_is_answered_and_not_looked_at(wing: Wing) -> None:
    wing.event(OFFICER, Event.MESSAGE, text=TYPED, channel_type="im", ts="7.1")
    assert wing.harbor.told(OFFICER) == [Kind.READ_ONLY_TAB]


def test_the_button_is_acked_whether_it_is_known_or_not(wing: Wing) -> None:
    channel = {"channel_type": "group", "channel": "C0OWG0001", "ts": "7.1"}
    wing.event(OFFICER, Event.MESSAGE, text=TYPED, **channel)
    handle = wing.harbor.notices(Kind.GUARD_CARD)[0].handle or ""
    for value in (handle, "0" * 32):
        assert wing.click(OFFICER, Action.NOT_DETAILS, value=value) == {}
    assert wing.harbor.told(OFFICER)[2:] == [Kind.GUARD_THANKS]


def test_the_refresher_opens_for_anybody_and_nothing_is_kept_of_it(wing: Wing) -> None:
    stored = len(wing.harbor.notices())
    for user in (OFFICER, STRANGER):
        wing.click(user, Action.SHOW_REFRESHER)
    assert wing.slack.views("views.open") == [refresher_view()] * 2
    assert len(wing.harbor.notices()) == stored
