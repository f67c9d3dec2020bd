"""How an action changes hands: given back, offered to somebody else, ended by nobody, its owner gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from models.action import HELD, SPHERE_OF, Action, ActionKind, ActionState, Because, locked_action
from models.acts.action_parts import (
    covered,
    handle_of,
    is_sealed,
    refuse_unless,
    see_day,
    send_card,
    settle,
    sign,
    tell,
    theirs,
)
from models.acts.action_reminders import forget_dates
from models.acts.action_table import Table, any_table, is_of_team
from models.acts.paging import project_managers
from models.audit import Verb
from models.classes import Basis
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAvailable, NotCovered, Vacant
from models.notice import Kind, NewNotice, Notice, post
from models.people import ACCUSING, Actor, Role, agency_kind
from models.scene import Scene, the_actor
from models.schema import ActionRef, Handle, SlackUserId
from models.vault import Seat


def give_back(scene: Scene, ref: ActionRef, because: Because) -> Action:
    """Its owner cannot do it after all: it waits for somebody, and its proposer and project managers hear.

    Raises:
        NotOnRoster, NotAvailable: not theirs.
        AlreadyChanged: it does not stand.
    """
    _, action = theirs(scene, ref)
    refuse_unless(action, ActionState.TAKEN)
    _hand_back(scene, action, because, Kind.ACTION_GIVEN_BACK)
    return action


def offer(scene: Scene, ref: ActionRef, to: SlackUserId, due_on: date) -> Action:
    """What waits for somebody is proposed to them, at the same table, by its proposer or a project manager.

    Raises:
        NotOnRoster, NotAvailable: not theirs to offer.
        AlreadyChanged: somebody has it, or it has ended.
        Vacant: that person is not at the table.
        NotCovered: they could not read it.
        ValueError: the day is past or too far ahead.
    """
    action = _offered(scene, ref)
    table = any_table(scene, action.came_from)
    owner = table.people.get(to) if table is not None else None
    if table is None or owner is None:
        raise Vacant
    see_day(scene, due_on)
    seat = _owners_seat(scene, table, action, owner) if table.sealed else None
    former = [action.owner] if ActionState(action.state) in HELD and action.owner != owner.user else []
    _take_from_former(scene, action)
    action.version += 1
    action.owner, action.owner_agency, action.sphere = owner.user, owner.agency, SPHERE_OF[owner.kind].value
    action.state, action.taken_at, action.due_on = ActionState.PROPOSED.value, None, due_on
    sign(scene, action, Verb.ACTION_OFFERED)
    forget_dates(scene, action)
    tell(scene, action, Kind.ACTION_MOVED, former)
    handles = {} if seat is None else scene.vault.sealer.share(scene.work, action, [seat], scene.moment)
    receipt = scene.audit.receipt(scene.note(Verb.NOTICE_POSTED, (action.ref,), "card"))
    send_card(scene, action, handles or _standing(scene, action, owner), receipt)
    return action


def drop(scene: Scene, ref: ActionRef) -> Action:
    """What waits for somebody ends: nobody does it. Said by its proposer or a project manager.

    Raises:
        NotOnRoster, NotAvailable: not theirs to end.
        AlreadyChanged: somebody has it, or it has ended.
    """
    action = _offered(scene, ref)
    if ActionState(action.state) in HELD:
        tell(scene, action, Kind.ACTION_MOVED, [action.owner])
    return settle(scene, action, ActionState.NOT_TAKEN, Kind.ACTION_NOT_TAKEN)


def owner_gone(scene: Scene, user: SlackUserId) -> list[ActionRef]:
    """Whoever owned these holds that seat no longer: they wait for somebody, and nothing is lost."""
    query = select(Action.ref).where(Action.owner == user, Action.state.in_([one.value for one in HELD]))
    gone = []
    for ref in scene.work.session.scalars(query.order_by(Action.ref)).all():
        action = locked_action(scene.work, ref)
        # A row that somebody altered is left alone: signing it anew would make it hold.
        if scene.vault.rows.row_holds(action) and ActionState(action.state) in HELD:
            _hand_back(scene, action, Because.OWNER_LEFT, Kind.ACTION_OWNER_GONE, besides={user})
            gone.append(ref)
    return gone


def comes_back(scene: Scene, ref: ActionRef) -> str:
    """Its owner set it aside, and reads it no more: it waits for somebody else; answers whom it is about."""
    action = locked_action(scene.work, ref)
    held = ActionState(action.state) in HELD and scene.vault.rows.row_holds(action)
    if held and agency_kind(action.owner_agency) in ACCUSING:
        _hand_back(scene, action, Because.CHANGED, Kind.ACTION_GIVEN_BACK)
    return action.participant


def not_reached(scene: Scene, notice: Notice) -> None:
    """What was asked of somebody did not arrive: whoever proposed it and project managers hear; once."""
    if Kind(notice.kind) not in {Kind.ACTION_CARD, Kind.FUND_ASKED}:
        return
    action = scene.work.session.get(Action, ActionRef(notice.subject))
    if action is None:
        return
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    kind = Kind.ACTION_NOT_REACHED
    told = [
        NewNotice(kind, user, f"{kind.value}:{notice.id}:{user}", subject=action.ref)
        for user in dict.fromkeys((action.proposed_by, *managers))
        if user != notice.recipient
    ]
    post(scene.work, scene.moment, told)


def _hand_back(
    scene: Scene,
    action: Action,
    because: Because,
    kind: Kind,
    besides: Collection[SlackUserId] = (),
) -> None:
    action.state, action.because = ActionState.GIVEN_BACK.value, because.value
    action.version += 1
    sign(scene, action, Verb.ACTION_SETTLED, action.state)
    forget_dates(scene, action)
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    people = [one for one in (action.proposed_by, *managers) if one not in besides]
    tell(scene, action, kind, people)


def _offered(scene: Scene, ref: ActionRef) -> Action:
    actor = the_actor(scene)
    if scene.work.session.get(Action, ref) is None:
        raise NotAvailable
    action = locked_action(scene.work, ref)
    if not scene.vault.rows.row_holds(action) or not may_offer(scene, actor, action):
        raise NotAvailable
    if not may_change_hands(scene, action):
        raise AlreadyChanged(action.state)
    return action


def may_change_hands(scene: Scene, action: Action) -> bool:
    """Whether it waits for somebody: it came back, or its day is over and whoever has it has not done it."""
    state = ActionState(action.state)
    late = state in HELD and action.due_on < scene.rules.today(scene.moment)
    return late or state is ActionState.GIVEN_BACK


def may_offer(scene: Scene, actor: Actor, action: Action) -> bool:
    """Whether it is theirs to propose anew, or to end, once it waits for somebody."""
    manages = actor.holds(Role.PROJECT_MANAGER)
    if not manages and (action.proposed_by, action.proposer_agency) != (actor.user, actor.agency):
        return False
    # Where there is no table any more (the person's folder is closed), it can still be ended.
    table = any_table(scene, action.came_from)
    return manages or table is None or actor.user in table.people


def _owners_seat(scene: Scene, table: Table, action: Action, owner: Actor) -> Seat | None:
    """The new owner's seat of a sealed one; None where they have one already."""
    if owner.user == action.proposed_by:
        return None
    seat = covered(scene, table, owner)
    if action.kind == ActionKind.FUND and not is_of_team(table.circle, owner):
        raise NotCovered(frozenset({table.category.value}))
    return seat


def _take_from_former(scene: Scene, action: Action) -> None:
    """Whoever had it reads it no longer, but for what they wrote, and the care team."""
    kept = [Basis.OWN.value, Basis.CARE_TEAM.value]
    query = select(SealedItem.handle).where(
        SealedItem.subject == action.ref,
        SealedItem.recipient == action.owner,
        SealedItem.basis.not_in(kept),
        SealedItem.withdrawn_at.is_(None),
    )
    scene.vault.revoker.withdraw(scene.work, list(scene.work.session.scalars(query)), scene.moment)


def _standing(scene: Scene, action: Action, owner: Actor) -> dict[Seat, Handle]:
    """The item that the new owner had of it already."""
    if not is_sealed(action):
        return {}
    handle = handle_of(scene, action, owner.user)
    return {Seat(owner.user, None, Basis.OWN): handle} if handle else {}
