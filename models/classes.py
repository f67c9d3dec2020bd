"""The words access is decided in: classes of detail, purposes, and the bases of an opening."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """Classes of detail; each has an envelope of its own, because access is per category."""

    IDENTITY = "identity"
    LOCATION = "location"
    ENGAGEMENT = "engagement"
    BARRIERS = "barriers"
    CLINICAL = "clinical"
    LEGAL_CALENDAR = "legal_calendar"
    INCIDENT = "incident"
    CRIMINAL_HISTORY = "criminal_history"
    VIOLATIONS = "violations"
    PRIVILEGED = "privileged"
    DANGER = "danger"


# Refused at entry, whoever asks: what was never stored can neither leak nor be demanded.
NEVER_STORED = frozenset({Category.CRIMINAL_HISTORY, Category.VIOLATIONS, Category.PRIVILEGED})
STORED = tuple(category for category in Category if category not in NEVER_STORED)


class Purpose(StrEnum):
    """What a detail is shared for; a release names purposes, and each disclosure keeps to one."""

    REFERRAL = "referral"
    HAND_OFF = "hand_off"
    COORDINATION = "coordination"
    COURT = "court"
    CONFERENCE = "conference"
    SERVICES = "services"


# What a release may be signed for. A referral needs none: its bases are authorship and dispatch. There is
# no purpose "evidence" and none for counselling notes (42 CFR 2.31(b), (d)): no such release exists here.
RELEASABLE = tuple(purpose for purpose in Purpose if purpose is not Purpose.REFERRAL)


class Basis(StrEnum):
    """Why somebody may open."""

    OWN = "own"
    REFERRAL = "referral"
    CARE_TEAM = "care_team"
    CONSENT = "consent"
