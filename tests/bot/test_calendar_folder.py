"""The watched folder: each file once, then out of the way; the log has counts and nothing else."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import logs
from bot.calendar_folder import CalendarFolder
from handlers.court.importing import CalendarImport
from models.acts.chain import BOT
from models.errors import BadFile, StorageUnavailable, Unsafe
from models.schema import ParticipantRef
from tests.bot.operator_seat import process_left_as_it_was
from tests.canary import Canaries
from tests.handlers.court.courthouse import HEADER, ROW, possible
from tests.handlers.harbor import Harbor, lay
from tests.handlers.participants.folders import begin

STRANGER = ROW.replace("Zebulon Testperson", "Ferdinand Nobodyknown")


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


@pytest.fixture
def ref(harbor: Harbor) -> ParticipantRef:
    return begin(harbor)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "calendars"
    made.mkdir()
    return made


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What is logged."""
    stream = io.StringIO()
    with process_left_as_it_was():
        logs.configure("INFO", stream)
        yield stream


def put(folder: Path, *rows: str, name: str = "court.csv", age: float = 60.0) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    moment = datetime.now(UTC).timestamp() - age
    os.utime(path, (moment, moment))
    return path


def watched(harbor: Harbor, folder: Path) -> CalendarFolder:
    return CalendarFolder(harbor.ground, folder, lambda: datetime.now(UTC))


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def lines(said: io.StringIO) -> list[dict[str, object]]:
    found = [json.loads(line) for line in said.getvalue().splitlines()]
    found = [line for line in found if line["event"] != "library"]  # a library's word on its own future
    return [{key: value for key, value in line.items() if key not in {"ts", "level"}} for line in found]


def test_a_file_is_taken_in_once_and_moved(
    harbor: Harbor, ref: ParticipantRef, folder: Path, said: io.StringIO
) -> None:
    put(folder, ROW, STRANGER)
    look = watched(harbor, folder)
    look.beat()
    look.beat()
    assert files(folder) == ["done/court.csv"]
    assert len(possible(harbor, ref)) == 1
    assert lines(said) == [{"event": "calendar_read", "rows": 2, "refused": 0}]


def test_the_log_is_the_same_whether_anybody_is_known_or_not(
    harbor: Harbor, ref: ParticipantRef, folder: Path, said: io.StringIO
) -> None:
    for name, row in (("a.csv", ROW), ("b.csv", STRANGER)):
        put(folder, row, name=name)
        watched(harbor, folder).beat()
    first, second = lines(said)
    assert first == second
    assert len(possible(harbor, ref)) == 1


def test_refused_rows_stand_beside_the_file_by_line_and_reason(
    harbor: Harbor, ref: ParticipantRef, folder: Path, said: io.StringIO
) -> None:
    put(folder, ROW, "superior,soon,Ferdinand Nobodyknown,,,hearing")
    watched(harbor, folder).beat()
    assert files(folder) == ["done/court.csv", "done/court.csv.refused.txt"]
    reasons = (folder / "done" / "court.csv.refused.txt").read_text()
    assert reasons == "line 3: starts_at: a day is written 2026-01-31 or 01/31/2026\n"
    assert lines(said) == [{"event": "calendar_read", "rows": 1, "refused": 1}]


def test_a_file_that_cannot_be_read_is_moved_with_the_reason(
    harbor: Harbor, folder: Path, said: io.StringIO
) -> None:
    path = put(folder)
    path.write_text("Ferdinand Nobodyknown,26-0\n")
    os.utime(path, (0, 0))
    watched(harbor, folder).beat()
    assert files(folder) == ["refused/court.csv", "refused/court.csv.refused.txt"]
    reasons = (folder / "refused" / "court.csv.refused.txt").read_text()
    assert "must name the columns" in reasons
    assert "Nobodyknown" not in reasons
    assert lines(said) == [{"event": "calendar_refused", "code": "bad_file"}]


def test_a_file_in_a_courts_own_folder_is_of_that_court(
    harbor: Harbor, ref: ParticipantRef, folder: Path
) -> None:
    put(folder / "superior", ROW.replace("superior", ""))
    watched(harbor, folder).beat()
    assert files(folder) == ["superior/done/court.csv"]
    assert possible(harbor, ref)[0].court == "superior"


def test_what_is_no_whole_court_file_is_left_alone(harbor: Harbor, folder: Path) -> None:
    put(folder, ROW, name="growing.csv", age=0.0)
    put(folder, ROW, name="notes.txt")
    put(folder / "elsewhere", ROW)
    (folder / "link.csv").symlink_to(folder / "notes.txt")
    before = files(folder)
    watched(harbor, folder).beat()
    assert files(folder) == before


def test_a_second_file_of_one_name_keeps_the_first(harbor: Harbor, folder: Path) -> None:
    for _ in range(2):
        put(folder, STRANGER)
        watched(harbor, folder).beat()
    assert files(folder) == ["done/2-court.csv", "done/court.csv"]


def test_while_the_database_is_away_the_file_stays(harbor: Harbor, ref: ParticipantRef, folder: Path) -> None:
    put(folder, ROW)
    look = watched(harbor, folder)
    with harbor.busy(), pytest.raises(StorageUnavailable):
        look.beat()
    assert files(folder) == ["court.csv"]
    look.beat()
    assert files(folder) == ["done/court.csv"]
    assert len(possible(harbor, ref)) == 1


def test_a_folder_that_is_not_there_is_refused_at_the_start(harbor: Harbor, folder: Path) -> None:
    with pytest.raises(Unsafe, match="LEADBOT_CALENDARS names no folder"):
        watched(harbor, folder / "missing")


def test_nothing_of_a_stranger_stays_in_database_log_or_beside_the_file(
    harbor: Harbor, ref: ParticipantRef, folder: Path, said: io.StringIO, tmp_path: Path
) -> None:
    canaries = Canaries()
    rows = [
        ROW.replace("Zebulon Testperson", canaries.sow(f"name{n}")).replace(
            "26-0-00000-9", canaries.sow(f"number{n}", digits=True)
        )
        for n in range(4)
    ]
    put(folder, *rows, f"superior,soon,{canaries.sow('bad')},,,hearing")
    watched(harbor, folder).beat()
    (folder / "done" / "court.csv").unlink()  # the operator's own copy
    left = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for place, data in {
        "database": harbor.everything_stored(),
        "log": said.getvalue().encode(),
        **left,
    }.items():
        assert canaries.hits(place, data) == []
    assert possible(harbor, ref) == []


def test_it_says_how_far_it_has_come(harbor: Harbor, folder: Path) -> None:
    heard: list[tuple[int, int]] = []
    path = put(folder, STRANGER, STRANGER)
    taking = CalendarImport(harbor.ground)
    taking.take(BOT, path, heard=lambda done, whole: heard.append((done, whole)))
    assert heard == [(1, 2), (2, 2)]
    with pytest.raises(BadFile):
        taking.take(BOT, path, "nowhere")
