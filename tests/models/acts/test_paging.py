"""Whom a referral goes to: the rota's two, else everybody who could be sent; nobody who may not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from models.acts.paging import cards, every_responder, on_call_seats, project_managers
from models.classes import Basis
from models.notice import Kind
from models.people import Role
from models.referral import Referral
from models.schema import Handle, SlackUserId
from models.site import SiteRules
from models.vault import Seat
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    RESPONDER,
    Laid,
    laid_on_sqlite,
    seat_of,
)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def rota(ground: Laid, **columns: Any) -> SiteRules:
    row = ground.rules.on_call[0].model_copy(update=columns)
    return ground.rules.model_copy(update={"on_call": (row,)})


def on_call(ground: Laid, rules: SiteRules | None = None, moment: datetime = NOON) -> list[Seat]:
    with ground.database.look() as work:
        return on_call_seats(work, ground.vault.rows, rules or ground.rules, "north", moment)


def everybody(ground: Laid, region: str = "north", besides: tuple[SlackUserId, ...] = ()) -> list[Seat]:
    with ground.database.look() as work:
        return every_responder(work, ground.vault.rows, ground.rules, region, NOON, besides=besides)


def test_primary_and_backup_are_paged_in_the_role_in_which_they_can_be_sent(ground: Laid) -> None:
    assert on_call(ground) == [seat_of(RESPONDER), seat_of(BACKUP)]
    rules = rota(ground, backup_user_id=CASE_MANAGER)
    assert on_call(ground, rules) == [seat_of(RESPONDER), seat_of(CASE_MANAGER, Role.CASE_MANAGER)]


def test_one_person_who_is_primary_and_backup_is_paged_once(ground: Laid) -> None:
    assert on_call(ground, rota(ground, backup_user_id=RESPONDER)) == [seat_of(RESPONDER)]


def test_whoever_may_not_be_sent_is_left_out(ground: Laid) -> None:
    assert on_call(ground, rota(ground, slack_user_id=OFFICER)) == [seat_of(BACKUP)]
    assert on_call(ground, rota(ground, slack_user_id="UGONE0001")) == [seat_of(BACKUP)]
    ground.reappoint(RESPONDER, suspended_at=NOON)
    assert on_call(ground) == [seat_of(BACKUP)]


def test_outside_the_rotas_hours_nobody_is_on_call(ground: Laid) -> None:
    assert on_call(ground, rota(ground, begins="00:00", ends="08:00")) == []


def test_everybody_of_the_most_fitting_role_is_found(ground: Laid) -> None:
    assert everybody(ground) == [seat_of(RESPONDER), seat_of(BACKUP)]


def test_those_who_were_asked_are_left_out_and_the_next_role_follows(ground: Laid) -> None:
    assert everybody(ground, besides=(RESPONDER,)) == [seat_of(BACKUP)]
    managers = [seat_of(CASE_MANAGER, Role.CASE_MANAGER)]
    assert everybody(ground, besides=(RESPONDER, BACKUP)) == managers
    asked = (RESPONDER, BACKUP, CASE_MANAGER)
    assert everybody(ground, besides=asked) == [seat_of(CLINICIAN, Role.CLINICAL_SUPERVISOR)]
    assert everybody(ground, besides=(*asked, CLINICIAN)) == []


def test_only_those_who_serve_the_region_are_found(ground: Laid) -> None:
    ground.reappoint(RESPONDER, regions="quay")
    assert everybody(ground, "north") == [seat_of(BACKUP)]
    assert everybody(ground, "quay") == [seat_of(RESPONDER), seat_of(BACKUP)]


def test_every_active_project_manager_is_found(ground: Laid) -> None:
    with ground.database.look() as work:
        assert project_managers(work, ground.vault.rows, ground.rules, NOON) == [MANAGER]
    ground.reappoint(MANAGER, suspended_at=NOON)
    with ground.database.look() as work:
        assert project_managers(work, ground.vault.rows, ground.rules, NOON) == []


def test_a_card_goes_to_each_seat_but_the_authors_and_carries_no_more_than_a_handle(ground: Laid) -> None:
    told = ground.refer()
    with ground.database.look() as work:
        referral = work.session.get_one(Referral, told.ref)
    own = Seat(OFFICER, None, Basis.OWN)
    handles = {own: Handle("a" * 32), seat_of(RESPONDER): Handle("b" * 32)}
    (card,) = cards(referral, handles, Kind.CARD_NOW, "RECEIPT")
    assert (card.recipient, card.handle, card.subject) == (RESPONDER, "b" * 32, told.ref)
    assert card.dedupe_key == f"card.now:{'b' * 32}"
    assert card.target == ""
