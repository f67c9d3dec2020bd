"""The seeds of practice sites: every story told whole, over a change of the clocks, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.assembly import Bot
from bot.practice import lantern_harbor, prepare
from bot.seeding import SEEDS, go_back, tell
from bot.seeds.busy_month import PERSONS
from bot.seeds.doing import Story
from bot.seeds.first_week import ASKED, DOORWAY, MET, NOT_MET, PIM
from models.consent import Consent
from models.notice import Notice
from models.participant import Participant
from models.ping import Ping
from models.referral import Door, Referral, State
from models.rollcall import Asked, Schedule
from models.schema import SlackUserId
from sandbox.cast import read_definition
from sandbox.server import PracticeServer
from tests.models.foldering import goals_of
from tests.stage import GROUPS, MANIFEST, settings_for

# Sunday noon in Lantern Harbor after the clocks went back, and after they went forward.
AFTER_FALL, AFTER_SPRING = datetime(2026, 11, 1, 20, tzinfo=UTC), datetime(2027, 3, 14, 19, tzinfo=UTC)


@contextmanager
def told(
    folder: Path, seed: str, ends: datetime, say: Callable[[str], None]
) -> Iterator[tuple[PracticeServer, Bot]]:
    """A practice site whose story of this seed ends at this moment."""
    clock = folder / "clock"
    with PracticeServer(GROUPS, MANIFEST, clock=clock) as server:
        url = f"sqlite:///{folder / 'data' / 'leadbot.db'}"
        go_back(SEEDS[seed], clock, ends)
        bot = prepare(settings_for(server, folder, url, socket_mode=False), grouped=True)
        tell(bot, SEEDS[seed], clock, ends, say)
        yield server, bot
        bot.floor.ground.database.close()


def nothing(_: str) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("ends", [AFTER_FALL, AFTER_SPRING], ids=["fall", "spring"])
def test_the_first_week_has_one_of_everything(tmp_path: Path, ends: datetime) -> None:
    with told(tmp_path, "first_week", ends, nothing) as (server, bot):
        ground = bot.floor.ground
        with ground.database.look() as work:
            rows = work.session.scalars(select(Referral).order_by(Referral.submitted_at)).all()
            [person] = work.session.scalars(select(Participant)).all()
            [ping] = work.session.scalars(select(Ping)).all()
            assert work.session.scalar(select(func.count()).select_from(Consent)) == 1
        with ground.database.work() as work:
            [goal] = goals_of(ground.scene(work, SlackUserId("UBRAMBL01")), person.ref)
        assert [(Door(row.door), State(row.state)) for row in rows] == [
            (Door.ARREST_DIVERSION, State.MET),
            (Door.ARREST_DIVERSION, State.NOT_MET),
            (Door.COMMUNITY, State.DISPATCHED),
            (Door.SOCIAL_CONTACT, State.SUBMITTED),
        ]
        assert goal.words.reveal() == PIM.goal
        assert ping.participant == person.ref
        assert abs(ground.now() - ends) < timedelta(minutes=1)
        told_at = [float(one.ts) for one in server.person("ULARKSP01").dms()]
        assert told_at == sorted(told_at)
        assert timedelta(days=4) < ends - datetime.fromtimestamp(told_at[0], UTC) < timedelta(days=6)


def test_an_empty_site_is_empty(tmp_path: Path) -> None:
    with told(tmp_path, "empty", datetime.now(UTC), nothing) as (server, bot):
        with bot.floor.ground.database.look() as work:
            assert work.session.scalar(select(func.count()).select_from(Referral)) == 0
        assert server.calls("chat.postMessage") == []


def test_on_a_bad_day_nobody_answers_and_a_release_is_withdrawn(tmp_path: Path) -> None:
    with told(tmp_path, "bad_day", AFTER_SPRING, nothing) as (server, bot):
        with bot.floor.ground.database.look() as work:
            [consent] = work.session.scalars(select(Consent)).all()
            assert consent.revoked_at is not None
            states = sorted(row.state for row in work.session.scalars(select(Referral)))
        assert states == ["dispatched", "dispatched", "dispatched", "not_met", "waitlisted"]
        said = [one.text for one in server.person("UQUILL001").dms()]
        assert any("no responder yet" in text for text in said)
        assert any("Critical incident" in one.text for one in server.person("UFENNIM01").dms())
        assert server.person("UMOTHW001").dms(), "the backup was asked"


@pytest.mark.prove  # ten seconds of work
def test_a_busy_month_is_told_to_its_end_and_says_how_far_it_is(tmp_path: Path) -> None:
    heard: list[str] = []
    with told(tmp_path, "busy_month", AFTER_FALL, heard.append) as (server, bot):
        now = bot.floor.ground.now()
        with bot.floor.ground.database.look() as work:
            late = Notice.settled_at.is_(None), Notice.due_at < now - timedelta(minutes=5)
            assert work.session.scalars(select(Notice.kind).where(*late)).all() == []
            doors = {row.door for row in work.session.scalars(select(Referral))}
            assert work.session.scalar(select(func.count()).select_from(Participant)) == 4
            assert len(work.session.scalars(select(Referral.ref)).all()) >= 25
        assert doors == {"arrest_diversion", "social_contact", "community"}
        assert {call.status for call in server.calls()} == {"ok"}
    assert heard[-1] == "A busy month: day 30 of 30"


@pytest.mark.parametrize(
    "story", [MET, NOT_MET, ASKED, DOORWAY], ids=lambda story: f"{story.door.value}-{story.region}"
)
def test_nobody_in_a_story_could_be_real(story: Story) -> None:
    assert story.location.get("callback", "555-01").startswith("555-01")
    name = story.identity.get("person", "Nobody")
    assert any(mark in name for mark in ("Testperson", "Nobody", "Not named"))


def test_no_participant_of_a_seed_could_be_real() -> None:
    assert all("Nobody" in person.called and "555-01" in person.ways for person in (PIM, *PERSONS))


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
        bot = prepare(settings_for(server, tmp_path, url, socket_mode=False), grouped=True)
        with bot.floor.ground.database.look() as work:
            asks = [Asked(row.asks) for row in work.session.query(Schedule)]
        bot.floor.ground.database.close()
    assert asks == [Asked.MEETING] * 4
