"""Who will do what by when: proposed to its owner, standing once they took it, never lost until it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from models.access import may_write
from models.action import SPHERE_OF, Action, ActionKind, ActionState, Because, reserve_action
from models.acts.action_parts import (
    add_details,
    covered,
    is_sealed,
    refuse_unless,
    see_day,
    send_card,
    settle,
    sign,
    tell,
    theirs,
)
from models.acts.action_reminders import plan_dates
from models.acts.action_table import Table, table_at, team_seats
from models.audit import Verb
from models.classes import Basis
from models.errors import NotAllowed, Vacant
from models.meeting import Meeting, MeetingState
from models.notice import Kind
from models.people import Actor, Role
from models.scene import Scene
from models.schema import ActionRef, Handle, SlackUserId
from models.sensitive import Sensitive
from models.vault import Seat

# Field ids of what is sealed: the words as proposed, and those of the owner where they are other ones.
PROPOSED_WORDS, OWN_WORDS = "words", "own"


@dataclass(frozen=True, repr=False)
class NewAction:
    """`owner` will do it by `due_on`. `words`: guarded open text; `details`: about a person, field -> text.

    `fund`, `approval`: as on the row; set by `acts.funds` alone.
    """

    came_from: str
    owner: SlackUserId
    due_on: date
    words: str = ""
    details: Mapping[str, Sensitive] = field(default_factory=dict)
    kind: ActionKind = ActionKind.PLAN
    fund: str = ""
    approval: str = ""


def propose(scene: Scene, new: NewAction) -> Action:
    """Record one's own, which stands at once; or propose it to somebody at the table, and then it only waits.

    Raises:
        NotOnRoster, NotAvailable: not at that table.
        Vacant: the owner is not at that table.
        NotAllowed: not theirs to write, or a referral to legal services that no case manager would make.
        NotCovered: the owner could not read it: no live release covers them.
        ValueError: the day is past or too far ahead, or there are no words.
        Unsafe: a key is missing.
    """
    table = table_at(scene, new.came_from)
    actor = table.people[scene.user]
    owner = table.people.get(new.owner)
    if owner is None:
        raise Vacant
    see_day(scene, new.due_on)
    _see_words(table, actor, new)
    if new.kind is ActionKind.LEGAL_HELP:
        _see_case_manager(table, owner)
    mine = owner.user == actor.user
    seats = _seats(scene, table, actor, owner, new.kind) if table.sealed else []
    action = _row(scene, table, actor, owner, new)
    scene.vault.rows.sign_row(action)
    scene.work.session.add(action)
    scene.work.session.flush()
    handles: Mapping[Seat, Handle] = {}
    if table.sealed:
        handles = scene.vault.sealer.seal(
            scene.work,
            actor,
            action,
            {table.category: new.details},
            seats,
            moment=scene.moment,
            destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
        )
    digest = scene.note(Verb.ACTION_PROPOSED, (action.ref, action.came_from), action.state)
    if mine:
        plan_dates(scene, action)
    else:
        send_card(scene, action, handles, scene.audit.receipt(digest))
    return action


def take(scene: Scene, ref: ActionRef, *, words: str | None = None, own: Sensitive | None = None) -> Action:
    """Its owner takes it, in the words as they stand or in their own; from now on it stands.

    `words`: the owner's own for an open one; `own`: for a sealed one. None = as they stand. What the owner
    writes about a person goes to the care team, never to a proposer who wrote from outside it.

    Raises:
        NotOnRoster, NotAvailable: not theirs to take now.
        AlreadyChanged: it was taken, or has ended.
    """
    actor, action = theirs(scene, ref)
    refuse_unless(action, ActionState.PROPOSED)
    action.version += 1
    action.state, action.taken_at = ActionState.TAKEN.value, scene.moment
    if is_sealed(action) and own is not None:
        add_details(scene, actor, action, {OWN_WORDS: own})
    elif words and not is_sealed(action):
        action.words = words
    sign(scene, action, Verb.ACTION_TAKEN)
    plan_dates(scene, action)
    tell(scene, action, Kind.ACTION_TAKEN, [action.proposed_by])
    return action


def not_taken(scene: Scene, ref: ActionRef, because: Because) -> Action:
    """Its owner does not take it; whoever proposed it hears.

    Raises:
        NotOnRoster, NotAvailable: not theirs.
        AlreadyChanged: it was taken, or has ended.
    """
    _, action = theirs(scene, ref)
    refuse_unless(action, ActionState.PROPOSED)
    action.because = because.value
    return settle(scene, action, ActionState.NOT_TAKEN, Kind.ACTION_NOT_TAKEN)


def done(scene: Scene, ref: ActionRef) -> Action:
    """Its owner did it; whoever proposed it hears. Money is paid by `acts.funds.pay`.

    Raises:
        NotOnRoster, NotAvailable: not theirs.
        AlreadyChanged: it does not stand.
        NotAllowed: it is from a fund.
    """
    _, action = theirs(scene, ref)
    refuse_unless(action, ActionState.TAKEN)
    if action.kind == ActionKind.FUND:
        raise NotAllowed
    return settle(scene, action, ActionState.DONE, Kind.ACTION_DONE)


def new_date(scene: Scene, ref: ActionRef, due_on: date, because: Because) -> Action:
    """It has another day, and a code for why; whoever proposed it hears.

    Raises:
        NotOnRoster, NotAvailable: not theirs.
        AlreadyChanged: it does not stand.
        ValueError: the day is past or too far ahead.
    """
    _, action = theirs(scene, ref)
    refuse_unless(action, ActionState.TAKEN)
    see_day(scene, due_on)
    action.due_on, action.because = due_on, because.value
    action.version += 1
    sign(scene, action, Verb.ACTION_DATED, because.value)
    plan_dates(scene, action)
    tell(scene, action, Kind.ACTION_DATED, [action.proposed_by])
    return action


def _see_words(table: Table, actor: Actor, new: NewAction) -> None:
    said = new.details if table.sealed else new.words
    if not said or bool(new.words) == table.sealed:
        raise ValueError("words")
    if table.sealed and not may_write(actor, table.category):
        raise NotAllowed


def _see_case_manager(table: Table, owner: Actor) -> None:
    """A referral to legal services comes from a case manager of the person's own team."""
    role = Role.CASE_MANAGER
    if table.circle is None or not owner.holds(role) or not table.circle.has(owner, role):
        raise NotAllowed


