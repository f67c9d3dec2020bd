"""Roles, agencies, kinds of detail and purposes in words, as every form and view says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.classes import Category, Purpose

# As the release form says them: whoever seals a message looks for the words they ticked there.
CATEGORY_WORDS: Mapping[Category, str] = {
    Category.IDENTITY: "Who they are",
    Category.LOCATION: "Where to find them",
    Category.ENGAGEMENT: "Goals and how it is going",
    Category.BARRIERS: "Barriers and what would help",
    Category.CLINICAL: "Health and treatment",
    Category.LEGAL_CALENDAR: "Court dates and warrants",
    Category.INCIDENT: "What happened",
    Category.DANGER: "Safety notes",
}
PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.REFERRAL: "a referral",
    Purpose.HAND_OFF: "a hand-off",
    Purpose.COORDINATION: "working together on the person's goals",
    Purpose.COURT: "court dates and decisions",
    Purpose.CONFERENCE: "a case conference",
    Purpose.SERVICES: "getting services",
}


def role_words(role: str) -> str:
    """`case_manager` -> `case manager`."""
    return role.replace("_", " ")


def agency_words(agency: str) -> str:
    """`police:Lantern Harbor PD` -> `Lantern Harbor PD`."""
    return agency.partition(":")[2]


def shared_under(agency: str, role: str, purpose: Purpose, expires_on: date | None) -> str:
    """The line under whatever is shown on a release: who is named, for what, and until when."""
    until = f"until {day_words(expires_on)}" if expires_on else "until the event it names"
    return (
        f"Shared under a release that names {agency_words(agency)}, {role_words(role)}, "
        f"for {PURPOSE_WORDS[purpose]}, {until}."
    )


def day_words(day: date) -> str:
    """`Sep 1, 2026`."""
    return f"{day:%b} {day.day}, {day.year}"
