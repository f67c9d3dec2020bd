"""Home at its fullest and at its emptiest: within limits, plain, and no more than thanks for a neighbor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.home.facts import HomeFacts, MyPeople, MyPerson, MyReferral, OpenItem
from handlers.home.views import home_view, one_sentence_view
from handlers.standing import ReferralFacts
from models.participant import Rung
from models.referral import Door, State
from models.schema import Handle, ParticipantRef
from models.site import Contacts
from sandbox.limits import check_view
from tests.handlers.test_standing import AT, FACTS
from tests.handlers.test_words import BLAMING
from tests.handlers.wing import text_types, texts

HANDLE = Handle("f" * 32)
PERSON = MyPerson(ParticipantRef("C-7KQ2M"), "North", Rung.NONE)
LONGEST = Contacts(team_line="9" * 40, emergency="1" * 20)
EMPTY = HomeFacts(may_refer=False, items=(), referrals=(), more=0, contacts=LONGEST)


def standing(door: Door, state: State) -> ReferralFacts:
    return replace(FACTS, door=door, state=state, met_at=AT, not_met_at=AT)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("door", Door)
def test_the_fullest_home_is_within_slacks_limits(door: Door, state: State) -> None:
    item, mine = OpenItem(HANDLE, standing(door, state)), MyReferral(HANDLE, standing(door, state))
    view = home_view(
        HomeFacts(
            may_refer=True,
            items=(item,) * 15,
            referrals=(mine,) * 15,
            more=9,
            contacts=LONGEST,
            people=MyPeople((PERSON,) * 15, more=True, may_begin=True),
        )
    )
    check_view(view, "home")
    assert text_types(view) == {"plain_text"}
    assert not any(BLAMING.search(text) for text in texts(view))


def test_an_empty_home_says_that_nothing_waits() -> None:
    view = home_view(EMPTY)
    check_view(view, "home")
    assert "Nothing is waiting for you." in texts(view)
    assert "Refer a person" not in texts(view)


def test_who_may_refer_has_the_button_first() -> None:
    assert texts(home_view(replace(EMPTY, may_refer=True)))[:2] == ["Refer a person", "Help"]


def test_what_did_not_fit_is_said() -> None:
    assert "And 4 more: close the ones above first." in texts(home_view(replace(EMPTY, more=4)))


@pytest.mark.parametrize("state", State)
def test_a_neighbors_own_referral_tells_the_receipt_whatever_its_state(state: State) -> None:
    mine = MyReferral(HANDLE, standing(Door.COMMUNITY, state))
    assert "Community R-7KQ2M. Received. Thank you." in texts(home_view(replace(EMPTY, referrals=(mine,))))


@pytest.mark.parametrize(
    ("changes", "offered"),
    [({}, True), ({"completed": True}, False), ({"state": State.MET, "met_at": AT}, False)],
)
def test_the_rest_is_asked_for_while_it_helps(changes: dict[str, object], offered: bool) -> None:
    mine = MyReferral(HANDLE, replace(FACTS, **changes))  # type: ignore[arg-type]  # names of its fields
    assert ("Add the rest" in texts(home_view(replace(EMPTY, referrals=(mine,))))) is offered


def test_buttons_carry_the_handle_and_nothing_else() -> None:
    item = OpenItem(HANDLE, FACTS)
    view = home_view(replace(EMPTY, items=(item,)))
    values = [
        part.get("value") for block in view["blocks"] for part in block.get("elements", []) if "value" in part
    ]
    assert values == [HANDLE]


def test_one_sentence_is_a_home_too() -> None:
    check_view(one_sentence_view("A sentence."), "home")


@pytest.mark.parametrize(
    ("rung", "said"),
    [
        (Rung.NONE, "C-7KQ2M, North. No consent yet."),
        (Rung.OUTREACH, "C-7KQ2M, North. Outreach agreed."),
        (Rung.ENROLLED, "C-7KQ2M, North. Enrolled."),
    ],
)
def test_my_people_are_named_by_reference_region_and_rung(rung: Rung, said: str) -> None:
    people = MyPeople((replace(PERSON, rung=rung),), more=False, may_begin=False)
    shown = texts(home_view(replace(EMPTY, people=people)))
    assert said in shown
    assert not {"Add a person", "More"} & set(shown)


def test_who_may_begin_and_who_has_more_people_have_a_button() -> None:
    shown = texts(home_view(replace(EMPTY, people=MyPeople((), more=False, may_begin=True))))
    assert "Add a person" in shown
    many = home_view(replace(EMPTY, people=MyPeople((PERSON,) * 15, more=True, may_begin=False)))
    [row] = [block for block in many["blocks"] if block.get("block_id") == "home.people"]
    assert [(part["text"]["text"], part["value"]) for part in row["elements"]] == [("More", "15")]


def test_a_home_without_people_is_what_it_was() -> None:
    assert home_view(EMPTY) == home_view(replace(EMPTY, people=None))
    assert "My people" not in texts(home_view(EMPTY))
