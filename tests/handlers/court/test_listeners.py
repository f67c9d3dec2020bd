"""Court matters in Slack: kept by the team, mended at the field, and opened by nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.errors import SlackApiError

from handlers import curtain
from handlers.court import views
from handlers.court.facts import MatterName
from handlers.court.questions import NEEDS_DAY, NEEDS_HOUR, NO_COURT, OTHER_CLOCK, OVER, UNKNOWN_COURT
from handlers.desk import Opens
from models.acts.calendars import not_theirs
from models.acts.matters import close_matter
from models.court_matter import PossibleHearing
from models.schema import ParticipantRef, SlackUserId
from models.site import Contacts
from tests.handlers.court.courthouse import (
    CHARGE,
    DAY,
    HEARING,
    LATER,
    NUMBER,
    ROW,
    SECRETS,
    brought,
    hearing_fields,
    last_screen,
    matters,
    possible,
    seen,
    with_matter,
    words_on,
)
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    OFFICER,
    PROSECUTOR,
    START,
    STRANGER,
    Harbor,
)
from tests.handlers.participants.folders import ADVOCATE, begin, shown, team_of
from tests.handlers.wing import Json, Wing, picked, slack_error, text_types, ticked, typed

NEW, CHANGE = "matter_new", "matter_change"
REFUSED = words_on(curtain.refused_view(Contacts()))


@pytest.fixture
def ref(harbor: Harbor) -> ParticipantRef:
    return begin(harbor)


def form(wing: Wing, action: str, value: str) -> Json:
    wing.click(CASE_MANAGER, action, value=value, view={"private_metadata": value})
    return wing.slack.views("views.push")[-1]


def answers(**more: Json) -> Json:
    said = {
        **picked(NEW, court="superior", arose="after", warrant="active"),
        **typed(NEW, number=NUMBER, charge=CHARGE),
        **hearing_fields(NEW),
    }
    return said | {f"{NEW}.{name}": value for name, value in more.items()}


def add(wing: Wing, ref: ParticipantRef, values: Json | None = None, stood: str = "", **more: str) -> Json:
    """`stood`: the form's hash; forms of one hash are one form that is sent again."""
    view = {
        **form(wing, "new_matter", ref),
        "previous_view_id": "VBELOW",
        **({"hash": stood} if stood else {}),
    }
    return wing.submit(CASE_MANAGER, view, values or answers(), **more)


def name_of(harbor: Harbor, ref: ParticipantRef) -> str:
    [row] = matters(harbor, ref)
    return MatterName(ref, row.id, row.version).packed()


def change(wing: Wing, handle: str, values: Json, user: SlackUserId = CASE_MANAGER) -> Json:
    view = {**form(wing, "change_matter", handle), "previous_view_id": "VBELOW"}
    return wing.submit(user, view, values)


def test_the_folder_has_a_way_to_the_court_side(wing: Wing, ref: ParticipantRef) -> None:
    assert '"open_court"' in json.dumps(shown(wing, CASE_MANAGER, ref))


