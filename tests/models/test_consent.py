"""A consent names an agency, a role, classes, purposes, places and days; only what it names is covered."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from models.classes import Category, Purpose
from models.consent import Consent, ConsentFacts, Release, consents_of, new_id
from models.database import Database
from models.people import Account, Actor, AgencyKind, Role
from models.schema import ParticipantRef, SlackUserId
from tests.factories import NOON, PROSECUTOR, intrude, lay, table_of
from tests.models.sharing import OFFICE, SIGNED, UNTIL, Sharing, defenders, office, share

DAY = timedelta(days=1)
START, END = date(2026, 9, 1), date(2026, 9, 20)
MIDNIGHT = datetime(2026, 9, 21, 7, tzinfo=UTC)  # the end of the 20th in Lantern Harbor


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def reader(*regions: str, agency: str = OFFICE) -> Actor:
    role = frozenset({Role.LIAISON_PROSECUTOR})
    kind = AgencyKind.PROSECUTOR
    user = SlackUserId("U1")
    return Actor(user, "Cressida Example", agency, kind, role, frozenset(regions), Account.ANY)


FACTS = ConsentFacts(
    id="c",
    release_id="r",
    agency=OFFICE,
    role=Role.LIAISON_PROSECUTOR,
    regions=frozenset(),
    categories=frozenset({Category.BARRIERS, Category.IDENTITY}),
    purposes=frozenset({Purpose.COURT, Purpose.CONFERENCE}),
    starts_on=START,
    expires_on=END,
)


def covers(facts: ConsentFacts = FACTS, who: Actor | None = None, **other: object) -> bool:
    asked: dict[str, object] = {
        "role": Role.LIAISON_PROSECUTOR,
        "category": Category.BARRIERS,
        "purpose": Purpose.COURT,
        "today": START,
        **other,
    }
    return facts.covers(who or reader(), **asked)  # type: ignore[arg-type]  # its own arguments


def test_what_it_names_is_covered() -> None:
    assert covers()
    assert covers(category=Category.IDENTITY, purpose=Purpose.CONFERENCE)


@pytest.mark.parametrize(
    "other",
    [
        {"role": Role.PUBLIC_DEFENDER},
        {"role": None},
        {"category": Category.CLINICAL},
        {"purpose": Purpose.SERVICES},
        {"today": START - DAY},
        {"today": END + DAY},
        {"who": reader(agency="prosecutor:Another County")},
    ],
)
def test_what_it_does_not_name_is_not_covered(other: dict[str, object]) -> None:
    assert not covers(**other)  # type: ignore[arg-type]  # arguments of `covers`


@given(day=st.dates(date(2026, 8, 1), date(2026, 10, 30)))
def test_it_runs_from_its_first_to_its_last_day_both_included(day: date) -> None:
    assert covers(today=day) == (START <= day <= END)
    endless = dataclasses.replace(FACTS, expires_on=None)
    assert covers(endless, today=day) == (day >= START)


REGIONS = st.frozensets(st.sampled_from(["north", "quay", "hill"]))


@given(limit=REGIONS, mine=REGIONS)
def test_a_limit_to_regions_needs_one_in_common_and_no_regions_are_all(
    limit: frozenset[str], mine: frozenset[str]
) -> None:
    limited = dataclasses.replace(FACTS, regions=limit)
    assert covers(limited, reader(*mine)) == (not limit or not mine or bool(limit & mine))


def test_a_signed_release_reads_as_what_was_signed(sharing: Sharing) -> None:
    [one, two] = sharing.sign(office(Category.IDENTITY, regions=("quay", "north")), defenders())
    facts = {one.id: one for one in sharing.circle().consents}
    assert set(facts) == {one, two}
    mine = facts[one]
    assert (mine.agency, mine.role) == (OFFICE, Role.LIAISON_PROSECUTOR)
    assert mine.categories == {Category.IDENTITY}
    assert mine.purposes == {Purpose.COURT}
    assert mine.regions == {"north", "quay"}
    assert (mine.starts_on, mine.expires_on) == (SIGNED, UNTIL)
    assert facts[two].release_id == mine.release_id
    with sharing.ground.database.look() as work:
        row = work.session.get_one(Consent, one)
    assert (row.version, row.revoked_how, row.revoked_at, row.written_at) == (1, "", None, None)
    assert (row.categories, row.purposes, row.regions) == ("identity", "court", "north;quay")
    assert facts[two].regions == frozenset()


def test_consents_come_in_the_order_of_their_ids_and_none_of_somebody_elses(sharing: Sharing) -> None:
    for _ in range(4):
        sharing.sign()
    other = share(sharing.ground)
    other.sign()
    ids = [one.id for one in sharing.circle().consents]
    assert ids == sorted(ids)
    assert len(ids) == 4
    with sharing.ground.database.look() as work:
        assert consents_of(work, sharing.ground.vault.rows, ParticipantRef("C-NOONE")) == ()


def test_a_revoked_and_an_altered_consent_are_none(sharing: Sharing) -> None:
    gone, altered = sharing.sign(office(), defenders())
    sharing.revoke(gone)
    assert [one.id for one in sharing.circle().consents] == [altered]
    with sharing.ground.database.work() as work:
        intrude(work, update(Consent).where(Consent.id == altered).values(expires_on=date(2027, 1, 1)))
        assert consents_of(work, sharing.ground.vault.rows, sharing.ref) == ()


def _other(value: object) -> object:
    match value:
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case datetime():
            return value + DAY
        case date():
            return value + DAY
        case int():
            return value + 1
    return f"{value}x" if value else NOON


@pytest.mark.parametrize("row", [Consent, Release], ids=lambda row: row.__tablename__)
def test_every_deciding_field_stands_under_the_mac(sharing: Sharing, row: type[Consent | Release]) -> None:
    sharing.sign()
    free = {"written_at"}  # when the paper came decides nothing
    for column in table_of(row).columns:
        with sharing.ground.database.work() as work:
            stored: Any = work.session.scalars(select(row)).one()
            assert sharing.ground.vault.rows.row_holds(stored)
            other = _other(getattr(stored, column.name))
            if column.name in {"regions", "revoked_how"}:
                other = "x"
            setattr(stored, column.name, other)
            held = sharing.ground.vault.rows.row_holds(stored)
            assert held == (column.name in free), column.name
            work.session.expunge_all()


def test_a_releases_end_counts_to_the_end_of_its_last_day_in_the_sites_zone(sharing: Sharing) -> None:
    sharing.sign(until=END)
    message = sharing.seal(moment=MIDNIGHT - DAY)
    assert sharing.reads(message, moment=MIDNIGHT - timedelta(seconds=1))
    assert not sharing.reads(message, moment=MIDNIGHT)


def test_a_release_begins_on_the_day_it_was_signed(sharing: Sharing) -> None:
    [consent] = sharing.sign()
    message = sharing.seal()
    sharing.alter(Consent, consent, starts_on=date(2026, 9, 16))
    assert not sharing.reads(message)
    sharing.alter(Consent, consent, starts_on=date(2026, 9, 15))
    assert sharing.reads(message)


def test_a_release_for_one_region_opens_for_a_reader_of_that_region(sharing: Sharing) -> None:
    sharing.sign(office(regions=("quay",)))
    message = sharing.seal()
    assert sharing.reads(message), "a reader for all regions"
    sharing.ground.reappoint(PROSECUTOR, regions="hill;quay")
    assert sharing.reads(message)
    sharing.ground.reappoint(PROSECUTOR, regions="hill;north")
    assert not sharing.reads(message)


def test_ids_are_random() -> None:
    assert len({new_id() for _ in range(100)}) == 100
    assert all(len(new_id()) == 32 for _ in range(3))
