"""The audit trail: rows are only added, and whatever is done to them behind its back has its own code."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Executable, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from models.audit import AuditBroken, AuditTrail, Leaf, Verb, audit_events, audit_heads
from models.audit_chain import GENESIS, leaf_digest
from models.database import Database
from models.errors import Unsafe
from models.schema import CROCKFORD, Base
from models.signing import HeadSigner
from tests import databases

MOMENT = datetime(2026, 9, 15, 12, tzinfo=UTC)
SIGNER = HeadSigner("audit-sign", b"s" * 32)
TABLES = [audit_events, audit_heads]


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path) as fresh:
        Base.metadata.create_all(fresh.engine, tables=TABLES)
        yield fresh


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database, for what does not hang on the dialect."""
    with databases.fresh("sqlite", tmp_path) as fresh:
        Base.metadata.create_all(fresh.engine, tables=TABLES)
        yield fresh


@pytest.fixture
def head_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "audit-head.json"


@pytest.fixture
def trail(head_file: Path) -> AuditTrail:
    return AuditTrail(SIGNER, head_file)


def add(trail: AuditTrail, database: Database, rows: int = 1, actor: str = "T0TEST:U0OFFICER") -> Leaf:
    leaf = GENESIS
    with database.work() as work:
        for number in range(rows):
            leaf = trail.append(
                work,
                moment=MOMENT + timedelta(seconds=number),
                actor=actor,
                verb=Verb.REFERRAL_SUBMITTED,
                objects=("R-7KQ2M", "6f1c8a52"),
                decision="own",
                request_id=f"q{number}",
            )
        work.commit()
    return leaf


def intrude(database: Database, *statements: Executable) -> None:
    """What somebody with the database's own password can do: take the triggers away, then anything."""
    with database.engine.connect() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            for name in connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def change(seq: int, **values: Any) -> Executable:
    return update(audit_events).where(audit_events.c.seq == seq).values(**values)


def cut(after: int) -> Executable:
    return delete(audit_events).where(audit_events.c.seq > after)


def rewrite_from(database: Database, start: int) -> None:
    """Make the chain consistent again from a row on, as an intruder without the signing key can."""
    with database.look() as work:
        rows = work.session.execute(select(audit_events).order_by(audit_events.c.seq)).all()
    last = GENESIS
    for seq, *fields, digest in map(tuple, rows):
        words = tuple(str(field) for field in fields)
        last = Leaf(seq, bytes(digest) if seq < start else leaf_digest(last, words))
        intrude(database, change(seq, digest=last.digest))


def test_rows_are_numbered_from_one_and_hold_together(trail: AuditTrail, database: Database) -> None:
    assert [add(trail, database).seq, add(trail, database, 2).seq, add(trail, database).seq] == [1, 3, 4]
    verdict = trail.verify(database)
    assert (verdict.code, verdict.words) == (0, "The log holds: 4 rows, no head signed yet.")


def test_both_databases_give_the_same_digest(trail: AuditTrail, database: Database) -> None:
    assert add(trail, database, 3).digest.hex() == (
        "1944c40756ce260487957bdc0e9fa43aa0303117a7ba4e0fc4dfa79f4fef8566"
    )


def test_a_row_keeps_ids_and_codes_as_given(trail: AuditTrail, database: Database) -> None:
    leaf = add(trail, database)
    with database.look() as work:
        row = work.session.execute(select(audit_events)).one()
    assert tuple(row)[:-1] == (
        *(1, "2026-09-15T12:00:00Z", "T0TEST:U0OFFICER", "referral.submitted"),
        *("R-7KQ2M 6f1c8a52", "own", 1, "q0"),
    )
    assert bytes(row.digest) == leaf.digest


def test_what_is_not_committed_is_not_kept(trail: AuditTrail, database: Database) -> None:
    with database.work() as work:
        trail.append(work, moment=MOMENT, actor="system", verb=Verb.SITE_CHANGED)
    assert add(trail, database).seq == 1


@pytest.mark.parametrize(
    "words",
    [
        {"actor": "Zebulon Testperson"},
        {"objects": ["R-7KQ2M", "two words"]},
        {"decision": "he said no"},
        {"request_id": "caf\u00e9"},
        {"actor": "x" * 121},
        {"decision": "line\n"},
    ],
)
def test_free_text_has_no_place_in_a_row(trail: AuditTrail, lone: Database, words: dict[str, Any]) -> None:
    row: dict[str, Any] = {"moment": MOMENT, "actor": "system", "verb": Verb.OPEN_REFUSED} | words
    with lone.work() as work, pytest.raises(ValueError, match="ids and codes only") as caught:
        trail.append(work, **row)
    assert "Zebulon" not in str(caught.value)


