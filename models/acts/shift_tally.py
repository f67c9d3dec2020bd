"""What a leader and the project manager may hear of a shift's answers: numbers, themes, words; never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from models.acts.checkin import InTheWay, codes_in
from models.acts.rollcall import is_told_in_numbers
from models.database import UnitOfWork
from models.rollcall import Asked, Firing, FiringState, InPerson, Schedule, ShiftAnswer
from models.scene import Scene
from models.schema import Handle

# So long what was heard or written before the newest roll call is shown; late answers come for two weeks.
_LATELY = timedelta(days=30)


class Told(StrEnum):
    """How much of it is told."""

    NUMBERS = "numbers"
    ANSWERS = "answers"
    QUIET = "quiet"
    NOT_DELIVERED = "not_delivered"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Words:
    """What somebody wrote, guarded; `handle` names the answer, and nobody."""

    handle: Handle
    blocker: str
    place: str


@dataclass(frozen=True)
class Visit:
    """What somebody heard who was there."""

    id: str
    heads: int
    themes: tuple[InTheWay, ...]
    came_up: str


@dataclass(frozen=True)
class Tally:
    """One roll call. `themes` and `words`: of officers only where numbers are told, else the leader's.

    `reached`: whom Slack took it for.
    """

    told: Told
    answered: int
    reached: int
    themes: tuple[InTheWay, ...]
    words: tuple[Words, ...]
    visits: tuple[Visit, ...]


def tally(work: UnitOfWork, firing: Firing) -> Tally:
    """What may be told of it now."""
    rows = list(work.session.scalars(select(ShiftAnswer).where(ShiftAnswer.firing == firing.id)))
    own = [row for row in rows if not row.for_shift]
    reached = max(0, firing.asked - firing.not_delivered)
    told = _told(firing.asked, reached, len(own))
    # What the leader said for the shift, or heard there, is known to be theirs.
    tellable = rows if told is Told.NUMBERS else [row for row in rows if row.for_shift]
    seen = select(InPerson).where(InPerson.schedule == firing.schedule, InPerson.day == firing.day)
    visits = [_visit(row) for row in work.session.scalars(seen.order_by(InPerson.logged_at))]
    themes = themes_of([row.in_the_way for row in tellable], [visit.themes for visit in visits])
    return Tally(told, len(own), reached, themes, words_of(tellable), tuple(visits))


def _visit(row: InPerson) -> Visit:
    return Visit(row.id, row.heads, codes_in(row.in_the_way), row.came_up)


def heard_in_person(scene: Scene, schedule: str) -> tuple[Visit, ...]:
    """What was heard on visits lately, the newest first: whatever day they were, and of rotas, too."""
    query = select(InPerson).where(InPerson.schedule == schedule, InPerson.logged_at > scene.moment - _LATELY)
    newest = query.order_by(InPerson.logged_at.desc(), InPerson.id)
    return tuple(_visit(row) for row in scene.work.session.scalars(newest))


def written_earlier(scene: Scene, newest: Firing) -> tuple[Words, ...]:
    """What was written lately to the shift's roll calls before this one; each is told by its own numbers."""
    query = (
        select(Firing)
        .join(ShiftAnswer, ShiftAnswer.firing == Firing.id)
        .where(
            Firing.schedule == newest.schedule,
            Firing.state == FiringState.SENT.value,
            Firing.due_at < newest.due_at,
            Firing.due_at > scene.moment - _LATELY,
            (ShiftAnswer.blocker != "") | (ShiftAnswer.place != ""),
        )
        .distinct()
    )
    earlier = scene.work.session.scalars(query.order_by(Firing.due_at.desc())).all()
    return tuple(one for firing in earlier for one in tally(scene.work, firing).words)


def words_of(rows: Sequence[ShiftAnswer]) -> tuple[Words, ...]:
    """What was written, in an order that says nothing of when or by whom."""
    words = [Words(row.handle, row.blocker, row.place) for row in rows if row.blocker or row.place]
    return tuple(sorted(words, key=lambda one: one.handle))


def themes_of(texts: Sequence[str], more: Sequence[tuple[InTheWay, ...]] = ()) -> tuple[InTheWay, ...]:
    """Every theme once, in the order of the form: nothing is told of how often."""
    found = {code for text in texts for code in codes_in(text)} | {code for codes in more for code in codes}
    return tuple(code for code in InTheWay if code in found and code is not InTheWay.NOTHING)


def _told(asked: int, reached: int, answered: int) -> Told:
    if is_told_in_numbers(reached, answered):
        return Told.NUMBERS
    if answered:
        return Told.ANSWERS
    if not asked:
        return Told.NOBODY
    return Told.QUIET if reached else Told.NOT_DELIVERED


def newest_closed(scene: Scene, schedule: str) -> Firing | None:
    """The newest roll call of the shift whose window has closed."""
    query = select(Firing).where(
        Firing.schedule == schedule,
        Firing.state == FiringState.SENT.value,
        Firing.closes_at <= scene.moment,
    )
    return scene.work.session.scalar(query.order_by(Firing.due_at.desc()).limit(1))


def small_ones(scene: Scene, schedules: Sequence[Schedule]) -> tuple[Words, ...] | None:
    """What was written on shifts too small (or too much of one mind) to be told of each, taken together.

    None where it would be one shift only, or name somebody even so.
    """
    newest = [newest_closed(scene, one.id) for one in schedules if one.asks == Asked.ROLL_CALL]
    kept = [(one, tally(scene.work, one)) for one in newest if one is not None]
    small = [(one, seen) for one, seen in kept if seen.told in {Told.ANSWERS, Told.QUIET}]
    reached = sum(seen.reached for _, seen in small)
    if len(small) < 2 or not is_told_in_numbers(reached, sum(seen.answered for _, seen in small)):  # noqa: PLR2004 - one alone would be itself
        return None
    firings = [one.id for one, _ in small]
    query = select(ShiftAnswer).where(ShiftAnswer.firing.in_(firings), ShiftAnswer.for_shift == 0)
    return words_of(scene.work.session.scalars(query).all())
