"""Meetings in Slack: looked at, added to, run from one screen, moved, cancelled; refusals stay uniform."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.ids import Action
from models.meeting import ItemState, MeetingState
from models.notice import Kind
from models.people import Role
from models.schema import SlackUserId
from tests.handlers.agenda.meeting import (
    begins,
    deliver,
    issue,
    items,
    meets,
    newest,
    posted,
    shown,
    situation,
    values,
    words,
)
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, STRANGER, Harbor
from tests.handlers.wing import Wing, picked, typed

RUN = {"callback_id": "meeting_run"}


def put(wing: Wing, user: str, said: str) -> dict[str, object]:
    view = {"callback_id": "agenda_put"}
    return wing.submit(user, view, picked("agenda_put", group="owg") | typed("agenda_put", words=said))


def test_everybody_of_the_group_finds_its_meeting_and_its_agenda(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    stop = situation(harbor)
    meeting = posted(harbor)
    for user in (OFFICER, CASE_MANAGER, NEIGHBOR, MANAGER):
        wing.command(user, "agenda")
        assert "Operational Work Group" in words(shown(wing))
        assert values(shown(wing), Action.AGENDA_LOOK) == [meeting.id]
        wing.click(user, Action.AGENDA_LOOK, value=meeting.id)
        assert f"{stop}: The bus shelter at Fifth and Anchor" in words(shown(wing))
        assert "New and waiting referrals: fewer than 11." in words(shown(wing))
    assert values(shown(wing), Action.MEETING_CANCEL) == [meeting.id]
    assert values(shown(wing), Action.MEETING_RUN) == [], "its hour is a day away"


def test_a_stranger_and_a_technician_see_no_agenda(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    meeting = posted(harbor)
    technician = harbor.seat("UTECHNIC1", "service:Harbor Machines", Role.TECHNICIAN)
    for user in (STRANGER, technician):
        before = len(wing.slack.views())
        wing.click(user, Action.AGENDA_LOOK, value=meeting.id)
        said = wing.slack.views()[before:]
        assert all("referrals" not in words(view) for view in said)
        wing.click(user, Action.MEETING_HERE, value=meeting.id)
    assert newest(harbor).state == MeetingState.PLANNED


def test_a_line_is_put_there_once_and_a_person_is_stopped_at_the_field(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    said = put(wing, OFFICER, "Zebulon Testperson again")
    assert said["response_action"] == "errors"
    assert put(wing, OFFICER, "Keys of the drop-in room")["response_action"] == "update"
    meeting = posted(harbor)
    assert [one.words for one in items(harbor, meeting) if one.section == "other"] == [
        "Keys of the drop-in room"
    ]
    put(wing, CASE_MANAGER, "A second phone for the team")
    assert [message.text for message in deliver(harbor)][-1] == "One more item: A second phone for the team."


def test_whoever_runs_it_goes_through_it_on_one_screen(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    stop, form = situation(harbor), issue(harbor)
    meeting = posted(harbor)
    begins(harbor, meeting)
    wing.click(MANAGER, Action.MEETING_RUN, value=meeting.id, view={"callback_id": "meeting"})
    assert "60 min left of 60." in words(shown(wing))
    seen: list[str] = []
    while taps := values(shown(wing), Action.MEETING_NEXT):
        seen += [one for one in (stop, form) if f"{one}:" in words(shown(wing)).partition("Then:")[0]]
        deferring = f"{stop}:" in words(shown(wing)).partition("Then:")[0]
        action = Action.MEETING_DEFER if deferring else Action.MEETING_NEXT
        wing.click(MANAGER, action, value=taps[0], view=RUN)
        harbor.time.go(timedelta(minutes=3))
    assert seen == [stop, form]
    assert "Every item has had its turn." in words(shown(wing))
    wing.click(OFFICER, Action.MEETING_HERE, value=meeting.id)
    assert "Noted: you are there." in words(shown(wing))
    wing.click(MANAGER, Action.MEETING_END, value=meeting.id, view=RUN)
    said = words(shown(wing))
    assert "There: Lantern Harbor PD." in said
    assert f"Talked about: {form}." in said
    assert f"On the next agenda: {stop}." in said
    assert deliver(harbor)[-1].text.startswith("Minutes.\nThere: Lantern Harbor PD.")


def test_the_screen_offers_actions_and_of_an_issue_the_policy_group(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    stop, form = situation(harbor), issue(harbor)
    meeting = posted(harbor)
    begins(harbor, meeting)
    wing.click(MANAGER, Action.MEETING_RUN, value=meeting.id, view=RUN)
    offered: dict[str, list[str]] = {}
    while taps := values(shown(wing), Action.MEETING_NEXT):
        for subject in values(shown(wing), Action.PROPOSE_ACTION):
            offered[subject] = values(shown(wing), Action.PROPOSE_POLICY)
        wing.click(MANAGER, Action.MEETING_NEXT, value=taps[0], view=RUN)
    assert offered == {stop: [], form: [form]}


def test_an_old_screen_s_tap_skips_nothing(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    situation(harbor)
    meeting = posted(harbor)
    begins(harbor, meeting)
    wing.click(MANAGER, Action.MEETING_RUN, value=meeting.id, view=RUN)
    first = values(shown(wing), Action.MEETING_NEXT)[0]
    for _ in range(3):  # two phones, or a slow one
        wing.click(MANAGER, Action.MEETING_NEXT, value=first, view=RUN)
    states = [one.state for one in items(harbor, meeting)]
    assert states.count(ItemState.DONE) == 1


def test_only_its_facilitator_or_a_project_manager_runs_moves_or_cancels_it(
    wing: Wing, harbor: Harbor
) -> None:
    meets(harbor, facilitator=CASE_MANAGER)
    meeting = posted(harbor)
    begins(harbor, meeting)
    for action in (Action.MEETING_RUN, Action.MEETING_CANCEL, Action.MEETING_END):
        wing.click(OFFICER, action, value=meeting.id, view=RUN)
        assert newest(harbor).state == MeetingState.PLANNED
    wing.click(CASE_MANAGER, Action.MEETING_RUN, value=meeting.id, view=RUN)
    assert newest(harbor).state == MeetingState.BEGUN


def test_an_impasse_calls_a_special_meeting_by_one_tap(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    stop = situation(harbor)
    meeting = posted(harbor)
    begins(harbor, meeting)
    wing.click(MANAGER, Action.MEETING_RUN, value=meeting.id, view=RUN)
    while stop not in values(shown(wing), Action.PROPOSE_ACTION):
        wing.click(MANAGER, Action.MEETING_NEXT, value=values(shown(wing), Action.MEETING_NEXT)[0], view=RUN)
    wing.click(
        MANAGER, Action.MEETING_SPECIAL, value=values(shown(wing), Action.MEETING_SPECIAL)[0], view=RUN
    )
    assert "Called for" in words(shown(wing))
    special = newest(harbor)
    assert special.special == 1
    assert OFFICER in [one.recipient for one in harbor.notices(Kind.MEETING_CALLED)]
    assert any("meets about one item" in message.text for message in deliver(harbor))


def move(wing: Wing, user: str, meeting: str, day: str, at: str) -> dict[str, object]:
    values_ = {
        "meeting_move.day": {"value": {"selected_date": day}},
        "meeting_move.at": {"value": {"selected_time": at}},
    }
    return wing.submit(user, {"callback_id": "meeting_move", "private_metadata": meeting}, values_)


def test_a_meeting_moves_and_what_cannot_be_is_said_at_its_field(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    meeting = posted(harbor)
    day = (harbor.time() + timedelta(days=3)).date().isoformat()
    assert list(move(wing, MANAGER, meeting.id, "2020-01-01", "10:00")["errors"]) == ["meeting_move.day"]  # type: ignore[call-overload]  # json
    said = move(wing, MANAGER, meeting.id, day, "10:00")
    assert said["response_action"] == "update"
    assert OFFICER in [one.recipient for one in harbor.notices(Kind.MEETING_MOVED)]
    assert newest(harbor).starts_at > meeting.starts_at


def test_a_cancelled_meeting_is_said_to_everybody_and_its_items_wait(wing: Wing, harbor: Harbor) -> None:
    meets(harbor)
    put(wing, OFFICER, "Keys of the drop-in room")
    meeting = posted(harbor)
    deliver(harbor)
    wing.click(MANAGER, Action.MEETING_CANCEL, value=meeting.id, view={"callback_id": "meeting"})
    assert "It is not held" in words(shown(wing))
    assert deliver(harbor)[-1].text.startswith("This meeting is not held.")
    harbor.wait(24 * 60)
    following = newest(harbor)
    assert following.id != meeting.id
    assert [one.words for one in items(harbor, following) if one.section == "other"] == [
        "Keys of the drop-in room"
    ]


@pytest.mark.parametrize("user", [OFFICER, MANAGER])
def test_a_day_before_nobody_is_there_yet(wing: Wing, harbor: Harbor, user: SlackUserId) -> None:
    meets(harbor)
    meeting = posted(harbor)
    wing.click(user, Action.MEETING_HERE, value=meeting.id)
    assert "It begins at its hour." in words(shown(wing))
