"""The person guard: does a text look like a person's details? Patterns only; it knows nobody."""

from handlers.guard.look import Finding, FindingKind, look

__all__ = ["Finding", "FindingKind", "look"]
