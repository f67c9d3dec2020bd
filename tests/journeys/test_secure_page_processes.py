"""The page in one process, the clock in another, on one PostgreSQL: blank is what the row says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot import logs
from bot.assembly import build
from bot.practice import prepare
from sandbox.server import PracticeServer
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.databases import fresh_url
from tests.journeys import steps
from tests.stage import MANIFEST, RESPONDER, WORKSPACE, Stage, running, settings_for, wait_until


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Stage]:
    """The bot as `run --only listeners` and `run --only clock` are."""
    log = io.StringIO()
    logs.configure("INFO", log)
    with ExitStack() as stack:
        url = stack.enter_context(fresh_url("postgresql", tmp_path))
        server = stack.enter_context(
            PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=tmp_path / "clock")
        )
        settings = settings_for(server, tmp_path, url, socket_mode=True, page=True)
        prepare(settings, details="page").floor.ground.database.close()
        listeners, clock = build(settings, only="listeners"), build(settings, only="clock")
        assert clock.process.page is None
        stack.enter_context(running(clock))
        stack.enter_context(running(listeners))
        server.wait_connected()
        yield Stage(server, listeners, settings, tmp_path, log)


def test_what_one_process_shows_another_ones_clock_blanks(apart: Stage) -> None:
    canaries = Canaries()
    steps.refer_arrest(apart, canaries)
    card = steps.wait_cards(apart, RESPONDER, 1)
    steps.open_card(apart, RESPONDER, card)
    reader = apart.page_person(RESPONDER).reader
    view = reader.address
    assert canaries.hits("page", reader.html.encode())
    assert reader.get(f"{view}/stands").status == 204
    apart.move_clock(timedelta(minutes=10, seconds=5))
    wait_until(lambda: reader.get(f"{view}/stands").status == 410, "the other's clock blanked it", 20)
    assert "closed itself" in reader.get(view).words
    steps.open_card(apart, RESPONDER, card)
    assert apart.page_person(RESPONDER).reader.address != view
    steps.suspend_now(apart, RESPONDER)
    assert reader.get(reader.address).status == 401
    assert set(assert_sealed(apart, canaries, readers={RESPONDER}).shown) == {RESPONDER}
