"""What the vault's rooms share: for whom it seals, and how a stored row reads as an envelope again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from models import cipher
from models.classes import Basis
from models.envelope import Envelope
from models.keyring import KeyProvider
from models.people import Role
from models.schema import Handle, SlackUserId


@dataclass(frozen=True)
class Custody:
    """The site's random id and the Slack team: both are bound into what is sealed."""

    site_id: str
    team_id: str


@dataclass(frozen=True)
class Seat:
    """One person who is to be able to open, in which role (None = the author) and on which basis."""

    user: SlackUserId
    role: Role | None
    basis: Basis


def key_of(keys: KeyProvider, key_id: str) -> cipher.Key:
    """A key of the ring, ready for the cipher.

    Raises:
        Unsafe: the ring has no such key.
    """
    return cipher.Key(key_id, keys.secret(key_id))


class Sealable(Protocol):
    """What a detail is sealed about: a referral, or a message between people."""

    @property
    def ref(self) -> str:
        """Its reference: the subject of the envelopes."""

    @property
    def version(self) -> int:
        """1 = new: nobody can have been handed anything of it yet."""

    @property
    def purpose(self) -> str:
        """Bound into every body and every grant."""

    @property
    def not_after(self) -> str:
        """RFC 3339: no grant of it opens later; empty = no date of its own."""


def grant_terms(
    custody: Custody,
    envelope_id: str,
    user: SlackUserId,
    role: str,
    handle: Handle,
    purpose: str,
    not_after: str,
) -> cipher.GrantTerms:
    """The terms under which a data key is wrapped for one person; the basis is the item handed out."""
    return cipher.GrantTerms(
        envelope_id=envelope_id,
        recipient=f"{custody.team_id}:{user}",
        role=role,
        purpose=purpose,
        basis_id=handle,
        not_after=not_after,
    )


def stored_body(row: Envelope) -> cipher.Body:
    """The envelope as the cipher knows it."""
    header = cipher.Header(
        envelope_id=row.id,
        site=row.site,
        sender=row.sender,
        custodian=row.custodian,
        subject=row.subject,
        category=row.category,
        purpose=row.purpose,
        created=row.created,
        policy_version=row.policy_version,
    )
    if (row.version, row.suite) != (header.version, header.suite):
        raise cipher.Unopenable
    return cipher.Body(header, row.nonce, row.commitment, row.details_sealed)


def body_row(body: cipher.Body) -> dict[str, Any]:
    """The envelope's columns."""
    header = body.header
    return {
        "id": header.envelope_id,
        "subject": header.subject,
        "category": header.category,
        "site": header.site,
        "sender": header.sender,
        "custodian": header.custodian,
        "purpose": header.purpose,
        "created": header.created,
        "policy_version": header.policy_version,
        "version": header.version,
        "suite": header.suite,
        "nonce": body.nonce,
        "commitment": body.commitment,
        "details_sealed": body.ciphertext,
    }


def wrap_columns(wrap: cipher.Wrap) -> dict[str, Any]:
    """The columns of a wrapped data key."""
    return {"kek_id": wrap.kek_id, "nonce": wrap.nonce, "wrapped": wrap.wrapped}
