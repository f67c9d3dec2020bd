"""Who sees which hearing: the team their people's, an office its own under a live release, others nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.matters import close_matter
from models.acts.participants import begin
from models.classes import Category, Purpose
from models.consent import Recipient
from models.court_matter import CourtMatter
from models.database import Database
from models.disclosure import Disclosure
from models.participant import Participant
from models.people import Role
from models.schema import SlackUserId
from models.vault import OpenCalendar, Refused
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NOON, OFFICER, PROSECUTOR
from tests.models.courting import HEARING, NUMBER, kept, named
from tests.models.sharing import DEFENDER, POLICE, Sharing, office

CITY = "prosecutor:Lantern Harbor City Attorney"
COURT = Category.LEGAL_CALENDAR


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return named(database, tmp_path)


def opened(sharing: Sharing, user: SlackUserId = PROSECUTOR, **more: object) -> OpenCalendar | Refused:
    moment = more.get("moment", NOON)
    with sharing.ground.database.work() as work:
        found = sharing.ground.vault.calendars.open(
            work,
            sharing.ground.rules,
            user,
            moment=moment,  # type: ignore[arg-type]
            request_id="req-1",
        )
        work.commit()
        return found


def seen(sharing: Sharing, user: SlackUserId = PROSECUTOR, **more: object) -> list[str]:
    """The ids of the matters on somebody's calendar."""
    found = opened(sharing, user, **more)
    assert isinstance(found, OpenCalendar)
    return [one.matter for one in found.hearings]


def disclosed(sharing: Sharing) -> list[tuple[str, str, str, str, str]]:
    query = select(
        Disclosure.about, Disclosure.reader, Disclosure.categories, Disclosure.basis, Disclosure.authority
    )
    with sharing.ground.database.look() as work:
        return list(work.session.execute(query.order_by(Disclosure.id)).tuples())


def test_a_case_manager_sees_the_hearings_to_come_of_their_people(sharing: Sharing) -> None:
    soon, late = kept(sharing), kept(sharing, hearing_at=HEARING + timedelta(days=1))
    kept(sharing, hearing_at=None)
    found = opened(sharing, CASE_MANAGER)
    assert isinstance(found, OpenCalendar)
    assert [one.matter for one in found.hearings] == [soon, late]
    assert found.hearings[0].number is not None
    assert found.hearings[0].number.reveal() == NUMBER
    assert disclosed(sharing) == [(sharing.ref, CASE_MANAGER, COURT, "care_team", "")]


@pytest.mark.parametrize("user", [OFFICER, MANAGER, CLINICIAN, DEFENDER, SlackUserId("UUNROST01")])
def test_whoever_has_no_calendar_is_refused(sharing: Sharing, user: SlackUserId) -> None:
    kept(sharing)
    assert isinstance(opened(sharing, user), Refused)
    assert disclosed(sharing) == []


def test_a_case_manager_sees_nothing_of_people_who_are_not_theirs(sharing: Sharing) -> None:
    kept(sharing)
    sharing.ground.reappoint(CLINICIAN, roles="case_manager")
    assert seen(sharing, CLINICIAN) == []


def test_an_office_sees_its_hearings_under_a_live_release_and_that_is_accounted_for(sharing: Sharing) -> None:
    [consent] = sharing.sign(office(COURT))
    of = kept(sharing)
    assert seen(sharing) == [of]
    assert disclosed(sharing) == [(sharing.ref, PROSECUTOR, COURT, "consent", consent)]


def test_another_office_of_the_same_release_sees_nothing_of_it(sharing: Sharing) -> None:
    city = Recipient(
        CITY, Role.LIAISON_PROSECUTOR, frozenset({COURT}), frozenset({Purpose.COURT}), frozenset()
    )
    sharing.sign(office(COURT), city)
    kept(sharing, court="municipal")
    assert seen(sharing) == []


WORLDS: dict[str, tuple[Recipient, ...]] = {
    "never": (),
    "another class": (office(Category.BARRIERS),),
    "another purpose": (office(COURT, purposes=[Purpose.CONFERENCE]),),
    "another region": (office(COURT, regions=["quay"]),),
    "another agency": (
        Recipient(
            POLICE, Role.OFFICER, frozenset({Category.BARRIERS}), frozenset({Purpose.COURT}), frozenset()
        ),
    ),
    **dict.fromkeys(("revoked", "expired", "folder closed", "matter closed"), (office(COURT),)),
}


@pytest.mark.parametrize("world", WORLDS)
def test_without_a_live_release_the_calendar_is_as_empty_as_without_a_hearing(
    sharing: Sharing, world: str
) -> None:
    empty = opened(sharing)
    of = kept(sharing)
    consents = sharing.sign(*WORLDS[world]) if WORLDS[world] else []
    moment = NOON
    if world == "another region":
        sharing.ground.reappoint(PROSECUTOR, regions="north")
    if world == "revoked":
        sharing.revoke(*consents)
    if world == "expired":
        sharing.alter(CourtMatter, of, hearing_at=NOON + timedelta(days=200))
        moment = NOON + timedelta(days=150)
    if world == "folder closed":
        sharing.alter(Participant, sharing.ref, closed_at=NOON)
    if world == "matter closed":
        sharing.act(lambda scene: close_matter(scene, sharing.ref, of))
    assert opened(sharing, moment=moment) == empty == OpenCalendar((), more=False)
    assert disclosed(sharing) == []


def test_a_past_hearing_and_an_altered_row_are_not_shown(sharing: Sharing) -> None:
    sharing.sign(office(COURT))
    of = kept(sharing)
    assert seen(sharing, moment=HEARING) == []
    with sharing.ground.database.work() as work:
        work.session.get_one(CourtMatter, of).hearing_at = HEARING + timedelta(days=1)
        work.commit()
    assert seen(sharing) == []


def test_every_person_of_the_team_is_judged_alone(sharing: Sharing) -> None:
    mine = kept(sharing)
    other = sharing.act(lambda scene: begin(scene, "north").ref)
    theirs = kept(Sharing(sharing.ground, other))
    assert set(seen(sharing, CASE_MANAGER)) == {mine, theirs}
    sharing.sign(office(COURT))
    assert seen(sharing) == [mine]


def test_every_look_is_in_the_log_by_reference_alone(sharing: Sharing) -> None:
    sharing.sign(office(COURT))
    kept(sharing)
    opened(sharing)
    opened(sharing, OFFICER)
    looks = [row for row in sharing.ground.audit_rows() if row[1].startswith("open.")]
    assert looks[-2:] == [
        (PROSECUTOR, "open.granted", sharing.ref, "calendar"),
        (OFFICER, "open.refused", "", "no_calendar"),
    ]


def test_a_long_calendar_says_that_there_is_more(sharing: Sharing) -> None:
    for day in range(46):
        kept(sharing, hearing_at=HEARING + timedelta(days=day))
    found = opened(sharing, CASE_MANAGER)
    assert isinstance(found, OpenCalendar)
    assert (len(found.hearings), found.more) == (45, True)
