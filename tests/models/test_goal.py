"""Goals: their words, their steps, each done or not; whatever is changed, nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.goal import MOST_STEPS, Goal, GoalChange, Step, changed, read_steps
from models.sensitive import Sensitive

LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(
    lambda text: bool(text.strip())
)
STEPS = st.lists(st.tuples(LINES, st.booleans()), max_size=MOST_STEPS)
NUMBERS = st.frozensets(st.integers(1, MOST_STEPS))


def goal_of(*steps: tuple[str, bool], words: str = "A door of my own") -> Goal:
    made = tuple(Step(Sensitive(text), done) for text, done in steps)
    return Goal(Sensitive(words), made, "2026-09-15T19:00:00Z", "page-1")


def told(goal: Goal) -> list[tuple[str, bool]]:
    return [(step.text.reveal(), step.done) for step in goal.steps]


@given(STEPS, LINES)
def test_a_goal_comes_back_as_it_was_kept(steps: list[tuple[str, bool]], words: str) -> None:
    kept = goal_of(*((text.strip(), done) for text, done in steps), words=words)
    again = Goal.from_fields(kept.fields(), "page-1")
    assert (again.words.reveal(), told(again), again.since, again.page) == (
        words,
        told(kept),
        kept.since,
        kept.page,
    )


@given(STEPS, NUMBERS, NUMBERS, NUMBERS)
def test_every_step_is_what_was_ticked_and_else_what_it_was(
    steps: list[tuple[str, bool]], done: frozenset[int], not_done: frozenset[int], away: frozenset[int]
) -> None:
    after = changed(goal_of(*steps), GoalChange(done=done, not_done=not_done, away=away))
    expected = [
        (text, (was or number in done) and number not in not_done)
        for number, (text, was) in enumerate(steps, start=1)
        if number not in away
    ]
    assert told(after) == expected


def test_nothing_ticked_changes_nothing() -> None:
    before = goal_of(("Ask at the desk", True), ("Bring the papers", False))
    assert changed(before, GoalChange()) == before


def test_new_words_stand_in_the_place_of_the_old() -> None:
    after = changed(goal_of(("Ask", True)), GoalChange(words=Sensitive("A quiet room")))
    assert after.words.reveal() == "A quiet room"
    assert told(after) == [("Ask", True)]


def test_more_steps_come_last_and_are_not_done() -> None:
    after = changed(goal_of(("Ask", True)), GoalChange(more=read_steps(Sensitive(" Call \n\n Go \n"))))
    assert told(after) == [("Ask", True), ("Call", False), ("Go", False)]


def test_a_step_taken_away_makes_room_for_another() -> None:
    full = goal_of(*((f"Step {number}", False) for number in range(MOST_STEPS)))
    more = read_steps(Sensitive("One more"))
    with pytest.raises(ValueError, match="steps"):
        changed(full, GoalChange(more=more))
    assert len(changed(full, GoalChange(more=more, away=frozenset({1}))).steps) == MOST_STEPS


def test_a_goal_tells_nothing_when_it_is_printed() -> None:
    goal = goal_of(("Ask at the desk", True))
    change = GoalChange(words=goal.words)
    assert not any(word in repr([goal, change, goal.steps]) for word in ("door", "desk"))
