"""A conference on a participant: exactly those whom a release covers, around its hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.conference_people import Gap, who_may_sit
from models.acts.conference_times import NoMeeting, TwoAtOnce, When
from models.acts.participants import begin
from models.classes import Category
from models.conference import Conference, ConferenceState, ConferenceWish
from models.database import Database
from models.errors import NotAllowed, NotCovered
from models.notice import Kind, Notice
from models.participant import Participant
from models.people import Role
from models.schema import SlackUserId
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    lay,
)
from tests.models.conferring import (
    BRIEF,
    DAY,
    HOUR,
    TUESDAY,
    new,
    police,
    proposed,
    prosecutors,
    reads,
    row,
    run,
    seated,
    told,
)
from tests.models.sharing import COLLEAGUE, DEFENDER, Sharing, defenders, scene_of, share

WINDOW = TUESDAY - DAY
PLACE = {Category.LOCATION}


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(police(), prosecutors())
    return made


def around(sharing: Sharing) -> list[SlackUserId]:
    with sharing.ground.database.look() as work:
        found = who_may_sit(scene_of(sharing.ground, work), sharing.circle())
        return [one.user for one in found.covered]


def test_exactly_those_whom_a_live_release_covers_are_proposed(sharing: Sharing) -> None:
    assert set(around(sharing)) == {OFFICER, QUAY_OFFICER, PROSECUTOR, COLLEAGUE}


def test_the_referring_officer_comes_first_once_a_release_names_the_agency(sharing: Sharing) -> None:
    referral = sharing.ground.refer(referrer=QUAY_OFFICER).ref
    sharing.alter(Participant, sharing.ref, referral=referral)
    assert around(sharing)[0] == QUAY_OFFICER


def test_whoever_cannot_be_added_is_named_by_agency_and_role_with_the_reason(sharing: Sharing) -> None:
    sharing.sign(police(Category.BARRIERS, role=Role.POLICE_SUPERVISOR, regions=("quay",)))
    with sharing.ground.database.look() as work:
        found = who_may_sit(scene_of(sharing.ground, work), sharing.circle())
    why = {(one.agency, one.role): one.why for one in found.barred}
    assert why["defense:Lantern County Public Defense", Role.PUBLIC_DEFENDER] is Gap.NO_RELEASE
    assert why["police:Lantern Harbor PD", Role.POLICE_SUPERVISOR] is Gap.NOT_HERE
    assert [one.user for one in found.time_only] == [DEFENDER]
    assert not any(one.role is Role.COMMUNITY_REPRESENTATIVE for one in found.barred)


def test_each_reads_their_classes_only_and_where_to_find_them_is_for_the_team(sharing: Sharing) -> None:
    ref = proposed(sharing)
    assert set(reads(sharing, ref, OFFICER)) == {Category.ENGAGEMENT, Category.BARRIERS}
    assert set(reads(sharing, ref, PROSECUTOR)) == set(BRIEF) - PLACE
    assert set(reads(sharing, ref, CASE_MANAGER)) == set(BRIEF)
    for nobody in (MANAGER, NEIGHBOR, DEFENDER, COLLEAGUE):
        assert reads(sharing, ref, nobody) == {}


def test_a_brief_opens_a_day_before_and_closes_a_day_after(sharing: Sharing) -> None:
    ref = proposed(sharing)
    second = timedelta(seconds=1)
    ends = TUESDAY + timedelta(minutes=15) + DAY
    for moment, open_then in (
        (NOON, False), (WINDOW - second, False), (WINDOW, True), (ends - second, True), (ends, False),
    ):  # fmt: skip
        assert bool(reads(sharing, ref, PROSECUTOR, moment)) is open_then, moment
    assert reads(sharing, ref, CASE_MANAGER, ends + 30 * DAY)


def test_those_invited_hear_the_hour_and_get_the_card_when_briefs_open(sharing: Sharing) -> None:
    ref = proposed(sharing)
    assert told(sharing, PROSECUTOR) == [Kind.CONFERENCE_INVITED]
    assert told(sharing, MANAGER) == [Kind.CONFERENCE_FACILITATE]
    assert told(sharing, CASE_MANAGER) == [Kind.CONFERENCE_TEAM]
    run(sharing, WINDOW)
    assert told(sharing, PROSECUTOR) == [Kind.CONFERENCE_INVITED, Kind.CONFERENCE_CARD]
    run(sharing, TUESDAY)
    assert told(sharing, PROSECUTOR)[-1] == Kind.CONFERENCE_RULES
    assert row(sharing, ref).state == ConferenceState.BEGUN
    run(sharing, TUESDAY + 3 * DAY)
    assert row(sharing, ref).state == ConferenceState.CLOSED


def test_the_line_and_its_buttons_stand_in_the_groups_channel(sharing: Sharing) -> None:
    ref = proposed(sharing)
    channel = SlackUserId(sharing.ground.rules.site.owg_channel)
    assert told(sharing, channel) == [Kind.CONFERENCE_LINE, Kind.CONFERENCE_THREAD]
    with sharing.ground.database.look() as work:
        for notice in work.session.scalars(select(Notice).where(Notice.recipient == channel)):
            assert sharing.ref not in f"{notice.subject}{notice.target}{notice.dedupe_key}"
            assert notice.subject == ref


def test_nobody_is_added_whom_no_release_covers(sharing: Sharing) -> None:
    ref = proposed(sharing, invited=(PROSECUTOR, DEFENDER, NEIGHBOR))
    assert seated(sharing, ref) == {PROSECUTOR}
    with pytest.raises(NotCovered):
        proposed(sharing, invited=(DEFENDER, NEIGHBOR))


def test_whoever_may_read_nothing_of_what_was_written_is_not_invited(sharing: Sharing) -> None:
    only_court = {Category.LEGAL_CALENDAR: BRIEF[Category.LEGAL_CALENDAR]}
    assert seated(sharing, proposed(sharing, details=only_court)) == {PROSECUTOR}


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR])
def test_only_the_care_team_proposes(sharing: Sharing, user: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        proposed(sharing, user=user)


def test_what_a_brief_has_no_place_for_is_refused(sharing: Sharing) -> None:
    for category in (Category.CLINICAL, Category.INCIDENT, Category.VIOLATIONS):
        with pytest.raises(NotAllowed):
            proposed(sharing, details={**BRIEF, category: BRIEF[Category.BARRIERS]})


def test_a_second_request_joins_the_first_and_is_answered_the_same(sharing: Sharing) -> None:
    first = proposed(sharing, invited=(PROSECUTOR,))
    heard = told(sharing, CASE_MANAGER)
    other = {Category.BARRIERS: BRIEF[Category.BARRIERS]}
    later = When(TUESDAY + HOUR, 30)
    second = proposed(sharing, CLINICIAN, details=other, invited=(OFFICER,), when=later)
    assert second == first
    assert row(sharing, first).starts_at == TUESDAY
    assert seated(sharing, first) == {PROSECUTOR, OFFICER}
    assert told(sharing, CLINICIAN) == heard == [Kind.CONFERENCE_TEAM]
    assert len(reads(sharing, first, CLINICIAN)[Category.BARRIERS]) == 2
    assert len(reads(sharing, first, PROSECUTOR)[Category.BARRIERS]) == 2
    assert len(reads(sharing, first, OFFICER)[Category.BARRIERS]) == 2
    assert Category.LOCATION not in reads(sharing, first, OFFICER)
    with sharing.ground.database.look() as work:
        assert len(work.session.scalars(select(Conference)).all()) == 1
        assert len(work.session.scalars(select(ConferenceWish)).all()) == 2


def test_a_past_hour_and_a_meeting_that_is_not_planned_are_said(sharing: Sharing) -> None:
    with pytest.raises(ValueError, match="past"):
        proposed(sharing, when=When(NOON, 15))
    with pytest.raises(NoMeeting):
        proposed(sharing, when=When(None, 15))


def test_one_facilitator_has_one_table_at_a_time(sharing: Sharing) -> None:
    proposed(sharing)
    other = sharing.act(lambda scene: begin(scene, "north").ref)
    another = replace(sharing, ref=other)
    another.sign(police(), prosecutors())
    with pytest.raises(TwoAtOnce):
        proposed(another, when=When(TUESDAY + timedelta(minutes=14), 15))
    assert row(another, proposed(another, when=When(TUESDAY + timedelta(minutes=15), 15))).starts_at


def test_a_defender_whom_nothing_covers_may_be_told_the_time_alone(sharing: Sharing) -> None:
    ref = proposed(sharing, told_time=(DEFENDER, NEIGHBOR))
    assert told(sharing, DEFENDER) == [Kind.CONFERENCE_TIME_ONLY]
    assert told(sharing, NEIGHBOR) == []
    assert DEFENDER not in seated(sharing, ref)
    sharing.sign(defenders(Category.BARRIERS))
    run(sharing, TUESDAY)
    assert reads(sharing, ref, DEFENDER) == {}
    assert new(sharing).participant == sharing.ref
