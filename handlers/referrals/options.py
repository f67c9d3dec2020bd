"""What an officer may choose while they wait: four buttons, what follows, what a responder reads of it."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.blocks import Block, actions, button
from handlers.ids import Action
from handlers.standing import ReferralFacts
from models.acts.fallback import Fallback
from models.referral import URGENT, State
from models.schema import Handle

OPTIONS: Mapping[Action, tuple[Fallback, str, str]] = {
    Action.OPTION_STATION: (Fallback.STATION, "To the station", ""),
    Action.OPTION_CENTER: (Fallback.CENTER, "To the diversion center", ""),
    Action.OPTION_LATER: (Fallback.DEFERRED, "Outreach later", ""),
    Action.OPTION_STOP: (Fallback.STOP, "Stop", "Stop this hand-off? Then nobody goes out for it any more."),
}
# What the officer reads after a choice.
CHOSEN: Mapping[Fallback, str] = {
    Fallback.STATION: "Noted: you go on at the station. Whoever has it is told so.",
    Fallback.CENTER: "Noted: you go on at the diversion center. Whoever has it is told so.",
    Fallback.DEFERRED: "Noted: you need not wait. Outreach gets in touch later.",
    Fallback.STOP: "Noted: this hand-off is stopped, and nobody goes out for it. You decide how you go on.",
}
_PLANS: Mapping[Fallback, str] = {
    Fallback.STATION: "Plan: the officer goes on to the station. Please meet there.",
    Fallback.CENTER: "Plan: the officer goes on to the diversion center. Please meet there.",
    Fallback.DEFERRED: "Plan: nobody waits at the place now. Please get in touch later.",
}


def may_choose(facts: ReferralFacts) -> bool:
    """Whether there is something to choose: somebody stands and waits, and nobody has come yet."""
    return facts.door in URGENT and facts.state is State.DISPATCHED


def options_row(handle: Handle) -> Block:
    """The four buttons; `handle` is the officer's own item."""
    return actions(
        "options",
        [
            button(action.value, label, value=handle, confirm=confirm)
            for action, (_, label, confirm) in OPTIONS.items()
        ],
    )


def plan_line(facts: ReferralFacts) -> str:
    """The chosen plan in a responder's words; empty where none was chosen."""
    return _PLANS[Fallback(facts.fallback)] if facts.fallback and may_choose(facts) else ""
