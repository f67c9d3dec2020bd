"""A participant begins, the team around them changes, and the consent ladder is climbed or stepped down."""

from __future__ import annotations

from sqlalchemy import select

from models.acts.approval import require_approved
from models.acts.capacity import require_room
from models.acts.conference_keep import joined_team
from models.acts.suspend import blank_open_views
from models.acts.waitlist import propose_next
from models.audit import Verb
from models.consent import new_id
from models.duties import DUTIES, Duty
from models.errors import AlreadyChanged, NotAllowed, UnknownReference
from models.participant import Assignment, Circle, Participant, Rung, circle_of, reserve_participant
from models.people import Actor, Role, find_actor
from models.referral import Referral, State
from models.scene import Scene, the_actor
from models.schema import ParticipantRef, ReferralRef, SlackUserId

_WORKERS = (Role.CASE_MANAGER, Role.LEGAL_SYSTEM_ADVOCATE, Role.CLINICAL_SUPERVISOR)


def begin(scene: Scene, region: str, referral: ReferralRef | None = None) -> Participant:
    """A new participant of the acting case manager's agency, who is their team's first member.

    `referral`: the one they come from; it was met. The caller offers only what was handed to who begins.

    Raises:
        NotAllowed: not a case manager or clinical supervisor of a case-management agency, or no such region.
        UnknownReference: no such referral, or not met yet.
        AlreadyChanged: somebody has begun with it already.
        NoRoom: a case manager who is at the ceiling, and was not given this referral before.
    """
    actor = the_actor(scene)
    role = next((role for role in sorted(DUTIES[Duty.BEGIN]) if actor.holds(role)), None)
    if role is None or not actor.serves(region) or region not in {one.code for one in scene.rules.regions}:
        raise NotAllowed
    given = referral is not None and _see_it_was_met(scene, referral).case_manager == actor.user
    if role is Role.CASE_MANAGER and not given:  # what was given is counted already
        require_room(scene, actor.user)
    row = Participant(
        ref=reserve_participant(scene.work),
        agency=actor.agency,
        region=region,
        rung=Rung.NONE.value,
        referral=referral,
        begun_by=actor.user,
        begun_at=scene.moment,
        version=1,
        mac=b"",
    )
    scene.vault.rows.sign_row(row)
    scene.work.session.add(row)
    scene.work.session.flush()
    scene.note(Verb.PARTICIPANT_BEGUN, (row.ref, *((referral,) if referral else ())))
    _assign(scene, row.ref, actor, role)
    return row


def _see_it_was_met(scene: Scene, ref: ReferralRef) -> Referral:
    query = select(Referral).where(Referral.ref == ref).with_for_update()
    row = scene.work.session.scalar(query.execution_options(populate_existing=True))
    if row is None or not scene.vault.rows.row_holds(row) or row.state != State.MET:
        raise UnknownReference
    if scene.work.session.scalar(select(Participant.ref).where(Participant.referral == ref).limit(1)):
        raise AlreadyChanged("begun")
    return row


def join_team(scene: Scene, circle: Circle, member: SlackUserId, role: Role) -> None:
    """Assign somebody of the same agency; assigning twice changes nothing. The caller has asked for the duty.

    Raises:
        NotAllowed: not of the agency, or without that role, or not a role of a team.
        NotOnRoster: no seat now.
        NoRoom: a case manager who is at the ceiling.
    """
    actor = find_actor(scene.work, scene.vault.rows, member, scene.rules.today(scene.moment))
    if role not in _WORKERS or not actor.holds(role) or actor.agency != circle.agency or circle.closed:
        raise NotAllowed
    if (member, role) not in circle.team:
        if role is Role.CASE_MANAGER:
            require_room(scene, member)
        _assign(scene, circle.ref, actor, role)
        joined_team(scene, circle.ref)


def leave_team(scene: Scene, circle: Circle, member: SlackUserId) -> None:
    """End every assignment of theirs here; what they have open goes blank.

    Raises:
        NotAllowed: nobody would be left on the team.
    """
    if {user for user, _ in circle.team} <= {member}:
        raise NotAllowed
    query = select(Assignment).where(
        Assignment.participant == circle.ref, Assignment.member == member, Assignment.ended_at.is_(None)
    )
    for row in scene.work.session.scalars(query.with_for_update()):
        row.version = scene.vault.revoker.overtake(scene.work, row, scene.moment) + 1
        row.ended_at = scene.moment
        scene.vault.rows.sign_row(row)
        scene.note(Verb.TEAM_CHANGED, (circle.ref, member), "left")
    scene.work.session.flush()
    blank_open_views(scene.work, member, scene.moment)
    propose_next(scene)


def climb(scene: Scene, ref: ParticipantRef, rung: Rung) -> None:
    """Move on the consent ladder, up or down; enrolment asks for at least one release that runs today.

    Raises:
        NotAllowed: no release runs.
        NotApproved: the door of their referral asks for an approval that has not been given.
        UnknownReference: no such participant, or an altered row.
    """
    query = select(Participant).where(Participant.ref == ref).with_for_update()
    row = scene.work.session.scalar(query.execution_options(populate_existing=True))
    circle = circle_of(scene.work, scene.vault.rows, ref) if row is not None else None
    if row is None or circle is None:
        raise UnknownReference
    today = scene.rules.today(scene.moment)
    runs = any(
        one.starts_on <= today and (one.expires_on is None or today <= one.expires_on)
        for one in circle.consents
    )
    if rung is Rung.ENROLLED and not runs:
        raise NotAllowed
    if rung is Rung.ENROLLED:
        require_approved(scene, row)
    if row.rung == rung:
        return
    row.version = scene.vault.revoker.overtake(scene.work, row, scene.moment) + 1
    row.rung = rung.value
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    scene.note(Verb.PARTICIPANT_CHANGED, (ref,), rung.value)


def _assign(scene: Scene, ref: ParticipantRef, actor: Actor, role: Role) -> None:
    row = Assignment(
        id=new_id(),
        participant=ref,
        member=actor.user,
        role=role.value,
        begun_at=scene.moment,
        version=1,
        mac=b"",
    )
    scene.vault.rows.sign_row(row)
    scene.work.session.add(row)
    scene.work.session.flush()
    scene.note(Verb.TEAM_CHANGED, (ref, actor.user), f"joined:{role.value}")
