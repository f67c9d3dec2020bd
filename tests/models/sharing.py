"""A participant of Lantern Harbor with a care team, and short words for what is done around them in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from models.acts.messages import Outgoing, could_open, send
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import Revoked, revoke
from models.classes import RELEASABLE, Category, Purpose
from models.consent import Consent, Ended, Recipient, Signed
from models.envelope import SealedItem
from models.participant import Circle, circle_of
from models.people import Actor, Role, find_actor
from models.scene import Scene
from models.schema import Base, Handle, MessageRef, ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Opened, Refused, Seat
from tests.factories import CASE_MANAGER, NOON, PROSECUTOR, Laid, revealed

T = TypeVar("T")
COLLEAGUE = SlackUserId("UTULLEX01")  # a second prosecutor of the same office
DEFENDER, LAWYER = SlackUserId("UAPPLEG01"), SlackUserId("UPELL0001")
OFFICE = "prosecutor:Lantern County Prosecutor"
DEFENSE = "defense:Lantern County Public Defense"
POLICE = "police:Lantern Harbor PD"
HOST = "case_management:Harbor Bridge Outreach"
SIGNED, UNTIL = date(2026, 9, 1), date(2026, 12, 1)
TEXT = "Zebulon Testperson waits for a bed at the dock shelter"


def office(
    *categories: Category, purposes: Sequence[Purpose] = (Purpose.COURT,), regions: Sequence[str] = ()
) -> Recipient:
    """The prosecutors' office, told of barriers unless said otherwise."""
    named = frozenset(categories or (Category.BARRIERS,))
    return Recipient(OFFICE, Role.LIAISON_PROSECUTOR, named, frozenset(purposes), frozenset(regions))


def defenders(*categories: Category) -> Recipient:
    """The public defenders, told of barriers unless said otherwise, for anything."""
    named = frozenset(categories or (Category.BARRIERS,))
    return Recipient(DEFENSE, Role.PUBLIC_DEFENDER, named, frozenset(RELEASABLE))


def form(
    *recipients: Recipient, signed_on: date = SIGNED, until: date | None = UNTIL, by_event: bool = False
) -> ReleaseForm:
    """A signed form for these recipients (the prosecutors' office)."""
    return ReleaseForm(signed_on, Signed.ON_PAPER, recipients or (office(),), until, by_event)


@dataclass
class Sharing:
    """One participant whom CASE_MANAGER works with."""

    ground: Laid
    ref: ParticipantRef

    def act(self, do: Callable[[Scene], T], user: SlackUserId = CASE_MANAGER, moment: datetime = NOON) -> T:
        """Do something in a unit of work of its own that is kept."""
        with self.ground.database.work() as work:
            done = do(scene_of(self.ground, work, user, moment))
            work.commit()
            return done

    def actor(self, user: SlackUserId, moment: datetime = NOON) -> Actor:
        """Who somebody is."""
        with self.ground.database.look() as work:
            return find_actor(work, self.ground.vault.rows, user, self.ground.rules.today(moment))

    def circle(self) -> Circle:
        """Who stands around the participant."""
        with self.ground.database.look() as work:
            circle = circle_of(work, self.ground.vault.rows, self.ref)
        assert circle is not None
        return circle

    def sign(self, *recipients: Recipient, **more: Any) -> list[str]:
        """Sign a release for these; answers the consents' ids in the order of the recipients."""
        whole = form(*recipients, **more)

        def do(scene: Scene) -> list[str]:
            release = sign_release(scene, self.circle(), whole)
            rows = scene.work.session.scalars(select(Consent).where(Consent.release_id == release.id)).all()
            by_agency = {(row.agency, row.role): row.id for row in rows}
            return [by_agency[one.agency, one.role.value] for one in whole.recipients]

        return self.act(do)

    def seal(
        self,
        *readers: SlackUserId,
        sender: SlackUserId = CASE_MANAGER,
        moment: datetime = NOON,
        category: Category = Category.BARRIERS,
        purpose: Purpose = Purpose.COURT,
        **more: Any,
    ) -> MessageRef:
        """Send a sealed message about the participant to the readers, each of whom could open it."""
        about = more.pop("about", self.ref)
        outgoing = Outgoing(about, category, purpose, {"text": Sensitive(TEXT)}, **more)

        def do(scene: Scene) -> MessageRef:
            seats = [could_open(scene, self.actor(one, moment), outgoing) for one in readers or (PROSECUTOR,)]
            granted = [seat for seat in seats if isinstance(seat, Seat)]
            assert granted == seats
            return send(scene, self.actor(sender, moment), outgoing, granted).ref

        return self.act(do, sender, moment)

    def handle(self, message: MessageRef, reader: SlackUserId = PROSECUTOR) -> Handle:
        """What the reader's card carries."""
        query = select(SealedItem.handle).where(SealedItem.subject == message, SealedItem.recipient == reader)
        with self.ground.database.look() as work:
            return work.session.scalars(query).one()

    def open(
        self, message: MessageRef, reader: SlackUserId = PROSECUTOR, moment: datetime = NOON
    ) -> Opened | Refused:
        """Open somebody's item of it."""
        return self.ground.open(reader, self.handle(message, reader), moment)

    def reads(self, message: MessageRef, reader: SlackUserId = PROSECUTOR, moment: datetime = NOON) -> bool:
        """Whether the reader sees the text now."""
        return TEXT in str(revealed(self.open(message, reader, moment)))

    def revoke(
        self,
        *consents: str,
        how: Ended = Ended.SPOKEN,
        moment: datetime = NOON,
        by: SlackUserId = CASE_MANAGER,
    ) -> Revoked:
        """End these consents."""
        return self.act(lambda scene: revoke(scene, self.ref, consents, how), by, moment)

    def alter(self, row: type[Base], key: str, **columns: object) -> None:
        """Change a signed row as the bot does: with a new version and a new MAC."""
        with self.ground.database.work() as work:
            found: Any = work.session.get_one(row, key)
            for name, value in columns.items():
                setattr(found, name, value)
            found.version += 1
            self.ground.vault.rows.sign_row(found)
            work.commit()


def scene_of(ground: Laid, work: Any, user: SlackUserId = CASE_MANAGER, moment: datetime = NOON) -> Scene:
    """Somebody acts on the ground."""
    return Scene(work, ground.vault, ground.audit, ground.rules, user, moment)


def share(ground: Laid) -> Sharing:
    """Begin with a participant of the north."""
    with ground.database.work() as work:
        ref = begin(scene_of(ground, work), "north").ref
        work.commit()
    return Sharing(ground, ref)
