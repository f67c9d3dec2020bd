"""Reminders of a hearing: on the court's own mornings, each once, to the care team and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.acts.appoint import appoint
from models.acts.hearing_reminders import OF_COURT, reminders
from models.acts.matters import close_matter, keep_matter
from models.acts.participants import join_team
from models.acts.steps import tell_given_up
from models.acts.undelivered import undelivered
from models.court_matter import CourtMatter
from models.court_rules import Court
from models.database import Database
from models.due import DueStep, Step
from models.notice import Kind, NewNotice, Notice, post
from models.participant import Participant
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, NOON, Laid
from tests.models.courting import HEARING, kept, matter, named, planned, run, told
from tests.models.sharing import HOST, Sharing

LOS_ANGELES, PHOENIX = "America/Los_Angeles", "America/Phoenix"
ADVOCATE = SlackUserId("UADVOC001")
DAYS = (14, 3, 1, 0)


def court(zone: str = LOS_ANGELES) -> Court:
    return Court(code="superior", name="Superior", time_zone=zone, office="prosecutor:Somewhere")


def walls(hearing: datetime, zone: str = LOS_ANGELES, days: tuple[int, ...] = DAYS) -> list[str]:
    """Each reminder as the court's clock says it."""
    return [
        f"{back} {at.astimezone(ZoneInfo(zone)):%m-%d %H:%M %Z}"
        for back, at in reminders(hearing, days, court(zone))
    ]


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return named(database, tmp_path)


def appointed(ground: Laid) -> None:
    """A legal system advocate of the team's agency."""
    seat = Seating(
        ADVOCATE, "Fictional Advocate", HOST, (Role.LEGAL_SYSTEM_ADVOCATE,), (), Account.ANY, None, None
    )
    with ground.database.work() as work:
        appoint(work, ground.vault, ground.audit, ground.rules, [seat], NOON)
        work.commit()


def test_across_the_spring_change_every_reminder_stands_at_nine_by_the_wall() -> None:
    hearing = datetime(2026, 3, 9, 16, tzinfo=UTC)  # 09:00 PDT on the Monday after the change
    assert walls(hearing) == [
        "14 02-23 09:00 PST",
        "3 03-06 09:00 PST",
        "1 03-08 09:00 PDT",
        "0 03-09 07:00 PDT",
    ]


def test_across_the_autumn_change_every_reminder_stands_at_nine_by_the_wall() -> None:
    hearing = datetime(2026, 11, 2, 17, tzinfo=UTC)  # 09:00 PST on the Monday after the change
    assert walls(hearing) == [
        "14 10-19 09:00 PDT",
        "3 10-30 09:00 PDT",
        "1 11-01 09:00 PST",
        "0 11-02 07:00 PST",
    ]


def test_a_court_in_another_zone_has_its_own_mornings() -> None:
    hearing = datetime(2026, 7, 15, 16, tzinfo=UTC)
    assert walls(hearing, PHOENIX, (1, 0)) == ["1 07-14 09:00 MST", "0 07-15 07:00 MST"]


def test_before_an_early_hearing_the_morning_reminder_comes_an_hour_before() -> None:
    hearing = datetime(2026, 7, 15, 14, tzinfo=UTC)  # 07:00 PDT
    assert walls(hearing, days=(0,)) == ["0 07-15 06:00 PDT"]


@given(
    hearing=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    days=st.lists(st.integers(0, 60), max_size=6),
    zone=st.sampled_from([LOS_ANGELES, PHOENIX, "America/New_York", "Pacific/Honolulu"]),
)
def test_every_reminder_comes_before_the_hearing_on_its_own_local_day(
    hearing: datetime, days: list[int], zone: str
) -> None:
    at_home = ZoneInfo(zone)
    found = reminders(hearing, days, court(zone))
    assert [back for back, _ in found] == list(dict.fromkeys(days))
    for back, at in found:
        assert at < hearing
        local = hearing.astimezone(at_home)
        # Nobody sits before one in the morning; if they did, an hour before it lies in the night before.
        assert at.astimezone(at_home).time() <= time(9) or local.time() < time(1)
        if back:
            apart = hearing.astimezone(at_home).date() - at.astimezone(at_home).date()
            assert apart == timedelta(days=back)


def test_the_team_hears_before_a_hearing_and_is_asked_after_it(sharing: Sharing) -> None:
    kept(sharing)
    ends = run(sharing, HEARING + timedelta(days=2))
    assert [outcome for _, outcome in ends] == ["told"] * 5
    assert told(sharing) == [
        *[(Kind.HEARING_NEAR, CASE_MANAGER, sharing.ref)] * 4,
        (Kind.HEARING_WAS, CASE_MANAGER, sharing.ref),
    ]


