"""Schedules as Block Kit: the list, one of them with its next ten, its forms, and a visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.rollcall.schedule_facts import (
    Line,
    Offer,
    One,
    Page,
    Preview,
    VisitFacts,
    When,
    day_words,
    when_words,
)
from handlers.rollcall.schedule_forms import form_of, move_form, put_back_form, skip_form
from models.rollcall import Asked

_END = "It asks nobody any more, and cannot be taken up again. To stop for a while, choose Pause."
_FROM_FILE = "It stands in the site file and is changed there. Pausing, skipping and moving one work here."
_NEVER = "Nothing is planned."
_MOST_SKIPPED = 10


def list_view(facts: Page, told: str = "") -> View:
    """Everything that is theirs. `told`: what was just done."""
    rows: list[Block] = [blocks.section(told)] if told else []
    make = [blocks.button(Action.SCHEDULE_NEW.value, "New roll call", style="primary")]
    if facts.may_visits:
        make.append(blocks.button(Action.SCHEDULE_NEW_VISITS.value, "New visits"))
        make.append(blocks.button(Action.SCHEDULE_NEW_MEETING.value, "New meeting"))
    rows.append(blocks.actions("schedules.new", make))
    for line in facts.lines:
        look = blocks.button(Action.SCHEDULE_ONE.value, "Open", value=line.id)
        rows.append({**blocks.with_button(_line(line), look), "block_id": f"schedule.{line.id}"})
    if not facts.lines:
        rows.append(blocks.section("There is none yet."))
    if facts.pages > 1:
        rows.append(blocks.actions("schedules.page", _turns(facts)))
    return blocks.modal(ViewId.SCHEDULES.value, "Times", rows)


def _turns(facts: Page) -> list[Block]:
    following = (facts.page + 1) % facts.pages
    label = f"Page {following + 1} of {facts.pages}"
    return [blocks.button(Action.SCHEDULES_PAGE.value, label, value=str(following))]


def _line(line: Line) -> str:
    state = "Paused." if line.paused else _NEVER
    if line.coming is not None:
        state = f"Next: {when_words(line.coming, line.zone)}."
    kind = "meeting" if line.meets else "visit" if line.visits else "roll call"
    if line.meets and line.coming is not None:
        state = f"Next agenda: {when_words(line.coming, line.zone)}."
    return f"{line.name} ({line.region}), {kind}\n{state}"


def one_view(facts: One, told: str = "") -> View:
    """One of them. The view carries its id."""
    rows: list[Block] = [blocks.section(told)] if told else []
    rows.append(blocks.header(facts.name))
    leads = "" if facts.visits else f"\n{'Run' if facts.meets else 'Led'} by {facts.leader}."
    rows.append(blocks.section(f"{facts.region}. {facts.rhythm}.\n{facts.whom}{leads}"))
    rows.append(blocks.section(_ten(facts)))
    if facts.skipped:
        rows.append(
            blocks.context(f"Skipped: {', '.join(day_words(day) for day in facts.skipped[:_MOST_SKIPPED])}.")
        )
    if facts.from_file:
        rows.append(blocks.context(_FROM_FILE))
    rows.append(blocks.actions("schedule", _choices(facts)))
    return blocks.modal(ViewId.SCHEDULE.value, "Times", rows, private_metadata=facts.id)


def _ten(facts: One) -> str:
    if facts.paused:
        return "Paused: nobody is asked until somebody resumes it."
    return _lines("Next:", facts) if facts.coming else _NEVER


def _lines(first: str, facts: One | Preview) -> str:
    return "\n".join([first, *(_coming(when, facts.zone) for when in facts.coming)])


def _coming(when: When, zone: ZoneInfo) -> str:
    """One of the next ten. Of a visit the reminder can come days before it."""
    at, elsewhere = when_words(when.at, zone), when.at.astimezone(zone).date() != when.day
    if when.far:
        at = f"{at}, {when.at.astimezone(zone):%Y}"
    if when.moved:
        return f"{at} ({f'moved from {day_words(when.day)}' if elsewhere else 'another hour'})"
    return f"{day_words(when.day)}, reminder {at}" if elsewhere else at


def _choices(facts: One) -> list[Block]:
    made = []
    if not facts.from_file:
        made.append(blocks.button(Action.SCHEDULE_CHANGE.value, "Change", value=facts.id))
    if facts.paused:
        made.append(blocks.button(Action.SCHEDULE_RESUME.value, "Resume", value=facts.id, style="primary"))
    else:
        made.append(blocks.button(Action.SCHEDULE_PAUSE.value, "Pause", value=facts.id))
    if facts.coming:
        made.append(blocks.button(Action.SCHEDULE_SKIP.value, "Skip one", value=facts.id))
        made.append(blocks.button(Action.SCHEDULE_MOVE.value, "Move one", value=facts.id))
    if facts.skipped or facts.moved:
        made.append(blocks.button(Action.SCHEDULE_PUT_BACK.value, "Put one back", value=facts.id))
    if not facts.from_file:
        made.append(blocks.button(Action.SCHEDULE_END.value, "End", value=facts.id, confirm=_END))
    return made


def form_view(
    offer: Offer,
    asks: Asked,
    metadata: str = "",
    given: Mapping[str, str] | None = None,
    preview: Preview | None = None,
) -> View:
    """The form. With a preview its next ten stand above, and sending it unchanged keeps it."""
    above: list[Block] = []
    if preview is not None:
        above = [
            blocks.section(f"Nothing is kept yet. {preview.whom}"),
            blocks.section(_lines("It would come:", preview)),
            blocks.context("Save keeps it. Whatever you change is shown once more first."),
        ]
    return as_modal(form_of(offer, asks, seen=preview is not None), metadata, given=given, above=above)


def skip_view(facts: One) -> View:
    """Which one, and why."""
    return as_modal(skip_form(facts.coming), facts.id)


def move_view(facts: One) -> View:
    """Which one, and where to."""
    return as_modal(move_form(facts.coming), facts.id)


def put_back_view(facts: One) -> View:
    """Which one."""
    return as_modal(put_back_form(changed_days(facts)), facts.id)


def changed_days(facts: One) -> list[date]:
    """What can be put back."""
    return sorted([*facts.skipped, *facts.moved])


def visit_view(facts: VisitFacts) -> View:
    """A visit of theirs."""
    rows = [
        blocks.section(f"{facts.name} ({facts.region}), {day_words(facts.day)}."),
        blocks.section("Listen, and say what came of what they said. How many were there takes three taps."),
    ]
    there = blocks.button(Action.ROLLCALL_IN_PERSON.value, "I was there", value=facts.firing, style="primary")
    made = [there]
    if not facts.over:
        cannot = "The next one is asked instead."
        made.append(
            blocks.button(
                Action.VISIT_HAND_ON.value, "I can't: next one please", value=facts.firing, confirm=cannot
            )
        )
    rows.append(blocks.actions("visit", made))
    return blocks.modal(ViewId.VISIT.value, "Visit", rows)


def said_view(sentence: str) -> View:
    """One sentence."""
    return blocks.modal(ViewId.VISIT.value, "Visit", [blocks.section(sentence)])