def _seats(scene: Scene, table: Table, actor: Actor, owner: Actor, kind: ActionKind) -> list[Seat]:
    """The author's, the owner's, and the care team's; a referral to legal help stays with its owner."""
    seats = [Seat(actor.user, None, Basis.OWN)]
    if owner.user != actor.user:
        seats.append(covered(scene, table, owner))
    if kind is not ActionKind.LEGAL_HELP:
        along = team_seats(scene, table, supervisors=kind is ActionKind.FUND)
        seats += [seat for seat in along if seat.user not in {actor.user, owner.user}]
    return seats


def _row(scene: Scene, table: Table, actor: Actor, owner: Actor, new: NewAction) -> Action:
    mine = owner.user == actor.user
    return Action(
        ref=reserve_action(scene.work),
        kind=new.kind.value,
        came_from=new.came_from,
        meeting=_meeting(scene, table.group),
        group=table.group,
        participant=table.participant,
        sphere=SPHERE_OF[owner.kind].value,
        words=new.words,
        proposed_by=actor.user,
        proposer_agency=actor.agency,
        owner=owner.user,
        owner_agency=owner.agency,
        due_on=new.due_on,
        state=(ActionState.TAKEN if mine else ActionState.PROPOSED).value,
        because="",
        fund=new.fund,
        approval=new.approval,
        proposed_at=scene.moment,
        taken_at=scene.moment if mine else None,
        carried=0,
        version=1,
        mac=b"",
    )


def _meeting(scene: Scene, group: str) -> str:
    """The group's meeting that is going on now, so that its minutes tell of it; else empty."""
    going_on = select(Meeting.id).where(Meeting.group == group, Meeting.state == MeetingState.BEGUN.value)
    return scene.work.session.scalar(going_on.order_by(Meeting.starts_at.desc()).limit(1)) or ""
