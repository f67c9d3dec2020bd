"""Where no person has a place: names are stopped, places and situations go through; and long texts end."""

from __future__ import annotations

import time

import pytest

from handlers.guard import names_somebody

STOPPED = [
    "Zebulon Testperson sleeps at the pier",
    "Testperson, Zebulon again",
    "Zebulon Testperson",
    "Zebulon\u200b Testperson was there",
    "Zeb\u00adulon\u2060 Test\u200dperson waits by the steps",
    "Zebulon\u3164Testperson waits there",
    "Zebulon\u2800Testperson waits there",
    "call him on 206\u200b-555-\ufeff0107",
    "saw Zebulon at the steps again",
    "check on Zebulon please",
    "a man named Zebulon camps there",
    "a man named zebulon camps there",
    "she goes by Marigold",
    "her name is Clover",
    "Mr. Testperson waits there every morning",
    "Officer Quillfeather was slow to call",
    "Sgt. Marrowbone does not want it",
    "Zebulon keeps asking for a tent",
    "Clover is sleeping behind the library",
    "Zebulon's tent blocks the stairs",
    "arrested Zebulon twice this week",
    "Marigold Stoop from the market called",
    "Ottoline Bramblewick did not come",
    "call him on 206-555-0107",
    "DOB 1-2-84",
    "R-7KQ2M never heard back",
    "gray van, plate ABC1234",
    "he is in LEAD already",
]
PASSES = [
    "Help took more than an hour on Fifth",
    "Responders take too long before 7",
    "responders take too long before 7",
    "Nobody came to Fifth and Anchor",
    "The bus shelter at Fifth and Anchor, mornings",
    "Stairs behind the Pike Market, tents and needles",
    "Underpass at Harriet Tubman Park after 10 pm",
    "Martin Luther King Way and 3rd: people wait for the clinic",
    "Behind Quay Library, cold nights",
    "Dispatch is slow at night",
    "The form asks twice for the place",
    "Paperwork takes longer than booking",
    "Not sure who fits when somebody has a warrant elsewhere",
    "North Precinct parking lot, from Monday on",
    "LEAD does not answer on Sundays",
    "We asked for help and were told to wait",
    "Nobody told us what came of the last three",
    "Radio does not reach the ferry dock",
    "Old Post Building, side door, mornings",
    "Business owners on Dock Street ask for us every day",
    "Fixed: from Monday two people are on before 7",
    "No money for it this quarter",
]


@pytest.mark.parametrize("text", STOPPED)
def test_somebody_is_stopped(text: str) -> None:
    assert names_somebody(text)


@pytest.mark.parametrize("text", PASSES)
def test_a_place_or_a_situation_goes_through(text: str) -> None:
    assert not names_somebody(text)


def test_a_long_hostile_text_ends_soon() -> None:
    began = time.monotonic()
    for piece in ("named ", "Zebulon ", "Mr ", "A-", "saw Zeb's ", "x'"):
        names_somebody(piece * 300)
    assert time.monotonic() - began < 2
