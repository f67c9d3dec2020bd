"""Conferences of a meeting: on its agenda, moved with it, carried to the next one with room, or put off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from models.acts.meeting_run import begin
from models.acts.meetings import cancel, move
from models.conference import About, Conference, ConferenceState, Reason, Wanted
from models.database import Database
from models.meeting import MeetingState
from models.notice import Kind
from models.scene import Scene
from models.schema import ConferenceRef
from tests.factories import MANAGER, OFFICER
from tests.models.acts.meeting import (
    LEADERS,
    MONDAY,
    OWG,
    POLICY,
    issue,
    lay_groups,
    meetings,
    situation,
    subjects,
    weekly,
)
from tests.models.acts.rolling import Precincts, utc

K = ConferenceRef("K-7KQ2M")


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Precincts:
    return lay_groups(database, tmp_path)


def conference(site: Precincts, meeting: str = "", starts_at: datetime | None = None) -> None:
    def make(scene: Scene) -> None:
        row = Conference(
            ref=K,
            about=About.SITUATION.value,
            participant="",
            situation="S-7KQ2M",
            version=1,
            group="owg",
            asker=OFFICER,
            asker_agency="police:Lantern Harbor PD",
            reason=Reason.SAFETY.value,
            wanted=Wanted.NEXT_MEETING.value,
            facilitator=MANAGER,
            meeting=meeting,
            starts_at=starts_at,
            minutes=15,
            state=ConferenceState.PROPOSED.value,
            asked_at=scene.moment,
        )
        scene.vault.rows.sign_row(row)
        scene.work.session.add(row)

    site.act(make, MANAGER)


def row(site: Precincts) -> Conference:
    with site.ground.database.look() as work:
        found = work.session.get_one(Conference, K)
        assert site.ground.vault.rows.row_holds(found), "what changed is signed"
        return found


def test_one_of_its_day_stands_on_the_agenda_and_knows_its_meeting(site: Precincts) -> None:
    conference(site, starts_at=utc(2026, 6, 2, 17, 15))
    site.make(weekly())
    site.live(utc(2026, 6, 1, 17))
    (meeting,) = meetings(site)
    assert subjects(site, meeting.id, "conferences") == [K]
    assert row(site).meeting == meeting.id


def test_one_of_another_day_does_not(site: Precincts) -> None:
    conference(site, starts_at=utc(2026, 6, 4, 17, 15))
    site.make(weekly())
    site.live(utc(2026, 6, 1, 17))
    assert subjects(site, meetings(site)[0].id, "conferences") == []


def test_one_that_came_after_the_agenda_stands_on_it_when_it_begins(site: Precincts) -> None:
    site.make(weekly())
    site.live(utc(2026, 6, 1, 17))
    (meeting,) = meetings(site)
    conference(site, meeting.id, meeting.starts_at)
    site.live(meeting.starts_at)
    site.act(lambda scene: begin(scene, meeting.id).id, MANAGER)
    assert subjects(site, meeting.id, "conferences") == [K]


def test_it_moves_with_its_meeting_and_everybody_at_it_hears(site: Precincts) -> None:
    site.make(weekly())
    site.live(utc(2026, 6, 1, 17))
    (meeting,) = meetings(site)
    conference(site, meeting.id, meeting.starts_at)
    site.act(lambda scene: move(scene, meeting.id, date(2026, 6, 3), time(14)).id, MANAGER)
    assert (row(site).starts_at, row(site).state) == (utc(2026, 6, 3, 21), ConferenceState.PROPOSED)


def test_of_a_cancelled_meeting_it_goes_to_the_next_that_stands(site: Precincts) -> None:
    site.make(weekly(lead_days=8))
    site.live(utc(2026, 6, 8, 17))
    first, following = sorted(meetings(site), key=lambda one: one.starts_at)[-2:]
    assert {first.state, following.state} == {MeetingState.PLANNED}
    conference(site, first.id, first.starts_at)
    site.act(lambda scene: cancel(scene, first.id).id, MANAGER)
    assert (row(site).meeting, row(site).starts_at) == (following.id, following.starts_at)
    assert subjects(site, following.id, "conferences") == [K]


def test_without_a_next_one_it_is_put_off_and_waits_for_the_agenda_to_come(site: Precincts) -> None:
    site.make(weekly())
    site.live(utc(2026, 6, 1, 17))
    (meeting,) = meetings(site)
    conference(site, meeting.id, meeting.starts_at)
    site.act(lambda scene: cancel(scene, meeting.id).id, MANAGER)
    assert (row(site).state, row(site).starts_at) == (ConferenceState.PUT_OFF, None)
    site.live(utc(2026, 6, 8, 17))
    assert subjects(site, meetings(site)[-1].id, "conferences") == [K]


def test_community_leadership_sees_aggregates_and_situations_only_and_the_policy_group_no_conference(
    site: Precincts,
) -> None:
    stops = {code: situation(site, group=code) for code in ("clt", "policy", "owg")}
    forms = {code: issue(site, group=code) for code in ("clt", "policy", "owg")}
    for group, day in ((LEADERS, 1), (POLICY, 2), (OWG, 3)):
        site.make(weekly(shift=group.code, name=group.name, at=time(8 + day)))
    conference(site, starts_at=utc(2026, 6, 2, 18))
    site.live(utc(2026, 6, 1, 19))
    agendas = {one.group: one.id for one in meetings(site)}
    for code in ("clt", "policy", "owg"):
        assert subjects(site, agendas[code], "situations") == [stops[code]]
    assert subjects(site, agendas["clt"], "issues") == []
    assert subjects(site, agendas["policy"], "issues") == [forms["policy"]]
    assert subjects(site, agendas["owg"], "issues") == [forms["owg"]]
    assert [subjects(site, agendas[code], "conferences") for code in ("clt", "policy", "owg")] == [
        [],
        [],
        [K],
    ]
    assert MONDAY + timedelta(days=1) == meetings(site)[0].day
    assert set(site.told(Kind.MEETING_AGENDA)) == {MANAGER}
