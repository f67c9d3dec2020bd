"""Meetings: made with their agenda by their schedule, run from rows, moved, cancelled, over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from models.acts.agenda import put
from models.acts.groups import groups_of, is_of, members_of
from models.acts.meeting_run import be_here, begin, call_special, end, go_on
from models.acts.meetings import cancel, clashes, move
from models.acts.minutes import minutes_of
from models.acts.schedule_dates import move as move_date
from models.acts.schedule_dates import skip
from models.acts.schedule_file import keep_file
from models.admin_issue import AdminIssue, IssueState
from models.database import Database
from models.errors import AlreadyChanged, NotAllowed
from models.meeting import ItemState, Meeting, MeetingState, next_meeting
from models.meeting_rules import MeetingRule
from models.notice import Kind
from models.people import find_actor
from models.recurrence import Rule
from models.referral import Door, Referral, State, reserve
from models.rollcall import Schedule, SkipReason
from models.scene import Scene
from models.schema import SlackUserId
from tests.factories import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER
from tests.models.acts.meeting import (
    MONDAY,
    OWG,
    POLICY,
    TUESDAY,
    agenda,
    issue,
    lay_groups,
    meetings,
    said,
    situation,
    subjects,
    weekly,
)
from tests.models.acts.rolling import Precincts, utc

TECHNICIAN = SlackUserId("UNOBODY01")
POSTED, BEGINS, OVER = utc(2026, 6, 1, 17), utc(2026, 6, 2, 17), utc(2026, 6, 2, 18)
DAY = timedelta(days=1)


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Precincts:
    return lay_groups(database, tmp_path)


@pytest.fixture
def schedule(site: Precincts) -> str:
    return site.make(weekly())


def posted(site: Precincts) -> Meeting:
    site.live(POSTED)
    return meetings(site)[-1]


def running(site: Precincts) -> Meeting:
    meeting = posted(site)
    site.live(BEGINS)
    site.act(lambda scene: begin(scene, meeting.id).id, MANAGER)
    return meetings(site)[0]


def on(site: Precincts, meeting: Meeting, section: str) -> dict[str, str]:
    """Item id by subject, else words."""
    return {
        item.subject or item.words: item.id for item in agenda(site, meeting.id) if item.section == section
    }


def now(site: Precincts, meeting: Meeting) -> Meeting:
    return next(one for one in meetings(site) if one.id == meeting.id)


def walk(site: Precincts, meeting: Meeting, until: str) -> None:
    """Everything before this item is done."""
    while (item := now(site, meeting).item) != until:
        site.act(lambda scene, item=item: go_on(scene, item, ItemState.DONE).id, MANAGER)  # type: ignore[misc]  # bound


def test_the_agenda_is_posted_a_day_ahead_and_the_meeting_stands_at_its_hour(
    site: Precincts, schedule: str
) -> None:
    stop, form = situation(site), issue(site)
    meeting = posted(site)
    assert (meeting.starts_at, meeting.minutes, meeting.day) == (BEGINS, 60, TUESDAY)
    assert (meeting.facilitator, meeting.state) == (MANAGER, MeetingState.PLANNED)
    assert [item.section for item in agenda(site, meeting.id)] == [
        "ground_rules",
        "referrals",
        "clocks",
        "situations",
        "court",
        "issues",
    ]
    assert subjects(site, meeting.id, "situations") == [stop]
    assert subjects(site, meeting.id, "issues") == [form]
    assert said(site) == ["begin", "agenda"]
    assert site.told(Kind.MEETING_AGENDA) == [MANAGER]
    assert [one.state for one in site.firings(schedule)] == ["sent"]


def referrals(site: Precincts, count: int, moment: datetime) -> None:
    """So many arrest diversions came in."""

    def make(scene: Scene) -> None:
        for _ in range(count):
            row = Referral.open(
                ref=reserve(scene.work)[0],
                door=Door.ARREST_DIVERSION,
                region="north",
                priority=1,
                referrer=OFFICER,
                agency="police:Lantern Harbor PD",
                view_id=None,
                moment=moment,
                hand_off=timedelta(minutes=30),
            )
            row.state = State.SUBMITTED.value
            scene.vault.rows.sign_row(row)
            scene.work.session.add(row)
            scene.work.session.flush()

    site.act(make)


@pytest.mark.parametrize(
    ("old", "fresh", "band"), [(0, 0, "<11"), (10, 5, "<11"), (12, 9, "11-15"), (16, 0, "16-20")]
)
def test_counts_stand_in_bands_and_nothing_of_the_last_day_is_in_them(
    site: Precincts, schedule: str, old: int, fresh: int, band: str
) -> None:
    referrals(site, old, site.moment - 2 * DAY)
    referrals(site, fresh, POSTED - timedelta(hours=2))
    meeting = posted(site)
    counts = {item.section: item.words for item in agenda(site, meeting.id) if not item.subject}
    assert counts == {"ground_rules": "", "referrals": band, "clocks": "<11", "court": "<11"}


def test_next_meeting_is_the_regular_one_whose_agenda_stands(site: Precincts, schedule: str) -> None:
    def ask(scene: Scene) -> str:
        found = next_meeting(scene.work, "owg", scene.moment)
        return found.id if found else ""

    assert site.act(ask) == ""
    meeting = posted(site)
    assert site.act(ask) == meeting.id
    site.moment = OVER
    assert site.act(ask) == ""


def test_what_somebody_puts_before_and_after_the_agenda_is_posted_stands_on_it_once(
    site: Precincts, schedule: str
) -> None:
    site.act(lambda scene: put(scene, "owg", "Keys of the drop-in room"), OFFICER)
    meeting = posted(site)
    site.act(lambda scene: put(scene, "owg", "A second phone"), CASE_MANAGER)
    site.act(lambda scene: put(scene, "owg", "A second phone"), CASE_MANAGER)
    assert list(on(site, meeting, "other")) == ["Keys of the drop-in room", "A second phone"]


def test_only_the_group_puts_things_on_its_agenda_and_community_leadership_asks_another_way(
    site: Precincts,
) -> None:
    for user, group in ((NEIGHBOR, "policy"), (NEIGHBOR, "clt")):
        with pytest.raises(NotAllowed):
            site.act(lambda scene, group=group: put(scene, group, "Something"), user)  # type: ignore[misc]  # bound


def test_an_item_is_done_or_deferred_once_whatever_is_tapped_twice(site: Precincts, schedule: str) -> None:
    stop, form = situation(site), issue(site)
    meeting = running(site)
    first = now(site, meeting).item
    for _ in range(2):
        site.act(lambda scene: go_on(scene, first, ItemState.DONE).id, MANAGER)
    states = [item.state for item in agenda(site, meeting.id)]
    assert states == ["done", "waits", "waits", "waits", "waits", "waits"]
    walk(site, meeting, on(site, meeting, "situations")[stop])
    site.act(
        lambda scene: go_on(scene, on(site, meeting, "situations")[stop], ItemState.DEFERRED).id, MANAGER
    )
    walk(site, meeting, on(site, meeting, "issues")[form])
    site.act(lambda scene: end(scene, meeting.id).id, MANAGER)
    assert now(site, meeting).state == MeetingState.ENDED
    site.live(POSTED + 7 * DAY)
    following = meetings(site)[-1]
    assert following.id != meeting.id
    assert subjects(site, following.id, "situations") == [stop], "deferred: it stands on the next agenda"
    assert subjects(site, following.id, "issues") == [form], "it waited: it stands on the next agenda"
    assert said(site).count("minutes") == 1


def test_only_its_facilitator_and_project_managers_run_it_and_nobody_hours_before(
    site: Precincts, schedule: str
) -> None:
    meeting = posted(site)
    with pytest.raises(NotAllowed, match="early"):
        site.act(lambda scene: begin(scene, meeting.id).id, MANAGER)
    site.live(BEGINS)
    with pytest.raises(NotAllowed, match="meeting"):
        site.act(lambda scene: begin(scene, meeting.id).id, CASE_MANAGER)
    for _ in range(2):  # the phone died: it goes on where it stood
        site.act(lambda scene: begin(scene, meeting.id).id, MANAGER)
    assert MANAGER not in site.told(Kind.MEETING_BEGUN)
    assert site.told(Kind.MEETING_BEGUN).count(OFFICER) == 1


def test_who_is_there_is_said_by_a_tap_and_told_by_agency(site: Precincts, schedule: str) -> None:
    meeting = running(site)
    for user in (OFFICER, OFFICER, CASE_MANAGER):
        site.act(lambda scene: be_here(scene, meeting.id).id, user)
    with site.ground.database.look() as work:
        agencies = minutes_of(work, now(site, meeting)).agencies
    assert agencies == ("case_management:Harbor Bridge Outreach", "police:Lantern Harbor PD")


def test_nobody_ran_it_so_it_was_not_held_and_its_items_stand_on_the_next(
    site: Precincts, schedule: str
) -> None:
    stop = situation(site)
    meeting = posted(site)
    site.act(lambda scene: put(scene, "owg", "A second phone"), OFFICER)
    site.live(OVER + timedelta(hours=1))
    assert now(site, meeting).state == MeetingState.NOT_HELD
    assert site.told(Kind.MEETING_NOT_HELD) == [MANAGER]
    site.live(POSTED + 7 * DAY)
    following = meetings(site)[-1]
    assert subjects(site, following.id, "situations") == [stop]
    assert list(on(site, following, "other")) == ["A second phone"]


def test_a_meeting_that_nobody_ends_ends_by_itself(site: Precincts, schedule: str) -> None:
    meeting = running(site)
    site.live(OVER + timedelta(hours=2))
    assert now(site, meeting).state == MeetingState.BEGUN
    site.live(OVER + timedelta(hours=4))
    assert now(site, meeting).state == MeetingState.ENDED
    assert said(site)[-1] == "minutes"


def test_what_ended_meanwhile_is_not_talked_about_again(site: Precincts, schedule: str) -> None:
    form = issue(site)
    meeting = posted(site)
    site.live(OVER + timedelta(hours=1))

    def settle(scene: Scene) -> None:
        scene.work.session.get_one(AdminIssue, form).state = IssueState.SETTLED.value

    site.act(settle, MANAGER)
    site.live(POSTED + 7 * DAY)
    assert form in on(site, meeting, "issues")
    assert subjects(site, meetings(site)[-1].id, "issues") == []


def test_a_posted_meeting_moves_with_its_agenda_and_everybody_hears(site: Precincts, schedule: str) -> None:
    stop = situation(site)
    meeting = posted(site)
    site.act(lambda scene: move(scene, meeting.id, TUESDAY + DAY, time(14)).id, MANAGER)
    assert now(site, meeting).starts_at == utc(2026, 6, 3, 21)
    assert said(site)[-1] == "moved"
    assert OFFICER in site.told(Kind.MEETING_MOVED)
    site.live(OVER + timedelta(hours=1))
    assert now(site, meeting).state == MeetingState.PLANNED, "its old end does not count any more"
    assert subjects(site, meeting.id, "situations") == [stop]
    site.live(utc(2026, 6, 3, 23))
    assert now(site, meeting).state == MeetingState.NOT_HELD


@pytest.mark.parametrize(
    ("day", "at", "code"),
    [
        (MONDAY - DAY, time(10), "to_day"),
        (TUESDAY + 200 * DAY, time(10), "to_day"),
        (date.max, time(23, 59), "to_day"),
    ],
)
def test_a_meeting_moves_to_no_hour_that_is_over_or_far(
    site: Precincts, schedule: str, day: object, at: time, code: str
) -> None:
    meeting = posted(site)
    with pytest.raises(NotAllowed, match=code):
        site.act(lambda scene: move(scene, meeting.id, day, at).id, MANAGER)  # type: ignore[arg-type]  # a day


def test_a_meeting_moves_to_no_hour_that_the_clocks_skip(site: Precincts) -> None:
    site.moment = utc(2026, 2, 28, 19)
    site.make(weekly(rule=Rule(MONDAY.replace(month=3), (1,))))
    site.live(utc(2026, 3, 2, 18))
    meeting = meetings(site)[-1]
    with pytest.raises(NotAllowed, match="skipped_hour"):
        site.act(
            lambda scene: move(scene, meeting.id, MONDAY.replace(month=3, day=8), time(2, 30)).id, MANAGER
        )


def test_two_meetings_of_one_group_never_stand_at_once(site: Precincts, schedule: str) -> None:
    site.make(weekly(name="Second", rule=Rule(MONDAY, (2,)), lead_days=2))
    site.live(utc(2026, 6, 1, 18))
    tuesday, wednesday = sorted(meetings(site), key=lambda one: one.starts_at)
    with pytest.raises(NotAllowed, match="two_at_once"):
        site.act(lambda scene: move(scene, tuesday.id, TUESDAY + DAY, time(10, 30)).id, MANAGER)
    site.act(lambda scene: move(scene, tuesday.id, TUESDAY + DAY, time(11)).id, MANAGER)
    assert site.act(lambda scene: clashes(scene, "owg", wednesday.starts_at, 90, besides=wednesday.id))
    assert not site.act(lambda scene: clashes(scene, "owg", wednesday.starts_at, 60, besides=wednesday.id))


def test_a_cancelled_meeting_gives_its_items_to_one_that_stands_already(
    site: Precincts, schedule: str
) -> None:
    site.make(weekly(name="Second", rule=Rule(MONDAY, (3,)), lead_days=3))
    site.live(POSTED)
    tuesday, thursday = sorted(meetings(site), key=lambda one: one.starts_at)
    site.act(lambda scene: put(scene, "owg", "A second phone"), OFFICER)
    assert "A second phone" in on(site, tuesday, "other")
    site.act(lambda scene: cancel(scene, tuesday.id).id, MANAGER)
    assert list(on(site, thursday, "other")) == ["A second phone"]
    assert said(site)[-1] == "cancelled"
    assert OFFICER in site.told(Kind.MEETING_CANCELLED)
    with pytest.raises(AlreadyChanged):
        site.act(lambda scene: begin(scene, tuesday.id).id, MANAGER)


def test_an_impasse_has_a_meeting_of_its_own_the_next_working_day_at_the_same_hour(
    site: Precincts, schedule: str
) -> None:
    stop = situation(site)
    meeting = running(site)
    item = on(site, meeting, "situations")[stop]
    walk(site, meeting, item)
    for _ in range(2):
        site.act(lambda scene: call_special(scene, item).id, MANAGER)
    special = next(one for one in meetings(site) if one.special)
    assert [one.special for one in meetings(site)] == [0, 1]
    assert (special.starts_at, special.called_for) == (utc(2026, 6, 3, 17), item)
    assert subjects(site, special.id, "situations") == [stop]
    assert now(site, meeting).item != item
    assert OFFICER in site.told(Kind.MEETING_CALLED)
    site.act(lambda scene: end(scene, meeting.id).id, MANAGER)
    with site.ground.database.look() as work:
        assert stop in minutes_of(work, now(site, meeting)).next_time
    site.live(utc(2026, 6, 3, 19))  # nobody came
    site.live(POSTED + 7 * DAY)
    assert subjects(site, meetings(site)[-1].id, "situations") == [stop]


def test_over_a_weekend_the_next_working_day_is_monday(site: Precincts) -> None:
    site.make(weekly(rule=Rule(MONDAY, (4,))))
    situation(site)
    site.live(utc(2026, 6, 5, 17))
    meeting = meetings(site)[-1]
    site.act(lambda scene: begin(scene, meeting.id).id, MANAGER)
    item = next(iter(on(site, meeting, "situations").values()))
    special = site.act(lambda scene: call_special(scene, item).starts_at, MANAGER)
    assert special == utc(2026, 6, 8, 17)


def test_a_date_that_is_moved_before_its_agenda_stands_is_met_there(site: Precincts, schedule: str) -> None:
    site.act(lambda scene: move_date(scene, schedule, TUESDAY, TUESDAY + 2 * DAY, time(9)), MANAGER)
    site.live(utc(2026, 6, 3, 16))
    (meeting,) = meetings(site)
    assert (meeting.day, meeting.starts_at) == (TUESDAY, utc(2026, 6, 4, 16))


def test_a_date_that_is_moved_near_has_its_agenda_at_once(site: Precincts, schedule: str) -> None:
    site.act(lambda scene: move_date(scene, schedule, TUESDAY, MONDAY, time(9)), MANAGER)
    site.tick()
    (meeting,) = meetings(site)
    assert meeting.starts_at == utc(2026, 6, 1, 16)


def test_a_date_that_is_skipped_has_no_meeting_and_one_that_is_posted_is_cancelled(
    site: Precincts, schedule: str
) -> None:
    site.act(lambda scene: put(scene, "owg", "A second phone"), OFFICER)
    posted(site)
    site.act(lambda scene: skip(scene, schedule, TUESDAY, SkipReason.OTHER), MANAGER)
    site.act(lambda scene: skip(scene, schedule, TUESDAY + 7 * DAY, SkipReason.OTHER), MANAGER)
    site.live(POSTED + 14 * DAY)
    assert [(one.state, one.day) for one in meetings(site)] == [
        (MeetingState.CANCELLED, TUESDAY),
        (MeetingState.PLANNED, TUESDAY + 14 * DAY),
    ]
    assert list(on(site, meetings(site)[-1], "other")) == ["A second phone"]


def test_after_a_down_time_the_agenda_is_posted_until_the_meeting_is_over(
    site: Precincts, schedule: str
) -> None:
    site.sleep(BEGINS + timedelta(minutes=30))
    assert [one.state for one in meetings(site)] == [MeetingState.PLANNED]
    site.sleep(OVER + 7 * DAY)
    assert [one.state for one in meetings(site)] == [MeetingState.NOT_HELD, MeetingState.NOT_HELD]


def test_the_site_file_s_meetings_stand_as_it_has_them(site: Precincts) -> None:
    rule = MeetingRule(
        code="owg", name="Work group", group="owg", at="10:00", begins=MONDAY, days=("tue",), minutes=90
    )
    site.ground = replace(site.ground, rules=site.ground.rules.model_copy(update={"meetings": (rule,)}))
    assert site.act(keep_file) == 1
    assert site.act(keep_file) == 0
    site.live(POSTED)
    (meeting,) = meetings(site)
    assert (meeting.minutes, meeting.facilitator, meeting.starts_at) == (90, MANAGER, BEGINS)
    site.ground = replace(site.ground, rules=site.ground.rules.model_copy(update={"meetings": ()}))
    assert site.act(keep_file) == 1
    with site.ground.database.look() as work:
        assert work.session.get_one(Schedule, meeting.schedule).ended_at is not None


def test_a_group_that_names_nobody_is_everybody_of_its_kind_and_regions(site: Precincts) -> None:
    rules = site.ground.rules
    with site.ground.database.look() as work:
        scene = site.scene(work, MANAGER)
        everybody = {actor.user for actor in members_of(scene, OWG)}
        quay = {actor.user for actor in members_of(scene, OWG.model_copy(update={"regions": ("quay",)}))}
        named = [actor.user for actor in members_of(scene, OWG.model_copy(update={"members": (OFFICER,)}))]
        officer = find_actor(work, scene.vault.rows, OFFICER, rules.today(scene.moment))
    assert {OFFICER, CASE_MANAGER, MANAGER, NEIGHBOR} <= everybody
    assert OFFICER not in quay
    assert NEIGHBOR in quay
    assert named == [OFFICER]
    assert not is_of(POLICY, officer)
    assert not is_of(POLICY.model_copy(update={"kind": "committee"}), officer)
    assert [one.group.code for one in groups_of(rules, officer)] == ["owg"]
