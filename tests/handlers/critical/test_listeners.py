"""A critical incident in Slack: one button, the agreed list, who knows; no person and no words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.critical.voices import VOICES
from handlers.voice import Message, Telling
from models.notice import Kind, Never, Notice
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, OFFICER, PROSECUTOR, SERGEANT, STRANGER
from tests.handlers.wing import Json, Wing, texts

SENTENCE = "We are looking into it and will say more."


def with_list(wing: Wing) -> None:
    people = [SERGEANT, PROSECUTOR]
    wing.harbor.change_rules(
        critical_incident={"call": people, "speaker": MANAGER, "holding_sentence": SENTENCE}
    )


def begin(wing: Wing, user: str = MANAGER) -> str:
    wing.click(user, "critical_begin")
    return wing.harbor.notices(Kind.CRITICAL)[0].target


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def has_button(view: Json) -> bool:
    return "critical_begin" in str(view)


@pytest.mark.parametrize(
    ("user", "may"),
    [(MANAGER, True), (SERGEANT, True), (CLINICAL, True), (OFFICER, False), (CASE_MANAGER, False)],
)
def test_the_button_stands_on_home_and_in_the_log_for_those_who_may(wing: Wing, user: str, may: bool) -> None:
    wing.event(user, "app_home_opened", tab="home")
    assert has_button(wing.slack.views("views.publish")[-1]) is may
    wing.command(user, "issue")
    assert has_button(wing.slack.views("views.open")[-1]) is may


def test_it_asks_once_more_before_anybody_is_called(wing: Wing) -> None:
    wing.command(MANAGER, "issue")
    made = next(row for row in wing.slack.views()[-1]["blocks"] if row["type"] == "actions")["elements"]
    assert (
        "at any hour"
        in next(one for one in made if one["action_id"] == "critical_begin")["confirm"]["text"]["text"]
    )


def test_without_a_list_it_says_what_to_do_by_phone_and_which_key_to_set(wing: Wing) -> None:
    wing.click(MANAGER, "critical_begin")
    assert "nobody was called" in shown(wing)
    assert "(555) 010-0199" in shown(wing)
    assert "[critical_incident] call" in shown(wing)
    assert wing.harbor.notices(Kind.CRITICAL) == []


def test_the_page_shows_speaker_sentence_and_who_has_not_answered(wing: Wing) -> None:
    with_list(wing)
    call = begin(wing)
    for words in ("Odalys Fennimore", SENTENCE, "Barnaby Oxlip: has not answered yet"):
        assert words in shown(wing)
    wing.click(SERGEANT, "critical_know", value=call)
    assert "Barnaby Oxlip: knows since" in shown(wing)
    wing.click(PROSECUTOR, "critical_know", value=call)
    assert SENTENCE in shown(wing)
    assert "Barnaby Oxlip" not in shown(wing), "who is only called sees nobody else's answer"


def test_ten_minutes_on_they_are_called_once_more_and_it_ends(wing: Wing) -> None:
    with_list(wing)
    call = begin(wing)
    wing.click(SERGEANT, "critical_know", value=call)
    wing.harbor.wait(10)
    assert [one.recipient for one in wing.harbor.notices(Kind.CRITICAL_AGAIN)] == [PROSECUTOR]
    assert [one.recipient for one in wing.harbor.notices(Kind.CRITICAL_WAITS)] == [MANAGER]
    wing.click(MANAGER, "critical_open", value=call)
    assert "please ring them up" in shown(wing)
    wing.click(MANAGER, "critical_end", value=call)
    assert "The call list has ended." in shown(wing)
    assert len(wing.harbor.notices(Kind.CRITICAL_ENDED)) == 2


def test_a_delivery_that_comes_twice_calls_once(wing: Wing) -> None:
    with_list(wing)
    for _ in range(2):
        wing.click(MANAGER, "critical_begin", key="same")
    assert len(wing.harbor.notices(Kind.CRITICAL)) == 2


def test_who_is_not_on_the_list_gets_the_one_refusal(wing: Wing) -> None:
    with_list(wing)
    call = begin(wing)
    before = len(wing.slack.views())
    wing.click(OFFICER, "critical_open", value=call)
    wing.click(OFFICER, "critical_know", value=call)
    wing.click(OFFICER, "critical_open", value="nothing")
    assert len(set(map(str, wing.slack.views()[before:]))) == 1


@pytest.mark.parametrize("kind", sorted(VOICES))
def test_what_is_told_names_nobody_and_comes_no_more_once_it_has_ended(wing: Wing, kind: Kind) -> None:
    with_list(wing)
    call = begin(wing)

    def said(user: str) -> object:
        notice = Notice(kind=kind.value, recipient=user, subject="", target=call)
        with wing.harbor.ground.database.look() as work:
            return VOICES[kind](Telling(work, wing.harbor.rules(), notice, wing.harbor.ground))

    now = said(SERGEANT)
    assert isinstance(now, Message)
    assert not any(name in str(now) for name in ("Oxlip", "Fennimore", SENTENCE))
    assert said(STRANGER) == Never("not_on_roster")
    wing.harbor.time.go(timedelta(minutes=1))
    wing.click(MANAGER, "critical_end", value=call)
    assert (said(SERGEANT) == Never("done")) is (kind is not Kind.CRITICAL_ENDED)
