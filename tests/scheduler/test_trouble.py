"""What is said of a caught exception: type and place, under an id, and not a word of its text."""

from __future__ import annotations

import re

import structlog
from structlog.testing import capture_logs

from scheduler.trouble import report


def test_the_text_of_an_exception_is_never_said() -> None:
    def trip() -> None:
        raise RuntimeError("Zebulon Testperson, 555-0100")

    with capture_logs() as said:
        try:
            trip()
        except RuntimeError as trouble:
            error_id = report("tick_raised", trouble, tick="checkpoint")
    (line,) = said
    assert "Zebulon" not in repr(line)
    assert (line["event"], line["error_type"], line["tick"]) == ("tick_raised", "RuntimeError", "checkpoint")
    assert re.fullmatch(r"test_trouble\.py:\d+", line["at"])
    assert line["error_id"] == error_id
    assert re.fullmatch(r"[0-9a-f]{8}", error_id)


def test_two_reports_have_two_ids() -> None:
    structlog.reset_defaults()
    with capture_logs():
        assert report("a", ValueError()) != report("a", ValueError())


def test_one_that_was_never_raised_has_no_place() -> None:
    with capture_logs() as said:
        report("a", ValueError("Zebulon"))
    assert said[0]["at"] == "unknown:0"
