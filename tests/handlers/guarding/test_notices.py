"""The guard's words: the same for every finding, without a word of blame."""

from __future__ import annotations

import re

import pytest

from handlers.guarding.notices import Spot, guard_words
from handlers.guarding.voices import VOICES
from models.notice import Kind


@pytest.mark.parametrize(
    "spot", [Spot("C1", "7.1"), Spot("C0OWG0001", "1700000000.123456", "1700000000.000001")]
)
def test_a_place_is_unpacked_as_it_was_packed_and_fits_its_column(spot: Spot) -> None:
    assert Spot.unpack(spot.pack()) == spot
    assert len(spot.pack()) <= 64


@pytest.mark.parametrize("kind", sorted(VOICES.keys() - {Kind.GUARD_STRANGERS}))
def test_no_word_blames_and_none_claims_that_the_bot_removed_it(kind: Kind) -> None:
    said = guard_words(kind, "#owg", "23:12 PST")
    assert not re.search(r"violat|breach|fail|wrong|must not|we deleted|was removed", said, re.IGNORECASE)
    assert len(said) < 400
