"""Who may take from the roster alone, who may propose, and which two people make a change: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.errors import NotAllowed
from models.people import ACCUSING, Actor, Role, agency_kind, fits
from models.schema import SlackUserId


class Step(StrEnum):
    """What somebody may do about the roster, or about a proposal."""

    REMOVE = "remove"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    DECLINE = "decline"
    TAKE_BACK = "take_back"


@dataclass(frozen=True)
class Standpoint:
    """Everything a rule may ask.

    `agencies`: those of the seat, now and as proposed; none for the site's rules. `first`: the person
    (user, agency) who stands behind the proposal already, if there is one. `clinical`: it changes the Golden
    Rule's words; `first_is_clinical`: that person is a clinical supervisor.
    """

    actor: Actor
    subject: str
    agencies: frozenset[str] = frozenset()
    proposed_by: str = ""
    first: tuple[SlackUserId, str] | None = None
    clinical: bool = False
    first_is_clinical: bool = False


OWNERS = (Role.PROJECT_MANAGER, Role.POLICE_SUPERVISOR, Role.CLINICAL_SUPERVISOR)


def owns_a_roster(case: Standpoint) -> bool:
    """Is a project manager, or supervises in an agency that has such supervisors."""
    return any(case.actor.holds(role) and fits(role, case.actor.kind) for role in OWNERS)


def owns_these_seats(case: Standpoint) -> bool:
    """Project managers everywhere; supervisors where the seat is and stays of their own agency."""
    return case.actor.holds(Role.PROJECT_MANAGER) or case.agencies == {case.actor.agency}


def is_about_somebody_else(case: Standpoint) -> bool:
    """It is not their own seat."""
    return case.subject != case.actor.user


def is_not_the_first(case: Standpoint) -> bool:
    """They do not stand behind it already."""
    return case.first is None or case.first[0] != case.actor.user


def is_of_another_agency(case: Standpoint) -> bool:
    """The two people come from two agencies."""
    return case.first is None or case.first[1] != case.actor.agency


def is_not_police_beside_prosecution(case: Standpoint) -> bool:
    """The two are never one from police and one from prosecution: they would be one side, not two."""
    return case.first is None or {agency_kind(case.first[1]), case.actor.kind} != ACCUSING


def is_with_the_clinical_supervisor(case: Standpoint) -> bool:
    """Where the Golden Rule's words change, one of the two is a clinical supervisor."""
    if not case.clinical or case.first is None or case.first_is_clinical:
        return True
    return case.actor.holds(Role.CLINICAL_SUPERVISOR) and fits(Role.CLINICAL_SUPERVISOR, case.actor.kind)


def is_the_proposer(case: Standpoint) -> bool:
    """They made it."""
    return case.proposed_by == case.actor.user


Predicate = Callable[[Standpoint], bool]

STEPS: Mapping[Step, tuple[Predicate, ...]] = {
    Step.REMOVE: (owns_a_roster, owns_these_seats),
    Step.PROPOSE: (owns_a_roster, owns_these_seats, is_about_somebody_else),
    Step.CONFIRM: (
        owns_a_roster,
        is_about_somebody_else,
        is_not_the_first,
        is_of_another_agency,
        is_not_police_beside_prosecution,
        is_with_the_clinical_supervisor,
    ),
    Step.DECLINE: (owns_a_roster,),
    Step.TAKE_BACK: (is_the_proposer,),
}


def missed(step: Step, case: Standpoint) -> str | None:
    """None when the step is allowed, else the name of the first predicate that does not hold."""
    return next((rule.__name__ for rule in STEPS[step] if not rule(case)), None)


def require_step(step: Step, case: Standpoint) -> None:
    """Refuse a step.

    Raises:
        NotAllowed: its code names the predicate that does not hold.
    """
    if code := missed(step, case):
        raise NotAllowed(code)
