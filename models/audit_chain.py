"""The audit chain: how a row is hashed, how a head is signed, and what a look at them can find."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row, select

from models.audit_rows import audit_events
from models.database import Database
from models.errors import DomainError
from models.framing import pae

_BATCH = 5000
_CODES = {1: "unchecked", 10: "altered", 11: "truncated", 12: "forked", 13: "bad_signature"}


class Signer(Protocol):
    """Who signs heads: an Ed25519 key, which this module never sees."""

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""

    def sign(self, message: bytes) -> bytes:
        """A signature of 64 bytes."""

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether this signer made the signature."""


@dataclass(frozen=True)
class Leaf:
    """A row's place in the chain: number from 1, SHA-256 digest."""

    seq: int
    digest: bytes


GENESIS = Leaf(0, bytes(32))


@dataclass(frozen=True)
class Verdict:
    """What a check found. 0 holds, 10 altered, 11 truncated, 12 forked, 13 bad signature, 1 not checked."""

    code: int
    words: str


class AuditBroken(DomainError):
    """The log does not extend what was signed; `verdict` says how. Disclosures stop."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"audit_{_CODES[code]}")
        self.verdict = Verdict(code, words)

    def __str__(self) -> str:
        """The sentence for the operator."""
        return self.verdict.words


@dataclass(frozen=True)
class Head:
    """A signed statement that the chain stood at this digest; `at` is RFC 3339."""

    seq: int
    digest: bytes
    at: str
    signature: bytes

    def message(self) -> bytes:
        """What is signed."""
        return head_message(Leaf(self.seq, self.digest), self.at)

    def to_json(self, public: bytes) -> str:
        """As a checkpoint file holds it; bytes in hex."""
        fields = {"format": 1, "seq": self.seq, "digest": self.digest.hex(), "at": self.at}
        return (
            json.dumps(fields | {"public": public.hex(), "signature": self.signature.hex()}, indent=1) + "\n"
        )

    @classmethod
    def from_json(cls, raw: bytes) -> Head:
        """The head in a checkpoint file; its signature is not yet checked.

        Raises:
            AuditBroken: it is not a checkpoint (1).
        """
        try:
            fields = json.loads(raw)
            digest, signature = bytes.fromhex(fields["digest"]), bytes.fromhex(fields["signature"])
            at = str(fields["at"]).encode("ascii").decode("ascii")
            return cls(int(fields["seq"]), digest, at, signature)
        except (ValueError, TypeError, KeyError):
            raise AuditBroken(1, "The checkpoint file cannot be read as one.") from None


def head_message(leaf: Leaf, at: str) -> bytes:
    """The bytes under a head's signature."""
    return pae("lead/audit/head/v1", str(leaf.seq), leaf.digest, at)


def leaf_digest(before: Leaf, fields: tuple[str, ...]) -> bytes:
    """SHA-256 of the row after `before`: at, actor, verb, objects, decision, policy version, request id."""
    # The zero byte marks a leaf, as in RFC 6962, should a tree ever stand over the chain.
    return hashlib.sha256(b"\0" + pae("lead/audit/v1", str(before.seq + 1), before.digest, *fields)).digest()


def walk(database: Database, after: Leaf) -> Iterator[Leaf]:
    """Every row after this one, each checked against the one before; a batch in memory at a time.

    Raises:
        AuditBroken: a row is missing or is not what was written (10).
        StorageUnavailable: the database does not answer.
    """
    last = after
    while rows := _batch(database, last):
        for row in rows:
            last = _checked(last, row)
            yield last


def leaf_at(database: Database, seq: int) -> Leaf | None:
    """The digest that stands in this row, unchecked.

    Raises:
        StorageUnavailable: the database does not answer.
    """
    with database.look() as work:
        digest = work.session.scalar(select(audit_events.c.digest).where(audit_events.c.seq == seq))
    return None if digest is None else Leaf(seq, digest)


def _batch(database: Database, last: Leaf) -> list[Row[Any]]:
    query = select(audit_events).where(audit_events.c.seq > last.seq).order_by(audit_events.c.seq)
    with database.look() as work:
        return list(work.session.execute(query.limit(_BATCH)))


def _checked(last: Leaf, row: Row[Any]) -> Leaf:
    seq, *fields, digest = tuple(row)
    expected = leaf_digest(last, tuple(str(field) for field in fields))
    if seq != last.seq + 1 or expected != digest:
        raise AuditBroken(10, f"Row {last.seq + 1} is not what was written.")
    return Leaf(last.seq + 1, expected)
