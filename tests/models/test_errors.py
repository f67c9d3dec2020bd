"""Refusals carry codes for the log, sentences for operators, and never what somebody typed."""

from __future__ import annotations

import inspect

import pytest

from models import errors
from models.errors import AlreadyChanged, BadFile, DomainError, NotAvailable, Unsafe

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, DomainError)]


def test_every_kind_of_refusal_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(KINDS) == 20
    assert len(set(codes)) == len(codes)
    assert all(code.replace("_", "").isalpha() and code.islower() for code in codes)


def test_a_refusal_is_one_kind_for_whoever_catches() -> None:
    for kind in KINDS:
        assert issubclass(kind, DomainError)
        assert not issubclass(kind, OSError)


def test_the_code_of_an_opening_that_is_refused_can_be_more_precise() -> None:
    refusal = NotAvailable("withdrawn")
    assert (refusal.code, str(refusal), NotAvailable.code) == ("withdrawn", "withdrawn", "not_available")


def test_who_came_second_learns_where_it_stands() -> None:
    with pytest.raises(AlreadyChanged) as told:
        raise AlreadyChanged("met")
    assert (told.value.state, told.value.code) == ("met", "already_changed")


def test_an_unsafe_start_says_why_in_a_sentence_and_logs_a_code() -> None:
    refusal = Unsafe("The folder is open to others. Run: chmod 700 on it.")
    assert str(refusal) == refusal.why
    assert refusal.code == "unsafe"


def test_a_bad_file_tells_every_problem_on_a_line_of_its_own() -> None:
    assert str(BadFile(["a:1: one", "a:7: two"])) == "a:1: one\na:7: two"
