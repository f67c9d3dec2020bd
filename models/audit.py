"""The audit trail: what happened, added to a hash chain whose signed heads stand outside the database."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, insert, select

from models.audit_chain import (
    GENESIS,
    AuditBroken,
    Head,
    Leaf,
    Signer,
    Verdict,
    head_message,
    leaf_at,
    leaf_digest,
    walk,
)
from models.audit_rows import Verb, append_only_ddl, audit_events, audit_heads, only_words
from models.database import Database, UnitOfWork
from models.errors import StorageUnavailable, Unsafe
from models.private_file import read_private, replace_private, sole_writer
from models.schema import CROCKFORD, rfc3339

__all__ = (
    "AuditBroken",
    "AuditTrail",
    "Head",
    "Leaf",
    "Signer",
    "Verb",
    "Verdict",
    "append_only_ddl",
    "audit_events",
    "audit_heads",
)

_LOCK = int.from_bytes(b"leadaudt", "big")  # PostgreSQL's advisory locks are named by a number
_RECEIPT_LENGTH = 20
_RECEIPT_BITS = 5 * _RECEIPT_LENGTH
_PROGRESS_EVERY = 10_000

_TAIL = select(audit_events.c.seq, audit_events.c.digest).order_by(audit_events.c.seq.desc()).limit(1)
_INSERT = insert(audit_events)


def _nobody_waits(rows: int) -> None:
    del rows


class AuditTrail:
    """Adds rows, signs heads, checks the whole.

    Args:
        signer: signs heads.
        head_file: where the last signed head is kept, beside the key ring.

    Attributes:
        halted: why nothing may be disclosed (a code), or None. Set when a checkpoint finds that the log
            does not extend the last signed head; a later checkpoint that finds it sound clears it.
    """

    def __init__(self, signer: Signer, head_file: Path) -> None:
        self.halted: str | None = None
        self._signer = signer
        self._head_file = head_file

    def append(
        self,
        work: UnitOfWork,
        *,
        moment: datetime,
        actor: str,
        verb: Verb,
        objects: Sequence[str] = (),
        decision: str = "",
        policy_version: int = 1,
        request_id: str = "",
    ) -> Leaf:
        """Add one row in the caller's transaction; it is kept when that commits.

        Raises:
            ValueError: something is not an id or a code.
            StorageUnavailable: the database would not take it.
        """
        only_words(actor, *objects, decision, request_id)
        fields = (rfc3339(moment), actor, verb.value, " ".join(objects), decision)
        before = self._tail(work)
        digest = leaf_digest(before, (*fields, str(policy_version), request_id))
        values = (before.seq + 1, *fields, policy_version, request_id, digest)
        work.session.connection().execute(_INSERT, dict(zip(audit_events.c.keys(), values, strict=True)))
        return Leaf(before.seq + 1, digest)

    @staticmethod
    def receipt(digest: bytes) -> str:
        """The first 100 bits of a digest as 20 characters of Crockford's base32."""
        bits = int.from_bytes(digest, "big") >> (8 * len(digest) - _RECEIPT_BITS)
        return "".join(CROCKFORD[bits >> shift & 31] for shift in range(_RECEIPT_BITS - 5, -1, -5))

    def checkpoint(self, database: Database, moment: datetime) -> Head | None:
        """Prove that the log extends the last signed head, then sign where it stands now.

        Returns:
            The new head, or None when there is nothing new.

        Raises:
            AuditBroken: it does not extend it; `halted` is set.
            StorageUnavailable: the database does not answer.
        """
        try:
            return self._extend(database, moment)
        except AuditBroken as broken:
            self.halted = broken.code
            raise

    def export_checkpoint(self) -> str:
        """The last signed head as JSON text, to be kept by somebody else.

        Raises:
            Unsafe: none has been signed yet.
        """
        try:
            return self._read_head_file().to_json(self._signer.public)
        except FileNotFoundError:
            raise Unsafe("No audit head has been signed yet. Run: leadbot audit checkpoint.") from None

    def verify(
        self,
        database: Database,
        checkpoint: Path | None = None,
        progress: Callable[[int], None] = _nobody_waits,
    ) -> Verdict:
        """Check every row, every signed head, and the given checkpoint file; `progress` gets row counts."""
        try:
            heads = self._all_heads(database, checkpoint)
            return self._compare(database, heads, progress)
        except AuditBroken as broken:
            return broken.verdict
        except (StorageUnavailable, Unsafe, OSError) as trouble:
            return Verdict(1, f"The log could not be checked ({type(trouble).__name__}): {trouble}")

    @staticmethod
    def take_turn(work: UnitOfWork) -> None:
        """Keep the end of the log until the unit of work ends: what is read from here on is up to date.

        On SQLite the one writer has it anyway.
        """
        if work.dialect == "postgresql":
            # Own statement: what follows is read with a snapshot taken after the lock (READ COMMITTED).
            work.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    def _tail(self, work: UnitOfWork) -> Leaf:
        self.take_turn(work)
        row = work.session.connection().execute(_TAIL).one_or_none()
        return GENESIS if row is None else Leaf(row.seq, row.digest)

    def _read_head_file(self) -> Head:
        raw, _ = read_private(self._head_file, "The signed audit head")
        return self._trusted(Head.from_json(raw))

    def _trusted(self, head: Head) -> Head:
        # SQLite hands out text where somebody put text in place of bytes.
        is_bytes = isinstance(head.signature, bytes)
        if not is_bytes or not self._signer.holds(head.message(), head.signature):
            raise AuditBroken(13, f"The head of row {head.seq} is not signed by this site's key.")
        return head

    def _known_head(self, database: Database) -> Head | None:
        try:
            return self._read_head_file()
        except FileNotFoundError:
            with database.look() as work:
                if work.session.scalar(select(func.count()).select_from(audit_heads)) == 0:
                    return None
            raise AuditBroken(1, "The signed head is missing beside the key ring. Put it back.") from None
        except Unsafe as trouble:
            raise AuditBroken(1, trouble.why) from trouble

    def _extend(self, database: Database, moment: datetime) -> Head | None:
        known = self._known_head(database)
        last = _extended(database, known)
        self.halted = None
        if last.seq == (known.seq if known else 0):
            return None
        at = rfc3339(moment)
        signature = self._signer.sign(head_message(last, at))
        return self._keep(database, Head(last.seq, last.digest, at, signature))

    def _keep(self, database: Database, head: Head) -> Head | None:
        with sole_writer(self._head_file.parent):
            newest = self._known_head(database)
            if newest is not None and newest.seq >= head.seq:
                return None  # another process was quicker
            replace_private(self._head_file, head.to_json(self._signer.public).encode("ascii"))
        with database.work() as work:
            self._tail(work)  # takes the lock
            if work.session.scalar(select(audit_heads.c.seq).where(audit_heads.c.seq == head.seq)) is None:
                values = {"seq": head.seq, "digest": head.digest, "at": head.at, "signature": head.signature}
                work.session.execute(insert(audit_heads), values)
                work.commit()
        return head

    def _all_heads(self, database: Database, checkpoint: Path | None) -> dict[int, bytes]:
        with database.look() as work:
            heads = [self._trusted(Head(*row)) for row in work.session.execute(select(audit_heads))]
        known = self._known_head(database)
        heads += [] if known is None else [known]
        heads += [] if checkpoint is None else [self._trusted(Head.from_json(checkpoint.read_bytes()))]
        digests: dict[int, bytes] = {}
        for head in heads:
            if digests.setdefault(head.seq, head.digest) != head.digest:
                raise _forked(head.seq)
        return digests

    def _compare(
        self, database: Database, heads: dict[int, bytes], progress: Callable[[int], None]
    ) -> Verdict:
        last = GENESIS
        for last in walk(database, GENESIS):
            if heads.get(last.seq, last.digest) != last.digest:
                raise _forked(last.seq)
            if last.seq % _PROGRESS_EVERY == 0:
                progress(last.seq)
        if max(heads, default=0) > last.seq:
            raise _truncated(last.seq, max(heads))
        progress(last.seq)
        signed = f"{max(heads)} of them under a signed head" if heads else "no head signed yet"
        return Verdict(0, f"The log holds: {last.seq} rows, {signed}.")


def _extended(database: Database, known: Head | None) -> Leaf:
    last = GENESIS
    if known is not None:
        last = Leaf(known.seq, known.digest)
        standing = leaf_at(database, known.seq)
        if standing is None:
            raise _truncated(None, known.seq)
        if standing != last:
            raise _forked(known.seq)
    newest = deque(walk(database, last), maxlen=1)
    return newest[0] if newest else last


def _forked(seq: int) -> AuditBroken:
    return AuditBroken(12, f"Row {seq} belongs to another history than the one that was signed.")


def _truncated(last: int | None, signed: int) -> AuditBroken:
    stands = "row" if last is None else f"the log ends at row {last}; row"
    return AuditBroken(11, f"Signed rows are missing: {stands} {signed} was signed and is not there.")
