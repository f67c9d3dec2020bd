"""The sentences about openings: an agency, and neither a person nor what it is for."""

from __future__ import annotations

from collections.abc import Mapping

from models.notice import Kind

_WORDS: Mapping[Kind, str] = {
    Kind.PLACE_CLAIMED: "One of your openings was claimed by {agency}. Call each other to arrange it.",
    Kind.PLACE_GIVEN_BACK: "{agency} gave one of your openings back. It can be claimed again.",
    Kind.PLACE_ENDS: "An opening of yours ends soon and is not all claimed. Keep it longer, if you like.",
    Kind.PLACE_NOT_REACHED: (
        "{agency} could not be told in Slack about the opening that you claimed. Please call them."
    ),
}
PLACE_KINDS = frozenset(_WORDS)


def place_words(kind: Kind, agency: str) -> str:
    """To the provider, or to whoever claimed it. `agency`: the other side's name."""
    return _WORDS[kind].format(agency=agency)
