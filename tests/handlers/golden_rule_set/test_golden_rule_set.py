"""The Golden Rule set holds what its README says, and its maker writes it again, to the letter."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests.handlers.golden_rule_set import words
from tests.handlers.golden_rule_set.make_set import (
    HERE,
    QUOTAS,
    Sentence,
    as_lines,
    half_of,
    make_sentences,
    read_by_hand,
    read_frames,
)

KINDS = {"conduct", "test", "order", "whereabouts", "offence", "none"}
HALVES = {"open", "closed"}


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    lines = (HERE / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_file_is_what_its_maker_writes() -> None:
    assert (HERE / "sentences.jsonl").read_text(encoding="utf-8") == as_lines(make_sentences())


def test_the_set_is_large_and_about_45_percent_of_it_should_stop(sentences: list[Sentence]) -> None:
    assert len(sentences) >= 2000
    share = sum(sentence["stop"] for sentence in sentences) / len(sentences)
    assert 0.43 <= share <= 0.47


def test_about_80_percent_of_what_should_stop_is_plain(sentences: list[Sentence]) -> None:
    stops = [sentence for sentence in sentences if sentence["stop"]]
    assert 0.77 <= sum(sentence["plain"] for sentence in stops) / len(stops) <= 0.83


def test_every_sentence_is_there_once(sentences: list[Sentence]) -> None:
    counts = Counter(sentence["text"].casefold() for sentence in sentences)
    assert [text for text, met in counts.items() if met > 1] == []


def test_every_line_has_the_five_fields_and_no_other(sentences: list[Sentence]) -> None:
    for sentence in sentences:
        assert set(sentence) == {"text", "stop", "kind", "plain", "half"}
        assert sentence["text"].strip()
        assert sentence["stop"] in {True, False}
        assert sentence["plain"] in {True, False}


def test_stop_says_the_same_as_the_kind_and_only_a_stop_is_plain(sentences: list[Sentence]) -> None:
    assert {sentence["stop"] == (sentence["kind"] != "none") for sentence in sentences} == {True}
    assert not any(sentence["plain"] and not sentence["stop"] for sentence in sentences)


def test_every_kind_is_in_both_halves_in_numbers_that_can_be_measured(sentences: list[Sentence]) -> None:
    counts = Counter((sentence["kind"], sentence["half"]) for sentence in sentences)
    assert set(counts) == {(kind, half) for kind in KINDS for half in HALVES}
    assert set(QUOTAS) == KINDS
    assert min(counts.values()) >= 70
    plain = Counter((sentence["kind"], sentence["half"]) for sentence in sentences if sentence["plain"])
    assert min(plain.values()) >= 50


def test_neither_half_is_much_larger(sentences: list[Sentence]) -> None:
    opened = sum(sentence["half"] == "open" for sentence in sentences)
    assert 0.45 <= opened / len(sentences) <= 0.55


def test_no_frame_is_in_both_halves() -> None:
    texts = [frame.text for frame in read_frames()]
    assert len(texts) == len(set(texts))
    assert {half_of(text) for text in texts} == HALVES


def test_at_least_600_lines_were_written_by_hand_and_300_of_them_need_no_stop(
    sentences: list[Sentence],
) -> None:
    by_hand = read_by_hand()
    assert len(by_hand) >= 600
    assert sum(not line["stop"] for line in by_hand) >= 300
    assert all(line in sentences for line in by_hand)
    assert {line["kind"] for line in by_hand} == KINDS
    assert all(line["half"] == half_of(line["text"]) for line in by_hand)


def test_no_slot_is_left_open(sentences: list[Sentence]) -> None:
    assert [sentence["text"] for sentence in sentences if re.search(r"[{}\[\]#]", sentence["text"])] == []


def test_every_slot_of_a_frame_has_words_for_it() -> None:
    known = {*words.lists(), "sub", "obj", "pos", "ref", "who", "is", "was", "has"}
    for frame in read_frames():
        assert set(re.findall(r"\{(\w+)\}", frame.text)) <= known


def test_no_text_holds_a_long_number_that_could_be_somebodys(sentences: list[Sentence]) -> None:
    assert [sentence["text"] for sentence in sentences if re.search(r"\d{5}", sentence["text"])] == []


def test_the_readme_tells_the_counts_that_stand(sentences: list[Sentence]) -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    by_hand = Counter(line["kind"] for line in read_by_hand())
    for kind in KINDS:
        of_kind = [sentence for sentence in sentences if sentence["kind"] == kind]
        plain, opened = (
            sum(line["plain"] for line in of_kind),
            sum(line["half"] == "open" for line in of_kind),
        )
        count, hand = len(of_kind), by_hand[kind]
        row = f"| {kind} | {hand} | {count - hand} | {count} | {plain} | {opened} | {count - opened} |"
        assert row in readme
    assert f"holds {len(sentences)} synthetic texts" in readme
