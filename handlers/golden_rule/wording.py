"""A text as its words: folded, short forms written out, split into sentences; what a hurried hand types is mended."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator

from rapidfuzz.distance import OSA

# However a writer calls the participant, the rules meet "client".
_INITIALS = re.compile(
    r"\b(?!(?:a\.m|p\.m|u\.s|i\.e|e\.g|u\.a|p\.o|o\.d)\b)[A-Za-z]\.[A-Za-z]\.?(?=[\s,:;!?']|$)"
)
_CALLED = re.compile(
    r"\b(?:my|our|this|the) (?:guy|gal|client|person|participant|individual|kid|lady|fella|gentleman|young man|young lady|young woman|one)\b(?! of)"
)
_OPENS_WITHOUT_SUBJECT = frozenset(
    """
    was is were will has had have went goes stays staying stayed sleeping sleeps slept spent hangs hanging works back still got gets not never did does missed skipped left currently usually always just again living lives
    parked crashing camping at in up out been using drinking used drank smoking caught arrested stole sold selling took broke violated hit threatened punched kicked booked cited admitted told says said went came
    """.split()
)
_MENTION = re.compile(r"<[@#!][^<>]{1,200}>")
_LINK = re.compile(r"<(?:https?|ftp|tel|mailto)[^<>|]{1,2000}(?:\|([^<>]{0,300}))?>")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'", "_": " ", "*": " ", "~": " "})
_ADDRESS = re.compile(
    r"\b\d{2,5} (?:[a-z]+ ){1,2}(?:st|street|ave|avenue|rd|road|blvd|lane|ln|way|drive|dr|court ?#|place|pl)\b|\b\d{2,5} [a-z]+ #\d+|\b(?:room|unit|apt|apartment|number|space|#) ?#?\d+[a-z]?\b"
)
_BREAK = re.compile("--|\u2014|\u2013| - ")
_DASHES = re.compile("[\u2010-\u2015\u2212-]")
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?|weekends?|weekdays?|payday|lunes|martes"
    "|miercoles|jueves|viernes|sabado|domingo"
)
_PART = "(?:mornings?|afternoons?|evenings?|nights?|am|pm)"
# A day or a habit, as one word: the rules ask whether there is one, not which.
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
_SENTENCE = re.compile(r"[.!?;\n\r]+(?=\s|$)|[!?;\n\r]+|\.{2,}")
_WORD = re.compile(r"@?[a-z0-9$%#/]+(?:'[a-z]+)?|,|:")
# Ordinary words that lie one slip from a telling one.
_NEAR_BY = frozenset(
    [
        "boots",
        "seeking",
        "sesion",
        "path",
        "files",
        "send",
        "sort",
        "tree",
        "wave",
        "wait",
        "sorted",
        "sorting",
        "sorts",
        "core",
        "contract",
        "document",
        "documents",
        "compiled",
        "compiles",
        "issue",
        "issues",
        "rest",
        "post",
        "stat",
        "beast",
        "cost",
        "sent",
        "addition",
        "alteration",
        "sending",
        "treat",
        "treats",
        "treating",
        "released",
        "teller",
        "detailed",
        "detained",
        "reporter",
        "identity",
        "quite",
        "printing",
        "painting",
        "pointing",
        "scheduler",
        "filled",
        "filed",
        "stated",
        "stating",
        "spelling",
        "attacker",
        "factor",
        "streaming",
        "streamed",
        "reused",
        "tuning",
        "turning",
        "boot",
        "plat",
        "cite",
        "trade",
        "ghost",
        "smashing",
        "sealing",
        "shipped",
        "shipping",
        "saying",
        "bother",
        "caps",
        "trick",
        "tuned",
        "waste",
        "projection",
        "correction",
        "presto",
        "sole",
        "stamp",
        "swing",
        "tips",
        "hear",
        "heard",
        "speeding",
        "cramped",
        "reach",
        "beach",
        "teach",
        "violet",
        "needless",
        "supper",
        "copied",
        "coping",
        "shard",
        "shells",
        "smelling",
        "unchanged",
        "stored",
        "preset",
        "present",
        "trough",
        "faked",
        "sends",
        "completes",
        "terminates",
        "caches",
        "conditional",
        "ticks",
        "stuck",
        "tough",
        "though",
        "through",
        "thought",
        "bought",
        "brought",
        "breath",
        "board",
        "boarded",
        "bored",
        "sued",
        "roller",
        "filing",
        "fund",
        "found",
        "tasted",
        "rested",
        "listed",
        "trusted",
        "treated",
        "rusted",
        "dusted",
    ]
)
_MENDABLE = 6  # letters: shorter words lie too near to each other


def sentences(text: str, known: Collection[str] = (), right: Collection[str] = ()) -> Iterator[str]:
    """Each sentence as words between single spaces, with a space at both ends.

    A word one slip of the hand away from one of `known` becomes that word, unless it is a word itself: of
    `known`, of `right`, or an ordinary one that lies near.
    """
    bare = _LINK.sub(lambda link: f" {link[1] or ''} ", _MENTION.sub(" ", text))
    bare = _INITIALS.sub("client", bare)
    bare = bare.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&", " and ")
    folded = unicodedata.normalize("NFKD", bare.translate(_QUOTES)).lower()
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_QUOTES)
    folded = _CALLED.sub("client", _written_out(folded))
    folded = _ADDRESS.sub(" @number ", folded)
    folded = _CLOCK.sub(" @clock ", _DAY.sub(" @day ", _DASHES.sub(" ", _BREAK.sub(" ; ", folded))))
    for piece in _SENTENCE.split(folded):
        words = [
            word if word in right or word in _NEAR_BY else _mended(word, known)
            for word in _WORD.findall(piece)
        ]
        if words:
            led_in = ["client"] if words[0] in _OPENS_WITHOUT_SUBJECT else []
            yield f" {' '.join(_pulled_apart(led_in + words))} . "


def phrase_words(phrase: str) -> str:
    """A phrase of the site's own list, as it would stand in a sentence."""
    return " ".join(piece.strip() for piece in sentences(phrase)).removesuffix(" .").removeprefix("client ")


