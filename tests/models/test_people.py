"""Who somebody is today: a seat whose row holds, within its term, and not suspended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from models.errors import NotOnRoster
from models.people import Account, AgencyKind, Member, Role, active_with, actor_of, agency_kind, find_actor
from models.schema import SlackUserId
from tests.factories import BACKUP, MANAGER, NOON, OFFICER, RESPONDER, Laid, intrude, laid_on_sqlite

TODAY = date(2026, 9, 15)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def member(**columns: object) -> Member:
    words: dict[str, object] = {
        "slack_user_id": "UZEB00001",
        "display_name": "Zebulon Testperson",
        "agency": "police:Lantern Harbor PD",
        "roles": "officer;police_supervisor",
        "regions": "",
        "account": "any",
        "version": 1,
        "mac": b"",
        **columns,
    }
    return Member(**words)


@given(
    begins=st.none() | st.integers(-5, 5),
    ends=st.none() | st.integers(-5, 5),
    suspended=st.booleans(),
)
def test_a_seat_is_active_from_its_first_to_its_last_day_unless_suspended(
    begins: int | None, ends: int | None, suspended: bool
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + timedelta(days=offset)

    seat = member(active_from=day(begins), active_until=day(ends), suspended_at=NOON if suspended else None)
    within = (begins is None or begins <= 0) and (ends is None or ends >= 0)
    assert seat.active_on(TODAY) == (within and not suspended)


def test_an_actor_holds_the_roles_and_serves_the_regions_of_the_seat() -> None:
    actor = actor_of(member(regions="north"), TODAY)
    assert actor.roles == {Role.OFFICER, Role.POLICE_SUPERVISOR}
    assert actor.kind is AgencyKind.POLICE
    assert actor.account is Account.ANY
    assert actor.holds(Role.OFFICER, Role.CASE_MANAGER)
    assert not actor.holds(Role.CASE_MANAGER)
    assert (actor.serves("north"), actor.serves("quay")) == (True, False)
    assert actor_of(member(), TODAY).serves("quay"), "no region named means all"


@pytest.mark.parametrize("agency", ["", "police", "police:", "police: ", "church:Harbor", "POLICE:Harbor"])
def test_an_agency_without_a_known_kind_or_a_name_is_none(agency: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the enum's own words
        agency_kind(agency)


def test_somebody_on_the_roster_is_found(ground: Laid) -> None:
    with ground.database.look() as work:
        actor = find_actor(work, ground.vault.rows, OFFICER, TODAY)
    assert (actor.user, actor.kind, actor.regions) == (OFFICER, AgencyKind.POLICE, frozenset({"north"}))


def nobody(ground: Laid, user: SlackUserId, day: date = TODAY) -> bool:
    with ground.database.look() as work:
        try:
            find_actor(work, ground.vault.rows, user, day)
        except NotOnRoster:
            return True
    return False


def test_strangers_and_those_whose_term_is_over_are_not_on_the_roster(ground: Laid) -> None:
    assert nobody(ground, SlackUserId("USTRANGE1"))
    ground.reappoint(OFFICER, active_until=TODAY)
    assert not nobody(ground, OFFICER)
    assert nobody(ground, OFFICER, TODAY + timedelta(days=1))
    ground.reappoint(OFFICER, active_until=None, suspended_at=NOON)
    assert nobody(ground, OFFICER)


@pytest.mark.parametrize(
    "columns",
    [
        {"roles": "case_manager"},
        {"agency": "case_management:Harbor Bridge Outreach"},
        {"regions": ""},
        {"account": "guest"},
        {"version": 2},
        {"mac": b""},
    ],
)
def test_a_seat_that_somebody_altered_is_no_seat(ground: Laid, columns: dict[str, object]) -> None:
    with ground.database.work() as work:
        intrude(work, update(Member).where(Member.slack_user_id == OFFICER).values(columns))
        with pytest.raises(NotOnRoster):
            find_actor(work, ground.vault.rows, OFFICER, TODAY)


def test_everybody_who_holds_a_role_today_is_found_in_order(ground: Laid) -> None:
    def holders(role: Role) -> list[SlackUserId]:
        with ground.database.look() as work:
            return [actor.user for actor in active_with(work, ground.vault.rows, role, TODAY)]

    assert holders(Role.OUTREACH_RESPONDER) == [RESPONDER, BACKUP]
    assert holders(Role.PROJECT_MANAGER) == [MANAGER]
    ground.reappoint(RESPONDER, suspended_at=NOON)
    assert holders(Role.OUTREACH_RESPONDER) == [BACKUP]
    with ground.database.work() as work:
        intrude(
            work,
            update(Member).where(Member.slack_user_id == BACKUP).values(roles="outreach_responder;officer"),
        )
        assert active_with(work, ground.vault.rows, Role.OUTREACH_RESPONDER, TODAY) == []


def test_a_role_is_not_found_in_the_middle_of_another_word(ground: Laid) -> None:
    ground.reappoint(OFFICER, roles="policy_group_member")
    with ground.database.look() as work:
        found = {role: active_with(work, ground.vault.rows, role, TODAY) for role in Role}
    assert [actor.user for actor in found[Role.POLICY_GROUP_MEMBER]] == [OFFICER]
    for role, actors in found.items():
        assert all(actor.holds(role) for actor in actors)
