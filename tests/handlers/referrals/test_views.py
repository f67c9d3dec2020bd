"""Views: within Slack's limits at their worst, plain text only, nothing but handles in what comes back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import curtain
from handlers.blocks import View
from handlers.forms import Form, Kind
from handlers.referrals import views
from handlers.referrals.doors import ARREST_FIRST, ARREST_REST, FIRST
from handlers.referrals.facts import Doors, OpenedItem, Receipt
from models.classes import Basis, Category
from models.duties import Act
from models.people import Role
from models.referral import URGENT, Door, State
from models.schema import Handle, ReferralRef
from models.sensitive import Sensitive
from models.site import Contacts
from models.vault import Opened
from sandbox.limits import check_message, check_view
from tests.handlers.harbor import RESPONDER
from tests.handlers.test_standing import AT, FACTS
from tests.handlers.test_words import BLAMING
from tests.handlers.wing import text_types, texts

LONGEST = Contacts(team_line="9" * 40, emergency="1" * 20)
HANDLE = Handle("f" * 32)
REGIONS = tuple((f"r{number}", "N" * 60) for number in range(100))


def forms_of(door: Door) -> tuple[Form, ...]:
    return (ARREST_FIRST, ARREST_REST) if door is Door.ARREST_DIVERSION else (FIRST[door],)


def filled(door: Door, char: str) -> dict[Category, dict[str, Sensitive]]:
    """Every field of a door as long as it may be."""
    details: dict[Category, dict[str, Sensitive]] = {}
    for form in forms_of(door):
        for question in form.fields:
            long = question.kind not in {Kind.CHOICE, Kind.CONFIRM}
            text = char * question.max_length if long else question.choices[0].value
            if question.category:
                details.setdefault(question.category, {})[question.id] = Sensitive(text)
    return details


def item(door: Door = Door.SOCIAL_CONTACT, char: str = "x", **changes: Any) -> OpenedItem:
    role: Role | None = changes.pop("role", Role.OUTREACH_RESPONDER)
    basis = Basis.REFERRAL if role else Basis.OWN
    opened = Opened(HANDLE, FACTS.ref, role, basis, filled(door, char))
    acts = changes.pop("acts", tuple(Act))
    return OpenedItem(opened, replace(FACTS, door=door, **changes), acts, RESPONDER, LONGEST, AT)


def every_view() -> Iterator[View]:
    for size in (1, 2, 3):
        for doors in itertools.combinations(Door, size):
            yield views.first_view(Doors(doors, REGIONS, LONGEST))
    for door in Door:
        yield views.door_form(door, Doors((door,), REGIONS, LONGEST))
        yield views.receipt_view(Receipt(ReferralRef("R-7KQ2M"), door, HANDLE), LONGEST)
        for char, state, role in itertools.product("x\U0001f600&<", State, (None, Role.PROJECT_MANAGER)):
            yield views.opened_view(item(door, char, state=state, role=role), "Noted. " * 20)
    yield views.rest_form(HANDLE)
    yield curtain.opening_view()
    yield curtain.refused_view(LONGEST)
    yield curtain.blank_view()
    yield views.help_view(LONGEST)


def test_every_view_at_its_worst_is_within_slacks_limits() -> None:
    for view in every_view():
        check_view(view, "modal")


def test_every_view_is_plain_text_only() -> None:
    for view in every_view():
        assert text_types(view) == {"plain_text"}


def test_no_word_of_a_view_blames_anybody() -> None:
    said = {text for view in every_view() for text in texts(view)}
    assert [text for text in said if BLAMING.search(text)] == []


def test_what_comes_back_to_us_is_a_handle_or_nothing() -> None:
    for view in every_view():
        assert view.get("private_metadata", "") in {"", HANDLE}
        buttons = [part for block in view["blocks"] for part in block.get("elements", [])]
        assert {part.get("value", HANDLE) for part in buttons} <= {HANDLE}


@given(st.text(min_size=1, max_size=1500))
def test_an_opened_view_shows_what_was_written_letter_for_letter(text: str) -> None:
    opened = Opened(HANDLE, FACTS.ref, None, Basis.OWN, {Category.INCIDENT: {"reason": Sensitive(text)}})
    facts = replace(FACTS, door=Door.SOCIAL_CONTACT)
    view = views.opened_view(OpenedItem(opened, facts, (), RESPONDER, LONGEST, AT))
    assert f"Why LEAD? In plain words{text}" in "".join(texts(view))


def test_what_somebody_wrote_is_never_a_mention() -> None:
    view = views.opened_view(item(char="<!channel>"))
    shown = [block["text"] for block in view["blocks"] if block["type"] == "section"]
    assert {text["type"] for text in shown} == {"plain_text"}


def test_one_door_opens_its_form_at_once_and_more_are_offered() -> None:
    one = views.first_view(Doors((Door.COMMUNITY,), REGIONS[:1], LONGEST))
    two = views.first_view(Doors((Door.ARREST_DIVERSION, Door.SOCIAL_CONTACT), REGIONS[:1], LONGEST))
    assert one["callback_id"] == "community"
    buttons = [part["action_id"] for block in two["blocks"] for part in block.get("elements", [])]
    assert buttons == ["choose_arrest_diversion", "choose_social_contact"]


def test_details_stand_under_their_headings_in_the_order_a_responder_needs() -> None:
    view = views.opened_view(item(Door.ARREST_DIVERSION))
    headings = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert headings == ["Arrest diversion R-7KQ2M", "Where", "Who", "What happened"]


def test_details_of_two_screens_stand_in_the_order_they_were_asked_in() -> None:
    whole = item(Door.ARREST_DIVERSION)
    told = {**whole.opened.details[Category.LOCATION], "of_an_older_form": Sensitive("By the pump")}
    backwards = {**whole.opened.details, Category.LOCATION: dict(reversed(told.items()))}
    shown = texts(views.opened_view(replace(whole, opened=replace(whole.opened, details=backwards))))
    asked = ["Where should the responder come?", "Your call-back number", "Hand-off at", "Of an older form"]
    assert [text for text in shown if text in asked] == asked


def buttons_of(view: View) -> dict[str, dict[str, Any]]:
    parts = [part for block in view["blocks"] for part in block.get("elements", [])]
    return {part["text"]["text"]: part for part in parts if part["type"] == "button"}


def test_one_act_stands_out_and_a_meeting_is_asked_about_once_more() -> None:
    whole = buttons_of(views.opened_view(item(acts=(Act.ACKNOWLEDGE, Act.ESTIMATE, Act.MET, Act.NOT_MET))))
    assert [name for name, part in whole.items() if part.get("style") == "primary"] == ["I have it"]
    later = buttons_of(views.opened_view(item(acts=(Act.ESTIMATE, Act.MET, Act.NOT_MET))))
    assert [name for name, part in later.items() if part.get("style") == "primary"] == ["We met"]
    assert {name for name, part in later.items() if "confirm" in part} == {"We met", "No meeting"}


@pytest.mark.parametrize("door", Door)
def test_only_who_stands_and_waits_reads_how_they_may_go_on(door: Door) -> None:
    said = " ".join(texts(views.receipt_view(Receipt(ReferralRef("R-7KQ2M"), door, HANDLE), LONGEST)))
    assert ("the station, the diversion center, outreach later" in said) == (door in URGENT)


def test_a_category_that_was_not_granted_leaves_no_heading() -> None:
    whole = item()
    opened = replace(whole.opened, details={Category.LOCATION: whole.opened.details[Category.LOCATION]})
    view = views.opened_view(replace(whole, opened=opened))
    assert "Who" not in texts(view)


@pytest.mark.parametrize(
    ("role", "dispatched", "why"),
    [
        (None, AT, "You see what you wrote yourself"),
        (Role.OUTREACH_RESPONDER, AT, "You see this to reach the person"),
        (Role.PROJECT_MANAGER, None, "You see this to screen the referral"),
    ],
)
def test_every_opened_view_says_why_its_reader_sees_it(role: Any, dispatched: Any, why: str) -> None:
    view = views.opened_view(item(role=role, dispatched_at=dispatched))
    assert any(text.startswith(why) for text in texts(view))
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in texts(view)


def test_marking_no_meeting_asks_once_more() -> None:
    view = views.opened_view(item(acts=(Act.NOT_MET,)))
    acts, _seal = [block for block in view["blocks"] if block["type"] == "actions"]
    assert "confirm" in acts["elements"][0]


def test_the_status_of_a_neighbors_referral_is_its_receipt() -> None:
    facts = replace(FACTS, door=Door.COMMUNITY, state=State.MET, met_at=AT + timedelta(minutes=5))
    thanks = views.status_text(facts, referrer_only_hears_thanks=True)
    assert thanks == "R-7KQ2M: Received. Thank you. We can't share anything about any person."
    assert views.status_text(facts, referrer_only_hears_thanks=False) == "R-7KQ2M: Met at 02:36 PDT."


def test_the_help_is_a_message_too() -> None:
    check_message("Help", views.help_blocks(LONGEST))
