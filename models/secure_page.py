"""The secure page's rows: one-time links, sessions, views shown, passkeys; a secret only as its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema import Base, SlackUserId, UtcMoment, rfc3339

LINK_LIVES = timedelta(minutes=5)
SESSION_IDLE = timedelta(minutes=30)
_LINK_BYTES, _SESSION_BYTES = 16, 32


class PageLink(Base):
    """A one-time way from a button to the page. `trigger`: which button, as JSON of ids and handles."""

    __tablename__ = "page_links"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of what the person holds
    member: Mapped[SlackUserId] = mapped_column(String(32))
    trigger: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    spent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.token

    def mac_fields(self) -> tuple[str, ...]:
        """See `MacRow`: a link that somebody wrote into the database signs nobody in."""
        return self.member, self.trigger, rfc3339(self.made_at)


class PageSession(Base):
    """Somebody is signed in on one browser.

    `linked_at`: when a link was last spent in it; `passkey_at`: when they last showed their passkey in it.
    """

    __tablename__ = "page_sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32))
    begun_at: Mapped[datetime] = mapped_column(UtcMoment)
    seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    linked_at: Mapped[datetime] = mapped_column(UtcMoment)
    passkey_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_page_sessions_member", "member"),)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.token

    def mac_fields(self) -> tuple[str, ...]:
        """See `MacRow`: who is signed in, and what they have shown, is written by nobody else."""
        moments = (self.begun_at, self.linked_at, self.passkey_at)
        return self.member, *(rfc3339(moment) for moment in moments)

    def lives_at(self, moment: datetime) -> bool:
        """Neither ended nor left alone for too long."""
        return self.ended_at is None and moment < self.seen_at + SESSION_IDLE


class PageView(Base):
    """A view shown on the page; what it says stands in memory only. Blanked = it shows nothing more."""

    __tablename__ = "page_views"

    id: Mapped[str] = mapped_column(String(34), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(UtcMoment, index=True)
    blanked_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Passkey(Base):
    """A WebAuthn credential (W3C Web Authentication, level 3): the public half, and how often it was used."""

    __tablename__ = "passkeys"

    credential: Mapped[str] = mapped_column(String(1400), primary_key=True)  # base64url, at most 1 023 bytes
    member: Mapped[SlackUserId] = mapped_column(String(32))
    public: Mapped[bytes] = mapped_column(LargeBinary)  # COSE key
    count: Mapped[int] = mapped_column("sign_count", BigInteger, default=0)  # 32 bits without a sign
    kept_at: Mapped[datetime] = mapped_column(UtcMoment)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_passkeys_member", "member"),)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, hashlib.sha256(self.credential.encode()).hexdigest()

    def mac_fields(self) -> tuple[str, ...]:
        """See `MacRow`."""
        return self.member, self.public.hex(), str(self.count), "ended" if self.ended_at else ""


class RecipientKey(Base):
    """Reserved for details sealed in the sender's browser: a reader's public key (RFC 9180), by suite."""

    __tablename__ = "recipient_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32))
    suite: Mapped[int] = mapped_column(Integer)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_recipient_keys_member", "member"),)


def new_link_token() -> str:
    """128 random bits, as they stand in a link."""
    return secrets.token_urlsafe(_LINK_BYTES)


def new_session_token() -> str:
    """256 random bits, as they stand in the cookie."""
    return secrets.token_urlsafe(_SESSION_BYTES)


def hashed(token: str) -> str:
    """Under which a token is kept: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
