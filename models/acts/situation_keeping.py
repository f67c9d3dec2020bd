"""What the owner of a situation does with it: numbers, another look, the end, somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from models.acts.groups import is_of, runs_meetings_of
from models.acts.situation_reviews import hand, local_today, plan_review
from models.acts.situation_sight import may_keep
from models.acts.situation_table import close_conferences_of
from models.acts.situation_telling import say_news, tell_raiser
from models.audit import Verb
from models.due import Step, call_off
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotOnRoster, UnknownReference, Vacant
from models.notice import Kind
from models.people import Actor, find_actor
from models.scene import Scene, the_actor
from models.schema import SituationRef, SlackUserId, new_handle
from models.situation import Counted, Situation, SituationCount, SituationState, locked_situation

FURTHEST = timedelta(days=365)
MOST = 100_000


@dataclass(frozen=True)
class Number:
    """So many, on the days from `since` to `until`, both included."""

    counted: Counted
    number: int
    since: date
    until: date


def give(scene: Scene, ref: SituationRef, to: SlackUserId) -> Situation:
    """Somebody of the group sees to it from now on.

    Raises:
        NotOnRoster, NotAvailable, AlreadyChanged: not theirs to give, or over.
        Vacant: that person has no seat in the group.
    """
    row = held_by_its_keeper(scene, ref)
    group = scene.rules.group(row.group)
    try:
        actor = find_actor(scene.work, scene.vault.rows, to, scene.rules.today(scene.moment))
    except NotOnRoster:
        raise Vacant from None
    if group is None or not (is_of(group, actor) or runs_meetings_of(group, actor)):
        raise Vacant
    hand(scene, row, to)
    return row


def add_number(scene: Scene, ref: SituationRef, number: Number) -> Situation:
    """Its owner, or a project manager, puts a number to it.

    Raises:
        NotOnRoster, NotAvailable, AlreadyChanged: not theirs, or over.
        NotAllowed: days that have not come, or a number that cannot be.
    """
    row = held_by_its_keeper(scene, ref)
    _add(scene, row, number)
    return row


def renew(
    scene: Scene, ref: SituationRef, review_on: date, words: str, number: Number | None = None
) -> Situation:
    """It goes on: a new day to look back, and (guarded) what was done so far.

    Raises:
        NotOnRoster, NotAvailable, AlreadyChanged: not theirs, or over.
        NotAllowed: the day is not after today, or more than a year away.
    """
    row = held_by_its_keeper(scene, ref)
    today = local_today(scene, row)
    if not today < review_on <= today + FURTHEST:
        raise NotAllowed("day")
    _keep_what_was_done(row, today, words)
    if number:
        _add(scene, row, number)
    row.review_on = review_on
    row.looked_back += 1
    row.version += 1
    scene.work.session.flush()
    scene.note(Verb.SITUATION_RENEWED, (row.ref,), review_on.isoformat())
    call_off(scene.work, row.ref, (Step.SITUATION_REVIEW,), scene.moment)
    plan_review(scene, row, review_on)
    tell_raiser(scene, row, Kind.SITUATION_RENEWED, str(row.looked_back))
    say_news(scene, row)
    return row


def close(scene: Scene, ref: SituationRef, words: str) -> Situation:
    """It is over; `words` (guarded) say what was done about the place. Its raiser hears, once.

    Raises:
        NotOnRoster, NotAvailable, AlreadyChanged: not theirs, or over already.
    """
    row = held_by_its_keeper(scene, ref)
    row.state, row.ended, row.ended_at = SituationState.CLOSED.value, words, scene.moment
    row.version += 1
    scene.work.session.flush()
    scene.note(Verb.SITUATION_ENDED, (row.ref,))
    call_off(scene.work, row.ref, (Step.SITUATION_REVIEW,), scene.moment)
    close_conferences_of(scene, row)
    tell_raiser(scene, row, Kind.SITUATION_ENDED)
    say_news(scene, row)
    return row


def held_by_its_keeper(
    scene: Scene, ref: SituationRef, may: Callable[[Situation, Actor], bool] = may_keep
) -> Situation:
    """It, held until the unit of work ends, for whoever keeps it, or whoever else may.

    Raises:
        NotOnRoster, NotAvailable: not theirs.
        AlreadyChanged: it is over.
    """
    actor = the_actor(scene)
    try:
        row = locked_situation(scene.work, ref)
    except UnknownReference:
        raise NotAvailable from None
    if not may(row, actor):
        raise NotAvailable
    if row.state != SituationState.OPEN:
        raise AlreadyChanged(row.state)
    return row


def _add(scene: Scene, row: Situation, number: Number) -> None:
    if not number.since <= number.until <= local_today(scene, row) or not 0 <= number.number <= MOST:
        raise NotAllowed("number")
    scene.work.session.add(
        SituationCount(
            id=new_handle(),
            situation=row.ref,
            counted=number.counted.value,
            number=number.number,
            since=number.since,
            until=number.until,
            by=scene.user,
            at=scene.moment,
        )
    )
    scene.work.session.flush()
    scene.note(Verb.SITUATION_COUNTED, (row.ref,), number.counted.value)


def _keep_what_was_done(row: Situation, today: date, words: str) -> None:
    """The newest stands by itself, and with the others under what was tried."""
    if words:
        row.ended = words
        row.tried = "\n".join(part for part in (row.tried, f"{today:%b} {today.day}: {words}") if part)
