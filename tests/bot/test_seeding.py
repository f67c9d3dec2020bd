"""The stories of a practice site: told through the services, every one as far as it is meant to go."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.practice import lantern_harbor, prepare
from bot.seeding import GOAL, PERSON, STORIES, Story, seed
from models.acts.folder import goals_of
from models.participant import Participant, Rung
from models.referral import Door, Referral, State
from models.rollcall import Asked, Schedule
from models.schema import SlackUserId
from sandbox.cast import read_definition
from sandbox.server import PracticeServer
from tests.stage import GROUPS, MANIFEST, WORKSPACE, settings_for


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


def test_every_group_of_the_practice_site_has_its_channel_with_the_bot_and_its_people_in_it() -> None:
    rules, seats = lantern_harbor(grouped=True)
    town = read_definition(GROUPS)
    channels = {channel.id: channel for channel in town.channels}
    users, people = {seat.user for seat in seats}, {person.id for person in town.people}
    assert [group.kind for group in rules.groups] == ["owg", "committee", "clt", "policy"]
    assert len({group.channel for group in rules.groups}) == len(rules.groups)
    assert {meeting.group for meeting in rules.meetings} == {group.code for group in rules.groups}
    for group in rules.groups:
        channel = channels[group.channel]
        assert channel.private
        assert town.bot_user_id in channel.members
        assert set(group.members) <= set(channel.members)
        assert {*group.members, group.facilitator} <= users
    assert users <= people
    called = rules.critical_incident
    assert {*called.call, called.speaker} <= users
    assert called.holding_sentence
    assert [fund.code for fund in rules.funds] == ["flexible"]


def test_the_plain_site_stays_as_it_is_and_is_part_of_the_grouped_one() -> None:
    (plain, seats), (grouped, more) = lantern_harbor(grouped=False), lantern_harbor(grouped=True)
    assert (plain.groups, plain.meetings) == ((), ())
    assert (
        grouped.model_copy(
            update={
                name: getattr(plain, name) for name in ("groups", "meetings", "critical_incident", "funds")
            }
        )
        == plain
    )
    assert more[: len(seats)] == seats
    assert all("Example" in seat.display_name for seat in more[len(seats) :])


def test_a_practice_site_with_groups_has_their_meetings_among_its_schedules(tmp_path: Path) -> None:
    with PracticeServer(workspace=GROUPS, manifest=MANIFEST) as server:
        url = f"sqlite:///{tmp_path / 'data' / 'leadbot.db'}"
        bot = prepare(settings_for(server, tmp_path, url, socket_mode=False), seeded=False, grouped=True)
        with bot.floor.ground.database.look() as work:
            asks = [Asked(row.asks) for row in work.session.query(Schedule)]
        bot.floor.ground.database.close()
    assert asks == [Asked.MEETING] * 4
