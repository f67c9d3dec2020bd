"""Sealed messages through the real listeners: who is sent what, replies, receipts, taking back, the menu."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from handlers import words
from handlers.ids import Action, Event, Shortcut, View
from handlers.messages.compose import DELETE_FIRST, VACANT
from handlers.messages.refusals import NOBODY_NAMED, NOT_TO_THEM, WHY
from models.classes import Category, Purpose
from models.duties import Act
from models.envelope import Envelope, SealedItem
from models.message import SealedMessage
from models.notice import Kind, Notice
from models.people import Role
from models.referral import Door
from models.schema import SlackUserId
from tests.handlers.consents.releasing import TO_PROSECUTOR, begun, buttons, line, release
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
    SUBJECT,
    TEAM,
    TEXT,
    end,
    item_of,
    newest,
    open_item,
    people,
    refusals,
    released,
    sealed,
    submit,
    values,
)
from tests.handlers.wing import Json, Wing, picked, texts

COLLEAGUE = SlackUserId("UTULLEX01")
PHONE = "(555) 010-0199"
OUTSIDE = NOT_TO_THEM.format(line=PHONE)


def said_in(view: Json) -> str:
    return "\n".join(texts(view))


def home_of(wing: Wing, user: str) -> Json:
    wing.event(user, Event.HOME_OPENED, tab="home")
    return wing.slack.views("views.publish")[-1]


# --- writing ------------------------------------------------------------------------------------------


def test_a_case_manager_seals_a_message_and_the_prosecutor_opens_it(wing: Wing) -> None:
    told = released(wing.harbor)
    message = sealed(wing, told.ref)
    [card] = wing.harbor.notices(Kind.CARD_NOW)
    assert (card.recipient, card.subject) == (PROSECUTOR, message.ref)
    view = open_item(wing, PROSECUTOR, item_of(wing.harbor, message.ref, PROSECUTOR))
    shown = said_in(view)
    for part in (
        SUBJECT,
        TEXT,
        message.ref,
        "Barriers and what would help",
        "Ottoline Bramblewick",
        words.PART_2,
    ):
        assert part in shown
    assert (
        "Shared under a release that names Lantern County Prosecutor, liaison prosecutor, for court" in shown
    )
    assert "until " in shown
    assert told.ref not in json.dumps(view), "a participant's reference stays within the care team"
    assert set(buttons(view)) == {Action.REPLY_SEALED}


def test_the_sender_hears_once_that_it_was_opened(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref, PROSECUTOR, COLLEAGUE)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    for reader, theirs in (
        (CASE_MANAGER, item_of(wing.harbor, message.ref, CASE_MANAGER)),
        (PROSECUTOR, handle),
    ):
        open_item(wing, reader, theirs)
    open_item(wing, COLLEAGUE, item_of(wing.harbor, message.ref, COLLEAGUE))
    [receipt] = wing.harbor.notices(Kind.MESSAGE_OPENED)
    assert (receipt.recipient, receipt.subject) == (CASE_MANAGER, message.ref)


def test_to_a_role_reaches_everybody_who_holds_it_there_and_is_kept_for_a_successor(wing: Wing) -> None:
    told = released(wing.harbor)
    filled = {**values("seal_message", about=told.ref), **picked("seal_message", role=OFFICE, about=told.ref)}
    assert submit(wing, CASE_MANAGER, filled)["response_action"] == "update"
    message = newest(wing.harbor)
    assert (message.to_role, message.to_agency) == tuple(OFFICE.split("@"))
    assert {card.recipient for card in wing.harbor.notices(Kind.CARD_NOW)} == {PROSECUTOR, COLLEAGUE}


def test_subject_and_text_go_into_one_envelope_of_the_chosen_kind(wing: Wing) -> None:
    message = sealed(wing, begun(wing.harbor), CLINICAL)
    with wing.harbor.ground.database.look() as work:
        rows = [row for row in work.session.query(Envelope) if row.subject == message.ref]
    assert [(row.category, row.purpose) for row in rows] == [(Category.BARRIERS, Purpose.COURT)]


def test_nothing_of_it_stands_open_and_nothing_goes_to_a_channel(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    assert all(notice.recipient.startswith("U") for notice in wing.harbor.notices())
    assert wing.harbor.decisions("message.sent") == [Category.BARRIERS.value]
    stored = wing.harbor.everything_stored()
    assert not [word for word in ("Zebulon", "Testperson", "shelter") if word.encode() in stored]
    assert message.ref.encode() in stored


def test_the_same_form_sent_again_after_a_lost_answer_is_one_message(wing: Wing) -> None:
    told = released(wing.harbor)
    for _ in range(2):
        sealed(wing, told.ref, at="VSAME1")
    assert wing.harbor.count(SealedMessage) == 1


# --- who cannot be sent it ----------------------------------------------------------------------------


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


# --- answering ----------------------------------------------------------------------------------------


def test_a_reply_goes_sealed_to_who_wrote_and_to_nobody_else(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref, PROSECUTOR, COLLEAGUE)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    wing.click(PROSECUTOR, Action.REPLY_SEALED, value=handle, view={})
    form = wing.slack.views("views.push")[-1]
    assert (form["callback_id"], form["private_metadata"]) == (View.SEAL_REPLY, handle)
    wing.harbor.time.go(timedelta(minutes=1))
    said = submit(wing, PROSECUTOR, values("seal_reply"), handle=handle, form="seal_reply")
    assert said["response_action"] == "update"
    reply = newest(wing.harbor)
    assert (reply.answers, reply.about, reply.purpose) == (message.ref, message.about, message.purpose)
    assert [card.recipient for card in wing.harbor.notices() if card.subject == reply.ref] == [CASE_MANAGER]
    view = open_item(wing, CASE_MANAGER, item_of(wing.harbor, reply.ref, CASE_MANAGER))
    assert reply.about in said_in(view), "the care team is told whom it is about"


def test_a_reply_form_offers_only_kinds_that_the_role_may_write(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    wing.click(PROSECUTOR, Action.REPLY_SEALED, value=item_of(wing.harbor, message.ref, PROSECUTOR), view={})
    form = json.dumps(wing.slack.views("views.push")[-1])
    assert '"legal_calendar"' in form
    assert '"clinical"' not in form
    filled = values("seal_reply", kind="clinical")
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    assert set(refusals(submit(wing, PROSECUTOR, filled, handle=handle, form="seal_reply"))) == {"kind"}


def test_a_reply_outside_the_team_is_refused_in_the_same_bytes_whatever_the_cause(wing: Wing) -> None:
    harbor, answers = wing.harbor, dict[str, str]()

    def reply(cause: str, handle: str) -> None:
        said = submit(
            wing, PROSECUTOR, values("seal_reply"), handle=handle, form="seal_reply", at=f"V{cause}"
        )
        assert refusals(said) == {"kind": OUTSIDE}, cause
        answers[cause] = json.dumps(said)

    told = released(harbor)
    ended, back = sealed(wing, told.ref, at="V1"), sealed(wing, told.ref, at="V2")
    reply("unknown", "0" * 32)
    reply("somebody else's", item_of(harbor, ended.ref, CASE_MANAGER))
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=item_of(harbor, back.ref, CASE_MANAGER))
    reply("taken back", item_of(harbor, back.ref, PROSECUTOR))
    end(harbor, told)
    reply("ended", item_of(harbor, ended.ref, PROSECUTOR))
    harbor.time.go(timedelta(minutes=1))
    brief = sealed(wing, release(harbor, begun(harbor), (TO_PROSECUTOR,), days=1).ref, at="V3")
    harbor.time.go(timedelta(days=2))
    reply("ran out", item_of(harbor, brief.ref, PROSECUTOR))
    harbor.time.go(timedelta(days=2))
    reply("hours over", item_of(harbor, brief.ref, PROSECUTOR))
    left = sealed(wing, released(harbor).ref, at="V4")
    harbor.suspend(CASE_MANAGER)
    reply("sender gone", item_of(harbor, left.ref, PROSECUTOR))
    assert len(answers) == 7
    assert len(set(answers.values())) == 1
    assert harbor.count(SealedMessage) == 4


def test_an_author_does_not_answer_themselves(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine = item_of(wing.harbor, message.ref, CASE_MANAGER)
    said = submit(wing, CASE_MANAGER, values("seal_reply"), handle=mine, form="seal_reply")
    assert refusals(said) == {"kind": OUTSIDE}


def test_the_care_team_is_told_why_a_reply_cannot_be_sent(wing: Wing) -> None:
    told = released(wing.harbor)
    message = sealed(wing, told.ref)
    handle = item_of(wing.harbor, message.ref, PROSECUTOR)
    wing.harbor.time.go(timedelta(minutes=1))
    submit(wing, PROSECUTOR, values("seal_reply"), handle=handle, form="seal_reply")
    answer = item_of(wing.harbor, newest(wing.harbor).ref, CASE_MANAGER)
    end(wing.harbor, told)
    said = submit(wing, CASE_MANAGER, values("seal_reply"), handle=answer, form="seal_reply")
    assert refusals(said) == {"kind": WHY["no_consent"]}


# --- about a referral ---------------------------------------------------------------------------------


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


# --- taking back --------------------------------------------------------------------------------------


def test_what_is_taken_back_opens_for_nobody_and_its_card_stays(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine, theirs = (item_of(wing.harbor, message.ref, user) for user in (CASE_MANAGER, PROSECUTOR))
    view = open_item(wing, CASE_MANAGER, mine)
    assert buttons(view) == {Action.TAKE_BACK: mine}
    assert "Not opened yet." in said_in(view)
    assert "To Cressida Vane-Example." in said_in(view)
    before = wing.harbor.notices(Kind.CARD_NOW)
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=mine, view=view)
    assert "taken back" in said_in(wing.slack.views("views.update")[-1])
    assert open_item(wing, PROSECUTOR, theirs)["callback_id"] == View.UNAVAILABLE
    assert [one.id for one in wing.harbor.notices(Kind.CARD_NOW)] == [one.id for one in before]
    assert wing.harbor.notices(Kind.MESSAGE_OPENED) == []


def test_what_was_opened_is_not_taken_back_and_says_when(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine = item_of(wing.harbor, message.ref, CASE_MANAGER)
    open_item(wing, PROSECUTOR, item_of(wing.harbor, message.ref, PROSECUTOR))
    view = open_item(wing, CASE_MANAGER, mine)
    assert buttons(view) == {}
    assert "It has been opened: " in said_in(view)
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=mine)
    assert "opened already" in said_in(wing.slack.views("views.open")[-1])
    again = open_item(wing, PROSECUTOR, item_of(wing.harbor, message.ref, PROSECUTOR))
    assert TEXT in said_in(again)


def test_taking_back_twice_says_so_and_nobody_takes_back_anothers(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine, theirs = (item_of(wing.harbor, message.ref, user) for user in (CASE_MANAGER, PROSECUTOR))
    wing.click(PROSECUTOR, Action.TAKE_BACK, value=theirs)
    wing.click(PROSECUTOR, Action.TAKE_BACK, value=mine)
    assert wing.harbor.verbs().count("message.withdrawn") == 0
    for _ in range(2):
        wing.click(CASE_MANAGER, Action.TAKE_BACK, value=mine)
    assert "taken back already" in said_in(wing.slack.views("views.open")[-1])


# --- Home ---------------------------------------------------------------------------------------------


def test_home_shows_what_waits_and_what_was_sent_by_reference_alone(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine, theirs = (item_of(wing.harbor, message.ref, user) for user in (CASE_MANAGER, PROSECUTOR))
    sender, reader = home_of(wing, CASE_MANAGER), home_of(wing, PROSECUTOR)
    assert f"{message.ref}: not opened yet." in said_in(sender)
    assert {Action.SEAL_MESSAGE, Action.TAKE_BACK} <= set(buttons(sender))
    assert f"Sealed message {message.ref}." in said_in(reader)
    assert buttons(reader)[Action.OPEN_ITEM] == theirs
    assert message.about not in json.dumps(reader)
    open_item(wing, PROSECUTOR, theirs)
    assert f"{message.ref}: opened " in said_in(home_of(wing, CASE_MANAGER))
    assert message.ref not in json.dumps(home_of(wing, PROSECUTOR))
    assert mine in json.dumps(home_of(wing, CASE_MANAGER))


def test_home_shows_the_reader_the_same_after_a_revocation_and_after_taking_back(wing: Wing) -> None:
    told = released(wing.harbor)
    message = sealed(wing, told.ref)
    before = home_of(wing, PROSECUTOR)
    end(wing.harbor, told)
    assert home_of(wing, PROSECUTOR) == before
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=item_of(wing.harbor, message.ref, CASE_MANAGER))
    assert home_of(wing, PROSECUTOR) == before
    assert f"{message.ref}: taken back." in said_in(home_of(wing, CASE_MANAGER))
    wing.harbor.time.go(timedelta(hours=73))
    assert message.ref not in json.dumps(home_of(wing, PROSECUTOR))


def test_who_has_nobody_to_write_about_is_offered_nothing(wing: Wing) -> None:
    assert Action.SEAL_MESSAGE not in buttons(home_of(wing, PROSECUTOR))
    wing.click(PROSECUTOR, Action.SEAL_MESSAGE)
    assert "does not include this" in said_in(wing.slack.views("views.open")[-1])


def test_a_full_home_stays_within_slacks_hundred_blocks(wing: Wing) -> None:
    told = released(wing.harbor)
    for number in range(8):
        wing.harbor.refer(NEIGHBOR, Door.COMMUNITY, form=f"VN{number}")
        sealed(wing, told.ref, CLINICAL, at=f"VS{number}")
    assert len(home_of(wing, CLINICAL)["blocks"]) <= 100
    assert said_in(home_of(wing, CLINICAL)).count("Sealed message M-") == 6


# --- the menu of a message ----------------------------------------------------------------------------


def test_the_message_menu_opens_an_empty_form_that_asks_to_delete_the_original(wing: Wing) -> None:
    begun(wing.harbor)
    wing.shortcut(CASE_MANAGER, Shortcut.MOVE)
    form = wing.slack.views("views.open")[-1]
    assert form["callback_id"] == View.SEAL_MESSAGE
    assert form["blocks"][0]["text"]["text"] == DELETE_FIRST
    assert "initial" not in json.dumps(form)


def test_who_can_seal_nothing_is_asked_to_delete_it_all_the_same(wing: Wing) -> None:
    wing.shortcut(PROSECUTOR, Shortcut.MOVE)
    assert DELETE_FIRST in said_in(wing.slack.views("views.open")[-1])


# --- what hangs on the purpose ------------------------------------------------------------------------


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
