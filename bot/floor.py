"""Lays the ground: database, key ring, journal, audit and vault, checked before anything stands on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.clock_source import clock_of
from bot.settings import Settings
from handlers.deps import Ground
from models import cipher
from models.acts.site_rules import identify
from models.audit import AuditTrail
from models.database import Database
from models.errors import Unsafe
from models.journal import RevocationJournal
from models.keyring import FileKeyRing
from models.migrations import HEAD, standing
from models.site_versions import SiteBook
from models.vault import Custody, open_vault


class Bell:
    """Rings whoever listens; before anybody does, ringing is harmless (the outbox is looked at anyway)."""

    def __init__(self) -> None:
        self.answer: Callable[[], None] = lambda: None

    def __call__(self) -> None:
        """Ring."""
        self.answer()


@dataclass(frozen=True)
class Floor:
    """The ground with its keys, for the roof alone: features only ever see `ground`."""

    ground: Ground
    keys: FileKeyRing
    journal: RevocationJournal
    bell: Bell


def open_database(settings: Settings) -> Database:
    """The database; the folder of an SQLite file is made, closed to others.

    Raises:
        Unsafe: the URL cannot be used.
    """
    try:
        url = make_url(settings.database_url)
    except (ArgumentError, ValueError):
        raise Unsafe("LEADBOT_DATABASE_URL is not an SQLAlchemy URL.") from None
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise Unsafe("LEADBOT_DATABASE_URL must name SQLite or PostgreSQL (postgresql+psycopg://...).")
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return Database(settings.database_url)
    except (ArgumentError, ModuleNotFoundError):  # it names a driver that we do not bring
        raise Unsafe("LEADBOT_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.") from None


def lay_floor(settings: Settings, *, team_id: str = "") -> Floor:
    """Open and check everything that lies under the features.

    Raises:
        Unsafe: a safeguard does not hold; the text says which and how to mend it.
        StorageUnavailable: the database does not answer.
    """
    database = open_database(settings)
    if standing(database) != HEAD:
        raise Unsafe("The database is not at this version's step. Run `leadbot migrate` first.")
    keys = FileKeyRing.load(settings.keyring)
    journal = open_journal(settings, keys)
    journal.verify()
    audit = open_audit(settings, keys)
    with database.work() as work:
        site_id = identify(work, keys)
        work.commit()
    vault = open_vault(keys, journal, audit, Custody(site_id, team_id))
    bell = Bell()
    now: Callable[[], datetime] = clock_of(settings.practice_clock)
    ground = Ground(database, vault, audit, SiteBook(vault.rows), now, bell)
    return Floor(ground, keys, journal, bell)


def open_journal(settings: Settings, keys: FileKeyRing) -> RevocationJournal:
    """The revocation journal beside the key ring, under the ring's row keys."""

    def mac(texts: Sequence[str]) -> bytes:
        key_id = keys.active("rows")
        return cipher.row_mac(cipher.Key(key_id, keys.secret(key_id)), "revocations", "", 0, texts)

    def holds(texts: Sequence[str], stored: bytes) -> bool:
        key_id = cipher.mac_key_id(stored)
        key = cipher.Key(key_id, keys.secret(key_id))
        return cipher.row_mac_holds(key, stored, "revocations", "", 0, texts)

    return RevocationJournal(settings.keyring.with_name("revocations.jsonl"), mac, holds)


def open_audit(settings: Settings, keys: FileKeyRing) -> AuditTrail:
    """The audit trail, its heads signed by the ring's Ed25519 key and the last one kept beside the ring."""
    signer = cipher.HeadSigner("audit-sign", keys.secret("audit-sign"))
    return AuditTrail(signer, settings.keyring.with_name("audit-head.json"))
