"""Who means to be there: said by a tap before the hour, and told as a number to whoever runs it alone."""

from __future__ import annotations

from sqlalchemy import func, select, update

from models.acts.conference_seats import stands
from models.conference import COMING, About, Conference, ConferenceSeat, ConferenceState
from models.database import UnitOfWork
from models.scene import Scene
from models.schema import ConferenceRef


def say_coming(scene: Scene, ref: ConferenceRef) -> None:
    """Somebody invited means to be there; of whoever is not invited nothing is kept, and nothing is said."""
    conference = scene.work.session.get(Conference, ref)
    if conference is None or not scene.vault.rows.row_holds(conference):
        return
    seat = scene.work.session.get(ConferenceSeat, (ref, scene.user))
    if seat is not None and may_say(scene, conference, seat):
        seat.answer = COMING


def may_say(scene: Scene, conference: Conference, seat: ConferenceSeat) -> bool:
    """Whether there is an hour ahead to come to, and a place at it that is covered today."""
    ahead = conference.state == ConferenceState.PROPOSED and seat.ended_at is None
    return ahead and stands(scene, conference, seat)


def coming(work: UnitOfWork, conference: Conference) -> int | None:
    """How many mean to be there; None where nobody is asked.

    A place that ended because its release did counts on: a number that falls would tell that moment.
    """
    if conference.about == About.SITUATION or conference.state != ConferenceState.PROPOSED:
        return None
    query = select(func.count()).where(
        ConferenceSeat.conference == conference.ref, ConferenceSeat.answer == COMING
    )
    return work.session.scalar(query) or 0


def ask_anew(work: UnitOfWork, ref: ConferenceRef) -> None:
    """It has another hour: who meant to be there said so of the one before."""
    said = update(ConferenceSeat).where(ConferenceSeat.conference == ref, ConferenceSeat.answer == COMING)
    work.session.execute(said.values(answer=""))
