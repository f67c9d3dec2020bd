"""A floor under the guard's figures on the labelled set; README.md beside this says what was promised."""

from __future__ import annotations

from benchmarks.measures.golden_rule import read_set, score


def test_the_set_is_read_whole_and_the_lines_by_hand_are_told_apart() -> None:
    whole = read_set()
    assert (len(whole), sum(one.by_hand for one in whole)) == (2300, 887)


def test_the_half_that_nobody_read_is_not_far_behind() -> None:
    closed = [sentence for sentence in read_set() if sentence.closed]
    by_hand = score([sentence for sentence in closed if sentence.by_hand])
    got = score(closed)
    assert got.recall >= 0.93
    assert got.false_stops <= 0.07
    assert by_hand.recall >= 0.90
    assert by_hand.false_stops <= 0.085
    assert min(got.found[kind] / got.asked[kind] for kind in got.asked) >= 0.87
