"""Scenarios 6 and 7 with moved time: a roll call nobody answers, and both nights of the clock."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.assembly import build
from bot.practice import prepare
from handlers.rollcall.look import drift_round
from models.acts.schedules import end
from models.due import DueStep
from models.rollcall import Schedule
from sandbox.people import Person
from sandbox.server import PracticeServer
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.channels import NIGHT, open_channel
from tests.databases import BOTH, fresh_url
from tests.journeys import steps
from tests.journeys.shifts import come_to, heard, local, shift, staff, told
from tests.stage import (
    MANAGER,
    MANIFEST,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    SUPERVISOR,
    WORKSPACE,
    Stage,
    running,
    settings_for,
    staged,
    wait_until,
)

ASKED = "roll call: three questions, under a minute."
NUDGED = "still open, and late is as welcome."
QUIET = "Quay day roll call: quiet this time."
TOO_LONG = "Responders take too long before 7"


def today(stage: Stage) -> date:
    return stage.now().astimezone(local(date(2027, 1, 1), "12:00").tzinfo).date()


def open_last(stage: Stage, user: str, words: str) -> Person:
    """Tap Open under the newest message with these words."""
    person = stage.person(user)
    person.click("Open", message=heard(stage, user, words)[-1])
    return person


def counts(stage: Stage, users: list[str], words: str) -> set[int]:
    return {len(heard(stage, user, words)) for user in users}


@pytest.mark.parametrize("database", BOTH)
def test_a_roll_call_nobody_answers(tmp_path: Path, database: str) -> None:
    canaries = Canaries()
    with staged(tmp_path, database=database) as stage:
        crew = [QUAY_OFFICER, *staff(stage, "quay", 8)]
        ref = steps.refer_arrest(stage, canaries, QUAY_OFFICER)
        first = today(stage) + timedelta(days=17)
        shift(stage, "Quay day", "quay", "06:45", first, days=[first.weekday()])
        for week in range(3):
            _a_quiet_morning(stage, crew, first + timedelta(weeks=week), week + 1)
        _the_manager_sees_signs(stage)
        issue = _the_sergeant_asks_in_person(stage)
        _it_is_owned_and_settled(stage, issue)
        _late_is_welcome(stage, ref)
        assert stage.person(MANAGER).messages("C0OWG0001") == [], "no channel hears of any of it"
        assert_sealed(stage, canaries, readers=set())


def _a_quiet_morning(stage: Stage, crew: list[str], day: date, nth: int) -> None:
    come_to(stage, local(day, "06:44") - timedelta(seconds=30))
    assert counts(stage, crew, ASKED) == {nth - 1}
    come_to(stage, local(day, "06:45"))
    assert counts(stage, crew, ASKED) == {nth}
    assert counts(stage, crew, NUDGED) == {nth - 1}
    come_to(stage, local(day, "07:15"))
    assert counts(stage, crew, NUDGED) == {nth}
    assert len(heard(stage, SUPERVISOR, QUIET)) == nth - 1
    come_to(stage, local(day, "07:45"))
    assert len(heard(stage, SUPERVISOR, QUIET)) == nth
    assert counts(stage, crew, NUDGED) == {nth}, "once, and the rhythm stays as it is"


def _the_manager_sees_signs(stage: Stage) -> None:
    drift_round(stage.bot.floor.ground).look()
    told(stage)
    manager = open_last(stage, MANAGER, "Signs to look at this week:")
    seen = manager.wait_view(callback_id="rollcall_overview")
    assert "Quay day: 3 quiet weeks in a row." in seen.words
    assert "Quay: last arrest diversion 31 days ago." in seen.words
    assert "Fictional Officer" not in seen.words
    manager.close(clear=True)


def _the_sergeant_asks_in_person(stage: Stage) -> str:
    sergeant = open_last(stage, SUPERVISOR, QUIET)
    seen = sergeant.wait_view(callback_id="rollcall_digest")
    for choice in ("Wrong time", "Skip, with a reason", "Ask in person", "Answer for the shift"):
        assert choice in seen.words
    assert "Marrowbone" not in seen.words
    sergeant.click("Ask in person")
    sergeant.wait_view(callback_id="rollcall_in_person")
    sergeant.fill({"How many were there?": "9", "Say it in a line, if you like": "Zebulon Testperson again"})
    assert "the bus shelter at Fifth and Anchor" in str(sergeant.submit())
    sergeant.fill({"Say it in a line, if you like": TOO_LONG})
    assert sergeant.submit() == {}
    sergeant.wait_view(callback_id="rollcall_thanks")
    sergeant.click("Make it an issue")
    made = sergeant.wait_view(predicate=lambda view: "is an issue now" in view.words)
    sergeant.close(clear=True)
    return made.words[made.words.index("A-") :][:7]


def _it_is_owned_and_settled(stage: Stage, issue: str) -> None:
    told(stage)
    assert len(heard(stage, MANAGER, f"{issue}: an issue is yours")) == 1
    manager = stage.person(MANAGER)
    manager.command("/lead issue")
    listed = manager.wait_view(callback_id="issues")
    assert f"{issue}. {TOO_LONG}." in listed.words
    manager.click("Open")
    manager.wait_view(callback_id="issue_end")
    manager.fill(
        {
            "How does it go on?": "Done",
            "What was done, or why not now?": "Two people are on before 7 from Monday on",
        }
    )
    assert manager.submit() == {}
    manager.close(clear=True)
    told(stage)
    sergeant = open_last(stage, SUPERVISOR, f"{issue}: what you raised has an answer.")
    seen = sergeant.wait_view(callback_id="issue")
    assert "We did: Two people are on before 7 from Monday on" in seen.words
    sergeant.close(clear=True)


def _late_is_welcome(stage: Stage, ref: str) -> None:
    come_to(stage, stage.now() + timedelta(days=2))
    officer = open_last(stage, QUAY_OFFICER, ASKED)
    seen = officer.wait_view(callback_id="rollcall_check_in")
    assert ref in seen.words
    officer.fill(
        {"Anything in the way of using LEAD?": ["Nobody came"], "Say it in a line, if you like": "2 of 9"}
    )
    assert officer.submit() == {}
    assert "Late is as welcome" in officer.wait_view(callback_id="rollcall_thanks").words
    officer.close(clear=True)
    officer = open_last(stage, QUAY_OFFICER, ASKED)
    officer.wait_view(predicate=lambda view: "Change it as you like" in view.words)
    officer.close(clear=True)


def test_what_a_shift_says_is_heard_in_themes_and_comes_back(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        room = open_channel(stage.server)
        crew = [OFFICER, *staff(stage, "north", 8)]
        day = today(stage) + timedelta(days=1)
        shift(stage, "North night", "north", "01:30", day, channel=NIGHT)
        _help_comes_in_minutes(stage, 4)
        come_to(stage, local(day, "01:30"))
        for user in crew[:3]:
            officer = open_last(stage, user, ASKED)
            seen = officer.wait_view(callback_id="rollcall_check_in")
            assert ("When you called, help came in 4 minutes." in seen.words) == (user == OFFICER)
            officer.fill({"Anything in the way of using LEAD?": ["Help took too long"]})
            assert officer.submit() == {}
            officer.close(clear=True)
        come_to(stage, local(day, "02:30"))
        assert counts(stage, crew[:3], NUDGED) == {0}
        assert counts(stage, crew[3:], NUDGED) == {1}
        words = "North night roll call: 3 of 9 answered. In the way: help took too long."
        assert len(heard(stage, SUPERVISOR, words)) == 1
        sergeant = open_last(stage, SUPERVISOR, words)
        sergeant.wait_view(callback_id="rollcall_digest")
        sergeant.click("Make it an issue")
        sergeant.wait_view(predicate=lambda view: "is an issue now" in view.words)
        sergeant.close(clear=True)
        _settle(stage)
        assert room.kept() == [], "nothing is younger than a day there"
        come_to(stage, stage.now() + timedelta(hours=25))
        said = [message.text for message in room.kept()]
        assert said == [
            "North night roll call: what comes up, and what was done about it. No names here, please.",
            "What came up: help took too long.",
            "You said: help took too long. We did: Two people are on at night.",
        ]
        assert {message.thread_ts for message in room.kept()[1:]} == {room.kept()[0].ts}
        officer = open_last(stage, crew[0], "what you raised has an answer.")
        officer.wait_view(predicate=lambda view: "We did: Two people are on at night" in view.words)
        officer.close(clear=True)
        officer = open_last(stage, crew[0], ASKED)
        seen = officer.wait_view(callback_id="rollcall_check_in")
        assert "You said: Help took too long. We did: Two people are on at night" in seen.words
        officer.close(clear=True)


def _help_comes_in_minutes(stage: Stage, minutes: int) -> None:
    steps.refer_arrest(stage, Canaries())
    stage.move_clock(timedelta(minutes=minutes))
    steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
    steps.act(stage, RESPONDER, "We met")
    stage.person(RESPONDER).close(clear=True)


def _settle(stage: Stage) -> None:
    told(stage)
    manager = open_last(stage, MANAGER, "an issue is yours to see to.")
    manager.wait_view(callback_id="issue_end")
    manager.fill(
        {"How does it go on?": "Done", "What was done, or why not now?": "Two people are on at night"}
    )
    assert manager.submit() == {}
    manager.close(clear=True)


def test_all_nine_were_at_a_fire_and_one_phone_is_gone(tmp_path: Path) -> None:
    """A week that is skipped with a reason does not count; what Slack would not take is nobody's silence."""
    with staged(tmp_path) as stage:
        crew = [QUAY_OFFICER, *staff(stage, "quay", 8)]
        day = today(stage) + timedelta(days=1)
        shift(stage, "Quay day", "quay", "06:45", day, days=[day.weekday()])
        stage.server.workspace.people[crew[-1]].deleted = True
        come_to(stage, local(day, "06:45"))
        come_to(stage, local(day, "07:45"))
        assert len(heard(stage, MANAGER, "Quay day roll call: not delivered to 1.")) == 1
        sergeant = open_last(stage, SUPERVISOR, QUIET)
        sergeant.wait_view(callback_id="rollcall_digest")
        sergeant.click("Skip, with a reason")
        sergeant.wait_view(callback_id="rollcall_skip")
        sergeant.fill({"Why?": "All were out on a call"})
        assert sergeant.submit() == {}
        sergeant.wait_view(predicate=lambda view: "It counts as nothing" in view.words)
        sergeant.close(clear=True)
        manager = stage.person(MANAGER)
        manager.command("/lead rollcall")
        manager.wait_view(callback_id="rollcall_start")
        manager.click("What came in")
        assert "No roll call has closed yet." in manager.wait_view(callback_id="rollcall_overview").words
        manager.click("Look")
        assert "Quiet weeks" not in manager.wait_view(callback_id="rollcall_shift").words
        manager.close(clear=True)


