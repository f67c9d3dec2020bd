"""Receipts in constant words."""

from __future__ import annotations

from handlers.messages.notices import MESSAGE_KINDS, message_words
from handlers.messages.voices import VOICES
from handlers.voice import Message, Telling
from models.notice import Kind, Never, Notice
from models.site import Contacts
from tests.handlers.harbor import CASE_MANAGER, Harbor


def spoken(harbor: Harbor, kind: Kind, recipient: str = CASE_MANAGER) -> object:
    notice = Notice(kind=kind.value, recipient=recipient, subject="M-7KQ2M")
    with harbor.ground.database.look() as work:
        return VOICES[kind](Telling(work, harbor.rules(), notice, harbor.ground))


def test_every_kind_is_one_sentence_with_the_reference(harbor: Harbor) -> None:
    for kind in MESSAGE_KINDS:
        said = spoken(harbor, kind)
        assert said == Message(message_words(kind, "M-7KQ2M", Contacts()))
    assert message_words(Kind.MESSAGE_OPENED, "M-7KQ2M", Contacts()) == "M-7KQ2M: opened."


def test_who_has_left_is_told_nothing(harbor: Harbor) -> None:
    harbor.suspend(CASE_MANAGER)
    for kind in MESSAGE_KINDS:
        assert spoken(harbor, kind) == Never("not_on_roster")
