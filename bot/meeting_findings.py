"""What the doctor and an import say of regular meetings: hours that are none, and two of a group at once."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from bot.finding import Finding
from handlers.deps import Ground
from handlers.naming import day_words
from models.acts.meeting_dates import Span, first_overlap, skipped_on, spans
from models.acts.schedule_file import meeting_of
from models.acts.schedules import unsaved
from models.rollcall import Asked, Schedule
from models.scene import Scene
from models.schema import SlackUserId

_BY = SlackUserId("doctor")
_MEND = "Change their hours in the site file, or of those made in Slack: /lead rollcall, Times."


def odd_meetings(scene: Scene) -> Iterator[str]:
    """Meetings of the file at an hour that the clocks leave out, that never come, or that run at once."""
    taken: dict[str, list[tuple[str, list[Span]]]] = _made_in_slack(scene)
    for rule in scene.rules.meetings:
        group = scene.rules.group(rule.group)
        if group is None:
            continue
        wanted = meeting_of(rule, group)
        zone = scene.rules.zone_of(wanted.region)
        if day := skipped_on(wanted, zone, scene.moment.astimezone(zone).date()):
            yield (
                f"The meeting {rule.name}: on {day_words(day)} the clocks leave {rule.at} out, "
                "and it begins at the first minute after."
            )
        mine = list(spans(scene, unsaved(wanted)))
        if not mine:
            yield f"The meeting {rule.name} does not come within a year."
        for name, theirs in taken.setdefault(group.code, []):
            if (at := first_overlap(mine, theirs)) is not None:
                day = at.astimezone(zone).date()
                yield f"The meetings {name} and {rule.name} of one group run at once: {day_words(day)}."
        taken[group.code].append((rule.name, mine))


def meetings_hold(ground: Ground) -> Finding:
    """Every meeting of the rules in force."""
    with ground.database.look() as work:
        found = list(odd_meetings(ground.scene(work, _BY)))
    return Finding(
        ok=not found, what="Every regular meeting has an hour of its own", mend=" ".join([*found, _MEND])
    )


def _made_in_slack(scene: Scene) -> dict[str, list[tuple[str, list[Span]]]]:
    query = select(Schedule).where(
        Schedule.asks == Asked.MEETING.value, Schedule.ended_at.is_(None), Schedule.from_file == 0
    )
    made: dict[str, list[tuple[str, list[Span]]]] = {}
    for row in scene.work.session.scalars(query.order_by(Schedule.name, Schedule.id)):
        made.setdefault(row.shift, []).append((row.name, list(spans(scene, row))))
    return made
