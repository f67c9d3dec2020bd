"""What the doctor and an import say of roll calls that ask nobody, that nobody leads, or that never come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from bot.finding import Finding
from handlers.deps import Ground
from models.acts.meeting_dates import spans
from models.acts.schedule_file import written
from models.acts.schedules import Wanted, unsaved, whom_it_asks
from models.people import Role, active_with
from models.rollcall import Asked, Schedule
from models.scene import Scene
from models.schema import SlackUserId

_BY = SlackUserId("doctor")
_MEND = "Name officers and a police supervisor of the roster: /lead rollcall, Times, or the site file."


def empty_shifts(scene: Scene, wanted: Iterable[Wanted]) -> Iterator[str]:
    """Roll calls that would ask nobody or never, and those whose leader hears nothing of them."""
    today = scene.rules.today(scene.moment)
    supervisors = active_with(scene.work, scene.vault.rows, Role.POLICE_SUPERVISOR, today)
    leaders = {actor.user for actor in supervisors}
    for one in wanted:
        if not whom_it_asks(scene, one):
            yield f"The roll call {one.name} asks nobody: it has no officer of the roster."
        if one.leader not in leaders:
            yield f"The roll call {one.name} is led by {one.leader}, no police supervisor of the roster."
        is_over = one.rule.ends is not None and one.rule.ends < today
        if not is_over and next(spans(scene, unsaved(one)), None) is None:
            yield f"The roll call {one.name} does not come within a year."


def shifts_hold(ground: Ground) -> Finding:
    """Every roll call that runs, of the file and of Slack alike, as the roster stands today."""
    query = select(Schedule).where(
        Schedule.asks == Asked.ROLL_CALL.value, Schedule.ended_at.is_(None), Schedule.paused_at.is_(None)
    )
    with ground.database.look() as work:
        rows = work.session.scalars(query.order_by(Schedule.name, Schedule.id))
        found = list(empty_shifts(ground.scene(work, _BY), [written(work, row) for row in rows]))
    return Finding(
        ok=not found, what="Every roll call has its officers and its leader", mend=" ".join([*found, _MEND])
    )
