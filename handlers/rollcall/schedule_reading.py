"""Whose a schedule is, what it looks like, and what is wrong with one that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import select

from handlers.rollcall.schedule_answers import (
    FIELD_OF_RULE,
    WORDS_OF_RULE,
    meeting_in,
    rhythm_words,
    wanted_in,
)
from handlers.rollcall.schedule_facts import Line, Offer, One, When
from handlers.rollcall.schedule_meetings import groups_offered, hour_problem, where, whom_words
from models.acts.moments import is_settled, moments, starts_on, zone_of
from models.acts.schedule_file import written
from models.acts.schedules import KEEPERS, Wanted, may_keep, unsaved, whom_it_asks
from models.due import DueStep, Step
from models.errors import DomainError, NotAllowed, NotAvailable, NotOnRoster
from models.people import Actor, Member, Role, find_actor
from models.recurrence import is_known_holiday_code
from models.rollcall import Asked, Schedule, ScheduleChange, changes_of
from models.scene import Scene
from models.schema import SlackUserId

TEN = 10
_SHOWN_AFTER = timedelta(days=1)  # a changed date is offered until a day after its own
_MOST_VISITED = 100  # a Slack select holds no more


class CannotKeep(DomainError):
    """The form cannot be kept: field -> sentence. Nothing was changed."""

    code = "cannot_keep"

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__()
        self.by_field = by_field


def actor_in(scene: Scene) -> Actor:
    """Who acts.

    Raises:
        NotOnRoster: no seat now.
    """
    return find_actor(scene.work, scene.vault.rows, scene.user, scene.rules.today(scene.moment))


def keeper(scene: Scene, asks: Asked = Asked.ROLL_CALL) -> Actor:
    """Whoever keeps some of these schedules.

    Raises:
        NotOnRoster, NotAllowed: none is theirs.
    """
    actor = actor_in(scene)
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
    actor = actor_in(scene)
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
    recent = sorted(day for day in changes if day >= today - _SHOWN_AFTER)
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


def coming(scene: Scene, row: Schedule, changes: Mapping[date, ScheduleChange]) -> tuple[When, ...]:
    """Its next ten from now on; of a meeting its beginnings, not when its agendas are due."""
    zone = zone_of(scene.rules, row)
    meets = row.asks == Asked.MEETING
    found = moments(row, zone, changes, scene.moment)
    unsettled = (
        When(day, starts_on(row, zone, day, changes.get(day)) if meets else at, day in changes)
        for at, day in found
        if not (row.id and is_settled(scene.work, row.id, day))
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


def wanted_by(scene: Scene, asks: Asked, codes: Mapping[str, str], schedule: str) -> Wanted:
    """What the form wants; with `schedule` "" a new one.

    Raises:
        CannotKeep: it cannot be kept as it is.
        NotOnRoster, NotAllowed, NotAvailable: it is not theirs.
    """
    actor = keeper(scene, asks)
    if asks is Asked.MEETING:
        return _meeting_by(scene, codes, schedule)
    if codes["region"] not in dict(regions_of(scene, actor, asks)):
        raise NotAllowed("schedules")
    shift = changeable(scene, schedule).shift if schedule else ""
    try:
        wanted = wanted_in(codes, asks, scene.user, offer_of(scene, actor, asks), shift)
    except ValueError as wrong:
        raise CannotKeep({FIELD_OF_RULE[str(wrong)]: WORDS_OF_RULE[str(wrong)]}) from None
    found = _nobody(scene, wanted)
    if not wanted.name:
        found["name"] = "Please say what is visited."
    if wanted.holidays and not is_known_holiday_code(wanted.holidays):
        found["holidays"] = "No such country or region. Such as: US, US-WA. Or leave it empty."
    elif not coming(scene, unsaved(wanted), {}):
        found["ends"] = "It would never come. Please look at the days and at the last day."
    if found:
        raise CannotKeep(found)
    return wanted


def _meeting_by(scene: Scene, codes: Mapping[str, str], schedule: str) -> Wanted:
    group = scene.rules.group(codes["group"])
    if schedule:
        changeable(scene, schedule)
    if group is None:
        raise NotAvailable
    try:
        wanted = meeting_in(codes, group)
    except ValueError as wrong:
        raise CannotKeep({FIELD_OF_RULE[str(wrong)]: WORDS_OF_RULE[str(wrong)]}) from None
    found = {}
    if not _has_seat(scene, wanted.leader):
        found["leader"] = "Please choose somebody of the roster."
    if wanted.holidays and not is_known_holiday_code(wanted.holidays):
        found["holidays"] = "No such country or region. Such as: US, US-WA. Or leave it empty."
    elif not coming(scene, unsaved(wanted), {}):
        found["ends"] = "It would never come. Please look at the days and at the last day."
    elif problem := hour_problem(scene, wanted, schedule):
        found["at"] = problem
    if found:
        raise CannotKeep(found)
    return wanted


def _nobody(scene: Scene, wanted: Wanted) -> dict[str, str]:
    """Whoever is named and could not be asked, by field."""
    if wanted.asks is Asked.VISIT:
        able = all(_has_seat(scene, user) for user in wanted.seats)
        return {} if able else {"officers": "Please choose people of the roster who have their seat now."}
    found = {}
    if not whom_it_asks(scene, wanted):
        found["officers"] = (
            "None of them is an officer of the roster now."
            if wanted.seats
            else "No officer of the roster serves this region. Please name who is asked."
        )
    if not _has_seat(scene, wanted.leader, Role.POLICE_SUPERVISOR):
        found["leader"] = "Please choose a police supervisor of the roster."
    return found


def _has_seat(scene: Scene, user: SlackUserId, *roles: Role) -> bool:
    today = scene.rules.today(scene.moment)
    try:
        actor = find_actor(scene.work, scene.vault.rows, user, today)
    except NotOnRoster:
        return False
    return not roles or actor.holds(*roles)
