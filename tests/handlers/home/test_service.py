"""What waits for one person: the same items that an opening would grant, and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.home.facts import HomeFacts, MyPeople
from handlers.home.service import Home
from handlers.home.views import home_view
from handlers.participants.service import Participants
from models.duties import Act
from models.errors import NotOnRoster, StorageUnavailable
from models.participant import Rung
from models.people import Role
from models.referral import Door
from models.schema import SlackUserId
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    STRANGER,
    Harbor,
)
from tests.handlers.participants.folders import ADVOCATE, begin, team_of
from tests.handlers.wing import texts


def home_of(harbor: Harbor, user: SlackUserId) -> HomeFacts:
    return Home(harbor.ground).of(user)


def test_what_was_handed_to_somebody_waits_on_their_home(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    home = home_of(harbor, RESPONDER)
    assert [item.handle for item in home.items] == [harbor.item(ref, RESPONDER)]
    assert home.referrals == ()
    assert home.may_refer


def test_what_somebody_referred_stands_among_their_referrals(harbor: Harbor) -> None:
    receipt = harbor.refer()
    home = home_of(harbor, OFFICER)
    assert home.items == ()
    assert [(mine.handle, mine.standing.ref) for mine in home.referrals] == [(receipt.handle, receipt.ref)]


def test_the_newest_stands_first(harbor: Harbor) -> None:
    refs = []
    for number in range(3):
        harbor.time.go(timedelta(minutes=1))
        refs.append(harbor.refer(form=f"V{number}").ref)
    assert [item.standing.ref for item in home_of(harbor, RESPONDER).items] == refs[::-1]


def test_what_does_not_fit_is_counted(harbor: Harbor) -> None:
    for number in range(17):
        harbor.refer(form=f"V{number}")
    home = home_of(harbor, RESPONDER)
    assert (len(home.items), home.more) == (15, 2)
    assert len(home_of(harbor, OFFICER).referrals) == 15


def test_nothing_waits_that_would_not_open(harbor: Harbor) -> None:
    ref = harbor.refer().ref
    harbor.act(RESPONDER, ref, Act.MET)
    assert len(home_of(harbor, RESPONDER).items) == 1
    harbor.time.go(timedelta(hours=24))
    assert home_of(harbor, RESPONDER).items == ()
    assert home_of(harbor, BACKUP).items == ()


def test_nothing_waits_for_who_lost_the_role(harbor: Harbor) -> None:
    harbor.refer()
    harbor.seat(RESPONDER, "case_management:Harbor Bridge Outreach", Role.TECHNICIAN)
    home = home_of(harbor, RESPONDER)
    assert home.items == ()
    assert not home.may_refer


def test_nothing_waits_while_disclosures_are_halted(harbor: Harbor) -> None:
    harbor.refer()
    harbor.ground.audit.halted = "audit_truncated"
    assert home_of(harbor, RESPONDER).items == ()


@pytest.mark.parametrize("user", [MANAGER, PROSECUTOR, NEIGHBOR])
def test_an_arrest_diversion_waits_for_nobody_it_was_not_handed_to(harbor: Harbor, user: SlackUserId) -> None:
    harbor.refer()
    home = home_of(harbor, user)
    assert (home.items, home.referrals) == ((), ())


def test_a_neighbors_referral_waits_for_the_project_manager(harbor: Harbor) -> None:
    ref = harbor.refer(NEIGHBOR, Door.COMMUNITY).ref
    assert [item.standing.ref for item in home_of(harbor, MANAGER).items] == [ref]


def test_who_is_not_on_the_roster_has_no_home(harbor: Harbor) -> None:
    harbor.suspend(OFFICER)
    for user in (STRANGER, OFFICER):
        with pytest.raises(NotOnRoster):
            home_of(harbor, user)


def test_without_a_database_it_says_so(harbor: Harbor) -> None:
    harbor.ground.database.close()
    (harbor.folder / "data").rename(harbor.folder / "gone")
    with pytest.raises(StorageUnavailable):
        home_of(harbor, OFFICER)


def test_a_care_team_has_its_people_the_newest_first(harbor: Harbor) -> None:
    refs = []
    for number in range(16):
        harbor.time.go(timedelta(minutes=1))
        refs.append(begin(harbor, form=f"V{number}", region="quay" if number else "north"))
    for user in (CASE_MANAGER, CLINICAL):
        people = home_of(harbor, user).people
        assert people is not None
        assert [person.ref for person in people.shown] == refs[:0:-1]
        assert (people.shown[0].region, people.shown[0].rung) == ("Quay", Rung.NONE)
        assert (people.more, people.may_begin) == (True, True)


def test_who_may_begin_has_an_empty_section_until_they_do(harbor: Harbor) -> None:
    assert home_of(harbor, CASE_MANAGER).people == MyPeople((), more=False, may_begin=True)


def test_an_advocate_has_people_once_they_are_on_a_team_and_may_not_begin(harbor: Harbor) -> None:
    team_of(harbor)
    ref = begin(harbor)
    assert home_of(harbor, ADVOCATE).people is None
    Participants(harbor.ground).change_team(CLINICAL, ref, ADVOCATE, "legal_system_advocate", key="k1")
    people = home_of(harbor, ADVOCATE).people
    assert people is not None
    assert [person.ref for person in people.shown] == [ref]
    assert not people.may_begin


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR, RESPONDER])
def test_everybody_elses_home_is_the_same_whoever_has_begun(harbor: Harbor, user: SlackUserId) -> None:
    before = home_view(home_of(harbor, user))
    begin(harbor)
    home = home_of(harbor, user)
    assert home.people is None
    assert home_view(home) == before
    assert "My people" not in str(before)


def test_the_project_manager_reads_which_channels_are_guarded_by_name_and_nobody_else_does(
    harbor: Harbor,
) -> None:
    owg = harbor.rules().site.owg_channel
    group = {"code": "policy", "name": "Policy group", "kind": "policy", "channel": "C0POLICY1"}
    same = {"code": "owg", "name": "Everybody", "kind": "owg", "channel": owg}
    harbor.change_rules(groups=[same, group])
    assert home_of(harbor, MANAGER).guarded == ("the work group's channel", "Policy group")
    assert "C0" not in str([text for text in texts(home_view(home_of(harbor, MANAGER))) if "Guarded" in text])
    assert home_of(harbor, OFFICER).guarded == ()
