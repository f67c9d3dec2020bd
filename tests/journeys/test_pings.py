"""Scenario 8 with a moved clock: asked the day before, the backup answers; and what comes of silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.pings.notices import ping_words
from models.notice import Kind
from models.ping import Ping, PingState
from models.schema import PingRef
from tests.canary_places import assert_sealed
from tests.journeys.coordination import (
    CASE_MANAGER,
    CLINICAL,
    COLLEAGUE,
    DEFENDER,
    PROSECUTOR,
    Played,
    begun,
    tuesday,
)
from tests.stage import MANAGER, OFFICER, SUPERVISOR, staged, wait_until

PHONE = "(555) 010-0140"
CARD = "Coordination REF. Answer wanted today."
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Played]:
    with staged(tmp_path, database=request.param) as stage:
        yield begun(stage)


def said(*kinds: Kind) -> list[str]:
    """The sentences of these kinds."""
    return [ping_words(kind, "", PHONE).removeprefix(": ") for kind in kinds]


def state_of(played: Played, ref: str) -> str:
    with played.stage.bot.floor.ground.database.look() as work:
        return work.session.scalars(select(Ping.state).where(Ping.ref == PingRef(ref))).one()


def test_a_hearing_tomorrow_and_the_backup_answers_in_time(played: Played) -> None:
    stage = played.stage
    begin = tuesday(stage, 15, 40)
    hearing = tuesday(stage, 9, 0) + timedelta(days=1)
    played.go(begin)
    ref = played.ask(hearing)
    card = played.card(PROSECUTOR, ref)
    assert "Receipt" in card.text
    played.go(begin + 29 * MINUTE)
    assert played.heard(PROSECUTOR, ref) == [CARD]
    played.go(begin + 31 * MINUTE)  # 16:10, and no more than a minute later
    assert played.heard(PROSECUTOR, ref) == [CARD, *said(Kind.PING_AGAIN)]
    assert played.heard(COLLEAGUE, ref) == []
    played.go(begin + 61 * MINUTE)  # 16:40
    assert played.heard(PROSECUTOR, ref) == [CARD, *said(Kind.PING_AGAIN, Kind.PING_HANDED)]
    replies = [dm for dm in stage.person(PROSECUTOR).dms() if ref in dm.text][1:]
    assert {dm.thread_ts for dm in replies} == {card.ts}, "replies stand in the card's own thread"
    played.go(begin + 64 * MINUTE)  # 16:44
    _answers(played, ref)
    assert stage.person(MANAGER).command(f"/lead status {ref}").text == f"{ref}: Answered."
    heard = [CARD, *said(Kind.PING_AGAIN, Kind.PING_HANDED, Kind.PING_IS_ANSWERED)]
    for moment in (begin + 91 * MINUTE, begin + 111 * MINUTE, hearing - 44 * MINUTE):
        played.go(moment)
        assert played.heard(PROSECUTOR, ref) == heard
        assert played.heard(MANAGER, ref) == []
    played.go(hearing)
    assert played.heard(CASE_MANAGER, ref) == said(Kind.PING_ANSWERED, Kind.PING_AFTER)
    assert state_of(played, ref) == PingState.CLOSED
    for user in (OFFICER, SUPERVISOR, DEFENDER, CLINICAL):
        assert played.heard(user, ref) == []
    assert not stage.person(MANAGER).messages("C0OWG0001"), "nothing of it stands in a channel"
    seen = assert_sealed(stage, played.canaries, readers={COLLEAGUE, CASE_MANAGER})
    assert seen.shown[COLLEAGUE] >= played.shown_fields()
    assert "answer" in seen.shown[CASE_MANAGER]


def _answers(played: Played, ref: str) -> None:
    """The backup reads it, takes it on, and does not oppose; whoever asked reads the words."""
    stage = played.stage
    colleague = stage.person(COLLEAGUE)
    view = played.open(COLLEAGUE, ref)
    assert "Lantern County Superior Court" in view.words
    assert "09:00 P" in view.words
    assert "42 CFR part 2" in view.words
    assert played.ref not in view.words
    colleague.click("Mine to decide")
    colleague.wait_view(callback_id="ping_decision")
    colleague.fill(
        {"ping_decision.decision": "not_oppose", "ping_decision.words": played.canaries.sow("answer")}
    )
    assert colleague.submit() == {}
    colleague.wait_view(predicate=lambda seen: "whoever asked has your answer" in seen.words)
    colleague.close(clear=True)
    keeper = stage.person(CASE_MANAGER)
    heard = keeper.wait_dm(lambda dm: dm.text == f"{ref}: answered. Open it to see the answer.")
    keeper.click("Open", message=heard)
    answer = keeper.wait_view(callback_id="opened")
    for part in ("Not oppose", "Ambrose Tull-Example", "binds nobody else"):
        assert part in answer.words
    keeper.close(clear=True)


def test_nobody_answers_and_it_is_said_plainly(played: Played) -> None:
    stage = played.stage
    begin, hearing = tuesday(stage, 15, 40), tuesday(stage, 9, 0) + timedelta(days=1)
    played.go(begin)
    ref = played.ask(hearing)
    played.card(PROSECUTOR, ref)
    played.go(begin + 31 * MINUTE)
    played.go(begin + 61 * MINUTE)
    played.go(begin + 89 * MINUTE)
    assert played.heard(MANAGER, ref) == []
    played.go(begin + 91 * MINUTE)  # 17:10
    assert played.heard(MANAGER, ref) == said(Kind.PING_MANAGER)
    assert played.heard(CASE_MANAGER, ref) == []
    played.go(begin + 111 * MINUTE)  # 17:30
    assert played.heard(CASE_MANAGER, ref) == said(Kind.PING_NOBODY)
    assert PHONE in played.heard(CASE_MANAGER, ref)[0]
    played.go(hearing - 44 * MINUTE)  # 08:15
    last = said(Kind.PING_LAST_CALL)
    assert played.heard(PROSECUTOR, ref) == [CARD, *said(Kind.PING_AGAIN, Kind.PING_HANDED), *last]
    assert played.heard(COLLEAGUE, ref) == [CARD, *last]
    played.go(hearing + MINUTE)
    assert played.heard(CASE_MANAGER, ref) == said(Kind.PING_NOBODY, Kind.PING_AFTER)
    assert set(played.heard(MANAGER, ref)) == set(said(Kind.PING_MANAGER))
    assert state_of(played, ref) == PingState.CLOSED
    assert_sealed(stage, played.canaries, readers=set())


def test_two_decide_at_once_and_the_second_is_told(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        played = begun(stage)
        begin = tuesday(stage, 9, 0)
        played.go(begin)
        ref = played.ask(None, "filing")
        played.card(PROSECUTOR, ref)
        played.go(begin + 31 * MINUTE)
        played.go(begin + 61 * MINUTE)
        for user in (PROSECUTOR, COLLEAGUE):
            played.open(user, ref)
            stage.person(user).click("Mine to decide")
            stage.person(user).wait_view(callback_id="ping_decision")
        for user, code in ((COLLEAGUE, "decline_to_file"), (PROSECUTOR, "ordinary")):
            stage.person(user).fill({"ping_decision.decision": code})
            assert stage.person(user).submit() == {}
        late = stage.person(PROSECUTOR).wait_view(predicate=lambda view: "this is what stands" in view.words)
        assert "Decline to file" in late.words
        assert "Ordinary processing" not in late.words
        wait_until(lambda: played.heard(CASE_MANAGER, ref), "the asker hears")
        assert played.heard(CASE_MANAGER, ref) == said(Kind.PING_ANSWERED)
