"""The officer's button for a person who was let go before anybody met them."""

from __future__ import annotations

from handlers.blocks import Block, actions, button
from handlers.ids import Action
from handlers.standing import ReferralFacts
from models.acts.intake import may_be_released

_ASKED = "Released, and nobody has met them yet? The time for the intake begins now."
SAID = "Noted. The time for the intake has begun, and the team goes on looking for the person."


def released_rows(facts: ReferralFacts) -> list[Block]:
    """The button, while it would begin the time; the view itself carries the item."""
    if not may_be_released(facts.door, facts.state, facts.intake_ends_at):
        return []
    return [actions("released", [button(Action.RELEASED.value, "Released to LEAD", confirm=_ASKED)])]
