"""Who was told what about a participant, as its readers see it: pure functions from facts to Block Kit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers import blocks, words
from handlers.blocks import SECTION_LENGTH, Block, View
from handlers.consents.facts import OpenLog
from handlers.consents.terms import categories_words, reader_words
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import PURPOSE_WORDS, agency_words, day_words
from models.classes import Basis
from models.disclosure import Account

_MOST_BLOCKS = 60  # of 3 000 characters each: Slack takes 250 kB a view
_BASIS_WORDS = {
    Basis.OWN: "own writing",
    Basis.REFERRAL: "the referral",
    Basis.CARE_TEAM: "the care team",
    Basis.CONSENT: "a release",
}


def log_view(log: OpenLog, told: str = "") -> View:
    """The account of disclosures, the newest first; content stands nowhere in it."""
    rows: list[Block] = [blocks.header(f"Who was told what {log.ref}")]
    if told:
        rows.append(blocks.section(told))
    if log.named:
        back = blocks.button(Action.OPEN_RELEASES.value, "Releases", value=log.ref)
        rows.append(blocks.actions("log", [back]))
    said = list(packed([_line(log, one) for one in log.lines])) or ["Nobody was told anything yet."]
    rows += [blocks.section(text) for text in said[:_MOST_BLOCKS]]
    if len(said) > _MOST_BLOCKS:
        rows.append(blocks.context("Older lines: whoever runs the bot writes out the whole log."))
    rows.append(blocks.context("You see when, to whom and why; never what. Looking here is recorded, too."))
    rows.append(blocks.context(words.PART_2))
    return blocks.modal(ViewId.OPENED.value, "Who was told what", rows, private_metadata=log.ref)


def authority_words(line: Account) -> str:
    """`release of Sep 1, 2026`, or which other ground it was told on."""
    if line.basis is Basis.CONSENT and line.signed_on:
        return " and ".join(f"release of {day_words(day)}" for day in line.signed_on)
    return _BASIS_WORDS[line.basis]


def packed(lines: Sequence[str]) -> Iterator[str]:
    """The lines in as few paragraphs as Slack's limit allows."""
    held = ""
    for line in lines:
        if held and len(held) + len(line) + 2 > SECTION_LENGTH:
            yield held
            held = ""
        held = f"{held}\n\n{line}" if held else line
    if held:
        yield held


def _line(log: OpenLog, line: Account) -> str:
    at = line.at.astimezone(log.zone)
    who = f"{agency_words(line.agency)}, {reader_words(line.role)}"
    name = f" ({line.reader})" if log.named and line.reader else ""
    what = f"{line.item}: {categories_words(line.categories)}"
    why = f"{PURPOSE_WORDS[line.purpose]}. Under: {authority_words(line)}"
    return f"{day_words(at.date())} {at:%H:%M %Z} - {who}{name}\n{what}. For: {why}."
