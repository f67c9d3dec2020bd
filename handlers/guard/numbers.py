"""Numbers that lead to one person by telephone or Social Security: their shapes, and the words around them."""

from __future__ import annotations

import re

# Not phonenumbers: it refuses mistyped and practice numbers, and a mistyped one can still be somebody's.
_PHONES = [
    re.compile(
        r"(?<!\w)(?<!\d[.-])(?<![$/])(?:\+?1[ .-]{0,2})?(?:\((?P<a>\d{3})\)[ .-]{0,2}|(?P<b>[2-9]\d\d)[ ./-]{1,3})"
        r"\d{3}[ ./-]{1,3}\d{4}(?![\w-]\d|\d)"
    ),
    re.compile(r"(?<!\w)(?<!\d[.-])(?<![$/])(?:\+?1)?(?P<a>[2-9]\d\d)[ .-]?\d{3}[ .-]?\d{4}(?![\w-]\d|\d)"),
    re.compile(r"(?<!\w)(?<!\d[ .-])(?<![$/])[2-9]\d\d[-.\u00b7]\d{4}(?![\w-]\d|\d)"),
    re.compile(r"(?<!\w)(?<!\d[ .-])(?<![$/])(?P<a>[2-9]\d\d)[ .-]\d{3}[ .-]\d\d[ .-]\d\d(?![\w-]\d|\d)"),
    re.compile(r"^\W*(?:[2-9]\d{6}|[2-9]\d{9})\W*$"),
    re.compile(r"(?<![\w+])\+[2-9]\d{0,2}(?:[ .()-]{0,2}\d{2,4}){2,5}(?!\w)"),
]
_PHONE_WORD = re.compile(
    r"\b(?:phone|cell|cellphone|mobile|tel|telephone|(?:his|her|their|my|new|old|mom's|dad's|sister's|brother's) (?:number|#|digits)|reach(?:ed|able)?|text(?:s|ed|ing)?"
    r"|call(?:s|ed|ing)?|burner|ph|whats ?app|signal|dial|ring|voicemail|vm|cel|telefono|numero|fone)\b",
    re.IGNORECASE,
)
_LOOSE_PHONE = re.compile(r"(?<![\w.$/-])(?:[2-9]\d\d[ ,]{0,2}\d{4}|[2-9](?:[ .-]?\d){9})(?![\w/-])")
_TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
_PUBLIC_LINE = re.compile(
    r"\b(?:hot ?line|front desk|help ?desk|info ?line|(?:team|crisis|front|main|help|tip|warm|office|on-?call|duty|bridge"
    r"|conference|after-?hours|non-?emergency|intake|dispatch|records|court|clerk'?s?|desk|public|program|shelter|clinic"
    r"|general|customer|support|scheduling|transport|reception|lobby|jail|hospital|agency|county|city|department)"
    r" (?:line|desk|number|office|phone|info|main)|(?:office|desk|line|department|dept|authority|bureau|library|pharmacy|hall|dmv|center|courthouse|vendor)(?:'s)?(?: number| phone)?(?: is| at|:)?\W{0,3}(?=[(+\d])|office line|dial-?in|switchboard|reception|fax|extension|meeting id|passcode|zoom|webex)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:his|her|hers|him|their|theirs|them|my|mom|mother|dad|sister|brother|girlfriend|boyfriend|wife|husband"
    r"|cell|mobile|burner|personal|client|participant|guy)\b",
    re.IGNORECASE,
)
_SSN = re.compile(r"(?<![\w.-])\d{3}(?P<sep>[ .-])\d{2}(?P=sep)\d{4}(?![\w-])")
_MASKED_SSN = re.compile(r"(?<!\w)[x*#\u2022]{3}[ -]?[x*#\u2022]{2}[ -]?\d{4}(?!\d)", re.IGNORECASE)
_SSN_WORD = re.compile(
    r"(?<![a-z])(?:ssn?|ssi?n|s\.s\.n?\.?|s\.s\.|ssa|soc|social|seguro social|nss)(?![a-z])"
    r"(?P<tail>.{0,40})",
    re.IGNORECASE,
)
_SSN_DIGITS = re.compile(r"(?<!\d)(?<!\d-)(?:\d{3}[ .-]?\d{2}[ .-]?)?\d{4}(?![\d-])")
_LAST_FOUR = re.compile(
    r"\b(?:last|final) (?:4|four)\b(?:\W{0,3}[a-z]{1,8}){0,4}\W{0,3}(?<!\d)\d{4}(?!\d)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def has_phone(text: str) -> bool:
    """A telephone number that is no toll-free one and is not introduced as a public line."""
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            found = match.groupdict()
            area = found.get("a") or found.get("b")
            if area not in _TOLL_FREE and not _is_public(text, match):
                return True
    return any(
        _PHONE_WORD.search(text, max(0, match.start() - 24), match.start()) and not _is_public(text, match)
        for match in _LOOSE_PHONE.finditer(text)
    )


def _is_public(text: str, match: re.Match[str]) -> bool:
    begins, ends = max(0, match.start() - 40), match.end() + 20
    named = _PUBLIC_LINE.search(text, begins, ends)
    return named is not None and not _PERSONAL.search(text, begins, match.start())


def has_ssn(text: str) -> bool:
    """A Social Security number, or its last four digits where the words for it stand."""
    if _SSN.search(text) or _MASKED_SSN.search(text) or _LAST_FOUR.search(text):
        return True
    return any(
        not _YEAR.fullmatch(digits.group())
        for word in _SSN_WORD.finditer(text)
        for digits in _SSN_DIGITS.finditer(word["tail"])
    )
