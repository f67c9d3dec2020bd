"""What the bot tells about a coordination outside any view: a reference and a state, in constant words."""

from __future__ import annotations

from collections.abc import Mapping

from models.notice import Kind

# Under the card of whoever was asked; those in ALOUD stand in the direct messages, too.
THREAD_WORDS: Mapping[Kind, str] = {
    Kind.PING_AGAIN: "this still waits for an answer. Please open it.",
    Kind.PING_LAST_CALL: "this is the last call for an answer. Please open it.",
    Kind.PING_HANDED: "a colleague has been asked, too.",
    Kind.PING_HAS_IT: "a colleague has this in hand.",
    Kind.PING_HAS_MORE: "more has been added. Open it again to see it.",
    Kind.PING_CHANGED: "something has changed. Open it again to see it.",
    Kind.PING_IS_ANSWERED: "answered. Thank you.",
    Kind.PING_CLOSED: "no answer is needed any more. Thank you.",
}
ALOUD = frozenset({Kind.PING_AGAIN, Kind.PING_LAST_CALL, Kind.PING_HAS_MORE})
ASKER_WORDS: Mapping[Kind, str] = {
    Kind.PING_TAKEN: "somebody there has it in hand.",
    Kind.PING_WITH_OFFICE: "taken to their office, with a day for the answer. Open it to see the day.",
    Kind.PING_ANSWERED: "answered. Open it to see the answer.",
    Kind.PING_MORE: "more is asked for. Open it to see what, and add it there.",
    Kind.PING_MOVED: "it belongs to another office, which has been asked now.",
    Kind.PING_NOT_THEIRS: "it belongs to another office, and could not go there. It is closed.",
    Kind.PING_HEARING_MOVED: "its date has moved, and the time for an answer with it.",
    Kind.PING_NOBODY: "nobody has answered in time. Please call them: {phone}.",
    Kind.PING_AFTER: (
        "its date has come, and it has closed itself. What happened? Please note it in the folder."
    ),
    Kind.PING_NOT_REACHED: (
        "somebody there could not be reached in Slack. Whoever is next there has been asked, if there is "
        "anybody. You can call them: {phone}."
    ),
}
BOTH_WORDS: Mapping[Kind, str] = {
    Kind.HOLD_ENDS: "an agreed time ends soon. Open it to see the day.",
    Kind.HOLD_OVER: (
        "an agreed time has ended, and nobody has said how it goes on. Please talk to each other."
    ),
}
MANAGER_WORDS: Mapping[Kind, str] = {Kind.PING_MANAGER: "due, not answered."}


def card_words(ref: str, wanted: str) -> str:
    """The card's sentence; `wanted`: by which day an answer is wanted, in words, or nothing for none."""
    return f"Coordination {ref}. " + (f"Answer wanted {wanted}." if wanted else "Please open it.")


def ping_words(kind: Kind, ref: str, phone: str) -> str:
    """The sentence of a notice; `phone`: the number of whoever was asked."""
    said = {**THREAD_WORDS, **ASKER_WORDS, **BOTH_WORDS, **MANAGER_WORDS}[kind]
    return f"{ref}: {said.format(phone=phone)}"
