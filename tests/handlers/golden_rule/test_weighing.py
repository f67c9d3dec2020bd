"""The weights of words: learned again from their texts, and not thinned by what stands beside."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from handlers.golden_rule import FindingKind, look
from handlers.golden_rule.look import words_told
from handlers.golden_rule.weighing import ALWAYS, WEIGHTS, marks, weigh
from tests.handlers.golden_rule.make_weights import learn, read_texts

_SECOND_SET = Path(__file__).with_name("second_set.jsonl")


def _of(text: str) -> str:
    (sentence,) = words_told(text)
    return sentence


def test_the_weights_are_those_that_their_maker_learns() -> None:
    learned = learn(read_texts())
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        written = {mark: float(weight) for mark, weight in csv.reader(lines)}
    assert ALWAYS in written
    assert {mark: learned[mark] for mark in written} == pytest.approx(written, abs=0.03)


def test_two_marks_that_agree_outweigh_one_that_does_not() -> None:
    weights = {"cat": 1.0, "hat": 0.5, "mat": -0.7}
    assert weigh(" cat hat mat . ", weights) == pytest.approx(0.8)
    assert weigh(" mat . ", weights) == pytest.approx(-0.7)


def test_a_run_on_sentence_is_weighed_where_it_is_heaviest() -> None:
    weights = {"relapse": 2.0, "lovely": -1.0}
    words = ["relapse", *["lovely"] * 60]
    assert weigh(f" {' '.join(words)} . ", weights) > 0


def test_another_persons_doing_is_marked_as_such() -> None:
    assert "first OTHER" in marks(_of("brother of hers relapsed").split())
    assert "first SUBJ" in marks(_of("she relapsed").split())


def test_words_that_no_rule_knows_stop_by_their_weight() -> None:
    found = look("he told staff to f off and knocked the lamp to the floor")
    assert found is not None
    assert found.kind in {FindingKind.WORDS, FindingKind.CONDUCT}


def test_the_second_set_has_its_batches_and_the_guard_has_learned_it() -> None:
    rows = [json.loads(line) for line in _SECOND_SET.read_text(encoding="utf-8").splitlines()]
    assert {row["batch"] for row in rows} == set(range(1, 17))
    assert all(row["stop"] == (row["kind"] != "none") for row in rows)
    stops = [row["text"] for row in rows if row["stop"]]
    notes = [row["text"] for row in rows if not row["stop"]]
    assert sum(look(text) is not None for text in stops) >= 0.96 * len(stops)
    assert sum(look(text) is not None for text in notes) <= 0.05 * len(notes)
