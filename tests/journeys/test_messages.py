"""Sealed messages over Socket Mode: written, answered, taken back, inherited, moved out of a channel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from handlers.messages.refusals import NOT_TO_THEM, WHY
from models.acts.appoint import put_in_force
from models.acts.leave import receive
from models.acts.participants import begin
from models.acts.release import ReleaseForm, revoke, sign_release
from models.classes import Category, Purpose
from models.consent import Ended, Recipient, Signed
from models.envelope import SealedItem
from models.participant import circle_of
from models.people import Account, Role
from models.proposal import Wanted
from models.roster_file import Seating
from models.schema import ParticipantRef, SlackUserId
from sandbox.faces import SeenView
from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import forging, steps
from tests.stage import MANAGER, NEIGHBOR, OFFICER, Stage, staged, wait_until

CASE_MANAGER, PROSECUTOR, COLLEAGUE = "UBRAMBL01", "UVANEX001", "UTULLEX01"
SUCCESSOR = SlackUserId("UUNROST01")
COUNTY = "prosecutor:Lantern County Prosecutor"
OFFICE = f"liaison_prosecutor@{COUNTY}"
OWG = "C0OWG0001"


@dataclass
class Told:
    """A participant of the case manager's, with a release for the prosecutors: barriers, for court."""

    stage: Stage
    canaries: Canaries
    ref: ParticipantRef
    consents: list[str]

    def end_release(self) -> None:
        """At the person's word."""
        ground = self.stage.bot.floor.ground
        with ground.database.work() as work:
            scene = ground.scene(work, SlackUserId(CASE_MANAGER))
            revoke(scene, self.ref, self.consents, Ended.SPOKEN)
            work.commit()
        ground.wake()

    def fill(self, user: str, form: str, mark: str, **codes: Any) -> None:
        """Fill the form on top: one kind, to be opened now, a canary in subject and text."""
        texts = {name: self.canaries.sow(f"{mark}.{name}") for name in ("subject", "text")}
        answers = {"kind": "barriers", "wanted": "now", **codes, **texts}
        self.stage.person(user).fill({f"{form}.{name}": answer for name, answer in answers.items()})

    def compose(self, mark: str, **whom: Any) -> dict[str, str]:
        """The case manager writes from Home; the form's errors."""
        keeper = self.stage.person(CASE_MANAGER)
        keeper.open_home()
        keeper.wait_home(lambda home: "Seal a message" in json.dumps(home.body))
        keeper.click("Seal a message", in_home=True)
        keeper.wait_view(callback_id="seal_message")
        self.fill(CASE_MANAGER, "seal_message", mark, about=self.ref, purpose="court", **whom)
        return keeper.submit()

    def seal(self, mark: str, **whom: Any) -> str:
        """The same up to its receipt; the reference."""
        assert self.compose(mark, **whom) == {}
        keeper = self.stage.person(CASE_MANAGER)
        ref = keeper.wait_view(callback_id="sealed").words.split(" is sealed")[0].split()[-1]
        keeper.close(clear=True)
        return ref

    def reply(self, user: str, mark: str) -> dict[str, str]:
        """Answer the opened message on top; the form's errors."""
        self.stage.person(user).click("Reply")
        self.stage.person(user).wait_view(callback_id="seal_reply")
        self.fill(user, "seal_reply", mark)
        return self.stage.person(user).submit()

    def handle(self, ref: str, user: str) -> str:
        """What somebody's card of it carries."""
        query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
        with self.stage.bot.floor.ground.database.look() as work:
            return work.session.scalars(query).one()

    def shown(self, user: str, handle: str) -> str:
        """What a click on a card with this handle shows, as it was sent."""
        return forging.view_shown_for(self.stage, forging.click_on_card(self.stage, user, handle))


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with staged(tmp_path) as stage:
        ground = stage.bot.floor.ground
        named = Recipient(
            COUNTY, Role.LIAISON_PROSECUTOR, frozenset({Category.BARRIERS}), frozenset({Purpose.COURT})
        )
        with ground.database.work() as work:
            scene = ground.scene(work, SlackUserId(CASE_MANAGER))
            ref, today = begin(scene, "north").ref, scene.rules.today(scene.moment)
            circle = circle_of(work, ground.vault.rows, ref)
            assert circle is not None
            sign_release(
                scene,
                circle,
                ReleaseForm(today, Signed.ON_PAPER, (named,), today + timedelta(days=90), by_event=False),
            )
            after = circle_of(work, ground.vault.rows, ref)
            assert after is not None
            work.commit()
        yield Told(stage, Canaries(), ref, [one.id for one in after.consents])


def _open_last(told: Told, user: str, count: int = 1) -> SeenView:
    return steps.open_card(told.stage, user, steps.wait_cards(told.stage, user, count))


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
    _open_last(told, PROSECUTOR)
    receipt = stage.person(CASE_MANAGER).wait_dm(lambda dm: dm.text == f"{ref}: opened.")
    assert told.reply(PROSECUTOR, "answer") == {}
    stage.person(PROSECUTOR).wait_view(callback_id="sealed")
    answer = _open_last(told, CASE_MANAGER)
    assert f"About {told.ref}." in answer.words
    assert told.reply(CASE_MANAGER, "again") == {}
    _open_last(told, PROSECUTOR, 2)
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
    opened = _open_last(told, SUCCESSOR)
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
    _open_last(told, PROSECUTOR)
    steps.wait_settled(stage)
    seen = assert_sealed(
        stage, told.canaries, readers={PROSECUTOR}, typed={"message_action", "message", "message.groups"}
    )
    assert seen.shown == {PROSECUTOR: {"anew.subject", "anew.text"}}
