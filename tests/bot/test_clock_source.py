"""The clock: the real one, or in practice the real one plus what a file says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock_source import clock_of, real_now

BLINK = timedelta(seconds=5)


def test_the_real_clock_says_the_time_in_utc() -> None:
    assert real_now().tzinfo is UTC
    assert abs(real_now() - datetime.now(UTC)) < BLINK


def test_without_a_file_the_clock_is_the_real_one() -> None:
    assert clock_of(None) is real_now


@pytest.mark.parametrize("offset", [0.0, 3600.5, -86400.0, 40 * 86400.0])
def test_in_practice_the_offset_is_added_and_read_anew_each_time(tmp_path: Path, offset: float) -> None:
    file = tmp_path / "clock"
    now = clock_of(file)
    assert abs(now() - real_now()) < BLINK
    file.write_text(f"{offset}\n")
    assert abs(now() - real_now() - timedelta(seconds=offset)) < BLINK


@pytest.mark.parametrize("content", [b"", b"soon", b"nan", b"inf", b"1e300", b"-1e11", b"\xff"])
def test_a_file_that_says_no_usable_number_leaves_the_present(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "clock"
    file.write_bytes(content)
    assert abs(clock_of(file)() - real_now()) < BLINK
