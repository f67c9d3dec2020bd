"""Who cannot be sent a message: at which field, in which words, and nothing is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from handlers.ids import Action, View
from handlers.messages.compose import VACANT
from handlers.messages.refusals import NOBODY_NAMED, NOT_TO_THEM, WHY
from models.classes import Category, Purpose
from models.duties import Act
from models.envelope import Envelope, SealedItem
from models.message import SealedMessage
from models.notice import Notice
from models.people import Role
from models.referral import Door
from models.schema import SlackUserId
from tests.handlers.consents.releasing import begun, buttons, line, release
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    STRANGER,
)
from tests.handlers.messages.sealing import (
    OFFICE,
    TEAM,
    TEXT,
    item_of,
    newest,
    open_item,
    people,
    refusals,
    released,
    said_in,
    submit,
    values,
)
from tests.handlers.wing import Wing, picked

COLLEAGUE = SlackUserId("UTULLEX01")
PHONE = "(555) 010-0199"
OUTSIDE = NOT_TO_THEM.format(line=PHONE)


def test_without_a_release_nothing_is_kept_and_the_field_says_three_ways_on(wing: Wing) -> None:
    ref = begun(wing.harbor)
    said = refusals(submit(wing, CASE_MANAGER, values("seal_message", PROSECUTOR, about=ref)))
    assert said == {"people": f"Cressida Vane-Example: {WHY['no_consent']}"}
    assert wing.harbor.count(SealedMessage, Envelope, SealedItem, Notice) == 0


def test_each_recipient_stands_at_their_field_with_their_own_reason(wing: Wing) -> None:
    told = released(wing.harbor)
    filled = {
        **values("seal_message", CLINICAL, RESPONDER, OFFICER, STRANGER, CASE_MANAGER, about=told.ref),
        **picked("seal_message", role=OFFICE, kind="engagement"),
    }
    said = refusals(submit(wing, CASE_MANAGER, filled))
    assert said["role"] == WHY["no_consent"]
    assert f"Pim Larkspur: {WHY['never']}" in said["people"]
    assert f"Tansy Quillfeather: {WHY['no_consent']}" in said["people"]
    assert WHY["unrostered"].format(line=PHONE) in said["people"]
    assert f"Ottoline Bramblewick: {WHY['yourself']}" in said["people"]
    assert "Fen Hollyhock" not in said["people"], "she could have it, and does not get it alone"
    assert wing.harbor.count(SealedMessage, Notice) == 0


def test_a_role_that_never_receives_a_kind_is_not_offered_a_release(wing: Wing) -> None:
    filled = values("seal_message", PROSECUTOR, about=begun(wing.harbor), kind="clinical")
    assert WHY["never"] in refusals(submit(wing, CASE_MANAGER, filled))["people"]


def test_nobody_named_is_said_at_once(wing: Wing) -> None:
    filled = values("seal_message", about=begun(wing.harbor))
    assert refusals(submit(wing, CASE_MANAGER, filled)) == {"people": NOBODY_NAMED}


def test_a_role_that_nobody_holds_any_more_is_said_at_once(wing: Wing) -> None:
    told = released(wing.harbor)
    for user in (PROSECUTOR, COLLEAGUE):
        wing.harbor.suspend(user)
    filled = {**values("seal_message", about=told.ref), **picked("seal_message", role=OFFICE)}
    assert refusals(submit(wing, CASE_MANAGER, filled)) == {"role": VACANT}
    wing.click(CASE_MANAGER, Action.SEAL_MESSAGE)
    assert OFFICE not in json.dumps(wing.slack.views("views.open")[-1])


def test_a_role_held_by_the_sender_alone_is_nobodys(wing: Wing) -> None:
    filled = {**values("seal_message", about=begun(wing.harbor)), **picked("seal_message", role=TEAM)}
    assert refusals(submit(wing, CASE_MANAGER, filled)) == {"role": WHY["vacant"]}


def test_an_unanswered_field_keeps_everything_back(wing: Wing) -> None:
    filled = values("seal_message", PROSECUTOR, about=released(wing.harbor).ref)
    del filled["seal_message.kind"]
    assert set(refusals(submit(wing, CASE_MANAGER, filled))) == {"kind"}
    assert wing.harbor.count(SealedMessage) == 0


def test_nobody_speaks_of_somebody_elses_person(wing: Wing) -> None:
    told = released(wing.harbor)
    wing.harbor.refer(OFFICER)
    for about in (told.ref, "C-00000"):
        filled = values("seal_message", CASE_MANAGER, about=about, kind="identity")
        assert set(refusals(submit(wing, OFFICER, filled))) == {"about"}


def test_from_an_opened_referral_its_referrer_writes_to_the_responder(wing: Wing) -> None:
    receipt = wing.harbor.refer(OFFICER)
    view = open_item(wing, OFFICER, receipt.handle)
    handle = buttons(view)[Action.SEAL_ABOUT]
    wing.click(OFFICER, Action.SEAL_ABOUT, value=handle, view=view)
    assert wing.slack.views("views.push")[-1]["callback_id"] == View.SEAL_ABOUT
    filled = values("seal_about", RESPONDER, kind="location", purpose="hand_off")
    assert submit(wing, OFFICER, filled, handle=handle, form="seal_about")["response_action"] == "update"
    message = newest(wing.harbor)
    assert message.about == receipt.ref
    shown = open_item(wing, RESPONDER, item_of(wing.harbor, message.ref, RESPONDER))
    assert f"About {receipt.ref}." in said_in(shown)
    assert TEXT in said_in(shown)


def test_an_officer_reads_one_sentence_about_whoever_cannot_have_it(wing: Wing) -> None:
    receipt = wing.harbor.refer(OFFICER)
    filled = values("seal_message", PROSECUTOR, about=receipt.ref, kind="location")
    said = refusals(submit(wing, OFFICER, filled))
    assert said == {"people": f"Cressida Vane-Example: {OUTSIDE}"}


@pytest.mark.parametrize("sent", [False, True])
def test_a_neighbor_reads_off_no_refusal_whether_outreach_went(wing: Wing, *, sent: bool) -> None:
    receipt = wing.harbor.refer(NEIGHBOR, Door.COMMUNITY)
    if sent:
        wing.harbor.act(MANAGER, receipt.ref, Act.SEND_OUTREACH)
    filled = values("seal_message", RESPONDER, about=receipt.ref, kind="location", purpose="referral")
    assert refusals(submit(wing, NEIGHBOR, filled)) == {"people": f"Pim Larkspur: {OUTSIDE}"}
    to_manager = values("seal_message", MANAGER, about=receipt.ref, kind="location", purpose="referral")
    assert submit(wing, NEIGHBOR, to_manager)["response_action"] == "update"


def test_about_a_referral_that_is_no_longer_theirs_nothing_is_sent(wing: Wing) -> None:
    receipt = wing.harbor.refer(OFFICER)
    wing.harbor.act(RESPONDER, receipt.ref, Act.MET)
    item = wing.harbor.item(receipt.ref, RESPONDER)
    wing.harbor.time.go(timedelta(hours=25))
    filled = values("seal_about", CLINICAL, kind="location", purpose="hand_off")
    assert refusals(submit(wing, RESPONDER, filled, handle=item, form="seal_about"))
    assert wing.harbor.count(SealedMessage) == 0


def test_a_kind_that_a_role_gets_for_one_purpose_is_never_theirs_for_another(wing: Wing) -> None:
    ref = begun(wing.harbor)
    police = line(
        "police:Lantern Harbor PD", Role.POLICE_SUPERVISOR, Category.IDENTITY, purpose=Purpose.HAND_OFF
    )
    told = release(wing.harbor, ref, (police,))
    court = values("seal_message", "UOXLIP001", about=told.ref, kind="identity")
    assert refusals(submit(wing, CASE_MANAGER, court)) == {"people": f"Barnaby Oxlip: {WHY['never']}"}
    handed = {**court, **picked("seal_message", purpose="hand_off")}
    assert submit(wing, CASE_MANAGER, handed)["response_action"] == "update"


def test_more_people_than_the_field_takes_are_refused(wing: Wing) -> None:
    filled = {
        **values("seal_message", about=begun(wing.harbor)),
        **people("seal_message", *(["UMANY0001"] * 11)),
    }
    assert set(refusals(submit(wing, CASE_MANAGER, filled))) == {"people"}
