"""One table by id: keywords only, unknown ids are harmless, and every refusal is answered in its place."""

from __future__ import annotations

from http.client import IncompleteRead
from typing import Any
from urllib.error import URLError

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from handlers import words
from handlers.call import Call, Tables
from handlers.dispatch import Dispatch
from handlers.ids import Action, Event, Keyword, Shortcut, View
from models.notice import Kind, Notice
from models.referral import Referral
from models.replay import Replay
from tests.handlers.harbor import OFFICER, SECRETS, STRANGER
from tests.handlers.wing import FIRST, Wing, slack_error

FREE_TEXT = [
    "Zebulon Testperson at Dock shelter 7",
    "refer Zebulon Testperson",
    "refer R-7KQ2M",
    "status",
    "status Zebulon",
    "status R-7KQ2M please",
    "help me",
    "   ",
    "R-7KQ2M",
    "\u202estatus",
]


@pytest.mark.parametrize("text", FREE_TEXT, ids=ascii)
def test_free_text_gets_one_fixed_sentence_for_the_typist_alone(wing: Wing, text: str) -> None:
    said = wing.command(OFFICER, text)
    assert said == wing.command(OFFICER, "another text altogether")
    assert said["text"] == words.ONLY_KEYWORDS
    assert said["response_type"] == "ephemeral"
    assert not any(word in str(said) for word in text.split() if len(word) > 8)
    assert wing.slack.asked == []


