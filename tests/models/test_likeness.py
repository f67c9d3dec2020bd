"""Names and numbers held against each other; everybody here is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.likeness import Likeness, likeness, traits_of


def alike(one: str, other: str) -> Likeness | None:
    return likeness(traits_of([one], []), traits_of([other], []))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zebulon Testperson", "TESTPERSON, Zebulon"),
        ("Zebulon Testperson, green coat", "Zebulon Testperson"),
        ("Žébulón Testpërson", "Zebulon Testperson"),
        ("Зебулон Тестперсон", "Zebulon Testperson"),
        ("Zebulon O'Testperson", "Zebulon OTestperson"),
        ("Zebulon Testperson aka Biscuit", "biscuit"),
        ("Biscuit (Zebulon Testperson)", "Zebulon Testperson"),
    ],
)
def test_two_ways_to_write_one_name_are_the_same_name(one: str, other: str) -> None:
    assert alike(one, other) in {Likeness.SAME_NAME, Likeness.NEAR_NAME}


def test_a_slip_of_the_pen_is_a_near_name() -> None:
    assert alike("Zebulon Testperson", "Zebulan Testpersen") is Likeness.NEAR_NAME


def test_a_middle_name_more_is_a_near_name() -> None:
    assert alike("Zebulon Testperson", "Zebulon Quincy Testperson") is Likeness.NEAR_NAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zebulon Testperson", "Marigold Nobodyknows"),
        ("Zebulon Testperson", "Zebulon"),
        ("Testperson, Zebulon", "Testperson, Marigold"),
        ("a tall man in a green coat", "tall man, green coat"),
        ("unknown", "Unknown"),
        ("Al", "Al"),
        ("", ""),
    ],
)
def test_other_people_and_mere_descriptions_are_not_alike(one: str, other: str) -> None:
    assert alike(one, other) is None


@pytest.mark.parametrize(
    "written", ["555-0107", "(555) 555-0107", "+1 555 555 0107", "call 555.555.0107 evenings"]
)
def test_one_number_is_the_same_in_every_way_to_write_it(written: str) -> None:
    one = traits_of(["Zebulon Testperson"], ["+1 (555) 555-0107"])
    assert likeness(one, traits_of(["Marigold Nobodyknows"], [written])) is Likeness.SAME_NUMBER


def test_a_house_number_is_no_telephone() -> None:
    assert traits_of(["Zebulon Testperson"], ["Dock 7, pier 12"]).numbers == frozenset()


def test_a_name_counts_more_than_a_number() -> None:
    both = traits_of(["Zebulon Testperson"], ["555-0107"])
    assert likeness(both, both) is Likeness.SAME_NAME


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)


@given(st.text(max_size=80))
def test_nothing_that_somebody_types_is_too_much_for_it(text: str) -> None:
    traits = traits_of([text], [text])
    assert all(len(name) >= 4 for name in traits.names)
    assert "Zebulon" not in repr(traits_of(["Zebulon Testperson"], []))
