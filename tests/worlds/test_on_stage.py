"""Two rows over the whole bot: over sockets and over HTTP, on both databases, nobody outside can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.appoint import appoint
from models.acts.suspend import suspend
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import SlackUserId
from tests.canary import Canaries
from tests.handlers.harbor import PROSECUTOR
from tests.journeys import steps
from tests.stage import (
    BACKUP,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    SUPERVISOR,
    Stage,
    staged,
    wait_until,
)
from tests.worlds.comparing import WorldsDiffer, assert_same
from tests.worlds.people import DEFENDER
from tests.worlds.staged import StagedWorld, heard_on, streams_of

# The other way in and the second database, again: `make prove`. The first journey plays both every time.
_WAYS = [pytest.param("socket", "postgresql", marks=pytest.mark.prove), ("http", "sqlite")]
_OUTSIDE = (OFFICER, QUAY_OFFICER, SUPERVISOR, PROSECUTOR, DEFENDER, NEIGHBOR)
Secret = Callable[[Stage], None]
Script = Callable[[Stage, Secret], None]


class SameWords(Canaries):
    """Types the same into every world."""

    def sow(self, name: str, *, digits: bool = False) -> str:
        return "555-0107" if digits else f"Zebulon, {name}"


def _played(
    way: str,
    database: str,
    folder: Path,
    worlds: Mapping[str, Secret],
    script: Callable[[Stage, Secret], None],
) -> list[StagedWorld]:
    played = []
    for number, (name, secret) in enumerate(worlds.items()):
        place = folder / str(number)
        place.mkdir()
        with staged(place, socket_mode=way == "socket", database=database) as stage:
            script(stage, secret)
            steps.wait_settled(stage)
            played.append(heard_on(name, stage))
    return played


def _glance(stage: Stage, *people: str) -> None:
    for user in people:
        person = stage.person(user)
        before = _homes_drawn(stage, user)
        person.open_home()
        wait_until(lambda: _homes_drawn(stage, user) > before, "Home is drawn")  # noqa: B023 - waited for at once
        person.command("/lead status R-00000")


def _homes_drawn(stage: Stage, user: str) -> int:
    return sum(call.request["user_id"] == user for call in stage.server.calls("views.publish"))


def _taps(button: str) -> Secret:
    return lambda stage: _acted(stage, RESPONDER, button)


def _acted(stage: Stage, user: str, button: str) -> None:
    steps.act(stage, user, button)
    stage.person(user).close(clear=True)


def _a_neighbor_refers(stage: Stage, secret: Secret) -> None:
    ref = steps.refer_community(stage, SameWords())
    steps.open_card(stage, MANAGER, steps.wait_cards(stage, MANAGER, 1))
    _acted(stage, MANAGER, "Send outreach")
    steps.open_card(stage, RESPONDER, steps.wait_cards(stage, RESPONDER, 1))
    secret(stage)
    neighbor = stage.person(NEIGHBOR)
    neighbor.wait_dm(lambda dm: "has been out" in dm.text)
    neighbor.command(f"/lead status {ref}")
    _glance(stage, *_OUTSIDE)
    neighbor.click("What I wrote", in_home=True)
    neighbor.wait_view(callback_id="opened")


@pytest.mark.parametrize(("way", "database"), _WAYS)
def test_whether_they_met_reaches_nobody_outside(tmp_path: Path, way: str, database: str) -> None:
    worlds = {"met": _taps("We met"), "not met": _taps("No meeting")}
    met, not_met = _played(way, database, tmp_path, worlds, _a_neighbor_refers)
    assert met.heard[f"{NEIGHBOR} screens"]
    assert_same(met, not_met, streams_of(*_OUTSIDE))
    with pytest.raises(WorldsDiffer):  # whoever went there knows
        assert_same(met, not_met, streams_of(RESPONDER))


def _met_by_the_colleague(stage: Stage) -> None:
    steps.open_card(stage, BACKUP, steps.wait_cards(stage, BACKUP, 1))
    _acted(stage, BACKUP, "We met")


def _seated_anew(stage: Stage) -> None:
    ground, user = stage.bot.floor.ground, SlackUserId(RESPONDER)
    agency, roles = "case_management:Harbor Bridge Outreach", (Role.OUTREACH_RESPONDER,)
    with ground.database.work() as work:
        rules, now = ground.book.current(work), ground.now()
        suspend(work, ground.vault, ground.audit, user, now, "operator")
        seat = Seating(user, "Pim Larkspur", agency, roles, (), Account.ANY, rules.today(now), None)
        appoint(work, ground.vault, ground.audit, rules, [seat], now)
        work.commit()


def _an_old_card(stage: Stage, secret: Secret) -> None:
    steps.refer_arrest(stage, SameWords())
    card = steps.wait_cards(stage, RESPONDER, 1)
    steps.wait_settled(stage)
    steps.ask_backup(stage)  # whatever becomes of it, so long nobody has answered
    secret(stage)
    steps.wait_settled(stage)
    stage.move_clock(timedelta(hours=25))
    responder = stage.person(RESPONDER)
    responder.click("Open", message=card)
    responder.wait_view(callback_id="unavailable")


@pytest.mark.parametrize(("way", "database"), _WAYS)
def test_why_an_old_card_does_not_open_is_not_told(tmp_path: Path, way: str, database: str) -> None:
    worlds = {"met": _met_by_the_colleague, "withdrawn": _seated_anew}
    met, withdrawn = _played(way, database, tmp_path, worlds, _an_old_card)
    assert [one.band for one in met.heard[f"{RESPONDER} screens"]][-1] == "after the one wait"
    assert_same(met, withdrawn, streams_of(RESPONDER, PROSECUTOR, NEIGHBOR))
    with pytest.raises(WorldsDiffer):  # the colleague went there in one of them
        assert_same(met, withdrawn, streams_of(BACKUP))
