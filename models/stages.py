"""The doors of a referral and the states it goes through: which follows which, in words that judge nobody."""

from __future__ import annotations

from enum import StrEnum


class Door(StrEnum):
    """The three ways in, and the call for help before anybody knows which of them it will be."""

    ARREST_DIVERSION = "arrest_diversion"
    SOCIAL_CONTACT = "social_contact"
    COMMUNITY = "community"
    FIELD_HELP = "field_help"


# Somebody stands in the rain: dispatched at once, on the hand-off clock, and never in a channel one by one.
URGENT = frozenset({Door.ARREST_DIVERSION, Door.FIELD_HELP})


class State(StrEnum):
    """Where a referral stands, in words that judge nobody."""

    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    WAITLISTED = "waitlisted"
    DISPATCHED = "dispatched"
    MET = "met"
    NOT_MET = "not_met"
    INTAKE_DONE = "intake_done"
    DECLINED = "declined"
    OTHER_SERVICES = "elsewhere"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    CLOSED = "closed"


OVER = frozenset({State.DECLINED, State.OTHER_SERVICES, State.WITHDRAWN, State.MERGED, State.CLOSED})
_SETTLED = frozenset({State.DECLINED, State.OTHER_SERVICES, State.WITHDRAWN, State.MERGED})

# Each state, and what may follow it. NOT_MET can still become MET: people are found later. At MET the
# intake's clock begins; when it ends the state stays, and people are asked.
NEXT: dict[State, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.NEEDS_INFO, State.WAITLISTED, State.DISPATCHED}) | _SETTLED,
    State.NEEDS_INFO: frozenset({State.SUBMITTED, State.WAITLISTED, State.DISPATCHED}) | _SETTLED,
    State.WAITLISTED: frozenset({State.DISPATCHED}) | _SETTLED,
    State.DISPATCHED: frozenset({State.MET, State.NOT_MET, State.WITHDRAWN, State.MERGED}),
    State.NOT_MET: frozenset({State.MET, State.DISPATCHED, State.CLOSED, State.WITHDRAWN, State.MERGED}),
    State.MET: frozenset({State.INTAKE_DONE, State.CLOSED, State.WITHDRAWN}),
    State.INTAKE_DONE: frozenset({State.CLOSED, State.WITHDRAWN}),
    **{over: frozenset() for over in OVER},
}

# In which states somebody is still to say "I have it".
ASKS = frozenset({State.SUBMITTED, State.NEEDS_INFO, State.DISPATCHED})
