"""A participant rests, and is active again: whoever rests leaves room for others, and loses nothing."""

from __future__ import annotations

from sqlalchemy import select

from models.acts.capacity import require_room
from models.acts.waitlist import propose_next
from models.audit import Verb
from models.errors import UnknownReference
from models.participant import Circle, Participant, circle_of
from models.people import Role
from models.scene import Scene
from models.schema import ParticipantRef


def rest(scene: Scene, ref: ParticipantRef) -> None:
    """Not active just now: folder, releases and team stay as they are. Said twice it changes nothing.

    The caller has asked for the duty. Raises:
        UnknownReference: no such participant, or an altered row.
    """
    row, circle = _held(scene, ref)
    if circle.active:
        _keep(scene, row, resting=True)
        propose_next(scene, [circle.region])


def resume(scene: Scene, ref: ParticipantRef) -> None:
    """Active again, and counted again for every case manager of the team. Said twice it changes nothing.

    The caller has asked for the duty. Raises:
        NoRoom: one of them is at the ceiling; somebody else can join the team first.
        UnknownReference: no such participant, or an altered row.
    """
    row, circle = _held(scene, ref)
    if circle.active:
        return
    # In one order, so that two of these never hold each other's seats.
    for member in sorted(user for user, role in circle.team if role is Role.CASE_MANAGER):
        require_room(scene, member)
    _keep(scene, row, resting=False)


def _held(scene: Scene, ref: ParticipantRef) -> tuple[Participant, Circle]:
    query = select(Participant).where(Participant.ref == ref).with_for_update()
    row = scene.work.session.scalar(query.execution_options(populate_existing=True))
    circle = circle_of(scene.work, scene.vault.rows, ref) if row is not None else None
    if row is None or circle is None or circle.closed:
        raise UnknownReference
    return row, circle


def _keep(scene: Scene, row: Participant, *, resting: bool) -> None:
    row.version = scene.vault.revoker.overtake(scene.work, row, scene.moment) + 1
    row.inactive_since = scene.moment if resting else None
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    scene.note(Verb.PARTICIPANT_CHANGED, (row.ref,), "inactive" if resting else "active")
