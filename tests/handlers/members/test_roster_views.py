"""The roster's words: how a seat stands, what a receipt says, and nothing beyond Slack's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.members.roster_facts import Offer, Receipt, RosterFacts, SeatFacts, Standing, Waiting
from handlers.members.roster_forms import acting_form, agency_name, appoint_form, transfer_form
from handlers.members.roster_pages import SEATS_A_PAGE, WAITING_SHOWN
from handlers.members.roster_views import receipt_view, roster_view, seat_form, seat_view, standing_words
from models.acts.bring import Change
from models.acts.propose import Said
from models.people import Role
from models.proposal import ProposalId
from models.schema import SlackUserId
from models.site import Contacts
from sandbox.limits import check_view
from tests.handlers.wing import texts

DAY = date(2026, 9, 15)
SEAT = SeatFacts(
    SlackUserId("UTEST0001"), "Zinnia Newperson", "police:North PD", ("officer",), (), Standing.ACTIVE
)


@pytest.mark.parametrize(
    ("standing", "until", "words"),
    [
        (Standing.ACTIVE, None, "Active."),
        (Standing.ACTIVE, DAY, "Active, ends on 2026-09-15."),
        (Standing.LATER, DAY, "Begins on 2026-09-15."),
        (Standing.ON_LEAVE, DAY, "On leave until 2026-09-15."),
        (Standing.SUSPENDED, None, "Suspended."),
        (Standing.ENDED, DAY, "Ended on 2026-09-15."),
        (Standing.ALTERED, None, "This row was altered in the database; it counts for nothing."),
    ],
)
def test_a_seat_says_how_it_stands(standing: Standing, until: date | None, words: str) -> None:
    assert standing_words(replace(SEAT, standing=standing, until=until)) == words


def test_a_leave_to_come_and_an_acting_role_are_said_with_their_days() -> None:
    seat = replace(SEAT, leave=(DAY, DAY), acting=("case_manager", DAY))
    assert standing_words(seat) == (
        "Active. On leave from 2026-09-15 until 2026-09-15. Acting as case manager until 2026-09-15."
    )


def test_a_seat_that_is_over_has_no_button() -> None:
    over = replace(SEAT, standing=Standing.SUSPENDED)
    assert "Change" in texts(roster_view(RosterFacts((SEAT,), (), 0, "")))
    assert "Change" not in texts(roster_view(RosterFacts((over,), (), 0, "")))


@pytest.mark.parametrize("said", ["", *Said])
def test_the_fullest_page_is_within_slacks_limits_whatever_was_said(said: str) -> None:
    seats = tuple(replace(SEAT, user=SlackUserId(f"U{n:05d}")) for n in range(SEATS_A_PAGE))
    waiting = Waiting(ProposalId("0" * 32), ("x" * 2400,), second=False, may_confirm=True, mine=False)
    view = roster_view(RosterFacts(seats, (waiting,) * WAITING_SHOWN, 3, "U00039"), said)
    rows = [{**row, "block_id": f"{n}"} for n, row in enumerate(view["blocks"])]
    check_view({**view, "blocks": rows}, "modal")
    check_view(view, "modal")


@pytest.mark.parametrize("done", ["suspended", "left", "on_leave", "leave_later", *Change])
def test_every_receipt_says_what_was_done(done: str) -> None:
    if done in {Change.ADDED, Change.CHANGED, Change.SUSPENDED}:
        return  # what a file can do and a roster owner cannot
    view = receipt_view(Receipt(done, 2, ("R-7KQ2M",), ("R-7KQ2N",)), Contacts())
    check_view(view, "modal")
    assert ("R-7KQ2M" in "".join(texts(view))) == (done != "proposed")


def test_a_receipt_is_read_back_as_it_was_stored() -> None:
    receipt = Receipt("narrowed;proposed", 2, ("R-7KQ2M",), ())
    assert Receipt.from_answer(receipt.to_answer()) == receipt


def test_the_widest_forms_are_within_slacks_limits_and_carry_the_account_id_only() -> None:
    agencies = tuple(f"police:{'N' * 100}{n}" for n in range(100))
    regions = tuple((f"r{n}", "R" * 60) for n in range(100))
    offer = Offer(agencies, tuple(role.value for role in Role), regions)
    for form in (appoint_form(offer), transfer_form(offer), acting_form(offer)):
        view = seat_form(form, SEAT.user)
        check_view(view, "modal")
        assert view["private_metadata"] == SEAT.user
    check_view(seat_view(SEAT), "modal")


def test_an_agency_is_named_with_its_kind() -> None:
    assert agency_name("case_management:Harbor Bridge") == "Harbor Bridge (case management)"
