"""Draws from words.txt: a place, a statute, a case number's style with its hashes turned into digits."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

_DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PHONES = (
    *(
        "{area}-555-{last}",
        "({area}) 555-{last}",
        "{area}.555.{last}",
        "{area} 555 {last}",
        "{area}555{last}",
    ),
    *("{area} 555{last}", "+1 {area} 555 {last}", "1-{area}-555-{last}", "555-{last}", "555{last}"),
    *("+1{area}555{last}", "({area})555-{last}", "{area}/555-{last}"),
)
_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_YEARS = (2019, 2021, 2023, 2024, 2025, 2025, 2026)


@cache
def lists() -> dict[str, list[str]]:
    """Every list of words.txt by its name, in the file's order."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, *items = line.split(" | ")
            found.setdefault(name, []).extend(items)
    return found


def fill(dice: Random, style: str) -> str:
    """The style with digits for hashes one recent year for {y} and {yyyy}, and a hash for {hash}."""
    year = dice.choice(_YEARS)
    text = style.replace("{yyyy}", str(year)).replace("{y}", f"{year % 100:02}")
    text = "".join(str(dice.randrange(10)) if mark == "#" else mark for mark in text)
    return text.replace("{hash}", "#")


def draw(dice: Random, name: str) -> str:
    """One item of a list, filled."""
    return fill(dice, dice.choice(lists()[name]))


def phone_digits(dice: Random) -> str:
    """Ten digits of the 555-01xx range kept for stories."""
    return fill(dice, f"{draw(dice, 'area')}55501##")


def phone_dashes(dice: Random) -> str:
    """The usual way: 206-555-0147."""
    return fill(dice, f"{draw(dice, 'area')}-555-01##")


def phone(dice: Random) -> str:
    """A phone number in one of its spellings, seldom in words."""
    area, last = draw(dice, "area"), fill(dice, "01##")
    if dice.random() < 0.04:
        return " ".join(_DIGITS[int(digit)] for digit in "555" + last)
    return dice.choice(_PHONES).format(area=area, last=last)


def phone_link(dice: Random) -> str:
    """A phone number as Slack links one."""
    plain = phone_dashes(dice)
    return f"<tel:{plain.replace('-', '')}|{plain}>"


def ssn(dice: Random) -> str:
    """A number no person has: it opens with 000 or a nine, or is of the block once kept for advertising."""
    plain = draw(dice, "ssnplain")
    return dice.choice(
        (plain, plain, plain.replace("-", " "), plain.replace("-", ""), plain.replace("-", "."))
    )


def incident(dice: Random) -> str:
    """A police report, with the word that makes it one."""
    return f"{draw(dice, 'policeword')} {draw(dice, 'police')}"


def crossing(dice: Random) -> str:
    """Two streets."""
    return dice.choice(("{} & {}", "{} and {}", "{}/{}", "{} at {}")).format(
        *dice.sample(lists()["street"], 2)
    )


def reference(dice: Random) -> str:
    """A reference of the bot: R-7KQ2M, K-4MTX, A-19."""
    if dice.random() < 0.25:
        return draw(dice, "reftail")
    kind, length = dice.choice((("R", 5), ("R", 5), ("K", 4), ("C", 4), ("P", 3)))
    return f"{kind}-" + "".join(dice.choice(_REFERENCE_LETTERS) for _ in range(length))


def score(dice: Random) -> str:
    """A game and how it ended."""
    return f"{draw(dice, 'team')} {draw(dice, 'result')}"


def office_line(dice: Random) -> str:
    """A public office's number, named as one; the number is of the range kept for stories."""
    frame = dice.choice(("{}: {}", "{} is {}", "the {} has a new number {}", "ring the {}, {}, weekdays"))
    return frame.format(draw(dice, "office"), phone_dashes(dice))
