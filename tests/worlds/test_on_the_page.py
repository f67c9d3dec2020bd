"""The same rows where details are on the secure page: it tells nobody more than Slack did."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.appoint import appoint
from models.acts.suspend import suspend
from models.consent import Consent
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import ParticipantRef, SlackUserId
from tests.handlers.harbor import PROSECUTOR
from tests.journeys import steps
from tests.journeys.coordination import COUNTY, _only_later, begun
from tests.journeys.test_consent import Told
from tests.page_reader import without_random
from tests.stage import NEIGHBOR, OFFICER, RESPONDER, SUPERVISOR, Stage, staged, wait_until
from tests.worlds.comparing import WorldsDiffer, assert_same
from tests.worlds.hearing import Heard
from tests.worlds.staged import STREAMS, StagedWorld, _band, heard_on
from tests.worlds.test_on_stage import (
    SameWords,
    _a_neighbor_refers,
    _an_old_card,
    _met_by_the_colleague,
    _seated_anew,
    _taps,
)

_LINK = re.compile(r"http://127\.0\.0\.1:[0-9]+/p/[A-Za-z0-9_-]+")
_CLOCK = re.compile(r"\b[0-2][0-9]:[0-5][0-9] P[DS]T\b")
# How long it still stands counts down by the second: the first ten are one and the same.
_LIVES = re.compile(r'(?<=data-lives=")(600|59[0-9])(?=")')
_REFUSED = "isn&#39;t available"
_OUTSIDE = (OFFICER, SUPERVISOR, PROSECUTOR, NEIGHBOR)
Secret = Callable[[Stage], None]


def streams_of(*people: str) -> list[str]:
    return [f"{person} {stream}" for person in people for stream in (*STREAMS, "page")]


def played(
    folder: Path, worlds: Mapping[str, Secret], script: Callable[[Stage, Secret], None]
) -> list[StagedWorld]:
    done = []
    for number, (name, secret) in enumerate(worlds.items()):
        place = folder / str(number)
        place.mkdir()
        with staged(place, socket_mode=False, page=True) as stage:
            script(stage, secret)
            wait_until(lambda: _only_later(stage), "all that is due has arrived")
            done.append(heard_with_pages(name, stage))
    return done


def heard_with_pages(name: str, stage: Stage) -> StagedWorld:
    """What Slack carried, with the random parts of links as one word; and what each browser was answered."""
    world = heard_on(name, stage)
    for receiver, heard in world.heard.items():
        world.heard[receiver] = [
            replace(one, body=json.loads(_LINK.sub("<link>", json.dumps(one.body)))) for one in heard
        ]
    for user, person in stage.on_page.items():
        world.heard[f"{user} page"] = _pages(person.reader.seen, person.reader.took)
    return world


def _pages(seen: Sequence[str], took: Sequence[float]) -> list[Heard]:
    """Each page once, however often it was looked at, and none that only says "Opening..."."""
    found: list[Heard] = []
    for html, seconds in zip(seen, took, strict=True):
        plain = _CLOCK.sub("<time>", without_random(_LINK.sub("<link>", html)))
        plain = _LIVES.sub("600", plain)
        plain = re.sub(r'action="/p/[^"]*"', 'action="<link>"', plain)
        if "Opening" in plain or (found and found[-1].body == {"html": plain}):
            continue
        band = _band(seconds) if _REFUSED in plain else "soon"
        found.append(Heard("on the page", "a page", band, {"html": plain}))
    return found


def test_whether_they_met_reaches_nobody_outside(tmp_path: Path) -> None:
    worlds = {"met": _taps("We met"), "not met": _taps("No meeting")}
    met, not_met = played(tmp_path, worlds, _a_neighbor_refers)
    assert met.heard[f"{NEIGHBOR} page"]
    assert_same(met, not_met, streams_of(*_OUTSIDE))
    with pytest.raises(WorldsDiffer):  # whoever went there knows
        assert_same(met, not_met, [f"{RESPONDER} page"])


def test_why_an_old_card_does_not_open_is_not_told(tmp_path: Path) -> None:
    worlds = {"met": _met_by_the_colleague, "withdrawn": _seated_anew}
    met, withdrawn = played(tmp_path, worlds, _an_old_card)
    assert met.heard[f"{RESPONDER} page"][-1].band == "after the one wait"
    assert_same(met, withdrawn, streams_of(RESPONDER, PROSECUTOR, NEIGHBOR))


def _withdrawn(stage: Stage) -> None:
    Told(stage, SameWords(), _participant(stage)).withdraw_now()


def _another_seat(stage: Stage) -> None:
    """What they were handed before is withdrawn; the release stands."""
    ground, user = stage.bot.floor.ground, SlackUserId(PROSECUTOR)
    with ground.database.work() as work:
        rules, now = ground.book.current(work), ground.now()
        suspend(work, ground.vault, ground.audit, user, now, "operator")
        roles = (Role.LIAISON_PROSECUTOR,)
        seat = Seating(user, "Cressida Vane-Example", COUNTY, roles, (), Account.ANY, rules.today(now), None)
        appoint(work, ground.vault, ground.audit, rules, [seat], now)
        work.commit()


def _participant(stage: Stage) -> ParticipantRef:
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalars(select(Consent.participant).limit(1)).one()


def _a_sealed_message(stage: Stage, secret: Secret) -> None:
    """A card, then the secret; the prosecutor taps and tries again; police and others look on."""
    told = Told(stage, SameWords(), begun(stage).ref)
    told.seal(PROSECUTOR, "message")
    card = steps.wait_cards(stage, PROSECUTOR, 1)
    steps.wait_settled(stage)
    secret(stage)
    lawyer = stage.page_person(PROSECUTOR)
    for _ in range(2):
        lawyer.click("Open", message=card)
        lawyer.wait_view(callback_id="unavailable")
    lawyer.reader.get(lawyer.reader.address)
    lawyer.reader.get(f"{lawyer.reader.address}/stands")
    for user in (OFFICER, SUPERVISOR, NEIGHBOR):
        stage.person(user).command("/lead status R-00000")
        stage.person(user).command("/lead consent C-00000")


def test_a_withdrawn_release_reads_on_the_page_like_any_other_refusal(tmp_path: Path) -> None:
    worlds = {"withdrawn": _withdrawn, "another seat": _another_seat}
    withdrawn, seated = played(tmp_path, worlds, _a_sealed_message)
    refusals = [one for one in withdrawn.heard[f"{PROSECUTOR} page"] if one.band != "soon"]
    assert [one.band for one in refusals] == ["after the one wait"] * len(refusals)
    assert refusals
    assert_same(withdrawn, seated, streams_of(*_OUTSIDE))
