"""The look at an action's words: verdicts and others' decisions are met with words to use instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.actions.verdicts import DECIDED, NOT_YOURS, VERDICT, mend
from models.action import Sphere


@pytest.mark.parametrize(
    "text",
    [
        "He refuses services",
        "Refused the bed twice",
        "note that she is non-compliant",
        "is noncompliant with the plan",
        "failed to show, close it",
        "treatment resistant, try later",
        "He won't engage",
        "she won\u2019t engage",
        "tell them he is clean now",
        "terminate from LEAD by Friday",
        "drop her from the program",
        "another no-show, move on",
        "He is manipulative",
        "does not want help",
        "a frequent flyer, look out",
        "uncooperative; close",
    ],
)
@pytest.mark.parametrize("sphere", [Sphere.POLICE, Sphere.CASE_MANAGEMENT])
def test_a_verdict_is_met_with_words_to_use_instead(text: str, sphere: Sphere) -> None:
    assert mend(text, sphere) == VERDICT


@pytest.mark.parametrize(
    "text",
    [
        "He will not be arrested",
        "she won't be charged",
        "they should be arrested next time",
        "will be prosecuted if seen again",
        "is to be cited on sight",
        "gets a free pass until June",
    ],
)
@pytest.mark.parametrize("sphere", list(Sphere))
def test_what_decides_about_somebody_is_nobodys_action(text: str, sphere: Sphere) -> None:
    assert mend(text, sphere) == DECIDED


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Police will stay away from the stop", Sphere.POLICE),
        ("officers of the quay agree to call first", Sphere.POLICE),
        ("The prosecutor will decline the case", Sphere.PROSECUTION),
        ("city attorney must hold the filing", Sphere.PROSECUTION),
        ("the case manager will drive", Sphere.CASE_MANAGEMENT),
        ("public defender shall file the motion", Sphere.DEFENSE),
        ("Drop the charges", Sphere.PROSECUTION),
        ("File no charge and dismiss it", Sphere.PROSECUTION),
        ("Call first. Then we'll dismiss the trespass case", Sphere.PROSECUTION),
        ("We will not prosecute", Sphere.PROSECUTION),
        ("I decline to file", Sphere.PROSECUTION),
        ("Arrest them next time", Sphere.POLICE),
        ("We won\u2019t cite her at the stop", Sphere.POLICE),
        ("Book again on Friday", Sphere.POLICE),
        ("Enroll them on Monday", Sphere.CASE_MANAGEMENT),
    ],
)
def test_what_another_decides_is_written_by_them_alone(text: str, whose: Sphere) -> None:
    assert mend(text, whose) == ""
    for sphere in set(Sphere) - {whose}:
        assert mend(text, sphere) == NOT_YOURS, sphere


@pytest.mark.parametrize("sphere", list(Sphere))
def test_a_judges_decision_is_nobodys(sphere: Sphere) -> None:
    assert mend("the judge will quash it on Monday", sphere) == NOT_YOURS


@pytest.mark.parametrize(
    "text",
    [
        "Ask for Bramblewick by phone before citing",
        "Reply on the filing hold",
        "Ask the prosecutor to drop the charges",
        "Drop the case file at the office",
        "Drop the case manager a line",
        "File the housing application",
        "Charge the radios before the shift",
        "Book the room for Thursday",
        "Cite the ordinance in the letter to the city",
        "Close the steps at nine",
        "Reduce the number of calls at the stop",
        "ask the prosecutor by Tuesday",
        "call the case manager before a ticket",
        "outreach presence from four to seven for two weeks",
        "tell people about outreach before citing",
        "lighting request to the city",
        "bring the form to the shelter and sign it together",
        "drive to the clinic on Monday",
        "ask the court clerk for the next date",
        "offer the bed again on Thursday",
        "clean up the form for referrals",
        "walk by the stop twice a week",
    ],
)
@pytest.mark.parametrize("sphere", [Sphere.POLICE, Sphere.PROSECUTION, Sphere.CASE_MANAGEMENT])
def test_next_steps_pass(text: str, sphere: Sphere) -> None:
    assert mend(text, sphere) == ""


@given(st.text(max_size=400), st.sampled_from(Sphere))
def test_any_text_is_looked_at_and_never_repeated(text: str, sphere: Sphere) -> None:
    assert mend(text, sphere) in {"", VERDICT, DECIDED, NOT_YOURS}
