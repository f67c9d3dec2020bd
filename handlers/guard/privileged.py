"""What a client told counsel, by its shape: who told whom, and words that claim the privilege themselves."""

from __future__ import annotations

import re
import unicodedata

from handlers.guard.plain import without_unseen

_WHOSE = r"(?:my|our|his|her|their|the)"
_CLIENT = rf"(?:(?:{_WHOSE}|this|that)\s+)?(?:clients?|defendants?|def't|deft|clt)"
_HIM = rf"(?:{_CLIENT}|him|her|them)"
_COUNSEL = rf"(?:counsel|{_WHOSE}\s+(?:lawyers?|attorneys?|counsel|defenders?|pd|firm))"
_SINCE = (
    r"(?:\s+(?:has|have|had|also|then|now|since|just|already|finally|did|later|only|once|never|always|does|"
    r"may|might|will))*"
)
# What is privileged is a communication, so the verb is one of speech or avowal.
_TOLD = (
    r"(?:said|says|saying|told|tells|telling|admits?|admitted|admitting|confess(?:es|ed)?|confid(?:es|ed)|"
    r"explain(?:s|ed)|claims?|claimed|states?|stated|disclos(?:es|ed)|reveal(?:s|ed)|swears?|swore|"
    r"insists?|insisted|denie[sd]|denying|mention(?:s|ed)|report(?:s|ed)|acknowledge[sd]?|conced(?:es|ed)|"
    r"let\s+slip|let\s+(?:me|us)\s+know|owns?\s+up|owned\s+up|maintains?|relayed|wrote|writes|texted|texts)"
)
_AVOWED = r"(?:told|admitted|confided|confessed|said|disclosed|explained|revealed)"
_TO = r"(?:(?:it|this|that)\s+)?(?:(?:to|in|with)\s+)?"
_MEETING = r"(?:in|during|at|after)\s+(?:my|our)\s+(?:interview|meeting|talk|conversation|visit|call)\s+with"
_LEARNED = r"(?:told|informed|learned|learnt|heard|know|knew|found\s+out)(?:\s+[a-z']+){0,2}\s+(?:by|from)"
_SHAPES = (
    # "my client told me", "client has since admitted"; "he told me", "they admitted to counsel"
    rf"{_CLIENT}{_SINCE}\s+{_TOLD}",
    r"client\s+(?:is|was)\s+denying",
    rf"(?:he|she){_SINCE}\s+{_AVOWED}\s+{_TO}(?:me|us|{_COUNSEL})",
    rf"they{_SINCE}\s+{_AVOWED}\s+{_TO}{_COUNSEL}",
    # "according to my client", "per client", "my client's version", "I was told by the client"
    rf"(?:according\s+to|per|as\s+per|as\s+told\s+by|word\s+from|heard\s+from)\s+{_CLIENT}",
    r"(?:in|by)\s+(?:my|our|the)\s+client's\s+(?:own\s+)?(?:words|account|version|telling)",
    r"(?:my|our|the)\s+client's\s+(?:story|version|account|confession|admission|statements?)",
    rf"{_LEARNED}\s+{_CLIENT}",
    rf"{_MEETING}\s+{_HIM}\b[^.!?\n]{{0,60}}\b{_TOLD}",
    # what counsel said to a client, or plans
    rf"(?:i|we|{_COUNSEL}){_SINCE}\s+(?:advis(?:e|es|ed)|counsel(?:l?ed)|warned|told|instructed)\s+{_HIM}",
    rf"advised\s+by\s+{_COUNSEL}",
    rf"{_COUNSEL}(?:'s)?\s+(?:advice|strategy|theory)",
    r"(?:our|the|my)\s+(?:defen[cs]e|trial|plea)\s+(?:strategy|theory|plan)",
    # the privilege by its name
    r"(?:attorney|lawyer|counsel)[\s/-]+client",
    r"privileged",
    r"work\s+product",
    r"(?:told|said|shared|spoke|talked)\b[^.!?\n]{0,40}\bin\s+(?:strict\s+)?confidence",
    rf"confidential\s+(?:conversation|communication|talk|meeting|call)\s+with\s+(?:{_CLIENT}|{_COUNSEL})",
    # Spanish, as it is typed here
    r"mi\s+client[ea]\s+(?:me\s+)?(?:dijo|dice|cont[oó]|confes[oó]|admiti[oó]|explic[oó])",
    r"seg[uú]n\s+mi\s+client[ea]",
)
_PRIVILEGED = re.compile("|".join(rf"\b(?:{shape})\b" for shape in _SHAPES))
# What a client asks to have passed on about a date is theirs to pass on, and no secret.
_PASSED_ON = re.compile(
    rf"\b{_CLIENT}(?:\s+(?:has|have|had|also|just|already))*\s+"
    r"(?:says?|said|told\s+(?:me|us)|mentioned|let\s+(?:me|us)\s+know)\s+(?:that\s+)?(?:he|she|they)"
    r"(?:'ll|\s+(?:will|can|can't|cannot|could|would|needs?|wants?))\s+"
    r"(?:be\s+there|come|attend|make\s+(?:it|the\s+date)|appear|a\s+ride|a\s+bus\s+(?:pass|ticket)|"
    r"a\s+reminder|another\s+(?:date|day|time))\b"
)


def is_privileged(text: str) -> bool:
    """Whether the text tells what passed between a client and counsel. A reminder, not a guarantee."""
    plain = unicodedata.normalize("NFKC", without_unseen(text)).lower().replace("\u2019", "'")
    plain = re.sub(r"[ \t]+", " ", _PASSED_ON.sub(" ", plain))
    return _PRIVILEGED.search(plain) is not None
