"""The check-in in Slack: opened, answered, changed, late; names stopped; who may not, may not."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from models.acts.checkin import InTheWay
from models.acts.schedules import Wanted, make
from models.admin_issue import AdminIssue, IssueState
from models.notice import Kind
from models.recurrence import Rule
from models.rollcall import Asked, Firing, FiringState, InPerson, ShiftAnswer
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, QUAY_OFFICER, SERGEANT
from tests.handlers.shifts import ask, close, newest, say, shift, staff
from tests.handlers.wing import Json, Wing, texts

NAMED = "Zebulon Testperson sleeps there"


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def opened(wing: Wing, user: str, firing: str) -> Json:
    wing.click(user, "rollcall_answer", value=firing)
    wing.settle()
    return wing.slack.views()[-1]


def filled(form: str, themes: str = "too_long", words: str = "", place: str = "", wants: str = "") -> Json:
    def options(codes: str) -> Json:
        return {"value": {"selected_options": [{"value": code} for code in codes.split(";") if code]}}

    return {
        f"{form}.in_the_way": options(themes),
        f"{form}.words": {"value": {"value": words}},
        f"{form}.place": {"value": {"value": place}},
        f"{form}.wants": options(wants),
    }


def send(wing: Wing, user: str, firing: str, **said: str) -> Json:
    view = {"callback_id": "rollcall_check_in", "private_metadata": firing}
    return wing.submit(user, view, filled("rollcall_check_in", **said))


def answers(wing: Wing) -> list[ShiftAnswer]:
    with wing.harbor.ground.database.look() as work:
        return list(work.session.scalars(select(ShiftAnswer).order_by(ShiftAnswer.member)))


def issues(wing: Wing) -> list[AdminIssue]:
    with wing.harbor.ground.database.look() as work:
        return list(work.session.scalars(select(AdminIssue)))


@pytest.fixture
def firing(wing: Wing) -> str:
    """North night with nine officers, asked a minute ago."""
    staff(wing.harbor)
    return ask(wing.harbor, shift(wing.harbor))


def test_an_officer_opens_answers_and_is_thanked(wing: Wing, firing: str) -> None:
    view = opened(wing, OFFICER, firing)
    assert (view["callback_id"], view["private_metadata"]) == ("rollcall_check_in", firing)
    assert "What came back" in texts(view)
    answer = send(
        wing, OFFICER, firing, words="Help took an hour", place="Stairs at Dock Street", wants="a_visit"
    )
    assert answer["response_action"] == "update"
    (row,) = answers(wing)
    assert (row.member, row.in_the_way, row.blocker, row.wants) == (
        OFFICER,
        "too_long",
        "Help took an hour",
        "a_visit",
    )


def test_an_answer_is_changed_in_its_one_row_and_stands_in_the_form(wing: Wing, firing: str) -> None:
    send(wing, OFFICER, firing, words="Help took an hour")
    view = opened(wing, OFFICER, firing)
    inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert inputs["rollcall_check_in.words"]["initial_value"] == "Help took an hour"
    assert [one["value"] for one in inputs["rollcall_check_in.in_the_way"]["initial_options"]] == ["too_long"]
    send(wing, OFFICER, firing, themes="nothing;form")
    (row,) = answers(wing)
    assert (row.in_the_way, row.blocker) == ("form", "")
    assert row.changed_at == wing.harbor.time()


def test_late_is_welcome_until_it_is_put_away(wing: Wing, firing: str) -> None:
    wing.harbor.time.go(timedelta(days=13))
    assert "Late is as welcome" in "\n".join(texts(send(wing, OFFICER, firing)["view"]))
    wing.harbor.time.go(timedelta(days=2))
    view = opened(wing, OFFICER, firing)
    assert "has been put away" in "\n".join(texts(view))
    assert not [block for block in view["blocks"] if block["type"] == "input"]
    before = answers(wing)[0].changed_at
    send(wing, OFFICER, firing, themes="form")
    assert answers(wing)[0].changed_at == before
    assert answers(wing)[0].in_the_way == "too_long"


@pytest.mark.parametrize("field", ["words", "place"])
def test_a_name_is_stopped_at_its_field_and_nothing_is_stored(wing: Wing, firing: str, field: str) -> None:
    answer = send(wing, OFFICER, firing, **{field: NAMED})
    assert list(answer["errors"]) == [f"rollcall_check_in.{field}"]
    said = answer["errors"][f"rollcall_check_in.{field}"]
    assert "the bus shelter at Fifth and Anchor" in said
    assert "Zebulon" not in said
    assert answers(wing) == []


def test_an_empty_form_is_asked_for_one_answer(wing: Wing, firing: str) -> None:
    assert list(send(wing, OFFICER, firing, themes="")["errors"]) == ["rollcall_check_in.in_the_way"]


@pytest.mark.parametrize("user", [QUAY_OFFICER, SERGEANT, MANAGER, CASE_MANAGER, PROSECUTOR, NEIGHBOR])
def test_who_was_not_asked_neither_opens_nor_answers(wing: Wing, firing: str, user: str) -> None:
    assert opened(wing, user, firing)["callback_id"] == "unavailable"
    send(wing, user, firing)
    assert answers(wing) == []


def test_what_was_never_asked_opens_for_nobody(wing: Wing, firing: str) -> None:
    assert opened(wing, OFFICER, "0" * 32)["callback_id"] == "unavailable"


def test_the_start_page_offers_each_what_is_theirs(wing: Wing, firing: str) -> None:
    close(wing.harbor)
    wing.command(OFFICER, "rollcall")
    assert "Open" in shown(wing)
    assert "I was there" in shown(wing)
    assert "How it went" not in shown(wing)
    wing.command(SERGEANT, "rollcall")
    assert "How it went" in shown(wing)
    assert "Times" in shown(wing)
    wing.command(MANAGER, "rollcall")
    assert "What came in" in shown(wing)
    wing.command(PROSECUTOR, "rollcall")
    assert "No roll call waits for you." in shown(wing)
    assert "I was there" not in shown(wing)


def digest(wing: Wing, user: str, firing: str) -> str:
    wing.click(user, "rollcall_digest", value=firing)
    return shown(wing)


def test_the_leader_reads_numbers_and_themes_and_never_who(wing: Wing, firing: str) -> None:
    send(wing, OFFICER, firing, words="Help took an hour", place="Stairs at Dock Street")
    close(wing.harbor)
    said = digest(wing, SERGEANT, firing)
    assert "1 of 9 answered. In the way: help took too long." in said
    assert "Help took an hour" not in said
    assert "Dock Street" not in said
    assert "Tansy" not in said
    for user in (OFFICER, QUAY_OFFICER, CASE_MANAGER, NEIGHBOR):
        before = len(wing.slack.views())
        wing.click(user, "rollcall_digest", value=firing)
        assert "answered." not in "\n".join(texts(wing.slack.views()[before:]))


def test_a_theme_becomes_an_issue_once_owned_by_the_project_manager(wing: Wing, firing: str) -> None:
    say(wing.harbor, firing)
    close(wing.harbor)
    view = {"callback_id": "rollcall_digest", "private_metadata": firing}
    for user in (SERGEANT, MANAGER):
        wing.click(user, "issue_from_theme", value="too_long", view=view)
    (issue,) = issues(wing)
    assert (issue.owner, issue.words, issue.state) == (MANAGER, "Help took too long", IssueState.OPEN)
    assert issue.ref in digest(wing, SERGEANT, firing)
    wing.click(SERGEANT, "issue_from_theme", value="paperwork", view=view)
    wing.click(OFFICER, "issue_from_theme", value="too_long", view=view)
    assert len(issues(wing)) == 1


def test_what_an_officer_wrote_is_the_project_managers_to_make_an_issue_of(wing: Wing, firing: str) -> None:
    send(wing, OFFICER, firing, words="Help took an hour", place="Stairs at Dock Street")
    close(wing.harbor)
    handle = answers(wing)[0].handle
    wing.click(SERGEANT, "issue_from_words", value=handle, view={"callback_id": "rollcall_shift"})
    assert issues(wing) == []
    wing.click(MANAGER, "rollcall_shift", value=newest_schedule(wing, firing), view={"callback_id": "x"})
    assert "Help took an hour" in shown(wing)
    assert "Tansy" not in shown(wing)
    for action in ("issue_from_words", "issue_from_place", "issue_from_words"):
        wing.click(MANAGER, action, value=handle, view={"callback_id": "rollcall_shift"})
    assert {issue.words for issue in issues(wing)} == {"Help took an hour", "Stairs at Dock Street"}
    assert {issue.raised_by for issue in issues(wing)} == {OFFICER}
    refs = {issue.words: issue.ref for issue in issues(wing)}
    wing.click(MANAGER, "rollcall_shift", value=newest_schedule(wing, firing), view={"callback_id": "x"})
    for text in ("In the way: Help took an hour", "A place to look at: Stairs at Dock Street"):
        assert f"{text}: somebody sees to it ({refs[text.partition(': ')[2]]})." in shown(wing)
    assert not re.search(r"issue_from_(words|place)", json.dumps(wing.slack.views()[-1]))


@pytest.mark.parametrize(
    ("user", "action"),
    [(MANAGER, "issue_from_words"), (MANAGER, "situation_from_place"), (SERGEANT, "issue_from_theme")],
)
def test_what_is_made_on_the_third_view_stands_in_its_place(
    wing: Wing, firing: str, user: str, action: str
) -> None:
    """Start, what came in, one shift: Slack would refuse a fourth, and "Slack is slow" would be untrue."""
    say(wing.harbor, firing)
    send(wing, OFFICER, firing, words="Help took an hour", place="Stairs at Dock Street")
    close(wing.harbor)
    third = {"callback_id": "rollcall_shift", "private_metadata": firing}
    third |= {"root_view_id": "V1", "previous_view_id": "V2"}
    value = "too_long" if action == "issue_from_theme" else next(a.handle for a in answers(wing) if a.place)
    wing.click(user, action, value=value, view=third)
    assert wing.slack.asked[-1][0] == "views.update"
    assert "now" in shown(wing)


def newest_schedule(wing: Wing, firing: str) -> str:
    with wing.harbor.ground.database.look() as work:
        return work.session.get_one(Firing, firing).schedule


def test_of_a_shift_below_five_only_that_answers_came_in_is_told(wing: Wing) -> None:
    staff(wing.harbor, 3)
    schedule = shift(wing.harbor)
    firing = ask(wing.harbor, schedule)
    send(wing, OFFICER, firing, words="Help took an hour")
    close(wing.harbor)
    assert "answers came in." in digest(wing, SERGEANT, firing)
    assert "too long" not in digest(wing, SERGEANT, firing)
    wing.click(MANAGER, "rollcall_shift", value=schedule, view={"callback_id": "x"})
    assert "Help took an hour" not in shown(wing)
    wing.click(MANAGER, "issue_from_words", value=answers(wing)[0].handle, view={"callback_id": "x"})
    assert issues(wing) == []


def test_small_shifts_are_read_together_and_never_one_alone(wing: Wing) -> None:
    staff(wing.harbor, 3)
    staff(wing.harbor, 3, "quay")
    north, quay = shift(wing.harbor), shift(wing.harbor, "quay")
    wing.harbor.wait(11)
    send(wing, OFFICER, newest(wing.harbor, north).id, words="Help took an hour")
    send(wing, QUAY_OFFICER, newest(wing.harbor, quay).id, words="The form asks twice")
    close(wing.harbor)
    wing.click(MANAGER, "rollcall_overview")
    assert "Small shifts together" in shown(wing)
    assert "Help took an hour" in shown(wing)
    handles = [row.handle for row in answers(wing)]
    wing.click(MANAGER, "issue_from_words", value=handles[0], view={"callback_id": "rollcall_overview"})
    assert len(issues(wing)) == 1


def test_the_sergeant_skips_with_a_reason_and_says_for_the_shift(wing: Wing, firing: str) -> None:
    wing.click(SERGEANT, "rollcall_for_shift", value=firing, view={"callback_id": "rollcall_digest"})
    view = {"callback_id": "rollcall_for_shift", "private_metadata": firing}
    wing.submit(SERGEANT, view, filled("rollcall_for_shift", words="Responders take too long before 7"))
    (row,) = answers(wing)
    assert row.for_shift == 1
    close(wing.harbor)
    assert "quiet this time" in digest(wing, SERGEANT, firing), "it counts as nobody's"
    assert "Help took too long" in digest(wing, SERGEANT, firing)
    skip = {"callback_id": "rollcall_skip", "private_metadata": firing}
    values = {"rollcall_skip.reason": {"value": {"selected_option": {"value": "call_out"}}}}
    assert wing.submit(OFFICER, skip, values)["response_action"] == "update"
    assert state(wing, firing) == FiringState.SENT
    wing.submit(SERGEANT, skip, values)
    assert state(wing, firing) == FiringState.SKIPPED


def state(wing: Wing, firing: str) -> str:
    with wing.harbor.ground.database.look() as work:
        return work.session.get_one(Firing, firing).state


def there(wing: Wing, user: str, firing: str = "", words: str = "", themes: str = "") -> Json:
    values = {
        "rollcall_in_person.heads": {"value": {"selected_option": {"value": "4"}}},
        "rollcall_in_person.in_the_way": filled("x", themes)["x.in_the_way"],
        "rollcall_in_person.words": {"value": {"value": words}},
    }
    return wing.submit(user, {"callback_id": "rollcall_in_person", "private_metadata": firing}, values)


@pytest.mark.parametrize("user", [MANAGER, CASE_MANAGER, OFFICER, SERGEANT])
def test_whoever_was_there_logs_it_in_three_taps(wing: Wing, firing: str, user: str) -> None:
    wing.command(user, "rollcall")
    wing.click(user, "rollcall_in_person", view={"callback_id": "rollcall_start"})
    assert wing.slack.views()[-1]["callback_id"] == "rollcall_in_person"
    answer = there(wing, user)
    assert "It is noted" in "\n".join(texts(answer["view"]))
    assert "Make it an issue" not in texts(answer["view"])
    with wing.harbor.ground.database.look() as work:
        (row,) = work.session.scalars(select(InPerson))
    assert (row.visitor, row.heads) == (user, 4)


def test_what_came_up_in_person_names_nobody_and_becomes_an_issue(wing: Wing, firing: str) -> None:
    assert list(there(wing, SERGEANT, firing, NAMED)["errors"]) == ["rollcall_in_person.words"]
    answer = there(wing, SERGEANT, firing, "Responders take too long before 7")
    assert "Make it an issue" in texts(answer["view"])
    with wing.harbor.ground.database.look() as work:
        (visit,) = work.session.scalars(select(InPerson))
    wing.click(CASE_MANAGER, "issue_from_visit", value=visit.id, view={"callback_id": "rollcall_thanks"})
    assert issues(wing) == []
    wing.click(SERGEANT, "issue_from_visit", value=visit.id, view={"callback_id": "rollcall_thanks"})
    (issue,) = issues(wing)
    assert (issue.words, issue.owner) == ("Responders take too long before 7", MANAGER)
    assert [one.recipient for one in wing.harbor.notices(Kind.ISSUE_OWNED)] == [MANAGER]
    close(wing.harbor)
    wing.click(MANAGER, "rollcall_shift", value=newest_schedule(wing, firing), view={"callback_id": "x"})
    assert f"Responders take too long before 7: somebody sees to it ({issue.ref})." in shown(wing)


def look_at(wing: Wing, schedule: str) -> str:
    wing.click(MANAGER, "rollcall_shift", value=schedule, view={"callback_id": "rollcall_overview"})
    return shown(wing)


def test_what_was_written_late_to_an_earlier_roll_call_is_still_read_and_made_an_issue(
    wing: Wing, firing: str
) -> None:
    schedule = newest_schedule(wing, firing)
    send(wing, OFFICER, firing, words="Help took an hour")
    wing.harbor.wait(24 * 60 + 90)
    assert newest(wing.harbor, schedule).id != firing
    late = "UNORTH001"
    send(wing, late, firing, place="Stairs at Dock Street")
    seen = look_at(wing, schedule)
    assert "Written to earlier roll calls" in seen
    assert "Help took an hour" in seen
    assert "Stairs at Dock Street" in seen
    for row in answers(wing):
        action = "issue_from_place" if row.place else "issue_from_words"
        wing.click(MANAGER, action, value=row.handle, view={"callback_id": "rollcall_shift"})
    assert len(issues(wing)) == 2
    assert "Written to earlier roll calls" not in look_at(wing, schedule)


def test_of_a_small_shift_no_earlier_line_is_read_either(wing: Wing) -> None:
    staff(wing.harbor, 3)
    schedule = shift(wing.harbor)
    send(wing, OFFICER, ask(wing.harbor, schedule), words="Help took an hour")
    wing.harbor.wait(24 * 60 + 90)
    assert "Help took an hour" not in look_at(wing, schedule)


def test_more_lines_than_a_window_holds_follow_as_the_first_become_issues(wing: Wing) -> None:
    crew = staff(wing.harbor, 24)
    schedule = shift(wing.harbor)
    firing = ask(wing.harbor, schedule)
    for number, user in enumerate(crew):
        send(wing, user, firing, words=f"Line of {number} waits", place=f"Corner {number} of Dock Street")
    close(wing.harbor)
    look_at(wing, schedule)
    seen = re.findall(r"Line of \d+ waits", shown(wing))
    for row in answers(wing):
        for action in ("issue_from_words", "issue_from_place"):
            if row.blocker in seen:
                wing.click(MANAGER, action, value=row.handle, view={"callback_id": "rollcall_shift"})
    following = set(re.findall(r"In the way: (Line of \d+ waits)\n", look_at(wing, schedule)))
    assert set(seen) | following == {f"Line of {number} waits" for number in range(24)}


def test_what_was_heard_on_a_visit_in_turn_reaches_the_project_manager(wing: Wing) -> None:
    with wing.harbor.ground.database.work() as work:
        scene = wing.harbor.ground.scene(work, MANAGER)
        rule = Rule(scene.rules.today(scene.moment), tuple(range(7)))
        hour, seats = time(9), (CASE_MANAGER,)
        wanted = Wanted(Asked.VISIT, "quay", "", "Quay business owners", rule, hour, MANAGER, seats)
        schedule = make(scene, wanted).id
        work.commit()
    wing.click(MANAGER, "rollcall_overview")
    assert "Quay business owners" not in shown(wing)
    there(wing, CASE_MANAGER, words="The night line rings too long")
    wing.click(MANAGER, "rollcall_overview")
    assert "Quay business owners. Somebody went and listened lately." in shown(wing)
    assert "In person, 4 there. The night line rings too long" in look_at(wing, schedule)
    assert "Bramblewick" not in shown(wing)
    assert "uiet" not in shown(wing), "nobody is asked there, so nobody is quiet"
    wing.click(SERGEANT, "rollcall_shift", value=schedule, view={"callback_id": "x"})
    assert "night line" not in shown(wing)


def test_a_visit_said_after_midnight_stands_with_its_nights_roll_call(wing: Wing) -> None:
    staff(wing.harbor)
    zone = wing.harbor.rules().zone_of("north")
    wing.harbor.time.moment = wing.harbor.time().astimezone(zone).replace(hour=23, minute=30)
    firing = ask(wing.harbor, shift(wing.harbor))
    close(wing.harbor)
    assert wing.harbor.time().astimezone(zone).hour == 0
    there(wing, SERGEANT, themes="paperwork")
    assert "Paperwork" in digest(wing, SERGEANT, firing)


@pytest.mark.parametrize("user", [QUAY_OFFICER, PROSECUTOR, NEIGHBOR])
def test_who_does_not_go_there_logs_nothing(wing: Wing, firing: str, user: str) -> None:
    there(wing, user, firing)
    with wing.harbor.ground.database.look() as work:
        assert list(work.session.scalars(select(InPerson))) == []


@pytest.mark.parametrize("user", [OFFICER, SERGEANT, CASE_MANAGER])
def test_the_project_managers_pages_are_theirs_alone(wing: Wing, firing: str, user: str) -> None:
    close(wing.harbor)
    for action, value in (("rollcall_overview", ""), ("rollcall_shift", newest_schedule(wing, firing))):
        before = len(wing.slack.views())
        wing.click(user, action, value=value)
        assert "North night" not in "\n".join(texts(wing.slack.views()[before:]))


def test_every_theme_is_a_choice_and_no_choice_names_anybody(wing: Wing, firing: str) -> None:
    view = opened(wing, OFFICER, firing)
    element = next(b for b in view["blocks"] if b.get("block_id") == "rollcall_check_in.in_the_way")[
        "element"
    ]
    assert [one["value"] for one in element["options"]] == [theme.value for theme in InTheWay]