def test_a_matter_is_written_down_and_the_screen_below_shows_it(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    assert add(wing, ref) == {}
    [row] = matters(harbor, ref)
    local = datetime.combine(DAY, time(9), ZoneInfo("America/Los_Angeles"))
    assert row.hearing_at == local.astimezone(UTC)
    screen = last_screen(wing)
    for words in (
        views.KEPT,
        NUMBER,
        CHARGE,
        "Lantern County Superior Court",
        "Warrant: Active",
        "After enrolment".lower(),
    ):
        assert words in screen
    assert f"09:00 {local:%Z}" in screen


def test_the_same_form_sent_twice_writes_one_matter(harbor: Harbor, wing: Wing, ref: ParticipantRef) -> None:
    add(wing, ref, stood="h1")
    add(wing, ref, stood="h1")
    assert len(matters(harbor, ref)) == 1


def test_the_screen_is_plain_text_and_its_buttons_hold_random_names_only(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, tmp_path: Path
) -> None:
    with_matter(harbor, ref)
    brought(harbor, tmp_path, ROW)
    view = seen(wing, CASE_MANAGER, Opens.COURT, ref)
    assert text_types(view) == {"plain_text"}
    values = [
        element["value"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    assert len(values) == 6
    assert not any(secret in value for secret in SECRETS for value in values)
    assert all(value.startswith(ref) for value in values)


@pytest.mark.parametrize("user", [CASE_MANAGER, CLINICAL])
def test_the_team_opens_it(harbor: Harbor, wing: Wing, ref: ParticipantRef, user: SlackUserId) -> None:
    with_matter(harbor, ref)
    assert NUMBER in words_on(seen(wing, user, Opens.COURT, ref))


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, ADVOCATE, STRANGER])
def test_nobody_else_opens_it_and_all_read_the_same(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, user: SlackUserId
) -> None:
    team_of(harbor)
    with_matter(harbor, ref)
    assert words_on(seen(wing, user, Opens.COURT, ref)) == REFUSED
    assert words_on(seen(wing, user, Opens.COURT, "C-00000")) == REFUSED


def test_a_hearing_in_the_past_is_refused_at_its_day_with_the_mend(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    said = add(wing, ref, answers(hearing_day={"value": {"selected_date": str(START.date() - timedelta(2))}}))
    assert said["errors"] == {f"{NEW}.hearing_day": OVER}
    assert matters(harbor, ref) == []


@pytest.mark.parametrize(
    ("day", "hour", "errors"),
    [(DAY, "", {"hearing_hour": NEEDS_HOUR}), (None, "09:00", {"hearing_day": NEEDS_DAY})],
)
def test_half_a_moment_is_refused_where_the_other_half_is_missing(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, day: object, hour: str, errors: dict[str, str]
) -> None:
    said = add(wing, ref, answers() | hearing_fields(NEW, day, hour))  # type: ignore[arg-type]
    assert said["errors"] == {f"{NEW}.{name}": sentence for name, sentence in errors.items()}


def test_a_matter_needs_no_hearing(harbor: Harbor, wing: Wing, ref: ParticipantRef) -> None:
    assert add(wing, ref, answers() | hearing_fields(NEW, None, "")) == {}
    assert matters(harbor, ref)[0].hearing_at is None
    assert views.NO_HEARING in last_screen(wing)


def test_a_court_taken_out_of_the_site_file_is_refused_at_its_field(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    with_matter(harbor, ref)
    handle = name_of(harbor, ref)
    left = [
        court for court in harbor.rules().model_dump(by_alias=True)["courts"] if court["code"] != "superior"
    ]
    harbor.change_rules(courts=left)
    assert change(wing, handle, typed(CHANGE, charge="Another"))["errors"] == {
        f"{CHANGE}.court": UNKNOWN_COURT
    }
    assert "superior: " in words_on(seen(wing, CASE_MANAGER, Opens.COURT, ref))


def test_a_site_without_courts_says_so_instead_of_a_form(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    harbor.change_rules(courts=[])
    assert NO_COURT in words_on(form(wing, "new_matter", ref))


def test_what_is_left_empty_stays_and_a_moved_hearing_is_shown(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    with_matter(harbor, ref)
    assert change(wing, name_of(harbor, ref), hearing_fields(CHANGE, DAY + timedelta(days=1), "13:30")) == {}
    screen = last_screen(wing)
    assert NUMBER in screen
    assert "13:30" in screen


def test_a_change_takes_away_what_is_ticked_and_the_hearing_too(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    with_matter(harbor, ref)
    values = {**ticked(CHANGE, take_away="charge"), **ticked(CHANGE, none="yes")}
    assert change(wing, name_of(harbor, ref), values) == {}
    screen = last_screen(wing)
    assert CHARGE not in screen
    assert views.NO_HEARING in screen


def test_a_court_on_another_clock_asks_for_the_hour_again(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    with_matter(harbor, ref)
    handle = name_of(harbor, ref)
    said = change(wing, handle, picked(CHANGE, court="saltmarsh"))
    assert said["errors"] == {f"{CHANGE}.hearing_day": OTHER_CLOCK}
    both = {**picked(CHANGE, court="saltmarsh"), **hearing_fields(CHANGE)}
    assert change(wing, handle, both) == {}
    assert "09:00 MST" in last_screen(wing)


def test_the_second_of_two_who_change_the_same_screen_is_told_and_overwrites_nothing(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    with_matter(harbor, ref)
    handle = name_of(harbor, ref)
    assert change(wing, handle, typed(CHANGE, charge="First")) == {}
    assert change(wing, handle, typed(CHANGE, charge="Second"), CLINICAL) == {}
    screen = last_screen(wing)
    assert views.CHANGED in screen
    assert "First" in screen
    assert "Second" not in screen


def test_a_matter_is_closed_with_a_tap_and_once(harbor: Harbor, wing: Wing, ref: ParticipantRef) -> None:
    with_matter(harbor, ref)
    handle = name_of(harbor, ref)
    for told in (views.CLOSED, views.CHANGED):
        wing.click(CASE_MANAGER, "close_matter", value=handle, view={"private_metadata": ref})
        screen = last_screen(wing)
        assert told in screen
        assert NUMBER not in screen


@pytest.mark.parametrize("action", ["close_matter", "possible_theirs", "possible_not_theirs"])
@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER])
def test_a_forged_tap_changes_nothing(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, tmp_path: Path, action: str, user: SlackUserId
) -> None:
    of = with_matter(harbor, ref)
    brought(harbor, tmp_path, ROW)
    [row] = possible(harbor, ref)
    named = of if action == "close_matter" else row.id
    wing.click(user, action, value=f"{ref}/{named}/1", view={"private_metadata": ref})
    assert (len(matters(harbor, ref)), len(possible(harbor, ref))) == (1, 1)
    assert REFUSED.splitlines()[-1] in words_on(wing.slack.views("views.push")[-1])


def test_a_possible_date_stands_beside_what_the_folder_says(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, tmp_path: Path
) -> None:
    tally = brought(harbor, tmp_path, ROW)
    assert (tally.rows, tally.refused) == (1, ())
    screen = words_on(seen(wing, CASE_MANAGER, Opens.COURT, ref))
    calendar, folder = screen.index("The calendar says"), screen.index("The folder says")
    assert calendar < screen.index("Name: Zebulon Testperson") < folder
    assert folder < screen.index("Called: Zebulon Testperson")
    assert "Born: 1901-01-01" in screen
    assert "Case number: 26-0-00000-9" in screen


def test_a_known_case_stands_beside_the_row_with_its_number(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, tmp_path: Path
) -> None:
    with_matter(harbor, ref)
    brought(harbor, tmp_path, ROW.replace("26-0-00000-9", "26 0 00000 0"))
    screen = words_on(seen(wing, CASE_MANAGER, Opens.COURT, ref))
    assert screen.index("The folder says") < screen.index(f"Case number: {NUMBER}")


def test_theirs_makes_a_matter_and_not_theirs_deletes_the_row(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, tmp_path: Path
) -> None:
    brought(harbor, tmp_path, ROW, ROW.replace("-9,", "-8,"))
    mine, other = possible(harbor, ref)
    wing.click(CASE_MANAGER, "possible_theirs", value=f"{ref}/{mine.id}/1", view={"private_metadata": ref})
    assert views.CONFIRMED in last_screen(wing)
    wing.click(
        CASE_MANAGER, "possible_not_theirs", value=f"{ref}/{other.id}/1", view={"private_metadata": ref}
    )
    assert views.DROPPED in last_screen(wing)
    assert [row.hearing_at for row in matters(harbor, ref)] == [LATER]
    assert possible(harbor, ref) == []


def test_what_a_colleague_has_said_already_is_told(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, tmp_path: Path
) -> None:
    brought(harbor, tmp_path, ROW)
    [row] = possible(harbor, ref)
    with harbor.ground.database.work() as work:
        not_theirs(harbor.ground.scene(work, CLINICAL), ref, row.id)
        work.commit()
    wing.click(CASE_MANAGER, "possible_theirs", value=f"{ref}/{row.id}/1", view={"private_metadata": ref})
    assert views.SAID_ALREADY in last_screen(wing)
    assert matters(harbor, ref) == []


def test_a_value_that_names_nothing_is_refused_like_everything_else(wing: Wing, ref: ParticipantRef) -> None:
    for value in ("", "x", f"{ref}/", f"{ref}/{'0' * 32}/x", "////"):
        wing.click(CASE_MANAGER, "close_matter", value=value, view={"private_metadata": ""})
        assert "isn't available" in words_on(wing.slack.views("views.push")[-1])


def test_a_screen_closed_meanwhile_leaves_a_word_that_it_is_saved(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    view = {**form(wing, "new_matter", ref), "previous_view_id": "VBELOW"}
    wing.slack.trouble["views.update"] = slack_error("not_found")
    said = wing.submit(CASE_MANAGER, view, answers())
    assert views.KEPT in words_on(said["view"])
    assert len(matters(harbor, ref)) == 1
    assert isinstance(wing.slack.trouble["views.update"], SlackApiError)


def test_a_matter_closed_while_its_form_was_open_is_told(
    harbor: Harbor, wing: Wing, ref: ParticipantRef
) -> None:
    of = with_matter(harbor, ref)
    handle = name_of(harbor, ref)
    with harbor.ground.database.work() as work:
        close_matter(harbor.ground.scene(work, CLINICAL), ref, of)
        work.commit()
    change(wing, handle, typed(CHANGE, charge="Late"))
    assert views.CHANGED in last_screen(wing)


def test_what_the_calendar_said_is_in_no_table_once_it_is_settled(
    harbor: Harbor, wing: Wing, ref: ParticipantRef, tmp_path: Path
) -> None:
    brought(harbor, tmp_path, ROW)
    assert harbor.count(PossibleHearing) == 1
    assert not any(secret.encode() in harbor.everything_stored() for secret in SECRETS)
    assert HEARING < LATER
