"""Which actions stand before somebody, a table or a group: reference, owner, day and state; never a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.action import HELD, RUNNING, Action, ActionKind, ActionState
from models.acts.action_hands import may_change_hands, may_offer
from models.acts.action_parts import handle_of, is_sealed
from models.acts.action_table import any_table
from models.errors import NotAvailable
from models.people import Actor, Member, Role
from models.scene import Scene, the_actor
from models.schema import ActionRef, Handle, SlackUserId

_MOST = 200


@dataclass(frozen=True)
class Listed:
    """One action for one reader. `number`: its place among those that came of the same reference, from 1.

    `handle`: the reader's own sealed item, if it opens for them now. `words`: the open text of what came of a
    situation or an issue; empty where it is about a person. `mine`: the reader is its owner. `money` is set
    for its owner alone: nobody else learns from a list that a fund is asked. `waits`: a supervisor has not
    said yes or no. `may_offer`: it waits for somebody, and the reader may propose it to others.
    """

    ref: ActionRef
    number: int
    came_from: str
    owner: SlackUserId
    owner_name: str
    owner_agency: str
    due_on: date
    state: ActionState
    overdue: bool
    mine: bool
    handle: Handle | None
    words: str
    money: bool
    waits: bool
    carried: int
    may_offer: bool


def mine(scene: Scene) -> list[Listed]:
    """What whoever acts has taken or is asked to take, the next day first; then what came back to them.

    Raises:
        NotOnRoster: no seat now.
    """
    actor = the_actor(scene)
    owned = select(Action).where(
        Action.owner == actor.user,
        Action.owner_agency == actor.agency,
        Action.state.in_([one.value for one in HELD]),
    )
    back = select(Action).where(Action.state == ActionState.GIVEN_BACK.value)
    if not actor.holds(Role.PROJECT_MANAGER):
        back = back.where(Action.proposed_by == actor.user, Action.proposer_agency == actor.agency)
    order = (Action.due_on, Action.proposed_at, Action.ref)
    found = [*scene.work.session.scalars(owned.order_by(*order).limit(_MOST))]
    found += scene.work.session.scalars(back.order_by(*order).limit(_MOST))
    return _listed(scene, actor, found)


def of_table(scene: Scene, came_from: str) -> list[Listed]:
    """Everything that came of a conference, situation or issue, ended or not, for somebody at its table.

    Raises:
        NotOnRoster: no seat now.
        NotAvailable: not at that table.
    """
    actor = the_actor(scene)
    table = any_table(scene, came_from)
    if table is None or not (actor.user in table.people or actor.holds(Role.PROJECT_MANAGER)):
        raise NotAvailable
    query = select(Action).where(Action.came_from == came_from).order_by(Action.proposed_at, Action.ref)
    return _listed(scene, actor, list(scene.work.session.scalars(query)))


def one(scene: Scene, ref: ActionRef) -> Listed:
    """One action, for its owner, its proposer, a project manager, or whoever is at its table.

    Raises:
        NotOnRoster: no seat now.
        NotAvailable: none, or none that they may know of.
    """
    actor = the_actor(scene)
    row = scene.work.session.get(Action, ref)
    if row is None or not scene.vault.rows.row_holds(row):
        raise NotAvailable
    table = any_table(scene, row.came_from)
    known = actor.user in {row.owner, row.proposed_by} or actor.holds(Role.PROJECT_MANAGER)
    if not known and (table is None or actor.user not in table.people):
        raise NotAvailable
    return _listed(scene, actor, [row])[0]


def _listed(scene: Scene, actor: Actor, rows: Sequence[Action]) -> list[Listed]:
    names = _names(scene, {row.owner for row in rows})
    numbers = _numbers(scene, {row.came_from for row in rows})
    today = scene.rules.today(scene.moment)
    return [
        Listed(
            ref=row.ref,
            number=numbers.get(row.ref, 0),
            came_from=row.came_from,
            owner=row.owner,
            owner_name=names.get(row.owner, ""),
            owner_agency=row.owner_agency,
            due_on=row.due_on,
            state=ActionState(row.state),
            overdue=row.due_on < today and ActionState(row.state) in RUNNING,
            mine=row.owner == actor.user,
            handle=handle_of(scene, row, actor.user) if is_sealed(row) else None,
            words=row.words,
            money=row.owner == actor.user and row.kind == ActionKind.FUND,
            waits=row.owner == actor.user and row.approval == "waits",
            carried=row.carried,
            may_offer=may_change_hands(scene, row) and may_offer(scene, actor, row),
        )
        for row in rows
        if scene.vault.rows.row_holds(row)
    ]


def _names(scene: Scene, users: set[SlackUserId]) -> dict[SlackUserId, str]:
    query = select(Member.slack_user_id, Member.display_name).where(Member.slack_user_id.in_(users))
    return {row.slack_user_id: row.display_name for row in scene.work.session.execute(query)}


def _numbers(scene: Scene, sources: set[str]) -> dict[ActionRef, int]:
    query = select(Action.ref, Action.came_from).where(Action.came_from.in_(sources))
    counted: dict[str, int] = {}
    found = {}
    for ref, came_from in scene.work.session.execute(query.order_by(Action.proposed_at, Action.ref)):
        counted[came_from] = counted.get(came_from, 0) + 1
        found[ref] = counted[came_from]
    return found
