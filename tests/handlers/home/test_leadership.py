"""Community leadership's part of Home: ranges, situations, and a question's two ways; nobody's reference."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from models.referral import Door
from models.schema import SituationRef
from models.situation import Situation
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, Harbor
from tests.handlers.wing import Json, Wing, texts

LEADER = "UTHISTL01"
GROUPS = [
    {"code": "owg", "name": "Work group", "kind": "owg", "channel": "C0OWG0001"},
    {"code": "clt", "name": "Leadership", "kind": "clt", "channel": "C0CLT0001", "members": [LEADER]},
]


def situation(harbor: Harbor, number: int = 0) -> None:
    with harbor.ground.database.work() as work:
        work.session.add(
            Situation(
                ref=SituationRef(f"S-{number:05}"),
                group="owg",
                region="quay",
                place="Ferry steps",
                pattern="Noise after ten",
                raised_by=OFFICER,
                owner=MANAGER,
                state="open",
                raised_at=harbor.time() - timedelta(days=2),
                review_on=harbor.time().date(),
            )
        )
        work.commit()


def home(wing: Wing, user: str) -> Json:
    wing.event(user, "app_home_opened", tab="home")
    return wing.slack.views("views.publish")[-1]


@pytest.fixture
def led(wing: Wing) -> Wing:
    wing.harbor.change_rules(groups=GROUPS)
    return wing


def test_a_leader_reads_ranges_and_situations_and_no_reference_of_a_person(led: Wing) -> None:
    for door in (Door.ARREST_DIVERSION, Door.SOCIAL_CONTACT):
        led.harbor.refer(door=door, form=f"V{door.value}")
    for number in range(7):
        situation(led.harbor, number)
    view = home(led, LEADER)
    words = "\n".join(texts(view))
    assert "Situations: open <11, closed <11." in words
    assert "Issues of the work: open <11, settled <11, not for now <11." in words
    assert "S-00000. Ferry steps." in words
    assert "And 2 more, behind Situations." in words
    assert re.findall(r"\b[RCMPKT]-[0-9A-Z]{4,6}\b", str(view)) == []


@pytest.mark.parametrize("user", [NEIGHBOR, OFFICER, CASE_MANAGER, MANAGER])
def test_nobody_else_has_it_and_a_forged_tap_asks_nothing(led: Wing, user: str) -> None:
    assert "Community leadership" not in "\n".join(texts(home(led, user)))
    led.click(user, "leadership_ask")
    assert "A place or a pattern" not in str(led.slack.views()[-1])


def test_a_question_is_a_situation_or_an_issue(led: Wing) -> None:
    led.click(LEADER, "leadership_ask")
    view = led.slack.views()[-1]
    (row,) = [block for block in view["blocks"] if block["type"] == "actions"]
    assert [one["action_id"] for one in row["elements"]] == ["raise_situation", "issue_new"]
    assert {one["action_id"] for one in row["elements"]} <= set(led.tables.actions)


@pytest.mark.parametrize(("user", "expected"), [(CASE_MANAGER, True), (OFFICER, False), (MANAGER, False)])
def test_the_openings_board_stands_on_the_home_of_those_it_is_for(
    wing: Wing, user: str, expected: bool
) -> None:
    assert ("Openings" in texts(home(wing, user))) is expected
