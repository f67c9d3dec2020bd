"""What the guard says: constant words, a channel and a time; never what was found, nor who wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from models.notice import Kind

NOTE = (
    "That looks like a person's details. Please delete it now: "
    "point at the message (or hold a finger on it), More actions, Delete message. "
    "Details belong in a sealed item: /lead refer. Only you see this note."
)
THANKS = "Thank you. That was noted, and there is nothing more to do."
NOT_DETAILS = "Not a person's details"
REFRESHER = "Two-minute refresher"


@dataclass(frozen=True)
class Spot:
    """Where a message stands: the channel's id, Slack's stamp, and the stamp its thread began with."""

    channel: str
    ts: str
    thread_ts: str = ""

    def pack(self) -> str:
        """As a notice's `target` keeps it."""
        return " ".join(part for part in (self.channel, self.ts, self.thread_ts) if part)

    @classmethod
    def unpack(cls, target: str) -> Spot:
        """Back from a notice's `target`."""
        return cls(*target.split(" "))


def guard_words(kind: Kind, where: str, when: str) -> str:
    """The sentence of a notice. `where`: `#owg`; `when`: local time of the message, `23:12 PST`."""
    card = (
        f"Your message in {where}, {when}, looks like a person's details. Please delete it now: "
        "point at the message (or hold a finger on it), More actions, Delete message. "
        "Details belong in a sealed item: /lead refer. "
        "If it is none, tell us with the button; nothing else follows."
    )
    said = {
        Kind.GUARD_NOTE: NOTE,
        Kind.GUARD_CARD: card,
        Kind.GUARD_CARD_AGAIN: f"{card} How to share safely is one tap away.",
        Kind.GUARD_MANAGER: f"Possible detail in {where}, {when}. Please see that it is deleted.",
        Kind.GUARD_FOLLOW_UP: (
            f"Following up: possible detail in {where}, {when}. Please see that it is gone, that copies and "
            "exports are handled as your records procedure says, and that the privacy lead has been asked."
        ),
        Kind.GUARD_TAKEN_BACK: f"Possible detail in {where}, {when}: taken back, it is no person's details.",
        Kind.GUARD_THANKS: THANKS,
    }
    return said[kind]


def strangers_words(where: str, count: str) -> str:
    """How many members of a channel have no seat; `count` in digits, never who."""
    return f"Members of {where} who are not on the roster: {count}. `leadbot doctor` shows who."
