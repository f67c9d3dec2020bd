"""Slack's markup taken off a text, so that patterns meet what a reader meets."""

from __future__ import annotations

import re
import unicodedata

from handlers.guard.spoken import in_digits

_MENTION = re.compile(r"<[@#!][^<>]{1,200}>")
_LINK = re.compile(r"<(?:https?|ftp)://[^<>|]{1,2000}(?:\|([^<>]{0,300}))?>")
_PHONE_LINK = re.compile(r"<(?:tel|mailto):[^<>|]{1,300}\|([^<>]{0,300})>")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}")
# Our own random references (R-7KQ2M, C-4NPT) say nothing about anybody.
_REFERENCE = re.compile(r"\b[A-Z]-(?=[0-9A-Z]{0,5}\d)(?=[0-9A-Z]{0,5}[A-Z])[0-9A-Z]{3,6}\b")
# What is drawn as a gap: signs of other scripts, too, that are no spaces by their category.
_GAPS = dict.fromkeys("_\u00a0\u115f\u1160\u1680\u2800\u3164\uffa0", " ")
_MARKS = str.maketrans({**_GAPS, "\u2019": "'", "\u2018": "'"})
# Shown as nothing, though other categories hold them: a grapheme joiner and variation selectors.
_EMPTY = frozenset("\u034f\ufe0e\ufe0f")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def plain_text(text: str) -> str:
    """The text without mentions, addresses, references and formatting; said numbers and other alphabets' digits become ours."""
    text = without_unseen(text)
    bare = _LINK.sub(lambda link: f" {link[1] or ''} ", _MENTION.sub(" . ", text))
    bare = _ADDRESS.sub(" . ", _PHONE_LINK.sub(r" \1 ", bare))
    bare = bare.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    bare = unicodedata.normalize("NFKC", bare).translate(_MARKS).translate(_DASHES)
    return in_digits(_REFERENCE.sub(" . ", bare))


def without_unseen(text: str) -> str:
    """The text without characters that nobody sees: zero-width spaces and joiners, soft hyphens (category Cf)."""
    return text if text.isascii() else "".join(char for char in text if not _is_unseen(char))


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in _EMPTY
