"""The stories of a practice site: told through the services, every one as far as it is meant to go."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.practice import prepare
from bot.seeding import GOAL, PERSON, STORIES, Story, seed
from models.acts.folder import goals_of
from models.participant import Participant, Rung
from models.referral import Door, Referral, State
from models.schema import SlackUserId
from sandbox.server import PracticeServer
from tests.stage import MANIFEST, WORKSPACE, settings_for


def test_every_story_stands_where_it_was_left_and_is_told_once(tmp_path: Path) -> None:
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST) as server:
        url = f"sqlite:///{tmp_path / 'data' / 'leadbot.db'}"
        bot = prepare(settings_for(server, tmp_path, url, socket_mode=False))
        again = seed(bot)
        with bot.floor.ground.database.look() as work:
            rows = [work.session.get_one(Referral, ref) for ref in again]
            assert work.session.query(Referral).count() == len(STORIES)
            [person] = work.session.query(Participant).all()
        with bot.floor.ground.database.work() as work:
            scene = bot.floor.ground.scene(work, SlackUserId("UBRAMBL01"))
            [goal] = goals_of(scene, person.ref)
        bot.floor.ground.database.close()
    assert (person.region, person.rung, person.referral) == ("quay", Rung.NONE, None)
    assert goal.words.reveal() == GOAL["words"]
    assert [step.done for step in goal.steps] == [False, False]
    assert [(Door(row.door), State(row.state)) for row in rows] == [
        (Door.ARREST_DIVERSION, State.MET),
        (Door.ARREST_DIVERSION, State.NOT_MET),
        (Door.SOCIAL_CONTACT, State.SUBMITTED),
        (Door.COMMUNITY, State.DISPATCHED),
    ]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.door.value)
def test_nobody_in_a_story_could_be_real(story: Story) -> None:
    phone = story.location.get("callback", "555-01")
    assert phone.startswith("555-01")
    name = story.identity.get("person", "Nobody")
    assert any(mark in name for mark in ("Testperson", "Nobody", "Not named"))


def test_the_participant_of_the_practice_site_could_not_be_real() -> None:
    told = {name: text for fields in PERSON.values() for name, text in fields.items()}
    assert "Nobody" in told["called"]
    assert "555-01" in told["ways"]
