"""A laid ground for tests: Lantern Harbor with its roster, and referrals whose details are sealed."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Executable, Table, select, text

from bot.floor import open_audit, open_journal
from bot.settings import Settings
from models.acts.appoint import appoint
from models.acts.site_rules import adopt, identify
from models.audit import AuditTrail, audit_events
from models.classes import Basis, Category
from models.database import Database, UnitOfWork
from models.journal import RevocationJournal
from models.keyring import FileKeyRing
from models.lease import Lease
from models.notice import Notice
from models.people import Member, Role, find_actor
from models.referral import Door, Referral, reserve
from models.replay import Replay
from models.roster_file import Seating, read_roster_file
from models.schema import Base, Handle, ReferralRef, SlackUserId
from models.sensitive import Sensitive
from models.site import SiteRules
from models.site_file import read_site_file
from models.vault import Custody, Opened, Refused, Seat, Vault, open_vault
from tests.databases import is_untouched, migrated_url, put_in_place

SITE = Path(__file__).parent.parent / "bot" / "lantern_harbor"
NOON = datetime(2026, 9, 15, 19, tzinfo=UTC)  # noon in Lantern Harbor
ROWS = (Lease, Notice, Replay)  # imported so that Base.metadata knows every table
TEAM = "T0HARBOR1"
OFFICER, QUAY_OFFICER = SlackUserId("UQUILL001"), SlackUserId("UMARROW01")
RESPONDER, BACKUP = SlackUserId("ULARKSP01"), SlackUserId("UMOTHW001")
CASE_MANAGER, CLINICIAN = SlackUserId("UBRAMBL01"), SlackUserId("UHOLLY001")
MANAGER, NEIGHBOR, PROSECUTOR = SlackUserId("UFENNIM01"), SlackUserId("USTOOP001"), SlackUserId("UVANEX001")

DETAILS: Mapping[Category, Mapping[str, str]] = {
    Category.IDENTITY: {"person": "Zebulon Testperson, green coat"},
    Category.LOCATION: {"place": "Fifth and Anchor, bus shelter", "callback": "555-0102"},
    Category.INCIDENT: {"offence": "trespass"},
}


def sensitive(details: Mapping[Category, Mapping[str, str]]) -> dict[Category, dict[str, Sensitive]]:
    """Plain test details as the vault takes them."""
    return {
        category: {name: Sensitive(text) for name, text in fields.items()}
        for category, fields in details.items()
    }


def revealed(opened: Opened | Refused) -> dict[Category, dict[str, str]]:
    """What an opening shows, in plain words; an opening that was refused shows nothing."""
    if isinstance(opened, Refused):
        return {}
    return {
        category: {name: detail.reveal() for name, detail in fields.items()}
        for category, fields in opened.details.items()
    }


@dataclass(frozen=True)
class Told:
    """A referral and the handle of everybody who was handed it."""

    ref: ReferralRef
    handles: Mapping[SlackUserId, Handle]


@dataclass(frozen=True)
class Laid:
    """Everything under the features, on one database."""

    database: Database
    vault: Vault
    audit: AuditTrail
    journal: RevocationJournal
    keys: FileKeyRing
    rules: SiteRules
    seats: list[Seating]
    folder: Path
    custody: Custody = field(repr=False)

    @property
    def journal_file(self) -> Path:
        """Where the revocation journal stands."""
        return self.folder / "revocations.jsonl"

    def refer(
        self,
        door: Door = Door.ARREST_DIVERSION,
        *,
        referrer: SlackUserId = OFFICER,
        seats: tuple[Seat, ...] | None = None,
        region: str = "north",
        moment: datetime = NOON,
        details: Mapping[Category, Mapping[str, str]] = DETAILS,
    ) -> Told:
        """A referral with all three categories sealed, for its author and `seats` (the rota's two)."""
        handed = seats if seats is not None else (seat_of(RESPONDER), seat_of(BACKUP))
        with self.database.work() as work:
            author = find_actor(work, self.vault.rows, referrer, self.rules.today(moment))
            referral = Referral.open(
                ref=reserve(work)[0],
                door=door,
                region=region,
                priority=1,
                referrer=referrer,
                agency=author.agency,
                view_id=None,
                moment=moment,
                hand_off=timedelta(minutes=30),
            )
            self.vault.rows.sign_row(referral)
            work.session.add(referral)
            work.session.flush()
            handles = self.vault.sealer.seal(
                work,
                author,
                referral,
                sensitive(details),
                [Seat(referrer, None, Basis.OWN), *handed],
                moment=moment,
                destroy_after=timedelta(days=90),
            )
            work.commit()
        return Told(referral.ref, {seat.user: handle for seat, handle in handles.items()})

    def open_within(
        self, work: UnitOfWork, user: SlackUserId, handle: Handle, moment: datetime = NOON
    ) -> Opened | Refused:
        """An opening in somebody's unit of work."""
        return self.vault.opener.open_item(work, self.rules, user, handle, moment=moment, request_id="req-1")

    def open(self, user: SlackUserId, handle: Handle, moment: datetime = NOON) -> Opened | Refused:
        """An opening that is committed."""
        with self.database.work() as work:
            outcome = self.open_within(work, user, handle, moment)
            work.commit()
            return outcome

    def change(self, ref: ReferralRef, **columns: object) -> None:
        """Change a referral as the bot does: with a new version and a new MAC."""
        with self.database.work() as work:
            referral = work.session.get_one(Referral, ref)
            for name, value in columns.items():
                setattr(referral, name, value)
            referral.version += 1
            self.vault.rows.sign_row(referral)
            work.commit()

    def reappoint(self, user: SlackUserId, **columns: object) -> None:
        """Change a seat as the bot does: with a new version and a new MAC."""
        with self.database.work() as work:
            member = work.session.get_one(Member, user)
            for name, value in columns.items():
                setattr(member, name, value)
            member.version += 1
            self.vault.rows.sign_row(member)
            work.commit()

    def audit_rows(self) -> list[tuple[str, str, str, str]]:
        """The log as (actor, verb, objects, decision), oldest first."""
        columns = audit_events.c
        query = select(columns.actor, columns.verb, columns.objects, columns.decision)
        with self.database.look() as work:
            return [tuple(row) for row in work.session.execute(query.order_by(columns.seq))]


def seat_of(user: SlackUserId, role: Role = Role.OUTREACH_RESPONDER) -> Seat:
    """Somebody of the dispatched team."""
    return Seat(user, role, Basis.REFERRAL)


def lay(database: Database, folder: Path, *, people: bool = True) -> Laid:
    """Lantern Harbor on a database that has its tables; keys, journal and head stand in `folder`/keys."""
    home = folder / "keys"
    home.mkdir(mode=0o700, exist_ok=True)
    copied = people and not any(home.iterdir()) and is_untouched(database)
    if copied:
        template = _template()
        shutil.copytree(template / "keys", home, dirs_exist_ok=True)
        put_in_place(template / "leadbot.db", database)
    return _lay(database, home, people=people and not copied)


@functools.cache
def _template() -> Path:
    """The same laid once for a process: most tests get a copy, which is quicker than to write it all."""
    folder = Path(tempfile.mkdtemp(prefix="leadbot-laid-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "keys").mkdir(mode=0o700)
    with migrated_url("sqlite", folder) as url:
        database = Database(url)
        _lay(database, folder / "keys", people=True)
        database.close()
    return folder


def _lay(database: Database, home: Path, *, people: bool) -> Laid:
    settings = Settings.from_environment({"LEADBOT_KEYRING": str(home / "keyring.json")})
    keys = FileKeyRing.create(settings.keyring, NOON)
    journal, audit = open_journal(settings, keys), open_audit(settings, keys)
    rules = read_site_file(SITE / "site.toml")
    seats = read_roster_file(SITE / "members.csv", rules)
    with database.work() as work:
        custody = Custody(identify(work, keys), TEAM)
        vault = open_vault(keys, journal, audit, custody)
        if people:
            adopt(work, vault, audit, rules, NOON)
            appoint(work, vault, audit, rules, seats, NOON)
        work.commit()
    return Laid(database, vault, audit, journal, keys, rules, seats, home, custody)


@contextmanager
def laid_on_sqlite(folder: Path, *, people: bool = True) -> Iterator[Laid]:
    """The same for what does not hang on the dialect."""
    with migrated_url("sqlite", folder) as url:
        database = Database(url)
        yield lay(database, folder, people=people)
        database.close()


def table_of(row: type[Base]) -> Table:
    """The table behind a row class."""
    table = row.__table__
    assert isinstance(table, Table)
    return table


def intrude(work: UnitOfWork, *statements: Executable) -> None:
    """What somebody with the database's own password, and no key, can do within a unit of work."""
    if work.dialect == "postgresql":
        work.session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        work.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for statement in statements:
        work.session.execute(statement, execution_options={"synchronize_session": False})
    work.session.expire_all()
