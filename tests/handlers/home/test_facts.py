"""Home's facts: references, states and handles; nothing that could hold a detail."""

from __future__ import annotations

from dataclasses import fields

from handlers.home.facts import (
    HomeFacts,
    MyCoordination,
    MyLeadership,
    MyMail,
    MyPeople,
    MyPerson,
    MyReferral,
    MyRoom,
    MySituation,
    MySituations,
    OpenItem,
    SentMessage,
    WaitingMessage,
    WaitingPair,
)


def test_home_is_made_of_open_facts_only() -> None:
    assert [field.name for field in fields(HomeFacts)] == [
        "may_refer",
        "items",
        "referrals",
        "more",
        "contacts",
        "guarded",
        "people",
        "mail",
        "pairs",
        "may_talk",
        "stops",
        "answers_wanted",
        "coordination",
        "may_calendar",
        "may_hold",
        "asks_by_number",
        "room",
        "actions",
        "funds",
        "may_add",
        "may_call",
        "sees_openings",
        "leadership",
        "situations",
    ]
    for row in (OpenItem, MyReferral, MyCoordination):
        assert [field.name for field in fields(row)] == ["handle", "standing"]
    assert [field.name for field in fields(MySituation)] == ["ref", "place", "review_on"]
    assert [field.name for field in fields(MySituations)] == ["open", "due", "may_raise"]
    assert [field.name for field in fields(MyLeadership)] == ["situations", "issues", "shown", "more"]
    assert [field.name for field in fields(MyRoom)] == ["not_until"]
    assert [field.name for field in fields(MyPerson)] == ["ref", "region", "rung"]
    assert [field.name for field in fields(MyMail)] == ["may_seal", "waiting", "sent"]
    assert [field.name for field in fields(WaitingMessage)] == ["handle", "ref"]
    assert [field.name for field in fields(SentMessage)] == ["handle", "ref", "opened_at", "taken_back"]
    assert [field.name for field in fields(WaitingPair)] == ["id", "refs", "confirmed"]
    assert [field.name for field in fields(MyPeople)] == ["shown", "more", "may_begin", "may_ask"]
