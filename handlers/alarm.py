"""The button that runs the site's call list, wherever it stands: it asks once more."""

from __future__ import annotations

from handlers.blocks import Block, button
from handlers.ids import Action

_CONFIRM = "Everybody on the site's call list is called now, at any hour."


def critical_button() -> Block:
    """For whoever may run it."""
    return button(Action.CRITICAL_BEGIN.value, "Critical incident", style="danger", confirm=_CONFIRM)
