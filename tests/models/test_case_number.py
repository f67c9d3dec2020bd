"""Case numbers are compared as clerks write them: dashes, dots and capitals tell nothing apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.case_number import same_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("26-1-00417-2 SEA", "26100417 2sea"),
        ("cr 2026/118", "CR-2026-118"),
        ("No. 88.113", "NO88113"),
        ("\uff12\uff16-118", "26 118"),  # full-width digits, as some keyboards write them
    ],
)
def test_the_same_number_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert same_form(one) == same_form(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("26-1-00417-2", "26-1-00417-3"),
        ("CR-2026-118", "CV-2026-118"),
        ("26-0118", "26-118"),  # zeros are counted
        ("", ""),
        ("--", "--"),
        ("none", "none"),  # no digit: a word people type where there is no number
        ("7", "7"),  # too short to tell anybody apart
    ],
)
def test_another_number_or_none_is_never_the_same(one: str, other: str) -> None:
    assert same_form(one) != same_form(other) or same_form(one) == ""


@given(st.text(max_size=40))
def test_the_compared_form_is_compared_as_itself(written: str) -> None:
    form = same_form(written)
    assert same_form(form) == form


@given(st.text(alphabet="ABC0123456789", min_size=3, max_size=12), st.sampled_from(" -./"))
def test_separators_change_nothing(number: str, separator: str) -> None:
    assert same_form(separator.join(number)) == same_form(number)
