"""The log: an allow-list that nothing passes, our own lines and other people's alike."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from models.errors import Unsafe

SECRET = "Zebulon Testperson, 555-0100"


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Logging as in production, into a string; everything global is put back afterwards."""
    handlers, level, raising = logging.root.handlers[:], logging.root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    out = io.StringIO()
    logs.configure("INFO", out)
    yield out
    logging.captureWarnings(capture=False)
    logging.root.handlers[:], logging.raiseExceptions = handlers, raising
    logging.root.setLevel(level)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_of_ours_keeps_its_allowed_fields(said: io.StringIO) -> None:
    structlog.get_logger("x").info(
        "delivered",
        kind="card.now",
        method="chat.postMessage",
        ms=12,
        status=200,
        at="delivery.py:10",
        ok=True,
    )
    (line,) = lines(said)
    assert line.pop("ts").endswith("+00:00")
    assert line == {
        "event": "delivered",
        "level": "info",
        "kind": "card.now",
        "method": "chat.postMessage",
        "ms": 12,
        "status": 200,
        "at": "delivery.py:10",
        "ok": True,
    }


def test_a_field_that_is_not_listed_is_left_out_and_counted(said: io.StringIO) -> None:
    structlog.get_logger("x").info("delivered", name=SECRET, recipient="UZEBULON1", body={"a": SECRET})
    (line,) = lines(said)
    assert line["dropped"] == 3
    assert "Zebulon" not in said.getvalue()
    assert "UZEBULON1" not in said.getvalue()


@given(
    st.text(min_size=1), st.sampled_from(["event", "kind", "code", "error_type", "at", "method", "logger"])
)
def test_no_sentence_fits_any_field(text: str, field: str) -> None:
    kept = logs.only_allowed(None, "", {"event": "x", field: f"{text} 555-0100"})
    assert kept == {"event": "unnamed_event" if field == "event" else "x", "dropped": 1}


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.text(), st.binary(), st.none()))
def test_a_number_is_a_number_and_shorter_than_a_telephones(value: object) -> None:
    kept = logs.only_allowed(None, "", {"event": "x", "count": value})
    if "count" in kept:
        assert isinstance(kept["count"], int | float)
        assert not isinstance(kept["count"], bool)
        assert abs(kept["count"]) < 1_000_000


def test_a_sentence_as_event_is_not_printed(said: io.StringIO) -> None:
    structlog.get_logger("x").warning("could not reach %s", SECRET)
    assert lines(said)[0]["event"] == "unnamed_event"
    assert "Zebulon" not in said.getvalue()


def test_a_librarys_record_shows_where_it_came_from_and_nothing_else(said: io.StringIO) -> None:
    try:
        {"a": 1}[SECRET]
    except KeyError:
        logging.getLogger("slack_bolt.App").exception("payload %s", SECRET, extra={"body": SECRET})
    (line,) = lines(said)
    assert set(line) == {"event", "level", "ts", "logger", "at", "error_type"}
    assert (line["event"], line["logger"], line["error_type"]) == ("library", "slack_bolt.App", "KeyError")
    assert line["at"].startswith("test_logs.py:")


def test_a_record_that_cannot_be_formatted_prints_nothing_either(
    said: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("aiohttp").error("%d %d", SECRET)  # noqa: PLE1206  # on purpose
    assert "Zebulon" not in said.getvalue() + capsys.readouterr().err


def test_a_warning_is_reduced_too(said: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(SECRET, stacklevel=1)
    assert lines(said)[-1]["logger"] == "py.warnings"
    assert "Zebulon" not in said.getvalue() + capsys.readouterr().err


def test_below_the_level_nothing_is_said(said: io.StringIO) -> None:
    structlog.get_logger("x").debug("delivered")
    logging.getLogger("slack_sdk").debug(SECRET)
    assert said.getvalue() == ""


def test_a_thread_that_dies_says_type_and_place(said: io.StringIO) -> None:
    def trip() -> None:
        raise RuntimeError(SECRET)

    thread = threading.Thread(target=trip)
    thread.start()
    thread.join()
    (line,) = lines(said)
    assert (line["event"], line["error_type"]) == ("unhandled_in_thread", "RuntimeError")
    assert "Zebulon" not in said.getvalue()


def test_a_process_that_dies_says_type_and_place() -> None:
    program = f"from bot import logs; logs.configure('INFO'); raise ValueError({SECRET!r})"
    died = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert died.returncode == 1
    assert "Zebulon" not in died.stderr
    (line,) = [json.loads(line) for line in died.stderr.splitlines()]
    assert (line["event"], line["error_type"]) == ("unhandled", "ValueError")


@pytest.mark.parametrize("level", ["DEBUG", "debug", "NOTSET", "LOUD", ""])
def test_a_level_that_logs_texts_is_refused(level: str) -> None:
    with pytest.raises(Unsafe, match="log level"):
        logs.configure(level)


@pytest.mark.parametrize(
    "name", ["slack_bolt", "slack_sdk.web", "sqlalchemy.engine", "apscheduler.x", "aiohttp"]
)
def test_a_library_at_debug_is_refused_later_too(said: io.StringIO, name: str) -> None:
    logs.refuse_debug()
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)
    try:
        with pytest.raises(Unsafe, match=name):
            logs.refuse_debug()
    finally:
        logger.setLevel(logging.NOTSET)


def test_a_root_at_debug_is_refused_later_too(said: io.StringIO) -> None:
    logging.root.setLevel(logging.DEBUG)
    with pytest.raises(Unsafe):
        logs.refuse_debug()


def test_no_core_is_dumped_after_that() -> None:
    program = (
        "import resource; from bot import logs; logs.forbid_core_dumps();"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "(0, 0)"
