"""A slip of the hand, mended: a word one letter away from a telling one becomes that word."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from rapidfuzz.distance import OSA

# Ordinary words that lie one slip from a telling one.
_NEAR_BY = frozenset(
    """
    boots seeking sesion path files send sort tree wave wait sorted sorting sorts core contract document
    documents compiled compiles issue issues rest post stat beast cost sent addition alteration sending
    treat treats treating released teller detailed detained reporter identity quite printing painting
    pointing scheduler filled filed stated stating spelling attacker factor streaming streamed reused
    tuning turning boot plat cite trade ghost smashing sealing shipped shipping saying bother caps trick
    tuned waste projection correction presto sole stamp swing tips hear heard speeding cramped reach
    beach teach violet needless supper copied coping shard shells smelling unchanged stored preset
    present trough faked sends completes terminates caches conditional ticks stuck tough though through
    thought bought brought breath board boarded bored sued roller filing fund found tasted rested listed
    trusted treated rusted dusted
    """.split()
)
_MENDABLE = 6  # letters: shorter words lie too near to each other


def mended(word: str, known: Collection[str], right: Collection[str] = ()) -> str:
    """The word of `known` that was meant; a word of `right`, or an ordinary one that lies near, stays itself."""
    if word in right or word in _NEAR_BY:
        return word
    if word in known or len(word) < _MENDABLE - 1 or not word.isalpha():
        return word
    near = _by_letter_and_length(frozenset(known))
    sizes = (len(word) - 1, len(word), len(word) + 1)
    return next(
        (right for size in sizes for right in near.get((word[0], size), ()) if _is_slip(word, right)), word
    )


@functools.lru_cache(maxsize=4)  # of the rules' words, never of a text's
def _by_letter_and_length(known: frozenset[str]) -> Mapping[tuple[str, int], Sequence[str]]:
    near = defaultdict[tuple[str, int], list[str]](list)
    for word in sorted(known):
        near[word[:1], len(word)].append(word)
    return near


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
