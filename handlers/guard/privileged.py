"""What a client told counsel, by its shape: who told whom, and words that claim the privilege themselves."""

from __future__ import annotations

import re
import unicodedata

_CLIENT = r"(?:(?:my|our|the|this|that|his|her|their)\s+)?(?:clients?|defendants?|def't|deft|clt|client's)(?:\s+here)?"
# Telling: what is privileged is a communication, so the verb is one of speech or avowal.
_TOLD = (
    r"(?:said|says|saying|told|tells|telling|admits?|admitted|admitting|confess(?:es|ed)?|confid(?:es|ed)|"
    r"explain(?:s|ed)|claims?|claimed|states?|stated|disclos(?:es|ed)|reveal(?:s|ed)|swears?|swore|insists?|"
    r"insisted|denie[sd]|mention(?:s|ed)|report(?:s|ed)|acknowledge[sd]?|conced(?:es|ed)|let\s+slip|"
    r"let\s+(?:me|us)\s+know|owns?\s+up|owned\s+up|maintains?|relayed|wrote|writes|texted|texts|"
    r"gave\s+(?:me|us)\s+(?:his|her|their|a)\s+(?:account|version|story))"
)
_OF_COUNSEL = (
    r"(?:me|us|counsel|(?:my|our|his|her|their|the)\s+(?:lawyers?|attorneys?|counsel|defenders?|pd|firm))"
)
_COUNSEL = r"(?:counsel|(?:my|our|his|her|their|the)\s+(?:lawyers?|attorneys?|counsel|defenders?|pd))"
_WORD_OR_TWO = r"(?:\s+[a-z'’]+){0,2}?\s+"
_HE = r"(?:he|she|they|client|defendant|clt)"

_SHAPES = (
    # "my client told me", "client admits", "client has since said"
    rf"\b{_CLIENT}(?:\s+(?:has|have|had|also|then|now|since|just|already|finally|did|later|only|once|never|always|"
    rf"does|may|might|will))*\s+{_TOLD}\b",
    # "he told me", "they admitted to counsel", "she said to her lawyer"
    rf"\b{_HE}{_WORD_OR_TWO}?(?:told|admitted|confided|confessed|said|disclosed|explained|revealed)\s+(?:it\s+|this\s+|that\s+)?"
    rf"(?:(?:to|in|with)\s+)?{_OF_COUNSEL}\b",
    rf"\b{_HE}\s+(?:told|tells)\s+{_OF_COUNSEL}\b",
    # "according to my client", "per client", "from what my client says", "in my client's words"
    rf"\b(?:according\s+to|per|as\s+per|as\s+told\s+by|word\s+from|heard\s+from)\s+{_CLIENT}\b",
    rf"\b(?:in|by)\s+(?:my|our|the)\s+client's\s+(?:own\s+)?(?:words|account|version|telling)\b",
    rf"\b(?:my|our|the)\s+client's\s+(?:story|version|account|confession|admission|statements?)\b",
    # "I was told by my client", "I learned from the client"
    rf"\b(?:told|informed|learned|learnt|heard|know|knew|found\s+out)\b{_WORD_OR_TWO}?(?:by|from)\s+{_CLIENT}\b",
    # what counsel advised
    rf"\b(?:i|we|{_COUNSEL})(?:\s+(?:have|had|has|already|also))*\s+(?:advis(?:e|es|ed)|counsel(?:l?ed)?|warned|"
    rf"told|instructed)\s+(?:{_CLIENT}|him|her|them)\b",
    rf"\b(?:{_HE}|i|we)\s+(?:was|were|am|is|has\s+been|have\s+been)\s+advised\s+by\s+{_COUNSEL}\b",
    rf"\b{_COUNSEL}(?:'s)?\s+(?:advice|strategy|theory)\b",
    r"\b(?:our|the|my)\s+(?:defen[cs]e|trial|plea)\s+(?:strategy|theory|plan)\b",
    # the privilege by its name
    r"\b(?:attorney|lawyer|counsel)[\s/-]+client\b",
    r"\b(?:client\s+)?privileged\b",
    r"\bwork\s+product\b",
    r"\b(?:told|said|shared|spoke|talked)\b[^.!?\n]{0,40}\bin\s+(?:strict\s+)?confidence\b",
    r"\bconfidential\s+(?:conversation|communication|talk|meeting|call)\s+with\s+(?:my|our|the)?\s*(?:client|counsel|lawyer|attorney)\b",
    # between the lines: what came up in their meeting
    rf"\b(?:in|during|at|after)\s+(?:my|our)\s+(?:interview|meeting|talk|conversation|visit|call|consult(?:ation)?)"
    rf"\s+with\s+(?:{_CLIENT}|him|her|them)\b[^.!?\n]{{0,60}}\b{_TOLD}\b",
    # Spanish, as it is typed here
    r"\bmi\s+client[ea]\s+(?:me\s+)?(?:dijo|dice|cont[oó]|confes[oó]|admiti[oó]|explic[oó])\b",
    r"\bseg[uú]n\s+mi\s+client[ea]\b",
)
_PRIVILEGED = re.compile("|".join(f"(?:{shape})" for shape in _SHAPES))
# What a client asks to have passed on about a date is theirs to pass on, and no secret.
_PASSED_ON = re.compile(
    rf"\b{_CLIENT}(?:\s+(?:has|have|had|also|just|already))*\s+(?:says?|said|told\s+(?:me|us)|mentioned|let\s+(?:me|us)\s+know)"
    r"\s+(?:that\s+)?(?:he|she|they)(?:'ll|\s+(?:will|can|can't|cannot|could|would|needs?|wants?))\s+"
    r"(?:be\s+there|come|attend|make\s+(?:it|the\s+date)|appear|a\s+ride|a\s+bus\s+(?:pass|ticket)|a\s+reminder|"
    r"another\s+(?:date|day|time))\b"
)


def is_privileged(text: str) -> bool:
    """Whether the text tells what passed between a client and counsel. A reminder, not a guarantee."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    plain = re.sub(r"[ \t]+", " ", _PASSED_ON.sub(" ", plain))
    return _PRIVILEGED.search(plain) is not None
