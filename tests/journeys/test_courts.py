"""A hearing nobody typed: a court's file, one word of the team, reminders, the folder; nothing beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.calendar_folder import CalendarFolder
from bot.clock_source import real_now
from handlers.court.notices import court_words
from models.acts.folder import write_details
from models.acts.participants import begin
from models.classes import Category
from models.deadlines import local_moment
from models.notice import Kind
from models.schema import ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.stage import MANAGER, OFFICER, Stage, staged

CASE_MANAGER, CLINICAL, PROSECUTOR = map(SlackUserId, ("UBRAMBL01", "UHOLLY001", "UVANEX001"))
HEADER = "court,starts_at,name,date_of_birth,case_number,kind"
DAY = timedelta(days=1)
AT_COURT = ZoneInfo("America/Los_Angeles")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, database=request.param) as stage:
        yield stage


def somebody(stage: Stage, called: str) -> ParticipantRef:
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, CASE_MANAGER)
        ref = begin(scene, "north").ref
        write_details(scene, ref, {Category.IDENTITY: {"called": Sensitive(called)}})
        work.commit()
    return ref


def came(stage: Stage, folder: Path, *rows: str) -> None:
    """A file stands in the watched folder, is taken in, and the operator empties what is done."""
    path = folder / "court.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    os.utime(path, (0, 0))
    CalendarFolder(stage.bot.floor.ground, folder, real_now).beat()
    (folder / "done" / "court.csv").unlink()


def told(stage: Stage, user: str, ref: str) -> list[str]:
    return [dm.text for dm in stage.person(user).dms() if ref in dm.text]


def heard(stage: Stage, ref: str, kind: Kind, times: int = 1) -> None:
    words = court_words(kind, ref)
    stage.person(CASE_MANAGER).wait_dm(lambda _: told(stage, CASE_MANAGER, ref).count(words) >= times)
    assert told(stage, CASE_MANAGER, ref).count(words) == times


def test_a_row_of_a_courts_calendar_becomes_reminders_and_strangers_leave_no_trace(
    stage: Stage, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    canaries, keeper = Canaries(), stage.person(CASE_MANAGER)
    name, number = canaries.sow("name"), canaries.sow("number", digits=True)
    ref = somebody(stage, name)
    day = stage.now().astimezone(AT_COURT).date() + 4 * DAY
    hearing = local_moment(day, time(14), AT_COURT)
    at = rfc3339(hearing)
    strangers = [
        f"superior,{at},{canaries.sow(f'stranger{n}')},,{canaries.sow(f'theirs{n}', digits=True)},hearing"
        for n in range(3)
    ]
    folder = tmp_path_factory.mktemp("calendars")
    came(stage, folder, *strangers, f"superior,{at},{name},,{number},hearing")

    heard(stage, ref, Kind.POSSIBLE_MATCH)
    card = keeper.wait_dm(lambda dm: dm.text == court_words(Kind.POSSIBLE_MATCH, ref))
    keeper.click("Open", message=card)
    screen = keeper.wait_view(callback_id="opened", predicate=lambda view: "Possibly theirs" in view.words)
    assert screen.words.count(name) == 2  # what the calendar says, beside what the folder says
    keeper.click("It is theirs")
    keeper.wait_view(predicate=lambda view: "Written down as theirs" in view.words)
    keeper.close(clear=True)

    mornings = [(day - 3 * DAY, time(9)), (day - DAY, time(9)), (day, time(7))]
    for count, (morning, hour) in enumerate(mornings, start=1):
        stage.move_clock(local_moment(morning, hour, AT_COURT) - stage.now() + timedelta(minutes=1))
        heard(stage, ref, Kind.HEARING_NEAR, count)
    card = keeper.dms()[-1]
    keeper.click("Open", message=card)
    assert number in keeper.wait_view(callback_id="opened").words
    keeper.click("Folder")
    keeper.wait_view(callback_id="opened", predicate=lambda view: name in view.words)
    keeper.close(clear=True)
    stage.move_clock(timedelta(hours=10))
    heard(stage, ref, Kind.HEARING_WAS)

    for user in (OFFICER, MANAGER, PROSECUTOR, CLINICAL):
        assert told(stage, user, ref) == []
    assert not any("stranger" in hit or "theirs" in hit for hit in sealed(stage, canaries, capfd))


def sealed(stage: Stage, canaries: Canaries, capfd: pytest.CaptureFixture[str]) -> frozenset[str]:
    """Nothing stands anywhere but on the case manager's opened screens; which fields stood there."""
    said = capfd.readouterr()
    seen = assert_sealed(stage, canaries, readers={CASE_MANAGER}, printed=said.out + said.err)
    assert_files_sealed(stage.folder, canaries)
    assert set(seen.shown) == {CASE_MANAGER}
    return seen.shown[CASE_MANAGER]
