"""The person guard: does a text look like a person's details? Patterns only; it knows nobody."""

from handlers.guard.criminal_history import is_criminal_history
from handlers.guard.look import Finding, FindingKind, look, person_guard
from handlers.guard.one_person import points_to_one_person, singles_out
from handlers.guard.privileged import is_privileged
from handlers.guard.somebody import names_somebody

__all__ = [
    "Finding",
    "FindingKind",
    "is_criminal_history",
    "is_privileged",
    "look",
    "names_somebody",
    "person_guard",
    "points_to_one_person",
    "singles_out",
]
