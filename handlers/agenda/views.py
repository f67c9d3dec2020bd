"""Meetings as Block Kit: what comes, an agenda, the one screen of whoever runs it, its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from handlers import blocks
from handlers.agenda.facts import GroupFacts, Head, Line, MeetingFacts, Start
from handlers.agenda.notices import COUNTED, SECTION_WORDS, minutes_words
from handlers.agenda.questions import MOVE, put_form
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import agency_words
from handlers.todo import todo_rows
from models.acts.agenda_rows import ANEW
from models.meeting import ItemState, MeetingState, Section

_MOST_ACTIONS = 8
_A_SECTION = 25
_LENGTH = 2900
_COMING_ITEMS = 5
_STATE = {
    MeetingState.PLANNED: "",
    MeetingState.BEGUN: " It is running.",
    MeetingState.ENDED: " It has ended.",
    MeetingState.CANCELLED: " It is not held; its items stand on the next agenda.",
    MeetingState.NOT_HELD: " Nobody began it; its items stand on the next agenda.",
}
_MARK = {ItemState.WAITS: "", ItemState.DONE: " (done)", ItemState.DEFERRED: " (next agenda)"}
_CANCEL = "Everybody of the group is told. What stands on its agenda stands on the next one."
_END = "What was not talked about stands on the next agenda. The minutes go to the group's channel."
_SPECIAL = "The group meets about this item alone, on the next working day at the same hour. All are told."
_CLT = "A question? Raise it as a situation (/lead conference) or as an issue (/lead issue)."


def start_view(facts: Start, told: str = "") -> View:
    """`/lead agenda`."""
    rows: list[Block] = [blocks.section(told)] if told else []
    for group in facts.groups:
        rows += _group(group)
    if not facts.groups:
        rows.append(blocks.section("You are in no group that meets."))
    rows += [blocks.divider(), blocks.header("My actions")]
    rows += todo_rows(facts.actions, _MOST_ACTIONS) if facts.actions else [blocks.section("None.")]
    return blocks.modal(ViewId.AGENDA.value, "Agenda", rows)


def _group(group: GroupFacts) -> list[Block]:
    rows = [blocks.header(group.name)]
    for head in (*group.coming, *group.recent):
        label = "Minutes" if head.state is MeetingState.ENDED else "Open"
        look = blocks.button(Action.AGENDA_LOOK.value, label, value=head.id)
        rows.append({**blocks.with_button(_line(head), look), "block_id": f"agenda.{head.id}"})
    if not group.coming:
        rows.append(blocks.section("No agenda is posted yet."))
    if group.may_put:
        put = blocks.button(Action.AGENDA_PUT.value, "Put something on the next agenda", value=group.code)
        rows.append(blocks.actions(f"agenda.put.{group.code}", [put]))
    else:
        rows.append(blocks.context(_CLT))
    return rows


def _line(head: Head) -> str:
    about = ", about one item" if head.special else ""
    return f"{head.when()}, {head.minutes} min{about}.{_STATE[head.state]}"


def meeting_view(facts: MeetingFacts, told: str = "") -> View:
    """One meeting with its agenda; once it has ended with its minutes."""
    head = facts.head
    rows: list[Block] = [blocks.section(told)] if told else []
    rows.append(blocks.header(head.group))
    rows.append(blocks.section(f"{_line(head)}\nRun by {facts.facilitator or 'nobody yet'}."))
    if taps := _taps(facts):
        rows.append(blocks.actions("meeting", taps))
    if facts.minutes is not None:
        rows.append(blocks.section(minutes_words(facts.minutes)))
        rows.append(blocks.divider())
    rows += _sections(facts.lines)
    return blocks.modal(ViewId.MEETING.value, "Meeting", rows, private_metadata=head.id)


def _taps(facts: MeetingFacts) -> list[Block]:
    head, made = facts.head, []
    if head.state not in {MeetingState.PLANNED, MeetingState.BEGUN}:
        return []
    if facts.near or head.state is MeetingState.BEGUN:
        if facts.runs:
            label = "Go on" if head.state is MeetingState.BEGUN else "Run the meeting"
            made.append(blocks.button(Action.MEETING_RUN.value, label, value=head.id, style="primary"))
        made.append(blocks.button(Action.MEETING_HERE.value, "I am here", value=head.id))
    if facts.runs and head.state is MeetingState.PLANNED:
        made.append(blocks.button(Action.MEETING_MOVE.value, "Move", value=head.id))
        made.append(blocks.button(Action.MEETING_CANCEL.value, "Cancel it", value=head.id, confirm=_CANCEL))
    return made


def _sections(lines: Sequence[Line]) -> list[Block]:
    rows = []
    for section, found in groupby(lines, key=lambda line: line.section):
        items = list(found)
        said = [f"{line.text}{_MARK[line.state]}" for line in items[:_A_SECTION]]
        if len(items) > _A_SECTION:
            said.append(f"And {len(items) - _A_SECTION} more.")
        above = [] if section in COUNTED else [SECTION_WORDS[section].upper()]
        rows.append(blocks.section("\n".join([*above, *said])[:_LENGTH]))
    return rows


def run_view(facts: MeetingFacts, told: str = "") -> View:
    """The one screen: what is talked about, for how long still, and what can be done; fits a phone."""
    line = facts.current_line()
    rows: list[Block] = [blocks.section(told)] if told else []
    left = facts.minutes_left()
    over = " It may run over: what waits stands on the next agenda." if left == 0 else ""
    rows.append(blocks.section(f"{left} min left of {facts.head.minutes}.{over}"))
    if line is None:
        rows.append(blocks.section("Every item has had its turn."))
    else:
        rows += _current(facts, line)
    rows += _waiting(facts)
    rows.append(blocks.context(_here(facts)))
    rows.append(blocks.actions("meeting.end", _last_taps(facts)))
    return blocks.modal(ViewId.MEETING_RUN.value, "Meeting", rows, private_metadata=facts.head.id)


def _current(facts: MeetingFacts, line: Line) -> list[Block]:
    """Taps on it carry the item: an old screen's tap changes nothing."""
    last = len([one for one in facts.lines if one.state is ItemState.WAITS]) == 1
    rows = [
        blocks.header(SECTION_WORDS[line.section]),
        blocks.section(line.text[:_LENGTH]),
        blocks.context(f"{facts.item_minutes_left()} min left of {line.minutes} for this item."),
        blocks.actions("meeting.item", _item_taps(line, last=last)),
    ]
    if taps := _subject_taps(line):
        rows.append(blocks.actions("meeting.subject", taps))
    return rows


