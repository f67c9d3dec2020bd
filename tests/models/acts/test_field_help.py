"""Field help: what it became, and that a meeting outlasts an officer's word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.field_help import Became, became
from models.classes import Basis
from models.duties import Act
from models.errors import AlreadyChanged, NotAvailable
from models.notice import Kind
from models.people import Role
from models.referral import Door, Referral, State
from models.replay import once
from models.schema import Handle, ReferralRef, SlackUserId
from tests.handlers.harbor import BACKUP, MANAGER, OFFICER, RESPONDER, Harbor, lay

HELP = Door.FIELD_HELP


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


def call(harbor: Harbor, form: str = "VHELP1") -> ReferralRef:
    return harbor.refer(door=HELP, form=form).ref


def say(harbor: Harbor, ref: ReferralRef, what: Became, user: SlackUserId = OFFICER) -> Referral:
    handle = harbor.item(ref, OFFICER, Basis.OWN)
    ground = harbor.ground
    key = f"{ref}:{what}:{harbor.time.moment}:{user}"
    once(ground.database, key, harbor.time(), lambda work: became(ground.scene(work, user), handle, what).ref)
    return harbor.referral(ref)


def test_one_tap_and_a_place_page_the_responder_on_the_hand_off_clock(harbor: Harbor) -> None:
    ref = call(harbor)
    referral = harbor.referral(ref)
    assert (referral.state, referral.door) == (State.DISPATCHED, HELP)
    assert referral.clock_ends_at == harbor.time() + timedelta(minutes=30)
    assert [one.recipient for one in harbor.notices(Kind.CARD_NOW)] == [RESPONDER]
    harbor.wait(8)
    assert [one.recipient for one in harbor.notices(Kind.CARD_NOW)] == [RESPONDER, BACKUP]


def test_what_became_an_arrest_diversion_has_its_filing_clock_and_waits_as_before(harbor: Harbor) -> None:
    ref = call(harbor)
    referral = say(harbor, ref, Became.ARREST_DIVERSION)
    assert (referral.door, referral.first_door) == (Door.ARREST_DIVERSION, HELP)
    harbor.act(RESPONDER, ref, Act.MET)
    met = harbor.referral(ref)
    assert met.filing_ends_at == met.intake_ends_at is not None


def test_said_after_the_meeting_it_begins_the_filing_clock_then(harbor: Harbor) -> None:
    ref = call(harbor)
    harbor.act(RESPONDER, ref, Act.MET)
    assert harbor.referral(ref).filing_ends_at is None
    referral = say(harbor, ref, Became.ARREST_DIVERSION)
    assert referral.filing_ends_at == referral.intake_ends_at is not None


def test_a_social_contact_has_no_filing_clock(harbor: Harbor) -> None:
    ref = call(harbor)
    harbor.act(RESPONDER, ref, Act.MET)
    referral = say(harbor, ref, Became.SOCIAL_CONTACT)
    assert (referral.door, referral.filing_ends_at) == (Door.SOCIAL_CONTACT, None)


def test_neither_closes_what_nobody_was_met_for_and_nobody_goes_out(harbor: Harbor) -> None:
    ref = call(harbor)
    harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    referral = say(harbor, ref, Became.NEITHER)
    assert (referral.state, referral.closed_at) == (State.WITHDRAWN, harbor.time())
    assert [one.recipient for one in harbor.notices(Kind.CARD_OVER)] == [RESPONDER]
    before = len(harbor.notices())
    harbor.wait(40)
    assert len(harbor.notices()) == before, "the whole chain was called off"


def test_neither_after_a_meeting_ends_nothing_and_asks_the_project_manager(harbor: Harbor) -> None:
    ref = call(harbor)
    harbor.act(RESPONDER, ref, Act.MET)
    referral = say(harbor, ref, Became.NEITHER)
    assert (referral.state, referral.closed_at) == (State.MET, None)
    assert [one.recipient for one in harbor.notices(Kind.REVIEW_DUE)] == [MANAGER]


def test_it_is_said_once_and_by_whoever_called(harbor: Harbor) -> None:
    ref = call(harbor)
    with pytest.raises(NotAvailable):
        say(harbor, ref, Became.NEITHER, RESPONDER)
    say(harbor, ref, Became.SOCIAL_CONTACT)
    with pytest.raises(AlreadyChanged):
        say(harbor, ref, Became.NEITHER)
    assert harbor.referral(ref).state == State.DISPATCHED


def test_a_handle_of_nothing_is_not_available(harbor: Harbor) -> None:
    with harbor.ground.database.work() as work, pytest.raises(NotAvailable):
        became(harbor.ground.scene(work, OFFICER), Handle("0" * 32), Became.NEITHER)


def test_another_door_cannot_become_anything(harbor: Harbor) -> None:
    ref = harbor.refer(form="VARREST").ref
    with pytest.raises(AlreadyChanged):
        say(harbor, ref, Became.NEITHER)


def test_what_somebody_altered_or_left_with_their_agency_becomes_nothing(harbor: Harbor) -> None:
    altered, left = call(harbor), call(harbor, "VHELP2")
    harbor.alter(altered)
    with pytest.raises(NotAvailable):
        say(harbor, altered, Became.NEITHER)
    assert not harbor.is_signed(altered)
    harbor.seat(OFFICER, "police:Ferry Steps PD", Role.OFFICER)
    with pytest.raises(NotAvailable):
        say(harbor, left, Became.NEITHER)
    assert harbor.referral(left).state == State.DISPATCHED
