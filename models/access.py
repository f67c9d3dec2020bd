"""Who may do and open what: one table of named predicates; an absent or empty rule refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.errors import NotAllowed
from models.people import Actor, AgencyKind, Role
from models.referral import Door, Referral

POLICY_VERSION = 1
AFTER_MET = timedelta(hours=24)


class Category(StrEnum):
    """Classes of detail; each has an envelope of its own, because access is per category."""

    IDENTITY = "identity"
    LOCATION = "location"
    INCIDENT = "incident"


class Basis(StrEnum):
    """Why somebody may open."""

    OWN = "own"
    REFERRAL = "referral"


@dataclass(frozen=True)
class Case:
    """Everything a rule may ask about."""

    actor: Actor
    role: Role | None
    referral: Referral
    moment: datetime


Predicate = Callable[[Case], bool]


def is_author(case: Case) -> bool:
    """Wrote it, and still works for the agency in whose name it was written."""
    mine = case.referral.referrer == case.actor.user
    return mine and case.referral.referrer_agency == case.actor.agency


def still_holds_role(case: Case) -> bool:
    """Holds today the role in which it was sent."""
    return case.role is not None and case.actor.holds(case.role)


def works_for_the_team(case: Case) -> bool:
    """Belongs to the case-management side, whatever the role is called."""
    return case.actor.kind is AgencyKind.CASE_MANAGEMENT


def is_open(case: Case) -> bool:
    """The referral is not closed."""
    return case.referral.closed_at is None


def was_dispatched(case: Case) -> bool:
    """Outreach was sent."""
    return case.referral.dispatched_at is not None


def within_a_day_of_meeting(case: Case) -> bool:
    """Not met yet, or met less than 24 hours ago."""
    met_at = case.referral.met_at
    return met_at is None or case.moment < met_at + AFTER_MET


def is_screened_here(case: Case) -> bool:
    """Came through a door that the project manager screens; arrest diversions are not among them."""
    return case.referral.door != Door.ARREST_DIVERSION


@dataclass(frozen=True)
class Opening:
    """Which categories, under which conditions; all must hold."""

    categories: frozenset[Category]
    when: tuple[Predicate, ...]


_ALL = frozenset(Category)
_DISPATCHED = Opening(
    _ALL, (still_holds_role, works_for_the_team, is_open, was_dispatched, within_a_day_of_meeting)
)

OPENINGS: Mapping[tuple[Basis, Role | None], Opening] = {
    (Basis.OWN, None): Opening(_ALL, (is_author, is_open)),
    (Basis.REFERRAL, Role.OUTREACH_RESPONDER): _DISPATCHED,
    (Basis.REFERRAL, Role.CASE_MANAGER): _DISPATCHED,
    (Basis.REFERRAL, Role.CLINICAL_SUPERVISOR): _DISPATCHED,
    (Basis.REFERRAL, Role.PROJECT_MANAGER): Opening(_ALL, (still_holds_role, is_open, is_screened_here)),
}

# The roles in which somebody on the rota may be sent to a person, the most fitting first.
RESPONDING = (Role.OUTREACH_RESPONDER, Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR)

DOORS: Mapping[Door, frozenset[Role]] = {
    Door.ARREST_DIVERSION: frozenset({Role.OFFICER, Role.POLICE_SUPERVISOR}),
    Door.SOCIAL_CONTACT: frozenset({Role.OFFICER, Role.POLICE_SUPERVISOR}),
    Door.COMMUNITY: frozenset(
        {
            Role.COMMUNITY_REPRESENTATIVE,
            Role.SERVICE_PROVIDER,
            Role.PROJECT_MANAGER,
            Role.CASE_MANAGER,
            Role.OUTREACH_RESPONDER,
            Role.CLINICAL_SUPERVISOR,
            Role.PUBLIC_DEFENDER,
            Role.LEGAL_SERVICES,
            Role.LEGAL_SYSTEM_ADVOCATE,
        }
    ),
}


class Act(StrEnum):
    """What somebody who was handed a referral may do about it."""

    ACKNOWLEDGE = "acknowledge"
    ESTIMATE = "estimate"
    MET = "met"
    NOT_MET = "not_met"
    SEND_OUTREACH = "send_outreach"


_RESPONDERS = frozenset(RESPONDING)

ACTS: Mapping[Act, frozenset[Role]] = {
    Act.ACKNOWLEDGE: _RESPONDERS | {Role.PROJECT_MANAGER},
    Act.ESTIMATE: _RESPONDERS,
    Act.MET: _RESPONDERS,
    Act.NOT_MET: _RESPONDERS,
    Act.SEND_OUTREACH: frozenset({Role.PROJECT_MANAGER}),
}


def refusal(
    basis: Basis,
    category: Category,
    case: Case,
    openings: Mapping[tuple[Basis, Role | None], Opening] = OPENINGS,
) -> str | None:
    """None when the opening is allowed, else a code for the audit: the name of the first predicate missed."""
    rule = openings.get((basis, case.role))
    if rule is None or not rule.when or category not in rule.categories:
        return "no_rule"
    missed = next((predicate for predicate in rule.when if not predicate(case)), None)
    return missed.__name__ if missed else None


def require_act(act: Act, role: Role | None) -> None:
    """Refuse an act that the role in which somebody was handed the referral does not carry.

    Raises:
        NotAllowed: it does not.
    """
    if role is None or role not in ACTS[act]:
        raise NotAllowed


def doors_of(actor: Actor) -> tuple[Door, ...]:
    """The doors this actor may refer through, in the order of urgency."""
    return tuple(door for door in Door if actor.holds(*DOORS[door]))


def require_door(actor: Actor, door: Door) -> None:
    """Refuse a door that is not the actor's.

    Raises:
        NotAllowed: it is not.
    """
    if door not in doors_of(actor):
        raise NotAllowed


def responding_role(actor: Actor) -> Role | None:
    """The role in which this actor can be sent to a person; None when there is none."""
    if actor.kind is not AgencyKind.CASE_MANAGEMENT:
        return None
    return next((role for role in RESPONDING if actor.holds(role)), None)


def table() -> Iterable[tuple[str, str, str, str]]:
    """The openings as rows of text (basis, role, categories, conditions), for `leadbot policy show`."""
    for (basis, role), rule in OPENINGS.items():
        names = ", ".join(sorted(rule.categories))
        when = " and ".join(predicate.__name__.replace("_", " ") for predicate in rule.when)
        yield basis.value, role.value if role else "any", names, when


def doors_table() -> Iterable[tuple[str, str]]:
    """The doors as rows of text (door, roles)."""
    for door, roles in DOORS.items():
        yield door.value, ", ".join(sorted(roles))
