"""The maker of the guard's labelled set: one seed, frames and lines by hand in; messages.jsonl out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random
from typing import NamedTuple, TypedDict

from tests.handlers.guard_set import dates, people, words

HERE = Path(__file__).parent
SEED = 19010101
# How many generated messages of each kind; the lines by hand come on top.
QUOTAS = {
    "name_dob": 335,
    "dob": 90,
    "phone": 150,
    "ssn": 75,
    "case": 100,
    "booking": 60,
    "plate": 90,
    "none": 1215,
}
OFFICE_LINES = 25  # with those by hand the set stays under forty
_SLOT = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
_LEADS = ("fyi ", "hey ", "ok so ", "@here ", "all, ", "quick one: ", "update: ", "btw ", "sorry, ")
_TAILS = (" thx", " pls", " thanks!", " :pray:", " lol", " asap", "?", " ok?", "!!", " - tell the team")
_MIN_TYPO_WORD = 5

Draw = Callable[[Random], str]


class Message(TypedDict):
    """One line of the set."""

    text: str
    label: bool
    kind: str
    note: str


class Frame(NamedTuple):
    """A sentence with slots, of one kind."""

    kind: str
    note: str
    text: str


_SLOTS: dict[str, Draw] = {
    "person": people.person,
    "initials": people.initials,
    "firstname": people.first_name,
    "filename": people.file_name,
    "staff": people.staff,
    "staffname": people.staff_name,
    "dob": dates.birth_date,
    "dobword": dates.birth_word,
    "dobnoun": dates.birth_noun,
    "dobcompact": dates.birth_compact,
    "dobdash": dates.birth_dashes,
    "bornin": dates.born_in,
    "soon": dates.soon,
    "isosoon": dates.iso_soon,
    "compactsoon": dates.compact_soon,
    "longago": dates.long_ago,
    "clock": dates.clock,
    "nowyear": dates.now_year,
    "phone": words.phone,
    "phonedigits": words.phone_digits,
    "phonedash": words.phone_dashes,
    "phonelink": words.phone_link,
    "ssn": words.ssn,
    "incident": words.incident,
    "crossing": words.crossing,
    "reference": words.reference,
    "score": words.score,
    **{name: partial(words.draw, name=name) for name in words.lists()},
}


def read_frames() -> list[Frame]:
    """All frames, in the files' order."""
    lines = [
        line
        for name in ("frames_true.txt", "frames_false.txt")
        for line in (HERE / name).read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    return [Frame(*(part.strip() for part in line.split("|", 2))) for line in lines]


def read_by_hand() -> list[Message]:
    """The lines written by hand, in order."""
    return [json.loads(line) for line in (HERE / "by_hand.jsonl").read_text(encoding="utf-8").splitlines()]


def _mistype(dice: Random, frame: str) -> str:
    """Two neighbours swapped in one long word of the frame; slots are never touched."""
    words = frame.split(" ")
    places = [at for at, word in enumerate(words) if word.isalpha() and len(word) >= _MIN_TYPO_WORD]
    if places:
        at = dice.choice(places)
        word, cut = words[at], dice.randrange(1, len(words[at]) - 2)
        words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def _roughen(dice: Random, text: str) -> str:
    """As people type: a lead, a tail, no capitals, now and then all capitals."""
    if dice.random() < 0.15:
        text = dice.choice(_LEADS) + text
    if dice.random() < 0.15:
        text += dice.choice(_TAILS)
    look = dice.random()
    if "<" in text or "http" in text:
        return text
    if look < 0.42:
        return text.lower()
    return text.upper() if look > 0.96 else text


def _write(dice: Random, frame: Frame) -> str:
    """One message from a frame; names of files are left as they are drawn."""
    named = frame.note == "file name"
    text = frame.text if named or dice.random() > 0.12 else _mistype(dice, frame.text)
    text = _SLOT.sub(lambda met: _SLOTS[met[1]](dice), text).replace("{{", "{").replace("}}", "}")
    return text if named else _roughen(dice, text)


def _of_kind(dice: Random, kind: str, frames: list[Frame]) -> Iterator[Message]:
    """Messages of one kind without end, each frame in its turn."""
    for frame in cycle([frame for frame in frames if frame.kind == kind]):
        yield Message(text=_write(dice, frame), label=kind != "none", kind=kind, note=frame.note)


def _office_lines(dice: Random) -> Iterator[Message]:
    while True:
        text = _roughen(dice, words.office_line(dice))
        yield Message(text=text, label=False, kind="none", note="office line")


def make_messages() -> list[Message]:
    """The whole set, by hand and generated, shuffled; the same on every run."""
    dice = Random(SEED)  # noqa: S311 - a story's dice, repeatable
    frames, messages = read_frames(), read_by_hand()
    met = {message["text"].casefold() for message in messages}
    sources = [(_of_kind(dice, kind, frames), quota) for kind, quota in QUOTAS.items()]
    for source, quota in [*sources, (_office_lines(dice), OFFICE_LINES)]:
        wanted = len(messages) + quota
        while len(messages) < wanted:
            message = next(source)
            if message["text"].casefold() not in met:
                met.add(message["text"].casefold())
                messages.append(message)
    dice.shuffle(messages)
    return messages


def as_lines(messages: list[Message]) -> str:
    """JSON Lines, one object a line, letters as they are."""
    return "".join(json.dumps(message, ensure_ascii=False) + "\n" for message in messages)


if __name__ == "__main__":
    (HERE / "messages.jsonl").write_text(as_lines(make_messages()), encoding="utf-8")
