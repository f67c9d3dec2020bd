"""Sealed messages through the real listeners: written to whom, and what of it stands where."""

from __future__ import annotations

import json

from handlers import words
from handlers.ids import Action, Shortcut, View
from handlers.messages.compose import DELETE_FIRST
from models.classes import Category, Purpose
from models.envelope import Envelope
from models.message import SealedMessage
from models.notice import Kind
from models.schema import SlackUserId
from tests.handlers.consents.releasing import begun, buttons
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    PROSECUTOR,
)
from tests.handlers.messages.sealing import (
    OFFICE,
    SUBJECT,
    TEXT,
    item_of,
    newest,
    open_item,
    released,
    said_in,
    sealed,
    submit,
    values,
)
from tests.handlers.wing import Wing, picked

COLLEAGUE = SlackUserId("UTULLEX01")


def test_a_case_manager_seals_a_message_and_the_prosecutor_opens_it(wing: Wing) -> None:
    told = released(wing.harbor)
    message = sealed(wing, told.ref)
    [card] = wing.harbor.notices(Kind.CARD_NOW)
    assert (card.recipient, card.subject) == (PROSECUTOR, message.ref)
    view = open_item(wing, PROSECUTOR, item_of(wing.harbor, message.ref, PROSECUTOR))
    shown = said_in(view)
    for part in (
        SUBJECT,
        TEXT,
        message.ref,
        "Barriers and what would help",
        "Ottoline Bramblewick",
        words.PART_2,
    ):
        assert part in shown
    assert (
        "Shared under a release that names Lantern County Prosecutor, liaison prosecutor, for court" in shown
    )
    assert "until " in shown
    assert told.ref not in json.dumps(view), "a participant's reference stays within the care team"
    assert set(buttons(view)) == {Action.REPLY_SEALED, Action.SET_ASIDE}


def test_the_sender_hears_once_that_it_was_opened(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref, PROSECUTOR, COLLEAGUE)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    for reader, theirs in (
        (CASE_MANAGER, item_of(wing.harbor, message.ref, CASE_MANAGER)),
        (PROSECUTOR, handle),
    ):
        open_item(wing, reader, theirs)
    open_item(wing, COLLEAGUE, item_of(wing.harbor, message.ref, COLLEAGUE))
    [receipt] = wing.harbor.notices(Kind.MESSAGE_OPENED)
    assert (receipt.recipient, receipt.subject) == (CASE_MANAGER, message.ref)


def test_to_a_role_reaches_everybody_who_holds_it_there_and_is_kept_for_a_successor(wing: Wing) -> None:
    told = released(wing.harbor)
    filled = {**values("seal_message", about=told.ref), **picked("seal_message", role=OFFICE, about=told.ref)}
    assert submit(wing, CASE_MANAGER, filled)["response_action"] == "update"
    message = newest(wing.harbor)
    assert (message.to_role, message.to_agency) == tuple(OFFICE.split("@"))
    assert {card.recipient for card in wing.harbor.notices(Kind.CARD_NOW)} == {PROSECUTOR, COLLEAGUE}


def test_subject_and_text_go_into_one_envelope_of_the_chosen_kind(wing: Wing) -> None:
    message = sealed(wing, begun(wing.harbor), CLINICAL)
    with wing.harbor.ground.database.look() as work:
        rows = [row for row in work.session.query(Envelope) if row.subject == message.ref]
    assert [(row.category, row.purpose) for row in rows] == [(Category.BARRIERS, Purpose.COURT)]


def test_nothing_of_it_stands_open_and_nothing_goes_to_a_channel(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    assert all(notice.recipient.startswith("U") for notice in wing.harbor.notices())
    assert wing.harbor.decisions("message.sent") == [Category.BARRIERS.value]
    stored = wing.harbor.everything_stored()
    assert not [word for word in ("Zebulon", "Testperson", "shelter") if word.encode() in stored]
    assert message.ref.encode() in stored


def test_the_same_form_sent_again_after_a_lost_answer_is_one_message(wing: Wing) -> None:
    told = released(wing.harbor)
    for _ in range(2):
        sealed(wing, told.ref, at="VSAME1")
    assert wing.harbor.count(SealedMessage) == 1


def test_the_message_menu_opens_an_empty_form_that_asks_to_delete_the_original(wing: Wing) -> None:
    begun(wing.harbor)
    wing.shortcut(CASE_MANAGER, Shortcut.MOVE)
    form = wing.slack.views("views.open")[-1]
    assert form["callback_id"] == View.SEAL_MESSAGE
    assert form["blocks"][0]["text"]["text"] == DELETE_FIRST
    assert "initial" not in json.dumps(form)


def test_who_can_seal_nothing_is_asked_to_delete_it_all_the_same(wing: Wing) -> None:
    wing.shortcut(PROSECUTOR, Shortcut.MOVE)
    assert DELETE_FIRST in said_in(wing.slack.views("views.open")[-1])
