"""The officer's buttons: where they stand, what a tap says, and what a stale one says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import blocks
from handlers.ids import Action
from handlers.referrals.notices import OPTION_KINDS
from handlers.referrals.options import CHOSEN, OPTIONS, may_choose, options_row, plan_line
from handlers.voice import Message, Telling
from handlers.voices import VOICES
from models.acts.fallback import Fallback
from models.classes import Basis
from models.duties import Act
from models.notice import Kind, NewNotice, post
from models.people import Role
from models.referral import URGENT, Door, State
from models.schema import Handle, ReferralRef, SlackUserId
from sandbox.limits import check_message
from tests.handlers.harbor import MANAGER, OFFICER, RESPONDER, SECRETS, Harbor
from tests.handlers.test_standing import FACTS
from tests.handlers.wing import Wing, texts

LATE = {"type": "modal", "callback_id": "opened", "id": "VMODAL", "hash": "h0"}


def spoken(harbor: Harbor, kind: Kind, ref: ReferralRef, user: SlackUserId) -> Message:
    """What a notice of this kind says to them now."""
    with harbor.ground.database.work() as work:
        key = f"test:{kind}:{user}:{harbor.time.moment}"
        post(work, harbor.time(), [NewNotice(kind, user, key, subject=ref)])
        work.commit()
    notice = harbor.notices(kind)[-1]
    with harbor.ground.database.look() as work:
        said = VOICES[kind](Telling(work, harbor.rules(), notice, harbor.ground))
    assert isinstance(said, Message)
    return said


def buttons(said: Message) -> list[tuple[str, str]]:
    """The buttons under a message: id and value."""
    rows = [row for row in said.blocks or [] if row["type"] == "actions"]
    return [(element["action_id"], element["value"]) for row in rows for element in row["elements"]]


@pytest.mark.parametrize("kind", sorted(OPTION_KINDS))
def test_the_options_stand_under_what_the_waiting_officer_hears(harbor: Harbor, kind: Kind) -> None:
    receipt = harbor.refer()
    said = spoken(harbor, kind, receipt.ref, OFFICER)
    assert buttons(said) == [(action.value, receipt.handle) for action in OPTIONS]
    check_message(said.text, said.blocks)
    assert not any(secret in str(said) for secret in SECRETS)


@pytest.mark.parametrize("kind", sorted(OPTION_KINDS))
def test_the_words_do_not_tell_whether_the_officers_own_item_opens_still(wing: Wing, kind: Kind) -> None:
    harbor = wing.harbor
    receipt = harbor.refer()
    before = spoken(harbor, kind, receipt.ref, OFFICER)
    harbor.seat_anew(OFFICER, harbor.referral(receipt.ref).referrer_agency, Role.OFFICER)
    harbor.time.go(timedelta(seconds=1))
    assert spoken(harbor, kind, receipt.ref, OFFICER) == before
    wing.click(OFFICER, Action.OPTION_STOP, value=receipt.handle)
    assert wing.slack.views("views.open")[-1]["callback_id"] == "unavailable"
    assert harbor.referral(receipt.ref).state == State.DISPATCHED


@pytest.mark.parametrize("kind", sorted(OPTION_KINDS))
def test_nobody_but_the_officer_has_them_and_nobody_once_it_is_settled(harbor: Harbor, kind: Kind) -> None:
    ref = harbor.refer().ref
    assert buttons(spoken(harbor, kind, ref, MANAGER)) == []
    harbor.act(RESPONDER, ref, Act.MET)
    assert buttons(spoken(harbor, kind, ref, OFFICER)) == []


def test_only_stop_asks_once_more() -> None:
    asked = [one["action_id"] for one in options_row(Handle("0" * 32))["elements"] if "confirm" in one]
    assert asked == [Action.OPTION_STOP]


@pytest.mark.parametrize("action", OPTIONS)
def test_a_tap_in_a_message_says_what_was_noted(wing: Wing, action: Action) -> None:
    receipt = wing.harbor.refer()
    wing.click(OFFICER, action, value=receipt.handle)
    choice = OPTIONS[action][0]
    assert f"{receipt.ref}: {CHOSEN[choice]}" in texts(wing.slack.views("views.open")[-1])
    assert wing.harbor.referral(receipt.ref).fallback == choice.value


def test_a_tap_in_the_own_item_replaces_that_view(wing: Wing) -> None:
    receipt = wing.harbor.refer()
    wing.click(OFFICER, Action.OPTION_CENTER, value=receipt.handle, view=LATE)
    assert CHOSEN[Fallback.CENTER] in str(wing.slack.views("views.update")[-1])


@pytest.mark.parametrize(("ends", "says"), [(Act.MET, "Met at "), (Act.NOT_MET, "No meeting this time.")])
def test_a_stale_button_tells_where_it_stands_now(wing: Wing, ends: Act, says: str) -> None:
    receipt = wing.harbor.refer()
    wing.harbor.act(RESPONDER, receipt.ref, ends)
    wing.click(OFFICER, Action.OPTION_STOP, value=receipt.handle)
    shown = str(wing.slack.views("views.open")[-1])
    assert "nothing was changed by your tap" in shown
    assert says in shown
    assert wing.harbor.referral(receipt.ref).fallback == ""


def test_a_repeated_delivery_of_a_tap_is_one_choice(wing: Wing) -> None:
    receipt = wing.harbor.refer()
    for _ in range(3):
        wing.click(OFFICER, Action.OPTION_STOP, value=receipt.handle, key="trigger-1")
    assert wing.harbor.verbs().count("referral.withdrawn") == 1
    assert CHOSEN[Fallback.STOP] in str(wing.slack.views("views.open")[-1])


def test_somebody_elses_button_does_nothing(wing: Wing) -> None:
    receipt = wing.harbor.refer()
    wing.click(RESPONDER, Action.OPTION_STOP, value=receipt.handle)
    assert wing.harbor.referral(receipt.ref).state == State.DISPATCHED
    assert CHOSEN[Fallback.STOP] not in str(wing.slack.asked)


def test_the_responder_sees_the_plan_and_the_officer_the_options(wing: Wing) -> None:
    receipt = wing.harbor.refer()
    wing.click(OFFICER, Action.OPTION_STATION, value=receipt.handle)
    wing.harbor.time.go(timedelta(seconds=1))
    wing.click(RESPONDER, Action.OPEN_ITEM, value=wing.harbor.item(receipt.ref, RESPONDER))
    wing.settle()
    shown = str(wing.slack.views()[-1])
    assert "Plan: the officer goes on to the station." in shown
    assert Action.OPTION_STOP.value not in shown
    own = wing.harbor.item(receipt.ref, OFFICER, Basis.OWN)
    wing.click(OFFICER, Action.OPEN_ITEM, value=own)
    wing.settle()
    assert Action.OPTION_STOP.value in str(wing.slack.views()[-1])


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("state", State)
def test_there_is_something_to_choose_only_while_somebody_stands_and_waits(door: Door, state: State) -> None:
    facts = replace(FACTS, door=door, state=state, fallback=Fallback.CENTER.value)
    assert may_choose(facts) is (door in URGENT and state is State.DISPATCHED)
    assert bool(plan_line(facts)) is may_choose(facts)


def test_the_row_of_options_is_one_that_slack_takes() -> None:
    check_message("x", [blocks.section("x"), options_row(Handle("f" * 32))])
