"""Where a referral or participant stands, in open facts and plain words: what Home, status and views say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.participant import Rung
from models.referral import OVER, Door, Referral, State
from models.schema import ReferralRef, SlackUserId
from models.site import SiteRules

DOOR_NAMES: dict[Door, str] = {
    Door.ARREST_DIVERSION: "Arrest diversion",
    Door.SOCIAL_CONTACT: "Social contact",
    Door.COMMUNITY: "Community",
    Door.FIELD_HELP: "Field help",
}

RUNG_WORDS: dict[Rung, str] = {
    Rung.NONE: "No consent yet",
    Rung.OUTREACH: "Outreach agreed",
    Rung.ENROLLED: "Enrolled",
}


@dataclass(frozen=True)
class ReferralFacts:
    """The open side of a referral: where it stands and when what happened (aware moments)."""

    ref: ReferralRef
    door: Door
    region: str
    zone: ZoneInfo
    state: State
    submitted_at: datetime
    clock_ends_at: datetime | None
    completed: bool
    acknowledged_at: datetime | None
    eta_at: datetime | None
    met_at: datetime | None
    not_met_at: datetime | None
    dispatched_at: datetime | None
    responder: SlackUserId | None
    reason: str = ""
    case_manager: SlackUserId | None = None
    intake_ends_at: datetime | None = None
    intake_ends_on: date | None = None  # in the site's zone, by which the clock runs
    version: int = 1
    fallback: str = ""
    together: bool = False  # for its referrer only, under a live release that names their agency
    first_door: str = ""


# What a referrer hears after the states before a meeting: one line, whatever the cause lies in.
FIXED_LINE = "Our part goes its own way from here. We can't share anything about any person."
# Reasons that say nothing about a person: the area and our own room.
_SAID = {
    "capacity": "We have no room now. It is counted, so that there will be.",
    "outside_area": "This lies outside the area we serve. It is counted, so that this can change.",
}


def facts_of(referral: Referral, rules: SiteRules, *, together: bool = False) -> ReferralFacts:
    """The facts of a row, with the region's name and zone.

    `together`: a live release lets the reader, who referred, hear that the work goes on.
    """
    return ReferralFacts(
        ref=referral.ref,
        door=Door(referral.door),
        region=rules.region_name(referral.region),
        zone=rules.zone_of(referral.region),
        state=State(referral.state),
        submitted_at=referral.submitted_at,
        clock_ends_at=referral.clock_ends_at,
        completed=referral.completed_at is not None,
        acknowledged_at=referral.acknowledged_at,
        eta_at=referral.eta_at,
        met_at=referral.met_at,
        not_met_at=referral.not_met_at,
        dispatched_at=referral.dispatched_at,
        responder=referral.responder,
        reason=referral.reason,
        case_manager=referral.case_manager,
        intake_ends_at=referral.intake_ends_at,
        intake_ends_on=rules.today(referral.intake_ends_at) if referral.intake_ends_at else None,
        version=referral.version,
        together=together,
        fallback=referral.fallback,
        first_door=referral.first_door,
    )


def local_time(moment: datetime | None, zone: ZoneInfo) -> str:
    """`02:31 PDT`, in the region's zone; the letters tell the two 01:30s of autumn apart."""
    return moment.astimezone(zone).strftime("%H:%M %Z") if moment else "soon"


def state_line(facts: ReferralFacts, *, days_later: bool = False) -> str:
    """Where it stands, in one sentence. `days_later`: the day of a meeting is said, not its hour."""
    if facts.state in OVER and facts.reason in _SAID:
        return _SAID[facts.reason]
    if facts.met_at is not None:
        day = facts.met_at.astimezone(facts.zone)
        met = f"Met on {day:%a} {day.day} {day:%b}." if days_later else f"Met at {day:%H:%M %Z}."
        return "Working together." if facts.together else met
    match facts.state:
        case State.NOT_MET:
            return "No meeting this time. It can still become one."
        case State.NEEDS_INFO:
            return "A question is open. Please call the team line."
        case State.WAITLISTED:
            return "Waiting for a place. We will tell you when that changes."
        case State.DISPATCHED:
            return _dispatched_line(facts)
        case State.SUBMITTED:
            return "Being looked at." if facts.acknowledged_at else "Received, waiting to be looked at."
        case _:
            return FIXED_LINE


def _dispatched_line(facts: ReferralFacts) -> str:
    zone = facts.zone
    if facts.eta_at:
        return f"On the way, expected about {local_time(facts.eta_at, zone)}."
    if facts.acknowledged_at:
        return f"A responder has had it since {local_time(facts.acknowledged_at, zone)}."
    if facts.clock_ends_at:
        asked, ends = local_time(facts.submitted_at, zone), local_time(facts.clock_ends_at, zone)
        return f"Waiting for a responder since {asked}. The hand-off clock ends at {ends}."
    return f"Outreach was asked to go at {local_time(facts.dispatched_at, zone)}."
