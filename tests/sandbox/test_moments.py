"""What the bot says comes next is read as it stands; what cannot be read is nothing said."""

import json
from pathlib import Path

import pytest

from sandbox.moments import Moment, Moments, Said

WHOLE = {
    "seen": 100.0,
    "due": 160.0,
    "roll_call": {"at": 500.0, "words": "Night shift"},
    "reminder": None,
    "database": "leadbot.db",
}


def test_what_stands_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "moments.json"
    file.write_text(json.dumps(WHOLE))
    said = Moments(file).said()
    assert said == Said(100.0, 160.0, Moment(500.0, "Night shift"), None, "leadbot.db")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", json.dumps(WHOLE | {"roll_call": {"at": "soon"}})])
def test_half_a_file_or_none_is_nothing_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / "moments.json"
    assert Moments(file).said() == Said()
    file.write_text(text)
    assert Moments(file).said() == Said()


def test_the_bot_has_done_a_moment_once_it_looked_and_nothing_waits() -> None:
    assert not Said(seen=99.0).has_done(100.0), "it has not looked since"
    assert not Said(seen=101.0, due=100.5).has_done(100.0), "something that is due waits"
    assert Said(seen=101.0, due=300.0).has_done(100.0)
    assert Said(seen=101.0).has_done(100.0)


def test_where_no_bot_says_anything_nobody_waits_for_it() -> None:
    assert Moments().said().has_done(1e12)
