"""A finding is told once, to its writer and the project managers, and nothing of the text is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.guarding.posted import Posted
from handlers.guarding.service import Guarding, next_working_morning
from models.notice import Kind
from models.schema import Handle, SlackUserId
from tests.handlers.harbor import MANAGER, OFFICER, QUAY_OFFICER, SECRETS, STRANGER, Harbor

LANTERN = ZoneInfo("America/Los_Angeles")
TYPED = "Zebulon Testperson 01/01/1901, Dock shelter 7, 555-0107, asked about a bed"
TO_MANAGER = [(MANAGER, Kind.GUARD_MANAGER), (MANAGER, Kind.GUARD_FOLLOW_UP)]
TOLD = [*TO_MANAGER, (OFFICER, Kind.GUARD_NOTE), (OFFICER, Kind.GUARD_CARD)]


def posted(
    text: str = TYPED,
    *,
    user: str = OFFICER,
    ts: str = "7.1",
    before: str = "",
    changed_at: str = "",
    bot: str = "",
) -> Posted:
    return Posted("C0OWG0001", ts, "", SlackUserId(user), bot, changed_at, (text,), (before,))


@pytest.fixture
def guarding(harbor: Harbor) -> Guarding:
    return Guarding(harbor.ground, "B0LEADBOT")


def told(harbor: Harbor) -> list[tuple[str, Kind]]:
    return [(notice.recipient, Kind(notice.kind)) for notice in harbor.notices()]


def test_a_finding_is_told_to_its_writer_and_the_managers(harbor: Harbor, guarding: Guarding) -> None:
    assert guarding.look_at(posted(), key="Ev1")
    assert told(harbor) == TOLD
    assert {notice.target for notice in harbor.notices()} == {"C0OWG0001 7.1"}
    assert harbor.rung == ["woken"]
    stored = harbor.everything_stored()
    assert not any(secret.encode() in stored for secret in SECRETS)


def test_the_same_event_or_message_is_told_once(harbor: Harbor, guarding: Guarding) -> None:
    for key in ("Ev1", "Ev1", "Ev2"):
        guarding.look_at(posted(), key=key)
    assert told(harbor) == TOLD


def test_a_writer_who_is_not_on_the_roster_is_told_as_well(harbor: Harbor, guarding: Guarding) -> None:
    guarding.look_at(posted(user=STRANGER), key="Ev1")
    assert harbor.told(STRANGER) == [Kind.GUARD_NOTE, Kind.GUARD_CARD]


def test_harmless_talk_and_our_own_messages_are_left_alone(harbor: Harbor, guarding: Guarding) -> None:
    assert not guarding.look_at(posted("the van leaves at 08:30"), key="Ev1")
    assert not guarding.look_at(posted(user="", bot="B0LEADBOT"), key="Ev2")
    assert harbor.notices() == []


def test_another_apps_message_is_told_to_the_managers_alone(harbor: Harbor, guarding: Guarding) -> None:
    guarding.look_at(posted(user="", bot="B7"), key="Ev1")
    assert told(harbor) == TO_MANAGER


def test_an_edit_that_brings_details_in_is_told_and_one_that_leaves_them_is_not_again(
    harbor: Harbor, guarding: Guarding
) -> None:
    guarding.look_at(posted(), key="Ev1")
    guarding.look_at(posted(before=TYPED, changed_at="8.0"), key="Ev2")
    assert told(harbor) == TOLD
    guarding.look_at(posted(before="gone", changed_at="9.0"), key="Ev3")
    assert told(harbor) == TOLD * 2


def test_what_was_taken_back_is_thanked_once_and_looked_at_again_when_it_is_edited(
    harbor: Harbor, guarding: Guarding
) -> None:
    guarding.look_at(posted(), key="Ev1")
    handle = Handle(harbor.notices(Kind.GUARD_CARD)[0].handle or "")
    assert guarding.take_back(OFFICER, handle)
    assert guarding.take_back(OFFICER, handle)
    assert told(harbor)[4:] == [(OFFICER, Kind.GUARD_THANKS), (MANAGER, Kind.GUARD_TAKEN_BACK)]
    guarding.look_at(posted(), key="Ev1")
    assert len(harbor.notices()) == 6, "Slack's late retry of the first event is no new finding"
    guarding.look_at(posted(before=TYPED, changed_at="8.0"), key="Ev2")
    assert len(harbor.notices(Kind.GUARD_CARD)) == 2


@pytest.mark.parametrize("handle", ["", "0" * 32])
def test_a_handle_that_never_was_takes_nothing_back(harbor: Harbor, guarding: Guarding, handle: str) -> None:
    guarding.look_at(posted(), key="Ev1")
    assert not guarding.take_back(OFFICER, Handle(handle))
    assert told(harbor) == TOLD


def test_nobody_takes_back_for_somebody_else(harbor: Harbor, guarding: Guarding) -> None:
    guarding.look_at(posted(), key="Ev1")
    handle = Handle(harbor.notices(Kind.GUARD_CARD)[0].handle or "")
    assert not guarding.take_back(QUAY_OFFICER, handle)
    assert told(harbor) == TOLD


def test_the_managers_are_asked_again_on_the_next_working_morning(harbor: Harbor, guarding: Guarding) -> None:
    guarding.look_at(posted(), key="Ev1")
    [later] = harbor.notices(Kind.GUARD_FOLLOW_UP)
    assert later.due_at == next_working_morning(harbor.time(), LANTERN)
    assert later.due_at > harbor.time()
    assert later.settled_at is None


def test_what_was_taken_back_is_not_followed_up_and_the_rest_is(harbor: Harbor, guarding: Guarding) -> None:
    guarding.look_at(posted(), key="Ev1")
    guarding.look_at(posted(user=QUAY_OFFICER, ts="8.1"), key="Ev2")
    guarding.take_back(OFFICER, Handle(harbor.notices(Kind.GUARD_CARD)[0].handle or ""))
    outcomes = {notice.target: notice.outcome for notice in harbor.notices(Kind.GUARD_FOLLOW_UP)}
    assert outcomes == {"C0OWG0001 7.1": "never:taken_back", "C0OWG0001 8.1": None}


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-20T07:12+00:00", "2026-11-20T17:00+00:00"),  # Thursday night there: Friday, 09:00 PST
        ("2026-11-21T07:12+00:00", "2026-11-23T17:00+00:00"),  # Friday night: Monday
        ("2026-11-22T12:00+00:00", "2026-11-23T17:00+00:00"),  # Sunday
        ("2026-03-06T20:00+00:00", "2026-03-09T16:00+00:00"),  # over the hour that is skipped
    ],
)
def test_a_working_morning_is_nine_in_the_sites_zone_from_monday_to_friday(moment: str, due: str) -> None:
    found = next_working_morning(datetime.fromisoformat(moment), LANTERN)
    assert found == datetime.fromisoformat(due)


def test_a_second_message_of_the_same_person_brings_the_refresher(harbor: Harbor, guarding: Guarding) -> None:
    guarding.look_at(posted(), key="Ev1")
    guarding.look_at(posted(ts="8.1"), key="Ev2")
    guarding.look_at(posted(user=QUAY_OFFICER, ts="9.1"), key="Ev3")
    assert harbor.told(OFFICER).count(Kind.GUARD_CARD_AGAIN) == 1
    assert Kind.GUARD_CARD_AGAIN not in harbor.told(QUAY_OFFICER)
    again = harbor.notices(Kind.GUARD_CARD_AGAIN)[0]
    assert guarding.take_back(OFFICER, Handle(again.handle or ""))


def test_what_was_taken_back_or_is_long_ago_does_not_count(harbor: Harbor, guarding: Guarding) -> None:
    guarding.look_at(posted(), key="Ev1")
    guarding.take_back(OFFICER, Handle(harbor.notices(Kind.GUARD_CARD)[0].handle or ""))
    guarding.look_at(posted(ts="8.1"), key="Ev2")
    harbor.time.go(timedelta(days=91))
    guarding.look_at(posted(ts="9.1"), key="Ev3")
    assert Kind.GUARD_CARD_AGAIN not in harbor.told(OFFICER)
