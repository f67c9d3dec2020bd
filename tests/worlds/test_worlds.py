"""The two-world proof: the site replayed with one secret different, and nobody outside can tell."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.worlds.comparing import assert_same
from tests.worlds.row import Row, played
from tests.worlds.rows import ON_POSTGRESQL, ROWS

# Whole worlds are long: the second database plays one of each kind, in `make prove`.
PLAYED = [
    *(pytest.param(row, "sqlite", id=f"{row.secret}-sqlite") for row in ROWS),
    *(
        pytest.param(row, "postgresql", id=f"{row.secret}-postgresql", marks=pytest.mark.prove)
        for row in ON_POSTGRESQL
    ),
]


@pytest.mark.parametrize(("row", "database"), PLAYED)
def test_nobody_outside_can_tell_the_worlds_apart(tmp_path: Path, row: Row, database: str) -> None:
    with played(row, database, tmp_path) as worlds:
        for one, other in itertools.combinations(worlds, 2):
            assert row.witness(one) != row.witness(other), f"{one.name} and {other.name} are the same world"
        for receiver in row.receivers:
            silent = receiver.startswith("C") and not worlds[0].heard[receiver]
            assert silent or worlds[0].heard[receiver], f"{receiver} was never asked to look"
        for other in worlds[1:]:
            assert_same(worlds[0], other, row.receivers)
