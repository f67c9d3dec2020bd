"""Every kind of notice has one voice, so that a kind nobody can say never reaches a running bot."""

from __future__ import annotations

from collections import Counter

from handlers.voices import PARTS, VOICES
from models.notice import Kind


def test_every_kind_of_notice_has_a_voice() -> None:
    assert [kind for kind in Kind if kind not in VOICES] == []


def test_no_two_features_speak_the_same_kind() -> None:
    told = Counter(kind for part in PARTS for kind in part)
    assert [kind for kind, times in told.items() if times > 1] == []
