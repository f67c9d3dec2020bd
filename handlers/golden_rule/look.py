"""One look at a text for police or prosecutors: the first kind of thing in it that could be used against somebody."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.golden_rule import conduct, offences, orders, screens, whereabouts
from handlers.golden_rule.others import without_others, without_what_is_to_be_quashed
from handlers.golden_rule.phrases import BLANK
from handlers.golden_rule.weighing import weigh
from handlers.golden_rule.wording import phrase_words, sentences


class FindingKind(StrEnum):
    """What a text may tell. SITE = a phrase of the site's own list; WORDS = no rule knows it, its words weigh so."""

    TEST = "test"
    ORDER = "order"
    OFFENCE = "offence"
    CONDUCT = "conduct"
    WHEREABOUTS = "whereabouts"
    SITE = "site"
    WORDS = "words"


@dataclass(frozen=True)
class Finding:
    """What was found; never the text, nor where in it."""

    kind: FindingKind


_KINDS = (
    (screens.tells_a_test, FindingKind.TEST),
    (orders.tells_an_order, FindingKind.ORDER),
    (offences.tells_an_offence, FindingKind.OFFENCE),
    (conduct.tells_conduct, FindingKind.CONDUCT),
    (whereabouts.tells_whereabouts, FindingKind.WHEREABOUTS),
)
_MODULES = (screens, orders, offences, conduct, whereabouts)
# Chosen on sentences that neither rules nor weights had met: tests/handlers/golden_rule/README.md.
_ENOUGH = 1.0
_RULE_WEIGHS = 2.5
_SURE_RULE_WEIGHS = 3.5
_KNOWN = frozenset[str]().union(*(module.WORDS for module in _MODULES))
_RIGHT = frozenset[str]().union(*(module.OTHER_WORDS for module in _MODULES))


def look(text: str, stop: Sequence[str] = (), let_pass: Sequence[str] = ()) -> Finding | None:
    """What a text seems to tell; None = nothing. It is a reminder, not a guarantee.

    `stop` and `let_pass` are the site's own phrases, found as whole words whatever their case; what `stop` names
    is found even where `let_pass` names it, too.
    """
    stopped, passed = _any_of(stop), _any_of(let_pass)
    for sentence in sentences(text):
        if stopped is not None and stopped.search(sentence):
            return Finding(FindingKind.SITE)
    for sentence in words_told(text):
        left = passed.sub(f"{BLANK} ", sentence) if passed is not None else sentence
        found = _what(left)
        if found is not None:
            return Finding(found)
    return None


def words_told(text: str) -> Sequence[str]:
    """Each sentence of a text as the rules and the weights meet it: short forms written out, slips mended."""
    return without_what_is_to_be_quashed(sentences(text, _KNOWN, _RIGHT))


def _what(sentence: str) -> FindingKind | None:
    """A rule and the weight of the words are heard together: either may stop, a heavy word against it may let pass."""
    rules_see = without_others(sentence)
    kind = next((kind for tells, kind in _KINDS if tells(rules_see)), None)
    weight = weigh(sentence)
    if kind is None:
        return FindingKind.WORDS if weight > _ENOUGH else None
    is_sure = any(rules_see in module.SURE for module in _MODULES)
    return kind if weight + (_SURE_RULE_WEIGHS if is_sure else _RULE_WEIGHS) > _ENOUGH else None


def _any_of(phrases: Collection[str]) -> re.Pattern[str] | None:
    words = [re.escape(words) for words in map(phrase_words, phrases) if words]
    return re.compile(f"(?<= )(?:{'|'.join(words)}) ") if words else None