def _written_out(text: str) -> str:
    forms = list(_SHORT.items())

    def full(found: re.Match[str]) -> str:
        form, long = next(forms[int(name[1:])] for name, hit in found.groupdict().items() if hit is not None)
        if long.endswith("|"):  # "shes" = "she is"
            return f"{found[0][:-1]} is"
        return re.sub(form, long, found[0], flags=re.IGNORECASE)

    return _SHORT_FORMS.sub(full, text)


def _pulled_apart(words: list[str]) -> Iterator[str]:
    for word in words:
        yield from (word[:-2], "'s") if word.endswith("'s") else (word.replace("'", ""),)


def _mended(word: str, known: Collection[str]) -> str:
    if word in known or len(word) < _MENDABLE - 1 or not word.isalpha():
        return word
    return next((right for right in known if _is_slip(word, right)), word)


def _is_slip(word: str, right: str) -> bool:
    """One letter left out, doubled, or two changed places; another letter only in a long word.

    A letter more or less at the very end is no slip: it is another form of the word.
    """
    if len(right) < _MENDABLE or abs(len(word) - len(right)) > 1 or word[:1] != right[:1]:
        return False
    if word[:-1] == right or right[:-1] == word:
        return False
    if OSA.distance(word, right, score_cutoff=1) != 1:
        return False
    if len(word) == len(right):
        return sorted(word) == sorted(right) or len(word) > _MENDABLE + 2
    longer, shorter = sorted((word, right), key=len, reverse=True)
    doubled = any(a == b for a, b in itertools.pairwise(longer))
    return longer == right or doubled or len(shorter) > _MENDABLE + 1
