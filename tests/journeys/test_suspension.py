"""Suspended at any instant before the details stand on the screen: they never do; after: they go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.audit_rows import Verb
from models.schema import ReferralRef
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import forging, steps
from tests.journeys.forging import Handed
from tests.stage import BACKUP, RESPONDER, Stage, staged, wait_until


@pytest.fixture
def paged(tmp_path: Path) -> Iterator[Handed]:
    """A responder with a card; each test suspends them, so each has a stage of its own."""
    canaries = Canaries()
    with staged(tmp_path, socket_mode=False) as stage:
        ref = steps.refer_arrest(stage, canaries)
        card = steps.wait_cards(stage, RESPONDER, 1)
        steps.open_card(stage, BACKUP, steps.ask_backup(stage))
        steps.wait_settled(stage)
        yield Handed(stage, canaries, ReferralRef(ref), {RESPONDER: card.button("Open").value or ""})


def _tap(handed: Handed) -> None:
    card = steps.cards(handed.stage, RESPONDER)[0]
    handed.stage.person(RESPONDER).click("Open", message=card)


def _audited(stage: Stage, verb: Verb) -> int:
    """How often the audit says this of the responder."""
    with stage.bot.floor.ground.database.look() as work:
        found = work.session.connection().exec_driver_sql(
            "SELECT count(*) FROM audit_events WHERE verb = ? AND actor = ?", (verb.value, RESPONDER)
        )
        return int(found.scalar_one())


def _never_shown(handed: Handed) -> None:
    on_screen = [view.words for view in handed.stage.person(RESPONDER).stack]
    assert not handed.canaries.hits("screen", "\n".join(on_screen).encode())


def test_between_card_and_click_nothing_opens(paged: Handed) -> None:
    _tap(paged)
    paged.stage.person(RESPONDER).wait_view(callback_id="opened")
    refused = paged.view_for(RESPONDER, "0" * 32)
    steps.suspend_now(paged.stage, RESPONDER)
    assert paged.view_for(RESPONDER) == refused
    _never_shown(paged)


def test_between_click_and_judgement_nothing_opens(paged: Handed) -> None:
    refused = paged.view_for(RESPONDER, "0" * 32)
    paged.stage.server.faults.add("users.info", "slow", seconds=1.0)
    click = forging.click_on_card(paged.stage, RESPONDER, paged.handles[RESPONDER])
    before = len(paged.stage.server.calls("views.update"))
    paged.stage.server.courier.ask("interactive", click)
    steps.suspend_now(paged.stage, RESPONDER)
    assert len(paged.stage.server.calls("views.update")) == before, "it was not judged yet"
    shown = paged.stage.person(RESPONDER).wait_view(callback_id="unavailable")
    assert shown.words.split("\n")[0] == "Sealed item"
    assert paged.stage.server.calls("views.update")[-1].request["view"] == forging.as_view(refused)
    seen = assert_sealed(paged.stage, paged.canaries, readers={BACKUP})
    assert set(seen.shown) == {BACKUP}


def test_between_grant_and_screen_nothing_is_shown(paged: Handed) -> None:
    before = len(paged.stage.server.calls("views.update"))
    paged.stage.server.faults.add("views.update", "slow", seconds=1.5)
    _tap(paged)
    wait_until(lambda: _audited(paged.stage, Verb.OPEN_GRANTED) == 1, "it is granted")
    steps.suspend_now(paged.stage, RESPONDER)
    wait_until(lambda: _audited(paged.stage, Verb.OPEN_NOT_SHOWN) == 1, "it is written down as not shown")
    _never_shown(paged)
    said = [call.status for call in paged.stage.server.calls("views.update")[before:]]
    assert said == ["ok", "hash_conflict"], "the view was blanked before the details arrived"
    assert _audited(paged.stage, Verb.OPEN_SHOWN) == 0


def test_an_open_view_goes_blank_at_once(paged: Handed) -> None:
    steps.open_card(paged.stage, RESPONDER, steps.cards(paged.stage, RESPONDER)[0])
    steps.suspend_now(paged.stage, RESPONDER)
    paged.stage.person(RESPONDER).wait_view(predicate=lambda view: "closed itself" in view.words)
    _never_shown(paged)