@pytest.mark.parametrize("table", ["audit_events", "audit_heads"])
@pytest.mark.parametrize("act", ["UPDATE {} SET at = 'x'", "DELETE FROM {}", "REPLACE", "TRUNCATE {}"])
def test_the_database_itself_refuses_to_change_a_row(
    trail: AuditTrail, database: Database, table: str, act: str
) -> None:
    if act == "REPLACE":
        act = (
            "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
            if database.dialect == "sqlite"
            else "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (seq) DO UPDATE SET at = 'x'"
        )
    add(trail, database)
    trail.checkpoint(database, MOMENT)
    with database.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(act.format(table)))
    assert trail.verify(database).code == 0


def test_writers_at_the_same_time_make_one_chain(trail: AuditTrail, database: Database) -> None:
    threads = [threading.Thread(target=lambda: [add(trail, database) for _ in range(8)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert add(trail, database).seq == 33
    assert trail.verify(database).code == 0


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_is_the_first_hundred_bits_of_the_digest(digest: bytes) -> None:
    receipt = AuditTrail.receipt(digest)
    assert len(receipt) == 20
    value = 0
    for letter in receipt:
        value = value * 32 + CROCKFORD.index(letter)
    assert f"{value:0100b}" == f"{int.from_bytes(digest, 'big'):0256b}"[:100]


def test_a_head_is_signed_when_the_log_has_grown_and_only_then(
    trail: AuditTrail, database: Database, head_file: Path
) -> None:
    assert trail.checkpoint(database, MOMENT) is None
    leaf = add(trail, database, 2)
    head = trail.checkpoint(database, MOMENT)
    assert head is not None
    assert (head.seq, head.digest, head.at) == (2, leaf.digest, "2026-09-15T12:00:00Z")
    assert SIGNER.holds(head.message(), head.signature)
    assert trail.checkpoint(database, MOMENT) is None
    add(trail, database)
    assert trail.checkpoint(database, MOMENT + timedelta(minutes=15)) is not None
    with database.look() as work:
        assert work.session.scalars(select(audit_heads.c.seq).order_by(audit_heads.c.seq)).all() == [2, 3]
    assert head_file.stat().st_mode & 0o777 == 0o600
    assert trail.verify(database).words == "The log holds: 3 rows, 3 of them under a signed head."


def test_a_second_process_goes_on_from_the_same_head(
    trail: AuditTrail, database: Database, head_file: Path
) -> None:
    add(trail, database, 2)
    trail.checkpoint(database, MOMENT)
    other = AuditTrail(SIGNER, head_file)
    assert other.checkpoint(database, MOMENT) is None
    add(other, database)
    assert other.checkpoint(database, MOMENT) is not None
    assert trail.checkpoint(database, MOMENT) is None


def test_a_head_signed_again_after_an_older_file_was_put_back_is_no_fork(
    trail: AuditTrail, database: Database, head_file: Path
) -> None:
    add(trail, database)
    trail.checkpoint(database, MOMENT)
    older = head_file.read_bytes()
    add(trail, database)
    trail.checkpoint(database, MOMENT)
    head_file.write_bytes(older)
    assert trail.checkpoint(database, MOMENT + timedelta(hours=1)) is not None
    assert trail.verify(database).code == 0


def test_an_exported_checkpoint_is_accepted_as_a_witness(
    trail: AuditTrail, database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Unsafe, match="No audit head"):
        trail.export_checkpoint()
    add(trail, database, 2)
    trail.checkpoint(database, MOMENT)
    witness = tmp_path / "witness.json"
    witness.write_text(trail.export_checkpoint())
    add(trail, database)
    assert trail.verify(database, witness).code == 0
    assert set(json.loads(witness.read_text())) == {"format", "seq", "digest", "at", "public", "signature"}


COLUMNS = {
    "at": "2026-09-15T12:00:09Z",
    "actor": "T0TEST:U0OTHER",
    "verb": "referral.met",
    "objects": "R-7KQ2M",
    "decision": "consent",
    "policy_version": 2,
    "request_id": "",
    "digest": b"d" * 32,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found(trail: AuditTrail, database: Database, column: str) -> None:
    add(trail, database, 5)
    intrude(database, change(3, **{column: COLUMNS[column]}))
    verdict = trail.verify(database)
    assert (verdict.code, verdict.words) == (10, "Row 3 is not what was written.")


def test_text_where_bytes_were_is_found(trail: AuditTrail, lone: Database) -> None:
    add(trail, lone, 5)
    trail.checkpoint(lone, MOMENT)
    intrude(lone, text("UPDATE audit_events SET digest = 'words' WHERE seq = 5"))
    assert trail.verify(lone).code == 10
    with pytest.raises(AuditBroken):
        trail.checkpoint(lone, MOMENT)
    intrude(lone, text("UPDATE audit_heads SET signature = 'words'"))
    assert trail.verify(lone).code == 13


@pytest.mark.parametrize("seq", [1, 3])
def test_a_row_taken_out_is_found(trail: AuditTrail, database: Database, seq: int) -> None:
    add(trail, database, 5)
    intrude(database, delete(audit_events).where(audit_events.c.seq == seq))
    verdict = trail.verify(database)
    assert (verdict.code, verdict.words) == (10, f"Row {seq} is not what was written.")


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_rows_cut_off_under_a_signed_head_are_missed(
    trail: AuditTrail, database: Database, kept: int
) -> None:
    add(trail, database, 5)
    trail.checkpoint(database, MOMENT)
    intrude(database, cut(kept), delete(audit_heads))
    verdict = trail.verify(database)
    assert verdict.code == 11
    assert f"ends at row {kept}; row 5" in verdict.words


def test_a_log_that_was_cut_off_and_grew_again_is_another_history(
    trail: AuditTrail, database: Database
) -> None:
    add(trail, database, 5)
    trail.checkpoint(database, MOMENT)
    intrude(database, cut(3), delete(audit_heads))
    add(trail, database, 4, actor="T0TEST:U0OTHER")
    assert trail.verify(database).code == 12


def test_a_chain_made_anew_from_a_changed_row_is_another_history(
    trail: AuditTrail, database: Database
) -> None:
    add(trail, database, 5)
    trail.checkpoint(database, MOMENT)
    intrude(database, change(2, decision="consent"))
    rewrite_from(database, 2)
    assert trail.verify(database).code == 12


def test_a_signed_head_of_another_history_is_a_fork(
    trail: AuditTrail, database: Database, tmp_path: Path
) -> None:
    other = AuditTrail(SIGNER, tmp_path / "other" / "head.json")
    witness = tmp_path / "witness.json"
    add(other, database, 3, actor="T0TEST:U0OTHER")
    other.checkpoint(database, MOMENT)
    witness.write_text(other.export_checkpoint())
    intrude(database, cut(0), delete(audit_heads))
    add(trail, database, 3)
    assert trail.verify(database).code == 0
    assert trail.verify(database, witness).code == 12
    trail.checkpoint(database, MOMENT)  # now two signed heads speak of row 3
    assert trail.verify(database, witness).code == 12


def test_a_witness_that_knows_more_rows_shows_a_truncation(
    trail: AuditTrail, database: Database, tmp_path: Path, head_file: Path
) -> None:
    add(trail, database, 2)
    trail.checkpoint(database, MOMENT)
    older = head_file.read_bytes()
    add(trail, database, 2)
    trail.checkpoint(database, MOMENT)
    (tmp_path / "witness.json").write_text(trail.export_checkpoint())
    head_file.write_bytes(older)
    intrude(database, cut(2), delete(audit_heads).where(audit_heads.c.seq > 2))
    assert trail.verify(database).code == 0
    assert trail.verify(database, tmp_path / "witness.json").code == 11


def change_file(path: Path, field: str, value: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: value}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 1),
        ("digest", "00" * 32),
        ("at", "2026-01-01T00:00:00Z"),
        ("signature", "00" * 64),
        ("signature", ""),
    ],
)
def test_a_head_that_our_key_did_not_sign_is_told(
    trail: AuditTrail, lone: Database, head_file: Path, tmp_path: Path, field: str, value: object
) -> None:
    add(trail, lone, 2)
    trail.checkpoint(lone, MOMENT)
    witness = tmp_path / "witness.json"
    witness.write_text(trail.export_checkpoint())
    change_file(witness, field, value)
    assert trail.verify(lone, witness).code == 13
    change_file(head_file, field, value)
    assert trail.verify(lone).code == 13
    with pytest.raises(AuditBroken):
        trail.checkpoint(lone, MOMENT)
    assert trail.halted == "audit_bad_signature"


def test_a_head_in_the_database_that_our_key_did_not_sign_is_told(
    trail: AuditTrail, database: Database
) -> None:
    add(trail, database, 2)
    with database.work() as work:
        forged = {"seq": 2, "digest": bytes(32), "at": "2026-09-15T12:00:00Z", "signature": bytes(64)}
        work.session.execute(insert(audit_heads), forged)
        work.commit()
    assert trail.verify(database).code == 13


def test_a_head_signed_by_another_site_is_told(trail: AuditTrail, lone: Database, tmp_path: Path) -> None:
    other = AuditTrail(HeadSigner("audit-sign", b"o" * 32), tmp_path / "other" / "head.json")
    add(trail, lone, 2)
    other.checkpoint(lone, MOMENT)
    assert trail.verify(lone).code == 13


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"seq": 1, "digest": "zz", "signature": "", "at": ""}'])
def test_a_checkpoint_that_cannot_be_read_checks_nothing(
    trail: AuditTrail, lone: Database, tmp_path: Path, content: str
) -> None:
    add(trail, lone)
    (tmp_path / "witness.json").write_text(content)
    assert trail.verify(lone, tmp_path / "witness.json").code == 1
    assert trail.verify(lone, tmp_path / "missing.json").code == 1


