"""When two ways of writing a court's case number are the same number: one rule for all who match them."""

from __future__ import annotations

import unicodedata

_SHORTEST = 3


def same_form(written: str) -> str:
    """The number as it is compared: letters and digits only, in capitals. Spaces, dots and dashes go.

    Leading zeros stay: courts count with them. Empty where nothing could be told apart by it (fewer than
    three characters, or no digit): an empty form equals no other, and nobody may match by it.
    """
    folded = unicodedata.normalize("NFKC", written).upper()
    kept = "".join(char for char in folded if char.isalnum())
    usable = len(kept) >= _SHORTEST and any(char.isdigit() for char in kept)
    return kept if usable else ""
