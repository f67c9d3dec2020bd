"""`leadbot calendar import`: counts and reasons, and never whether anybody is known."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.floor import lay_floor
from bot.settings import Settings
from models.acts.folder import write_details
from models.acts.participants import begin
from models.classes import Category
from models.court_matter import PossibleHearing
from models.scene import Scene
from models.sensitive import Sensitive
from tests.bot.operator_seat import Operator
from tests.factories import CASE_MANAGER

LATER = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
HEADER = "court,starts_at,name,date_of_birth,case_number,kind"
MINE = f"superior,{LATER},Zebulon Testperson,,26-0-00000-0,hearing"
STRANGER = f"superior,{LATER},Ferdinand Nobodyknown,,26-0-77777-7,hearing"
SAID = (
    "Rows read: {}. Rows refused: {}.\n"
    "Handed to the care teams where it concerned somebody. Nothing else was kept.\n"
)


def written(folder: Path, *rows: str, name: str = "court.csv") -> str:
    (folder / name).write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return name


def with_somebody(operator: Operator) -> None:
    """A participant whose folder says a name."""
    operator.lay_harbor()
    floor = lay_floor(Settings.from_environment(os.environ))
    ground = floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        scene = Scene(work, ground.vault, ground.audit, rules, CASE_MANAGER, ground.now())
        ref = begin(scene, "north").ref
        write_details(scene, ref, {Category.IDENTITY: {"called": Sensitive("Zebulon Testperson")}})
        work.commit()
    ground.database.close()


def possible(operator: Operator) -> int:
    floor = lay_floor(Settings.from_environment(os.environ))
    with floor.ground.database.look() as work:
        found = work.session.scalar(select(func.count()).select_from(PossibleHearing)) or 0
    floor.ground.database.close()
    return found


def test_what_is_printed_is_the_same_whether_anybody_is_known_or_not(operator: Operator) -> None:
    with_somebody(operator)
    known = operator.types("calendar", "import", written(operator.folder, MINE))
    nobody = operator.types("calendar", "import", written(operator.folder, STRANGER))
    assert known == nobody
    assert (known.code, known.out, known.err) == (0, SAID.format(1, 0), "")
    assert possible(operator) == 1


def test_a_refused_row_is_named_by_line_and_reason_and_nothing_of_it(operator: Operator) -> None:
    with_somebody(operator)
    name = written(operator.folder, MINE, "superior,soon,Ferdinand Nobodyknown,,,hearing")
    ran = operator.types("calendar", "import", name)
    assert ran.out == SAID.format(1, 1)
    assert ran.err == "court.csv: line 3: starts_at: a day is written 2026-01-31 or 01/31/2026\n"


def test_a_file_that_is_no_calendar_is_refused_whole(operator: Operator) -> None:
    with_somebody(operator)
    (operator.folder / "list.csv").write_text("Ferdinand Nobodyknown,26-0\n")
    ran = operator.types("calendar", "import", "list.csv")
    assert ran.code == 1
    assert ran.err.startswith("list.csv: line 1: the first line must name the columns")
    assert "Nobodyknown" not in ran.err
    assert ran.err.endswith("Nothing was changed.\n")


def test_the_court_of_rows_that_name_none_is_given_or_refused(operator: Operator) -> None:
    with_somebody(operator)
    name = written(operator.folder, MINE.replace("superior", ""))
    assert operator.types("calendar", "import", name).out == SAID.format(0, 1)
    assert operator.types("calendar", "import", name, "--court", "superior").out == SAID.format(1, 0)
    wrong = operator.types("calendar", "import", name, "--court", "nowhere")
    assert (wrong.code, possible(operator)) == (1, 1)
    assert "no court of the site file has this code" in wrong.err


def test_icalendar_is_read_too(operator: Operator) -> None:
    with_somebody(operator)
    at = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Fictional//EN",
        "BEGIN:VEVENT",
        "UID:1@x",
        f"DTSTART:{at}",
    ]
    lines += ["SUMMARY:State v. Testperson\\, Zebulon - 26-0-00000-0", "END:VEVENT", "END:VCALENDAR", ""]
    (operator.folder / "court.ics").write_text("\r\n".join(lines))
    assert operator.types("calendar", "import", "court.ics", "--court", "superior").out == SAID.format(1, 0)
    assert possible(operator) == 1
