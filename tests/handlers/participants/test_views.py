"""Folders and lists at their fullest: within limits, plain text, no name in a title, no score, no blame."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from handlers import words
from handlers.blocks import View
from handlers.participants.facts import FolderFacts, People, TeamMember
from handlers.participants.views import begun_view, folder_view, goal_view, people_view, saved_view
from models.caseload import Person
from models.classes import Category
from models.duties import Duty
from models.goal import MOST_STEPS, Goal, Step
from models.participant import Rung
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from sandbox.limits import check_view
from tests.handlers.participants.folders import DETAILS
from tests.handlers.test_words import BLAMING
from tests.handlers.wing import Json, text_types, texts

REF = ParticipantRef("C-7KQ2M")
GOAL = Goal(
    Sensitive("A door of my own"),
    (Step(Sensitive("Ask"), done=True), Step(Sensitive("Bring papers"))),
    "2026-09-15T19:00:00Z",
    "0b3a2f60-2f0e-4a8e-9d5c-0f6c0a8f2a11",
)
FULLEST = Goal(
    Sensitive("W" * 500),
    tuple(Step(Sensitive("s" * 900), n % 2 == 0) for n in range(MOST_STEPS)),
    "x",
    "p" * 36,
)
FACTS = FolderFacts(
    ref=REF,
    region="North",
    rung=Rung.OUTREACH,
    details={c: {name: Sensitive(text) for name, text in fields.items()} for c, fields in DETAILS.items()},
    goals=(GOAL,),
    team=(TeamMember(SlackUserId("UBRAMBL01"), "Ottoline Bramblewick", Role.CASE_MANAGER),),
    duties=frozenset(Duty),
)
RESTS = "Not active just now"
PEOPLE = People(tuple(Person(REF, "north", rung) for rung in Rung), {"north": "North"}, 0)


def buttons(view: View) -> dict[str, str]:
    found: list[Json] = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    found += [part for block in view["blocks"] if block["type"] == "actions" for part in block["elements"]]
    return {part["text"]["text"]: part.get("value", "") for part in found}


@pytest.mark.parametrize(
    "view",
    [
        folder_view(FACTS, "Saved."),
        folder_view(replace(FACTS, goals=(), team=(), details={}, duties=frozenset())),
        folder_view(replace(FACTS, goals=(FULLEST,) * 31, team=FACTS.team * 12)),
        goal_view(REF, GOAL),
        goal_view(REF, FULLEST),
        people_view(PEOPLE),
        people_view(replace(PEOPLE, shown=PEOPLE.shown[:1] * 40, more=40)),
        people_view(replace(PEOPLE, shown=())),
        begun_view(REF),
        saved_view(REF),
    ],
)
def test_every_view_is_within_limits_plain_and_blames_nobody(view: View) -> None:
    check_view(view, "modal")
    assert text_types(view) == {"plain_text"}
    assert not any(BLAMING.search(text) for text in texts(view))
    assert view["title"]["text"] in {"Folder", "Goal", "My people"}


def test_a_folder_shows_everything_the_team_keeps() -> None:
    said = texts(folder_view(FACTS))
    for expected in (
        "C-7KQ2M",
        "North. Outreach agreed.",
        "Zebulon Testperson",
        "Fictionese",
        "Dock shelter 7, or 555-0107",
        "A goose guards the door.",
        "A door of my own\nDone: Ask\nNot done: Bring papers",
        "Ottoline Bramblewick, case manager",
        words.PART_2,
    ):
        assert expected in said


def test_a_folder_keeps_no_score_and_no_day() -> None:
    said = "\n".join(texts(folder_view(replace(FACTS, goals=(GOAL, GOAL)))))
    assert not re.search(r"\d\s*(of|/)\s*\d|%|behind|overdue|progress|20\d\d", said)
    assert "2026" not in str(folder_view(FACTS))


def test_a_folder_offers_what_its_reader_may_do() -> None:
    offered = buttons(folder_view(FACTS))
    assert list(offered) == [
        "Edit",
        "Edit details",
        "Add a goal",
        "Change rung",
        "Team",
        "Releases",
        "Court",
        "Lawyers",
        "Ask the prosecutor's office",
        RESTS,
    ]
    assert set(offered.values()) == {REF, GOAL.page}
    advocate = replace(FACTS, duties=frozenset({Duty.READ_FOLDER, Duty.REVOKE_RELEASE}))
    assert list(buttons(folder_view(advocate))) == ["Releases"]
    case_manager = replace(FACTS, duties=frozenset(Duty) - {Duty.CHANGE_TEAM})
    assert "Team" not in buttons(folder_view(case_manager))


def test_what_goes_back_to_slack_with_a_folder_is_its_reference_alone() -> None:
    assert folder_view(FACTS)["private_metadata"] == REF
    assert goal_view(REF, GOAL)["private_metadata"] == f"{REF}/{GOAL.page}"


def test_a_goals_form_has_the_goal_above_and_nothing_of_it_in_the_fields() -> None:
    view = goal_view(REF, GOAL)
    said = texts([block for block in view["blocks"] if block["type"] == "section"])
    assert said == ["A door of my own", "Step 1 (done): Ask", "Step 2 (not done): Bring papers"]
    fields = texts([block for block in view["blocks"] if block["type"] == "input"])
    assert not any(word in text for text in fields for word in ("door", "Ask", "papers"))
    assert words.PART_2 in texts(view)


def test_more_goals_than_fit_are_said_and_not_dropped_silently() -> None:
    assert any("More goals" in text for text in texts(folder_view(replace(FACTS, goals=(GOAL,) * 31))))


def test_a_list_names_people_by_reference_region_and_rung() -> None:
    said = [text for text in texts(people_view(PEOPLE)) if text.startswith("C-")]
    assert said == [
        "C-7KQ2M, North. No consent yet.",
        "C-7KQ2M, North. Outreach agreed.",
        "C-7KQ2M, North. Enrolled.",
    ]


def test_a_list_says_where_its_next_page_begins() -> None:
    assert buttons(people_view(replace(PEOPLE, more=40)))["More"] == "40"
    assert "More" not in buttons(people_view(PEOPLE))


def test_a_category_that_was_not_opened_is_not_there() -> None:
    only = {Category.IDENTITY: FACTS.details[Category.IDENTITY]}
    said = texts(folder_view(replace(FACTS, details=only)))
    assert "Safety notes" not in said
    assert not any("goose" in text for text in said)


def test_who_keeps_the_folder_lets_the_person_rest_or_come_back_and_sees_which() -> None:
    active, resting = folder_view(FACTS), folder_view(replace(FACTS, active=False))
    assert RESTS in buttons(active)
    assert "Active again" not in buttons(active)
    assert buttons(resting)["Active again"] == REF
    assert RESTS not in buttons(resting)
    assert f"North. Outreach agreed. {RESTS}: they leave room for somebody else." in texts(resting)
    reader = folder_view(replace(FACTS, active=False, duties=frozenset({Duty.REVOKE_RELEASE})))
    assert {"Active again", RESTS}.isdisjoint(buttons(reader))
    check_view(resting, "modal")
