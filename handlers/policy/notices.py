"""The sentences about proposals and rules: an issue's reference, and nothing of what it says."""

from __future__ import annotations

from models.notice import Kind

_WORDS = {
    Kind.SOUNDING: "{ref}: what do you say to this proposal, before the policy group meets?",
    Kind.POLICY_ANSWERED: "{ref}: the policy group has answered.",
    Kind.POLICY_BACK: "{ref}: this proposal is before the policy group again.",
    Kind.POLICY_CHANGE: "{ref}: the group's decision changes the site's rules. Please fill in the change.",
    Kind.PASS_ON: "{ref}: a decision is yours to pass on in your agency.",
    Kind.PASS_ON_AGAIN: "{ref}: a decision still waits to be passed on in your agency.",
    Kind.RULES_TO_READ: "{ref}: the site's rules have changed. Please read what is new.",
    Kind.RULES_HELD_UP: "{ref}: the change of the rules did not come into force. Please look at it.",
}
POLICY_KINDS = frozenset(_WORDS)


def policy_words(kind: Kind, ref: str) -> str:
    """A reference, so that a locked screen tells nothing."""
    return _WORDS[kind].format(ref=ref)
