"""The audit's verbs are a closed list, and each of them is an act that somebody can do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import String

from models.audit_rows import Verb, audit_events, only_words

HOUSE = Path(__file__).parents[2]
SAID = re.compile(r"\bVerb\.([A-Z_]+)\b")


def test_every_verb_is_said_by_some_act() -> None:
    files = (
        file for wing in ("bot", "handlers", "models", "scheduler") for file in (HOUSE / wing).rglob("*.py")
    )
    said = {name for file in files for name in SAID.findall(file.read_text())}
    assert {verb.name for verb in Verb} == said


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_is_two_lower_case_words_that_its_column_holds(verb: Verb) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", verb.value)
    column = audit_events.c.verb.type
    assert isinstance(column, String)
    assert column.length is not None
    assert len(verb.value) <= column.length


@pytest.mark.parametrize("word", ["", "R-7KQ2M", "T0TEST:U0OFFICER", "looked:3", "a" * 120])
def test_ids_and_codes_are_words(word: str) -> None:
    only_words("first", word)


@pytest.mark.parametrize(
    "word", ["two words", "Zebulon\n", "555 0100", "é", "a" * 121, "\N{CYRILLIC SMALL LETTER A}"]
)
def test_anything_else_is_no_word_and_is_not_repeated_in_the_error(word: str) -> None:
    with pytest.raises(ValueError, match="ids and codes only") as refused:
        only_words("first", word)
    assert word not in str(refused.value)
