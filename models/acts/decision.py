"""A decision on a referral as a value: what it must carry, and whose it is to make."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.errors import NotAllowed
from models.people import Actor, Role
from models.referral import Referral
from models.states import MOVES, Move, Reason

_LOWEST = 9


class WhyFirst(StrEnum):
    """Why somebody is taken off the waitlist before those who stand above them."""

    REACHABLE_NOW = "reachable_now"
    NEAR_A_TEAM = "near_a_team"
    FITS_THE_PLACE = "fits_the_place"
    GROUP_DECIDED = "group_decided"


class Service(StrEnum):
    """Where to go when other services fit better."""

    SHELTER = "shelter"
    FOOD = "food"
    HEALTH_CARE = "health_care"
    INCOME = "income"
    LEGAL_AID = "legal_aid"
    PAPERS = "papers"
    FAMILY = "family"
    ANOTHER_PROGRAM = "another_program"


@dataclass(frozen=True)
class Decision:
    """What somebody decided, and why where the move asks for a reason.

    `note`: why first, or which services, as codes; kept in the audit log.
    `priority`: with WAITLIST, another place in its order than the door's own; 1 (first) to 9.
    """

    move: Move
    reason: Reason | None = None
    note: tuple[WhyFirst | Service, ...] = ()
    priority: int | None = None

    def code(self) -> str:
        """As the audit log keeps it: `send_outreach:another_first:reachable_now`."""
        note = ".".join(sorted(self.note))
        return ":".join(part for part in (self.move.value, self.reason or "", note) if part)


def may_decide(actor: Actor, referral: Referral, move: Move) -> bool:
    """Whether the move is theirs, whatever state it is in: by role, region, and whose case it is."""
    if not actor.holds(*MOVES[move].roles) or not actor.serves(referral.region):
        return False
    if actor.holds(*(MOVES[move].roles - {Role.CASE_MANAGER})):
        return True
    return referral.case_manager in {None, actor.user} and referral.dispatched_at is not None


def require(actor: Actor, referral: Referral, decision: Decision) -> None:
    """Refuse a decision that is not theirs, or that carries what its move does not.

    Raises:
        NotAllowed: it is refused.
    """
    rule = MOVES[decision.move]
    theirs = rule.by_referrer and (referral.referrer, referral.referrer_agency) == (actor.user, actor.agency)
    if not (theirs or may_decide(actor, referral, decision.move)):
        raise NotAllowed
    skips = decision.move is Move.SEND_OUTREACH and decision.reason is Reason.ANOTHER_FIRST
    fits = skips or (decision.reason in rule.reasons if rule.reasons else decision.reason is None)
    ranked_so = decision.priority is None or (
        decision.move is Move.WAITLIST and 1 <= decision.priority <= _LOWEST
    )
    if not (fits and ranked_so and _note_fits(decision)):
        raise NotAllowed


def _note_fits(decision: Decision) -> bool:
    """Services go with other services, and why this one first goes with a skip, where it must stand."""
    if decision.reason is Reason.ANOTHER_FIRST:
        return bool(decision.note) and all(isinstance(one, WhyFirst) for one in decision.note)
    if decision.move is Move.OTHER_SERVICES:
        return bool(decision.note) and all(isinstance(one, Service) for one in decision.note)
    return not decision.note
