"""The ground that features are handed."""

from __future__ import annotations

import dataclasses

import pytest

from tests.handlers.harbor import Harbor


def test_a_feature_cannot_swap_a_room_of_the_ground(harbor: Harbor) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        harbor.ground.vault = None  # type: ignore[misc, assignment]  # the point of the test
