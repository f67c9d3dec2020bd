"""What patterns meet is what a reader meets: characters that nobody sees hide nothing, and stop nothing."""

from __future__ import annotations

import pytest

from handlers.guard import is_criminal_history, is_privileged, names_somebody, person_guard
from handlers.guard.plain import plain_text, without_unseen

UNSEEN = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u034f\ufe0f"


def with_unseen(text: str) -> str:
    """Something invisible behind every second letter."""
    return "".join(char + UNSEEN[at // 2 % len(UNSEEN)] * (at % 2) for at, char in enumerate(text))


@pytest.mark.parametrize(
    ("guard", "text"),
    [
        (names_somebody, "Zebulon Testperson was there"),
        (person_guard, "call him on 206-555-0107"),
        (is_criminal_history, "2x theft convictions, fta 2019, burglary dismissed 2020, assault conv 2021"),
        (is_privileged, "my client told me he was there"),
    ],
)
def test_what_nobody_sees_does_not_hide_from_a_guard(guard: object, text: str) -> None:
    assert callable(guard)
    assert guard(text)
    assert guard(with_unseen(text))


def test_a_place_with_an_emoji_of_several_joined_signs_goes_through() -> None:
    text = "The bus shelter at Fifth and Anchor \U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert not names_somebody(text)
    assert "\u200d" not in plain_text(text)


def test_letters_of_every_alphabet_stay() -> None:
    for text in ("Fifth and Anchor", "\u00c7a va", "\u0645\u06cc\u062e\u0648\u0627\u0647\u0645", "\u4eba"):
        assert without_unseen(text) == text
