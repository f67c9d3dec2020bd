"""Taps and forms around a participant, from Home to a changed goal, as Slack delivers them."""

from __future__ import annotations

import json

import pytest

from handlers import words
from handlers.curtain import opening_view
from handlers.ids import Action, View
from handlers.participants.service import Participants
from models.audit import Verb
from models.participant import Participant
from models.people import Role
from models.schema import ParticipantRef
from models.site import Contacts
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, OFFICER, PROSECUTOR, STRANGER, Harbor
from tests.handlers.participants.folders import (
    BRIDGE,
    GOAL,
    SECOND,
    SECRETS,
    begin,
    draft,
    shown,
    team_of,
    with_goal,
)
from tests.handlers.wing import Json, Wing, picked, slack_error, texts, ticked, typed

FILLED = {
    **typed("participant_begin", called="Zebulon Testperson", ways="Dock shelter 7", safety="A goose"),
    **picked("participant_begin", region="north"),
}
BELOW = {"previous_view_id": "VFOLDER"}


def contacts(harbor: Harbor) -> Contacts:
    return harbor.rules().contacts


def form_of(wing: Wing, action: Action, ref: ParticipantRef, user: str = CASE_MANAGER) -> Json:
    """The form that a button of the folder puts on top of it."""
    folder = {"private_metadata": ref, "callback_id": View.OPENED.value}
    assert wing.click(user, action, value=ref, view=folder) == {}
    view: Json = wing.slack.views("views.push")[-1]
    assert view["private_metadata"] == ref
    return view


def last_shown(wing: Wing) -> Json:
    wing.settle()
    return wing.slack.views("views.update")[-1]


def goal_form(wing: Wing, ref: ParticipantRef) -> Json:
    folder = shown(wing, CASE_MANAGER, ref)
    page = next(block["accessory"]["value"] for block in folder["blocks"] if "accessory" in block)
    wing.click(CASE_MANAGER, Action.EDIT_GOAL, value=page, view=folder)
    return last_shown(wing)


def test_a_person_is_added_and_their_folder_is_one_tap_away(wing: Wing) -> None:
    assert wing.click(CASE_MANAGER, Action.BEGIN_PARTICIPANT) == {}
    form = wing.slack.views("views.open")[-1]
    said = wing.submit(CASE_MANAGER, form, FILLED)
    assert said["response_action"] == "update"
    [opens] = said["view"]["blocks"][1]["elements"]
    assert not any(secret in json.dumps(said) for secret in SECRETS)
    wing.click(CASE_MANAGER, opens["action_id"], value=opens["value"], view=said["view"])
    assert {"Zebulon Testperson", "Dock shelter 7", "A goose"} <= set(texts(last_shown(wing)))


def test_a_form_with_a_gap_says_so_at_the_field_and_repeats_nothing(wing: Wing) -> None:
    wing.click(CASE_MANAGER, Action.BEGIN_PARTICIPANT)
    form = wing.slack.views("views.open")[-1]
    values = {
        **typed("participant_begin", ways="Dock shelter 7"),
        **picked("participant_begin", region="north"),
    }
    said = wing.submit(CASE_MANAGER, form, values)
    assert said == {
        "response_action": "errors",
        "errors": {"participant_begin.called": "Please answer this."},
    }
    assert wing.harbor.count(Participant) == 0


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, STRANGER])
def test_a_tap_that_was_never_offered_begins_nothing(wing: Wing, user: str) -> None:
    wing.click(user, Action.BEGIN_PARTICIPANT)
    [view] = wing.slack.views("views.open")
    assert view["callback_id"] == View.UNAVAILABLE.value
    said = wing.submit(user, {"callback_id": View.PARTICIPANT_BEGIN.value, "blocks": []}, FILLED)
    assert said["view"]["callback_id"] == View.UNAVAILABLE.value
    assert wing.harbor.count(Participant) == 0


