"""A conference about a situation: asked for with it, and over with it."""

from __future__ import annotations

from sqlalchemy import select

from models.audit import Verb
from models.conference import About, Conference, ConferenceState, Reason, reserve_conference
from models.people import Actor
from models.scene import Scene
from models.site import Group
from models.situation import Situation


def ask_for_conference(scene: Scene, row: Situation, actor: Actor, group: Group) -> None:
    """It is wanted; a meeting of the group, or its facilitator, gives it a time."""
    conference = Conference(
        ref=reserve_conference(scene.work),
        about=About.SITUATION.value,
        participant="",
        situation=row.ref,
        group=group.code,
        regions=row.region,
        asker=actor.user,
        asker_agency=actor.agency,
        reason=Reason.OTHER.value,
        wanted=row.wanted,
        facilitator=group.facilitator or row.owner,
        meeting="",
        starts_at=None,
        minutes=scene.rules.conference.minutes,
        state=ConferenceState.ASKED.value,
        asked_at=scene.moment,
        closed_at=None,
        anchor="",
        version=1,
    )
    scene.vault.rows.sign_row(conference)
    scene.work.session.add(conference)
    scene.work.session.flush()
    scene.note(Verb.CONFERENCE_ASKED, (conference.ref, row.ref))


def close_conferences_of(scene: Scene, row: Situation) -> None:
    """Nothing is left to be said of it."""
    query = select(Conference).where(
        Conference.situation == row.ref, Conference.state != ConferenceState.CLOSED.value
    )
    for conference in scene.work.session.scalars(query.with_for_update()).all():
        if not scene.vault.rows.row_holds(conference):
            continue  # a row that somebody altered is left alone: signing it anew would make it hold
        conference.state, conference.closed_at = ConferenceState.CLOSED.value, scene.moment
        conference.version += 1
        scene.vault.rows.sign_row(conference)
        scene.work.session.flush()
        scene.note(Verb.CONFERENCE_ENDED, (conference.ref,), "situation_closed")
