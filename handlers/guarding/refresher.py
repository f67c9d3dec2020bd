"""How to share safely, in two minutes: a window of constant words for whoever asks for it."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import View
from handlers.ids import View as ViewId

_PARTS = (
    (
        "What stays out of channels",
        (
            "Names with a birth date, phone numbers, case, booking and plate numbers, and whether anybody is "
            "in LEAD or not. Answering a question about it tells it too."
        ),
    ),
    (
        "What goes into a channel",
        "Places and times of meetings, who is on call, a reference such as R-7KQ2M, a bus stop or a block.",
    ),
    (
        "How to share the rest",
        "Type /lead refer, or open a sealed item and answer inside it. Only those who act can open it.",
    ),
    (
        "When it has happened",
        (
            "Delete the message: point at it (or hold a finger on it), More actions, Delete message. "
            "Then tell it again in a sealed item. Pictures and file names count as well."
        ),
    ),
)


def refresher_view() -> View:
    """The window; the same for everybody, and nothing is kept of its being opened."""
    rows: list[blocks.Block] = []
    for heading, text in _PARTS:
        rows += [blocks.header(heading), blocks.section(text)]
    return blocks.modal(ViewId.REFRESHER.value, "Sharing safely", rows)
