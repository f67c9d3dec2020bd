"""The sentences about issues: a reference, and nothing of what it says."""

from __future__ import annotations

from models.notice import Kind

ISSUE_KINDS = frozenset({Kind.ISSUE_OWNED, Kind.ISSUE_ENDED, Kind.ISSUE_DUE})


def issue_words(kind: Kind, ref: str) -> str:
    """To its owner, or to whoever raised it."""
    if kind is Kind.ISSUE_OWNED:
        return f"{ref}: an issue is yours to see to."
    if kind is Kind.ISSUE_DUE:
        return f"{ref}: this issue is to be done today."
    return f"{ref}: what you raised has an answer. Thank you for saying it."