def ready(stage: Stage) -> dict[str, bool]:
    """What `GET /readyz` says."""
    url = f"http://127.0.0.1:{stage.bot.process.http.port}/readyz"
    try:
        with urllib.request.urlopen(url, timeout=30) as said:
            facts: dict[str, bool] = json.load(said)
    except urllib.error.HTTPError as refused:
        facts = json.load(refused)
    return facts


def test_a_roll_call_that_raises_is_said_by_the_health_endpoint_and_holds_up_no_other(tmp_path: Path) -> None:
    with staged(tmp_path, socket_mode=False) as stage:
        day = today(stage) + timedelta(days=1)
        broken = shift(stage, "Quay day", "quay", "06:45", day)
        shift(stage, "North day", "north", "06:45", day)
        with stage.bot.floor.ground.database.work() as work:
            theirs = update(DueStep).where(DueStep.subject == broken)
            key = work.session.scalars(select(DueStep.key).where(DueStep.subject == broken)).one()
            work.session.execute(theirs.values(key="rollcall.fire:no:date:1"))
            work.commit()
        assert ready(stage)["ok"]
        stage.move_clock(local(day, "06:45") - stage.now() + timedelta(seconds=1))
        wait_until(lambda: heard(stage, OFFICER, ASKED), "the other shift is asked")
        stage.move_clock(timedelta(seconds=90))
        wait_until(lambda: ready(stage)["deadlines"] is False, "somebody could be woken")
        assert heard(stage, QUAY_OFFICER, ASKED) == []
        with stage.bot.floor.ground.database.work() as work:
            work.session.execute(theirs.values(key=key))  # it is mended
            work.commit()
        # How often it was tried meanwhile, and so how long it rests, is this machine's business.
        for _ in range(4):
            stage.move_clock(timedelta(minutes=5))
            told(stage)
        wait_until(lambda: heard(stage, QUAY_OFFICER, ASKED), "it is asked within its hour")
        wait_until(lambda: ready(stage)["ok"], "and all is well again")
        assert counts(stage, [OFFICER, QUAY_OFFICER], ASKED) == {1}


SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)


@contextmanager
def _bot(stage: Stage) -> Iterator[None]:
    """A new process on what the last one left."""
    stage.bot = build(stage.settings)
    with running(stage.bot):
        stage.server.events_url = f"http://127.0.0.1:{stage.bot.process.http.port}/slack/events"
        yield


@pytest.mark.parametrize("database", BOTH)
def test_on_both_nights_of_the_clock_everybody_is_asked_once(tmp_path: Path, database: str) -> None:
    with (
        fresh_url(database, tmp_path) as url,
        PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=tmp_path / "clock") as server,
    ):
        settings = settings_for(server, tmp_path, url, socket_mode=False)
        first = prepare(settings)
        stage = Stage(server, first, settings, tmp_path)
        with running(first):
            server.events_url = f"http://127.0.0.1:{first.process.http.port}/slack/events"
            far = staff(stage, "north", 1, zone="Asia/Tokyo")  # the precinct's zone wins over theirs
            shift(stage, "Quay night", "quay", "02:30", SPRING, days=[SPRING.weekday()])
            shift(stage, "North night", "north", "01:30", AUTUMN, days=[AUTUMN.weekday()])
            come_to(stage, datetime(2027, 3, 14, 9, 59, tzinfo=UTC))
            assert counts(stage, [QUAY_OFFICER], ASKED) == {0}
            come_to(stage, datetime(2027, 3, 14, 10, 0, tzinfo=UTC))  # 02:30 does not exist: 03:00 PDT
            assert counts(stage, [QUAY_OFFICER], ASKED) == {1}
            come_to(stage, datetime(2027, 3, 14, 10, 59, tzinfo=UTC))
            assert counts(stage, [QUAY_OFFICER], ASKED) == {1}
            _end_all(stage, "Quay night")
            come_to(stage, datetime(2027, 11, 7, 8, 29, tzinfo=UTC))
            assert counts(stage, [OFFICER, *far], ASKED) == {0}
            come_to(stage, datetime(2027, 11, 7, 8, 30, tzinfo=UTC))  # the first 01:30
            assert counts(stage, [OFFICER, *far], ASKED) == {1}
        for minute in (45, 75, 91):  # a restart inside the repeated hour, at the second 01:30, and after
            with _bot(stage):
                come_to(stage, datetime(2027, 11, 7, 8, 0, tzinfo=UTC) + timedelta(minutes=minute))
                wait_until(lambda: steps.due_now(stage) == 0, "what fell due was taken")
                assert counts(stage, [OFFICER, *far], ASKED) == {1}


def _end_all(stage: Stage, name: str) -> None:
    """Nobody wants half a year of it here."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        row = work.session.scalars(select(Schedule).where(Schedule.name == name)).one()
        end(ground.scene(work, row.leader), row.id)
        work.commit()
