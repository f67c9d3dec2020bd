"""Scenario 2, whole: over capacity, waitlisted, a place gets free, the first is sent; nothing leaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from handlers.queue.facts import Seen
from handlers.queue.service import Queue
from models.acts.decision import Decision
from models.acts.site_rules import adopt
from models.audit import audit_events
from models.referral import Referral
from models.schema import ReferralRef, SlackUserId
from models.site import SiteRules
from models.states import Move
from sandbox.faces import SeenView
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.stage import MANAGER, OFFICER, QUAY_OFFICER, RESPONDER, Stage, staged, wait_until

CASE_MANAGER = "UBRAMBL01"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, database=request.param) as stage:
        yield stage


def _ceiling_of_one(stage: Stage) -> None:
    """A town whose one case manager is full with one person."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work).model_dump(by_alias=True)
        capacity = {"average": 1, "ceiling": 1}
        adopt(
            work,
            ground.vault,
            ground.audit,
            SiteRules.model_validate({**rules, "capacity": capacity}),
            ground.now(),
        )
        work.commit()


def _queue(stage: Stage, user: str = MANAGER) -> SeenView:
    person = stage.person(user)
    person.command("/lead queue")
    return person.wait_view(callback_id="queue")


def _row(view: SeenView, ref: str) -> int:
    """The number of a referral's line."""
    block = next(one for one in view.blocks if ref in str(one.get("text")) and "accessory" in one)
    return int(str(block["block_id"]).split(".")[1])


def _after(stage: Stage, words: str, user: str = MANAGER) -> SeenView:
    """The queue, drawn anew, with the sentence about what was decided."""
    return stage.person(user).wait_view(callback_id="queue", predicate=lambda view: words in view.words)


def _decide(stage: Stage, ref: str, button: str, answers: dict[str, Any] | None = None) -> SeenView:
    """From the queue, through "More", one decision; the queue afterwards stays open."""
    manager = stage.person(MANAGER)
    manager.click(f"more.{_row(_queue(stage), ref)}")
    manager.wait_view(callback_id="queue_item")
    manager.click(button)
    if answers is not None:
        manager.wait_view(predicate=lambda view: button in str(view.body.get("submit")))
        manager.fill(answers)
        assert manager.submit() == {}
    return _after(stage, f"{ref}: ")


def _close(stage: Stage, user: str = MANAGER) -> None:
    stage.person(user).close(clear=True)


def _give(stage: Stage, ref: str) -> SeenView:
    manager = stage.person(MANAGER)
    manager.click(f"more.{_row(_queue(stage), ref)}")
    manager.wait_view(callback_id="queue_item")
    manager.click("queue_give", CASE_MANAGER)
    shown = _after(stage, f"{ref}: ")
    _close(stage)
    return shown


def _referral(stage: Stage, ref: str) -> Referral:
    with stage.bot.floor.ground.database.look() as work:
        return work.session.get_one(Referral, ReferralRef(ref))


def _decisions(stage: Stage) -> list[str]:
    columns = audit_events.c
    query = select(columns.decision).where(columns.verb == "referral.decided").order_by(columns.seq)
    with stage.bot.floor.ground.database.look() as work:
        return list(work.session.scalars(query))


def test_a_referral_over_capacity_waits_and_goes_when_a_place_is_free(stage: Stage) -> None:
    canaries = Canaries()
    _ceiling_of_one(stage)
    officer, manager = stage.person(QUAY_OFFICER), stage.person(MANAGER)
    assert "does not include this" in stage.person(OFFICER).command("/lead queue").text

    # The one case manager is full.
    urgent = steps.refer_arrest(stage, canaries)
    assert "Given. Noted." in _give(stage, urgent).words
    ref = steps.refer_social(stage, canaries)
    officer.wait_dm(lambda dm: f"{ref}: received" in dm.text)
    shown = _queue(stage)
    assert "Ottoline Bramblewick: 1 of 1" in shown.words
    assert "no room" in shown.words
    assert "Quay 0" in shown.words
    _close(stage)

    shown = _decide(stage, ref, "Waitlist", {"Priority, if not the door's own": "2"})
    assert "Waiting for a place, place 1, priority 2" in shown.words
    _close(stage)
    officer.wait_dm(lambda dm: dm.text == f"{ref}: waiting for a place. We will tell you when that changes.")

    # A second one waits behind it: it is not sent first without a reason.
    stage.move_clock(timedelta(minutes=5))
    later = steps.refer_social(stage, canaries)
    _decide(stage, later, "Waitlist", {})
    _close(stage)
    manager.click(f"queue.{_row(_queue(stage), later)}")
    manager.wait_view(callback_id="queue_first")
    _close(stage)
    assert _referral(stage, later).state == "waitlisted"

    # The weekly review asks; nine days later nobody has expired.
    stage.move_clock(timedelta(days=9))
    manager.wait_dm(lambda dm: dm.text == f"{ref}: please look at it again. /lead queue shows it.")
    assert _referral(stage, ref).state == "waitlisted"

    # A place gets free: the first are proposed, in their order, and the manager decides.
    _decide(stage, urgent, "Withdraw", {"Why?": "person_withdrew"})
    _close(stage)
    manager.wait_dm(lambda dm: dm.text.startswith(f"A place is free. First on the waitlist: {ref}, {later}."))
    manager.click(f"queue.{_row(_queue(stage), ref)}")
    assert "Outreach is asked to go" in _after(stage, f"{ref}: Send outreach. Noted.").words
    officer.wait_dm(lambda dm: dm.text == f"{ref}: outreach has been asked to go.")
    _close(stage)
    card = steps.wait_cards(stage, RESPONDER, 2)
    assert "today" in card.text
    steps.wait_settled(stage)
    assert _decisions(stage) == [
        "waitlist:capacity",
        "waitlist:capacity",
        "withdraw:person_withdrew",
        "send_outreach",
    ]
    assert_sealed(stage, canaries, readers=set())


def test_two_managers_windows_on_one_referral_decide_it_once(stage: Stage) -> None:
    canaries = Canaries()
    ref = steps.refer_social(stage, canaries)
    manager = stage.person(MANAGER)
    page = _queue(stage)
    row = _row(page, ref)
    # In the meantime it is decided elsewhere.
    seen = Seen(ReferralRef(ref), _referral(stage, ref).version)
    Queue(stage.bot.floor.ground).decide(SlackUserId(MANAGER), seen, Decision(Move.ASK_MORE), key="elsewhere")
    manager.click(f"queue.{row}")
    shown = _after(stage, "somebody changed it meanwhile")
    assert "It stands at: a question is open. Nothing was overwritten." in shown.words
    assert _referral(stage, ref).state == "needs_info"
    wait_until(lambda: _decisions(stage) == ["ask_more"], "one decision")
    steps.wait_settled(stage)
    assert_sealed(stage, canaries, readers=set())
