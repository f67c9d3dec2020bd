"""The eye on court calendars: who is like a row, by what, and how little it says of anybody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.calendar_row import CalendarRow, RowKind
from models.court_matter import CourtMatter
from models.database import Database
from models.sensitive import Sensitive
from models.vault.docket import Found
from tests.factories import NOON
from tests.models.courting import HEARING, NUMBER, kept, named
from tests.models.sharing import Sharing

LATER = HEARING + timedelta(days=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return named(database, tmp_path)


def row(**more: object) -> CalendarRow:
    whole: dict[str, object] = {
        "line": 2,
        "court": "superior",
        "kind": RowKind.HEARING,
        "at": LATER,
        "name": Sensitive("Zebulon Testperson"),
        "born": Sensitive(""),
        "number": Sensitive("26-9-99999-9"),
    }
    return CalendarRow(**{**whole, **more})  # type: ignore[arg-type]


def looked(sharing: Sharing, *rows: CalendarRow) -> tuple[Found, ...]:
    with sharing.ground.database.look() as work:
        return sharing.ground.vault.docket.look(work, rows)


@pytest.mark.parametrize(
    "name", ["Zebulon Testperson", "TESTPERSON, ZEBULON", "Zebulon Q. Testperson", "Zébulon Testpersen"]
)
def test_a_name_is_known_in_the_ways_that_courts_write_it(sharing: Sharing, name: str) -> None:
    assert [one.participant for one in looked(sharing, row(name=Sensitive(name)))] == [sharing.ref]


@pytest.mark.parametrize("name", ["", "Zebulon", "Testperson", "Ferdinand Nobodyknown", "555-0107"])
def test_half_a_name_and_another_name_are_nobodys(sharing: Sharing, name: str) -> None:
    assert looked(sharing, row(name=Sensitive(name))) == ()


def test_a_known_number_counts_before_the_name(sharing: Sharing) -> None:
    of = kept(sharing)
    found = looked(sharing, row(number=Sensitive(NUMBER.replace("-", " "))))
    assert [(one.participant, one.matter) for one in found] == [(sharing.ref, of)]


def test_a_number_too_short_to_tell_anybody_apart_names_no_matter(sharing: Sharing) -> None:
    kept(sharing, details={"number": Sensitive("1")})
    assert [one.matter for one in looked(sharing, row(number=Sensitive("1")))] == [""]


def test_a_find_says_which_row_and_whose_and_nothing_of_what_stands_in_it(sharing: Sharing) -> None:
    found = looked(sharing, row(name=Sensitive("Nobody Atall")), row())
    assert [one.place for one in found] == [1]
    assert "Testperson" not in repr(found)
    assert "26-9" not in repr(found)


def test_the_same_row_has_one_digest_and_another_day_another(sharing: Sharing) -> None:
    first, same = looked(sharing, row(), row(line=9, name=Sensitive("testperson  zebulon")))
    assert first.digest == same.digest
    other = looked(sharing, row(at=LATER + timedelta(days=1)))[0]
    assert other.digest != first.digest
    assert len(first.digest) == 64


def test_it_says_how_far_it_has_come(sharing: Sharing) -> None:
    heard: list[int] = []
    with sharing.ground.database.look() as work:
        sharing.ground.vault.docket.look(work, [row(), row(), row()], heard.append)
    assert heard == [1, 2, 3]


def test_a_page_whose_row_was_altered_lends_its_number_to_nobody(sharing: Sharing) -> None:
    of = kept(sharing)
    with sharing.ground.database.work() as work:
        work.session.get_one(CourtMatter, of).entered_at = NOON + timedelta(days=1)
        work.commit()
    assert looked(sharing, row(name=Sensitive(""), number=Sensitive(NUMBER))) == ()
