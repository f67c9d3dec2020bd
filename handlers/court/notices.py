"""What the care team is told about courts: by reference, without court, day or hour."""

from __future__ import annotations

from models.notice import Kind

COURT_KINDS = frozenset({Kind.HEARING_NEAR, Kind.HEARING_WAS, Kind.POSSIBLE_MATCH})


def court_words(kind: Kind, ref: str) -> str:
    """The sentence, harmless on a lock screen."""
    said = {
        Kind.HEARING_NEAR: f"{ref}: a date in court is near. Open the folder.",
        Kind.HEARING_WAS: f"{ref}: a date in court was. What came of it? Open the folder.",
        Kind.POSSIBLE_MATCH: f"{ref}: a possible date in court. Open the folder.",
    }
    return said[kind]
