"""A text as its words: folded, short forms written out, split into sentences; what a hurried hand types is mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from handlers.golden_rule.days import with_times
from handlers.golden_rule.short_forms import written_out
from handlers.golden_rule.slips import mended

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
_SENTENCE = re.compile(r"[.!?;\n\r]+(?=\s|$)|[!?;\n\r]+|\.{2,}")
_WORD = re.compile(r"@?[a-z0-9$%#/]+(?:'[a-z]+)?|,|:")


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
    folded = _CALLED.sub("client", written_out(folded))
    folded = _ADDRESS.sub(" @number ", folded)
    folded = with_times(_DASHES.sub(" ", _BREAK.sub(" ; ", folded)))
    for piece in _SENTENCE.split(folded):
        words = [mended(word, known, right) for word in _WORD.findall(piece)]
        if words:
            led_in = ["client"] if words[0] in _OPENS_WITHOUT_SUBJECT else []
            yield f" {' '.join(_pulled_apart(led_in + words))} . "


def phrase_words(phrase: str) -> str:
    """A phrase of the site's own list, as it would stand in a sentence."""
    return " ".join(piece.strip() for piece in sentences(phrase)).removesuffix(" .").removeprefix("client ")


def _pulled_apart(words: list[str]) -> Iterator[str]:
    for word in words:
        yield from (word[:-2], "'s") if word.endswith("'s") else (word.replace("'", ""),)
