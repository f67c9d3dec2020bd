"""Times in Slack: kept after a look at the next ten, changed, paused, moved; mistakes at their field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.rollcall.schedule_facts import day_words
from models.acts.schedule_file import keep_file
from models.notice import Kind
from models.rollcall import Firing, Schedule, ScheduleChange, seats_of
from sandbox.limits import check_view
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    SERGEANT,
    STRANGER,
    Harbor,
)
from tests.handlers.wing import Json, Wing, slack_error, texts

ROOM = "C0NIGHT01"
FORM, VISITS = "schedule_form", "visits_form"


def today(harbor: Harbor) -> date:
    return harbor.rules().today(harbor.time())


def codes(harbor: Harbor, **said: Any) -> dict[str, Any]:
    """North night, every day at 01:30 from tomorrow, led by the sergeant."""
    whole = {
        "region": "north",
        "name": "North night",
        "rhythm": "w1",
        "days": [str(day) for day in range(7)],
        "at": "01:30",
        "begins": (today(harbor) + timedelta(days=1)).isoformat(),
        "leader": SERGEANT,
    }
    return whole | said


def visits(harbor: Harbor, **said: Any) -> dict[str, Any]:
    whole = {
        "region": "quay",
        "name": "Quay business owners",
        "officers": [MANAGER, CASE_MANAGER],
        "rhythm": "w1",
        "days": [str(day) for day in range(7)],
        "at": "09:00",
        "begins": (today(harbor) + timedelta(days=1)).isoformat(),
        "lead": "0",
    }
    return whole | said


_TEXTS, _PEOPLE, _MANY = {"name", "holidays"}, {"officers"}, {"days"}
_KEYS = {"at": "selected_time", "to_at": "selected_time", "leader": "selected_user"}
_KEYS |= dict.fromkeys(("begins", "ends", "to_day"), "selected_date") | {"channel": "selected_conversation"}


def as_state(form: str, answers: Mapping[str, Any]) -> Json:
    """As Slack reports a filled form."""
    state: Json = {}
    for name, said in answers.items():
        if name in _TEXTS:
            value: Json = {"value": said}
        elif name in _PEOPLE:
            value = {"selected_users": said}
        elif name in _MANY:
            value = {"selected_options": [{"value": one} for one in said]}
        elif name in _KEYS:
            value = {_KEYS[name]: said}
        else:
            value = {"selected_option": {"value": said}}
        state[f"{form}.{name}"] = {"value": value}
    return state


def send(
    wing: Wing, user: str, answers: Mapping[str, Any], form: str = FORM, metadata: str = "", key: str = ""
) -> Json:
    view = {"callback_id": form, "private_metadata": metadata}
    return wing.submit(user, view, as_state(form, answers), key=key)


def make(wing: Wing, user: str, answers: Mapping[str, Any], form: str = FORM, metadata: str = "") -> Json:
    """Look at it, and save it."""
    seen = send(wing, user, answers, form, metadata)
    assert seen["response_action"] == "update", seen
    return send(wing, user, answers, form, seen["view"]["private_metadata"])


def schedules(harbor: Harbor) -> list[Schedule]:
    with harbor.ground.database.look() as work:
        return list(work.session.scalars(select(Schedule).order_by(Schedule.made_at)))


def changes(harbor: Harbor) -> list[ScheduleChange]:
    with harbor.ground.database.look() as work:
        return list(work.session.scalars(select(ScheduleChange)))


def firings(harbor: Harbor) -> list[Firing]:
    with harbor.ground.database.look() as work:
        return list(work.session.scalars(select(Firing).order_by(Firing.due_at)))


def words(view: Json) -> str:
    return "\n".join(texts(view))


def opened(wing: Wing, user: str, action: str, value: str = "", view: Json | None = None) -> Json:
    """The view that a click brings; empty where it brings none."""
    before = len(wing.slack.views())
    wing.click(user, action, value=value, view=view)
    return wing.slack.views()[-1] if len(wing.slack.views()) > before else {}


def page(wing: Wing, user: str, schedule: str) -> Json:
    return opened(wing, user, "schedule_one", schedule, {"callback_id": "schedules"})


# Making one.
def test_nothing_is_kept_before_its_next_ten_were_seen(wing: Wing) -> None:
    seen = send(wing, SERGEANT, codes(wing.harbor))
    shown = words(seen["view"])
    assert "Nothing is kept yet. 1 officer: all who serve the region." in shown
    assert shown.count(" 01:30") >= 10
    assert schedules(wing.harbor) == []
    assert seen["view"]["submit"]["text"] == "Save"


def test_a_date_that_is_far_off_says_its_year(wing: Wing) -> None:
    begins = today(wing.harbor) + timedelta(days=2 * 365)
    seen = words(send(wing, SERGEANT, codes(wing.harbor, begins=begins.isoformat()))["view"])
    assert f"{day_words(begins)} 01:30, {begins.year}" in seen
    near = words(send(wing, SERGEANT, codes(wing.harbor))["view"])
    assert f"{today(wing.harbor).year}" not in near.partition("Save keeps it")[0]


def test_what_was_typed_still_stands_in_the_form_that_shows_the_ten(wing: Wing) -> None:
    answers = codes(wing.harbor, officers=[OFFICER], holidays="US-WA", length="120")
    view = send(wing, SERGEANT, answers)["view"]
    given = {
        block["block_id"].split(".")[1]: block["element"] for block in view["blocks"] if "element" in block
    }
    assert given["name"]["initial_value"] == "North night"
    assert given["at"]["initial_time"] == "01:30"
    assert given["officers"]["initial_users"] == [OFFICER]
    assert given["length"]["initial_option"]["value"] == "120"
    assert given["holidays"]["initial_value"] == "US-WA"


def test_sent_again_unchanged_it_is_kept_and_shown(wing: Wing) -> None:
    answer = make(wing, SERGEANT, codes(wing.harbor, length="120", officers=[OFFICER, QUAY_OFFICER]))
    assert "Kept." in words(answer["view"])
    (row,) = schedules(wing.harbor)
    assert (row.name, row.region, row.at, row.days) == ("North night", "north", "01:30", "0;1;2;3;4;5;6")
    assert (row.nudge_minutes, row.close_minutes, row.leader, row.made_by) == (60, 120, SERGEANT, SERGEANT)
    with wing.harbor.ground.database.look() as work:
        assert seats_of(work, row.id) == [OFFICER, QUAY_OFFICER]


def test_what_was_changed_after_the_look_is_looked_at_once_more(wing: Wing) -> None:
    seen = send(wing, SERGEANT, codes(wing.harbor))
    again = send(wing, SERGEANT, codes(wing.harbor, at="02:30"), metadata=seen["view"]["private_metadata"])
    assert "02:30" in words(again["view"])
    assert schedules(wing.harbor) == []


def test_a_delivery_that_comes_twice_makes_one(wing: Wing) -> None:
    seen = send(wing, SERGEANT, codes(wing.harbor))
    for _ in range(2):
        send(wing, SERGEANT, codes(wing.harbor), metadata=seen["view"]["private_metadata"], key="twice")
    assert len(schedules(wing.harbor)) == 1


def test_what_was_made_asks_the_officers_at_its_hour(wing: Wing) -> None:
    make(wing, SERGEANT, codes(wing.harbor))
    wing.harbor.wait(26 * 60)
    with wing.harbor.ground.database.look() as work:
        firings = list(work.session.scalars(select(Firing)))
    zone = wing.harbor.rules().zone_of("north")
    assert {one.due_at.astimezone(zone).strftime("%H:%M") for one in firings} == {"01:30"}
    assert [one.recipient for one in wing.harbor.notices(Kind.ROLLCALL)] == [OFFICER] * len(firings)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"days": []}, "days", "one day"),
        ({"rhythm": "rotation", "days": []}, "on", "how many days on"),
        ({"rhythm": "rotation", "days": [], "on": "4"}, "on", "how many days on"),
        ({"ends": "2020-01-01"}, "ends", "does not lie before the first"),
        ({"begins": "2020-01-01", "ends": "2020-02-01"}, "ends", "never come"),
        ({"holidays": "XX"}, "holidays", "No such country"),
        ({"holidays": "US-XX"}, "holidays", "No such country"),
        ({"at": "25:00"}, "at", "choose a time"),
        ({"at": ""}, "at", "answer this"),
        ({"begins": "2026-02-30"}, "begins", "choose a day"),
        ({"rhythm": "w0"}, "rhythm", "one of the answers"),
        ({"region": "atlantis"}, "region", "one of the answers"),
        ({"officers": [CASE_MANAGER]}, "officers", "None of them is an officer"),
        ({"officers": [STRANGER]}, "officers", "None of them is an officer"),
        ({"leader": OFFICER}, "leader", "police supervisor"),
        ({"leader": STRANGER}, "leader", "police supervisor"),
        ({"name": "Zebulon Testperson's night"}, "name", ""),
        ({"name": "Night 01/01/1901 Zebulon Testperson"}, "name", ""),
        ({"name": "x" * 61}, "name", "60 characters"),
        ({"channel": "D0DIRECT1"}, "channel", "private channel"),
        ({"channel": ROOM}, "channel", "not in this channel"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    wing: Wing, said: dict[str, Any], field: str, sentence: str
) -> None:
    answer = send(wing, MANAGER, codes(wing.harbor, **said))
    assert list(answer["errors"]) == [f"{FORM}.{field}"]
    assert sentence in answer["errors"][f"{FORM}.{field}"]
    assert "Zebulon" not in answer["errors"][f"{FORM}.{field}"]
    assert schedules(wing.harbor) == []


def test_everything_that_cannot_be_kept_is_said_at_once(wing: Wing) -> None:
    wrong = {"days": [], "ends": "2020-01-01", "holidays": "XX", "leader": OFFICER, "channel": ROOM}
    answer = send(wing, MANAGER, codes(wing.harbor, **wrong))
    assert set(answer["errors"]) == {f"{FORM}.{field}" for field in wrong}
    assert "does not lie before the first" in answer["errors"][f"{FORM}.ends"]
    no_days = {"rhythm": "rotation", "begins": "2020-01-01", "ends": "2020-02-01"}
    answer = send(wing, MANAGER, codes(wing.harbor, **no_days))
    assert set(answer["errors"]) == {f"{FORM}.on", f"{FORM}.ends"}
    assert "never come" in answer["errors"][f"{FORM}.ends"]
    assert schedules(wing.harbor) == []


def test_a_region_that_nobody_serves_asks_for_names(wing: Wing) -> None:
    wing.harbor.suspend(QUAY_OFFICER)
    answer = send(wing, MANAGER, codes(wing.harbor, region="quay"))
    assert "name who is asked" in answer["errors"][f"{FORM}.officers"]


@pytest.mark.parametrize(
    ("room", "sentence"),
    [
        ({"is_private": True, "is_member": True}, ""),
        ({"is_private": True, "is_member": False}, "not in this channel"),
        ({"is_private": False, "is_member": True}, "private channel of this workspace alone"),
        ({"is_private": True, "is_member": True, "is_ext_shared": True}, "private channel of this workspace"),
    ],
)
def test_the_channel_is_asked_of_slack(wing: Wing, room: Json, sentence: str) -> None:
    wing.slack.rooms[ROOM] = room
    answer = send(wing, MANAGER, codes(wing.harbor, channel=ROOM))
    assert sentence in str(answer.get("errors", ""))
    assert ("errors" in answer) is bool(sentence)


@pytest.mark.parametrize(
    ("code", "said"), [("missing_scope", "private channel"), ("fatal_error", "did not say")]
)
def test_what_slack_refuses_to_tell_is_said_at_the_field(wing: Wing, code: str, said: str) -> None:
    wing.slack.trouble["conversations.info"] = slack_error(code)
    answer = send(wing, MANAGER, codes(wing.harbor, channel=ROOM))
    assert said in answer["errors"][f"{FORM}.channel"]


def test_a_slack_that_does_not_answer_about_the_channel_is_said_at_the_field(wing: Wing) -> None:
    wing.slack.trouble["conversations.info"] = TimeoutError()
    answer = send(wing, MANAGER, codes(wing.harbor, channel=ROOM))
    assert "did not say" in answer["errors"][f"{FORM}.channel"]


# Whose they are.
def test_a_sergeant_is_offered_their_own_regions_and_no_visits(wing: Wing) -> None:
    view = opened(wing, SERGEANT, "schedule_new", view={"callback_id": "schedules"})
    offered = words(view)
    assert "North" in offered
    assert "Quay" not in [text for text in texts(view) if text in {"North", "Quay"}]
    assert "New visits" not in words(opened(wing, SERGEANT, "schedules"))
    assert "New visits" in words(opened(wing, MANAGER, "schedules"))


def test_a_sergeant_makes_none_for_another_region(wing: Wing) -> None:
    answer = send(wing, SERGEANT, codes(wing.harbor, region="quay"))
    assert answer.get("errors") or "view" in answer
    assert schedules(wing.harbor) == []


@pytest.mark.parametrize("user", [OFFICER, CASE_MANAGER, BACKUP, NEIGHBOR, STRANGER])
def test_others_see_and_change_none(wing: Wing, user: str) -> None:
    make(wing, SERGEANT, codes(wing.harbor))
    (row,) = schedules(wing.harbor)
    for action in ("schedules", "schedule_one", "schedule_change", "schedule_pause", "schedule_end"):
        shown = words(opened(wing, user, action, row.id, {"callback_id": "schedules"}))
        assert "North night" not in shown
    send(wing, user, codes(wing.harbor, name="Theirs"))
    (row,) = schedules(wing.harbor)
    assert (row.name, row.paused_at, row.ended_at) == ("North night", None, None)


def test_the_list_shows_the_next_moment_by_the_regions_clock(wing: Wing) -> None:
    make(wing, SERGEANT, codes(wing.harbor))
    shown = words(opened(wing, SERGEANT, "schedules"))
    assert "North night (North), roll call\nNext: " in shown
    assert " 01:30" in shown


def test_a_list_of_many_has_pages(wing: Wing) -> None:
    for number in range(45):
        make(wing, MANAGER, codes(wing.harbor, name=f"Shift {number:02}"))
    first = opened(wing, MANAGER, "schedules")
    assert "Page 2 of 2" in words(first)
    second = opened(wing, MANAGER, "schedules_page", "1", {"callback_id": "schedules"})
    assert "Shift 44" in words(second)
    assert "Shift 00" not in words(second)


# Changing one.
def made(wing: Wing, **said: Any) -> str:
    make(wing, SERGEANT, codes(wing.harbor, **said))
    return schedules(wing.harbor)[-1].id


def test_a_change_begins_with_what_stands_there_and_is_seen_before_it_is_kept(wing: Wing) -> None:
    schedule = made(wing)
    form = opened(wing, SERGEANT, "schedule_change", schedule, {"callback_id": "schedule"})
    assert form["private_metadata"].startswith(f"{schedule}:1:")
    answer = make(wing, SERGEANT, codes(wing.harbor, at="22:00"), metadata=form["private_metadata"])
    assert "22:00" in words(answer["view"])
    (row,) = schedules(wing.harbor)
    assert (row.at, row.version) == ("22:00", 2)


def test_what_a_change_would_bring_leaves_out_the_date_that_was_asked_already(wing: Wing) -> None:
    schedule = made(wing, at="00:30")
    day = today(wing.harbor) + timedelta(days=1)
    wing.harbor.wait(24 * 60)
    assert [one.day for one in firings(wing.harbor)] == [day]
    form = opened(wing, SERGEANT, "schedule_change", schedule, {"callback_id": "schedule"})
    later = codes(wing.harbor, at="23:59", begins=day.isoformat())
    seen = send(wing, SERGEANT, later, metadata=form["private_metadata"])
    assert f"It would come:\n{day_words(day + timedelta(days=1))} 23:59" in words(seen["view"])


def test_a_date_that_came_early_is_not_offered_to_be_put_back(wing: Wing) -> None:
    schedule = made(wing, at="23:30")
    form = opened(wing, SERGEANT, "schedule_move", schedule, {"callback_id": "schedule"})
    days = [option["value"] for option in form["blocks"][0]["element"]["options"]]
    send(wing, SERGEANT, {"day": days[1], "to_day": days[0], "to_at": "00:30"}, "schedule_move", schedule)
    assert "Put one back" in words(page(wing, SERGEANT, schedule))
    wing.harbor.wait(24 * 60)
    assert [str(one.day) for one in firings(wing.harbor)] == [days[1]]
    assert "Put one back" not in words(page(wing, SERGEANT, schedule))


def test_a_form_that_somebody_else_overtook_changes_nothing(wing: Wing) -> None:
    schedule = made(wing)
    form = opened(wing, SERGEANT, "schedule_change", schedule, {"callback_id": "schedule"})
    wing.click(MANAGER, "schedule_pause", value=schedule, view={"callback_id": "schedule"})
    answer = make(wing, SERGEANT, codes(wing.harbor, at="22:00"), metadata=form["private_metadata"])
    assert "Somebody else" in words(answer["view"])
    assert schedules(wing.harbor)[0].at == "01:30"


def test_it_is_paused_and_resumed_from_its_page(wing: Wing) -> None:
    schedule = made(wing)
    paused = opened(wing, SERGEANT, "schedule_pause", schedule, {"callback_id": "schedule"})
    assert "Paused: nobody is asked" in words(paused)
    assert "Paused." in words(opened(wing, SERGEANT, "schedules"))
    resumed = opened(wing, SERGEANT, "schedule_resume", schedule, {"callback_id": "schedule"})
    assert "Next:" in words(resumed)
    assert schedules(wing.harbor)[0].paused_at is None


def test_it_ends_after_a_second_look_and_leaves_the_list(wing: Wing) -> None:
    schedule = made(wing)
    assert "cannot be taken up again" in words(page(wing, SERGEANT, schedule))
    shown = opened(wing, SERGEANT, "schedule_end", schedule, {"callback_id": "schedule"})
    assert "North night" not in words(shown)
    assert schedules(wing.harbor)[0].ended_at is not None


def test_one_is_skipped_with_a_reason(wing: Wing) -> None:
    schedule = made(wing)
    form = opened(wing, SERGEANT, "schedule_skip", schedule, {"callback_id": "schedule"})
    day = form["blocks"][0]["element"]["options"][1]["value"]
    answer = send(wing, SERGEANT, {"day": day, "reason": "court"}, "schedule_skip", schedule)
    assert "Skipped: " in words(answer["view"])
    assert [(str(one.day), one.to_day, one.reason) for one in changes(wing.harbor)] == [(day, None, "court")]


def test_one_is_moved_and_put_back(wing: Wing) -> None:
    schedule = made(wing)
    form = opened(wing, SERGEANT, "schedule_move", schedule, {"callback_id": "schedule"})
    day = form["blocks"][0]["element"]["options"][2]["value"]
    said = {"day": day, "to_day": day, "to_at": "05:00"}
    moved = send(wing, SERGEANT, said, "schedule_move", schedule)
    assert "05:00 (another hour)" in words(moved["view"])
    said["to_day"] = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    further = send(wing, SERGEANT, said, "schedule_move", schedule)
    assert f"05:00 (moved from {day_words(date.fromisoformat(day))})" in words(further["view"])
    opened(wing, SERGEANT, "schedule_put_back", schedule, {"callback_id": "schedule"})
    back = send(wing, SERGEANT, {"day": day}, "schedule_put_back", schedule)
    assert "05:00" not in words(back["view"])
    assert changes(wing.harbor) == []


def test_a_move_that_cannot_be_is_said_at_its_field(wing: Wing) -> None:
    schedule = made(wing)
    form = opened(wing, SERGEANT, "schedule_move", schedule, {"callback_id": "schedule"})
    day = form["blocks"][0]["element"]["options"][0]["value"]
    said = {"day": day, "to_day": "2020-01-01", "to_at": "05:00"}
    answer = send(wing, SERGEANT, said, "schedule_move", schedule)
    assert list(answer["errors"]) == ["schedule_move.to_day"]
    said["day"] = "2020-01-01"
    assert list(send(wing, SERGEANT, said, "schedule_move", schedule)["errors"]) == ["schedule_move.day"]


def test_in_a_week_in_which_the_clocks_change_the_hours_have_their_letters(wing: Wing) -> None:
    begins = next(
        day
        for ahead in range(400)
        if (day := today(wing.harbor) + timedelta(days=ahead)).month == 11
        and day.weekday() == 6
        and day.day <= 7
    )
    shown = words(send(wing, SERGEANT, codes(wing.harbor, begins=begins.isoformat()))["view"])
    assert f"Sun {begins.day} Nov 01:30 PDT" in shown
    assert f"{begins.day + 1} Nov 01:30, {begins.year}\n" in shown, "without letters when the week is over"


# The site file.
RULE = {
    "code": "quay-day",
    "name": "Quay day",
    "region": "quay",
    "at": "06:45",
    "begins": date(2026, 1, 5),
    "leader": SERGEANT,
    "days": ["mon", "tue", "wed", "thu", "fri"],
}


def test_one_of_the_site_file_is_changed_there_and_paused_here(wing: Wing) -> None:
    harbor = wing.harbor
    harbor.change_rules(rollcalls=[RULE])
    with harbor.ground.database.work() as work:
        keep_file(harbor.ground.scene(work, SERGEANT))
        work.commit()
    (row,) = schedules(harbor)
    shown = page(wing, MANAGER, row.id)
    assert "It stands in the site file" in words(shown)
    assert "schedule_change" not in str(shown)
    told = opened(wing, MANAGER, "schedule_change", row.id, {"callback_id": "rollcall_digest"})
    assert "It stands in the site file" in words(told)
    opened(wing, MANAGER, "schedule_end", row.id, {"callback_id": "schedule"})
    opened(wing, MANAGER, "schedule_pause", row.id, {"callback_id": "schedule"})
    (row,) = schedules(harbor)
    assert row.ended_at is None
    assert row.paused_at is not None


# Visits.
def due(wing: Wing) -> tuple[str, Firing]:
    make(wing, MANAGER, visits(wing.harbor), VISITS)
    wing.harbor.wait(36 * 60)
    with wing.harbor.ground.database.look() as work:
        firing = work.session.scalars(select(Firing).order_by(Firing.due_at)).first()
    assert firing is not None
    return firing.schedule, firing


def test_visits_go_in_turn_with_a_card_that_opens(wing: Wing) -> None:
    _, firing = due(wing)
    assert wing.harbor.notices(Kind.VISIT_DUE)[0].recipient == MANAGER
    view = opened(wing, MANAGER, "visit_open", firing.id)
    assert "Quay business owners (Quay)" in words(view)
    assert "I was there" in words(view)


def test_a_visit_with_a_reminder_days_ahead_says_both_days(wing: Wing) -> None:
    seen = words(send(wing, MANAGER, visits(wing.harbor, lead="2"), VISITS)["view"])
    day = today(wing.harbor) + timedelta(days=5)
    assert f"{day_words(day)}, reminder {day_words(day - timedelta(days=2))} 09:00" in seen


def test_i_cannot_asks_the_next_one_and_is_thanked(wing: Wing) -> None:
    _, firing = due(wing)
    wing.harbor.time.moment = firing.due_at + timedelta(hours=1)
    told = opened(wing, MANAGER, "visit_hand_on", firing.id, {"callback_id": "visit"})
    assert "The next one has been asked" in words(told)
    assert [one.recipient for one in wing.harbor.notices(Kind.VISIT_DUE)].count(CASE_MANAGER) >= 1
    told = opened(wing, CASE_MANAGER, "visit_hand_on", firing.id, {"callback_id": "visit"})
    assert "Everybody else was asked already" in words(told)


@pytest.mark.parametrize("user", [CASE_MANAGER, OFFICER, STRANGER])
def test_a_visit_opens_for_whoever_has_it_only(wing: Wing, user: str) -> None:
    _, firing = due(wing)
    assert "Quay business owners" not in words(opened(wing, user, "visit_open", firing.id))
    opened(wing, user, "visit_hand_on", firing.id, {"callback_id": "visit"})
    with wing.harbor.ground.database.look() as work:
        assert work.session.get_one(Firing, firing.id).visitor == MANAGER


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"officers": [STRANGER]}, "officers"),
        ({"officers": []}, "officers"),
        ({"days": []}, "days"),
        ({"lead": "99"}, "lead"),
    ],
)
def test_visits_that_cannot_be_are_said_at_their_field(wing: Wing, said: dict[str, Any], field: str) -> None:
    answer = send(wing, MANAGER, visits(wing.harbor, **said), VISITS)
    assert list(answer["errors"]) == [f"{VISITS}.{field}"]


def test_what_is_visited_can_be_chosen_from_the_roll_calls(wing: Wing) -> None:
    schedule = made(wing)
    view = opened(wing, MANAGER, "schedule_new_visits", view={"callback_id": "schedules"})
    assert "North night roll call" in words(view)
    make(wing, MANAGER, visits(wing.harbor, name="", what=schedule), VISITS)
    assert schedules(wing.harbor)[-1].name == "North night roll call"


def test_a_sergeant_hands_out_no_visits(wing: Wing) -> None:
    send(wing, SERGEANT, visits(wing.harbor), VISITS)
    opened(wing, SERGEANT, "schedule_new_visits", view={"callback_id": "schedules"})
    assert schedules(wing.harbor) == []


def test_no_view_is_larger_than_slack_takes(wing: Wing) -> None:
    schedule = made(wing, name="n" * 60)
    for action in ("schedule_one", "schedule_change", "schedule_skip", "schedule_move"):
        view = opened(wing, SERGEANT, action, schedule, {"callback_id": "schedule"})
        check_view(view, "modal")
