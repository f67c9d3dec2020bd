"""What practice says comes next: moments of the site's own tables, written as soon as time jumps."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock_source import real_now
from bot.practice_moments import MomentsFile, in_words
from models.due import DueStep, Step
from models.rollcall import Asked, Schedule
from sandbox.moments import Moments
from tests.canary import Canaries
from tests.journeys import steps
from tests.journeys.shifts import shift
from tests.stage import Stage, staged, wait_until


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage"), socket_mode=False, grouped=True) as running:
        shift(running, "Day watch", "north", "06:00", running.now().date())
        shift(running, "Night watch", "north", "21:30", running.now().date())
        yield running


@pytest.fixture
def moments(stage: Stage, tmp_path: Path) -> MomentsFile:
    ground = stage.bot.floor.ground
    return MomentsFile(tmp_path / "moments.json", ground.database, "site.db", ground.now)


def written(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tmp_path / "moments.json").read_text())
    return found


@pytest.mark.parametrize("step", list(Step))
def test_every_step_is_said_in_words(step: Step) -> None:
    words = in_words(step.value)
    assert words == words.lower()
    assert "." not in words


def test_the_next_roll_call_is_the_first_that_begins(
    stage: Stage, moments: MomentsFile, tmp_path: Path
) -> None:
    moments.write()
    said = written(tmp_path)
    with stage.bot.floor.ground.database.look() as work:
        query = (
            select(DueStep.due_at, Schedule.name)
            .join(Schedule, Schedule.id == DueStep.subject)
            .where(Schedule.asks == Asked.ROLL_CALL.value, DueStep.done_at.is_(None))
        )
        first, name = min(work.session.execute(query).all())
    assert said["roll_call"] == {"at": first.timestamp(), "words": name}
    assert said["roll_call"]["at"] > said["seen"]
    assert said["database"] == "site.db"


def test_a_referral_brings_a_reminder_and_it_holds_no_detail(
    stage: Stage, moments: MomentsFile, tmp_path: Path
) -> None:
    canaries = Canaries()
    steps.refer_arrest(stage, canaries)
    moments.write()
    said = written(tmp_path)
    assert said["reminder"]["words"] == "somebody has to answer a hand-off"
    assert 0 < said["reminder"]["at"] - said["seen"] < 3600
    assert said["due"] <= said["reminder"]["at"]
    assert set(said) == {"seen", "due", "roll_call", "reminder", "database"}


def test_the_workspace_reads_what_practice_writes(moments: MomentsFile, tmp_path: Path) -> None:
    moments.write()
    said = Moments(tmp_path / "moments.json").said()
    assert said.roll_call is not None
    assert said.roll_call.at == written(tmp_path)["roll_call"]["at"]
    assert said.database == "site.db"


def test_a_jump_of_time_is_seen_at_once_and_what_falls_due_is_waited_for(
    stage: Stage, moments: MomentsFile, tmp_path: Path
) -> None:
    ending = threading.Event()
    thread = threading.Thread(target=moments.keep, args=(ending, real_now))
    thread.start()
    try:
        read = Moments(tmp_path / "moments.json")
        wait_until(lambda: read.said().seen > 0, "the first look")
        stage.move_clock(timedelta(hours=2))
        goal = stage.now().timestamp()
        wait_until(lambda: read.said().has_done(goal), "the bot has done what fell due in two hours")
    finally:
        ending.set()
        thread.join()
    with stage.bot.floor.ground.database.look() as work:
        late = select(DueStep).where(
            DueStep.done_at.is_(None), DueStep.due_at <= stage.now() - timedelta(minutes=1)
        )
        assert [step.step for step in work.session.scalars(late)] == []