def test_nothing_of_free_text_is_stored(wing: Wing) -> None:
    wing.command(OFFICER, "Zebulon Testperson at Dock shelter 7, 555-0107, asked about a bed")
    assert wing.harbor.count(Referral, Notice, Replay) == 0
    stored = wing.harbor.everything_stored()
    assert not any(secret.encode() in stored for secret in SECRETS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(text=st.text(max_size=40))
def test_whatever_is_typed_is_a_keyword_or_gets_the_sentence(wing: Wing, text: str) -> None:
    said = wing.command(STRANGER, text)
    keyword = (text.split() or ["help" if not text else ""])[0].lower()
    if keyword not in set(Keyword):
        assert said["text"] == words.ONLY_KEYWORDS


@pytest.mark.parametrize("text", ["", "help", "HELP", " Help "])
def test_a_keyword_is_taken_in_any_case_and_nothing_means_help(wing: Wing, text: str) -> None:
    assert wing.command(OFFICER, text)["text"] == words.HELP_LINES[0][1]


@pytest.mark.parametrize(
    "listen",
    [
        lambda wing: wing.click(OFFICER, "a_button_of_long_ago", value="x"),
        lambda wing: wing.submit(OFFICER, {"callback_id": "a_form_of_long_ago"}, {}),
        lambda wing: wing.shortcut(OFFICER, "a_shortcut_of_long_ago"),
        lambda wing: wing.event(OFFICER, "team_renamed"),
    ],
    ids=["action", "submission", "shortcut", "event"],
)
def test_an_id_that_nobody_knows_is_acknowledged_and_nothing_else(wing: Wing, listen: Any) -> None:
    assert listen(wing) == {}
    assert wing.slack.asked == []
    assert wing.harbor.notices() == []


def test_a_refusal_of_a_command_is_said_in_place(wing: Wing) -> None:
    said = wing.command(STRANGER, "refer")
    assert said == {"text": words.NOT_A_MEMBER, "response_type": "ephemeral"}


def test_a_refusal_of_a_click_is_said_in_a_modal(wing: Wing) -> None:
    wing.click(STRANGER, Action.START_REFERRAL)
    [view] = wing.slack.views("views.open")
    assert words.NOT_A_MEMBER in str(view)


@pytest.mark.parametrize("trouble", [TimeoutError(), URLError("gone"), slack_error("expired_trigger_id")])
def test_a_slow_slack_is_told_in_place_to_who_typed_a_command(wing: Wing, trouble: Exception) -> None:
    wing.slack.trouble["views.open"] = trouble
    said = wing.command(OFFICER, "refer")
    assert said["text"].startswith("Slack is slow right now.")
    assert wing.harbor.notices() == []


@pytest.mark.parametrize(
    "trouble", [TimeoutError(), URLError("gone"), ConnectionResetError(), IncompleteRead(b"")]
)
def test_a_slow_slack_is_told_by_message_to_who_clicked(wing: Wing, trouble: Exception) -> None:
    wing.slack.trouble["views.open"] = trouble
    assert wing.click(OFFICER, Action.START_REFERRAL) == {}
    assert wing.harbor.told(OFFICER) == [Kind.SLACK_WAS_SLOW]


def test_a_second_tap_on_a_view_that_is_a_newer_one_by_now_is_answered_and_blames_no_slow_slack(
    wing: Wing,
) -> None:
    wing.slack.trouble["views.update"] = slack_error("hash_conflict")
    tapped = {"callback_id": "conference_wanted", "id": "V1", "hash": "1.old"}
    assert wing.click(OFFICER, Action.CONFERENCE_STEP_BACK, value="K-00000", view=tapped) == {}
    assert wing.slack.asked
    assert wing.harbor.told(OFFICER) == []


def test_a_tap_that_slack_delivers_twice_opens_its_view_once_and_blames_no_slow_slack(wing: Wing) -> None:
    assert wing.click(OFFICER, Action.START_REFERRAL) == {}
    wing.slack.trouble["views.open"] = slack_error("exchanged_trigger_id")
    assert wing.click(OFFICER, Action.START_REFERRAL) == {}
    assert wing.harbor.told(OFFICER) == []


def test_a_refusal_that_slack_does_not_show_becomes_a_message(wing: Wing) -> None:
    wing.slack.trouble["views.open"] = TimeoutError()
    assert wing.click(STRANGER, Action.START_REFERRAL) == {}
    assert wing.harbor.told(STRANGER) == [Kind.SLACK_WAS_SLOW]


def test_every_table_is_keyed_by_the_ids_that_views_use(wing: Wing) -> None:
    listed = wing.tables
    assert {name.split()[0] for name in listed.keywords} == set(Keyword)
    assert set(listed.shortcuts) == set(Shortcut)
    assert set(listed.actions) == set(Action) - {Action.TO_PAGE}  # its link is followed by Slack
    assert set(listed.events) == set(Event)
    assert set(listed.submissions) <= set(View)
    answers = {View.RECEIPT, View.OPENING, View.OPENED, View.UNAVAILABLE, View.HELP, View.HOME, View.SEALED}
    assert not answers & set(listed.submissions)


def test_a_shortcuts_message_is_dropped_before_any_handler(wing: Wing) -> None:
    held = list[Call]()

    def keep(call: Call) -> None:
        held.append(call)
        call.ack()

    dispatch = Dispatch(Tables(shortcuts={Shortcut.MOVE: keep}), wing.teller)
    body = {
        "type": "message_action",
        "callback_id": Shortcut.MOVE.value,
        "user": {"id": OFFICER},
        "trigger_id": "1.fictional",
        "channel": {"id": "C0OWG0001"},
        "message": {"text": "Zebulon Testperson", "user": OFFICER},
        "response_url": "fictional",
    }
    dispatch.shortcut(body, wing.slack, Ack())  # type: ignore[no-untyped-call]  # Bolt left it so
    assert [call.user for call in held] == [OFFICER]
    assert held[0].trigger_id == "1.fictional"
    assert set(held[0].body) == {"type", "user", "trigger_id", "callback_id"}


def test_bolt_gets_one_listener_for_each_kind_of_payload(wing: Wing) -> None:
    app = App(signing_secret="fictional", authorize=lambda: AuthorizeResult(enterprise_id="", team_id="T1"))
    wing.dispatch.attach(app)
    assert len(app._listeners) == 4 + len(wing.tables.events)


def test_a_form_that_cannot_be_saved_keeps_what_was_typed(wing: Wing) -> None:
    view = {"callback_id": "arrest_first", "blocks": [{"type": "input", "block_id": "arrest_first.place"}]}
    with wing.harbor.busy():
        said = wing.submit(OFFICER, view, FIRST)
    assert said["response_action"] == "errors"
    [(block, sentence)] = said["errors"].items()
    assert block == "arrest_first.place"
    assert "Nothing was kept" in sentence
    assert wing.submit(OFFICER, view, FIRST)["response_action"] == "update"


def test_somebody_hears_of_what_people_did_when_it_is_over_and_of_no_event(wing: Wing) -> None:
    heard = list[tuple[str, bool]]()

    def acted(call: Call) -> None:
        heard.append((call.user, bool(wing.slack.asked)))

    everything = Dispatch(wing.tables, wing.teller, acted=acted)
    for dispatch in (everything, everything.on_the_page()):
        wing.dispatch = dispatch
        wing.slack.asked.clear()
        wing.click(OFFICER, "show_help")
        wing.command(STRANGER, "refer")
        wing.submit(OFFICER, {"callback_id": "arrest_first"}, FIRST)
        wing.event(OFFICER, Event.HOME_OPENED, tab="home")
        wing.shortcut(OFFICER, Shortcut.REFER)
    assert heard == [(OFFICER, True), (STRANGER, True), (OFFICER, True)] * 2
