"""The parts of every act on an action: whose it is, what seals it, how it ends, what people are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import select

from models.access import may_write
from models.action import SPHERE_OF, Action, ActionState, locked_action
from models.acts.action_reminders import forget_dates
from models.acts.action_table import Table, any_table, owners_seat
from models.audit import Verb
from models.classes import Basis
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAvailable, NotCovered
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, Role
from models.scene import Scene, the_actor
from models.schema import ActionRef, Handle, SlackUserId
from models.sensitive import Sensitive
from models.vault import Seat

FARTHEST = timedelta(days=366)
_ROUTINE = frozenset({Kind.ACTION_TAKEN, Kind.ACTION_DONE, Kind.ACTION_DATED})


def theirs(scene: Scene, ref: ActionRef) -> tuple[Actor, Action]:
    """An action of whoever acts, locked: theirs, in the seat and sphere in which it was given to them.

    Raises:
        NotOnRoster: no seat now.
        NotAvailable: none of theirs, or about a person of whom they may know nothing any more.
    """
    actor = the_actor(scene)
    if scene.work.session.get(Action, ref) is None:
        raise NotAvailable
    action = locked_action(scene.work, ref)
    owns = (action.owner, action.owner_agency) == (actor.user, actor.agency)
    if not owns or action.sphere != SPHERE_OF[actor.kind] or not scene.vault.rows.row_holds(action):
        raise NotAvailable
    if is_sealed(action) and handle_of(scene, action, actor.user) is None:
        raise NotAvailable
    return actor, action


def is_sealed(action: Action) -> bool:
    """Whether it is about a person, so that its words lie in envelopes."""
    return not action.words


def handle_of(scene: Scene, action: Action, user: SlackUserId) -> Handle | None:
    """Somebody's item of it that opens for them now; what they wrote themselves goes before."""
    mine = select(SealedItem).where(
        SealedItem.subject == action.ref, SealedItem.recipient == user, SealedItem.withdrawn_at.is_(None)
    )
    items = sorted(scene.work.session.scalars(mine), key=lambda item: item.basis != Basis.OWN.value)
    opens = scene.vault.opener.still_open
    return next(
        (item.handle for item in items if opens(scene.work, scene.rules, user, item.handle, scene.moment)),
        None,
    )


def refuse_unless(action: Action, *states: ActionState) -> None:
    """See that it stands in one of these states.

    Raises:
        AlreadyChanged: it does not; `state` says where it stands.
    """
    if ActionState(action.state) not in states:
        raise AlreadyChanged(action.state)


def see_day(scene: Scene, due_on: date) -> None:
    """A day from today on, within a year.

    Raises:
        ValueError: `past` or `far`.
    """
    today = scene.rules.today(scene.moment)
    if due_on < today:
        raise ValueError("past")
    if due_on > today + FARTHEST:
        raise ValueError("far")


def settle(scene: Scene, action: Action, state: ActionState, kind: Kind) -> Action:
    """It has ended: nothing of it is due, and whoever proposed it hears."""
    action.state, action.settled_at = state.value, scene.moment
    action.version += 1
    sign(scene, action, Verb.ACTION_SETTLED, state.value)
    forget_dates(scene, action)
    tell(scene, action, kind, [action.proposed_by])
    return action


def add_details(scene: Scene, author: Actor, action: Action, details: Mapping[str, Sensitive]) -> None:
    """Seal further words for the owner and the care team; the row's version is a new one already."""
    table = any_table(scene, action.came_from)
    if table is None or not may_write(author, table.category):
        raise NotAvailable
    query = select(SealedItem).where(SealedItem.subject == action.ref, SealedItem.withdrawn_at.is_(None))
    seats = [
        Seat(item.recipient, Role(item.role) if item.role else None, Basis(item.basis))
        for item in scene.work.session.scalars(query)
    ]
    readers = [seat for seat in seats if seat.user == action.owner or seat.basis is Basis.CARE_TEAM]
    scene.vault.sealer.seal(
        scene.work,
        author,
        action,
        {table.category: details},
        readers,
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )


def covered(scene: Scene, table: Table, owner: Actor) -> Seat:
    """The seat in which the owner reads what another wrote.

    Raises:
        NotCovered: no live release covers them, and they are not of the team.
    """
    seat = owners_seat(scene, table, owner)
    if seat is None:
        raise NotCovered(frozenset({table.category.value}))
    return seat


def send_card(scene: Scene, action: Action, handles: Mapping[Seat, Handle], receipt: str) -> None:
    """To its owner: a reference, a day, and a button."""
    handle = next((handle for seat, handle in handles.items() if seat.user == action.owner), None)
    kind = Kind.ACTION_CARD
    key = f"{kind.value}:{action.ref}:{action.version}"
    card = NewNotice(kind, action.owner, key, subject=action.ref, handle=handle, receipt=receipt)
    post(scene.work, scene.moment, [card])


def sign(scene: Scene, action: Action, verb: Verb, decision: str = "") -> None:
    """Sign the row as it is now, and write down what was done."""
    scene.vault.rows.sign_row(action)
    scene.work.session.flush()
    scene.note(verb, (action.ref,), decision)


def tell(scene: Scene, action: Action, kind: Kind, people: Collection[SlackUserId]) -> None:
    """A state, by reference, to each of these people but whoever acts.

    That a seat is empty is told to whoever emptied it, too.
    """
    urgency = Urgency.ROUTINE if kind in _ROUTINE else Urgency.ALERT
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind,
                user,
                f"{kind.value}:{action.ref}:{action.version}:{user}"[:160],
                subject=action.ref,
                urgency=urgency,
            )
            for user in dict.fromkeys(people)
            if user != scene.user or kind is Kind.ACTION_OWNER_GONE
        ],
    )
