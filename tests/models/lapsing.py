"""Time passes in a test: whatever falls due is taken at its own moment, as the clock's loop takes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from models.acts import steps
from models.acts.chain import BOT
from models.database import UnitOfWork
from models.due import DueStep, finish, take
from models.notice import Notice
from tests.models.deciding import Deciding
from tests.models.sharing import scene_of


def next_moment(work: UnitOfWork) -> datetime | None:
    """When the next step is due; None when nothing is planned."""
    return work.session.scalar(select(func.min(DueStep.due_at)).where(DueStep.done_at.is_(None)))


def lapse(now: Deciding, until: datetime) -> list[tuple[str, str, datetime]]:
    """Take every step up to `until`, at which the moment then stands: (step, its outcome, when)."""
    taken = []
    while True:
        with now.ground.database.work() as work:
            due = next_moment(work)
            if due is None or due > until:
                break
            now.moment = max(now.moment, due)
            step = take(work, now.moment)
            assert step is not None
            outcome = steps.take(scene_of(now.ground, work, BOT, now.moment), step)
            finish(step, outcome, now.moment)
            taken.append((step.step, outcome, now.moment))
            work.commit()
    now.moment = max(now.moment, until)
    return taken


def heard(now: Deciding, user: str) -> list[tuple[str, datetime]]:
    """What somebody is told, and when: (kind, moment)."""
    with now.ground.database.look() as work:
        rows = work.session.query(Notice).order_by(Notice.id)
        return [(row.kind, row.created_at) for row in rows if row.recipient == user]
