"""Engines of one kind share what they compiled, and those of another kind do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, literal, select

from models.database import Database
from tests.databases import BOTH, fresh_url

_STATEMENT = select(literal("one").label("told"))


def _compiled(connection: Connection) -> object:
    return connection.execute(_STATEMENT).context.compiled


@pytest.mark.parametrize("kind", BOTH)
def test_a_second_database_compiles_nothing_again(kind: str, tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        with fresh_url(kind, tmp_path / name) as url:
            database = Database(url)
            with database.work() as work:
                made.append(_compiled(work.session.connection()))
            with database.look() as work:
                made.append(_compiled(work.session.connection()))
            database.close()
    assert len({id(one) for one in made}) == 1


def test_an_engine_that_behaves_otherwise_keeps_its_own() -> None:
    plain, automatic = create_engine("sqlite://"), create_engine("sqlite://", isolation_level="AUTOCOMMIT")
    with plain.connect() as one, automatic.connect() as other:
        assert _compiled(one) is not _compiled(other)
        assert other.dialect is automatic.dialect is not plain.dialect
    plain.dispose()
    automatic.dispose()
