"""The labelled set holds what its README says, nobody real is in it, and its maker writes it again."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests.handlers.criminal_history_set.make_set import HERE, Labelled, as_lines, make_texts, read_blocks

EXTRACTS = {"ncic", "rap", "cch", "rms", "jail", "docket", "prose"}
ORDINARY = {"note", "goal", "barrier", "scheduling", "court", "narrative"}


@pytest.fixture(scope="module")
def texts() -> list[Labelled]:
    return [json.loads(line) for line in (HERE / "texts.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_file_is_what_its_maker_writes() -> None:
    assert (HERE / "texts.jsonl").read_text(encoding="utf-8") == as_lines(make_texts())


def test_the_set_is_large_and_about_half_of_it_are_extracts(texts: list[Labelled]) -> None:
    assert len(texts) >= 400
    assert 0.42 <= sum(text["label"] for text in texts) / len(texts) <= 0.58


def test_every_text_is_there_once_and_says_something(texts: list[Labelled]) -> None:
    counts = Counter(text["text"].casefold() for text in texts)
    assert [text for text, met in counts.items() if met > 1] == []
    assert all(text["text"].strip() and text["note"].strip() for text in texts)


def test_the_label_says_the_same_as_the_kind_and_every_kind_can_be_measured(texts: list[Labelled]) -> None:
    assert {text["kind"] for text in texts if text["label"]} == EXTRACTS
    assert {text["kind"] for text in texts if not text["label"]} == ORDINARY
    assert min(Counter(text["kind"] for text in texts).values()) >= 15


def test_no_slot_is_left_open_and_every_block_is_used(texts: list[Labelled]) -> None:
    assert [text["text"] for text in texts if re.search(r"[{}]", text["text"])] == []
    blocks = {(block.kind, block.note) for name in ("extracts", "ordinary") for block in read_blocks(name)}
    assert blocks == {(text["kind"], text["note"]) for text in texts}


def test_ordinary_texts_have_the_words_that_tempt_a_rule(texts: list[Labelled]) -> None:
    ordinary = " ".join(text["text"].lower() for text in texts if not text["label"])
    tempting = (
        "record", "priors", "ncic", "rap sheet", "convicted", "dismissed", "booked", "guilty", "warrant"
    )  # fmt: skip
    assert [word for word in tempting if word not in ordinary] == []


def test_the_readme_tells_the_counts_that_stand(texts: list[Labelled]) -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    assert f"holds {len(texts)} synthetic texts" in readme
    for kind, count in Counter(text["kind"] for text in texts).items():
        row = f"| {kind} | {count} | 0 |" if kind in EXTRACTS else f"| {kind} | 0 | {count} |"
        assert row in readme
