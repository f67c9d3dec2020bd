"""Framing: no two lists of parts give the same bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.framing import pae

PARTS = st.lists(st.binary(max_size=12), max_size=5)


def read_back(framed: bytes) -> list[bytes]:
    """The parts again, read as the format says."""
    count, place, parts = int.from_bytes(framed[:8], "big"), 8, []
    for _ in range(count):
        length = int.from_bytes(framed[place : place + 8], "big")
        parts.append(framed[place + 8 : place + 8 + length])
        place += 8 + length
    assert place == len(framed)
    return parts


@given(PARTS)
def test_the_parts_can_be_told_apart_again(parts: list[bytes]) -> None:
    assert read_back(pae(*parts)) == parts


@given(PARTS, PARTS)
def test_different_lists_give_different_bytes(one: list[bytes], two: list[bytes]) -> None:
    assert (pae(*one) == pae(*two)) == (one == two)


def test_nothing_slides_into_the_neighbouring_field() -> None:
    assert len({pae("ab", "c"), pae("a", "bc"), pae("abc"), pae("abc", ""), pae("", "abc")}) == 5


def test_counts_and_lengths_are_eight_bytes_most_significant_first() -> None:
    assert pae() == bytes(8)
    assert pae("a") == bytes.fromhex("0000000000000001000000000000000161")


def test_one_letter_written_in_two_ways_is_one_letter() -> None:
    assert pae("Jose\u0301") == pae("Jos\u00e9") == pae("Jos\u00e9".encode())


def test_what_utf8_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        pae("\ud800")