def test_a_missing_or_open_head_file_checks_nothing_and_stops_disclosure(
    trail: AuditTrail, lone: Database, head_file: Path
) -> None:
    add(trail, lone)
    trail.checkpoint(lone, MOMENT)
    kept = head_file.read_bytes()
    head_file.chmod(0o644)
    assert trail.verify(lone).code == 1
    head_file.unlink()
    assert trail.verify(lone).code == 1
    with pytest.raises(AuditBroken, match="missing beside the key ring"):
        trail.checkpoint(lone, MOMENT)
    assert trail.halted == "audit_unchecked"
    head_file.write_bytes(kept)
    head_file.chmod(0o600)
    assert trail.checkpoint(lone, MOMENT) is None
    assert trail.halted is None


def test_a_database_without_the_log_checks_nothing(trail: AuditTrail, tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert trail.verify(empty).code == 1
    empty.close()


BREAKS = {
    "audit_altered": change(5, actor="T0TEST:U0OTHER"),
    "audit_truncated": cut(2),
    "audit_forked": change(3, digest=b"d" * 32),
}


@pytest.mark.parametrize("code", BREAKS)
def test_no_head_is_signed_over_a_broken_log_and_disclosure_stops(
    trail: AuditTrail, database: Database, head_file: Path, code: str
) -> None:
    add(trail, database, 3)
    trail.checkpoint(database, MOMENT)
    signed = head_file.read_bytes()
    add(trail, database, 3)
    assert trail.halted is None
    intrude(database, BREAKS[code])
    with pytest.raises(AuditBroken) as caught:
        trail.checkpoint(database, MOMENT)
    assert trail.halted == caught.value.code == code
    assert str(caught.value) == caught.value.verdict.words
    assert head_file.read_bytes() == signed


def test_a_long_log_is_checked_in_batches_and_tells_how_far_it_is(trail: AuditTrail, lone: Database) -> None:
    last, rows = GENESIS, []
    for seq in range(1, 12_002):
        fields = ("2026-09-15T12:00:00Z", "system", "notice.posted", "", "", "1", "")
        last = Leaf(seq, leaf_digest(last, fields))
        rows.append(dict(zip(audit_events.c.keys(), (seq, *fields[:5], 1, "", last.digest), strict=True)))
    with lone.work() as work:
        work.session.execute(insert(audit_events), rows)
        work.commit()
    seen: list[int] = []
    assert trail.verify(lone, progress=seen.append).code == 0
    assert seen == [10_000, 12_001]
    assert trail.checkpoint(lone, MOMENT) is not None
    intrude(lone, change(5001, verb="open.shown"))
    assert trail.verify(lone).words == "Row 5001 is not what was written."
