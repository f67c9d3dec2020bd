"""The guard's rules class by class, on sentences of its own; and that long hostile texts end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.guard import FindingKind, look, person_guard

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Zebulon Testperson 01/01/1901 is back at the steps", FindingKind.NAME_AND_DATE),
        ("zeb testperson 3/4/88", FindingKind.NAME_AND_DATE),
        ("Testperson_Zebulon_1901-01-01.pdf", FindingKind.NAME_AND_DATE),
        ("DOB 1-2-84", FindingKind.BIRTH),
        ("call him on 206-555-0107", FindingKind.PHONE),
        ("social ends in 1234", FindingKind.SSN),
        ("cause no. 21-1-01234-5", FindingKind.CASE_NUMBER),
        ("gray van, plate ABC1234", FindingKind.PLATE),
        ("ROI-Testperson-1901-01-02-signed.pdf", FindingKind.NAME_AND_DATE),
        ("testperson 2jan1901.jpg", FindingKind.NAME_AND_DATE),
        ("Zebulon Testperson, 5.10.1957, here since 2:15", FindingKind.NAME_AND_DATE),
        ("born in march 83 and wants a bed", FindingKind.BIRTH),
        ("his cell is five five five oh one one nine", FindingKind.PHONE),
        ("5550129", FindingKind.PHONE),
        ("booking umb779", FindingKind.CASE_NUMBER),
        ("1PC251000077 is moved", FindingKind.CASE_NUMBER),
        ("order_25CRS208432.pdf", FindingKind.CASE_NUMBER),
        ("report no. 2505061", FindingKind.CASE_NUMBER),
        ("yes he's in LEAD", FindingKind.BELONGING),
    ],
)
def test_each_class_of_details_is_found(text: str, kind: FindingKind) -> None:
    found = look(text, TODAY)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Officer Quillfeather 10/12 shift",
        "meeting 11/24/2026 with Ottoline Bramblewick",
        "R-7KQ2M was met at 02:31",
        "Team line: (555) 010-0199",
        "the 2026 budget is due on 12/01/2026",
        "Jun 11th 13:45 with Ofc Ines Applegarth",
        "Oct 21st '25 Ms. Marrowbone",
        "VM and M.B. meet 12/02",
        "case conference 14 Aug 2025 10:30pm",
        "booked rm 1-121",
        "LEAD meeting is in the back room",
        "<@U012345678> <https://example.org/1901-01-01|the page>",
        "",
    ],
)
def test_talk_of_work_is_left_alone(text: str) -> None:
    assert look(text, TODAY) is None


@pytest.mark.parametrize(
    "piece",
    [
        "1/",
        "A",
        "Ab ",
        "case ",
        "1 ",
        "555-",
        "<@",
        "dob ",
        "born 1/1/26 ",
        "jan 1 ",
        "A-",
        "_",
        "oh ",
        "he is in lead x ",
        "car AB 12 ",
    ],
)
@pytest.mark.timeout(5)
def test_forty_thousand_hostile_characters_are_looked_through(piece: str) -> None:
    look(piece * (40_000 // len(piece)), TODAY)


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text: str) -> None:
    found = look(text, TODAY)
    assert found is None or found.kind in FindingKind


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Zebulon Testperson 01/01/1901", True),
        ("Bus stop, 11/24/2026", True),
        ("he's in LEAD", True),
        ("Bus stop at Fifth and Anchor", False),
        ("Ottoline Bramblewick", False),
        ("Lantern Harbor LEAD", False),
    ],
)
def test_names_for_everybodys_eyes_are_looked_at_more_strictly(text: str, refused: bool) -> None:
    assert person_guard(text) is refused
