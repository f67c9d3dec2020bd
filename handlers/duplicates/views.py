"""What people see of a pair: both sides for the supervisor, references only for the project manager."""

from __future__ import annotations

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.duplicates.service import MergeFacts
from handlers.ids import Action
from handlers.ids import View as ViewId
from models.vault import OpenPair
from models.vault.comparing import Side

_TITLE = "The same person?"
_LABELS = {
    "person": "Name or description",
    "called": "Called",
    "aliases": "Other names",
    "contact": "How to reach",
    "ways": "Ways to find them",
}
_SCOPE = "You see this to say whether it is one person, until you have said it."
SAID = {
    True: "Written down: one person. The project manager is asked to merge the references.",
    False: "Written down: different people. Nobody is asked about these two again.",
}
MERGED = "Merged. The team has been handed what was sealed. Neither referrer is told anything."


def pair_view(pair: OpenPair) -> View:
    """Both sides, one under the other: Slack has no columns."""
    same = blocks.button(Action.SAME_PERSON.value, "Same person", value=pair.id, style="primary")
    different = blocks.button(Action.DIFFERENT_PEOPLE.value, "Different people", value=pair.id)
    rows = [
        *_side(pair.newer),
        blocks.divider(),
        *_side(pair.other),
        blocks.divider(),
        blocks.actions("pair", [same, different]),
        blocks.context(_SCOPE, words.PART_2),
    ]
    return blocks.modal(ViewId.PAIR.value, _TITLE, rows, private_metadata=pair.id)


def _side(side: Side) -> list[Block]:
    rows: list[Block] = [blocks.header(side.ref)]
    for name, text in side.fields:
        rows += [blocks.context(_LABELS[name]), *blocks.sections(text.reveal())]
    return rows


def merge_view(facts: MergeFacts) -> View:
    """The question before two references become one."""
    lines = (
        f"{facts.newer} goes on under {facts.other}.",
        "Its clocks end, and its team is handed what was sealed. Neither referrer is told anything.",
        "This cannot be taken apart again.",
    )
    return blocks.modal(
        ViewId.MERGE_PAIR.value,
        "Merge",
        [blocks.section(line) for line in lines],
        submit="Merge",
        close="Not yet",
        private_metadata=facts.id,
    )
