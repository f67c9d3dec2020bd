"""Extracts of a criminal history are told from notes about a life, a court date and one charge."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.guard import criminal_words, is_criminal_history
from tests.handlers.criminal_history_set.make_set import read_words

MOST_TEXT = 3000  # characters of the longest field Slack takes

EXTRACTS = [
    "priors: 2016 burg 2 conv, 2018 PCS dism",
    "ARREST 1 03/04/2011\nCHARGE THEFT\nDISPOSITION CONVICTED\nARREST 2 05/06/2013\nCHARGE DUI",
    "FBI NO. 000111QA2",
    "NO IDENTIFIABLE RECORD IN THE NCIC INTERSTATE IDENTIFICATION INDEX",
    "IN 03/01/19 OUT 03/09/19\nIN 07/04/20 OUT 07/05/20",
    "3 felony convictions, 14 arrests",
    "State v. Testperson 14-1-00031-2 theft 2 guilty 2014; 16-1-00440-9 robbery 2 dismissed 2016",
    "failure to appear 2012, hit and run 2014, driving while suspended 2019",
    "burglary 18 months, then theft 9 months",
]
ORDINARY = [
    "",
    "Court 12/4 at 9:00, theft 3, case 26-0931. Needs a ride.",
    "Arrested 11/19/2026 for theft 3, diverted. Case manager met him at Dock 9.",
    "There is a warrant from Muni; quash hearing Monday.",
    "The trespass case was dismissed. He wants a library card now.",
    "2016 knee surgery, 2018 stroke, 2020 detox bed, doing better since",
    "Her criminal history keeps closing doors with landlords.",
    "Please paste no rap sheet and no NCIC printout here.",
    "Two open cases, theft and trespass, both set for 12/9.",
]


@pytest.mark.parametrize("text", EXTRACTS)
def test_an_extract_is_told(text: str) -> None:
    assert is_criminal_history(text)


@pytest.mark.parametrize("text", EXTRACTS)
def test_it_is_told_in_one_line_in_either_case_and_amid_other_words(text: str) -> None:
    for changed in (
        text.lower(),
        text.upper(),
        " ".join(text.split()),
        f"Met him today.\n{text}\nWants a coat.",
    ):
        assert is_criminal_history(changed)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_pass(text: str) -> None:
    assert not is_criminal_history(text)


def test_letters_of_full_width_are_read_as_ours() -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isalnum() else char for char in EXTRACTS[0])
    assert wide != EXTRACTS[0]
    assert is_criminal_history(wide)


def test_the_slang_and_the_names_of_the_labelled_set_are_not_in_the_rules() -> None:
    rules = Path(criminal_words.__file__).read_text(encoding="utf-8").lower()
    words = read_words()
    assert [word for name in ("slang", "beat", "name") for word in words[name] if word.lower() in rules] == []


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_criminal_history(text) in {True, False}


@pytest.mark.parametrize(
    "piece",
    [
        "in 1/1/2000 ",
        "nam/",
        "sid ",
        "fbi no ",
        "1 prior felony ",
        "prior felony ",
        "2016 ",
        "a",
        "1-",
        "arr dt ",
        "\n",
    ],
)
def test_longer_hostile_text_costs_in_proportion(piece: str) -> None:
    # A pattern that runs away would take minutes on this and meet the suite's time limit.
    text = (piece * MOST_TEXT)[: MOST_TEXT * 100]
    assert is_criminal_history(text) in {True, False}
