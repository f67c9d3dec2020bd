"""The whole bot put together: Slack may be slow, away or wrong, and every person still hears something."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assembly import build
from bot.clockwork import IN_PRACTICE, Looks, StillClock
from bot.settings import Settings
from handlers import words
from models.errors import Unsafe
from models.referral import Referral
from sandbox.people import Person
from sandbox.server import PracticeServer
from sandbox.wire import DispatchFailed
from scheduler.clock import Clock
from scheduler.delivery import Postman
from tests.databases import fresh_url
from tests.handlers.harbor import SECRETS, _template
from tests.stage import (
    MANIFEST,
    OFFICER,
    RESPONDER,
    WORKSPACE,
    Stage,
    settings_for,
    staged,
    wait_until,
)

SLOW = "Slack is slow right now."


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One running bot for all tests of this file; each refers somebody of its own."""
    with staged(tmp_path_factory.mktemp("stage"), socket_mode=False, patience=1) as stage:
        yield stage


@pytest.fixture(autouse=True)
def calm(stage: Stage) -> Iterator[None]:
    """No fault and no open modal is left for the next test."""
    yield
    stage.server.faults.clear()
    with stage.server.workspace.lock:
        for stack in stage.server.workspace.views.stacks.values():
            stack.clear()


def refer(stage: Stage) -> str:
    """An arrest diversion by the officer; its reference."""
    officer = stage.person(OFFICER)
    officer.command("/lead refer")
    officer.click("Arrest diversion")
    officer.wait_view(callback_id="arrest_first")
    officer.fill({"arrest_first.place": "Dock shelter 7", "arrest_first.callback": "555-0107"})
    before = len(officer.dms())
    assert officer.submit() == {}
    wait_until(lambda: len(officer.dms()) > before, "the receipt")
    return officer.dms()[-1].text.split(":")[0]


def within_three_seconds(began: float) -> bool:
    return time.monotonic() - began < 3.0


@pytest.mark.parametrize(("kind", "seconds"), [("slow", 2.5), ("timeout", 0.2), ("server_error", 0)])
def test_a_command_is_answered_in_time_while_slack_is_slow(stage: Stage, kind: str, seconds: float) -> None:
    stage.server.faults.add("views.open", kind, seconds=seconds)
    began = time.monotonic()
    answer = stage.person(OFFICER).command("/lead refer")
    assert within_three_seconds(began)
    assert answer.text.startswith(SLOW)
    assert answer.ephemeral


@pytest.mark.parametrize(("kind", "seconds"), [("slow", 2.5), ("timeout", 0.2)])
def test_a_tap_on_open_is_answered_in_time_and_by_message_while_slack_is_slow(
    stage: Stage, kind: str, seconds: float
) -> None:
    responder = stage.person(RESPONDER)
    before = len([dm for dm in responder.dms() if SLOW in dm.text])
    refer(stage)
    card = responder.wait_dm(lambda dm: "open it now" in dm.text)
    stage.server.faults.add("views.open", kind, seconds=seconds)
    began = time.monotonic()
    responder.click("Open", message=card)
    assert within_three_seconds(began)
    wait_until(lambda: len([dm for dm in responder.dms() if SLOW in dm.text]) > before, "the message arrives")


def test_a_submission_needs_nothing_of_slack_to_be_kept(stage: Stage) -> None:
    officer = stage.person(OFFICER)
    officer.command("/lead refer")
    officer.click("Arrest diversion")
    officer.wait_view(callback_id="arrest_first")
    officer.fill({"arrest_first.place": "Dock shelter 7", "arrest_first.callback": "555-0107"})
    for method in ("chat.postMessage", "views.update", "views.open"):
        stage.server.faults.add(method, "server_error", times=2)
    began = time.monotonic()
    assert officer.submit() == {}
    assert within_three_seconds(began)
    assert officer.view is not None
    assert officer.view.callback_id == "arrest_rest"


def test_a_delivery_that_comes_twice_is_one_referral(stage: Stage) -> None:
    with stage.bot.floor.ground.database.look() as work:
        before = work.session.query(Referral).count()
    officer = stage.person(OFFICER)
    officer.command("/lead refer")
    officer.click("Arrest diversion")
    officer.wait_view(callback_id="arrest_first")
    officer.fill({"arrest_first.place": "Dock shelter 7", "arrest_first.callback": "555-0107"})
    stage.server.faults.add("delivery", "duplicate_delivery")
    assert officer.submit() == {}
    with stage.bot.floor.ground.database.look() as work:
        assert work.session.query(Referral).count() == before + 1


def opens(person: Person, card_words: str = "open it now") -> str:
    """Open the newest card; what the modal says at last."""
    person.click("Open", message=person.wait_dm(lambda dm: card_words in dm.text))
    return person.wait_view(predicate=lambda view: view.callback_id != "opening").words


