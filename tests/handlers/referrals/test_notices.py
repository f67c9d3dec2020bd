"""Notices: a reference, a state and a time; the same for everybody; no more for a neighbor than thanks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.referrals.notices import THANKS, words_for
from models.notice import Kind
from models.referral import Door
from models.site import Contacts
from sandbox.limits import check_message
from tests.handlers.test_standing import AT, FACTS
from tests.handlers.test_words import BLAMING

CONTACTS = Contacts(team_line="9" * 40)
TOLD = [
    Kind.RECEIVED,
    Kind.LOOKING,
    Kind.ON_THE_WAY,
    Kind.ACKNOWLEDGED,
    Kind.ESTIMATED,
    Kind.MET,
    Kind.NOT_MET,
    Kind.WAITS_AGAIN,
    Kind.OPEN_WORK,
    Kind.NOBODY_ON_CALL,
    Kind.NOT_REACHED,
]


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("mine", [True, False])
def test_every_notice_is_short_plain_and_blames_nobody(door: Door, kind: Kind, mine: bool) -> None:
    text = words_for(kind, replace(FACTS, door=door, eta_at=AT), CONTACTS, to_referrer=mine)
    check_message(text, None)
    assert len(text) < 200
    assert not BLAMING.search(text)
    assert "North" not in text


@pytest.mark.parametrize("kind", [kind for kind in TOLD if kind not in {Kind.MET, Kind.NOT_MET}])
def test_every_notice_names_the_reference(kind: Kind) -> None:
    assert words_for(kind, FACTS, CONTACTS, to_referrer=True).startswith("R-7KQ2M: ")


def test_a_neighbor_reads_the_same_words_whether_somebody_was_met_or_not() -> None:
    facts = replace(FACTS, door=Door.COMMUNITY)
    told = {words_for(kind, facts, CONTACTS, to_referrer=True) for kind in (Kind.MET, Kind.NOT_MET)}
    assert told == {THANKS}


def test_an_estimate_is_told_in_the_regions_time() -> None:
    text = words_for(Kind.ESTIMATED, replace(FACTS, eta_at=AT), CONTACTS, to_referrer=True)
    assert text == "R-7KQ2M: help is on the way, expected about 02:31 PDT."


def test_a_page_to_nobody_tells_the_officer_whom_to_call_and_the_manager_what_to_do() -> None:
    officer, manager = (
        words_for(Kind.NOBODY_ON_CALL, FACTS, CONTACTS, to_referrer=mine) for mine in (True, False)
    )
    assert "Please call 9999" in officer
    assert "Please see to it now" in manager
