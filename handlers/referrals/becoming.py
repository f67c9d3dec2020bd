"""What a call for field help became: three buttons in the officer's own item, and what they read then."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.blocks import Block, actions, button, section
from handlers.ids import Action
from handlers.standing import ReferralFacts
from models.acts.field_help import Became, may_say

BECAME: Mapping[Action, tuple[Became, str, str]] = {
    Action.BECAME_ARREST: (Became.ARREST_DIVERSION, "Arrest diversion", ""),
    Action.BECAME_SOCIAL: (Became.SOCIAL_CONTACT, "Social contact", ""),
    Action.BECAME_NEITHER: (Became.NEITHER, "Neither", "It was neither? No reason is asked or told."),
}
SAID: Mapping[Became, str] = {
    Became.ARREST_DIVERSION: "Noted: an arrest diversion.",
    Became.SOCIAL_CONTACT: "Noted: a social contact. To add what the team should know, seal a message.",
    Became.NEITHER: "Noted. Thank you for calling us.",
}
_ASKED = "What did it become? Say it whenever you know."


def becoming_rows(facts: ReferralFacts) -> list[Block]:
    """The question and its buttons, while it can be answered; the view itself carries the item."""
    if not may_say(facts.door, facts.first_door, facts.state):
        return []
    buttons = [button(action.value, label, confirm=confirm) for action, (_, label, confirm) in BECAME.items()]
    return [section(_ASKED), actions("became", buttons)]
