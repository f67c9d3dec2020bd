"""Fixtures of the roof's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.operator_seat import Operator, seat


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    """Somebody at a shell in an empty folder."""
    return seat(tmp_path, monkeypatch, capsys)
