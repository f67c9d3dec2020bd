"""Plates: named, beside a vehicle, or in their shape; times, trainings and papers are none."""

from __future__ import annotations

import pytest

from handlers.guard.plates import has_plate


@pytest.mark.parametrize(
    "text",
    [
        "plate abc 1234",
        "the car number is qzx-0012",
        "towed: grey honda abc 0546",
        "F-150 XQZ 024",
        "green subaru q18-xz7",
        "license plate 0Q 05617",
        "van ABC1234 again",
        "ABC1234",
        "tan buick tag qzx 0238",
    ],
)
def test_a_plate_is_found(text: str) -> None:
    assert has_plate(text)


@pytest.mark.parametrize(
    "text",
    [
        "van at 0830",
        "the van for 12 people",
        "car 20 feet from the pier",
        "CMS-1500 page 30",
        "my plate is full until 09/05 - tell the team",
        "van in 2026",
        "parked 300 mi away",
        "radio XPR7550 batteries",
        "name tag on Monday",
        "",
    ],
)
def test_talk_of_vans_and_papers_is_left_alone(text: str) -> None:
    assert not has_plate(text)
