"""Whose a schedule is, and what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import select

from handlers.rollcall.schedule_answers import rhythm_words
from handlers.rollcall.schedule_facts import Line, Offer, One, When
from handlers.rollcall.schedule_meetings import groups_offered, where, whom_words
from models.acts.moments import is_settled, moments, starts_on, zone_of
from models.acts.schedule_file import written
from models.acts.schedules import KEEPERS, Wanted, may_keep, whom_it_asks
from models.due import DueStep, Step
from models.errors import NotAllowed, NotAvailable
from models.people import Actor, Member
from models.rollcall import Asked, Schedule, ScheduleChange, changes_of
from models.scene import Scene, the_actor
from models.schema import SlackUserId

TEN = 10
_SHOWN_AFTER = timedelta(days=1)  # a changed date is offered until a day after its own
_WITHIN_A_YEAR = timedelta(days=300)  # a day and a month alone say which year is meant
_MOST_VISITED = 100  # a Slack select holds no more


def keeper(scene: Scene, asks: Asked = Asked.ROLL_CALL) -> Actor:
    """Whoever keeps some of these schedules.

    Raises:
        NotOnRoster, NotAllowed: none is theirs.
    """
    actor = the_actor(scene)
    if not actor.holds(*KEEPERS) or not regions_of(scene, actor, asks):
        raise NotAllowed("schedules")
    return actor


def regions_of(scene: Scene, actor: Actor, asks: Asked) -> tuple[tuple[str, str], ...]:
    """The regions whose schedules are theirs: (code, name)."""
    return tuple((row.code, row.name) for row in scene.rules.regions if may_keep(actor, row.code, asks))


def is_theirs(actor: Actor, row: Schedule) -> bool:
    """Whether they keep it."""
    return may_keep(actor, row.region, Asked(row.asks))


def theirs(scene: Scene, schedule: str) -> Schedule:
    """One of their schedules.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: it is not theirs, or there is none.
    """
    actor = the_actor(scene)
    row = scene.work.session.get(Schedule, schedule)
    if row is None or row.ended_at is not None:
        raise NotAvailable
    if not is_theirs(actor, row):
        raise NotAllowed("schedules")
    return row


def changeable(scene: Scene, schedule: str) -> Schedule:
    """One of theirs that is not kept in the site file.

    Raises:
        NotOnRoster, NotAllowed, NotAvailable: it is not.
    """
    row = theirs(scene, schedule)
    if row.from_file:
        raise NotAllowed("from_file")
    return row


def line_of(scene: Scene, row: Schedule) -> Line:
    """One line of the list."""
    query = select(DueStep.planned_for).where(
        DueStep.subject == row.id, DueStep.step == Step.ROLLCALL_FIRE.value, DueStep.done_at.is_(None)
    )
    return Line(
        id=row.id,
        name=row.name,
        region=where(scene, row),
        visits=row.asks == Asked.VISIT,
        zone=zone_of(scene.rules, row),
        coming=scene.work.session.scalar(query.limit(1)),
        paused=row.paused_at is not None,
        meets=row.asks == Asked.MEETING,
    )


def one_of(scene: Scene, row: Schedule) -> One:
    """The whole of it."""
    wanted = written(scene.work, row)
    changes = changes_of(scene.work, row.id)
    today = scene.moment.astimezone(zone_of(scene.rules, row)).date()
    recent = sorted(
        day for day in changes if day >= today - _SHOWN_AFTER and not is_settled(scene.work, row.id, day)
    )
    return One(
        id=row.id,
        name=row.name,
        region=where(scene, row),
        visits=wanted.asks is Asked.VISIT,
        zone=zone_of(scene.rules, row),
        rhythm=rhythm_words(wanted.rule, wanted.at),
        whom=whom(scene, wanted),
        leader=name_of(scene, row.leader),
        channel=row.channel,
        coming=coming(scene, row, changes),
        skipped=tuple(day for day in recent if changes[day].to_day is None),
        moved=tuple(day for day in recent if changes[day].to_day is not None),
        paused=row.paused_at is not None,
        from_file=bool(row.from_file),
        meets=wanted.asks is Asked.MEETING,
    )


def coming(
    scene: Scene, row: Schedule, changes: Mapping[date, ScheduleChange], stands: str = ""
) -> tuple[When, ...]:
    """Its next ten from now on; of a meeting its beginnings, not when its agendas are due.

    `stands`: the schedule that this one is to replace: dates that it settled do not come again.
    """
    zone = zone_of(scene.rules, row)
    meets = row.asks == Asked.MEETING
    found = moments(row, zone, changes, scene.moment)
    unsettled = (
        When(
            day,
            starts_on(row, zone, day, changes.get(day)) if meets else at,
            moved=day in changes,
            far=at - scene.moment > _WITHIN_A_YEAR,
        )
        for at, day in found
        if not ((row.id or stands) and is_settled(scene.work, row.id or stands, day))
    )
    return tuple(islice(unsettled, TEN))


def whom(scene: Scene, wanted: Wanted) -> str:
    """Who is asked, in words."""
    if wanted.asks is Asked.VISIT:
        return f"In turn: {', '.join(name_of(scene, user) for user in wanted.seats)}."
    if wanted.asks is Asked.MEETING:
        return whom_words(scene, wanted)
    count = whom_it_asks(scene, wanted)
    officers = "1 officer" if count == 1 else f"{count} officers"
    return f"{officers}: {'those who were named' if wanted.seats else 'all who serve the region'}."


def name_of(scene: Scene, user: SlackUserId) -> str:
    """As the roster has it."""
    member = scene.work.session.get(Member, user)
    return member.display_name if member else "somebody who is not on the roster"


def offer_of(scene: Scene, actor: Actor, asks: Asked) -> Offer:
    """What a form offers them: regions; and for visits the roll calls and the groups of the site.

    Raises:
        NotAllowed: nothing.
    """
    regions = regions_of(scene, actor, asks)
    if not regions:
        raise NotAllowed("schedules")
    if asks is Asked.MEETING:
        return Offer(regions, groups=groups_offered(scene))
    if asks is not Asked.VISIT:
        return Offer(regions)
    calls = select(Schedule).where(Schedule.asks == Asked.ROLL_CALL.value, Schedule.ended_at.is_(None))
    rows = scene.work.session.scalars(calls.order_by(Schedule.name, Schedule.id))
    named = [(row.id, f"{row.name} roll call"[:60]) for row in rows]
    named += [(f"group.{row.code}", row.name[:60]) for row in scene.rules.groups]
    return Offer(regions, tuple(named[:_MOST_VISITED]))
