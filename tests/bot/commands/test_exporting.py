"""`leadbot export disclosures`: a private file, recorded before it leaves, without content or names."""

from __future__ import annotations

import csv
import io
import os
import stat
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.commands.exporting import COLUMNS, as_csv
from bot.floor import lay_floor
from bot.settings import Settings
from models.acts.participants import begin
from models.audit import Verb, audit_events
from models.classes import Basis, Category, Purpose
from models.disclosure import Account
from models.people import Role
from models.scene import Scene
from models.schema import ParticipantRef
from models.vault import Refused, Shelf
from tests.bot.operator_seat import Operator
from tests.factories import CASE_MANAGER

LINE = Account(
    at=datetime(2026, 9, 15, 19, tzinfo=UTC),
    item="M-7KQ2M",
    agency="prosecutor:Lantern County Prosecutor",
    role=Role.LIAISON_PROSECUTOR,
    reader="Cressida Vane-Example",
    categories=(Category.BARRIERS, Category.ENGAGEMENT),
    purpose=Purpose.COURT,
    basis=Basis.CONSENT,
    signed_on=(date(2026, 9, 1),),
)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_each_disclosure_is_a_row_that_names_no_member() -> None:
    head, row = rows(as_csv([LINE]))
    assert tuple(head) == COLUMNS
    assert row == [
        "2026-09-15T19:00:00Z",
        "Lantern County Prosecutor",
        "prosecutor",
        "liaison_prosecutor",
        "barriers;engagement",
        "court",
        "consent",
        "2026-09-01",
    ]
    assert "Cressida" not in as_csv([LINE])


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_spreadsheet_runs_a_cell(name: str) -> None:
    line = Account(**{**vars(LINE), "agency": f"community:{name}"})
    assert rows(as_csv([line]))[1][1] == f"'{name}"


def test_an_empty_account_is_a_heading() -> None:
    assert rows(as_csv([])) == [list(COLUMNS)]


def begun(operator: Operator) -> ParticipantRef:
    """A participant of Lantern Harbor's, whose folder was opened once."""
    operator.lay_harbor()
    ground = lay_floor(Settings.from_environment(os.environ)).ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        scene = Scene(work, ground.vault, ground.audit, rules, CASE_MANAGER, ground.now())
        ref = begin(scene, "north").ref
        shown = ground.vault.folders.open(
            work, rules, CASE_MANAGER, ref, {Shelf.DIRECTORY}, moment=ground.now()
        )
        assert not isinstance(shown, Refused)
        work.commit()
    ground.database.close()
    return ref


def test_the_log_is_written_into_a_file_of_the_operators_alone_and_that_is_recorded(
    operator: Operator,
) -> None:
    ref, file = begun(operator), operator.folder / "account.csv"
    ran = operator.types("export", "disclosures", ref.lower(), str(file))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "1 disclosures written. Hand the file over, then delete it here.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [_, row] = rows(file.read_text())
    assert row[1:] == [
        "Harbor Bridge Outreach",
        "case_management",
        "case_manager",
        "",
        "coordination",
        "care_team",
        "",
    ]
    ground = lay_floor(Settings.from_environment(os.environ)).ground
    with ground.database.look() as work:
        read = work.session.execute(
            select(audit_events).where(audit_events.c.verb == Verb.LOG_READ.value)
        ).one()
    assert (read.actor, read.objects, read.decision) == ("operator", ref, "exported")


@pytest.mark.parametrize("ref", ["C-00000", "R-7KQ2M", "C-", "Zebulon"])
def test_a_reference_that_nobody_has_writes_nothing(operator: Operator, ref: str) -> None:
    begun(operator)
    file = operator.folder / "account.csv"
    ran = operator.types("export", "disclosures", ref, str(file))
    assert (ran.code, ran.err) == (1, "No participant has this reference.\n")
    assert not file.exists()


def test_a_file_that_is_there_is_left_alone(operator: Operator) -> None:
    ref, file = begun(operator), operator.folder / "account.csv"
    file.write_text("theirs")
    ran = operator.types("export", "disclosures", ref, str(file))
    assert ran.code == 1
    assert "choose a new name" in ran.err
    assert file.read_text() == "theirs"