def test_a_second_clock_after_a_restart_tells_nobody_again(sharing: Sharing) -> None:
    kept(sharing)
    run(sharing, HEARING - timedelta(days=2))
    before = told(sharing)
    assert run(sharing, HEARING - timedelta(days=2)) == []
    assert told(sharing) == before
    run(sharing, HEARING - timedelta(hours=1))
    assert len(told(sharing)) == 4


def test_what_is_past_already_when_a_hearing_is_written_down_is_not_told(sharing: Sharing) -> None:
    kept(sharing, hearing_at=NOON + timedelta(days=2))
    assert [step for step, _ in planned(sharing)] == [
        *[Step.HEARING_REMINDER] * 2,
        Step.HEARING_OVER,
    ]


def test_a_moved_hearing_is_reminded_of_at_its_new_days_alone_and_moving_back_works(sharing: Sharing) -> None:
    of = kept(sharing)
    first = planned(sharing)
    later = HEARING + timedelta(days=7)
    for at in (later, HEARING, later):
        sharing.act(lambda scene, at=at: keep_matter(scene, sharing.ref, matter(hearing_at=at), of=of))  # type: ignore[misc]  # a default binds the loop's value
    assert planned(sharing) == [(step, at + timedelta(days=7)) for step, at in first]
    run(sharing, later + timedelta(days=1))
    assert len(told(sharing)) == 5


def test_a_matter_without_a_hearing_reminds_of_nothing(sharing: Sharing) -> None:
    of = kept(sharing)
    sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter(hearing_at=None), of=of))
    assert planned(sharing) == []


def test_the_advocate_hears_of_it_and_only_the_case_manager_is_asked_what_happened(sharing: Sharing) -> None:
    appointed(sharing.ground)
    sharing.act(
        lambda scene: join_team(scene, sharing.circle(), ADVOCATE, Role.LEGAL_SYSTEM_ADVOCATE), CLINICIAN
    )
    kept(sharing, hearing_at=NOON + timedelta(hours=30))
    run(sharing, HEARING)
    assert [kind for kind, _, _ in told(sharing, ADVOCATE)] == [Kind.HEARING_NEAR]
    assert [kind for kind, _, _ in told(sharing, CASE_MANAGER)] == [Kind.HEARING_NEAR, Kind.HEARING_WAS]


def test_a_reminder_that_comes_after_its_hearing_is_not_told(sharing: Sharing) -> None:
    of = kept(sharing)
    sharing.alter(CourtMatter, of, hearing_at=NOON - timedelta(minutes=1))
    ends = [outcome for _, outcome in run(sharing, HEARING - timedelta(days=1))]
    assert set(ends) == {"late"}
    assert told(sharing) == []


def test_of_a_closed_folder_nobody_is_reminded(sharing: Sharing) -> None:
    kept(sharing)
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    assert {outcome for _, outcome in run(sharing, HEARING)} == {"folder_closed"}
    assert told(sharing) == []


def test_a_matter_closed_between_plan_and_step_tells_nobody(sharing: Sharing) -> None:
    of = kept(sharing)
    sharing.act(lambda scene: close_matter(scene, sharing.ref, of))
    assert run(sharing, HEARING) == []


def test_a_reminder_that_could_not_be_taken_for_a_day_is_told_to_the_team_and_not_to_a_manager(
    sharing: Sharing,
) -> None:
    kept(sharing)
    with sharing.ground.database.look() as work:
        step = work.session.scalars(select(DueStep).where(DueStep.step == Step.HEARING_REMINDER)).first()
        assert step is not None
        work.session.expunge(step)
    given = step
    sharing.act(lambda scene: tell_given_up(scene, given), SlackUserId("bot"))
    assert told(sharing) == [(Kind.HEARING_NEAR, CASE_MANAGER, sharing.ref)]


@pytest.mark.parametrize("kind", sorted(OF_COURT))
def test_a_word_that_cannot_arrive_goes_to_the_teams_supervisor_and_ends_there(
    sharing: Sharing, kind: Kind
) -> None:
    kept(sharing)
    ground = sharing.ground

    def lost(user: SlackUserId) -> None:
        with ground.database.work() as work:
            post(work, NOON, [NewNotice(kind, user, f"try:{user}", subject=sharing.ref)])
            notice = work.session.scalars(select(Notice).where(Notice.dedupe_key == f"try:{user}")).one()
            undelivered(work, ground.vault, ground.audit, ground.rules, notice, "user_deleted", NOON)
            work.commit()

    lost(CASE_MANAGER)
    assert told(sharing, CLINICIAN) == [(kind, CLINICIAN, sharing.ref)]
    lost(CLINICIAN)
    assert {user for _, user, _ in told(sharing)} == {CASE_MANAGER, CLINICIAN}
    assert len(told(sharing, CLINICIAN)) == 2  # the second is the one that was tried here
    with ground.database.look() as work:
        others = select(Notice.recipient).where(Notice.recipient.not_in([CASE_MANAGER, CLINICIAN]))
        assert work.session.scalars(others).all() == []
