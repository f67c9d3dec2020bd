"""The names that come back from Slack: static, unique, and within Slack's length."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest

from handlers.ids import Action, Event, Keyword, Shortcut, View


@pytest.mark.parametrize("names", [Action, Event, Keyword, Shortcut, View], ids=lambda names: names.__name__)
def test_every_name_is_a_short_constant(names: type[StrEnum]) -> None:
    values = [name.value for name in names]
    assert len(set(values)) == len(values)
    assert all(re.fullmatch(r"[a-z][a-z_]{0,60}", value) for value in values)
