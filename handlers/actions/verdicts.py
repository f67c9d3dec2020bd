"""A look at the words of an action: no verdict on a person, and no decision that is somebody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping

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

_VERDICT = re.compile(
    r"\brefus(?:e|es|ed|ing|al)\b|\bnon-?\s?complian\w*|\bnot\s+(?:comply\w*|cooperat\w+|engag\w+|motivated)"
    r"|\buncooperative\b|\bfail(?:s|ed|ing|ure|ures)?\b|\bviolat\w+|\bunmotivated\b|\bresist(?:ant|s|ance)\b"
    r"|\bmanipulat\w+|\bin denial\b|\bhopeless\b|\blazy\b|\bno[- ]?show(?:s|ed)?\b|\brelaps\w+|\bguilty\b"
    r"|\b(?:liar|lying|lies)\b|\b(?:junkies?|addicts?|crackheads?|tweakers?|vagrants?|drunks?)\b"
    r"|\bfrequent fl[iy]ers?\b|\b(?:wo|do|does)(?:n't| not) (?:engage|want (?:help|to change)|care)\b"
    r"|\bwill not (?:engage|change|comply)\b|\bdangerous\b"
    r"|\b(?:is|are|was|be|been|got|gets?|stay(?:s|ed|ing)?|tested|came back)\s+(?:clean|dirty)\b"
    r"|\b(?:kick(?:ed|s)?|throw[ns]?|thrown)\s+(?:\w+\s+){0,2}out\b|\bterminat(?:e|es|ed|ing)\b"
    r"|\b(?:drop|drops|dropped|discharge|discharges|discharged|remove[sd]?)\s+(?:\w+\s+){0,2}from\b"
)
_HARM = (
    r"(?:arrested|charged|prosecuted|jailed|incarcerated|cited|booked|convicted|sentenced|detained|filed on)"
)
_DECIDED = re.compile(
    rf"\b(?:will|shall|should|must|can|may|to|wo|ca|not)(?:n't|not)?\s+(?:not\s+|never\s+)?(?:be|get)\s+{_HARM}"
    rf"|\b(?:gets?|is|are)\s+(?:not\s+)?(?:to be\s+)?{_HARM}\b|\bimmun\w+|\bfree pass\b"
)
_WILL = (
    r"(?:\s+\w+){0,3}?\s+(?:will|won't|wont|shall|agree[sd]?|promise[sd]?|commit(?:s|ted)?|must|has to"
    r"|have to|is to|are to|may not|cannot|can't|decline[sd]?|do(?:es)? not|don't|doesn't)\b"
)
_SUBJECTS: Mapping[Sphere, str] = {
    Sphere.POLICE: r"police|officers?|sergeants?|precincts?|the pd|deput(?:y|ies)|patrol|cops?",
    Sphere.PROSECUTION: r"prosecutors?|prosecution|(?:district|city|county) attorney|da(?:'s office)?",
    Sphere.DEFENSE: r"(?:public )?defenders?|defen[cs]e(?: counsel| attorneys?)?",
    Sphere.CASE_MANAGEMENT: r"case managers?|case management|outreach(?: team| workers?)?",
    Sphere.LEGAL_SERVICES: r"legal (?:aid|services)",
    Sphere.SERVICES: r"(?:the )?(?:shelter|clinic|provider)s?",
}
_COURT = re.compile(rf"\b(?:judges?|courts?|magistrates?|commissioners?){_WILL}")
_OF_SPHERE = {sphere: re.compile(rf"\b(?:{names}){_WILL}") for sphere, names in _SUBJECTS.items()}
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})


def mend(text: str, sphere: Sphere) -> str:
    """What to write instead, where the words judge somebody or decide in another's sphere; else empty.

    `sphere`: that of whoever will do it. It is a reminder for whoever writes: the rows hold the rule itself.
    """
    plain = " ".join(text.translate(_QUOTES).casefold().split())
    if _DECIDED.search(plain):
        return DECIDED
    if _VERDICT.search(plain):
        return VERDICT
    others = (pattern for whose, pattern in _OF_SPHERE.items() if whose is not sphere)
    return NOT_YOURS if _COURT.search(plain) or any(one.search(plain) for one in others) else ""
