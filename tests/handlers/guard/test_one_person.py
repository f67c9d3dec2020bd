"""Where a place is told: whoever could be one person is stopped, crowds and corners go through."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.guard import points_to_one_person, singles_out
from tests.handlers.guard.test_somebody import PASSES, STOPPED

SETS = Path(__file__).parent.parent
LABELLED = [
    json.loads(line) for line in (SETS / "guard_set" / "messages.jsonl").read_text("utf-8").splitlines()
]
OF_SOMEBODY = [row["text"] for row in LABELLED if row["label"]]
HARMLESS_TALK = [row["text"] for row in LABELLED if not row["label"]]
CONFIRMS = (SETS / "guard_membership" / "confirms.txt").read_text("utf-8").splitlines()

ONE = [
    "mostly the tall guy everyone calls Sprocket",
    "everyone calls him Sprocket",
    "everybody calls wheels",
    "it's mostly Sprocket",
    '"Sprocket" and "Wheels"',
    "one woman in a red coat",
    "a man sleeps there every night",
    "big dude near the bins",
    "an older gentleman with a dog",
    "he yells at riders",
    "J.T. and some others",
    "the frequent flyer list",
    "blue Corolla, plate ABC1234",
    "a 35 year old",
    "Same person every day",
    "somebody everyone knows",
    "aka the Mayor",
    "a guy they call the Mayor",
    "born 1984",
    "DOB 1-2-84",
    "mr. testperson",
    "client of ours",
    "we arrested one man",
    "an arrest was made last night",
]
PLACES = [
    "Stop at Fifth and Anchor: drinking, fights, complaints from riders and shops",
    "4 to 7 pm, weekdays",
    "16:00-19:00, Friday and Saturday",
    "Riders wait in the road because the shelter is full of broken glass",
    "Shops close early; two complaints a week",
    "Lighting request went to the city in March",
    "People drink at the shelter and shout at riders",
    "Fights on Fridays, mostly after 10 pm",
    "Mostly Third and Pine, mornings",
    "Shop owners call police about noise",
    "We asked the city for a light and a bin",
    "The light is mended, and complaints fell from 14 to 5 a week",
    "Officers tell people about outreach before citing",
    "A crowd of about 30 at the ferry steps",
    "Bus stop 1142, route 7 and 49",
    "Families with kids cannot pass",
    "The men's shelter lets out at 7 am and people wait outside",
    "Women's shelter on Dock Street is full",
    "Security guards call 911 about ten times a week",
    "A couple of shops closed early",
    'The sign "Exit" is broken',
    "Street lamps out since 2024",
]


@pytest.mark.parametrize("text", [*ONE, *STOPPED])
def test_one_person_is_stopped(text: str) -> None:
    assert points_to_one_person(text)


@pytest.mark.parametrize("text", [*PLACES, *PASSES])
def test_a_place_goes_through(text: str) -> None:
    assert not points_to_one_person(text)


def test_whatever_the_labelled_sets_call_somebodys_details_is_stopped() -> None:
    """The set was looked at before these rules were written: this holds them, and measures nothing."""
    assert [text for text in [*OF_SOMEBODY, *CONFIRMS] if not points_to_one_person(text)] == []


@given(
    st.sampled_from(PLACES),
    st.sampled_from([*OF_SOMEBODY, *ONE]),
    st.sampled_from([". ", "; ", "\n", " - "]),
    st.booleans(),
)
@example(
    "Street lamps out since 2024",
    "tran van gia dinh (dec 2 04) lost the phone again, tell @rosamund vane-example",
    ". ",
    False,
)
def test_words_about_the_place_around_it_do_not_hide_it(
    place: str, somebody: str, between: str, first: bool
) -> None:
    text = f"{somebody}{between}{place}" if first else f"{place}{between}{somebody}"
    assert points_to_one_person(text)


def test_in_a_thread_a_description_is_found_and_colleagues_may_be_named() -> None:
    assert singles_out("mostly the tall guy everyone calls Sprocket")
    assert singles_out("he is there again")
    assert not singles_out("Ottoline Bramblewick and Sgt. Oxlip go on 6/9, 16:00")
    found = [text for text in HARMLESS_TALK if singles_out(text)]
    assert len(found) / len(HARMLESS_TALK) < 0.02


def test_a_long_hostile_text_ends_soon() -> None:
    began = time.monotonic()
    for piece in (
        "the tall ",
        "a ",
        "A.B.",
        '"Zeb" ',
        "mostly ",
        "everyone calls ",
        "the x'y-z ",
        "1-1-",
        "it's ",
    ):
        points_to_one_person(piece * 300)
    assert time.monotonic() - began < 2
