"""When a situation is looked back at, and who owns it then: the day is never lost, whoever leaves."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from models.acts.paging import project_managers
from models.acts.situation_telling import tell
from models.audit import Verb
from models.due import DueStep, Planned, Step, plan
from models.errors import NotOnRoster, UnknownReference
from models.notice import Kind
from models.people import find_actor
from models.recurrence import moment_of
from models.scene import Scene
from models.schema import SituationRef, SlackUserId
from models.situation import Situation, SituationState, locked_situation

_MORNING = time(9)
_AGAIN = timedelta(days=7)


def hand_over(scene: Scene, gone: SlackUserId) -> list[SituationRef]:
    """Whoever owned situations is gone: a project manager owns them; without one, the clock asks on."""
    query = select(Situation).where(Situation.owner == gone, Situation.state == SituationState.OPEN.value)
    rows = scene.work.session.scalars(query.order_by(Situation.ref).with_for_update()).all()
    managers = [one for one in managers_now(scene) if one != gone]
    if not managers:
        return []
    for row in rows:
        hand(scene, row, managers[0])
    return [row.ref for row in rows]


def take_step(scene: Scene, step: DueStep) -> str:
    """The day of a look-back has come: its owner is asked, and each week again until they have looked.

    An owner who is away or gone does not lose it: a project manager owns it then.
    """
    try:
        row = locked_situation(scene.work, SituationRef(step.subject))
    except UnknownReference:
        return "gone"
    today = local_today(scene, row)
    if row.state != SituationState.OPEN:
        return "settled"
    if row.review_on > today:  # it was renewed, or the region has another clock now
        plan_review(scene, row, row.review_on)
        return "later"
    late = today >= row.review_on + _AGAIN
    plan_review(scene, row, today + _AGAIN)
    managers = managers_now(scene)
    if not stands(scene, row.owner):
        if not managers:
            return "nobody"
        hand(scene, row, managers[0])
    tell(scene, row, Kind.SITUATION_REVIEW, row.owner, step.key)
    for one in managers if late else ():
        tell(scene, row, Kind.SITUATION_REVIEW, one, step.key)
    return "asked"


def hand(scene: Scene, row: Situation, to: SlackUserId) -> None:
    """Somebody else owns it, and hears so."""
    row.owner = to
    row.version += 1
    scene.work.session.flush()
    scene.note(Verb.SITUATION_GIVEN, (row.ref, to))
    tell(scene, row, Kind.SITUATION_OWNED, to)


def plan_review(scene: Scene, row: Situation, day: date) -> None:
    """It is looked back at on this local day at nine; a moment that has passed is now."""
    at = max(moment_of(day, _MORNING, scene.rules.zone_of(row.region)), scene.moment)
    key = f"{Step.SITUATION_REVIEW.value}:{row.ref}:{row.version}:{day}:{at:%Y%m%d%H%M%S}"
    plan(scene.work, [Planned(Step.SITUATION_REVIEW, row.ref, at, key)])


def local_today(scene: Scene, row: Situation) -> date:
    """The date on the wall where the place is."""
    return scene.moment.astimezone(scene.rules.zone_of(row.region)).date()


def managers_now(scene: Scene) -> list[SlackUserId]:
    """Every active project manager."""
    return project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)


def stands(scene: Scene, user: SlackUserId) -> bool:
    """Whether somebody has a seat today."""
    try:
        find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
    except NotOnRoster:
        return False
    return True
