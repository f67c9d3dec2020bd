"""Short forms, written out: "hasnt", "w/", "appt", "u.a."."""

from __future__ import annotations

import re

_SHORT = {
    r"w/o": "without",
    r"w/": "with ",
    r"b/c": "because",
    r"u\.a\.?": "ua",
    r"p\.o\.?": "po",
    r"o\.d\.": "od",
    r"can't|cant|cannot": "can not",
    r"won't|wont": "will not",
    r"(is|are|was|were|has|have|had|does|do|did|could|would|should|ai)n'?t": r"\1 not",
    r"(she|he|it|that|there|who|what)'s": r"\1 is",
    r"(shes|hes)": r"\1|",
    r"(she|he|they|i|we|you|it)'ll": r"\1 will",
    r"(they|we|you)'re": r"\1 are",
    r"(they|we|you|i)'ve": r"\1 have",
    r"(she|he|they|we|you|i)'d": r"\1 had",
    r"theyre": "they are",
    r"theyve": "they have",
    r"i'm|im": "i am",
    r"appts": "appointments",
    r"appt": "appointment",
    r"mtgs?": "meeting",
    r"tx": "treatment",
    r"meds": "medication",
    r"uas|u/a|u/as": "ua",
    r"bc|cuz|cos": "because",
    r"til|till": "until",
    r"tmrw|tmw": "tomorrow",
    r"w": "with",
    r"grp": "group",
    r"prob": "probation",
    r"abt": "about",
    r"pos": "positive",
    r"neg": "negative",
    r"hrs": "hours",
    r"pd": "police",
    r"re": "about",
}
_SHORT_FORMS = re.compile(
    "|".join(f"(?P<s{n}>(?<![\\w/'])(?:{form})(?![\\w']))" for n, form in enumerate(_SHORT)), re.IGNORECASE
)


def written_out(text: str) -> str:
    """The text with every short form as the words it stands for."""
    forms = list(_SHORT.items())

    def full(found: re.Match[str]) -> str:
        form, long = next(forms[int(name[1:])] for name, hit in found.groupdict().items() if hit is not None)
        if long.endswith("|"):  # "shes" = "she is"
            return f"{found[0][:-1]} is"
        return re.sub(form, long, found[0], flags=re.IGNORECASE)

    return _SHORT_FORMS.sub(full, text)
