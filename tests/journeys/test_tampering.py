"""What somebody who can write to the database altered opens nothing, and is refused in the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.journeys import forging
from tests.journeys.forging import Handed
from tests.stage import BACKUP, MANAGER, OFFICER, RESPONDER

Tampering = Callable[[Handed], AbstractContextManager[None]]


def _mine(handed: Handed) -> str:
    return f"handle = '{handed.handles[RESPONDER]}'"


def _category(handed: Handed, category: str) -> str:
    return f"subject = '{handed.ref}' AND category = '{category}'"


def _grant_of(handed: Handed, category: str) -> str:
    envelope = f"(SELECT id FROM envelopes WHERE {_category(handed, category)})"  # noqa: S608 - the test's own
    return f"{_mine(handed)} AND envelope_id IN {envelope}"


def _row(table: str, where: Callable[[Handed], str], **columns: Callable[[Any], Any]) -> Tampering:
    return lambda handed: forging.altered(handed.stage, table, where(handed), **columns)


def _to(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def _location(handed: Handed) -> str:
    return _category(handed, "location")


def _referral(handed: Handed) -> str:
    return f"ref = '{handed.ref}'"


def _seat(handed: Handed) -> str:
    return f"slack_user_id = '{RESPONDER}'"


TAMPERINGS: dict[str, Tampering] = {
    "a bit of the grant": _row("grants", _mine, wrapped=forging.flipped),
    "the grant's key": _row("grants", _mine, kek_id=_to("hold-1")),
    "the grant's end": _row("grants", _mine, not_after=_to("2199-01-01T00:00:00Z")),
    "a bit of the body": _row("envelopes", _location, details_sealed=forging.flipped),
    "a bit of the commitment": _row("envelopes", _location, commitment=forging.flipped),
    "the body cut": _row("envelopes", _location, details_sealed=lambda body: body[:-16]),
    "the category": _row("envelopes", _location, category=_to("identity")),
    "the sender": _row("envelopes", _location, sender=_to("T0LANTERN1:UMARROW01")),
    "the custodian": _row("envelopes", _location, custodian=_to("police:Elsewhere")),
    "the suite": _row("envelopes", _location, suite=_to(2)),
    "the item's role": _row("sealed_items", _mine, role=_to("case_manager")),
    "the item's basis": _row("sealed_items", _mine, basis=_to("own"), role=_to("")),
    "the item's owner": _row("sealed_items", _mine, recipient=_to(BACKUP)),
    "the item taken back": _row("sealed_items", _mine, withdrawn_at=_to("2026-01-01 00:00:00.000000")),
    "the referral's state": _row("referrals", _referral, state=_to("met")),
    "the referrer": _row("referrals", _referral, referrer=_to(RESPONDER)),
    "a bit of the referral's seal": _row("referrals", _referral, mac=forging.flipped),
    "the reader's roles": _row("members", _seat, roles=_to("clinical_supervisor;outreach_responder")),
    "the reader's agency": _row("members", _seat, agency=_to("case_management:Elsewhere")),
    "the reader's account": _row("members", _seat, account=_to("any")),
    "two bodies of one referral": lambda handed: forging.swapped(
        handed.stage,
        "envelopes",
        (_location(handed), _category(handed, "identity")),
        ("nonce", "commitment", "details_sealed"),
    ),
    "two grants of one person": lambda handed: forging.swapped(
        handed.stage,
        "grants",
        (_grant_of(handed, "location"), _grant_of(handed, "identity")),
        ("nonce", "wrapped"),
    ),
    "two people's grants": lambda handed: forging.swapped(
        handed.stage,
        "grants",
        (_grant_of(handed, "identity"), f"handle = '{handed.handles[BACKUP]}'"),
        ("nonce", "wrapped"),
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_somebody_altered_in_the_database_opens_nothing(handed: Handed, refused: str, what: str) -> None:
    with TAMPERINGS[what](handed):
        assert handed.view_for(RESPONDER) == refused


def test_an_item_made_over_to_somebody_in_the_database_does_not_open_for_them(
    handed: Handed, refused: str
) -> None:
    for user in (MANAGER, OFFICER, BACKUP):
        with forging.altered(handed.stage, "sealed_items", _mine(handed), recipient=_to(user)):
            assert handed.view_for(user) == refused


def test_after_all_this_it_still_opens_for_the_right_hand(handed: Handed, refused: str) -> None:
    assert handed.view_for(RESPONDER) != refused
