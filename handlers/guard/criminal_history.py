"""Criminal-history extracts told by their shape: charges, outcomes, years and a printout's own headings together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.guard.criminal_words import (
    COUNTED,
    DECIDED_CASE,
    HEADING,
    IN_AND_OUT,
    LABEL,
    PAST,
    PHRASES,
    SPAN,
    TERM,
    TOKEN,
    kind_of,
)
from handlers.guard.plain import without_unseen

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class _Signs:
    """How much of each kind stands in a text."""

    charges: int
    strong: int
    weak: int
    arrests: int
    years: int

    @property
    def outcomes(self) -> int:
        """Ends of cases, of any kind."""
        return self.strong + self.weak


def is_criminal_history(text: str) -> bool:
    """Whether the text looks like an extract of somebody's criminal history, pasted or told in a sentence.

    Patterns only, and linear in the text: it is asked of every answer that is to be sealed. One current charge, an open
    case, a warrant, a court date or a dismissed case is none.
    """
    plain = unicodedata.normalize("NFKC", without_unseen(text)).lower().replace("\u2019", "'")
    words = set(_WORD.findall(plain))
    if any(PHRASES.found(plain, words)):
        plain = PHRASES.pattern.sub(" , fta , ", plain)
    signs = _signs(TOKEN.findall(plain))
    return _is_list(signs) or _is_printout(plain, words, signs) or _is_told(plain, words, signs)


def _is_list(signs: _Signs) -> bool:
    """Charges with outcomes or years, more than once."""
    if signs.strong and signs.years and signs.charges + signs.outcomes + signs.years > 4:  # noqa: PLR2004 - one case has fewer
        return True
    if signs.strong and signs.outcomes > 1 and signs.years > 1:
        return True
    if signs.charges > 1 and signs.outcomes > 1 and (signs.years or signs.strong):
        return True
    if signs.charges > 1 and signs.years > 1 and (signs.outcomes or signs.arrests > 1):
        return True
    return min(signs.charges, signs.years) > 2  # noqa: PLR2004 - a third one makes a list


def _is_printout(plain: str, words: set[str], signs: _Signs) -> bool:
    """What a records system prints: its headings, its labels, its rows of stays."""
    if any(HEADING.found(plain, words)) or len(IN_AND_OUT.findall(plain)) > 1:
        return True
    labels = {match.lastgroup for match in LABEL.found(plain, words)}
    return bool(signs.charges and len(labels) > 2) or len(labels) > 4  # noqa: PLR2004 - see LABEL


def _is_told(plain: str, words: set[str], signs: _Signs) -> bool:
    """A past told in words: "priors ...", "4 arrests, 2 convictions", terms served."""
    counted = len(list(COUNTED.found(plain, words)))
    if counted > 1:
        return True
    told = signs.charges + signs.outcomes + signs.years + counted
    about = signs.charges or signs.strong or counted
    if (
        about and told > max(2, about) and any(PAST.found(plain, words))
    ):  # "an old record of theft" tells little
        return True
    if signs.charges < 2:  # noqa: PLR2004 - one charge is a current one
        return False
    if counted and (signs.years or signs.strong):
        return True
    if len(SPAN.findall(plain)) > 1:
        return True
    terms = len(list(TERM.found(plain, words)))
    if terms + signs.outcomes > 1 and (terms or signs.years):
        return True
    return len(DECIDED_CASE.findall(plain)) > 1 and bool(signs.outcomes or signs.arrests > 1)


def _signs(tokens: Iterable[str]) -> _Signs:
    """Count; words of one charge or one outcome that follow each other count once."""
    counts = dict.fromkeys(("charge", "strong", "weak", "arrest", "year"), 0)
    last = ""
    for token in tokens:
        kind = kind_of(token)
        if kind == "break":
            last = ""
        elif kind and kind != last:
            counts[kind] += 1
            last = kind
    return _Signs(counts["charge"], counts["strong"], counts["weak"], counts["arrest"], counts["year"])
