"""When a conference is: the group's next meeting, or an hour of its own; one facilitator, one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.acts.meeting_coming import coming_meeting
from models.conference import Conference, ConferenceState
from models.due import Planned, Step, call_off, plan
from models.errors import DomainError
from models.people import Role, active_with
from models.scene import Scene
from models.schema import SlackUserId
from models.site import Group, SiteRules

STEPS = (Step.CONFERENCE_OPEN, Step.CONFERENCE_BEGIN, Step.CONFERENCE_OVER)
AHEAD = (ConferenceState.PROPOSED.value, ConferenceState.BEGUN.value)
# The longest conference: nothing that began earlier can still run.
_LONGEST = timedelta(hours=2)
Span = tuple[datetime, datetime]


class TwoAtOnce(DomainError):
    """Whoever would run it has another conference at that hour."""

    code = "two_at_once"


class NoMeeting(DomainError):
    """The group has no meeting ahead, or none with room for so many minutes."""

    code = "no_meeting"


@dataclass(frozen=True)
class When:
    """When it is, for how many minutes. `starts_at` None: at the group's next meeting."""

    starts_at: datetime | None
    minutes: int


@dataclass(frozen=True)
class Slot:
    """An hour that is free. `meeting`: at which meeting; empty where it is none, or has no agenda yet."""

    starts_at: datetime
    minutes: int
    meeting: str = ""


def zone_of_group(rules: SiteRules, group: Group) -> ZoneInfo:
    """The zone of the group's one region, else the site's."""
    return rules.zone_of(group.regions[0] if len(group.regions) == 1 else None)


def groups_for(rules: SiteRules, region: str) -> list[Group]:
    """The groups that may talk of people, those of the region first."""
    fitting = [one for one in rules.groups_or_default() if one.kind in {"owg", "committee"}]
    return sorted(fitting, key=lambda one: (region not in one.regions, bool(one.regions)))


def facilitator_of(scene: Scene, group: Group) -> SlackUserId:
    """Whom the site names, if they are there today; else the first project manager; empty = nobody."""
    managers = active_with(
        scene.work, scene.vault.rows, Role.PROJECT_MANAGER, scene.rules.today(scene.moment)
    )
    users = [one.user for one in managers]
    named = SlackUserId(group.facilitator or "")
    return named if named in users else next(iter(users), SlackUserId(""))


def free_slot(scene: Scene, group: Group, facilitator: SlackUserId, when: When, besides: str = "") -> Slot:
    """The hour that is meant, if it can be.

    `besides`: the conference itself, when it moves.

    Raises:
        ValueError: it is past.
        TwoAtOnce: the facilitator has another one then.
        NoMeeting: no meeting is planned, or conferences fill it already.
    """
    if when.starts_at is None:
        return _in_meeting(scene, group, facilitator, when.minutes, besides)
    if when.starts_at <= scene.moment:
        raise ValueError("past")
    if _taken(_theirs(scene, facilitator, besides), when.starts_at, when.minutes):
        raise TwoAtOnce
    return Slot(when.starts_at, when.minutes)


def _in_meeting(scene: Scene, group: Group, facilitator: SlackUserId, minutes: int, besides: str) -> Slot:
    """The first free minutes of the meeting, one conference after another."""
    meeting = coming_meeting(scene, group.code)
    if meeting is None:
        raise NoMeeting
    spans = _theirs(scene, facilitator, besides)
    starts = [meeting.starts_at, *(ends for _, ends in spans if ends > meeting.starts_at)]
    last = meeting.starts_at + timedelta(minutes=meeting.minutes - minutes)
    free = [at for at in sorted(starts) if at <= last and not _taken(spans, at, minutes)]
    if not free:
        raise NoMeeting
    return Slot(free[0], minutes, meeting.id)


def _theirs(scene: Scene, facilitator: SlackUserId, besides: str) -> list[Span]:
    """From when until when the facilitator's conferences are."""
    if not facilitator:
        return []
    query = select(Conference.starts_at, Conference.minutes).where(
        Conference.facilitator == facilitator,
        Conference.state.in_(AHEAD),
        Conference.ref != besides,
        Conference.starts_at > scene.moment - _LONGEST,
    )
    rows = scene.work.session.execute(query).tuples()
    return [(starts, starts + timedelta(minutes=minutes)) for starts, minutes in rows if starts is not None]


def _taken(spans: Sequence[Span], at: datetime, minutes: int) -> bool:
    ends = at + timedelta(minutes=minutes)
    return any(begins < ends and at < over for begins, over in spans)


def plan_steps(scene: Scene, conference: Conference) -> None:
    """Its briefs open, it begins, it is over; what was planned for another hour is called off."""
    forget_steps(scene, conference)
    if conference.starts_at is None:
        return
    before, after = scene.rules.conference.window()
    ends = conference.starts_at + timedelta(minutes=conference.minutes)
    moments = (conference.starts_at - before, conference.starts_at, ends + after)
    plan(
        scene.work,
        [
            Planned(
                step,
                conference.ref,
                max(at, scene.moment),
                f"{step.value}:{conference.ref}:{conference.version}",
            )
            for step, at in zip(STEPS, moments, strict=True)
        ],
    )


def forget_steps(scene: Scene, conference: Conference) -> None:
    """Nothing of it falls due any more."""
    call_off(scene.work, conference.ref, STEPS, scene.moment)
