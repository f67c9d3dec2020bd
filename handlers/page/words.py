"""The page's own words in the site's language, by gettext; what features say stays as the features say it."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DOMAIN = "page"
LOCALE = Path(__file__).with_name("locale")
_WRITTEN_IN = "en"


@dataclass(frozen=True)
class Tongue:
    """`tag`: the language as HTML names it (BCP 47)."""

    tag: str
    words: gettext.NullTranslations


def ours(sentence: str) -> str:
    """Mark a sentence of the page's own for the catalogue; it is put into a language where it is drawn."""
    return sentence


def tongue_of(languages: Sequence[str], folder: Path = LOCALE) -> Tongue:
    """The first of the site's languages that the page speaks; English where it speaks none of them."""
    for tag in languages:
        if tag.partition("-")[0] == _WRITTEN_IN:
            return Tongue(tag, gettext.NullTranslations())
        named = tag.replace("-", "_")
        if gettext.find(DOMAIN, folder, [named]):
            return Tongue(tag, gettext.translation(DOMAIN, folder, [named]))
    return Tongue(_WRITTEN_IN, gettext.NullTranslations())
