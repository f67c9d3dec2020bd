"""A group's meetings among the times: the project manager's, looked at before they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from handlers.ids import Action
from models.rollcall import Asked
from tests.handlers.harbor import MANAGER, SERGEANT, STRANGER
from tests.handlers.rollcall.test_schedules import as_state, schedules, today, words
from tests.handlers.wing import Json, Wing

FORM = "meeting_form"


def codes(wing: Wing, **said: Any) -> dict[str, Any]:
    """The work group, every Tuesday at 10:00, its agenda a day before."""
    whole = {
        "group": "owg",
        "name": "Work group, weekly",
        "rhythm": "w1",
        "days": ["1"],
        "at": "10:00",
        "begins": (today(wing.harbor) + timedelta(days=1)).isoformat(),
        "length": "60",
        "lead": "1",
        "leader": MANAGER,
    }
    return whole | said


def send(wing: Wing, answers: Mapping[str, Any], metadata: str = "", user: str = MANAGER) -> Json:
    return wing.submit(user, {"callback_id": FORM, "private_metadata": metadata}, as_state(FORM, answers))


def make(wing: Wing, answers: Mapping[str, Any], metadata: str = "") -> Json:
    seen = send(wing, answers, metadata)
    assert seen["response_action"] == "update", seen
    return send(wing, answers, seen["view"]["private_metadata"])


def test_the_next_ten_are_seen_then_it_is_kept_and_can_be_changed(wing: Wing) -> None:
    wing.click(MANAGER, Action.SCHEDULE_NEW_MEETING, view={"callback_id": "schedules"})
    assert "Who meets?" in words(wing.slack.views()[-1])
    seen = send(wing, codes(wing))
    assert words(seen["view"]).count("10:00") >= 10
    assert "people of the group. The agenda comes 1 day before." in words(seen["view"])
    assert "Run by Odalys Fennimore." in words(make(wing, codes(wing))["view"])
    (row,) = schedules(wing.harbor)
    assert (row.asks, row.shift, row.region, row.close_minutes) == (Asked.MEETING, "owg", "", 60)
    assert (row.lead_days, row.leader, row.channel) == (1, MANAGER, "C0OWG0001")
    make(wing, codes(wing, rhythm="m-1", days=["4"], lead="7"), f"{row.id}:{row.version}:")
    (row,) = schedules(wing.harbor)
    assert (row.every, row.nth, row.days, row.lead_days) == ("month", -1, "4", 7)
    wing.click(MANAGER, Action.SCHEDULES)
    assert "Work group, weekly (Operational Work Group), meeting\nNext agenda:" in words(
        wing.slack.views()[-1]
    )


def test_a_meeting_that_is_sent_twice_is_kept_once_and_is_not_in_its_own_way(wing: Wing) -> None:
    seen = send(wing, codes(wing))
    stood = {"callback_id": FORM, "private_metadata": seen["view"]["private_metadata"], "hash": "1.stood"}
    said = [wing.submit(MANAGER, stood, as_state(FORM, codes(wing))) for _ in range(2)]
    assert [one["response_action"] for one in said] == ["update", "update"]
    assert len(schedules(wing.harbor)) == 1


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"days": []}, "days", "one day"),
        ({"rhythm": "rotation", "days": []}, "on", "how many days on"),
        ({"ends": "2020-01-01"}, "ends", "does not lie before the first"),
        ({"begins": "2020-01-01", "ends": "2020-02-01"}, "ends", "never come"),
        ({"holidays": "XX"}, "holidays", "No such country"),
        ({"leader": STRANGER}, "leader", "somebody of the roster"),
        ({"days": ["6"], "at": "02:30"}, "at", "the clocks leave this hour out"),
        ({"name": "Zebulon Testperson's meeting"}, "name", ""),
        ({"group": "atlantis"}, "group", "one of the answers"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    wing: Wing, said: dict[str, Any], field: str, sentence: str
) -> None:
    answer = send(wing, codes(wing, **said))
    assert list(answer["errors"]) == [f"{FORM}.{field}"]
    assert sentence in answer["errors"][f"{FORM}.{field}"]
    assert schedules(wing.harbor) == []


def test_everything_that_cannot_be_kept_is_said_at_once(wing: Wing) -> None:
    wrong = {"days": [], "ends": "2020-01-01", "holidays": "XX", "leader": STRANGER}
    answer = send(wing, codes(wing, **wrong))
    assert set(answer["errors"]) == {f"{FORM}.{field}" for field in wrong}
    assert schedules(wing.harbor) == []


def test_two_at_once_are_said_at_the_hour(wing: Wing) -> None:
    make(wing, codes(wing))
    answer = send(wing, codes(wing, name="Another", at="10:30"))
    assert "The group meets then already: Tue" in answer["errors"][f"{FORM}.at"]
    assert send(wing, codes(wing, name="Another", at="11:00"))["response_action"] == "update"


def test_one_date_moves_to_an_hour_that_exists_and_is_free(wing: Wing) -> None:
    make(wing, codes(wing))
    (row,) = schedules(wing.harbor)
    day = today(wing.harbor) + timedelta(days=1)
    first = day + timedelta(days=(1 - day.weekday()) % 7 + 7)

    def move(to: timedelta, at: str) -> Json:
        answers = {"day": first.isoformat(), "to_day": (first + to).isoformat(), "to_at": at}
        view = {"callback_id": "schedule_move", "private_metadata": row.id}
        return wing.submit(MANAGER, view, as_state("schedule_move", answers))

    assert "meets then already" in move(timedelta(days=7), "10:30")["errors"]["schedule_move.to_at"]
    assert move(timedelta(days=1), "10:30")["response_action"] == "update"


def test_only_project_managers_make_them(wing: Wing) -> None:
    before = len(wing.slack.views())
    wing.click(SERGEANT, Action.SCHEDULE_NEW_MEETING, view={"callback_id": "schedules"})
    assert all("Who meets?" not in words(view) for view in wing.slack.views()[before:])
    send(wing, codes(wing), user=SERGEANT)
    assert schedules(wing.harbor) == []
