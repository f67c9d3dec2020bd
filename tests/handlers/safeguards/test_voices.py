"""The clinical supervisors' notices: constant words, and for clinical supervisors only."""

from __future__ import annotations

import pytest

from handlers.safeguards.notices import safeguard_words
from handlers.safeguards.voices import VOICES
from handlers.voice import Message, Telling
from models.notice import Kind, Never, Notice
from models.site import Contacts
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER
from tests.handlers.wing import Wing


def said(wing: Wing, kind: Kind, to: str) -> object:
    ground = wing.harbor.ground
    notice = Notice(kind=kind.value, recipient=to, subject="M-7KQ2M", target=CASE_MANAGER)
    with ground.database.look() as work:
        return VOICES[kind](Telling(work, ground.book.current(work), notice, ground))


def test_a_supervisor_is_told_who_would_like_a_word(wing: Wing) -> None:
    assert said(wing, Kind.WANTS_A_WORD, CLINICAL) == Message(
        "Ottoline Bramblewick would like a word with you."
    )


def test_what_was_set_aside_is_named_by_its_reference(wing: Wing) -> None:
    told = said(wing, Kind.SET_ASIDE, CLINICAL)
    assert isinstance(told, Message)
    assert told.text.startswith("M-7KQ2M was set aside")


@pytest.mark.parametrize("kind", sorted(VOICES))
def test_whoever_is_no_clinical_supervisor_any_more_is_told_nothing(wing: Wing, kind: Kind) -> None:
    assert said(wing, kind, MANAGER) == Never("not_on_roster")
    assert said(wing, kind, "UNOBODY01") == Never("not_on_roster")


def test_the_sentences_have_no_word_of_consent() -> None:
    for kind in VOICES:
        sentence = safeguard_words(kind, "M-7KQ2M", Contacts())
        assert not [word for word in ("revoked", "consent", "withdrew", "used") if word in sentence.lower()]
