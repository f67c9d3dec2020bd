"""Fixtures of the Slack wing's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.handlers.harbor import Harbor, lay
from tests.handlers.wing import Wing, raise_wing


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    """A freshly laid Lantern Harbor."""
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


@pytest.fixture
def wing(harbor: Harbor) -> Iterator[Wing]:
    """The whole Slack wing on that harbor, with a Slack that remembers what it was asked."""
    wing = raise_wing(harbor)
    yield wing
    wing.desk.close()
