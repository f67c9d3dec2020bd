"""Where a referral or participant stands, in open facts and plain words: what Home, status and views say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.participant import Rung
from models.referral import Door, Referral, State
from models.schema import ReferralRef, SlackUserId
from models.site import SiteRules

DOOR_NAMES: dict[Door, str] = {
    Door.ARREST_DIVERSION: "Arrest diversion",
    Door.SOCIAL_CONTACT: "Social contact",
    Door.COMMUNITY: "Community",
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


def facts_of(referral: Referral, rules: SiteRules) -> ReferralFacts:
    """The facts of a row, with the region's name and zone."""
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
    )


def local_time(moment: datetime | None, zone: ZoneInfo) -> str:
    """`02:31 PDT`, in the region's zone; the letters tell the two 01:30s of autumn apart."""
    return moment.astimezone(zone).strftime("%H:%M %Z") if moment else "soon"


def state_line(facts: ReferralFacts) -> str:
    """Where it stands, in one sentence."""
    zone = facts.zone
    if facts.state is State.MET:
        return f"Met at {local_time(facts.met_at, zone)}."
    if facts.state is State.NOT_MET:
        return "No meeting this time. It can still become one."
    if facts.eta_at:
        return f"On the way, expected about {local_time(facts.eta_at, zone)}."
    if facts.state is State.DISPATCHED and facts.acknowledged_at:
        return f"A responder has had it since {local_time(facts.acknowledged_at, zone)}."
    if facts.state is State.DISPATCHED and facts.clock_ends_at:
        asked, ends = local_time(facts.submitted_at, zone), local_time(facts.clock_ends_at, zone)
        return f"Waiting for a responder since {asked}. The hand-off clock ends at {ends}."
    if facts.state is State.DISPATCHED:
        return f"Outreach was asked to go at {local_time(facts.dispatched_at, zone)}."
    return "Being looked at." if facts.acknowledged_at else "Received, waiting to be looked at."
