"""The site's rules: zones, regions, the rota over midnight and clock changes, versions under a MAC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import update

from models.acts.site_rules import adopt
from models.errors import Unsafe
from models.referral import Door
from models.site import Criteria, OnCall, SiteRules, Weekday
from models.site_versions import SiteBook, SiteVersion
from tests.factories import NOON, Laid, intrude, laid_on_sqlite

LOS_ANGELES, DENVER = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Denver")


def shift(
    begins: str, ends: str, *days: Weekday, user: str = "UPRIMARY1", region: str = "north"
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "region": region,
        "slack_user_id": user,
        "backup_user_id": "UBACKUP01",
        "from": begins,
        "to": ends,
    }
    return row | ({"days": days} if days else {})


def site(*rota: dict[str, Any], **tables: Any) -> SiteRules:
    return SiteRules.model_validate(
        {
            "site": {
                "name": "Lantern Harbor (fictional)",
                "time_zone": "America/Los_Angeles",
                "owg_channel": "C0OWG0001",
                "host_agency": "project_management:Common Table",
            },
            "regions": [
                {"code": "north", "name": "North"},
                {"code": "hills", "name": "Hills", "time_zone": "America/Denver"},
            ],
            "on_call": rota,
            **tables,
        }
    )


def at(text: str, zone: ZoneInfo = LOS_ANGELES, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def primary(rules: SiteRules, moment: datetime, region: str = "north") -> str | None:
    row = rules.on_call_at(region, moment)
    return row.slack_user_id if row else None


@pytest.mark.parametrize(
    ("moment", "covered"),
    [
        ("2026-09-15T21:59", False),
        ("2026-09-15T22:00", True),
        ("2026-09-15T23:59", True),
        ("2026-09-16T00:00", True),
        ("2026-09-16T05:59", True),
        ("2026-09-16T06:00", False),
    ],
)
def test_a_shift_runs_past_midnight(moment: str, covered: bool) -> None:
    rules = site(shift("22:00", "06:00"))
    assert (primary(rules, at(moment)) is not None) == covered


def test_a_friday_night_shift_ends_on_saturday_morning_and_does_not_begin_there() -> None:
    rules = site(shift("22:00", "06:00", Weekday.FRI))
    friday = date(2026, 9, 18)
    assert friday.strftime("%a").lower() == Weekday.FRI
    assert primary(rules, at("2026-09-18T23:00")) == "UPRIMARY1"
    assert primary(rules, at("2026-09-19T05:00")) == "UPRIMARY1"
    assert primary(rules, at("2026-09-18T05:00")) is None
    assert primary(rules, at("2026-09-19T23:00")) is None


def test_a_sunday_night_shift_reaches_into_monday() -> None:
    rules = site(shift("22:00", "06:00", Weekday.SUN))
    assert primary(rules, at("2026-09-21T01:00")) == "UPRIMARY1"


def test_a_whole_day_has_no_gap_at_midnight() -> None:
    rules = site(shift("00:00", "24:00"))
    for text in ("2026-09-15T00:00", "2026-09-15T23:59"):
        assert primary(rules, at(text)) == "UPRIMARY1"


def test_a_shift_ends_where_the_next_begins() -> None:
    rules = site(shift("08:00", "20:00", user="UDAY00001"), shift("20:00", "08:00", user="UNIGHT001"))
    assert [primary(rules, at(f"2026-09-15T{hour}")) for hour in ("07:59", "08:00", "19:59", "20:00")] == [
        "UNIGHT001",
        "UDAY00001",
        "UDAY00001",
        "UNIGHT001",
    ]


def test_the_first_row_that_covers_the_moment_counts() -> None:
    rules = site(shift("09:00", "17:00", user="UFIRST001"), shift("00:00", "24:00", user="USECOND01"))
    assert primary(rules, at("2026-09-15T12:00")) == "UFIRST001"
    assert primary(rules, at("2026-09-15T18:00")) == "USECOND01"


def test_in_the_night_when_clocks_go_forward_the_shift_is_an_hour_short() -> None:
    rules = site(shift("01:00", "03:30"))
    begins = at("2026-03-08T01:00").astimezone(UTC)
    covered = [primary(rules, begins + timedelta(minutes=minute)) is not None for minute in range(-1, 92)]
    assert covered == [False, *[True] * 90, False, False]


def test_in_the_night_when_clocks_go_back_both_hours_of_the_same_name_are_covered() -> None:
    rules = site(shift("01:00", "02:00"))
    begins = at("2026-11-01T01:00", fold=0).astimezone(UTC)
    covered = [primary(rules, begins + timedelta(minutes=minute)) is not None for minute in range(-1, 121)]
    assert covered == [False, *[True] * 120, False]


def test_a_region_lives_by_its_own_zone() -> None:
    rules = site(shift("08:00", "09:00", region="hills"))
    assert primary(rules, at("2026-09-15T08:30", DENVER), "hills") == "UPRIMARY1"
    assert primary(rules, at("2026-09-15T08:30", LOS_ANGELES), "hills") is None
    assert (rules.zone_of("hills"), rules.zone_of("north"), rules.zone_of()) == (
        DENVER,
        LOS_ANGELES,
        LOS_ANGELES,
    )


def test_a_region_without_a_rota_has_nobody_on_call() -> None:
    assert site(shift("00:00", "24:00")).on_call_at("hills", NOON) is None
    assert site().on_call_at("north", NOON) is None


CLOCK = st.builds(lambda hour, minute: f"{hour:02d}:{minute:02d}", st.integers(0, 23), st.integers(0, 59))


@given(begins=CLOCK, ends=CLOCK, minutes=st.integers(0, 366 * 24 * 60))
def test_two_shifts_that_meet_at_both_ends_never_leave_a_gap(begins: str, ends: str, minutes: int) -> None:
    local = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    one, two = (OnCall.model_validate(shift(*span)) for span in ((begins, ends), (ends, begins)))
    assert one.covers(local) or two.covers(local)
    if begins != ends:
        assert one.covers(local) != two.covers(local), "and nobody is on call twice"


def test_today_is_the_sites_own_date() -> None:
    rules = site()
    assert rules.today(datetime(2026, 9, 16, 6, 59, tzinfo=UTC)) == date(2026, 9, 15)
    assert rules.today(datetime(2026, 9, 16, 7, 0, tzinfo=UTC)) == date(2026, 9, 16)


def test_an_unknown_region_answers_its_own_code_and_a_door_without_a_rule_is_automatic() -> None:
    rules = site()
    assert (rules.region_name("north"), rules.region_name("gone")) == ("North", "gone")
    assert rules.door(Door.COMMUNITY).approver == "automatic"


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"on_call": [shift("00:00", "24:00", region="moon")]}, "region 'moon' is not among"),
        ({"regions": [{"code": "a", "name": "A"}, {"code": "a", "name": "B"}]}, "stands twice"),
        ({"page": {"passkey_for": ["clinical"]}}, "Slack asks for no passkey"),
        (
            {"slack": {"details": "page"}, "page": {"passkey_for": ["criminal_history"]}},
            "never stored",
        ),
        ({"slack": {"details": "page"}, "page": {"passkey_for": ["gossip"]}}, "passkey_for"),
        ({"regions": []}, "at least 1 item"),
        ({"paging": {"quiet_hours": "25:00-06:00"}}, "pattern"),
        ({"paging": {"quiet_hours": "22:00-06:60"}}, "pattern"),
        ({"clocks": {"handoff_minutes": 0}}, "greater than or equal to 1"),
        ({"doors": {"side_door": {}}}, "arrest_diversion"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(tables: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        site(**tables)


def test_rules_are_the_same_after_being_stored_as_text() -> None:
    rules = site(shift("22:00", "06:00", Weekday.FRI), doors={"community": {"approver": "project_manager"}})
    assert SiteRules.model_validate_json(rules.model_dump_json(by_alias=True)) == rules


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def test_without_a_site_file_there_is_a_sentence_and_no_rules(tmp_path: Path) -> None:
    with (
        laid_on_sqlite(tmp_path, people=False) as bare,
        bare.database.look() as work,
        pytest.raises(Unsafe, match="site import"),
    ):
        SiteBook(bare.vault.rows).current(work)


def test_the_newest_version_is_in_force_without_a_restart(ground: Laid) -> None:
    book, changed = SiteBook(ground.vault.rows), site()
    with ground.database.look() as work:
        assert book.current(work) == ground.rules
    with ground.database.work() as work:
        assert adopt(work, ground.vault, ground.audit, changed, NOON) == 2
        work.commit()
    with ground.database.look() as work:
        assert book.current(work) == changed


def test_rules_that_were_read_are_kept_whatever_is_done_to_their_row(ground: Laid) -> None:
    book = SiteBook(ground.vault.rows)
    with ground.database.work() as work:
        assert book.current(work) == ground.rules
        intrude(work, update(SiteVersion).values(rules="{}"))
        assert book.current(work) == ground.rules
        with pytest.raises(Unsafe, match="altered"):
            SiteBook(ground.vault.rows).current(work)


def group(code: str = "owg", kind: str = "owg", **said: Any) -> dict[str, Any]:
    return {"code": code, "name": code.title(), "kind": kind, "channel": f"C0{code.upper():0<6}"} | said


def meeting(code: str = "tables", of: str = "owg", **said: Any) -> dict[str, Any]:
    whole = {"code": code, "name": "Table", "group": of, "at": "10:00", "begins": "2026-10-06"}
    return whole | {"days": ["tue"]} | said


def test_a_site_without_groups_has_one_work_group_on_its_own_channel() -> None:
    rules = site()
    only = rules.group("")
    assert only is not None
    assert (only.code, only.kind, only.channel) == ("owg", "owg", rules.site.owg_channel)
    assert rules.group("owg") == only
    assert rules.group("gone") is None
    assert site(meetings=[meeting()]).meetings[0].group == "owg"


def test_a_site_with_groups_has_those_and_the_first_is_meant_where_none_is_named() -> None:
    rules = site(groups=[group("quay", "committee", regions=["north"]), group("policy", "policy")])
    assert [row.code for row in rules.groups_or_default()] == ["quay", "policy"]
    assert (rules.group(""), rules.group("policy")) == rules.groups_or_default()
    assert rules.group("owg") is None, "the default group is only for a file that names none"
    assert rules.channels() == ("C0OWG0001", "C0QUAY00", "C0POLICY")


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"groups": [group(), group()]}, "a group code stands twice"),
        ({"groups": [group(kind="club")]}, "owg"),
        ({"groups": [group(regions=["moon"])]}, "region 'moon' is not among"),
        ({"groups": [group(channel="D0DIRECT1")]}, "pattern"),
        ({"groups": [group(facilitator="nobody")]}, "pattern"),
        ({"groups": [group(members=["nobody"])]}, "pattern"),
        ({"meetings": [meeting(of="quay")]}, "group 'quay' is not among"),
        ({"groups": [group("quay")], "meetings": [meeting()]}, "group 'owg' is not among"),
        ({"meetings": [meeting(), meeting()]}, "a meeting's code stands twice"),
        ({"meetings": [meeting(at="25:00")]}, "pattern"),
        ({"meetings": [meeting(days=[])]}, "name one of days"),
        ({"funds": [{"code": "flex", "name": "A"}, {"code": "flex", "name": "B"}]}, "a fund's code stands"),
        ({"conference": {"brief_hours_before": 0}}, "greater than or equal to 1"),
        ({"conference": {"brief_hours_before": 400}}, "less than or equal to 336"),
        ({"conference": {"brief_hours_after": -1}}, "greater than or equal to 0"),
        ({"conference": {"situation_review_days": 366}}, "less than or equal to 365"),
        ({"critical_incident": {"call": ["nobody"]}}, "pattern"),
        ({"critical_incident": {"holding_sentence": "x" * 301}}, "300"),
        ({"drift": {"no_meeting_days": -1}}, "greater than or equal to 0"),
    ],
)
def test_groups_meetings_and_funds_that_cannot_be_are_refused(tables: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        site(**tables)


def test_a_conferences_briefs_open_a_day_before_and_shut_a_day_after_unless_the_site_says_otherwise() -> None:
    assert site().conference.window() == (timedelta(hours=24), timedelta(hours=24))
    own = site(conference={"brief_hours_before": 48, "brief_hours_after": 0})
    assert own.conference.window() == (timedelta(hours=48), timedelta(0))


CARD = {"lines": ["Possession for one's own use."], "effective": "2026-09-01", "version": 2}


def test_a_criteria_card_is_shown_from_its_day_on_with_its_number() -> None:
    card = Criteria.model_validate(CARD)
    assert card.card(date(2026, 8, 31)) == ()
    assert card.card(date(2026, 9, 1)) == (
        "Criteria card 2, in force since 01 Sep 2026:",
        "Possession for one's own use.",
    )
    assert Criteria().card(date(2026, 9, 1)) == ()


@pytest.mark.parametrize("missing", ["effective", "version"])
def test_a_criteria_card_without_its_day_or_number_is_none(missing: str) -> None:
    with pytest.raises(ValidationError, match="effective date and a version"):
        Criteria.model_validate({name: value for name, value in CARD.items() if name != missing})


def test_a_card_that_says_something_else_needs_a_higher_number() -> None:
    card = Criteria.model_validate(CARD)
    other = {**CARD, "lines": ["Trespass."]}
    assert card.replaces(card)
    assert not Criteria.model_validate(other).replaces(card)
    assert not Criteria.model_validate({**other, "version": 1}).replaces(card)
    assert Criteria.model_validate({**other, "version": 3}).replaces(card)
