"""Who is in LEAD is not told in a channel: the labelled sentences, and what the rule leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handlers.guard import FindingKind, look
from handlers.guard.belonging import tells_who_is_in

TODAY = date(2026, 11, 22)
SET = Path(__file__).parent.parent / "guard_membership"


def sentences(name: str) -> list[str]:
    return (SET / f"{name}.txt").read_text("utf-8").splitlines()


def test_the_set_has_half_of_each_and_no_sentence_twice() -> None:
    confirms, harmless = sentences("confirms"), sentences("harmless")
    assert min(len(confirms), len(harmless)) >= 100
    assert len({*confirms, *harmless}) == len(confirms) + len(harmless)


def test_of_the_sentences_that_tell_it_98_in_a_hundred_are_found() -> None:
    confirms = sentences("confirms")
    found = sum(look(line, TODAY) is not None for line in confirms)
    assert found / len(confirms) >= 0.98


def test_of_the_harmless_ones_at_most_two_in_a_hundred_are_asked_about() -> None:
    harmless = sentences("harmless")
    wrong = sum(look(line, TODAY) is not None for line in harmless)
    assert wrong / len(harmless) <= 0.02


def test_a_reply_under_somebodys_message_is_a_finding_of_its_own_kind() -> None:
    found = look("yes he's in LEAD", TODAY)
    assert found is not None
    assert found.kind is FindingKind.BELONGING


@pytest.mark.parametrize(
    "text",
    [
        "Officer Marrowbone is in LEAD",
        "Who is in LEAD?",
        "Everyone in LEAD knows",
        "the van is LEAD's",
        "lead",
        "",
    ],
)
def test_colleagues_and_questions_of_nobody_are_left_alone(text: str) -> None:
    assert not tells_who_is_in(text)
