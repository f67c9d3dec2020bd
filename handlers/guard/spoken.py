"""Numbers that somebody wrote as they are said, turned into digits: `five five five oh one`, `nineteen oh one`."""

from __future__ import annotations

import re

_DIGITS = dict(zip("zero one two three four five six seven eight nine".split(), range(10), strict=True))
_DIGITS |= {"oh": 0, "o": 0}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        range(1, 21),
        strict=True,
    )
)
_ORDINALS |= {f"twenty {word}": 20 + day for word, day in _ORDINALS.items() if day <= 9}  # noqa: PLR2004 - one digit
_ORDINALS |= {"thirtieth": 30, "thirty first": 31}

_DIGIT = "|".join(_DIGITS)
_RUN = re.compile(rf"\b(?:{_DIGIT})(?:[ ,.-]{{1,2}}(?:{_DIGIT})){{6,14}}\b", re.IGNORECASE)
# Digits one by one, as people write them who do not want them to be found.
_SPACED = re.compile(r"(?<![\w.,/-])\d(?:[ .-]\d){6,10}(?![\w/-]|[ .,-]\d)")
_UNDER_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{_DIGIT}))?|(?:oh|o)[ -](?:{_DIGIT})|{'|'.join(_TEENS)})"
_YEAR = re.compile(rf"\b(?P<century>nineteen|twenty)[ -](?P<rest>{_UNDER_100})\b", re.IGNORECASE)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DAY = re.compile(
    rf"(?<=[a-z]) (?:the )?(?P<day>{'|'.join(sorted(_ORDINALS, key=len, reverse=True)).replace(' ', '[ -]')})\b",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}$", re.IGNORECASE)


def in_digits(text: str) -> str:
    """The text with runs of seven to fifteen said digits, years and days of a month written in digits."""
    text = _RUN.sub(lambda run: _grouped([str(_DIGITS[word]) for word in _words(run)]), text)
    text = _SPACED.sub(lambda run: _grouped(re.findall(r"\d", run.group())), text)
    return _YEAR.sub(_year, _DAY.sub(_day, text))


def _words(match: re.Match[str]) -> list[str]:
    return re.findall(r"[a-z]+", match.group().lower())


def _grouped(digits: list[str]) -> str:
    """As such numbers are usually written: a phone's seven or ten, a Social Security number's nine."""
    said = "".join(digits)
    groups = {7: (3, 4), 9: (3, 2, 4), 10: (3, 3, 4), 11: (1, 3, 3, 4)}.get(len(said), (len(said),))
    parts, start = [], 0
    for size in groups:
        parts.append(said[start : start + size])
        start += size
    return "-".join(parts)


def _year(match: re.Match[str]) -> str:
    words = re.findall(r"[a-z]+", match["rest"].lower())
    if words[0] in _TEENS:
        value = 10 + _TEENS.index(words[0])
    else:
        value = 0 if words[0] in _DIGITS else 20 + 10 * _TENS.index(words[0])
        value += _DIGITS[words[1]] if len(words) > 1 else 0
    return f"{19 if match['century'].lower() == 'nineteen' else 20}{value:02d}"


def _day(match: re.Match[str]) -> str:
    if not _MONTH_BEFORE.search(match.string, max(0, match.start() - 12), match.start()):
        return match.group()
    return f" {_ORDINALS[' '.join(_words_of(match['day']))]}"


def _words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())
