"""Dates of the guard's set: dates of birth always with a year, dates of work around 2025 and 2026."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_NOUNS = ("dob", "dob", "DOB", "DOB", "d.o.b.", "date of birth", "bday", "birthdate", "birthday")


def _birth(dice: Random) -> date:
    """A day in 1901-1909 or 1950-2005: no two digits of its year read as a year of present work."""
    first, last = dice.choice(((1901, 1909), (1901, 1909), (1950, 1999), (1950, 1999), (2000, 2005)))
    return date(first, 1, 1) + timedelta(days=dice.randrange((last - first + 1) * 365))


def _work(dice: Random) -> date:
    return date(2025, 7, 1) + timedelta(days=dice.randrange(540))


def _ordinal(day: int) -> str:
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _written(dice: Random, day: date) -> str:
    """One of the ways people write a full date."""
    year, short = f"{day.year}", f"{day.year % 100:02}"
    month, name, brief = day.month, f"{day:%B}", f"{day:%b}"
    number, nth = day.day, _ordinal(day.day)
    forms = (
        *(f"{month}/{number}/{year}", f"{month}/{number}/{short}", f"{day:%m/%d/%Y}", f"{day:%m/%d/%y}"),
        *(f"{day:%m-%d-%Y}", f"{month}-{number}-{short}", f"{day:%m-%d-%y}", f"{day:%m.%d.%Y}"),
        *(f"{number}.{month}.{year}", f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{month}/{number}/{year}"),
        *(f"{number} {brief} {year}", f"{brief} {number} {year}", f"{name} {number}, {year}"),
        *(f"{brief} {nth} '{short}", f"{nth} of {name} {year}", f"{brief} {number} {short}"),
        *(f"{name} {nth} {year}", f"{number}-{brief}-{year}", f"{brief}. {number}, {year}"),
    )
    return dice.choice(forms)


def birth_date(dice: Random) -> str:
    """A date of birth with its year."""
    return _written(dice, _birth(dice))


def birth_dashes(dice: Random) -> str:
    """A date of birth in a file's name."""
    day = _birth(dice)
    return dice.choice((f"{day:%Y-%m-%d}", f"{day:%m-%d-%Y}", f"{day:%m-%d-%y}"))


def birth_compact(dice: Random) -> str:
    """Six or eight digits on end."""
    day = _birth(dice)
    return dice.choice((f"{day:%m%d%y}", f"{day:%m%d%Y}", f"{day:%Y%m%d}"))


def born_in(dice: Random) -> str:
    """What follows `born` when the day is not known."""
    day = _birth(dice)
    forms = (f"in {day:%B} {day:%y}", f"in {day:%b} {day.year}", f"{day:%B} of {day.year}", f"in {day.year}")
    return dice.choice(forms)


def birth_word(dice: Random) -> str:
    """A word that says the date is one of birth."""
    return dice.choice((*_NOUNS, "born", "b."))


def birth_noun(dice: Random) -> str:
    """The same where only a noun reads well."""
    return dice.choice(_NOUNS)


def soon(dice: Random) -> str:
    """A day of work, mostly without its year, in the same forms as a birth."""
    day = _work(dice)
    if dice.random() < 0.35:
        return _written(dice, day)
    nth, brief = _ordinal(day.day), f"{day:%b}"
    forms = (
        *(
            f"{day.month}/{day.day}",
            f"{day:%m/%d}",
            f"{day.month}-{day.day}",
            f"{day:%A} {day.month}/{day.day}",
        ),
        *(
            f"{brief} {day.day}",
            f"{day:%B} {nth}",
            f"{day.day} {brief}",
            f"the {nth}",
            f"{day:%a} {brief} {nth}",
        ),
        *(f"{day.month}/{day.day}", f"{nth} of {day:%B}"),
    )
    return dice.choice(forms)


def iso_soon(dice: Random) -> str:
    """A day of work as a file's name has it."""
    return f"{_work(dice):%Y-%m-%d}"


def compact_soon(dice: Random) -> str:
    """A day of work in six or eight digits."""
    day = _work(dice)
    return dice.choice((f"{day:%Y%m%d}", f"{day:%m%d%y}", f"{day:%m%d%Y}", f"{day:%m%d}"))


def long_ago(dice: Random) -> str:
    """The year, and perhaps the month, of a building or a law."""
    year = dice.choice((1909, 1919, 1934, 1962, 1973, 1987, 1999, 2004, 2011, 2018))
    return dice.choice((f"{year}", f"{dice.choice(('March', 'oct', 'May'))} {year}"))


def clock(dice: Random) -> str:
    """A time of day: 2310, 14:30, 9:30am, 2."""
    hour, minute = dice.randrange(24), dice.choice((0, 10, 15, 30, 45))
    half = f"{hour % 12 or 12}:{minute:02}"
    return dice.choice((f"{hour:02}{minute:02}", f"{hour}:{minute:02}", half, f"{half}{'ap'[hour > 11]}m"))


def now_year(dice: Random) -> str:
    """A recent year."""
    return str(dice.randrange(2015, 2026))
