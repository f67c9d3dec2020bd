"""Words about the roster: constant, a count at most, and nobody is blamed."""

from __future__ import annotations

import pytest

from handlers.members.notices import ROSTER_KINDS, roster_words
from models.notice import Kind
from sandbox.limits import check_message
from tests.handlers.test_words import BLAMING


@pytest.mark.parametrize("kind", sorted(ROSTER_KINDS))
def test_every_sentence_is_short_and_blames_nobody(kind: Kind) -> None:
    text = roster_words(kind, "3")
    check_message(text, None)
    assert len(text) < 200
    assert not BLAMING.search(text)


def test_only_the_count_of_unknown_accounts_is_said() -> None:
    assert "know: 3." in roster_words(Kind.NOT_IN_SLACK, "3")
    assert roster_words(Kind.MEMBER_LEFT, "3") == roster_words(Kind.MEMBER_LEFT, "")
