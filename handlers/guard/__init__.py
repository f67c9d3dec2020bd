"""The person guard: does a text look like a person's details? Patterns only; it knows nobody."""

from handlers.guard.look import Finding, FindingKind, look, person_guard

__all__ = ["Finding", "FindingKind", "look", "person_guard"]
