"""What the case manager does out of everybody's sight: a participant, releases, sealed messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import delete, select

from models.acts.messages import Outgoing, could_open, send, take_back
from models.acts.participants import begin, climb
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import revoke
from models.classes import Category, Purpose
from models.consent import Consent, Ended, Recipient, Release, Signed
from models.participant import Rung, circle_of
from models.people import Actor, Role, find_actor
from models.scene import Scene
from models.schema import Handle, MessageRef, ParticipantRef, ReferralRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Seat
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR, SERGEANT
from tests.worlds.ground import BEGIN
from tests.worlds.people import DEFENDER, handle_on
from tests.worlds.world import World

# Who is sent the message: of the prosecution, of the police, of the defence.
READERS: tuple[str, ...] = (PROSECUTOR, SERGEANT, DEFENDER)
TODAY = BEGIN.date()


@contextmanager
def case_manager(world: World) -> Iterator[Scene]:
    """One act of hers, committed."""
    ground = world.harbor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        yield Scene(work, ground.vault, ground.audit, rules, CASE_MANAGER, ground.now())
        work.commit()


def begun(world: World, referral: str = "", rung: Rung = Rung.NONE) -> ParticipantRef:
    """A new participant, on this rung."""
    with case_manager(world) as scene:
        ref = begin(scene, "north", ReferralRef(referral) if referral else None).ref
    if rung is Rung.ENROLLED:
        signed(world, ref)
    if rung is not Rung.NONE:
        with case_manager(world) as scene:
            climb(scene, ref, rung)
    return ref


def signed(
    world: World,
    ref: ParticipantRef,
    purpose: Purpose = Purpose.COORDINATION,
    expires_on: date = date(2027, 9, 15),
) -> None:
    """A release to the readers' agencies and roles."""
    with case_manager(world) as scene:
        recipients = tuple(_recipient(_actor(scene, reader), purpose) for reader in READERS)
        circle = circle_of(scene.work, scene.vault.rows, ref)
        assert circle is not None
        sign_release(
            scene, circle, ReleaseForm(TODAY, Signed.ON_PAPER, recipients, expires_on, by_event=False)
        )


def sent(world: World, about: ParticipantRef) -> MessageRef:
    """A sealed message to the readers; their cards have arrived, and each would open now."""
    with case_manager(world) as scene:
        fields = {"subject": Sensitive("A bed"), "text": Sensitive("He asked about a bed.")}
        outgoing = Outgoing(about, Category.BARRIERS, Purpose.COORDINATION, fields)
        seats = [could_open(scene, _actor(scene, reader), outgoing) for reader in READERS]
        entitled = [seat for seat in seats if isinstance(seat, Seat)]
        assert len(entitled) == len(READERS)
        ref = send(scene, _actor(scene, CASE_MANAGER), outgoing, entitled).ref
    world.deliver()
    with case_manager(world) as scene:
        for reader in READERS:
            handle = Handle(handle_on(world.screens.cards(reader)[-1]))
            opener = scene.vault.opener
            assert opener.still_open(scene.work, scene.rules, SlackUserId(reader), handle, scene.moment)
    return ref


def revoked(world: World, about: ParticipantRef, how: Ended, role: Role | None = None) -> None:
    """Every consent of theirs ends, or only the ones that name this role."""
    with case_manager(world) as scene:
        query = select(Consent.id).where(Consent.participant == about)
        if role is not None:
            query = query.where(Consent.role == role.value)
        revoke(scene, about, scene.work.session.scalars(query).all(), how)


def standing(world: World) -> list[Consent]:
    """Every consent there is, revoked or not."""
    with world.harbor.ground.database.look() as work:
        return list(work.session.scalars(select(Consent).order_by(Consent.id)))


def unsigned(world: World, about: ParticipantRef) -> None:
    """As if none had ever been signed."""
    with case_manager(world) as scene:
        scene.work.session.execute(delete(Consent).where(Consent.participant == about))
        scene.work.session.execute(delete(Release).where(Release.participant == about))


def taken_back(world: World, message: MessageRef) -> None:
    """The sender withdraws it."""
    with case_manager(world) as scene:
        take_back(scene, message)


def _actor(scene: Scene, user: str) -> Actor:
    return find_actor(scene.work, scene.vault.rows, SlackUserId(user), scene.rules.today(scene.moment))


def _recipient(actor: Actor, purpose: Purpose) -> Recipient:
    [role] = actor.roles
    return Recipient(actor.agency, role, frozenset({Category.BARRIERS}), frozenset({purpose}))
