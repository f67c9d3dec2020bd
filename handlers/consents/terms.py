"""Releases in words: classes of detail, purposes, roles, agencies and days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.classes import Category, Purpose
from models.consent import Ended, Signed
from models.people import Role

CATEGORY_WORDS = {
    Category.IDENTITY: "Who they are",
    Category.LOCATION: "Where to find them",
    Category.ENGAGEMENT: "Goals and how it is going",
    Category.BARRIERS: "Barriers and what would help",
    Category.CLINICAL: "Health and treatment",
    Category.LEGAL_CALENDAR: "Court dates and warrants",
    Category.INCIDENT: "What happened",
    Category.DANGER: "Safety notes",
}
PURPOSE_WORDS = {
    Purpose.REFERRAL: "a referral",
    Purpose.HAND_OFF: "a hand-off",
    Purpose.COORDINATION: "working together on the person's goals",
    Purpose.COURT: "court dates and decisions",
    Purpose.CONFERENCE: "a case conference",
    Purpose.SERVICES: "getting services",
}
SIGNED_WORDS = {Signed.ON_PAPER: "on paper", Signed.ELECTRONICALLY: "electronically"}
ENDED_WORDS = {
    Ended.SPOKEN: "at the person's word",
    Ended.WRITTEN: "in writing",
    Ended.EVENT: "with its event",
    Ended.MISTAKE: "entered by mistake",
}


def role_words(role: Role | None) -> str:
    """`liaison prosecutor`; the writer of an item reads it in no role."""
    return role.value.replace("_", " ") if role else "as its writer"


def agency_words(agency: str) -> str:
    """`police:Lantern Harbor PD` -> `Lantern Harbor PD`."""
    return agency.partition(":")[2] or agency


def categories_words(categories: Iterable[Category]) -> str:
    """In the order of the matrix, with `;` between."""
    held = set(categories)
    return "; ".join(words for category, words in CATEGORY_WORDS.items() if category in held) or "nothing yet"


def purposes_words(purposes: Iterable[Purpose]) -> str:
    """In the order of the purposes, with `;` between."""
    held = set(purposes)
    return "; ".join(words for purpose, words in PURPOSE_WORDS.items() if purpose in held)


def day_words(day: date) -> str:
    """`Sep 1, 2026`."""
    return f"{day:%b} {day.day}, {day.year}"
