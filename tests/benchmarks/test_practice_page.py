"""The measure of the practice page runs in a real browser and gives its four figures."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from benchmarks.__main__ import run
from benchmarks.plan import QUICK

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
]


def test_the_practice_page_is_opened_switched_and_scrolled(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = run(["practice_page"], replace(QUICK, messages=150, switches=2, frames=20))
    told = capsys.readouterr().out
    assert [verdict.unit for verdict in verdicts] == ["ms", "kB", "ms", "ms"]
    assert all(verdict.reached > 0 for verdict in verdicts)
    assert verdicts[1].met, "the page has grown beyond 150 kB"
    drawn = int(told.split("messages drawn after scrolling")[1].split()[0])
    assert 0 < drawn <= 100
