"""The sentences of meetings: a group's name, an hour, references; harmless on a lock screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from handlers.agenda.facts import Line
from handlers.guard import is_criminal_history, points_to_one_person
from handlers.naming import agency_words
from models.acts.minutes import Decision, Minutes
from models.meeting import Section
from models.notice import Kind

MEETING_KINDS = frozenset(
    {
        Kind.MEETING_AGENDA,
        Kind.MEETING_BEGUN,
        Kind.MEETING_CALLED,
        Kind.MEETING_MOVED,
        Kind.MEETING_CANCELLED,
        Kind.MEETING_NOT_HELD,
        Kind.MEETING_NOT_POSTED,
        Kind.MEETING_THREAD,
    }
)
TO_PEOPLE = MEETING_KINDS - {Kind.MEETING_THREAD}
SECTION_WORDS: dict[Section, str] = {
    Section.GROUND_RULES: "Ground rules",
    Section.REFERRALS: "New and waiting referrals",
    Section.CLOCKS: "Intake clocks that end within 14 days",
    Section.CONFERENCES: "Conferences",
    Section.SITUATIONS: "Situations",
    Section.COURT: "Hearings within 14 days",
    Section.ISSUES: "Admin issues",
    Section.PROPOSALS: "Proposals",
    Section.ACTIONS: "Actions and decisions still open",
    Section.OTHER: "Put here by members",
}
# Their one line says what they are.
COUNTED = frozenset({Section.REFERRALS, Section.CLOCKS, Section.COURT})
RULES = (
    "We coordinate and do not supervise. Decisions read: somebody will do something by a day. "
    "Nothing learned here is evidence. Nothing is recorded. Whoever a conference does not name leaves for it."
)
_ARREST = re.compile(
    r"\b(?:arrest\w*|divert\w*|diversion\w*|booked|booking|jailed|last night|tonight)\b", re.IGNORECASE
)
_LONGEST, _LINE, _A_SECTION = 3500, 200, 12
_MORE = "/lead agenda shows the rest."


def may_leave(text: str) -> bool:
    """Whether what somebody typed may stand in a channel: nobody in it, and no single arrest."""
    if not text or _ARREST.search(text):
        return False
    return not (points_to_one_person(text) or is_criminal_history(text))


def band_words(band: str) -> str:
    """`fewer than 11`, `11 to 15`."""
    if band.startswith("<"):
        return f"fewer than {band[1:]}"
    return band.replace("-", " to ")


def shortened(text: str) -> str:
    """One line of it."""
    line = " ".join(text.split())
    return line if len(line) <= _LINE else f"{line[:_LINE].rstrip()}..."


def agenda_words(lines: Sequence[Line]) -> str:
    """The whole agenda as one message; what has no room is counted."""
    parts: list[str] = []
    for section, found in groupby(lines, key=lambda line: line.section):
        rows = list(found)
        shown = [f"- {line.text}" for line in rows[:_A_SECTION]]
        if len(rows) > _A_SECTION:
            shown.append(f"- and {len(rows) - _A_SECTION} more. {_MORE}")
        parts.append(shown[0] if section in COUNTED else "\n".join([SECTION_WORDS[section], *shown]))
    text = ""
    for part in parts:
        if len(text) + len(part) > _LONGEST:
            return f"{text}\n\n{_MORE}".strip()
        text = f"{text}\n\n{part}".strip()
    return text


def begin_words(group: str, when: str, minutes: int, *, special: bool) -> str:
    """The line in the group's channel."""
    about = " about one item" if special else ""
    return f"{group} meets{about}: {when}, {minutes} min. The agenda stands in the thread."


def added_words(words: str) -> str:
    """In the thread: somebody put something there; words that may not stand there are not told."""
    return (
        f"One more item: {shortened(words).rstrip('.')}."
        if words
        else "One more item. /lead agenda shows it."
    )


def moved_words(when: str) -> str:
    """In the thread."""
    return f"This meeting is now {when}. Its agenda goes with it."


def cancelled_words() -> str:
    """In the thread."""
    return "This meeting is not held. What stands on its agenda stands on the next one."


def minutes_words(minutes: Minutes) -> str:
    """At the end, in the thread: agencies and references, and what was decided about places and issues."""
    rows = ["Minutes."]
    if minutes.agencies:
        rows.append(f"There: {', '.join(agency_words(one) for one in minutes.agencies)}.")
    if minutes.done or minutes.put_done:
        rows.append(f"Talked about: {_items(minutes.done, minutes.put_done)}.")
    rows += [decision_words(one) for one in minutes.decisions]
    rows += [f"{ref}: {_actions(count)}, owners told." for ref, count in minutes.sealed]
    if minutes.next_time or minutes.put_next:
        rows.append(f"On the next agenda: {_items(minutes.next_time, minutes.put_next)}.")
    text = "\n".join(rows)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(chr(10))[0]}\n{_MORE}"


def decision_words(one: Decision) -> str:
    """`S-7KQ2M: Lantern Harbor PD will tell people about outreach by Fri 5 Jun.`, say."""
    what = shortened(one.words).rstrip(".") if may_leave(one.words) else "do what they took on"
    due = f"{one.due:%a} {one.due.day} {one.due:%b}"
    return f"{one.ref}: {agency_words(one.agency)} will {what[:1].lower()}{what[1:]} by {due}."


def _items(refs: Sequence[str], put: int) -> str:
    by_hand = {0: [], 1: ["1 item of a member"]}.get(put, [f"{put} items of members"])
    return ", ".join([*refs, *by_hand])


def _actions(count: int) -> str:
    return "1 action" if count == 1 else f"{count} actions"


def told_words(kind: Kind, group: str, when: str) -> str:
    """To one person, by direct message."""
    return {
        Kind.MEETING_AGENDA: f"{group}, {when}: the agenda is posted. You run this meeting.",
        Kind.MEETING_BEGUN: f"{group} begins.",
        Kind.MEETING_CALLED: f"{group}: a meeting about one item is called for {when}.",
        Kind.MEETING_MOVED: f"{group}: the meeting is now {when}.",
        Kind.MEETING_CANCELLED: (
            f"{group}: the meeting of {when} is not held. Its items stand on the next agenda."
        ),
        Kind.MEETING_NOT_HELD: (
            f"{group}: nobody began the meeting of {when}. Its items stand on the next agenda."
        ),
        Kind.MEETING_NOT_POSTED: (
            f"{group}: its channel does not let the app in, so the agenda was not posted. "
            "Please invite the app again. /lead agenda shows it."
        ),
    }[kind]
