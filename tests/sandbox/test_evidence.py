"""A word is looked for in every row and every byte of a database file, which is never written to."""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.evidence import NO_FILE, _forms, came_of, look_for
from sandbox.holdings import opened
from sandbox.recorder import Call
from sandbox.wire import NotPossible
from tests.databases import fresh_url

WORD = "Pump house"
AT = 1773565620.0  # 2026-03-15T09:07:00Z
CLEAN = {"as typed": 0, "in hex": 0, "in two-byte letters": 0} | {
    f"in base64 ({number} of 3)": 0 for number in (1, 2, 3)
}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The bot's tables as far as they are looked at, in a journal of their own as the bot keeps them."""
    path = tmp_path / "site.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(
            "CREATE TABLE audit_events "
            "(seq INTEGER, at TEXT, actor TEXT, verb TEXT, objects TEXT, decision TEXT, digest BLOB)"
        )
        database.execute(
            "CREATE TABLE envelopes "
            "(created TEXT, subject TEXT, category TEXT, nonce BLOB, details_sealed BLOB, note TEXT)"
        )
        database.commit()
        yield path


def write(path: Path, table: str, *values: Any) -> None:
    with closing(sqlite3.connect(path)) as database:
        marks = ", ".join("?" * len(values))
        database.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - our own two tables
        database.commit()


def envelope(path: Path, sealed: bytes, note: str = "", created: str = "2026-03-15T09:07:01Z") -> None:
    write(path, "envelopes", created, "R-7K2QD", "location", b"\x01" * 12, sealed, note)


def call(**more: Any) -> Call:
    rest = {"request": {}, "raw_request": "", "raw_response": "", "at": AT, "ms": 120.0, **more}
    return Call(direction="slack->bot", method="view_submission", status="ok", **rest)


def test_what_is_sealed_is_found_nowhere(file: Path) -> None:
    envelope(file, bytes(range(200)))
    found = look_for(str(file), WORD)
    assert (found["rows"], found["places"], found["forms"]) == (1, [], CLEAN)
    assert found["bytes"] >= file.stat().st_size


def test_what_lies_open_is_found_with_its_place_whatever_its_letters(file: Path) -> None:
    envelope(file, b"..pump HOUSE at the dock..", note="the pump house")
    found = look_for(str(file), f"  {WORD.upper()} ")
    assert found["places"] == [
        {"table": "envelopes", "column": "details_sealed", "count": 1},
        {"table": "envelopes", "column": "note", "count": 1},
    ]
    assert look_for(str(file), "pump house")["forms"]["as typed"] > 0, "in the journal, too"


@given(before=st.binary(max_size=20), after=st.binary(max_size=20))
def test_a_word_wrapped_in_base64_is_found_wherever_it_begins(before: bytes, after: bytes) -> None:
    wrapped = base64.b64encode(before + b"Zebulon Testperson" + after)
    assert any(form in wrapped for name, form in _forms("Zebulon Testperson") if "base64" in name)


@pytest.mark.parametrize(
    ("form", "wrapped"),
    [("in hex", WORD.encode().hex().encode()), ("in two-byte letters", WORD.encode("utf-16-le"))],
)
def test_other_wrappings_are_found_too(file: Path, form: str, wrapped: bytes) -> None:
    envelope(file, wrapped)
    assert look_for(str(file), WORD)["forms"][form] > 0


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ('{"display_name": "Zo\\u00eb Testperson"}', "zoë testperson"),
        ('{"display_name": "Zo\\u00eb Testperson"}', "ZOË TESTPERSON"),
        (r'{"rules": "{\"name\": \"Zo\\u00eb Testperson\"}"}', "Zoë Testperson"),
        ('{"note": "the \\ud83d\\udea2 house"}', "the 🚢 house"),
        (r'{"note": "the \"Lantern\" house"}', 'The "Lantern"'),
        ("Zoe\u0308 Testperson", "Zoë Testperson"),
    ],
)
def test_a_word_is_found_however_a_row_spells_it(file: Path, note: str, word: str) -> None:
    envelope(file, b"", note=note)
    assert look_for(str(file), word)["places"] == [{"table": "envelopes", "column": "note", "count": 1}]