def _item_taps(line: Line, *, last: bool) -> list[Block]:
    made = [
        blocks.button(Action.MEETING_NEXT.value, "Done" if last else "Next", value=line.id, style="primary")
    ]
    if line.section in ANEW:
        return made  # made anew for every agenda: nothing to defer
    made.append(blocks.button(Action.MEETING_DEFER.value, "Defer", value=line.id))
    made.append(
        blocks.button(Action.MEETING_SPECIAL.value, "Call a special meeting", value=line.id, confirm=_SPECIAL)
    )
    return made


def _subject_taps(line: Line) -> list[Block]:
    if line.subject[:2] not in {"K-", "S-", "A-"}:
        return []
    made = [blocks.button(Action.PROPOSE_ACTION.value, "Propose an action", value=line.subject)]
    made.append(blocks.button(Action.MY_ACTION.value, "My action", value=line.subject))
    if line.section is Section.ISSUES:
        made.append(
            blocks.button(Action.PROPOSE_POLICY.value, "Propose to the policy group", value=line.subject)
        )
    return made


def _waiting(facts: MeetingFacts) -> list[Block]:
    waits = [one for one in facts.lines if one.state is ItemState.WAITS and one.id != facts.current]
    if not waits:
        return []
    said = [f"- {one.subject or one.text[:80]}" for one in waits[:_COMING_ITEMS]]
    if len(waits) > _COMING_ITEMS:
        said.append(f"- and {len(waits) - _COMING_ITEMS} more")
    return [blocks.section("\n".join(["Then:", *said]))]


def _here(facts: MeetingFacts) -> str:
    if not facts.here:
        return "Nobody has said yet that they are there."
    return f"There: {', '.join(agency_words(one) for one in facts.here)}."[:_LENGTH]


def _last_taps(facts: MeetingFacts) -> list[Block]:
    return [
        blocks.button(Action.MEETING_HERE.value, "I am here", value=facts.head.id),
        blocks.button(Action.MEETING_RUN.value, "Look again", value=facts.head.id),
        blocks.button(Action.MEETING_END.value, "End the meeting", value=facts.head.id, confirm=_END),
    ]


def put_view(groups: Sequence[tuple[str, str]], chosen: str) -> View:
    """What, and on whose agenda."""
    known = chosen if chosen in dict(groups) else ""
    return as_modal(put_form(groups), given={"group": known} if known else None)


def move_view(meeting: str) -> View:
    """To which hour."""
    return as_modal(MOVE, meeting)


def said_view(sentence: str) -> View:
    """One sentence."""
    return blocks.modal(ViewId.MEETING.value, "Meeting", [blocks.section(sentence)])