def test_a_folder_opens_from_home_behind_a_curtain(wing: Wing) -> None:
    ref = begin(wing.harbor)
    assert wing.click(CASE_MANAGER, Action.OPEN_FOLDER, value=ref) == {}
    assert wing.slack.views("views.open") == [opening_view()]
    assert "Zebulon Testperson" in texts(last_shown(wing))


def test_a_folder_opens_in_the_place_of_the_list(wing: Wing) -> None:
    ref = begin(wing.harbor)
    wing.click(CASE_MANAGER, Action.MORE_PEOPLE, value="0")
    listed = wing.slack.views("views.open")[-1]
    assert f"{ref}, North. No consent yet." in texts(listed)
    wing.click(CASE_MANAGER, Action.OPEN_FOLDER, value=ref, view=listed)
    assert "Zebulon Testperson" in texts(last_shown(wing))
    assert len(wing.slack.views("views.open")) == 1


def test_the_lists_next_page_takes_its_place(wing: Wing) -> None:
    wing.harbor.change_rules(capacity={"ceiling": 50})
    for number in range(42):
        begin(wing.harbor, form=f"V{number}")
    wing.click(CASE_MANAGER, Action.MORE_PEOPLE, value="0")
    first = wing.slack.views("views.open")[-1]
    wing.click(CASE_MANAGER, Action.MORE_PEOPLE, value="40", view=first)
    second = wing.slack.views("views.update")[-1]
    assert [len([t for t in texts(view) if t.startswith("C-")]) for view in (first, second)] == [40, 2]


def test_a_list_asked_for_with_a_strange_place_begins_at_its_beginning(wing: Wing) -> None:
    begin(wing.harbor)
    wing.click(CASE_MANAGER, Action.MORE_PEOPLE, value="-1")
    assert any(text.startswith("C-") for text in texts(wing.slack.views("views.open")[-1]))


def test_the_list_of_somebody_without_people_is_empty(wing: Wing) -> None:
    begin(wing.harbor)
    wing.click(OFFICER, Action.MORE_PEOPLE, value="0")
    assert "Nobody else." in texts(wing.slack.views("views.open")[-1])


def test_details_are_edited_and_the_folder_below_is_drawn_anew(wing: Wing) -> None:
    ref = begin(wing.harbor)
    form = form_of(wing, Action.EDIT_DETAILS, ref)
    assert not any(secret in json.dumps(form) for secret in SECRETS), "an edit form is empty"
    values = {**typed("folder_details", called="Zeb"), **ticked("folder_details", take_away="safety")}
    assert wing.submit(CASE_MANAGER, form | BELOW, values) == {}, "the form closes"
    said = texts(last_shown(wing))
    assert {"Saved.", "Zeb", "Fictionese"} <= set(said)
    assert "A goose guards the door." not in said
    updates = [sent["view_id"] for name, sent in wing.slack.asked if name == "views.update"]
    assert updates == ["VFOLDER", "VFOLDER"]


def test_what_is_saved_says_so_when_the_folder_below_has_gone(wing: Wing) -> None:
    ref = begin(wing.harbor)
    form = form_of(wing, Action.EDIT_DETAILS, ref)
    wing.slack.trouble["views.update"] = slack_error("not_found")
    for below in (BELOW, {}):
        said = wing.submit(CASE_MANAGER, form | below, typed("folder_details", called="Zeb"))
        assert "Saved." in texts(said["view"])
    assert wing.harbor.notices() == []
    del wing.slack.trouble["views.update"]
    assert "Zeb" in texts(shown(wing, CASE_MANAGER, ref))


