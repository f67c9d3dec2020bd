"""Home looked at, and messages typed where none are read."""

from __future__ import annotations

import pytest

from handlers import words
from handlers.ids import Event
from models.notice import Kind
from models.referral import Referral
from models.site import Contacts
from tests.handlers.harbor import OFFICER, RESPONDER, SECRETS, STRANGER
from tests.handlers.wing import Wing


def test_home_is_drawn_when_it_is_looked_at(wing: Wing) -> None:
    ref = wing.harbor.refer().ref
    wing.event(RESPONDER, Event.HOME_OPENED, tab="home")
    [(method, sent)] = wing.slack.asked
    assert (method, sent["user_id"]) == ("views.publish", RESPONDER)
    assert ref in str(sent["view"])
    assert not any(secret in str(sent) for secret in SECRETS)


def test_the_messages_tab_draws_nothing(wing: Wing) -> None:
    assert wing.event(OFFICER, Event.HOME_OPENED, tab="messages") == {}
    assert wing.slack.asked == []


def test_a_strangers_home_says_whom_the_app_is_for(wing: Wing) -> None:
    wing.event(STRANGER, Event.HOME_OPENED, tab="home")
    assert words.NOT_A_MEMBER in str(wing.slack.views("views.publish"))


def test_a_home_that_cannot_be_drawn_says_so(wing: Wing) -> None:
    wing.harbor.ground.database.close()
    (wing.harbor.folder / "data").rename(wing.harbor.folder / "gone")
    assert wing.event(OFFICER, Event.HOME_OPENED, tab="home") == {}
    assert words.not_shown(Contacts()) in str(wing.slack.views("views.publish"))


def test_a_slow_slack_is_told_by_message(wing: Wing) -> None:
    wing.slack.trouble["views.publish"] = TimeoutError()
    assert wing.event(OFFICER, Event.HOME_OPENED, tab="home") == {}
    assert wing.harbor.told(OFFICER) == [Kind.SLACK_WAS_SLOW]


@pytest.mark.parametrize("user", [OFFICER, STRANGER, "USTRANGE1"])
def test_what_is_typed_into_the_dm_gets_one_sentence_and_is_not_kept(wing: Wing, user: str) -> None:
    text = "Zebulon Testperson, Dock shelter 7, 555-0107, asked about a bed"
    assert wing.event(user, Event.MESSAGE, channel_type="im", text=text) == {}
    assert [(n.recipient, n.kind) for n in wing.harbor.notices()] == [(user, Kind.READ_ONLY_TAB)]
    assert wing.harbor.count(Referral) == 0
    assert wing.slack.asked == []
    stored = wing.harbor.everything_stored()
    assert not any(secret.encode() in stored for secret in SECRETS)


def test_slacks_retry_of_a_message_is_answered_once(wing: Wing) -> None:
    for _ in range(3):
        wing.event(OFFICER, Event.MESSAGE, event_id="Ev1", channel_type="im", text="hello")
    assert len(wing.harbor.notices()) == 1


@pytest.mark.parametrize(
    "event",
    [
        {"channel_type": "im", "bot_id": "B0LEADBOT"},
        {"channel_type": "im", "subtype": "message_changed"},
        {"channel_type": "group"},
        {"channel_type": "channel"},
    ],
    ids=["our own", "an edit", "a group", "a channel"],
)
def test_other_messages_are_left_alone(wing: Wing, event: dict[str, str]) -> None:
    assert wing.event(OFFICER, Event.MESSAGE, text="hello", **event) == {}
    assert wing.harbor.notices() == []


def test_a_message_of_nobody_is_left_alone(wing: Wing) -> None:
    assert wing.event("", Event.MESSAGE, channel_type="im", text="hello") == {}
    assert wing.harbor.notices() == []
