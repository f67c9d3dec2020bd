"""Numbers written as they are said become digits; talk that only holds such words stays as it is."""

from __future__ import annotations

import pytest

from handlers.guard.spoken import in_digits


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("five five five oh one one nine", "555-0119"),
        ("call two oh six, five five five, oh one four seven", "call 206-555-0147"),
        ("nine zero zero six five four three two one", "900-65-4321"),
        ("2 0 6 5 5 5 0 1 5 3", "206-555-0153"),
        ("born January second nineteen oh one", "born January 2 1901"),
        ("May the twenty-first, nineteen eighty-four", "May 21, 1984"),
        ("in twenty twenty six", "in 2026"),
        ("Nineteen ninety", "1990"),
        ("nineteen twelve", "1912"),
    ],
)
def test_said_numbers_are_written_in_digits(said: str, written: str) -> None:
    assert in_digits(said) == written


@pytest.mark.parametrize(
    "text",
    [
        "one of three, no, four came",
        "second row, third seat",
        "the first two",
        "nineteen people",
        "1 2 3 go",
        "",
    ],
)
def test_other_number_words_stay(text: str) -> None:
    assert in_digits(text) == text
