"""Lines and pages of the queue for tests of its views."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.queue.facts import Capacity, Line, Load, QueueFacts, Seen, Urge
from models.referral import Door, State
from models.schema import ReferralRef, SlackUserId
from models.states import Move

NOW = datetime(2026, 11, 20, 19, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
LINE = Line(
    seen=Seen(ReferralRef("R-7KQ2M"), 3),
    door=Door.SOCIAL_CONTACT,
    region="Quay",
    zone=ZONE,
    state=State.SUBMITTED,
    priority=3,
    since=NOW - timedelta(days=3),
    due_at=NOW + timedelta(hours=6),
    urge=Urge.DUE,
    rank=0,
    owner="project manager",
    moves=(Move.SEND_OUTREACH, Move.WAITLIST),
)
LOAD = Load(SlackUserId("UBRAMBL01"), "Ottoline Bramblewick", 24, 2, 1, 25)
CAPACITY = Capacity(20.4, 20, (LOAD,), (("North", 3), ("Quay", 0)))


def line(**columns: Any) -> Line:
    """A line that differs in these."""
    return replace(LINE, **columns)


def page(*lines: Line, **columns: Any) -> QueueFacts:
    """A page with these lines."""
    return replace(QueueFacts(lines, (0, len(lines), 0), 0, 1, CAPACITY, False, NOW), **columns)
