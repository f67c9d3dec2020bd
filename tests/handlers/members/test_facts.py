"""Three facts of an account; what Slack does not say speaks against nobody."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.members.facts import AccountFacts, account_facts
from models.people import Account
from models.schema import SlackUserId

HERE = {"id": "UQUILL001", "team_id": "T0LANTERN1"}
PROFILE = {"name": "zebulon", "profile": {"real_name": "Zebulon Testperson", "phone": "555-0107"}}


def facts(enterprise: str = "", **more: Any) -> AccountFacts:
    return account_facts({**HERE, **PROFILE, **more}, "T0LANTERN1", enterprise)


@pytest.mark.parametrize(
    "said", [{"deleted": True}, {"is_stranger": True}, {"is_bot": True}, {"team_id": "T0ELSEWHERE"}]
)
def test_an_account_that_ended_fits_no_seat(said: dict[str, Any]) -> None:
    found = facts(**said)
    assert found.ended
    assert not any(found.fits(expected) for expected in Account)


@pytest.mark.parametrize("said", [{}, {"deleted": False}, {"team_id": None}, {"enterprise_user": None}])
def test_an_account_of_which_little_is_said_stands(said: dict[str, Any]) -> None:
    found = facts(**said)
    assert found == AccountFacts(SlackUserId("UQUILL001"), ended=False, guest=None)
    assert all(found.fits(expected) for expected in Account)


def test_another_team_of_our_own_enterprise_is_ours() -> None:
    said: dict[str, Any] = {"team_id": "T0SISTER01", "enterprise_user": {"enterprise_id": "E0HARBOR1"}}
    assert not facts(enterprise="E0HARBOR1", **said).ended
    assert facts(enterprise="E0OTHER01", **said).ended
    assert facts(**said).ended


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
def test_the_kind_of_an_account_must_be_the_expected_one(kind: str) -> None:
    said: dict[str, Any] = {kind: True}
    guest, member = facts(**said), facts(is_restricted=False, is_ultra_restricted=False)
    assert [guest.fits(expected) for expected in (Account.ANY, Account.GUEST, Account.MEMBER)] == [
        True,
        True,
        False,
    ]
    assert [member.fits(expected) for expected in (Account.ANY, Account.GUEST, Account.MEMBER)] == [
        True,
        False,
        True,
    ]


def test_nothing_of_the_profile_is_kept() -> None:
    assert "Zebulon" not in repr(facts())
    assert "555-0107" not in repr(facts())
