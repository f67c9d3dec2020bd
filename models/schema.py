"""The forms every table shares: naming, moments in UTC, random references, rows under a MAC."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NewType, Protocol

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

SlackUserId = NewType("SlackUserId", str)
ReferralRef = NewType("ReferralRef", str)
ParticipantRef = NewType("ParticipantRef", str)
MessageRef = NewType("MessageRef", str)
IssueRef = NewType("IssueRef", str)
PingRef = NewType("PingRef", str)
ConferenceRef = NewType("ConferenceRef", str)
SituationRef = NewType("SituationRef", str)
ActionRef = NewType("ActionRef", str)
Handle = NewType("Handle", str)

# Crockford's base32: no I, L, O, U, so that a reference survives a bad phone line.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_LENGTH = 5

# Alembic can only drop what has a name, on SQLite too.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The parent of all rows. Its repr names the class only: rows end up in tracebacks."""

    metadata = MetaData(naming_convention=NAMING)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment in UTC, on SQLite (which keeps no zone) as on PostgreSQL. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite gets it without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back with UTC attached."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Compare like with like."""
        del op, value
        return self


class MacRow(Protocol):
    """A row that decides access: its deciding fields stand under a MAC (`Vault.sign_row`)."""

    version: int
    mac: bytes

    def mac_identity(self) -> tuple[str, str]:
        """Table name and row id."""

    def mac_fields(self) -> Sequence[str]:
        """Every field that decides access, as text, in a fixed order; absent = empty."""


class RowSeal(Protocol):
    """Signs and checks rows that decide access; the vault is the one that does."""

    def sign_row(self, row: MacRow) -> None:
        """Set `row.mac` for its present fields."""

    def row_holds(self, row: MacRow) -> bool:
        """Whether the MAC stands and no revocation in the journal has overtaken this version."""


def new_reference(prefix: str) -> str:
    """`R-7KQ2M`: random, not sequential, derived from nothing. The caller makes sure it is not taken."""
    return f"{prefix}-{''.join(secrets.choice(CROCKFORD) for _ in range(_REFERENCE_LENGTH))}"


def new_handle() -> Handle:
    """128 random bits in hex, for a button's value."""
    return Handle(secrets.token_hex(16))


def rfc3339(moment: datetime | None) -> str:
    """RFC 3339 in UTC, whole seconds, with Z; absent = empty. The form that is signed."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