def test_a_short_word_is_refused_and_a_middling_one_is_not_guessed_at_in_wrappings(file: Path) -> None:
    with pytest.raises(NotPossible, match="at least 3 letters"):
        look_for(str(file), " ab ")
    assert look_for(str(file), "abc")["forms"] == {"as typed": 0}


@pytest.mark.parametrize("name", ["", "none.db", "."])
def test_no_file_is_said_in_a_sentence_and_none_is_made(tmp_path: Path, name: str) -> None:
    path = str(tmp_path / name) if name else ""
    with pytest.raises(NotPossible) as looked:
        look_for(path, WORD)
    with pytest.raises(NotPossible) as came:
        came_of(path, call())
    assert looked.value.message == came.value.message == NO_FILE
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_in_the_same_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(b"This is a shopping list." * 400)
    with pytest.raises(NotPossible) as caught:
        look_for(str(path), WORD)
    assert caught.value.message == NO_FILE


def test_the_audit_lines_and_sealed_rows_of_these_seconds_are_shown(file: Path) -> None:
    for seq, at in enumerate(("2026-03-15T09:06:59Z", "2026-03-15T09:07:01Z", "2026-03-15T09:08:00Z")):
        write(file, "audit_events", seq, at, "UQUILL001", "message.sent", "R-7K2QD", "made", b"\xab" * 32)
    envelope(file, b"\xff" * 60)
    envelope(file, b"\xee" * 60, created="2026-03-15T09:30:00Z")
    found = came_of(str(file), call())
    [line] = found["audit"]
    assert (line["at"], line["verb"], line["digest"]) == (
        "2026-03-15T09:07:01Z",
        "message.sent",
        " ".join(["ab"] * 32),
    )
    [row] = found["sealed"]
    assert row["details_sealed"] == " ".join(["ff"] * 48) + "… and 12 bytes more"
    assert row["length"] == 60


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The same two tables on a PostgreSQL, as its driver takes the address."""
    with fresh_url("postgresql", tmp_path) as url:
        address = url.replace("postgresql+psycopg:", "postgresql:")
        with psycopg.connect(address) as database:
            database.execute(
                "CREATE TABLE audit_events (seq int, at varchar(20), actor text, verb text, objects jsonb, "
                "decision text, digest bytea)"
            )
            database.execute(
                "CREATE TABLE envelopes (created varchar(20), subject text, category text, nonce bytea, "
                "details_sealed bytea, note text)"
            )
        yield address


def test_a_server_is_looked_into_as_a_file_is(server: str) -> None:
    with psycopg.connect(server) as database:
        database.execute(
            "INSERT INTO audit_events VALUES (1, '2026-03-15T09:07:01Z', 'UQUILL001', 'message.sent', "
            """'{"where": "the pump house, für Öl"}', 'made', '\\xabab')"""
        )
        database.execute(
            "INSERT INTO envelopes VALUES ('2026-03-15T09:07:01Z', 'R-7K2QD', 'location', '\\x01', %s, '')",
            (b"\xff" * 60,),
        )
    found = look_for(server, WORD)
    assert found["rows"] == 2
    assert found["places"] == [{"table": "audit_events", "column": "objects", "count": 1}]
    assert found["forms"] == CLEAN, "its letters are small ones there"
    assert look_for(server, "pump house")["forms"]["as typed"] == 1
    assert look_for(server, "FÜR ÖL")["places"] == found["places"]
    assert look_for(server, "Zebulon")["places"] == []
    assert "as the server keeps them" in found["searched"]
    came = came_of(server, call())
    assert [line["digest"] for line in came["audit"]] == ["ab ab"]
    assert [row["length"] for row in came["sealed"]] == [60]


def test_a_server_that_does_not_answer_is_said_without_its_address(tmp_path: Path) -> None:
    with pytest.raises(NotPossible) as looked:
        look_for(f"postgresql://it:word@/site?host={tmp_path}", WORD)
    assert looked.value.message == NO_FILE


def test_a_server_is_never_written_to(server: str) -> None:
    with opened(server) as held, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        held.asked("DELETE FROM envelopes RETURNING note", ())


def test_looking_changes_no_byte(file: Path) -> None:
    envelope(file, b"sealed")
    before = file.read_bytes()
    look_for(str(file), WORD)
    came_of(str(file), call())
    assert file.read_bytes() == before
