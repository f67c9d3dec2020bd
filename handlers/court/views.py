"""The court screens as Block Kit: plain text, the court's own hours with their letters, one thing a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.court.facts import CourtFacts, CourtName, HearingFacts, HoldFacts, MatterFacts, PossibleFacts
from handlers.court.questions import AROSE_WORDS, SAID, said_words
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import agency_words

_SCOPE = "You see this because you work on this person's care team, for as long as you do."
_SCOPE_CALENDAR = "You see these while a release or your place on the care team lets you."
_MOST = 12  # matters; of a view's hundred blocks one takes up to seven
_MOST_POSSIBLE = 4
CHANGED = "Somebody changed this meanwhile. Nothing was overwritten; this is how it stands now."
SAID_ALREADY = "Somebody has said it already. This is how it stands now."
KEPT = "Saved."
CLOSED = "Closed. Nobody is reminded of it any more."
CONFIRMED = "Written down as theirs."
DROPPED = "Not theirs: what the calendar said is deleted."
HELD = "Noted."
NO_HEARING = "No hearing is set."
NOTHING = "No hearing to show."
NO_HOLDS = "No held charge to show."


def when(at: datetime, court: CourtName) -> str:
    """`Wed Nov 18, 2026, 09:00 PST`, on the court's clock."""
    local = at.astimezone(court.zone)
    return f"{local:%a %b} {local.day}, {local:%Y, %H:%M %Z}"


def court_view(facts: CourtFacts, told: str = "") -> View:
    """The matters of one person, and above them what a calendar says that may be theirs."""
    rows: list[Block] = [blocks.header(f"Court {facts.ref}")]
    if told:
        rows.append(blocks.section(told))
    new = blocks.button(Action.NEW_MATTER.value, "Add a court matter", value=facts.ref)
    folder = blocks.button(Action.OPEN_FOLDER.value, "Folder", value=facts.ref)
    rows.append(blocks.actions("court.acts", [new, folder]))
    for number, possible in enumerate(facts.possible[:_MOST_POSSIBLE]):
        rows += _possible(number, possible, facts)
    if facts.possible[_MOST_POSSIBLE:]:
        rows.append(blocks.context("There are more: say of these first whose they are."))
    if not facts.matters:
        rows.append(blocks.section("No court matter is written down."))
    for number, matter in enumerate(facts.matters[:_MOST]):
        rows += _matter(number, matter)
    if facts.matters[_MOST:]:
        rows.append(blocks.context("More are kept than fit here: close those that are over."))
    rows += [blocks.divider(), blocks.context(_SCOPE, words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, "Court", rows, private_metadata=facts.ref)


def _possible(number: int, possible: PossibleFacts, facts: CourtFacts) -> list[Block]:
    at = when(possible.hearing_at, possible.court) if possible.hearing_at else "a booking, no hearing yet"
    labels = {"said_name": "Name", "said_born": "Born", "said_number": "Case number"}
    listed = [
        f"{label}: {possible.said[name].reveal()}" for name, label in labels.items() if name in possible.said
    ]
    kept = [f"Called: {one.reveal()}" for one in facts.called]
    kept += [f"Case number: {possible.known.reveal()}"] if possible.known else []
    theirs = blocks.button(
        Action.POSSIBLE_THEIRS.value, "It is theirs", value=possible.handle, style="primary"
    )
    not_theirs = blocks.button(Action.POSSIBLE_NOT_THEIRS.value, "Not theirs", value=possible.handle)
    return [
        blocks.divider(),
        blocks.section("Possibly theirs. Please look and say."),
        blocks.context("The calendar says"),
        *blocks.sections("\n".join([f"{possible.court.name}: {at}", *listed])),
        blocks.context("The folder says"),
        *blocks.sections("\n".join(kept) or "Nothing of who they are."),
        blocks.actions(f"court.possible.{number}", [theirs, not_theirs]),
    ]


def _matter(number: int, matter: MatterFacts) -> list[Block]:
    hearing = when(matter.hearing_at, matter.court) if matter.hearing_at else NO_HEARING
    lines = [
        f"{matter.court.name}: {hearing}",
        f"Office: {agency_words(matter.office)}. Arose: {AROSE_WORDS[matter.arose].lower()}.",
        *(
            f"{heading}: {said_words(name, matter.said[name].reveal())}"
            for name, heading in SAID.items()
            if name in matter.said
        ),
    ]
    sure = "Close this matter? Nobody is reminded of it any more."
    change = blocks.button(Action.CHANGE_MATTER.value, "Change", value=matter.handle)
    close = blocks.button(Action.CLOSE_MATTER.value, "Close", value=matter.handle, confirm=sure)
    return [
        blocks.divider(),
        *blocks.sections("\n".join(lines)),
        blocks.actions(f"court.matter.{number}", [change, close]),
    ]


def calendar_view(hearings: Sequence[HearingFacts], *, more: bool = False) -> View:
    """Hearings by the court's local day. Without one it is the same for whoever may see none."""
    rows: list[Block] = [blocks.header("Court calendar")]
    by_day = groupby(hearings, key=lambda one: one.at.astimezone(one.court.zone).date())
    for day, found in by_day:
        rows.append(blocks.context(f"{day:%A, %b} {day.day}, {day.year}"))
        rows += [blocks.section(_line(one)) for one in found]
    if not hearings:
        rows.append(blocks.section(NOTHING))
    if more:
        rows.append(blocks.context("Later hearings are not shown here."))
    rows += [blocks.divider(), blocks.context(_SCOPE_CALENDAR, words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, "Court calendar", rows)


def _line(one: HearingFacts) -> str:
    local = one.at.astimezone(one.court.zone)
    number = f". Case {one.number.reveal()}" if one.number else ""
    return f"{local:%H:%M %Z}, {one.court.name}. {one.ref}{number}."


def holds_view(holds: Sequence[HoldFacts], told: str = "") -> View:
    """Held charges by reference: until when, and whether the assessment is complete."""
    rows: list[Block] = [blocks.header("Filing holds")]
    if told:
        rows.append(blocks.section(told))
    for hold in holds[:40]:
        complete = "yes" if hold.complete else "not yet"
        line = f"{hold.ref}: held until {hold.until}. Assessment complete: {complete}."
        value = f"{hold.ref}/{hold.version}"
        rows.append(
            blocks.with_button(line, blocks.button(Action.EXTEND_HOLD.value, "Hold longer", value=value))
        )
    if not holds:
        rows.append(blocks.section(NO_HOLDS))
    rows += [blocks.divider(), blocks.context(words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, "Filing holds", rows)
