"""A laid Lantern Harbor for tests of the Slack wing: a real ground on a file, and a clock one can set."""

from __future__ import annotations

import atexit
import functools
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event, func, select

from bot.floor import Floor, lay_floor, open_database
from bot.practice import SITE
from bot.settings import Settings
from handlers.deps import Ground
from handlers.forms import Draft
from handlers.referrals.facts import Receipt
from handlers.referrals.handoff import Handoff
from handlers.referrals.service import Referrals
from models.acts import steps
from models.acts.appoint import appoint
from models.acts.chain import BOT
from models.acts.site_rules import adopt
from models.acts.suspend import suspend
from models.acts.test_cards import every_card_seen
from models.audit import audit_events
from models.classes import Basis, Category
from models.duties import Act
from models.envelope import SealedItem
from models.keyring import FileKeyRing
from models.migrations.steps import upgrade
from models.notice import Kind, Notice
from models.people import Account, Role
from models.referral import Door, Referral
from models.roster_file import Seating, read_roster_file
from models.scene import Scene
from models.schema import Base, Handle, ReferralRef, SlackUserId
from models.sensitive import Sensitive
from models.site import SiteRules
from models.site_file import read_site_file
from scheduler.deadlines import Deadlines

TEAM = "T0LANTERN1"
START = datetime.now(UTC).replace(microsecond=0)
OFFICER, QUAY_OFFICER, SERGEANT = map(SlackUserId, ("UQUILL001", "UMARROW01", "UOXLIP001"))
RESPONDER, BACKUP, CASE_MANAGER = map(SlackUserId, ("ULARKSP01", "UMOTHW001", "UBRAMBL01"))
CLINICAL, MANAGER = map(SlackUserId, ("UHOLLY001", "UFENNIM01"))
NEIGHBOR, PROSECUTOR, STRANGER = map(SlackUserId, ("USTOOP001", "UVANEX001", "UUNROST01"))

# What nobody but an entitled reader may ever see: every test that looks for a leak looks for these.
SECRETS = ("Zebulon Testperson", "Dock shelter 7", "555-0107", "asked about a bed")
DETAILS: Mapping[Door, Mapping[Category, Mapping[str, str]]] = {
    Door.FIELD_HELP: {Category.LOCATION: {"place": "Dock shelter 7", "callback": "555-0107"}},
    Door.ARREST_DIVERSION: {Category.LOCATION: {"place": "Dock shelter 7", "callback": "555-0107"}},
    Door.SOCIAL_CONTACT: {
        Category.IDENTITY: {"person": "Zebulon Testperson"},
        Category.LOCATION: {"place": "Dock shelter 7"},
        Category.INCIDENT: {"reason": "He asked about a bed.", "willing": "interested"},
    },
    Door.COMMUNITY: {
        Category.IDENTITY: {"person": "Zebulon Testperson"},
        Category.LOCATION: {"place": "Dock shelter 7", "times": "Evenings"},
        Category.INCIDENT: {"danger": "no", "happens": "He asked about a bed."},
    },
}
REST = {
    Category.IDENTITY: {"person": "Zebulon Testperson"},
    Category.INCIDENT: {"offence": "trespass", "attested": "yes"},
}


class SetTime:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def go(self, by: timedelta) -> None:
        self.moment += by


def sensitive(details: Mapping[Category, Mapping[str, str]]) -> dict[Category, dict[str, Sensitive]]:
    return {
        category: {name: Sensitive(text) for name, text in fields.items()}
        for category, fields in details.items()
    }


def draft_of(door: Door, region: str = "") -> Draft:
    return Draft({"region": region} if region else {}, sensitive(DETAILS[door]))


