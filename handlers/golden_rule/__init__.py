"""The Golden Rule's guard: does a text to police or prosecutors tell what could be used against somebody?"""

from handlers.golden_rule.look import Finding, FindingKind, look

__all__ = ["Finding", "FindingKind", "look"]
