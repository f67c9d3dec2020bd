"""What is sent from a page is carried out once, and leads where it led; nobody comes by another's answer."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from handlers import blocks
from handlers.blocks import View
from handlers.call import Call, Tables
from handlers.dispatch import Dispatch
from handlers.page.drafts import Drafts, about
from handlers.page.screens import Screens, Shown
from handlers.page.turns import Turns
from models.schema import SlackUserId
from tests.handlers.wing import Wing

ZEBULON, JUNO = SlackUserId("UZEBULON1"), SlackUserId("UJUNO0001")
FIELD = {"type": "input", "block_id": "f.text", "label": blocks.plain("What?"),
         "element": {"type": "plain_text_input", "action_id": "value"}}  # fmt: skip
BUTTONS = blocks.actions("f.more", [blocks.button("look", "Look"), blocks.button("change", "Change")])
FORM: View = blocks.modal("seal_message", "Seal", [FIELD, BUTTONS], submit="Send")
SENT: View = blocks.modal("sealed", "Sealed", [])


@dataclass
class Played:
    turns: Turns
    screens: Screens
    done: list[str] = field(default_factory=list)

    def sent(self, shown: Shown, tap: str, secret: str = "s", text: str = "Dock 1", stood: str = "") -> str:
        posted = {"tap": [tap], "secret": [secret], "hash": [stood or shown.hash], "f.text|value": [text]}
        return self.turns.take(shown, posted).view


@pytest.fixture
def played(wing: Wing) -> Played:
    done: list[str] = []

    def send(call: Call) -> None:
        done.append(f"{call.key} {call.values['f.text']['value']['value']}")
        call.ack(response_action="update", view=SENT)

    def look(call: Call) -> None:
        done.append("look")
        call.client.views_push(trigger_id=call.trigger_id, view=SENT)
        call.ack()

    def change(call: Call) -> None:
        more = {**FORM, "blocks": [*FORM["blocks"], {**FIELD, "block_id": "f.second"}]}
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=more)
        call.ack()

    def refuse(call: Call) -> None:
        call.ack(response_action="errors", errors={"f.text": "Too long."})

    tables = Tables(
        actions={"look": look, "change": change}, submissions={"seal_message": send, "seal_reply": refuse}
    )
    screens = Screens(lambda *_: None)
    return Played(Turns(Dispatch(tables, wing.teller), screens, Drafts()), screens, done)


def test_the_same_page_sent_twice_is_carried_out_once_and_leads_to_the_same_view(played: Played) -> None:
    shown = played.screens.open(ZEBULON, FORM)
    stood = shown.hash
    assert [played.sent(shown, "submit", stood=stood) for _ in range(3)] == [shown.id] * 3
    assert len(played.done) == 1
    assert played.turns.taken(ZEBULON, shown.id, "s") is not None
    assert played.turns.taken(JUNO, shown.id, "s") is None
    assert played.turns.taken(ZEBULON, "PGother", "s") is None


def test_an_old_page_with_another_text_is_not_taken(played: Played) -> None:
    shown = played.screens.open(ZEBULON, FORM)
    stood = shown.hash
    played.sent(shown, "submit", stood=stood)
    assert played.sent(shown, "submit", secret="other", text="Dock 2", stood=stood) == shown.id
    assert len(played.done) == 1


def test_two_people_with_the_same_secret_act_under_keys_of_their_own(played: Played) -> None:
    for user in (ZEBULON, JUNO):
        played.sent(played.screens.open(user, FORM), "submit")
    assert len({line.split()[0] for line in played.done}) == 2


def test_what_was_typed_stays_under_a_view_on_top_and_in_a_changed_form(played: Played) -> None:
    shown = played.screens.open(ZEBULON, FORM)
    on_top = played.sent(shown, "f.more|look|")
    assert on_top != shown.id
    assert played.turns.typed(shown) == {"f.text|value": ["Dock 1"]}
    assert played.screens.close(on_top) == shown.id
    assert played.sent(shown, "f.more|change|", secret="t", text="Dock 2") == shown.id
    assert played.turns.typed(shown) == {"f.text|value": ["Dock 2"]}
    assert b"Dock" not in shown.typed


def test_what_was_sent_well_is_kept_no_longer(played: Played) -> None:
    shown = played.screens.open(ZEBULON, FORM)
    played.sent(shown, "submit")
    assert shown.typed == b""
    assert played.turns.typed(shown) is None


def test_a_mistake_can_be_mended_and_is_not_remembered(played: Played) -> None:
    shown = played.screens.open(ZEBULON, {**FORM, "callback_id": "seal_reply"})
    posted = {"tap": ["submit"], "secret": ["s"], "hash": [shown.hash], "f.text|value": ["Dock 1"]}
    assert played.turns.take(shown, posted).errors == {"f.text": "Too long."}
    assert played.turns.taken(ZEBULON, shown.id, "s") is None
    assert played.turns.typed(shown) == {"f.text|value": ["Dock 1"]}


def test_a_button_that_the_view_has_not_does_nothing(played: Played) -> None:
    shown = played.screens.open(ZEBULON, FORM)
    assert played.sent(shown, "f.more|delete_everything|") == shown.id
    assert played.done == []


def test_what_is_rescued_waits_in_the_same_form_alone(played: Played) -> None:
    assert not played.turns.rescue(ZEBULON, {"about": [about(FORM)], "f.text|value": [""]})
    assert not played.turns.rescue(ZEBULON, {"f.text|value": ["Dock 1"]})
    assert played.turns.rescue(ZEBULON, {"about": [about(FORM)], "f.text|value": ["Dock 1"], "csrf": ["x"]})
    other = played.screens.open(ZEBULON, {**FORM, "private_metadata": "another"})
    mine, theirs = played.screens.open(ZEBULON, FORM), played.screens.open(JUNO, FORM)
    assert [played.turns.has_draft(one) for one in (other, theirs, mine)] == [False, False, True]
    assert not played.turns.has_draft(played.screens.open(ZEBULON, SENT))
    assert played.turns.take_draft(mine) == {"f.text|value": ["Dock 1"]}
    assert played.turns.take_draft(mine) is None
