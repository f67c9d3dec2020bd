"""The steps of the database: up and down with data in it, and never apart from the tables in the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from models.acts.suspend import suspend
from models.acts.test_cards import every_card_seen
from models.database import Database
from models.due import Planned, Step, plan
from models.migrations import HEAD, standing
from models.migrations.steps import config, downgrade, upgrade
from models.notice import Kind, NewNotice, post
from models.replay import once
from models.rota import write_silence
from models.rounds import write_done
from models.scene import Scene
from models.schema import Base
from models.stops import count_stop
from tests import databases
from tests.factories import BACKUP, DETAILS, NOON, RESPONDER, lay, revealed
from tests.models.migrations import rows_of_conferences
from tests.models.sharing import share


@pytest.fixture(params=databases.BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh_url(request.param, tmp_path) as url:
        database = Database(url)
        yield database
        database.close()


A_PROPOSAL = {
    "id": "0" * 32,
    "kind": "seat",
    "subject": BACKUP,
    "content": "{}",
    "against": 1,
    "proposed_by": "operator",
    "made_at": NOON,
    "version": 1,
    "mac": b"",
}
A_SPAN = {
    "id": "1" * 32,
    "region": "north",
    "first_user": BACKUP,
    "backup_user": RESPONDER,
    "begins_at": NOON,
    "ends_at": NOON,
    "set_by": "operator",
    "set_at": NOON,
    "version": 1,
    "mac": b"",
}
A_PAIR = {
    "id": "0" * 32,
    "newer": "R-00001",
    "other": "R-00000",
    "likeness": "near_name",
    "state": "proposed",
    "found_at": NOON,
    "version": 1,
    "mac": b"",
}
A_MATTER = {
    "id": "2" * 32,
    "participant": "C-00000",
    "court": "superior",
    "office": "prosecutor:Lantern County Prosecutor",
    "arose": "unknown",
    "page": "3" * 36,
    "entered_by": BACKUP,
    "entered_at": NOON,
    "version": 1,
    "mac": b"",
}
A_POSSIBLE_HEARING = {
    "id": "4" * 32,
    "participant": "C-00000",
    "matter": "",
    "court": "superior",
    "page": "5" * 36,
    "digest": "6" * 64,
    "found_at": NOON,
    "version": 1,
    "mac": b"",
}
A_PING = {
    "ref": "P-00000",
    "side": "prosecutor",
    "ask": "hearing",
    "participant": "C-00000",
    "matter": "",
    "asker": BACKUP,
    "asker_agency": "case_management:Harbor Bridge Outreach",
    "office": "prosecutor:Lantern County Prosecutor",
    "court": "",
    "purpose": "court",
    "state": "asked",
    "asked_at": NOON,
    "decision": "",
    "independent": 0,
    "not_after": "",
    "version": 1,
    "mac": b"",
}
A_CAPACITY = {"agency": "legal_services:Tidewater Legal Aid", "said_by": BACKUP, "said_at": NOON}
A_DAY = NOON.date()
# Roll calls and what came of them: (table, row), in an order in which each finds what it names.
ROLL_CALLS = (
    (
        "schedules",
        {
            "id": "7" * 32,
            "asks": "roll_call",
            "region": "north",
            "shift": "night",
            "name": "North night",
            "begins": A_DAY,
            "every": "week",
            "interval": 1,
            "days": "0",
            "nth": 0,
            "on_days": 0,
            "off_days": 0,
            "holidays": "US-WA",
            "at": "01:30",
            "nudge_minutes": 30,
            "close_minutes": 60,
            "lead_days": 0,
            "leader": BACKUP,
            "channel": "",
            "anchor": "",
            "from_file": 0,
            "made_by": BACKUP,
            "made_at": NOON,
            "version": 1,
        },
    ),
    ("schedule_seats", {"schedule": "7" * 32, "member": BACKUP, "turn": 0}),
    (
        "schedule_changes",
        {
            "schedule": "7" * 32,
            "day": A_DAY,
            "to_at": "",
            "reason": "court",
            "made_by": BACKUP,
            "made_at": NOON,
        },
    ),
    (
        "firings",
        {
            "id": "8" * 32,
            "schedule": "7" * 32,
            "day": A_DAY,
            "slot": "",
            "state": "sent",
            "due_at": NOON,
            "settled_at": NOON,
            "closes_at": NOON,
            "asked": 1,
            "not_delivered": 0,
            "visitor": "",
            "reason": "",
        },
    ),
    (
        "shift_answers",
        {
            "firing": "8" * 32,
            "member": BACKUP,
            "handle": "9" * 32,
            "in_the_way": "",
            "blocker": "",
            "place": "",
            "wants": "",
            "for_shift": 0,
            "answered_at": NOON,
        },
    ),
    (
        "in_person",
        {
            "id": "a" * 32,
            "schedule": "7" * 32,
            "day": A_DAY,
            "visitor": BACKUP,
            "heads": 9,
            "in_the_way": "",
            "came_up": "",
            "logged_at": NOON,
        },
    ),
    (
        "admin_issues",
        {
            "ref": "A-00000",
            "words": "Paperwork",
            "raised_by": BACKUP,
            "came_from": "",
            "owner": BACKUP,
            "state": "open",
            "raised_at": NOON,
            "ended": "",
            "version": 1,
        },
    ),
)
THE_PAGE: Sequence[tuple[str, Mapping[str, object]]] = (
    (
        "page_links",
        {"token": "a" * 64, "member": BACKUP, "trigger": "{}", "made_at": NOON, "version": 1, "mac": b"m"},
    ),
    (
        "page_sessions",
        {
            "token": "b" * 64,
            "member": BACKUP,
            "begun_at": NOON,
            "seen_at": NOON,
            "linked_at": NOON,
            "passkey_at": NOON,
            "version": 1,
            "mac": b"m",
        },
    ),
    ("page_views", {"id": "PG0", "member": BACKUP, "opened_at": NOON}),
    (
        "passkeys",
        {
            "credential": "QQ",
            "member": BACKUP,
            "public": b"p",
            "sign_count": 2**32 - 1,
            "kept_at": NOON,
            "version": 1,
            "mac": b"m",
        },
    ),
    (
        "recipient_keys",
        {"id": "r", "member": BACKUP, "suite": 1, "public": b"p", "kept_at": NOON, "version": 1, "mac": b"m"},
    ),
)
CHANGES = ("UPDATE audit_events SET seq = 2", "DELETE FROM audit_heads")


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def rows(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608
            for name in Base.metadata.tables
        }


def fill(database: Database, folder: Path) -> None:
    """Something in every table."""
    ground = lay(database, folder)
    told = ground.refer()
    ground.open(RESPONDER, told.handles[RESPONDER])
    sharing = share(ground)
    sharing.sign()
    sharing.seal()
    with database.work() as work:
        suspend(work, ground.vault, ground.audit, RESPONDER, NOON, by="operator")
        post(work, NOON, [NewNotice(Kind.RECEIVED, BACKUP, "received:one", subject=told.ref)])
        work.session.execute(
            Base.metadata.tables["leases"].insert().values(name="postman", holder="x", until=NOON)
        )
        write_done(work, "roster", NOON.date(), NOON)
        work.session.execute(Base.metadata.tables["proposals"].insert().values(**A_PROPOSAL))
        work.session.execute(Base.metadata.tables["pairs"].insert().values(**A_PAIR))
        work.session.execute(Base.metadata.tables["court_matters"].insert().values(**A_MATTER))
        work.session.execute(Base.metadata.tables["possible_hearings"].insert().values(**A_POSSIBLE_HEARING))
        work.session.execute(Base.metadata.tables["pings"].insert().values(**A_PING))
        work.session.execute(Base.metadata.tables["legal_capacities"].insert().values(**A_CAPACITY))
        for name, row in (*ROLL_CALLS, *rows_of_conferences.ROWS, *THE_PAGE):
            work.session.execute(Base.metadata.tables[name].insert().values(**row))
        count_stop(work, NOON.date())
        plan(work, [Planned(Step.UNHEARD, told.ref, NOON, "page.unheard:one")])
        write_silence(work, BACKUP, NOON)
        work.session.execute(Base.metadata.tables["rota_spans"].insert().values(**A_SPAN))
        every_card_seen(Scene(work, ground.vault, ground.audit, ground.rules, BACKUP, NOON))
        work.commit()
    once(database, "trigger-1", NOON, lambda work: "answer")
    ground.audit.checkpoint(database, NOON)


def test_the_named_head_is_the_newest_step_and_there_is_one_line_of_them() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert scripts.get_heads() == [HEAD]
    assert scripts.get_bases() == ["0001"]


def test_an_empty_database_stands_nowhere_and_an_upgraded_one_on_the_head(empty: Database) -> None:
    assert standing(empty) is None
    upgrade(empty)
    assert standing(empty) == HEAD
    upgrade(empty)
    assert standing(empty) == HEAD


def test_the_migrated_shape_is_the_shape_in_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert tables(database) == {*Base.metadata.tables, "alembic_version"}


def test_the_steps_walk_down_and_up_with_data_in_every_table(database: Database, tmp_path: Path) -> None:
    fill(database, tmp_path)
    assert [name for name, count in rows(database).items() if not count] == []
    downgrade(database, "base")
    assert tables(database) <= {"alembic_version"}
    assert standing(database) is None
    upgrade(database)
    assert standing(database) == HEAD
    assert not any(rows(database).values())
    # And what was laid anew serves, with another ring, because the former one knows of revocations.
    again = tmp_path / "again"
    again.mkdir()
    ground = lay(database, again)
    told = ground.refer()
    assert revealed(ground.open(RESPONDER, told.handles[RESPONDER])) == DETAILS


def test_an_upgrade_of_a_database_in_use_changes_nothing_in_it(database: Database, tmp_path: Path) -> None:
    fill(database, tmp_path)
    before = rows(database)
    upgrade(database)
    assert rows(database) == before


@pytest.mark.parametrize("statement", ["UPDATE {} SET seq = seq + 1", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["audit_events", "audit_heads"])
def test_the_migrated_log_only_grows(tmp_path: Path, table: str, statement: str) -> None:
    with databases.fresh_url("sqlite", tmp_path) as url:
        database = Database(url)
        upgrade(database)
        fill(database, tmp_path)
        with database.engine.connect() as connection, pytest.raises(DBAPIError, match="only added"):
            connection.execute(text(statement.format(table)))
        database.close()


def test_the_migrated_log_only_grows_on_postgresql(tmp_path: Path) -> None:
    with databases.fresh_url("postgresql", tmp_path) as url:
        database = Database(url)
        upgrade(database)
        for statement in (
            "UPDATE audit_events SET seq = 2",
            "DELETE FROM audit_heads",
            "TRUNCATE audit_events",
        ):
            with database.engine.connect() as connection, pytest.raises(DBAPIError, match="only added"):
                connection.execute(text(statement))
        database.close()


def test_a_step_that_breaks_off_leaves_the_database_where_it_stood(empty: Database) -> None:
    with empty.engine.execution_options(leadbot_writes=True).connect() as connection:
        connection.execute(text("CREATE TABLE grants (id INTEGER)"))
        connection.commit()
    with pytest.raises(DBAPIError):
        upgrade(empty)
    assert standing(empty) is None
    assert tables(empty) <= {"grants", "alembic_version"}
