"""Where sealed details lie: bodies, custodian wraps, the items handed to people, and their grants."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.schema import Base, Handle, SlackUserId, UtcMoment


class Envelope(Base):
    """One sealed body of one category. The columns beside the ciphertext are bound to it."""

    __tablename__ = "envelopes"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject: Mapped[str] = mapped_column(String(16), index=True)
    category: Mapped[str] = mapped_column(String(20))
    site: Mapped[str] = mapped_column(String(36))
    sender: Mapped[str] = mapped_column(String(64))
    custodian: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(40))
    created: Mapped[str] = mapped_column(String(20))
    policy_version: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    suite: Mapped[int] = mapped_column(Integer)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    commitment: Mapped[bytes] = mapped_column(LargeBinary)
    details_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CustodyWrap(Base):
    """The data key under the epoch key of its destruction month: no click ever opens it."""

    __tablename__ = "custody_wraps"

    envelope_id: Mapped[str] = mapped_column(ForeignKey("envelopes.id"), primary_key=True)
    kek_id: Mapped[str] = mapped_column(String(40), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class SealedItem(Base):
    """What one person was handed about one subject; `handle` is all that a card's button carries."""

    __tablename__ = "sealed_items"

    handle: Mapped[Handle] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[SlackUserId] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(32), default="")
    basis: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        Index("ix_sealed_items_subject", "subject"),
        # Home asks for the newest of one basis; an officer has thousands of one and none of the other.
        Index("ix_sealed_items_recipient", "recipient", "basis", "created_at"),
    )


class Grant(Base):
    """The data key of one envelope for one recipient; revoking deletes the row."""

    __tablename__ = "grants"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    handle: Mapped[Handle] = mapped_column(ForeignKey("sealed_items.handle"))
    envelope_id: Mapped[str] = mapped_column(ForeignKey("envelopes.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    not_after: Mapped[str] = mapped_column(String(20), default="")
    kek_id: Mapped[str] = mapped_column(String(40), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        UniqueConstraint("handle", "envelope_id"),
        Index("ix_grants_envelope_id", "envelope_id"),
    )


class RevocationMark(Base):
    """One row: how long the journal beside the key ring must at least be, so that a cut one is noticed."""

    __tablename__ = "revocation_marks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
