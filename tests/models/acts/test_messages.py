"""Sealed messages: who could open one, sending, taking back, the receipt, and what a successor inherits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from models.access import MATRIX
from models.acts.messages import (
    Barred,
    Outgoing,
    could_open,
    inherit,
    may_speak_of,
    send,
    take_back,
    was_opened,
)
from models.acts.release import sign_release
from models.classes import NEVER_STORED, RELEASABLE, Basis, Category, Purpose
from models.database import Database
from models.envelope import CustodyWrap, Envelope, Grant, SealedItem
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, UnknownReference
from models.message import SealedMessage
from models.notice import Kind, NewNotice, Notice, post
from models.participant import circle_of
from models.people import Role
from models.scene import Scene
from models.schema import MessageRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Opened, Refused, Seat
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    RESPONDER,
    Laid,
    lay,
)
from tests.models.sharing import (
    COLLEAGUE,
    DEFENDER,
    OFFICE,
    TEXT,
    Sharing,
    defenders,
    form,
    office,
    scene_of,
    share,
)

HOURS = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


@pytest.fixture
def sharing(ground: Laid) -> Sharing:
    return share(ground)


def outgoing(
    sharing: Sharing,
    category: Category = Category.BARRIERS,
    purpose: Purpose = Purpose.COURT,
    about: str = "",
) -> Outgoing:
    return Outgoing(about or sharing.ref, category, purpose, {"text": Sensitive(TEXT)})


def asked(sharing: Sharing, reader: SlackUserId, out: Outgoing | None = None) -> Seat | Barred:
    return sharing.act(lambda scene: could_open(scene, sharing.actor(reader), out or outgoing(sharing)))


# --- who could open -----------------------------------------------------------------------------------


def test_the_reasons_why_somebody_could_not_open(sharing: Sharing) -> None:
    assert asked(sharing, PROSECUTOR) == Barred("no_consent")
    assert asked(sharing, PROSECUTOR, outgoing(sharing, Category.CLINICAL)) == Barred("never")
    assert asked(sharing, OFFICER, outgoing(sharing, Category.LOCATION)) == Barred("never")
    assert asked(sharing, RESPONDER, outgoing(sharing, Category.IDENTITY)) == Barred("not_theirs")
    sharing.ground.reappoint(BACKUP, roles="case_manager")
    assert asked(sharing, BACKUP) == Barred("not_theirs")
    for category in NEVER_STORED:
        assert asked(sharing, CASE_MANAGER, outgoing(sharing, category)) == Barred("never")


def test_about_a_referral_nobody_is_told_to_ask_for_a_release(sharing: Sharing) -> None:
    ref = sharing.ground.refer().ref
    assert asked(sharing, PROSECUTOR, outgoing(sharing, about=ref)) == Barred("not_theirs")
    assert asked(sharing, PROSECUTOR, outgoing(sharing, about="R-NOONE")) == Barred("not_theirs")
    assert asked(sharing, PROSECUTOR, outgoing(sharing, about="C-NOONE")) == Barred("no_consent")


def test_whoever_could_gets_the_seat_they_could_open_from(sharing: Sharing) -> None:
    sharing.sign(office())
    assert asked(sharing, PROSECUTOR) == Seat(PROSECUTOR, Role.LIAISON_PROSECUTOR, Basis.CONSENT)
    assert asked(sharing, CASE_MANAGER) == Seat(CASE_MANAGER, Role.CASE_MANAGER, Basis.CARE_TEAM)
    assert asked(sharing, CLINICIAN) == Seat(CLINICIAN, Role.CLINICAL_SUPERVISOR, Basis.CARE_TEAM)
    ref = sharing.ground.refer().ref
    sent = asked(sharing, RESPONDER, outgoing(sharing, Category.IDENTITY, about=ref))
    assert sent == Seat(RESPONDER, Role.OUTREACH_RESPONDER, Basis.REFERRAL)


def test_of_several_ways_the_one_nearest_to_the_person_is_taken(sharing: Sharing) -> None:
    sharing.ground.reappoint(CLINICIAN, roles="case_manager;clinical_supervisor;outreach_responder")
    assert asked(sharing, CLINICIAN) == Seat(CLINICIAN, Role.CLINICAL_SUPERVISOR, Basis.CARE_TEAM)


def test_a_release_for_another_purpose_covers_nothing(sharing: Sharing) -> None:
    sharing.sign(office())
    assert asked(sharing, PROSECUTOR, outgoing(sharing, purpose=Purpose.SERVICES)) == Barred("no_consent")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    reader=st.sampled_from([PROSECUTOR, DEFENDER, OFFICER, RESPONDER, CASE_MANAGER, CLINICIAN, MANAGER]),
    category=st.sampled_from(Category),
    purpose=st.sampled_from(Purpose),
    named=st.sampled_from([None, Category.BARRIERS, Category.IDENTITY, Category.ENGAGEMENT]),
)
def test_a_seat_is_given_exactly_where_the_item_then_opens(
    sharing: Sharing,
    reader: SlackUserId,
    category: Category,
    purpose: Purpose,
    named: Category | None,
) -> None:
    with sharing.ground.database.work() as work:
        scene = scene_of(sharing.ground, work)
        if named is not None:
            circle = circle_of(work, sharing.ground.vault.rows, sharing.ref)
            assert circle is not None
            sign_release(scene, circle, form(office(named, purposes=RELEASABLE), defenders(named)))
        out = outgoing(sharing, category, purpose)
        seat = could_open(scene, sharing.actor(reader), out)
        if isinstance(seat, Seat):
            assert seat.basis in MATRIX[seat.role][category]  # type: ignore[index]  # a seat of a reader has one
            message = send(scene, sharing.actor(CASE_MANAGER), out, [seat])
            query = select(SealedItem.handle).where(
                SealedItem.subject == message.ref,
                SealedItem.recipient == reader,
                SealedItem.basis == seat.basis.value,
            )
            handle = work.session.scalars(query).one()
            assert isinstance(sharing.ground.open_within(work, reader, handle), Opened)
        else:
            told = reader in {PROSECUTOR, DEFENDER} and category == named and purpose in RELEASABLE
            team = reader in {CASE_MANAGER, CLINICIAN} and category not in NEVER_STORED
            assert not told
            assert not team


# --- who may begin to speak ---------------------------------------------------------------------------


def speaks(sharing: Sharing, user: SlackUserId, about: str = "") -> bool:
    return sharing.act(lambda scene: may_speak_of(scene, sharing.actor(user), about or sharing.ref), user)


def test_of_a_participant_speaks_their_care_team(sharing: Sharing) -> None:
    sharing.sign()
    assert speaks(sharing, CASE_MANAGER)
    assert speaks(sharing, CLINICIAN)
    for user in (PROSECUTOR, OFFICER, RESPONDER, MANAGER):
        assert not speaks(sharing, user)
    assert not speaks(sharing, CASE_MANAGER, "C-NOONE")


def test_of_a_referral_speaks_who_wrote_it_and_to_whom_it_was_handed(sharing: Sharing) -> None:
    ground = sharing.ground
    ref = ground.refer().ref
    for user in (OFFICER, RESPONDER, BACKUP):
        assert speaks(sharing, user, ref)
    for user in (QUAY_OFFICER, PROSECUTOR, CASE_MANAGER):
        assert not speaks(sharing, user, ref)
    assert not speaks(sharing, OFFICER, "R-NOONE")
    ground.reappoint(OFFICER, agency="police:Another PD")
    assert not speaks(sharing, OFFICER, ref), "not in the name of another agency"
    ground.change(ref, closed_at=NOON)
    for user in (OFFICER, RESPONDER):
        assert not speaks(sharing, user, ref)


def test_a_day_after_meeting_a_responder_does_not_speak_of_it(sharing: Sharing) -> None:
    ref = sharing.ground.refer().ref
    sharing.ground.change(ref, met_at=NOON - timedelta(hours=24))
    assert not speaks(sharing, RESPONDER, ref)
    assert speaks(sharing, OFFICER, ref)


# --- sending ------------------------------------------------------------------------------------------


def seated(sharing: Sharing, reader: SlackUserId = PROSECUTOR) -> Seat:
    return Seat(reader, Role.LIAISON_PROSECUTOR, Basis.CONSENT)


def sending(sharing: Sharing, user: SlackUserId, out: Outgoing, *seats: Seat) -> SealedMessage:
    return sharing.act(lambda scene: send(scene, sharing.actor(user), out, seats), user)


def test_who_was_sent_a_message_reads_it_and_the_sender_reads_their_own(sharing: Sharing) -> None:
    sharing.sign(office(), defenders())
    message = sharing.seal(PROSECUTOR, DEFENDER)
    for reader in (PROSECUTOR, DEFENDER, CASE_MANAGER):
        assert sharing.reads(message, reader)
    opened = sharing.open(message)
    assert isinstance(opened, Opened)
    assert (opened.subject, opened.about, opened.basis) == (message, sharing.ref, Basis.CONSENT)
    assert sharing.ground.open(COLLEAGUE, sharing.handle(message)) == Refused("not_the_recipient")
    row = [line for line in sharing.ground.audit_rows() if line[1] == "message.sent"]
    assert row == [(CASE_MANAGER, "message.sent", f"{message} {sharing.ref}", "barriers")]


def test_what_may_not_be_sent_is_refused_and_leaves_nothing(sharing: Sharing) -> None:
    sharing.sign()
    tries = [
        (CASE_MANAGER, outgoing(sharing), ()),
        (CASE_MANAGER, outgoing(sharing, Category.VIOLATIONS), (seated(sharing),)),
        (PROSECUTOR, outgoing(sharing, Category.CLINICAL), (seated(sharing, COLLEAGUE),)),
        (PROSECUTOR, outgoing(sharing), (seated(sharing, COLLEAGUE),)),
        (CASE_MANAGER, outgoing(sharing, about="C-NOONE"), (seated(sharing),)),
    ]
    for user, out, seats in tries:
        with pytest.raises(NotAllowed):
            sending(sharing, user, out, *seats)
    with sharing.ground.database.look() as work:
        for table in (SealedMessage, Envelope, CustodyWrap, SealedItem, Grant, Notice):
            assert work.session.scalar(select(func.count()).select_from(table)) == 0


def test_who_was_sent_a_message_may_answer_it_and_nobody_else(sharing: Sharing) -> None:
    sharing.sign()
    first = sharing.seal()
    reply = replace(outgoing(sharing), answers=first)
    back = Seat(CASE_MANAGER, Role.CASE_MANAGER, Basis.CARE_TEAM)
    with pytest.raises(NotAvailable):
        sending(sharing, COLLEAGUE, reply, back)
    answer = sending(sharing, PROSECUTOR, reply, back)
    assert answer.answers == first
    assert sharing.reads(answer.ref, CASE_MANAGER)
    with pytest.raises(NotAvailable):
        sending(sharing, PROSECUTOR, replace(reply, answers=MessageRef("M-NOONE")), back)


def test_after_a_revocation_a_message_cannot_be_answered_any_more(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    first = sharing.seal()
    sharing.revoke(mine)
    back = Seat(CASE_MANAGER, Role.CASE_MANAGER, Basis.CARE_TEAM)
    with pytest.raises(NotAvailable):
        sending(sharing, PROSECUTOR, replace(outgoing(sharing), answers=first), back)


def test_it_opens_for_the_sites_view_hours_and_not_a_second_longer(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal()
    hours = timedelta(hours=sharing.ground.rules.clocks.view_hours)
    assert sharing.reads(message, moment=NOON + hours)
    assert sharing.open(message, moment=NOON + hours + SECOND) == Refused("view_over")
    assert sharing.open(message, CASE_MANAGER, NOON + hours + SECOND) == Refused("view_over")


def cards(sharing: Sharing) -> list[Notice]:
    with sharing.ground.database.look() as work:
        return [row for row in work.session.scalars(select(Notice)) if row.kind.startswith("card.")]


@pytest.mark.parametrize(("urgent", "kind"), [(True, Kind.CARD_NOW), (False, Kind.CARD_TODAY)])
def test_each_reader_gets_one_constant_card_and_the_sender_none(
    sharing: Sharing, urgent: bool, kind: Kind
) -> None:
    sharing.sign()
    message = sharing.seal(PROSECUTOR, COLLEAGUE, urgent=urgent)
    posted = cards(sharing)
    assert {(card.kind, card.recipient, card.handle) for card in posted} == {
        (kind, reader, sharing.handle(message, reader)) for reader in (PROSECUTOR, COLLEAGUE)
    }
    assert all(card.subject == message and len(card.receipt) == 20 for card in posted)


def test_the_row_keeps_to_whom_it_went_and_under_which_terms(sharing: Sharing) -> None:
    sharing.sign()
    ref = sharing.seal(to_role=Role.LIAISON_PROSECUTOR, to_agency=OFFICE)
    with sharing.ground.database.look() as work:
        row = work.session.get_one(SealedMessage, ref)
        assert sharing.ground.vault.rows.row_holds(row)
    assert (row.to_role, row.to_agency, row.sender) == ("liaison_prosecutor", OFFICE, CASE_MANAGER)
    assert (row.category, row.purpose, row.about) == ("barriers", "court", sharing.ref)
    assert (row.sent_at, row.opened_at, row.withdrawn_at) == (NOON, None, None)


# --- taking back --------------------------------------------------------------------------------------


def taking_back(sharing: Sharing, ref: MessageRef, user: SlackUserId = CASE_MANAGER) -> None:
    sharing.act(lambda scene: take_back(scene, ref), user)


def opening(sharing: Sharing, ref: MessageRef, user: SlackUserId = PROSECUTOR) -> None:
    sharing.act(lambda scene: was_opened(scene, ref), user)


def test_what_is_taken_back_opens_for_nobody_and_its_cards_stay(sharing: Sharing) -> None:
    sharing.sign()
    message, other = sharing.seal(PROSECUTOR, COLLEAGUE), sharing.seal()
    later = NOON + timedelta(minutes=10)
    plan = [
        NewNotice(Kind.BLANK_VIEW, user, f"blank:{user}:{subject}", due_at=later, subject=subject)
        for user, subject in ((PROSECUTOR, message), (COLLEAGUE, other), (DEFENDER, message))
    ]
    sharing.act(lambda scene: post(scene.work, NOON, plan))
    before = len(cards(sharing))
    taking_back(sharing, message)
    for reader in (PROSECUTOR, COLLEAGUE, CASE_MANAGER):
        assert sharing.open(message, reader) == Refused("withdrawn")
    assert sharing.reads(other)
    assert len(cards(sharing)) == before
    with sharing.ground.database.look() as work:
        blanks = work.session.scalars(select(Notice).where(Notice.kind == Kind.BLANK_VIEW.value)).all()
    due = {row.recipient: row.due_at for row in blanks}
    assert due == {PROSECUTOR: NOON, COLLEAGUE: later, DEFENDER: later}, "only views of this very message"
    assert (CASE_MANAGER, "message.withdrawn", message, "") in sharing.ground.audit_rows()


def test_only_the_sender_takes_back_and_only_once(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal()
    for user in (PROSECUTOR, CLINICIAN):
        with pytest.raises(NotAvailable):
            taking_back(sharing, message, user)
    taking_back(sharing, message)
    with pytest.raises(AlreadyChanged) as raised:
        taking_back(sharing, message)
    assert raised.value.state == "withdrawn"
    with pytest.raises(UnknownReference):
        taking_back(sharing, MessageRef("M-NOONE"))


def test_what_somebody_has_opened_is_not_taken_back(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal()
    opening(sharing, message)
    with pytest.raises(AlreadyChanged) as raised:
        taking_back(sharing, message)
    assert raised.value.state == "opened"
    assert sharing.reads(message)


def test_an_altered_message_is_not_taken_back(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal()
    with sharing.ground.database.work() as work:
        work.session.get_one(SealedMessage, message).sender = PROSECUTOR
        work.commit()
    with pytest.raises(NotAvailable):
        taking_back(sharing, message, PROSECUTOR)


def test_the_sender_gets_one_receipt_at_the_first_opening_by_somebody_else(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal(PROSECUTOR, COLLEAGUE)
    opening(sharing, message, CASE_MANAGER)
    with sharing.ground.database.look() as work:
        assert work.session.get_one(SealedMessage, message).opened_at is None
    opening(sharing, message, PROSECUTOR)
    opening(sharing, message, COLLEAGUE)
    with sharing.ground.database.look() as work:
        told = work.session.scalars(select(Notice).where(Notice.kind == Kind.MESSAGE_OPENED.value)).all()
        assert work.session.get_one(SealedMessage, message).opened_at == NOON
    assert [(row.recipient, row.subject) for row in told] == [(CASE_MANAGER, message)]


# --- successors ---------------------------------------------------------------------------------------


def to_the_office(sharing: Sharing) -> MessageRef:
    return sharing.seal(to_role=Role.LIAISON_PROSECUTOR, to_agency=OFFICE)


def inheriting(sharing: Sharing, user: SlackUserId = COLLEAGUE, moment_hours: int = 0) -> int:
    moment = NOON + moment_hours * HOURS

    def do(scene: Scene) -> int:
        return inherit(scene, sharing.actor(user, moment))

    return sharing.act(do, user, moment)


def test_a_successor_inherits_what_went_to_the_role_and_only_once(sharing: Sharing) -> None:
    sharing.sign()
    sharing.seal(COLLEAGUE)  # whoever holds something else already inherits all the same
    message, personal = to_the_office(sharing), sharing.seal()
    assert sharing.ground.open(COLLEAGUE, sharing.handle(message)) == Refused("not_the_recipient")
    assert inheriting(sharing) == 1
    assert sharing.reads(message, COLLEAGUE)
    assert sharing.reads(message)
    assert inheriting(sharing) == 0
    mine = [card for card in cards(sharing) if card.recipient == COLLEAGUE]
    assert [(card.kind, card.subject) for card in mine][1:] == [(Kind.CARD_TODAY, message)]
    assert personal not in {card.subject for card in mine}
    assert (COLLEAGUE, "message.inherited", f"{message} {COLLEAGUE}", "") in sharing.ground.audit_rows()


def test_nothing_is_inherited_without_a_live_release(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    to_the_office(sharing)
    sharing.revoke(mine)
    assert inheriting(sharing) == 0


def test_nothing_is_inherited_that_was_taken_back_ended_or_went_to_others(sharing: Sharing) -> None:
    sharing.sign(office(), defenders())
    taking_back(sharing, to_the_office(sharing))
    assert inheriting(sharing) == 0
    message = to_the_office(sharing)
    hours = sharing.ground.rules.clocks.view_hours
    assert inheriting(sharing, DEFENDER) == 0
    assert inheriting(sharing, COLLEAGUE, hours + 1) == 0
    with sharing.ground.database.work() as work:
        work.session.get_one(SealedMessage, message).to_agency = "defense:Lantern County Public Defense"
        work.session.get_one(SealedMessage, message).to_role = "public_defender"
        work.commit()
    assert inheriting(sharing, DEFENDER) == 0, "an altered row hands nothing on"


def test_up_to_the_last_second_a_successor_inherits(sharing: Sharing) -> None:
    sharing.sign()
    to_the_office(sharing)
    assert inheriting(sharing, COLLEAGUE, sharing.ground.rules.clocks.view_hours) == 1


def test_nobody_inherits_what_they_wrote_themselves(sharing: Sharing) -> None:
    sharing.sign()
    first = sharing.seal()
    out = replace(outgoing(sharing), answers=first, to_role=Role.LIAISON_PROSECUTOR, to_agency=OFFICE)
    sending(sharing, PROSECUTOR, out, seated(sharing, COLLEAGUE))
    sharing.ground.reappoint(PROSECUTOR, display_name="The same, appointed anew")
    assert inheriting(sharing, PROSECUTOR) == 0


def test_what_is_about_a_referral_opens_for_who_was_sent_until_a_day_after_meeting(sharing: Sharing) -> None:
    told = sharing.ground.refer()
    message = sharing.seal(
        RESPONDER, sender=OFFICER, about=told.ref, category=Category.LOCATION, purpose=Purpose.HAND_OFF
    )
    assert sharing.reads(message, RESPONDER)
    sharing.ground.change(told.ref, met_at=NOON - timedelta(hours=24))
    assert sharing.open(message, RESPONDER) == Refused("within_a_day_of_meeting")
    assert sharing.reads(message, OFFICER)
