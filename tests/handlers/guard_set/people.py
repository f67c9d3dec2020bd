"""Fictional people of the guard's set, in the forms a work group writes them."""

from __future__ import annotations

import unicodedata
from random import Random

from tests.handlers.guard_set.words import draw


def flat(text: str) -> str:
    """The text without marks over its letters, as a phone keyboard writes it; other alphabets stay."""
    plain = {letter: unicodedata.normalize("NFD", letter)[0] for letter in text}
    return "".join({"Đ": "D", "đ": "d", "ł": "l"}.get(letter, plain[letter]) for letter in text)


def person(dice: Random) -> str:
    """A person: full, family name first, first name and initial, initials."""
    full = draw(dice, "fullname")
    if dice.random() < 0.5:
        full = flat(full)
    first, _, last = full.partition(" ")
    if not last or dice.random() < 0.5:
        return full
    forms = (
        f"{last}, {first}",
        f"{last.upper()}, {first}",
        f"{first} {last[0]}",
        f"{first} {last[0]}.",
        f"{first[0]}. {last}",
        f"{first} {dice.choice('BDGKRV')}. {last}",
        initials(dice),
    )
    return dice.choice(forms)


def initials(dice: Random) -> str:
    """Two or three letters: J.D., JD, j.d."""
    letters = dice.sample("ABCDEGHJKLMNPRSTVWYZ", dice.choice((2, 2, 2, 3)))
    return dice.choice((".".join(letters) + ".", "".join(letters), ".".join(letters).lower() + "."))


def first_name(dice: Random) -> str:
    """A first name alone."""
    return flat(draw(dice, "fullname")).split()[0]


def file_name(dice: Random) -> str:
    """A person inside a file's name: zebulon_testperson, testperson_z."""
    words = flat(draw(dice, "fullname")).replace("'", "").replace(".", "").split()
    short = "_".join((words[-1], *(word[0] for word in words[:-1]))).lower()
    return dice.choice(("_".join(words).lower(), "-".join(words), " ".join(words), short))


def staff(dice: Random) -> str:
    """A colleague, with or without a title."""
    name, look = draw(dice, "staffsurname"), dice.random()
    if look < 0.1:
        return f"@{name}"
    return name if look < 0.4 else f"{draw(dice, 'title')} {name}"


def staff_name(dice: Random) -> str:
    """A colleague inside a file's name."""
    return flat(draw(dice, "staffsurname")).lower().replace(" ", "_")