def test_an_opened_view_is_blank_after_ten_minutes(stage: Stage) -> None:
    refer(stage)
    responder = stage.person(RESPONDER)
    assert "Dock shelter 7" in opens(responder)
    stage.move_clock(timedelta(minutes=9))
    assert responder.view is not None
    assert "Dock shelter 7" in responder.view.words
    stage.move_clock(timedelta(minutes=1, seconds=1))
    blank = responder.wait_view(predicate=lambda view: "closed itself" in view.words)
    assert not any(secret in blank.words for secret in SECRETS)


def test_somebody_of_another_workspace_gets_nothing_at_all(tmp_path: Path) -> None:
    with staged(tmp_path, socket_mode=False, patience=1) as quiet:  # where nothing else is on its way
        before = len(quiet.server.calls())
        with pytest.raises(DispatchFailed):
            quiet.person("USTRANGE1").command("/lead refer")
        assert len(quiet.server.calls()) == before


def test_who_is_not_a_member_is_politely_told_so_everywhere(stage: Stage) -> None:
    person = stage.person("UUNROST01")
    assert person.command("/lead refer").text == words.NOT_A_MEMBER
    person.open_home()
    assert words.NOT_A_MEMBER in person.wait_home().words


def test_what_is_typed_into_the_dm_gets_one_sentence_and_stands_in_no_log(stage: Stage) -> None:
    officer = stage.person(OFFICER)
    officer.type("", "Zebulon Testperson, Dock shelter 7", force=True)
    officer.wait_dm(lambda dm: dm.text == words.READ_ONLY)
    assert stage.person(OFFICER).command("/lead Zebulon Testperson").text == words.ONLY_KEYWORDS
    assert not any(secret in stage.log.getvalue() for secret in SECRETS)


def test_nothing_the_bot_sent_outside_an_opened_view_held_a_detail(stage: Stage) -> None:
    refer(stage)
    sent = [call for call in stage.server.calls() if call.method != "views.update"]
    assert sent
    assert not any(secret in call.raw_request for call in sent for secret in SECRETS)


def test_a_clock_that_stands_still_is_still_a_clock() -> None:
    clock = StillClock()
    clock.start()
    clock.stop(1)


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST) as running:
        yield running


def laid(server: PracticeServer, folder: Path, url: str = "") -> Settings:
    import shutil  # noqa: PLC0415 - only these tests copy a laid harbor

    for part in ("data", "keys"):
        shutil.copytree(_template() / part, folder / part)
    return settings_for(
        server, folder, url or f"sqlite:///{folder / 'data' / 'leadbot.db'}", socket_mode=False
    )


@contextmanager
def wound(settings: Settings) -> Iterator[Clock]:
    """The clock of a bot that was not started."""
    bot = build(settings)
    clock = bot.process.clock
    assert isinstance(clock, Clock)
    yield clock
    bot.desk.close()
    bot.floor.ground.database.close()


def looks_of(settings: Settings) -> Looks:
    with wound(settings) as clock:
        every = {tick.name: tick.every for tick in clock._ticks}
    return Looks(due=every["deadlines"], pairs=every["pairs"])


def test_practice_looks_more_often_because_its_time_jumps(server: PracticeServer, tmp_path: Path) -> None:
    practice = laid(server, tmp_path)
    assert looks_of(practice) == IN_PRACTICE
    assert looks_of(replace(practice, practice_clock=None)) == Looks()
    assert IN_PRACTICE.due < Looks().due <= timedelta(seconds=1), "a page is never later for it"


def rates_seconds(clock: Clock) -> float:
    postman = clock._deliverer
    assert isinstance(postman, Postman)
    return postman._terms.seconds()


def test_in_practice_slacks_rates_run_by_the_time_that_jumps(server: PracticeServer, tmp_path: Path) -> None:
    settings = laid(server, tmp_path)
    jumps = settings.practice_clock
    assert jumps is not None
    with wound(settings) as clock:
        before = rates_seconds(clock)
        jumps.write_text("3600")
        assert 3600 <= rates_seconds(clock) - before < 3660
    with wound(replace(settings, practice_clock=None)) as clock:
        assert abs(rates_seconds(clock) - time.monotonic()) < 60, "a clock that nobody sets"


def test_a_bot_is_built_on_a_laid_harbor(server: PracticeServer, tmp_path: Path) -> None:
    bot = build(laid(server, tmp_path))
    assert bot.floor.ground.audit.halted is None
    bot.desk.close()
    bot.floor.ground.database.close()


def test_half_a_bot_is_refused_on_sqlite(server: PracticeServer, tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="needs PostgreSQL"):
        build(laid(server, tmp_path), only="clock")


def test_half_a_bot_is_asked_for_its_own_database_first(server: PracticeServer, tmp_path: Path) -> None:
    with fresh_url("postgresql", tmp_path) as url, pytest.raises(Unsafe, match="leadbot migrate"):
        build(laid(server, tmp_path, url), only="listeners")


@pytest.mark.parametrize("kind", ["timeout", "server_error"])
def test_a_slack_that_does_not_say_who_we_are_stops_the_start(
    server: PracticeServer, tmp_path: Path, kind: str
) -> None:
    server.faults.add("auth.test", kind, seconds=0.1)
    with pytest.raises(Unsafe):
        build(laid(server, tmp_path))
