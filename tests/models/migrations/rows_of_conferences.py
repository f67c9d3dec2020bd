"""A row for each table of the tenth step: (table, row), in an order in which each finds what it names."""

from __future__ import annotations

from typing import Any

from models.schema import IssueRef
from tests.factories import BACKUP, NOON, RESPONDER

A_DAY = NOON.date()
CONFERENCE, SITUATION, ISSUE = "K-00000", "S-00000", IssueRef("A-00000")
MEETING, PLACE, CALL = "b" * 32, "c" * 32, "d" * 32
AGENCY = "case_management:Harbor Bridge Outreach"

ON_ONE_PERSON: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "conferences",
        {
            "ref": CONFERENCE,
            "about": "person",
            "participant": "C-00000",
            "situation": "",
            "group_code": "owg",
            "regions": "north",
            "asker": BACKUP,
            "asker_agency": AGENCY,
            "reason": "safety",
            "wanted": "this_week",
            "facilitator": RESPONDER,
            "meeting": "",
            "starts_at": NOON,
            "minutes": 15,
            "state": "proposed",
            "asked_at": NOON,
            "anchor": "",
            "version": 1,
            "mac": b"",
        },
    ),
    (
        "conference_seats",
        {
            "conference": CONFERENCE,
            "member": RESPONDER,
            "role": "outreach_responder",
            "agency": AGENCY,
            "invited_at": NOON,
            "answer": "",
        },
    ),
    (
        "conference_wishes",
        {
            "id": "e" * 32,
            "conference": CONFERENCE,
            "member": BACKUP,
            "about": "C-00000",
            "reason": "safety",
            "wanted": "today",
            "asked_at": NOON,
        },
    ),
    (
        "aparts",
        {
            "id": "f" * 32,
            "one": "C-00000",
            "other": "C-00001",
            "noted_by": BACKUP,
            "noted_at": NOON,
            "version": 1,
            "mac": b"",
        },
    ),
    (
        "actions",
        {
            "ref": "T-00000",
            "kind": "plan",
            "came_from": CONFERENCE,
            "meeting": "",
            "group_code": "owg",
            "participant": "C-00000",
            "sphere": "case_management",
            "words": "",
            "proposed_by": BACKUP,
            "proposer_agency": AGENCY,
            "owner": BACKUP,
            "owner_agency": AGENCY,
            "due_on": A_DAY,
            "state": "taken",
            "fund": "",
            "approval": "",
            "proposed_at": NOON,
            "carried": 0,
            "version": 1,
            "mac": b"",
        },
    ),
)

IN_THE_GROUP: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "situations",
        {
            "ref": SITUATION,
            "group_code": "owg",
            "region": "north",
            "place": "Ferry steps",
            "times": "",
            "pattern": "Noise after ten",
            "harms": "",
            "tried": "",
            "raised_by": BACKUP,
            "came_from": "",
            "wanted": "this_week",
            "owner": BACKUP,
            "state": "open",
            "raised_at": NOON,
            "review_on": A_DAY,
            "looked_back": 0,
            "ended": "",
            "anchor": "",
            "version": 1,
        },
    ),
    (
        "situation_counts",
        {
            "id": "0a" * 16,
            "situation": SITUATION,
            "counted": "calls",
            "number": 14,
            "since": A_DAY,
            "until": A_DAY,
            "entered_by": BACKUP,
            "at": NOON,
        },
    ),
    (
        "meetings",
        {
            "id": MEETING,
            "group_code": "owg",
            "schedule": "",
            "day": A_DAY,
            "starts_at": NOON,
            "minutes": 60,
            "facilitator": BACKUP,
            "special": 0,
            "called_for": "",
            "state": "planned",
            "anchor": "",
            "item": "",
            "made_at": NOON,
            "version": 1,
        },
    ),
    (
        "agenda_items",
        {
            "id": "0b" * 16,
            "meeting": MEETING,
            "group_code": "owg",
            "section": "situations",
            "place": 0,
            "subject": SITUATION,
            "words": "",
            "put_by": "",
            "minutes": 5,
            "state": "waits",
        },
    ),
    ("attendances", {"meeting": MEETING, "member": BACKUP, "agency": AGENCY, "at": NOON}),
    ("funds", {"code": "flexible", "cents": 250_000, "version": 1}),
    (
        "vacant_places",
        {
            "id": PLACE,
            "kind": "bed",
            "region": "north",
            "words": "From six in the evening",
            "agency": "service:Lantern House",
            "posted_by": BACKUP,
            "places": 2,
            "posted_at": NOON,
            "expires_at": NOON,
            "version": 1,
        },
    ),
    ("claims", {"id": "0c" * 16, "place": PLACE, "member": RESPONDER, "agency": AGENCY, "claimed_at": NOON}),
)

# They name an administrative issue, which stands among the roll calls' rows.
SENT_UP: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "policy_proposals",
        {
            "issue": ISSUE,
            "group_code": "policy",
            "background": "Two forms ask the same",
            "options": "Drop one",
            "touches": "nothing",
            "state": "sounding",
            "answer": "",
            "site_version": 0,
            "made_by": BACKUP,
            "made_at": NOON,
            "version": 1,
        },
    ),
    ("soundings", {"issue": ISSUE, "member": BACKUP, "stance": "", "words": "", "asked_at": NOON}),
    ("passings_on", {"issue": ISSUE, "agency": AGENCY, "member": BACKUP, "asked_at": NOON}),
    ("rule_readings", {"site_version": 2, "member": BACKUP, "asked_at": NOON}),
    ("critical_calls", {"id": CALL, "begun_by": BACKUP, "begun_at": NOON}),
    ("called", {"call": CALL, "member": BACKUP, "turn": 0}),
)

ROWS = (*ON_ONE_PERSON, *IN_THE_GROUP, *SENT_UP)
