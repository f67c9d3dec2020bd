"""A look at the words of an action: no verdict on a person, and no decision that is somebody else's."""

from __future__ import annotations

from handlers.golden_rule import verdicts
from models.action import Sphere

VERDICT = (
    "That reads as a verdict on somebody. Write who does what instead, as in "
    '"I ask again on Tuesday" or "I bring the form to the shelter".'
)
DECIDED = (
    "That decides about somebody. Write your own next step instead, as in "
    '"I call the case manager by phone before citing".'
)
NOT_YOURS = (
    "That is another agency's to decide. Propose it to them, or write your own next step, as in "
    '"I ask the prosecutor\'s office by Tuesday".'
)


def mend(text: str, sphere: Sphere) -> str:
    """What to write instead, where the words judge somebody or decide in another's sphere; else empty.

    `sphere`: that of whoever will do it. It is a reminder for whoever writes: the rows hold the rule itself.
    """
    plain = " ".join(text.translate(verdicts.QUOTES).casefold().split())
    if verdicts.DECIDED.search(plain):
        return DECIDED
    if verdicts.VERDICT.search(plain):
        return VERDICT
    tables = (verdicts.BY_SPHERE, verdicts.ACTS_OF)
    others = [pattern for table in tables for whose, pattern in table.items() if whose != sphere]
    return NOT_YOURS if verdicts.COURT.search(plain) or any(one.search(plain) for one in others) else ""
