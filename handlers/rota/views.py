"""The rota as Block Kit: one region's week, its gaps in words, and the form to stand in."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.rota.facts import RotaFacts, Row
from handlers.rota.forms import STAND_IN
from handlers.rota.notices import span_words

_MOST_ROWS = 60
_SAID = "Kept. Both have been told."


def rota_view(facts: RotaFacts, *, kept: bool = False) -> View:
    """The region's rota; `kept`: somebody was just put on it."""
    rows: list[Block] = [blocks.section(_SAID)] if kept else []
    elements: list[Block] = []
    if len(facts.regions) > 1:
        choices = [blocks.option(code, name) for code, name in facts.regions]
        elements.append(blocks.select(Action.ROTA_REGION.value, "Another region", choices))
    if facts.may_change:
        elements.append(blocks.button(Action.ROTA_CHANGE.value, "Stand in", value=facts.region))
    if elements:
        rows.append(blocks.actions("rota", elements))
    rows.append(blocks.header(facts.name))
    rows.append(blocks.section(f"Now: {_people(facts.rows[0])}"))
    lines = [f"{span_words(row.begins, row.ends, facts.zone)}\n{_people(row)}" for row in facts.rows]
    rows += [blocks.section(line) for line in lines[:_MOST_ROWS]]
    if len(lines) > _MOST_ROWS:
        rows.append(blocks.context("The rest of the week changes too often to be shown here."))
    return blocks.modal(ViewId.ROTA.value, "On call", rows)


def stand_in_form(region: str) -> View:
    """The form; the view carries the region's code and nothing else."""
    return as_modal(STAND_IN, private_metadata=region)


def card_seen_view() -> View:
    """The answer to a test card's button."""
    words = "Thank you. A page reaches you the same way; open it, and tap I have it."
    return blocks.modal(ViewId.CARD_SEEN.value, "Seen", [blocks.section(words)])


def _people(row: Row) -> str:
    if not row.names:
        return "Nobody is on call."
    first, *others = row.names
    backup = f", then {', '.join(others)}" if others else ", no backup"
    return f"{first}{backup}{' (standing in)' if row.standing_in else ''}."
