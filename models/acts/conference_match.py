"""Whether a potential referral's conference is about somebody known: told to their team alone."""

from __future__ import annotations

from sqlalchemy import select

from models.acts.conference_people import care_team
from models.acts.sighting import Sight, look_for
from models.audit import Verb
from models.conference import Conference, ConferenceState
from models.due import Step, finish, hold
from models.notice import Kind, NewNotice, Urgency, post
from models.participant import Participant, circle_of
from models.referral import Referral
from models.scene import Scene
from models.schema import ConferenceRef, ParticipantRef, ReferralRef, SlackUserId

_EACH = 3


def look(scene: Scene) -> Sight | None:
    """Hold what was brought lately against everybody known; reads only. None: nothing is due."""
    return look_for(scene, Step.CONFERENCE_LOOK)


def write_down(scene: Scene, sight: Sight) -> None:
    """The assigned team of somebody who may be meant is told, and nobody else. A step ends the same."""
    for step in hold(scene.work, sight.steps):
        ref = ConferenceRef(step.subject)
        conference = scene.work.session.get(Conference, ref)
        if conference is not None and conference.state != ConferenceState.CLOSED:
            found = [one for one in sight.matches.get(ReferralRef(ref), ()) if one.ref[:2] in {"C-", "R-"}]
            for known in dict.fromkeys(_who_it_is(scene, match.ref) for match in found[:_EACH]):
                _tell(scene, ref, known)
        scene.note(Verb.REFERRALS_PAIRED, (ref,), f"looked:{sight.against}")
        finish(step, "looked", scene.moment)


def _tell(scene: Scene, ref: ConferenceRef, known: str) -> None:
    kind = Kind.CONFERENCE_MATCH
    notices = [
        NewNotice(
            kind,
            user,
            f"{kind.value}:{ref}:{known}:{user}",
            subject=ref,
            target=known,
            urgency=Urgency.ROUTINE,
        )
        for user in _team_of(scene, known)
    ]
    post(scene.work, scene.moment, notices)


def _who_it_is(scene: Scene, ref: str) -> str:
    """The participant who came of a referral: then it is for their team, and not for whoever met them."""
    begun = select(Participant.ref).where(Participant.referral == ref).order_by(Participant.begun_at)
    return scene.work.session.scalar(begun.limit(1)) or ref if ref.startswith("R-") else ref


def _team_of(scene: Scene, known: str) -> list[SlackUserId]:
    """The assigned ones; of a referral whoever has it in hand."""
    if known.startswith("C-"):
        circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(known))
        return [] if circle is None or circle.closed else [one.user for one in care_team(scene, circle)]
    row = scene.work.session.get(Referral, ReferralRef(known))
    if row is None or not scene.vault.rows.row_holds(row):
        return []
    return [one for one in (row.case_manager or row.responder or row.acknowledged_by,) if one]
