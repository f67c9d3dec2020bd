"""What the vault's rooms share: terms that name one recipient, and rows that read as envelopes again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models import cipher
from models.envelope import Envelope
from models.errors import Unsafe
from models.schema import Handle, SlackUserId
from models.vault.custody import Custody, grant_terms, key_of, stored_body
from tests.factories import NOON, OFFICER, TEAM, Laid, laid_on_sqlite


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def test_a_grant_names_its_recipient_within_the_team_and_the_item_as_its_basis() -> None:
    terms = grant_terms(
        Custody("site-1", "T01"), "e-1", SlackUserId("U01"), "officer", Handle("ab"), "court", "2026"
    )
    assert terms == cipher.GrantTerms("e-1", "T01:U01", "officer", "court", "ab", "2026")


def test_a_key_that_the_ring_has_not_is_refused_by_name(ground: Laid) -> None:
    assert key_of(ground.keys, "grant-1").id == "grant-1"
    with pytest.raises(Unsafe, match="grant-7"):
        key_of(ground.keys, "grant-7")


def test_a_stored_row_reads_as_the_envelope_that_was_sealed(ground: Laid) -> None:
    told = ground.refer()
    with ground.database.look() as work:
        rows = work.session.scalars(select(Envelope)).all()
    for row in rows:
        header = stored_body(row).header
        assert (header.subject, header.category) == (told.ref, row.category)
        assert header.site == ground.custody.site_id
        assert header.sender == f"{TEAM}:{OFFICER}"
        assert header.custodian == "police:Lantern Harbor PD"
        assert header.created == NOON.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("column", ["version", "suite"])
def test_an_envelope_of_another_version_or_suite_is_not_read(ground: Laid, column: str) -> None:
    ground.refer()
    with ground.database.look() as work:
        row = work.session.scalars(select(Envelope)).first()
    assert row is not None
    setattr(row, column, 2)
    with pytest.raises(cipher.Unopenable):
        stored_body(row)
