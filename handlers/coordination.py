"""Where a coordination stands, in open facts and plain words: what Home, status and views say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.ping import BLIND, Ask, Decision, Ping, PingState, Side
from models.schema import PingRef
from models.site import SiteRules

ASK_WORDS: Mapping[Ask, str] = {
    Ask.HEARING: "A hearing",
    Ask.WARRANT: "A warrant",
    Ask.FILING: "A filing decision",
    Ask.RELEASE: "Release",
    Ask.DISPOSITION: "A disposition",
    Ask.EVICTION: "An eviction",
    Ask.VACATING: "Vacating convictions",
    Ask.LEGAL_DEBTS: "Legal debts",
    Ask.FAMILY: "Family law",
    Ask.IMMIGRATION: "Immigration",
    Ask.OUTLYING_WARRANT: "A warrant of a court elsewhere",
    Ask.OTHER: "Something else",
}
# As they stand on the buttons; nothing harsher than ordinary processing is among them.
DECISION_WORDS: Mapping[Decision, str] = {
    Decision.DECLINE_TO_FILE: "Decline to file",
    Decision.HOLD: "Hold in abeyance until a day",
    Decision.DISMISS: "Move to dismiss",
    Decision.QUASH: "Quash the warrant, or not seek one",
    Decision.SUPPORT_RELEASE: "Support release",
    Decision.NEGOTIATE: "Negotiate",
    Decision.NOT_OPPOSE: "Not oppose",
    Decision.NEED_MORE: "Need more to decide",
    Decision.ORDINARY: "Ordinary processing",
    Decision.NOTED: "Noted",
    Decision.ACCEPT: "Accepted",
    Decision.RETURN: "Returned",
    Decision.DONE: "Done",
}
_STATE_WORDS: Mapping[PingState, str] = {
    PingState.ASKED: "Waiting for an answer.",
    PingState.TAKEN: "Somebody has it in hand.",
    PingState.WITH_OFFICE: "Taken to the office.",
    PingState.NEEDS_MORE: "More is asked for.",
    PingState.HELD: "Answered, until a day.",
    PingState.ACCEPTED: "Accepted.",
    PingState.ANSWERED: "Answered.",
    PingState.RETURNED: "Returned.",
    PingState.CLOSED: "Closed.",
}
# In these an answer is still wanted by a time.
WANTED = frozenset({PingState.ASKED, PingState.TAKEN, PingState.WITH_OFFICE})


@dataclass(frozen=True)
class Standing:
    """The open side of a coordination that anybody with a part in it may see: no person, court or ask."""

    ref: PingRef
    state: PingState
    answer_by: datetime | None
    zone: ZoneInfo
    blind: bool = False  # asked by number: nothing is said of it but its day


def standing_of(ping: Ping, rules: SiteRules) -> Standing:
    """The facts of a row; times are the site's."""
    blind = Side(ping.side) in BLIND
    return Standing(ping.ref, PingState(ping.state), ping.answer_by, rules.zone_of(), blind)


def standing_line(facts: Standing) -> str:
    """As in `Waiting for an answer. Wanted by Tue 15 Sep, 17:30 PDT.`."""
    said = _STATE_WORDS[facts.state]
    if facts.blind and facts.state is not PingState.CLOSED and facts.answer_by is not None:
        return f"It stands until {when(facts.answer_by, facts.zone)}."
    if facts.state in WANTED and facts.answer_by is not None:
        return f"{said} Wanted by {when(facts.answer_by, facts.zone)}."
    return said


def managers_line(facts: Standing) -> str:
    """What a project manager is told: due or answered, and nothing of what, whom or by whom."""
    if facts.state in WANTED and facts.answer_by is not None:
        return f"Due {when(facts.answer_by, facts.zone)}, not answered."
    return "Closed." if facts.state is PingState.CLOSED else "Answered."


def when(moment: datetime, zone: ZoneInfo) -> str:
    """`Tue 15 Sep, 17:30 PDT`: the letters say whose clock it is."""
    return moment.astimezone(zone).strftime("%a %d %b, %H:%M %Z")


def day_by(day: date, today: date) -> str:
    """`today`, `tomorrow`, else `by Mon 21 Sep`."""
    ahead = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(max(ahead, 0), f"by {day:%a %d %b}")