@dataclass
class Harbor:
    """The ground of one test, and short words for what is done on it."""

    folder: Path
    floor: Floor
    ground: Ground
    time: SetTime
    rung: list[str] = field(default_factory=list)

    @property
    def referrals(self) -> Referrals:
        return Referrals(self.ground)

    @property
    def handoff(self) -> Handoff:
        return Handoff(self.ground)

    def refer(
        self,
        user: SlackUserId = OFFICER,
        door: Door = Door.ARREST_DIVERSION,
        *,
        region: str = "",
        form: str = "VFORM1",
        key: str = "",
        draft: Draft | None = None,
    ) -> Receipt:
        draft = draft or draft_of(door, region)
        return self.referrals.submit(user, door, draft, view_id=form, key=key or f"submit:{form}")

    def act(self, user: SlackUserId, ref: ReferralRef, act: Act, minutes: int = 0) -> None:
        key = f"{ref}:{user}:{act}:{self.time.moment}:{minutes}"
        self.handoff.act(user, self.item(ref, user), act, minutes=minutes, key=key)

    def item(self, ref: ReferralRef, user: SlackUserId, basis: Basis = Basis.REFERRAL) -> Handle:
        query = select(SealedItem.handle).where(
            SealedItem.subject == ref, SealedItem.recipient == user, SealedItem.basis == basis.value
        )
        with self.ground.database.look() as work:
            return work.session.scalars(query).one()

    def referral(self, ref: ReferralRef) -> Referral:
        with self.ground.database.look() as work:
            return work.session.get_one(Referral, ref)

    def notices(self, *kinds: Kind) -> list[Notice]:
        query = select(Notice).order_by(Notice.id)
        if kinds:
            query = query.where(Notice.kind.in_([kind.value for kind in kinds]))
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))

    def told(self, user: SlackUserId) -> list[Kind]:
        return [Kind(notice.kind) for notice in self.notices() if notice.recipient == user]

    def verbs(self) -> list[str]:
        with self.ground.database.look() as work:
            rows = work.session.execute(select(audit_events.c.verb).order_by(audit_events.c.seq))
            return [row.verb for row in rows]

    def decisions(self, verb: str) -> list[str]:
        query = select(audit_events.c.decision).where(audit_events.c.verb == verb)
        with self.ground.database.look() as work:
            return [row.decision for row in work.session.execute(query.order_by(audit_events.c.seq))]

    def count(self, *rows: type[Base]) -> int:
        with self.ground.database.look() as work:
            return sum(work.session.scalar(select(func.count()).select_from(row)) or 0 for row in rows)

    def rules(self) -> SiteRules:
        with self.ground.database.look() as work:
            return self.ground.book.current(work)

    def change_rules(self, **tables: object) -> None:
        rules = SiteRules.model_validate({**self.rules().model_dump(by_alias=True), **tables})
        with self.ground.database.work() as work:
            adopt(work, self.ground.vault, self.ground.audit, rules, self.time())
            work.commit()

    def seat(self, user: str, agency: str, *roles: Role, account: Account = Account.ANY) -> SlackUserId:
        seat = Seating(
            SlackUserId(user), "Fictional Person", agency, tuple(sorted(roles)), (), account, None, None
        )
        self.appoint([seat])
        return seat.user

    def appoint(self, seats: Sequence[Seating]) -> None:
        ground = self.ground
        with ground.database.work() as work:
            appoint(work, ground.vault, ground.audit, ground.book.current(work), seats, self.time())
            work.commit()

    def suspend(self, user: SlackUserId) -> None:
        ground = self.ground
        with ground.database.work() as work:
            suspend(work, ground.vault, ground.audit, user, self.time(), "operator")
            work.commit()

    def seat_anew(self, user: SlackUserId, agency: str, *roles: Role) -> None:
        """Suspended and appointed again: what they were handed before stays withdrawn."""
        self.suspend(user)
        today = self.rules().today(self.time())
        self.appoint([Seating(user, "Fictional Person", agency, roles, (), Account.ANY, today, None)])

    def alter(self, ref: ReferralRef) -> None:
        """Change a referral's region behind the bot's back: its MAC does not hold any more."""
        with self.ground.database.work() as work:
            work.session.get_one(Referral, ref).region = "quay"
            work.commit()

    def is_signed(self, ref: ReferralRef) -> bool:
        """Whether what stands there is what the bot wrote last."""
        with self.ground.database.look() as work:
            return self.ground.vault.rows.row_holds(work.session.get_one(Referral, ref))

    def wait(self, minutes: float) -> None:
        """Let time pass, one minute at a time, and take what falls due meanwhile."""
        taker = Deadlines(
            self.ground.database,
            lambda work, step: steps.take(self.ground.scene(work, BOT), step),
            given_up=lambda work, step: steps.tell_given_up(self.ground.scene(work, BOT), step),
            now=self.time,
        )
        end = self.time.moment + timedelta(minutes=minutes)
        while self.time.moment < end:
            self.time.moment = min(end, self.time.moment + timedelta(minutes=1))
            taker.take_due()

    @contextmanager
    def busy(self, seconds: float = 0.1) -> Iterator[None]:
        """Another process writes to the database and does not end; who waits gives up after so long."""
        engine = self.ground.database.engine

        def impatient(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")

        other = sqlite3.connect(self.folder / "data" / "leadbot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        event.listen(engine, "checkout", impatient)
        yield
        event.remove(engine, "checkout", impatient)
        engine.dispose()  # the next connections are as patient as ever
        other.close()

    def everything_stored(self) -> bytes:
        """Every byte the database has on disk."""
        self.ground.database.close()
        return b"".join(path.read_bytes() for path in sorted((self.folder / "data").iterdir()))


def settings_in(folder: Path, **more: str) -> Settings:
    environ = {
        "LEADBOT_DATABASE_URL": f"sqlite:///{folder / 'data' / 'leadbot.db'}",
        "LEADBOT_KEYRING": str(folder / "keys" / "keyring.json"),
        **more,
    }
    return Settings.from_environment(environ)


@functools.cache
def _template() -> Path:
    """Lantern Harbor laid once; every test gets a copy, which costs milliseconds instead of a second."""
    folder = Path(tempfile.mkdtemp(prefix="leadbot-harbor-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = settings_in(folder)
    settings.keyring.parent.mkdir(mode=0o700)
    database = open_database(settings)
    upgrade(database)
    database.close()
    FileKeyRing.create(settings.keyring, START)
    floor = lay_floor(settings, team_id=TEAM)
    ground = floor.ground
    with ground.database.work() as work:
        rules = read_site_file(SITE / "site.toml")
        adopt(work, ground.vault, ground.audit, rules, START)
        seats = read_roster_file(SITE / "members.csv", rules)
        appoint(work, ground.vault, ground.audit, rules, seats, START)
        every_card_seen(Scene(work, ground.vault, ground.audit, rules, SlackUserId("operator"), START))
        work.commit()
    floor.keys.ensure_epochs(START, rules.clocks.destroy_days)
    ground.database.close()
    return folder


def lay(folder: Path) -> Harbor:
    """A Lantern Harbor of this test's own in `folder`; the caller closes its database."""
    shutil.copytree(_template(), folder / "harbor")
    home = folder / "harbor"
    floor = lay_floor(settings_in(home), team_id=TEAM)
    time, rung = SetTime(), list[str]()
    ground = replace(floor.ground, now=time, wake=lambda: rung.append("woken"))
    return Harbor(home, floor, ground, time, rung)
