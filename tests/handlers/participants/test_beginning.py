"""What somebody can begin with: only what was handed to them, was met, and would still open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.participants.beginning import beginnings_of
from handlers.participants.facts import Beginnings
from models.duties import Act
from models.errors import NotAllowed, NotOnRoster
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import ReferralRef, SlackUserId
from tests.handlers.harbor import BACKUP, CASE_MANAGER, CLINICAL, RESPONDER, STRANGER, Harbor
from tests.handlers.participants.folders import BRIDGE, begin


def known(harbor: Harbor, user: SlackUserId = CASE_MANAGER) -> Beginnings:
    with harbor.ground.database.look() as work:
        return beginnings_of(harbor.ground.scene(work, user))


def refs(harbor: Harbor, user: SlackUserId = CASE_MANAGER) -> list[ReferralRef]:
    return [one.ref for one in known(harbor, user).referrals]


def met(harbor: Harbor, form: str = "VFORM1") -> ReferralRef:
    rota = {"region": "north", "slack_user_id": CASE_MANAGER, "backup_user_id": BACKUP}
    harbor.change_rules(on_call=[rota])
    ref = harbor.refer(form=form).ref
    harbor.act(CASE_MANAGER, ref, Act.MET)
    return ref


def test_the_newest_met_referral_stands_first(harbor: Harbor) -> None:
    first = met(harbor)
    harbor.time.go(timedelta(minutes=5))
    second = met(harbor, "VFORM2")
    assert refs(harbor) == [second, first]


def test_what_was_not_met_or_handed_to_somebody_else_is_not_offered(harbor: Harbor) -> None:
    ref = met(harbor)
    harbor.refer(form="VFORM2")
    assert refs(harbor) == [ref]
    assert refs(harbor, CLINICAL) == []


def test_what_would_not_open_any_more_is_not_offered(harbor: Harbor) -> None:
    met(harbor)
    harbor.time.go(timedelta(hours=24))
    assert refs(harbor) == []


def test_what_somebody_has_begun_with_is_not_offered(harbor: Harbor) -> None:
    ref, other = met(harbor), met(harbor, "VFORM2")
    begin(harbor, codes={"referral": ref})
    assert refs(harbor) == [other]


def test_only_regions_that_are_theirs_are_offered(harbor: Harbor) -> None:
    assert [code for code, _ in known(harbor).regions] == ["north", "quay"]
    seat = Seating(CASE_MANAGER, "Ottoline", BRIDGE, (Role.CASE_MANAGER,), ("quay",), Account.ANY, None, None)
    harbor.appoint([seat])
    assert known(harbor).regions == (("quay", "Quay"),)


@pytest.mark.parametrize(("user", "refusal"), [(RESPONDER, NotAllowed), (STRANGER, NotOnRoster)])
def test_beginning_is_for_case_managers_and_their_supervisors(
    harbor: Harbor, user: SlackUserId, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        known(harbor, user)