def test_a_goal_is_added_changed_and_put_away(wing: Wing) -> None:
    ref = begin(wing.harbor)
    form = form_of(wing, Action.ADD_GOAL, ref)
    assert wing.submit(CASE_MANAGER, form | BELOW, typed("goal_new", words=GOAL, steps="Ask\nGo")) == {}
    assert f"{GOAL}\nNot done: Ask\nNot done: Go" in texts(last_shown(wing))
    form = goal_form(wing, ref)
    assert wing.submit(CASE_MANAGER, form | BELOW, ticked("goal_edit", done="1")) == {}
    assert f"{GOAL}\nDone: Ask\nNot done: Go" in texts(last_shown(wing))
    form = goal_form(wing, ref)
    assert wing.submit(CASE_MANAGER, form | BELOW, ticked("goal_edit", whole="away")) == {}
    assert "None written down." in texts(last_shown(wing))
    assert wing.harbor.verbs().count(Verb.FOLDER_WRITTEN.value) == 6


def test_a_goal_with_too_much_in_it_says_so_at_the_field(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    many = "\n".join(["Step"] * 11)
    said = wing.submit(
        CASE_MANAGER, form_of(wing, Action.ADD_GOAL, ref), typed("goal_new", words="M", steps=many)
    )
    assert list(said["errors"]) == ["goal_new.steps"]
    said = wing.submit(CASE_MANAGER, goal_form(wing, ref), typed("goal_edit", more=many))
    assert list(said["errors"]) == ["goal_edit.more"]


def test_of_two_who_edit_one_goal_the_second_is_told(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    form = goal_form(wing, ref)
    for step in ("1", "2"):
        said = wing.submit(CASE_MANAGER, form | BELOW, ticked("goal_edit", done=step))
    assert "Somebody else has done this already. Nothing was changed by your tap." in texts(said["view"])


def test_a_rung_is_climbed_and_enrolment_waits_for_a_release(wing: Wing) -> None:
    ref = begin(wing.harbor)
    form = form_of(wing, Action.CHANGE_RUNG, ref)
    said = wing.submit(CASE_MANAGER, form | BELOW, picked("rung", rung="enrolled"))
    assert list(said["errors"]) == ["rung.rung"]
    assert wing.submit(CASE_MANAGER, form | BELOW, picked("rung", rung="outreach")) == {}
    assert "North. Outreach agreed." in texts(last_shown(wing))


def tap_in_folder(wing: Wing, action: Action, ref: str, user: str = CASE_MANAGER) -> str:
    wing.click(user, action.value, value=ref, view={"callback_id": "opened"})
    wing.settle()
    return "\n".join(texts(last_shown(wing)))


@pytest.mark.parametrize("user", [CASE_MANAGER, CLINICAL])
def test_a_person_rests_and_is_active_again_with_one_tap_each(wing: Wing, user: str) -> None:
    ref = begin(wing.harbor)
    team_of(wing.harbor)
    shown = tap_in_folder(wing, Action.PERSON_RESTS, ref, user)
    assert "Saved." in shown
    assert "Not active just now: they leave room for somebody else." in shown
    assert "Active again" in shown
    again = tap_in_folder(wing, Action.PERSON_RESUMES, ref, user)
    assert "Not active just now: they" not in again
    assert wing.harbor.decisions(Verb.PARTICIPANT_CHANGED)[-2:] == ["inactive", "active"]


def test_who_comes_back_to_a_full_case_manager_is_told_why_not(wing: Wing) -> None:
    ref = begin(wing.harbor)
    tap_in_folder(wing, Action.PERSON_RESTS, ref)
    begin(wing.harbor, form="VBEGIN2")
    wing.harbor.change_rules(capacity={"average": 1, "ceiling": 1})
    assert "a case manager of the team is at the ceiling" in tap_in_folder(wing, Action.PERSON_RESUMES, ref)
    assert wing.harbor.decisions(Verb.PARTICIPANT_CHANGED)[-1] == "inactive"


def test_nobody_off_the_team_lets_a_person_rest(wing: Wing) -> None:
    ref = begin(wing.harbor)
    refused = words.unavailable(contacts(wing.harbor))
    for user, asked in ((OFFICER, ref), (PROSECUTOR, ref), (CLINICAL, "C-ZZZZZ")):
        for action in (Action.PERSON_RESTS, Action.PERSON_RESUMES):
            wing.click(user, action.value, value=asked, view={"callback_id": "opened"})
            assert refused in texts(wing.slack.views("views.push")[-1])
    assert wing.slack.views("views.update") == []
    assert wing.harbor.decisions(Verb.PARTICIPANT_CHANGED) == []


def test_the_team_is_changed_by_the_clinical_supervisor(wing: Wing) -> None:
    ref = begin(wing.harbor)
    team_of(wing.harbor)
    form = form_of(wing, Action.CHANGE_TEAM, ref, CLINICAL)
    values = {"team.who": {"value": {"selected_user": SECOND}}, **picked("team", part="case_manager")}
    assert wing.submit(CLINICAL, form | BELOW, values) == {}
    assert "Ottoline Bramblewick, case manager\nFictional Person, case manager" in texts(last_shown(wing))
    values["team.who"] = {"value": {"selected_user": STRANGER}}
    said = wing.submit(CLINICAL, form | BELOW, values)
    assert said["errors"] == {"team.who": "They have no seat on the roster today."}


@pytest.mark.parametrize(
    ("action", "values"),
    [
        (Action.EDIT_DETAILS, typed("folder_details", called="X")),
        (Action.ADD_GOAL, typed("goal_new", words="X")),
        (Action.CHANGE_RUNG, picked("rung", rung="outreach")),
        (
            Action.CHANGE_TEAM,
            {"team.who": {"value": {"selected_user": OFFICER}}, **picked("team", part="leaves")},
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Action) else "",
)
def test_forms_of_people_off_the_team_get_the_one_refusal(wing: Wing, action: Action, values: Json) -> None:
    ref = begin(wing.harbor)
    refused = words.unavailable(contacts(wing.harbor))
    said = [
        wing.submit(user, form_of(wing, action, asked, user) | BELOW, values)
        for user in (OFFICER, PROSECUTOR, CLINICAL)
        for asked in (ref, ParticipantRef("C-ZZZZZ"))
        if (user, asked) != (CLINICAL, ref)
    ]
    assert all(texts(answer["view"]) == ["LEAD", "Close", refused] for answer in said)
    assert len({json.dumps(answer) for answer in said}) == 1


@pytest.mark.parametrize(
    "action", [Action.EDIT_DETAILS, Action.ADD_GOAL, Action.CHANGE_RUNG, Action.CHANGE_TEAM]
)
def test_a_form_sent_half_empty_is_answered_at_its_fields(wing: Wing, action: Action) -> None:
    ref = begin(wing.harbor)
    said = wing.submit(CLINICAL, form_of(wing, action, ref, CLINICAL), {})
    assert (said.get("response_action") == "errors") is (action is not Action.EDIT_DETAILS)


def test_slacks_second_delivery_changes_nothing_more(wing: Wing) -> None:
    ref = begin(wing.harbor)
    form = form_of(wing, Action.EDIT_DETAILS, ref)
    for _ in range(2):
        wing.submit(CASE_MANAGER, form | BELOW, typed("folder_details", called="Zeb"), key="twice.fictional")
    assert wing.harbor.verbs().count(Verb.FOLDER_WRITTEN.value) == 4


def test_nothing_of_a_folder_is_posted_or_logged(wing: Wing) -> None:
    harbor = wing.harbor
    ref = with_goal(harbor)
    harbor.seat(SECOND, BRIDGE, Role.CASE_MANAGER)
    at = Participants(harbor.ground)
    at.change_team(CLINICAL, ref, SECOND, "case_manager", key="k1")
    at.edit_details(CASE_MANAGER, ref, draft(called="Zebulon Testperson"), key="k2")
    assert harbor.notices() == []
    assert wing.logged == []
