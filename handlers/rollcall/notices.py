"""The sentences of roll calls: a shift's name, a number, a theme; harmless on a lock screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.acts.checkin import InTheWay
from models.acts.drift import Sign, Signal
from models.acts.shift_tally import Tally, Told
from models.admin_issue import IssueState

THEME_WORDS: dict[InTheWay, str] = {
    InTheWay.TOO_LONG: "Help took too long",
    InTheWay.NOBODY_CAME: "Nobody came",
    InTheWay.FORM: "The form is too long",
    InTheWay.NOT_SURE: "Not sure who fits",
    InTheWay.PAPERWORK: "Paperwork",
    InTheWay.OTHER: "Something else",
    InTheWay.NOTHING: "Nothing, it works",
}
SEEN_TO = "It has been seen to."
_ARREST = re.compile(
    r"\b(?:arrest\w*|divert\w*|diversion\w*|booked|booking|jailed|last night|tonight)\b", re.IGNORECASE
)


def asked_words(name: str) -> str:
    """To each officer of the shift."""
    return f"{name} roll call: three questions, under a minute."


def nudge_words(name: str) -> str:
    """Once, to whoever has not answered."""
    return f"{name} roll call: still open, and late is as welcome."


def digest_words(name: str, seen: Tally) -> str:
    """To the leader: numbers and themes, or only that it was quiet or that answers came in."""
    said = {
        Told.NUMBERS: f"{seen.answered} of {seen.reached} answered.{_in_the_way(seen.themes)}",
        Told.ANSWERS: "answers came in.",
        Told.QUIET: "quiet this time.",
        Told.NOT_DELIVERED: "it did not arrive, and that is ours to mend.",
        Told.NOBODY: "no officer is on this shift now. Please say who is asked.",
    }
    return f"{name} roll call: {said[seen.told]}"


def not_sent_words(name: str) -> str:
    """To the leader after a down-time: nobody's silence."""
    return f"{name} roll call: it could not be sent while it was open. The next one comes as planned."


def not_delivered_words(name: str, count: int) -> str:
    """To the project managers: Slack would not take it."""
    return (
        f"{name} roll call: not delivered to {count}. That is no silence of theirs. "
        "Please look into it with whoever runs the bot."
    )


def leader_not_told_words(name: str) -> str:
    """To the project managers."""
    return f"{name} roll call: whoever leads the shift could not be told. /lead rollcall changes who that is."


def channel_closed_words(name: str) -> str:
    """To the project managers."""
    return f"{name} roll call: its channel does not let the app in. Please invite the app again."


def begin_words(name: str) -> str:
    """What the shift's thread begins with, in its private channel."""
    return f"{name} roll call: what comes up, and what was done about it. No names here, please."


def themes_words(themes: Sequence[InTheWay]) -> str:
    """In the thread, a day after the roll call."""
    return f"What came up: {_listed(themes)}."


def ended_words(state: IssueState, said: str, done: str) -> str:
    """In the thread, a day after an issue ended; what is empty is not told."""
    you = f"You said: {_small(said)}. " if said else ""
    if not done:
        return f"{you}{SEEN_TO}"
    we = "We did" if state is IssueState.SETTLED else "Not for now"
    return f"{you}{we}: {done.rstrip('.')}."


def of_one_arrest(text: str) -> bool:
    """Whether it may tell of a single arrest or diversion: that stands singly in no channel."""
    return _ARREST.search(text) is not None


def drift_words(count: str) -> str:
    """To the project managers, once a week while there are any."""
    return f"Signs to look at this week: {count}."


def signal_words(signal: Signal) -> str:
    """A sign, in the project manager's view."""
    match signal.sign:
        case Sign.QUIET_WEEKS:
            return f"{signal.where}: {signal.count} quiet weeks in a row."
        case Sign.NO_DIVERSION if signal.never:
            return f"{signal.where}: no arrest diversion yet, {signal.count} days since the site began."
        case Sign.NO_DIVERSION:
            return f"{signal.where}: last arrest diversion {days_ago(signal.count)}."
        case Sign.EMPTY_SEAT:
            return f"{signal.where}: the seat has been empty for {signal.count} days."
        case Sign.NO_MEETING if signal.never:
            return f"{signal.where}: no meeting yet, {signal.count} days since its times were set."
        case Sign.NO_MEETING:
            return f"{signal.where}: last meeting {days_ago(signal.count)}."


def days_ago(days: int) -> str:
    """`today`, `1 day ago`, `31 days ago`."""
    return "today" if days <= 0 else f"{days} day{'' if days == 1 else 's'} ago"


def _in_the_way(themes: Sequence[InTheWay]) -> str:
    return f" In the way: {_listed(themes)}." if themes else ""


def _listed(themes: Sequence[InTheWay]) -> str:
    return ", ".join(_small(THEME_WORDS[theme]) for theme in themes)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
