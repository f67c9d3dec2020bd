"""The check-in of a shift: who may answer a roll call, who leads it, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from models.acts.schedules import may_keep
from models.database import UnitOfWork
from models.errors import NotAllowed, NotAvailable
from models.notice import Kind, Notice
from models.people import Actor, Role
from models.rollcall import Asked, Firing, FiringState, Schedule, ShiftAnswer, for_the_shift, seats_of
from models.scene import Scene, the_actor
from models.schema import SlackUserId, new_handle

# So long an answer is taken, late and changed ones too; then the roll call is put away.
STILL_WELCOME = timedelta(days=14)


class InTheWay(StrEnum):
    """What may stand in the way of using LEAD: things of ours, never anybody."""

    TOO_LONG = "too_long"
    NOBODY_CAME = "nobody_came"
    FORM = "form"
    NOT_SURE = "not_sure"
    PAPERWORK = "paperwork"
    OTHER = "other"
    NOTHING = "nothing"


class Back(StrEnum):
    """What somebody would like to hear or to have back."""

    WHAT_CAME = "what_came"
    HOW_FAST = "how_fast"
    WHO_FITS = "who_fits"
    A_VISIT = "a_visit"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Said:
    """One answer. `words` and `place` are guarded open text."""

    in_the_way: tuple[InTheWay, ...] = ()
    words: str = ""
    place: str = ""
    wants: tuple[Back, ...] = ()


def asked_of(scene: Scene, firing_id: str) -> tuple[Schedule, Firing]:
    """The roll call that this officer was asked, or is of the shift of.

    Raises:
        NotOnRoster: no seat now.
        NotAvailable: there is none, or it was not theirs to answer.
    """
    schedule, firing = fired(scene.work, firing_id)
    actor = the_actor(scene)
    asked = select(Notice.id).where(Notice.dedupe_key == f"{Kind.ROLLCALL.value}:{firing.id}::{actor.user}")
    if not actor.holds(Role.OFFICER):
        raise NotAvailable
    if scene.work.session.scalar(asked) is None and not is_of_shift(scene.work, schedule, actor):
        raise NotAvailable
    return schedule, firing


def is_of_shift(work: UnitOfWork, schedule: Schedule, actor: Actor) -> bool:
    """Whether an officer is asked by this schedule: named in it, or, where nobody is, serving its region."""
    named = seats_of(work, schedule.id)
    return actor.holds(Role.OFFICER) and (actor.user in named if named else actor.serves(schedule.region))


def fired(work: UnitOfWork, firing_id: str) -> tuple[Schedule, Firing]:
    """A roll call that people were asked, skipped afterwards or not.

    Raises:
        NotAvailable: there is none.
    """
    firing = work.session.get(Firing, firing_id)
    schedule = None if firing is None else work.session.get(Schedule, firing.schedule)
    if firing is None or schedule is None or schedule.asks != Asked.ROLL_CALL:
        raise NotAvailable
    if firing.state == FiringState.NOT_SENT:
        raise NotAvailable
    return schedule, firing


def is_welcome(firing: Firing, moment: datetime) -> bool:
    """Whether an answer is still taken."""
    return moment < firing.closes_at + STILL_WELCOME


def leads(schedule: Schedule, actor: Actor) -> bool:
    """Whether the shift's answers are told to them: its leader, and whoever keeps its times."""
    return actor.user == schedule.leader or may_keep(actor, schedule.region)


def led_by(scene: Scene, firing_id: str) -> tuple[Schedule, Firing]:
    """The roll call of a shift that they lead.

    Raises:
        NotOnRoster, NotAllowed: not theirs.
        NotAvailable: there is none.
    """
    schedule, firing = fired(scene.work, firing_id)
    if not leads(schedule, the_actor(scene)):
        raise NotAllowed("rollcall")
    return schedule, firing


def answer(scene: Scene, firing_id: str, said: Said) -> None:
    """An officer's answer, in time, late, or changed: one row each.

    Raises:
        NotOnRoster, NotAvailable: not theirs to answer, or put away.
    """
    _, firing = asked_of(scene, firing_id)
    _write(scene, firing, said, for_shift=False)


def answer_for_shift(scene: Scene, firing_id: str, said: Said) -> None:
    """The leader's answer for the shift; it counts as nobody's.

    Raises:
        NotOnRoster, NotAvailable, NotAllowed: not theirs to answer, or put away.
    """
    _, firing = led_by(scene, firing_id)
    _write(scene, firing, said, for_shift=True)


def _write(scene: Scene, firing: Firing, said: Said, *, for_shift: bool) -> None:
    if not is_welcome(firing, scene.moment):
        raise NotAvailable("put_away")
    # What an officer said of their own stays theirs, also if they lead the shift.
    member = for_the_shift(scene.user) if for_shift else scene.user
    row = scene.work.session.get(ShiftAnswer, (firing.id, member))
    if row is None:
        row = ShiftAnswer(firing=firing.id, member=member, handle=new_handle(), answered_at=scene.moment)
        scene.work.session.add(row)
    else:
        row.changed_at = scene.moment
    row.in_the_way = ";".join(one.value for one in said.in_the_way)
    row.blocker, row.place = said.words, said.place
    row.wants = ";".join(one.value for one in said.wants)
    row.for_shift = int(for_shift)
    scene.work.session.flush()


def answered_already(work: UnitOfWork, firing_id: str, user: SlackUserId) -> bool:
    """Whether somebody has answered it."""
    return work.session.get(ShiftAnswer, (firing_id, user)) is not None


def own_answer(work: UnitOfWork, firing_id: str, user: SlackUserId) -> Said | None:
    """What somebody answered so far."""
    row = work.session.get(ShiftAnswer, (firing_id, user))
    if row is None:
        return None
    wants = tuple(Back(code) for code in row.wants.split(";") if code)
    return Said(codes_in(row.in_the_way), row.blocker, row.place, wants)


def codes_in(text: str) -> tuple[InTheWay, ...]:
    """The codes of a column."""
    return tuple(InTheWay(code) for code in text.split(";") if code)


def my_open(scene: Scene, actor: Actor) -> list[tuple[Schedule, Firing]]:
    """The newest roll call of each shift that an officer can still answer."""
    session = scene.work.session
    shifts = session.scalars(select(Schedule).where(Schedule.asks == Asked.ROLL_CALL.value)).all()
    mine = {one.id: one for one in shifts if is_of_shift(scene.work, one, actor)}
    query = select(Firing).where(
        Firing.schedule.in_(mine),
        Firing.state == FiringState.SENT.value,
        Firing.due_at > scene.moment - STILL_WELCOME,
    )
    newest: dict[str, Firing] = {}
    for firing in session.scalars(query.order_by(Firing.due_at.desc())):
        newest.setdefault(firing.schedule, firing)
    return [(mine[schedule], firing) for schedule, firing in newest.items()]
