"""The few notices that belong to no referral."""

from __future__ import annotations

import shutil

import pytest

from handlers.telling import Teller
from models.errors import StorageUnavailable
from models.notice import Kind, Urgency
from models.site import Contacts
from tests.handlers.harbor import OFFICER, Harbor


def test_a_repeated_delivery_is_told_once(harbor: Harbor) -> None:
    teller = Teller(harbor.ground)
    for _ in range(3):
        teller.tell(Kind.READ_ONLY_TAB, OFFICER, "Ev1")
    teller.tell(Kind.READ_ONLY_TAB, OFFICER, "Ev2")
    assert harbor.told(OFFICER) == [Kind.READ_ONLY_TAB, Kind.READ_ONLY_TAB]


def test_it_waits_behind_what_is_urgent_and_wakes_the_postman(harbor: Harbor) -> None:
    Teller(harbor.ground).tell(Kind.SLACK_WAS_SLOW, OFFICER, "1.2")
    [notice] = harbor.notices()
    assert notice.urgency == Urgency.ROUTINE
    assert harbor.rung == ["woken"]


def test_the_phone_numbers_are_those_of_the_site(harbor: Harbor) -> None:
    harbor.change_rules(contacts={"team_line": "(555) 010-0123"})
    assert Teller(harbor.ground).contacts().team_line == "(555) 010-0123"


def test_without_a_database_somebody_can_still_be_called(harbor: Harbor) -> None:
    harbor.ground.database.close()
    shutil.rmtree(harbor.folder / "data")
    teller = Teller(harbor.ground)
    assert teller.contacts() == Contacts()
    with pytest.raises(StorageUnavailable):
        teller.tell(Kind.SLACK_WAS_SLOW, OFFICER, "1.2")


def test_whom_to_call_is_read_once_in_ten_seconds_and_kept_while_the_database_is_away(harbor: Harbor) -> None:
    seconds = [0.0]
    teller = Teller(harbor.ground, lambda: seconds[0])
    before = teller.contacts()
    harbor.change_rules(contacts={"team_line": "(555) 010-0100"})
    assert teller.contacts() == before
    seconds[0] = 11.0
    assert teller.contacts().team_line == "(555) 010-0100"
