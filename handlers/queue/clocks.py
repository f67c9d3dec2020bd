"""When an open referral is due, from its row and the site's clocks alone: late, due, or waiting."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.queue.facts import Urge
from models.deadlines import local_moment, next_working_day
from models.referral import URGENT, Door, Referral, State
from models.site import SiteRules

_MORNING, _EVENING = time(9), time(17)
_SOON = timedelta(hours=24)


def due_at(referral: Referral, rules: SiteRules, moment: datetime) -> datetime | None:
    """The moment at which somebody is asked about it; None where no clock runs."""
    zone, clocks = rules.zone_of(referral.region), rules.clocks
    match State(referral.state):
        case State.SUBMITTED | State.NEEDS_INFO:
            return next_working_day(referral.submitted_at, _EVENING, zone)
        case State.WAITLISTED:
            since = referral.reviewed_at or referral.waitlisted_at or referral.submitted_at
            return _next_review(since, rules, referral, moment)
        case State.DISPATCHED if Door(referral.door) in URGENT:
            return referral.clock_ends_at
        case State.DISPATCHED:
            return (referral.dispatched_at or referral.submitted_at) + timedelta(hours=clocks.outreach_hours)
        case State.NOT_MET:
            return (referral.not_met_at or referral.submitted_at) + timedelta(hours=clocks.outreach_hours)
        case State.MET:
            return referral.intake_ends_at
        case _:
            return None


def _next_review(since: datetime, rules: SiteRules, referral: Referral, moment: datetime) -> datetime:
    """The review of today, all day long, or the next: every so many local days from the last look on."""
    zone = rules.zone_of(referral.region)
    first, today = since.astimezone(zone).date(), moment.astimezone(zone).date()
    every = max(1, rules.clocks.waitlist_review_days)
    rounds = max(1, -(-(today - first).days // every))
    return local_moment(first + timedelta(days=rounds * every), _MORNING, zone)


def urge_of(referral: Referral, rules: SiteRules, moment: datetime) -> Urge:
    """How pressing it is. A waitlist's review is due on its day and never late: nobody expires by a clock."""
    due = due_at(referral, rules, moment)
    if due is None:
        return Urge.WAITS
    if referral.state == State.WAITLISTED:
        zone = rules.zone_of(referral.region)
        same_day = due.astimezone(zone).date() == moment.astimezone(zone).date()
        return Urge.DUE if same_day else Urge.WAITS
    if due < moment:
        return Urge.LATE
    return Urge.DUE if due - moment <= _SOON else Urge.WAITS
