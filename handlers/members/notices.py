"""What project managers are told about the roster: constant words and a count, never who."""

from __future__ import annotations

from models.notice import Kind

ROSTER_KINDS = frozenset({Kind.MEMBER_LEFT, Kind.NOT_IN_SLACK})


def roster_words(kind: Kind, count: str) -> str:
    """The sentence; `count` is a number in digits, and only `NOT_IN_SLACK` says it."""
    if kind is Kind.MEMBER_LEFT:
        return (
            "Slack says that an account of somebody on the roster has ended or is of another kind now. "
            "Their access has ended. `leadbot members list` shows who."
        )
    return (
        f"Accounts on the roster that Slack does not know: {count}. "
        "Whoever runs the bot sees which with `leadbot doctor`."
    )
