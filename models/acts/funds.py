"""The flexible fund: asked sealed, decided by a clinical supervisor where it must be, told as one sum."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from models.action import Action, ActionKind, ActionState, Fund, locked_action
from models.acts.action_parts import add_details, handle_of, refuse_unless, settle, sign, theirs
from models.acts.action_table import is_of_team, table_at
from models.acts.actions import NewAction, propose
from models.acts.set_aside import supervisors
from models.audit import Verb
from models.classes import Category
from models.errors import AlreadyChanged, FundShort, NotAllowed, NotAvailable, UnknownReference, Vacant
from models.notice import Kind, NewNotice, post
from models.participant import Circle, circle_of
from models.people import Actor, Role
from models.scene import Scene, the_actor
from models.schema import ActionRef, ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Opened

# In cents: one payment, and what a fund can hold (the column takes 32 bits).
MOST_PAID, MOST_HELD = 1_000_000_00, 20_000_000_00
_AMOUNT = "amount"
# Thousands in threes or not at all: a comma before two digits may have meant cents.
_SUM = re.compile(r"\$? ?([0-9]{1,9}|[0-9]{1,3}(?:[, ][0-9]{3}){1,2})(?:\.([0-9]{1,2}))?", re.ASCII)
_KEEPERS = (Role.PROJECT_MANAGER, Role.CLINICAL_SUPERVISOR)


class Approval(StrEnum):
    """What the clinical supervisor said; empty where nobody is asked."""

    NONE = ""
    WAITS = "waits"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, repr=False)
class Asking:
    """What is asked of a fund. `details`: words, payee, pool; `decides`: it is bail, restitution or debt."""

    came_from: str
    fund: str
    cents: int
    due_on: date
    details: Mapping[str, Sensitive]
    decides: bool


@dataclass(frozen=True)
class Balance:
    """What is left in a fund."""

    code: str
    name: str
    cents: int


def ask(scene: Scene, asking: Asking) -> Action:
    """Somebody of the team will pay something out of a fund; amount and payee are sealed.

    Raises:
        NotOnRoster, NotAvailable: not at that table.
        NotAllowed: not of the team.
        UnknownReference: no such fund.
        FundShort: less is left than that.
        Vacant: a clinical supervisor would decide, and there is none today.
        ValueError: the day or the amount is none.
        Unsafe: a key is missing.
    """
    table = table_at(scene, asking.came_from)
    actor = table.people[scene.user]
    if table.circle is None or not is_of_team(table.circle, actor):
        raise NotAllowed
    if not 0 < asking.cents <= MOST_PAID:
        raise ValueError("amount")
    if _locked_fund(scene, asking.fund).cents < asking.cents:
        raise FundShort
    deciding = _deciding(scene, table.circle) if asking.decides else []
    approval = _approval(table.circle, actor, asking, deciding)
    details = {**asking.details, _AMOUNT: Sensitive(cents_words(asking.cents))}
    action = propose(
        scene,
        NewAction(
            asking.came_from,
            actor.user,
            asking.due_on,
            details=details,
            kind=ActionKind.FUND,
            fund=asking.fund,
            approval=approval.value,
        ),
    )
    if approval is Approval.WAITS:
        _ask_supervisors(scene, action, deciding)
    return action


def decide(scene: Scene, ref: ActionRef, *, yes: bool) -> Action:
    """A clinical supervisor of the team says yes or no, once; its owner hears.

    Raises:
        NotOnRoster, NotAvailable: not theirs to decide.
        AlreadyChanged: it was decided, or has ended.
    """
    actor = the_actor(scene)
    if scene.work.session.get(Action, ref) is None:
        raise NotAvailable
    action = locked_action(scene.work, ref)
    circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(action.participant))
    if not scene.vault.rows.row_holds(action) or not may_decide(scene, circle, actor, action):
        raise NotAvailable
    if action.approval != Approval.WAITS:
        raise AlreadyChanged(action.approval)
    refuse_unless(action, ActionState.TAKEN)
    action.approval = (Approval.YES if yes else Approval.NO).value
    if yes:
        action.version += 1
        sign(scene, action, Verb.FUND_DECIDED)
    else:
        scene.note(Verb.FUND_DECIDED, (action.ref,))
        settle(scene, action, ActionState.NOT_TAKEN, Kind.FUND_DECIDED)
    key = f"{Kind.FUND_DECIDED.value}:{action.ref}:{action.version}:{action.owner}"
    if action.owner != scene.user:
        told = NewNotice(Kind.FUND_DECIDED, action.owner, key, subject=action.ref)
        post(scene.work, scene.moment, [told])
    return action


def may_decide(scene: Scene, circle: Circle | None, actor: Actor, action: Action) -> bool:
    """Whether somebody leads the team as its clinical supervisor, and reads the action now."""
    leads = circle is not None and actor.holds(Role.CLINICAL_SUPERVISOR)
    leads = leads and circle is not None and circle.has(actor, Role.CLINICAL_SUPERVISOR)
    return leads and handle_of(scene, action, actor.user) is not None


def pay(scene: Scene, ref: ActionRef, cents: int) -> Action:
    """It was paid: so much goes out of the fund, and the action is done; the amount stays sealed.

    Raises:
        NotOnRoster, NotAvailable: not theirs.
        NotAllowed: not from a fund, or a clinical supervisor has not said yes.
        AlreadyChanged: it does not stand.
        ValueError: more than was asked for, or nothing.
        FundShort: less is left in the fund.
        Unsafe: a key is missing.
    """
    actor, action = theirs(scene, ref)
    refuse_unless(action, ActionState.TAKEN)
    if action.kind != ActionKind.FUND or action.approval not in {Approval.NONE, Approval.YES}:
        raise NotAllowed
    if not 0 < cents <= _asked(scene, action):
        raise ValueError("amount")
    fund = _locked_fund(scene, action.fund)
    if fund.cents < cents:
        raise FundShort
    fund.cents -= cents
    fund.version += 1
    settle(scene, action, ActionState.DONE, Kind.ACTION_DONE)
    add_details(scene, actor, action, {"paid": Sensitive(cents_words(cents))})
    return action


def add(scene: Scene, code: str, cents: int) -> Fund:
    """A project manager enters what was added to a fund, as one sum; the log has neither sum nor amount.

    Raises:
        NotOnRoster, NotAllowed: not a project manager.
        UnknownReference: no such fund.
        ValueError: nothing, or more than a fund can hold.
    """
    if not the_actor(scene).holds(Role.PROJECT_MANAGER):
        raise NotAllowed
    fund = _locked_fund(scene, code)
    if not 0 < cents <= MOST_HELD - fund.cents:
        raise ValueError("amount")
    fund.cents += cents
    fund.version += 1
    scene.note(Verb.FUND_ADDED, (code,))
    return fund


def balances(scene: Scene) -> tuple[Balance, ...]:
    """What is left, for project managers and clinical supervisors; nobody else is told any.

    Raises:
        NotOnRoster: no seat now.
    """
    if not the_actor(scene).holds(*_KEEPERS):
        return ()
    rows = {row.code: row.cents for row in scene.work.session.scalars(select(Fund))}
    return tuple(Balance(one.code, one.name, rows.get(one.code, 0)) for one in scene.rules.funds)


def cents_words(cents: int) -> str:
    """`1234.50`."""
    return f"{cents // 100}.{cents % 100:02d}"


def cents_of(text: str) -> int | None:
    """The cents of `1234`, `1,234.5` or `$1 234.50`; None = no amount, or one that reads two ways."""
    found = _SUM.fullmatch(text.strip())
    if not found:
        return None
    whole = int(found[1].replace(",", "").replace(" ", ""))
    return whole * 100 + int((found[2] or "").ljust(2, "0"))


def _approval(circle: Circle, actor: Actor, asking: Asking, deciding: list[SlackUserId]) -> Approval:
    if not asking.decides:
        return Approval.NONE
    if actor.holds(Role.CLINICAL_SUPERVISOR) and circle.has(actor, Role.CLINICAL_SUPERVISOR):
        return Approval.YES  # the decision is theirs, and they have just made it
    if not deciding:
        raise Vacant
    return Approval.WAITS


def _deciding(scene: Scene, circle: Circle) -> list[SlackUserId]:
    return list(supervisors(scene, circle.agency))


def _ask_supervisors(scene: Scene, action: Action, people: list[SlackUserId]) -> None:
    kind = Kind.FUND_ASKED
    receipt = scene.audit.receipt(scene.note(Verb.NOTICE_POSTED, (action.ref,), "card"))
    cards = [
        NewNotice(
            kind,
            user,
            f"{kind.value}:{action.ref}:{user}",
            subject=action.ref,
            handle=handle_of(scene, action, user),
            receipt=receipt,
        )
        for user in people
    ]
    post(scene.work, scene.moment, cards)


def _asked(scene: Scene, action: Action) -> int:
    """The amount that was asked for, opened as its owner opens it, and written down so."""
    handle = handle_of(scene, action, scene.user)
    if handle is None:
        raise NotAvailable
    opened = scene.vault.opener.open_item(
        scene.work, scene.rules, scene.user, handle, moment=scene.moment, request_id=scene.key
    )
    found = opened.details.get(Category.BARRIERS, {}).get(_AMOUNT) if isinstance(opened, Opened) else None
    cents = cents_of(found.reveal()) if found is not None else None
    if cents is None:
        raise NotAvailable
    return cents


def _locked_fund(scene: Scene, code: str) -> Fund:
    """The fund, held until the unit of work ends; one that nobody paid into yet is empty."""
    if code not in {one.code for one in scene.rules.funds}:
        raise UnknownReference
    query = select(Fund).where(Fund.code == code).with_for_update()
    row = scene.work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        row = Fund(code=code, cents=0, version=1)
        scene.work.session.add(row)
        scene.work.session.flush()
    return row
