"""The facts: a goal's name survives Slack, and an opened folder prints nothing."""

from __future__ import annotations

from handlers.participants.facts import FolderFacts, goal_handle, split_goal
from models.classes import Category
from models.goal import Goal
from models.participant import Rung
from models.schema import ParticipantRef
from models.sensitive import Sensitive

REF = ParticipantRef("C-7KQ2M")


def test_what_names_a_goal_comes_back_from_slack() -> None:
    page = "0b3a2f60-2f0e-4a8e-9d5c-0f6c0a8f2a11"
    assert split_goal(goal_handle(REF, page)) == (REF, page)
    assert split_goal("") == ("", "")
    assert split_goal(REF) == (REF, "")


def test_an_opened_folder_prints_nothing() -> None:
    goal = Goal(Sensitive("A door of my own"), (), "")
    details = {Category.IDENTITY: {"called": Sensitive("Zebulon Testperson")}}
    facts = FolderFacts(REF, "North", Rung.NONE, details, (goal,), (), frozenset())
    assert "Zebulon" not in repr(facts)
    assert "door" not in repr(facts)
