"""The forms that every table shares: moments in UTC, references that survive a bad line, quiet rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.exc import StatementError

from models.database import Database
from models.replay import Replay, once
from models.schema import CROCKFORD, Base, UtcMoment, new_handle, new_reference, rfc3339
from tests import databases
from tests.factories import NOON

DIALECTS = (create_engine("sqlite://").dialect, create_engine("postgresql+psycopg://").dialect)
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=ZONES)  # noqa: DTZ001


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, Replay) as fresh:
        yield fresh


def test_a_moment_comes_back_the_same_and_in_utc(database: Database) -> None:
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    with database.work() as work:
        work.session.add(Replay(key="moment", at=east, answer=""))
        work.commit()
    with database.look() as work:
        found = work.session.scalars(select(Replay.at)).one()
        assert work.session.scalars(select(Replay.key).where(Replay.at == east)).one() == "moment"
    assert found == NOON
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_its_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="zone"):
        once(database, "naive", NOON.replace(tzinfo=None), lambda work: "")


@given(MOMENTS)
def test_every_moment_survives_both_dialects(moment: datetime) -> None:
    kind = UtcMoment()
    for dialect in DIALECTS:
        stored = kind.process_bind_param(moment, dialect)
        assert kind.process_result_value(stored, dialect) == moment


def test_an_absent_moment_stays_absent() -> None:
    dialect = DIALECTS[0]
    assert UtcMoment().process_bind_param(None, dialect) is None
    assert UtcMoment().process_result_value(None, dialect) is None
    assert rfc3339(None) == ""


@given(MOMENTS)
def test_the_signed_form_is_utc_in_whole_seconds(moment: datetime) -> None:
    text = rfc3339(moment)
    assert len(text) == 20
    assert datetime.fromisoformat(text) == moment.astimezone(UTC).replace(microsecond=0)


def test_references_are_short_random_and_without_letters_that_sound_alike() -> None:
    found = {new_reference("R") for _ in range(500)}
    assert len(found) > 495
    for reference in found:
        assert reference.startswith("R-")
        assert len(reference) == 7
        assert set(reference[2:]) <= set(CROCKFORD)
    assert not set("ILOU") & set(CROCKFORD)
    assert len(CROCKFORD) == 32


def test_handles_are_128_bits_in_hex_and_never_alike() -> None:
    found = {new_handle() for _ in range(500)}
    assert len(found) == 500
    assert all(len(bytes.fromhex(handle)) == 16 for handle in found)


def test_the_repr_of_a_row_names_its_class_only() -> None:
    assert repr(Replay(key="somebody", at=NOON, answer="R-7KQ2M")) == "<Replay>"


def test_every_constraint_has_a_name_so_that_migrations_can_drop_it() -> None:
    for table in Base.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name


def test_tables_are_made_on_an_empty_database() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        assert connection.dialect.has_table(connection, "replays")
    engine.dispose()
