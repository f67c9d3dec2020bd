"""Sealed messages over Socket Mode: written, answered, taken back, inherited, moved out of a channel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.messages.refusals import NOT_TO_THEM, WHY
from models.acts.appoint import put_in_force
from models.acts.leave import receive
from models.people import Account, Role
from models.proposal import Wanted
from models.roster_file import Seating
from models.schema import SlackUserId
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.journeys.messaging import CASE_MANAGER, COLLEAGUE, COUNTY, PROSECUTOR, Told, messaging, open_last
from tests.stage import MANAGER, NEIGHBOR, OFFICER, Stage, wait_until

SUCCESSOR = SlackUserId("UUNROST01")
OFFICE = f"liaison_prosecutor@{COUNTY}"
OWG = "C0OWG0001"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with messaging(tmp_path) as made:
        yield made


def _appoint(stage: Stage, user: SlackUserId) -> None:
    """As two people's confirmation does it."""
    ground = stage.bot.floor.ground
    seat = Seating(
        user, "Clover Nobodyknows", COUNTY, (Role.LIAISON_PROSECUTOR.value,), (), Account.ANY, None, None
    )
    with ground.database.work() as work:
        scene = ground.scene(work, SlackUserId(MANAGER))
        receive(scene, put_in_force(scene, Wanted(seat)))
        work.commit()
    ground.wake()


def test_a_message_is_opened_answered_and_receipted_and_stands_nowhere_else(told: Told) -> None:
    stage = told.stage
    ref = told.seal("first", people=[PROSECUTOR])
    open_last(told, PROSECUTOR)
    receipt = stage.person(CASE_MANAGER).wait_dm(lambda dm: dm.text == f"{ref}: opened.")
    assert told.reply(PROSECUTOR, "answer") == {}
    stage.person(PROSECUTOR).wait_view(callback_id="sealed")
    answer = open_last(told, CASE_MANAGER)
    assert f"About {told.ref}." in answer.words
    assert told.reply(CASE_MANAGER, "again", send="more") == {}
    open_last(told, PROSECUTOR, 2)
    steps.wait_settled(stage)
    assert [dm.text for dm in stage.person(CASE_MANAGER).dms()].count(receipt.text) == 1
    for user in (COLLEAGUE, MANAGER, OFFICER, NEIGHBOR):
        assert stage.person(user).dms() == []
    assert stage.person(MANAGER).messages(OWG) == []
    seen = assert_sealed(stage, told.canaries, readers={CASE_MANAGER, PROSECUTOR})
    first, reply, again = ({f"{mark}.subject", f"{mark}.text"} for mark in ("first", "answer", "again"))
    assert seen.shown == {PROSECUTOR: first | again, CASE_MANAGER: reply}
    assert seen.came_in == first | reply | again


def test_without_a_release_the_form_says_three_ways_on_and_keeps_what_was_typed(told: Told) -> None:
    told.end_release()
    errors = told.compose("never", people=[PROSECUTOR])
    assert errors == {"seal_message.people": f"Cressida Vane-Example: {WHY['no_consent']}"}
    keeper = told.stage.person(CASE_MANAGER)
    form = keeper.wait_view(callback_id="seal_message")
    kept = {hit.field for hit in told.canaries.hits("form", json.dumps(form.body).encode())}
    assert kept == {"never.subject", "never.text"}
    assert steps.cards(told.stage, PROSECUTOR) == []
    assert_sealed(told.stage, told.canaries, readers=set())


def test_after_the_release_ended_opening_and_answering_are_refused_in_the_same_bytes(told: Told) -> None:
    stage = told.stage
    ended, back = told.seal("ended", people=[PROSECUTOR]), told.seal("back", people=[PROSECUTOR])
    steps.wait_cards(stage, PROSECUTOR, 2)
    keeper = stage.person(CASE_MANAGER)
    keeper.open_home()
    keeper.wait_home(lambda home: f"{back}: not opened yet." in home.words)
    keeper.click("Take it back", in_home=True)  # of the newest
    keeper.wait_view(callback_id="sealed", predicate=lambda view: "taken back" in view.words)
    steps.open_card(stage, PROSECUTOR, steps.cards(stage, PROSECUTOR)[0])
    reader = stage.person(PROSECUTOR)
    reader.click("Reply")
    reader.wait_view(callback_id="seal_reply")
    told.fill(PROSECUTOR, "seal_reply", "late")
    told.end_release()
    line = stage.bot.floor.ground
    with line.database.look() as work:
        contacts = line.book.current(work).contacts
    assert reader.submit() == {"seal_reply.kind": NOT_TO_THEM.format(line=contacts.team_line)}
    views = {
        told.shown(PROSECUTOR, handle)
        for handle in (told.handle(ended, PROSECUTOR), told.handle(back, PROSECUTOR), "0" * 32)
    }
    assert len(views) == 1
    assert [dm.text for dm in reader.dms()] == [card.text for card in steps.cards(stage, PROSECUTOR)]


def test_a_successor_gets_what_went_to_the_role_after_the_appointment_and_not_before(told: Told) -> None:
    stage = told.stage
    ref = told.seal("office", role=OFFICE)
    for user in (PROSECUTOR, COLLEAGUE):
        steps.wait_cards(stage, user, 1)
    other = told.seal("person", people=[PROSECUTOR])
    steps.wait_settled(stage)
    assert stage.person(SUCCESSOR).dms() == []
    steps.suspend_now(stage, PROSECUTOR)
    _appoint(stage, SUCCESSOR)
    opened = open_last(told, SUCCESSOR)
    assert ref in opened.words
    assert len(steps.cards(stage, SUCCESSOR)) == 1, f"{other} went to a person"
    stage.person(CASE_MANAGER).wait_dm(lambda dm: dm.text == f"{ref}: opened.")
    seen = assert_sealed(stage, told.canaries, readers={SUCCESSOR})
    assert seen.shown == {SUCCESSOR: {"office.subject", "office.text"}}


def test_moving_a_channels_message_copies_nothing_of_it(told: Told) -> None:
    stage = told.stage
    keeper = stage.person(CASE_MANAGER)
    said = told.canaries.sow("in the channel")
    keeper.type(OWG, f"Does anybody know where {said} sleeps")
    wait_until(lambda: keeper.messages(OWG), "it stands there")
    keeper.message_shortcut("move_to_sealed_item", keeper.messages(OWG)[0])
    form = keeper.wait_view(callback_id="seal_message")
    assert "Please delete the original now" in form.words.splitlines()[1]
    told.fill(CASE_MANAGER, "seal_message", "anew", about=told.ref, purpose="court", people=[PROSECUTOR])
    assert keeper.submit() == {}
    open_last(told, PROSECUTOR)
    steps.wait_settled(stage)
    seen = assert_sealed(
        stage, told.canaries, readers={PROSECUTOR}, typed={"message_action", "message", "message.groups"}
    )
    assert seen.shown == {PROSECUTOR: {"anew.subject", "anew.text"}}
