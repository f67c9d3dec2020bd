"""The promised figures hold on the labelled set, and on the half of it that nobody looked at."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.measures.guard import read_set, score, unseen

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("halves", [(False, True), (True,)], ids=["all of it", "the half not looked at"])
def test_names_with_dates_of_birth_are_found_and_most_warnings_are_right(halves: tuple[bool, ...]) -> None:
    got = score([message for message in read_set() if unseen(message) in halves], TODAY)
    assert got.recall("name_dob") >= 0.98
    assert got.precision >= 0.95
    assert min(got.recall(kind) for kind in got.asked) >= 0.9
