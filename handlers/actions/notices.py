"""What the bot tells about an action outside any view: a reference, a day and a state, in constant words."""

from __future__ import annotations

from collections.abc import Mapping

from models.notice import Kind

# To whoever does it, or is asked to.
OWNER_WORDS: Mapping[Kind, str] = {
    Kind.ACTION_NEAR: "it is yours to do {day}.",
    Kind.ACTION_OVERDUE: "its day is over. Please open it: Done, New date or Give back.",
    Kind.FUND_DECIDED: "it is decided. Open it to see.",
}
# To whoever proposed it, and to project managers.
OTHERS_WORDS: Mapping[Kind, str] = {
    Kind.ACTION_TAKEN: "taken.",
    Kind.ACTION_NOT_TAKEN: "not taken.",
    Kind.ACTION_DONE: "done.",
    Kind.ACTION_DATED: "it has another day. Open it to see which.",
    Kind.ACTION_GIVEN_BACK: "given back. Somebody else could do it: open it to propose it.",
    Kind.ACTION_OWNER_GONE: "whoever had it has left. Somebody else could do it: open it to propose it.",
    Kind.ACTION_LATE: "its day is over, and it is not done yet.",
    Kind.ACTION_NOT_REACHED: "it could not be delivered in Slack. Please reach them another way.",
}
# To whoever had it.
FORMER_WORDS: Mapping[Kind, str] = {
    Kind.ACTION_MOVED: "nobody waits for you to do it any more. Thank you.",
}


def card_words(kind: Kind, ref: str, day: str) -> str:
    """The card's sentence; `day`: by when, in words."""
    if kind is Kind.FUND_ASKED:
        return f"Action {ref}: your decision is asked for. Please open it."
    return f"Action {ref}: proposed to you, {day}. It stands only once you take it."


def action_words(kind: Kind, ref: str, day: str) -> str:
    """The sentence of any other notice."""
    return f"{ref}: {({**OWNER_WORDS, **OTHERS_WORDS, **FORMER_WORDS})[kind].format(day=day)}"
