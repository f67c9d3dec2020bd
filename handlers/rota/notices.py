"""What people are told about the rota and by the test card: regions and hours, never anybody referred."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

# The target of ROTA_SILENT to whoever sleeps; to others it is a number.
YOU = "you"
# What leaves beside Slack: these words whatever happened, so that a locked screen tells nothing.
PAGER_WORDS = "LEAD: a sealed item waits. Please open Slack."
TEST_CARD = "This is a test card: pages reach you like this. Please tap once you have seen it."
PAGER_SILENT = (
    "The pager outside Slack does not take our calls. Pages in Slack go on. "
    "Whoever runs the bot sees more with `leadbot doctor`."
)


def span_words(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`Mon 23 Nov 22:00 PST to Tue 24 Nov 06:00 PST`, in the region's zone."""
    return " to ".join(moment.astimezone(zone).strftime("%a %d %b %H:%M %Z") for moment in (begins, ends))


def gap_words(lines: list[str]) -> str:
    """`lines`: region and hours of each gap that is still to come."""
    return f"Nobody is on call: {'; '.join(lines)}. /lead roster, On call, mends it."


def changed_words(region: str, span: str, *, first: bool) -> str:
    """To whoever stands in."""
    place = "you are asked first" if first else "you are the backup"
    return f"On call for {region}, {span}: {place}."


def silent_words(said: str) -> str:
    """To whoever sleeps while they are on call, or to the rota's owners with a count."""
    if said == YOU:
        return (
            "You are on call within 24 hours, and your Slack holds notifications back for a part of it. "
            "Please turn Do Not Disturb off for that time."
        )
    return (
        f"On call within 24 hours with Do Not Disturb on: {said}. They have been asked to turn it off. "
        "`leadbot doctor` shows who."
    )
