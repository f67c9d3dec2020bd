"""The Golden Rule's guard: plain statements of each kind, harmless meanings, and the site's own list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.golden_rule import FindingKind, look
from handlers.golden_rule.routine import ROUTINE_UPDATE

_HERE = Path(__file__).parent
_ITS_WORDS = ("used", "she", "the", "at", "night", "missed", "court", ",", ".", "@", "9", "pm", "not", "her")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She relapsed on Friday", FindingKind.CONDUCT),
        ("my client no-showed her last two appts", FindingKind.CONDUCT),
        ("Bebió otra vez anoche", FindingKind.CONDUCT),
        ("client dropped dirty", FindingKind.TEST),
        ("All her screens have been negative since June", FindingKind.TEST),
        ("he missed curfew Tuesday", FindingKind.ORDER),
        ("She texted him despite the no-contact order", FindingKind.ORDER),
        ("He's staying behind the Larch Street warehouse", FindingKind.WHEREABOUTS),
        ("You can usually find her at the bus stop by the pier before 9", FindingKind.WHEREABOUTS),
        ("he has a new charge in Oakvale county", FindingKind.OFFENCE),
        ("She carries a knife", FindingKind.OFFENCE),
    ],
)
def test_what_could_be_used_is_found_by_its_kind(text: str, kind: FindingKind) -> None:
    found = look(text)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    "text",
    [
        ROUTINE_UPDATE,
        "She used to work at a bakery",
        "He got clean clothes and an ID",
        "He is missed by his family",
        "The landlord's violation is being contested",
        "Shelter curfew is 9 pm",
        "Her protection order against her ex is renewed",
        "The hearing is Tuesday at 9 in courtroom 4",
        "Could the curfew be moved to 10 so he can work the late shift?",
        "His roommate was using and he asked to move",
        "I will be at the office until 5",
        "We never report on tests about anyone",
        "He missed court on the 3rd; we ask you to quash the warrant.",
        "She's free Tuesday after 2",
    ],
)
def test_the_same_words_in_other_meanings_stop_nothing(text: str) -> None:
    assert look(text) is None


@pytest.mark.parametrize("text", ["she relapsd on friday", "tested postive for meth", "He violted probation"])
def test_a_slip_of_the_hand_hides_nothing(text: str) -> None:
    assert look(text) is not None


@pytest.mark.parametrize(
    "text", ["SHE RELAPSED FRIDAY", "she hasnt reported to her p.o.", "UA was *hot*", "u.a. hot"]
)
def test_capitals_short_forms_and_markup_hide_nothing(text: str) -> None:
    assert look(text) is not None


def test_the_sites_own_words_stop_as_whole_words_whatever_their_case() -> None:
    assert look("his coat is the teal one") is None
    found = look("his coat is the TEAL one", stop=["teal"])
    assert found is not None
    assert found.kind is FindingKind.SITE
    assert look("a steal teals", stop=["teal"]) is None


def test_what_the_site_lets_pass_stops_nothing_and_its_own_stop_goes_before() -> None:
    text = "she asked about the Relapse Cafe"
    assert look(text) is not None
    assert look(text, let_pass=["relapse cafe"]) is None
    assert look(text, stop=["cafe"], let_pass=["relapse cafe"]) is not None
    assert look("she relapsed at the Relapse Cafe", let_pass=["relapse cafe"]) is not None


def test_good_news_beside_it_changes_nothing() -> None:
    assert look("Keeps every appointment. Used again on Sunday. Loves her class.") is not None


def test_the_sentences_of_our_own_that_it_was_mended_by() -> None:
    stops = (_HERE / "stops.txt").read_text(encoding="utf-8").splitlines()
    notes = (_HERE / "notes.txt").read_text(encoding="utf-8").splitlines()
    assert sum(look(text) is not None for text in stops) >= 0.96 * len(stops)
    assert sum(look(text) is not None for text in notes) <= 0.03 * len(notes)


@given(st.text(max_size=600))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    look(text, stop=["blues"], let_pass=["relapse cafe"])


@given(st.lists(st.sampled_from(_ITS_WORDS), max_size=700))
def test_long_texts_of_its_own_words_take_no_long_time(words: list[str]) -> None:
    look(" ".join(words))
