"""Days and hours as one word each: the rules ask whether there is one, not which."""

from __future__ import annotations

import re

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?|weekends?|weekdays?|payday|lunes|martes"
    "|miercoles|jueves|viernes|sabado|domingo"
)
_PART = "(?:mornings?|afternoons?|evenings?|nights?|am|pm)"
_DAY = re.compile(
    rf"\b(?:(?:on |since |by |until )?(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|the \d{1,2}(?:st|nd|rd|th)(?: of (?:last|this) month)?|\d{1,2}(?:st|nd|rd|th) of (?:last|this) month)"
    rf"|(?:on |over |after |since |before |by |late |early )?(?:last |this |the |the other |next |past |el )?\b(?:{_WEEKDAY})(?: {_PART})?"
    rf"|(?:last|this|the other|that|the night of|el otro|esta|ayer) (?:night|week|weekend|morning|afternoon|evening|month|noche|semana)"
    r"|over the weekend|el fin de semana|yesterday(?: \w+noon| morning| evening)?|anoche|ayer|hoy|tonight"
    r"|(?:a |one|two|three|four|five|a few|couple of|\d{1,2}) ?(?:days?|nights?|weeks?|months?) ago|(?:once|twice|three times|3x|2x|times) this week"
    r"|after dark|after hours|after midnight|(?:most|every|all|some|each|cada) (?:other )?(?:days?|nights?|mornings?|evenings?|afternoons?|weekends?|week|time|noche|dia))\b"
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d ?(?:[ap]\.?m\b\.?)?|\b\d{1,2} ?[ap]\.?m\b\.?|\b\d{1,2} ?o'? ?clock\b|\b(?:[01]\d|2[0-3])[0-5]\d ?h(?:ou)?rs\b"
    r"|(?:(?<=\bat )|(?<=@)|(?<=@ )|(?<=\baround )|(?<=\babout )|(?<=\babt )|(?<=\buntil )|(?<=\bbefore )|(?<=\bafter )|(?<=\bby )|(?<=\bbetween )|(?<=\bfrom )|(?<=\bpast )|(?<=\blas ))"
    r"\d{1,2}(?![\w:/.%]|,\d| (?:of|for|days?|hours?|hrs?|weeks?|months?|years?|people|dollars|a|st|street|bucks|percent))"
)


def with_times(text: str) -> str:
    """The folded text with `@day` for a day or a habit and `@clock` for an hour."""
    return _CLOCK.sub(" @clock ", _DAY.sub(" @day ", text))
