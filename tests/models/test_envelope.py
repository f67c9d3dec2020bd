"""Where sealed details lie: nothing stands twice, nothing stands alone, nothing prints itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from models.database import Database
from models.envelope import CustodyWrap, Envelope, Grant, RevocationMark, SealedItem
from models.schema import Base
from tests.factories import Laid, laid_on_sqlite, lay, table_of


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    laid = lay(database, tmp_path)
    laid.refer()
    return laid


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        laid.refer()
        yield laid


def a_row(ground: Laid, row: type[Base]) -> dict[str, Any]:
    with ground.database.look() as work:
        return dict(work.session.execute(select(table_of(row)).limit(1)).mappings().one())


def add(ground: Laid, row: type[Base], **columns: object) -> None:
    with ground.database.work() as work:
        work.session.execute(insert(row), {**columns})
        work.commit()


def test_an_envelope_is_granted_to_one_item_once(ground: Laid) -> None:
    with pytest.raises(IntegrityError):
        add(ground, Grant, **{**a_row(ground, Grant), "id": "another"})


@pytest.mark.parametrize("column", ["handle", "envelope_id"])
def test_a_grant_belongs_to_an_item_and_an_envelope(ground: Laid, column: str) -> None:
    with pytest.raises(IntegrityError):
        add(ground, Grant, **{**a_row(ground, Grant), "id": "another", column: "nowhere"})


def test_an_envelope_cannot_go_while_its_wrap_stands(ground: Laid) -> None:
    def drop() -> None:
        with ground.database.work() as work:
            work.session.execute(delete(Grant))
            work.session.execute(delete(Envelope))
            work.commit()

    with pytest.raises(IntegrityError):
        drop()
    assert a_row(ground, CustodyWrap)


def test_no_row_prints_what_it_holds(lone: Laid) -> None:
    rows: tuple[type[Base], ...] = (Envelope, CustodyWrap, SealedItem, Grant)
    for row in rows:
        with lone.database.look() as work:
            assert repr(work.session.scalars(select(row)).first()) == f"<{row.__name__}>"
    assert repr(RevocationMark(id=1, sequence=3)) == "<RevocationMark>"


def test_no_sealed_column_has_a_name_that_says_what_is_inside() -> None:
    rows: tuple[type[Base], ...] = (Envelope, CustodyWrap, SealedItem, Grant)
    names = {column.name for row in rows for column in table_of(row).columns}
    assert not names & {"name", "phone", "address", "notes", "text", "details"}
