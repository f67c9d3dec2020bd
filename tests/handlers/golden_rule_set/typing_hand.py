"""What a hurried hand does to a sentence: a lead, a tail, short forms, no capitals, a slip."""

from __future__ import annotations

from random import Random

from tests.handlers.golden_rule_set import words

_MIN_SLIP_WORD = 5


def _slip(dice: Random, text: str) -> str:
    """Two neighbours swapped, or one letter left out, in one long word."""
    parts = text.split(" ")
    places = [at for at, word in enumerate(parts) if word.isalpha() and len(word) >= _MIN_SLIP_WORD]
    if not places:
        return text
    at = dice.choice(places)
    word, cut = parts[at], dice.randrange(1, len(parts[at]) - 2)
    swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    parts[at] = swapped if dice.random() < 0.6 else word[:cut] + word[cut + 1 :]
    return " ".join(parts)


def _shorten(text: str) -> str:
    """The short forms of words.txt in place of the words."""
    short = dict(pair.split("=", 1) for pair in words.lists()["short"])
    return " ".join(short.get(word, word) for word in text.split(" "))


def roughen(dice: Random, text: str) -> str:
    """The text as typed; drawn for every line in the same way, whatever its label."""
    if dice.random() < 0.2:
        text = f"{words.draw(dice, 'lead')} {text}"
    if dice.random() < 0.12:
        text = f"{text} {words.draw(dice, 'tail')}"
    if dice.random() < 0.15:
        text = _shorten(text)
    if dice.random() < 0.2:
        text = text.replace("'", "")
    if dice.random() < 0.08:
        text = _slip(dice, text)
    look = dice.random()
    if look < 0.55:
        return text.lower()
    return text.upper() if look > 0.98 else text[:1].upper() + text[1:]
