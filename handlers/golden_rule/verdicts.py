"""What a verdict on somebody, and a decision about them, sounds like: patterns only."""

from __future__ import annotations

import re
from collections.abc import Mapping

VERDICT = re.compile(
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
DECIDED = re.compile(
    rf"\b(?:will|shall|should|must|can|may|to|wo|ca|not)(?:n't|not)?\s+(?:not\s+|never\s+)?(?:be|get)\s+{_HARM}"
    rf"|\b(?:gets?|is|are)\s+(?:not\s+)?(?:to be\s+)?{_HARM}\b|\bimmun\w+|\bfree pass\b"
)
_WILL = (
    r"(?:\s+\w+){0,3}?\s+(?:will|won't|wont|shall|agree[sd]?|promise[sd]?|commit(?:s|ted)?|must|has to"
    r"|have to|is to|are to|may not|cannot|can't|decline[sd]?|do(?:es)? not|don't|doesn't)\b"
)
_SUBJECTS: Mapping[str, str] = {
    "police": r"police|officers?|sergeants?|precincts?|the pd|deput(?:y|ies)|patrol|cops?",
    "prosecution": r"prosecutors?|prosecution|(?:district|city|county) attorney|da(?:'s office)?",
    "defense": r"(?:public )?defenders?|defen[cs]e(?: counsel| attorneys?)?",
    "case_management": r"case managers?|case management|outreach(?: team| workers?)?",
    "legal_services": r"legal (?:aid|services)",
    "services": r"(?:the )?(?:shelter|clinic|provider)s?",
}
COURT = re.compile(rf"\b(?:judges?|courts?|magistrates?|commissioners?){_WILL}")
BY_SPHERE = {sphere: re.compile(rf"\b(?:{names}){_WILL}") for sphere, names in _SUBJECTS.items()}
# What only one side can do, written as the writer's own: at the beginning of a sentence, or behind "I" or "we".
_OWN = (
    r"(?:^|[.;:!]\s*)(?:then\s+)?(?:(?:i|we)(?:'ll|\s+(?:will|shall|can))?\s+)?"
    r"(?:(?:do\s+)?(?:not|never)\s+|(?:don't|won't)\s+)?"
)
_A_CASE = (
    r"(?:charges?|counts?|citations?|cases?(?!\s+(?:files?|managers?|plans?|notes?|loads?|management)))\b"
)
_ACTS: Mapping[str, str] = {
    "police": (
        r"(?:arrest|detain|jail|book|cite|trespass)\s+"
        r"(?:them|him|her|everyone|everybody|anyone|anybody|whoever|on sight|for|again|into jail)\b"
    ),
    "prosecution": (
        rf"(?:(?:drop|dismiss|decline)\s+(?:\w+\s+){{0,2}}?{_A_CASE}|(?:re)?file\s+(?:\w+\s+){{0,2}}?charges?\b"
        r"|reduce\s+(?:\w+\s+){0,2}?charges?\b|decline to (?:file|charge|prosecute)\b|(?:prosecute|indict)\b)"
    ),
    "case_management": r"(?:enroll?|admit)\s+(?:them|him|her)\b|close (?:their|his|her) (?:case|folder)\b",
}
ACTS_OF = {sphere: re.compile(_OWN + f"(?:{acts})") for sphere, acts in _ACTS.items()}
QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})
