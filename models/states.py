"""Who may move a referral where, who owns it in each state, and which clock runs: three tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.due import Step
from models.people import Role
from models.referral import State


class Reason(StrEnum):
    """Why it was decided so; codes that judge nobody. Declines for capacity are counted."""

    CAPACITY = "capacity"
    OUTSIDE_AREA = "outside_area"
    OUTSIDE_CRITERIA = "outside_criteria"
    DUPLICATE = "duplicate"
    ALREADY_ENROLLED = "already_enrolled"
    CANNOT_LOCATE = "cannot_locate"
    DECLINED_OFFER = "declined_offer"
    REFERRER_WITHDREW = "referrer_withdrew"
    PERSON_WITHDREW = "person_withdrew"
    MOVED = "moved"
    DECEASED = "deceased"
    ENROLLED = "enrolled"
    BETTER_ELSEWHERE = "better_elsewhere"
    ANOTHER_FIRST = "another_first"


class Move(StrEnum):
    """A decision on a referral, as a button."""

    ASK_MORE = "ask_more"
    ANSWERED = "answered"
    WAITLIST = "waitlist"
    SEND_OUTREACH = "send_outreach"
    DECLINE = "decline"
    OTHER_SERVICES = "other_services"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    INTAKE_DONE = "intake_done"
    CLOSE = "close"


_MANAGER = frozenset({Role.PROJECT_MANAGER})
_TEAM = frozenset({Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR})


@dataclass(frozen=True)
class Rule:
    """Where a move leads, who may make it, and which reasons it may carry (none named = needs none)."""

    to: State
    roles: frozenset[Role]
    reasons: frozenset[Reason] = frozenset()
    by_referrer: bool = False


MOVES: Mapping[Move, Rule] = {
    Move.ASK_MORE: Rule(State.NEEDS_INFO, _MANAGER),
    Move.ANSWERED: Rule(State.SUBMITTED, frozenset(), by_referrer=True),
    Move.WAITLIST: Rule(State.WAITLISTED, _MANAGER, frozenset({Reason.CAPACITY})),
    Move.SEND_OUTREACH: Rule(State.DISPATCHED, _MANAGER),
    Move.DECLINE: Rule(
        State.DECLINED,
        _MANAGER,
        frozenset(
            {
                Reason.CAPACITY,
                Reason.OUTSIDE_AREA,
                Reason.OUTSIDE_CRITERIA,
                Reason.ALREADY_ENROLLED,
                Reason.DECLINED_OFFER,
            }
        ),
    ),
    Move.OTHER_SERVICES: Rule(State.OTHER_SERVICES, _MANAGER | _TEAM, frozenset({Reason.BETTER_ELSEWHERE})),
    Move.WITHDRAW: Rule(
        State.WITHDRAWN,
        _MANAGER,
        frozenset({Reason.REFERRER_WITHDREW, Reason.PERSON_WITHDREW}),
        by_referrer=True,
    ),
    Move.MERGE: Rule(State.MERGED, _MANAGER, frozenset({Reason.DUPLICATE})),
    Move.INTAKE_DONE: Rule(State.INTAKE_DONE, _TEAM),
    Move.CLOSE: Rule(
        State.CLOSED,
        _MANAGER | _TEAM,
        frozenset(
            {
                Reason.CANNOT_LOCATE,
                Reason.DECLINED_OFFER,
                Reason.PERSON_WITHDREW,
                Reason.MOVED,
                Reason.DECEASED,
                Reason.ENROLLED,
            }
        ),
    ),
}


@dataclass(frozen=True)
class Standing:
    """Who owns a referral in this state, and its clocks; where none runs, `no_clock` says why."""

    owner: Role | None
    clocks: tuple[Step, ...] = ()
    no_clock: str = ""


_HAND_OFF = (
    Step.UNHEARD,
    Step.HANDOFF_REPAGE,
    Step.HANDOFF_BACKUP,
    Step.HANDOFF_SUPERVISOR,
    Step.HANDOFF_CHOICES,
    Step.HANDOFF_OVER,
)

STANDING: Mapping[State, Standing] = {
    State.SUBMITTED: Standing(Role.PROJECT_MANAGER, (Step.SCREENING_DUE,)),
    State.NEEDS_INFO: Standing(Role.PROJECT_MANAGER, (Step.SCREENING_DUE,)),
    State.WAITLISTED: Standing(Role.PROJECT_MANAGER, (Step.WAITLIST_REVIEW,)),
    State.DISPATCHED: Standing(Role.OUTREACH_RESPONDER, (*_HAND_OFF, Step.OUTREACH_DUE)),
    State.NOT_MET: Standing(Role.PROJECT_MANAGER, (Step.OUTREACH_DUE,)),
    State.MET: Standing(Role.CASE_MANAGER, (Step.INTAKE_REMINDER, Step.INTAKE_OVER)),
    State.INTAKE_DONE: Standing(Role.CASE_MANAGER, no_clock="The team goes at the person's own pace."),
    State.DECLINED: Standing(None, no_clock="It is over."),
    State.OTHER_SERVICES: Standing(None, no_clock="It is over."),
    State.WITHDRAWN: Standing(None, no_clock="It is over."),
    State.MERGED: Standing(None, no_clock="It goes on under another reference."),
    State.CLOSED: Standing(None, no_clock="It is over."),
}
