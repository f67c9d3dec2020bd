"""Two participants are kept apart (an order between them): nobody sits at both tables, and none is named."""

from __future__ import annotations

from sqlalchemy import select

from models.acts.conference_keep import about
from models.acts.conference_people import circle_about, kept_apart
from models.acts.conference_running import flag_sit_out
from models.audit import Verb
from models.conference import Apart, seats_at
from models.consent import new_id
from models.duties import DUTIES, Duty
from models.errors import NotAvailable
from models.participant import Circle, circle_of
from models.people import Actor
from models.scene import Scene, the_actor
from models.schema import ParticipantRef


def keep_apart(scene: Scene, one: ParticipantRef, other: ParticipantRef) -> None:
    """From now on nobody is proposed for the one's table who works with the other; twice changes nothing.

    Raises:
        NotAvailable: not both of them people whom this user works with, or the same one twice.
        NotOnRoster: no seat now.
    """
    actor = the_actor(scene)
    lesser, greater = sorted((one, other))
    if one == other or not all(_works_with(scene, actor, ref) for ref in (one, other)):
        raise NotAvailable
    known = select(Apart).where(Apart.one == lesser, Apart.other == greater, Apart.ended_at.is_(None))
    if scene.work.session.scalar(known.limit(1)) is None:
        row = Apart(
            id=new_id(),
            one=lesser,
            other=greater,
            noted_by=scene.user,
            noted_at=scene.moment,
            version=1,
            mac=b"",
        )
        scene.vault.rows.sign_row(row)
        scene.work.session.add(row)
        scene.work.session.flush()
        scene.note(Verb.APART_NOTED, (lesser, greater))
    for ref in (one, other):
        _flag(scene, ref)


def end_apart(scene: Scene, one: ParticipantRef, other: ParticipantRef) -> None:
    """It is over; one that does not stand changes nothing.

    Raises:
        NotAvailable: not both of them people whom this user works with.
        NotOnRoster: no seat now.
    """
    actor = the_actor(scene)
    if not all(_works_with(scene, actor, ref) for ref in (one, other)):
        raise NotAvailable
    lesser, greater = sorted((one, other))
    query = select(Apart).where(Apart.one == lesser, Apart.other == greater, Apart.ended_at.is_(None))
    for row in scene.work.session.scalars(query.with_for_update()):
        row.version = scene.vault.revoker.overtake(scene.work, row, scene.moment) + 1
        row.ended_at = scene.moment
        scene.vault.rows.sign_row(row)
        scene.note(Verb.APART_NOTED, (lesser, greater), "ended")
    scene.work.session.flush()


def _works_with(scene: Scene, actor: Actor, ref: ParticipantRef) -> bool:
    circle: Circle | None = circle_of(scene.work, scene.vault.rows, ref)
    return circle is not None and any(
        actor.holds(role) and circle.has(actor, role) for role in DUTIES[Duty.KEEP_FOLDER]
    )


def _flag(scene: Scene, ref: ParticipantRef) -> None:
    """Whoever sits at a table already that is theirs no more: the clinical supervisors hear which table."""
    apart = kept_apart(scene, ref)
    for conference in about(scene, ref):
        circle = circle_about(scene, conference)
        if circle is not None and any(row.member in apart for row in seats_at(scene.work, conference.ref)):
            flag_sit_out(scene, circle, conference)
