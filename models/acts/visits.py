"""Visits in turn: who goes and listens next, and who goes instead."""

from __future__ import annotations

from sqlalchemy import select

from models.audit import Verb
from models.errors import NotAllowed, NotOnRoster, UnknownReference, Vacant
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.people import find_actor
from models.rollcall import Asked, Firing, FiringState, Schedule, locked_schedule, seats_of
from models.scene import Scene
from models.schema import SlackUserId


def next_visitor(
    scene: Scene, schedule: Schedule, after: SlackUserId | None = None, asked: str = ""
) -> SlackUserId | None:
    """Whose turn it is: of those who have their seat today, the next behind `after`.

    Without it behind whoever had the last visit. With `asked`, a firing, only who was not asked for it yet.
    None: there is nobody.
    """
    turns = list(seats_of(scene.work, schedule.id))
    last = after or _last_visitor(scene, schedule.id)
    begin = turns.index(last) + 1 if last in turns else 0
    return next(
        (
            user
            for user in (*turns[begin:], *turns[:begin])
            if _has_seat(scene, user) and not (asked and _was_asked(scene, asked, user))
        ),
        None,
    )


def visit_key(firing: str, user: SlackUserId, turn: str = "") -> str:
    """Under which key somebody is asked for a visit, or told that nobody goes: once."""
    return f"{Kind.VISIT_DUE.value}:{firing}:{turn}:{user}"


def pass_on(scene: Scene, firing_id: str) -> SlackUserId:
    """Whoever was to visit cannot: the next one is asked instead; answers who.

    Raises:
        UnknownReference: no such visit, or it is not this person's.
        NotAllowed: its day is over.
        Vacant: everybody else was asked already; nothing was changed.
    """
    found = scene.work.session.get(Firing, firing_id)
    if found is None:
        raise UnknownReference
    schedule = locked_schedule(scene.work, found.schedule)
    firing = scene.work.session.get_one(Firing, firing_id, populate_existing=True)
    if schedule.asks != Asked.VISIT or firing.visitor != scene.user:
        raise UnknownReference
    if scene.moment.astimezone(scene.rules.zone_of(schedule.region)).date() > firing.day:
        raise NotAllowed("visit_over")
    following = next_visitor(scene, schedule, scene.user, asked=firing.id)
    if following is None:
        raise Vacant
    firing.visitor = following
    scene.note(Verb.SCHEDULE_CHANGED, (schedule.id,), "visit_passed_on")
    _tell(scene, firing.id, following)
    return following


def not_reached(scene: Scene, firing_id: str, user: SlackUserId) -> None:
    """Slack would not take it, or they left: the next one is asked, else whoever made the plan is told."""
    found = scene.work.session.get(Firing, firing_id)
    schedule = locked_schedule(scene.work, found.schedule) if found else None
    if found is None or schedule is None or found.state != FiringState.SENT or found.visitor != user:
        return
    following = next_visitor(scene, schedule, user, asked=found.id)
    if following is None:
        found.state = FiringState.NOT_SENT.value
    found.visitor = following or SlackUserId("")
    scene.note(Verb.SCHEDULE_CHANGED, (schedule.id,), "visit_passed_on")
    _tell(scene, found.id, following or schedule.leader, turn="" if following else "nobody")


def _tell(scene: Scene, firing: str, user: SlackUserId, turn: str = "") -> None:
    key = visit_key(firing, user, turn)
    told = NewNotice(Kind.VISIT_DUE, user, key, target=firing, urgency=Urgency.ROUTINE)
    post(scene.work, scene.moment, [told])


def _last_visitor(scene: Scene, schedule: str) -> SlackUserId | None:
    query = select(Firing.visitor).where(Firing.schedule == schedule, Firing.visitor != "")
    return scene.work.session.scalar(query.order_by(Firing.due_at.desc()).limit(1))


def _was_asked(scene: Scene, firing: str, user: SlackUserId) -> bool:
    query = select(Notice.id).where(Notice.dedupe_key == visit_key(firing, user))
    return scene.work.session.scalar(query) is not None


def _has_seat(scene: Scene, user: SlackUserId) -> bool:
    try:
        find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
    except NotOnRoster:
        return False
    return True
