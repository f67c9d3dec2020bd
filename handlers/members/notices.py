"""What people are told about the roster: constant words, a count or a role at most, never who."""

from __future__ import annotations

from models.notice import Kind
from models.site import Contacts

# To whoever lost access: they are on the roster no longer, or not today.
TO_WHOEVER_LEFT = frozenset({Kind.ACCESS_ENDED, Kind.ACCESS_RESTS})
ROSTER_KINDS = TO_WHOEVER_LEFT | {Kind.MEMBER_LEFT, Kind.NOT_IN_SLACK, Kind.ROSTER_WAITS, Kind.SEAT_EMPTY}


def roster_words(kind: Kind, said: str, contacts: Contacts | None = None) -> str:
    """The sentence.

    `said`: of `NOT_IN_SLACK` a number in digits, of `SEAT_EMPTY` a role and its agency; of others nothing.
    """
    line = (contacts or Contacts()).team_line
    constant = {
        Kind.ROSTER_WAITS: "A change to the roster waits for a second person. /lead roster shows it.",
        Kind.ACCESS_ENDED: f"Your access to the LEAD work group has ended. Questions: team line {line}.",
        Kind.ACCESS_RESTS: (
            f"Your access to the LEAD work group rests while you are on leave. Questions: team line {line}."
        ),
        Kind.SEAT_EMPTY: f"A seat is empty: {said}. /lead roster appoints somebody.",
    }
    if kind in constant:
        return constant[kind]
    if kind is Kind.MEMBER_LEFT:
        return (
            "Slack says that an account on the roster has ended or is of another kind now. "
            "Their access has ended. Please take them out of the channels. "
            "`leadbot members list` shows who."
        )
    return (
        f"Accounts on the roster that Slack does not know: {said}. "
        "Whoever runs the bot sees which with `leadbot doctor`."
    )
