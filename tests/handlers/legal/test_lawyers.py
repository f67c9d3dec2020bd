"""The lawyers around a participant: contact cards, one-tap calls, and counsel told of a date."""

from __future__ import annotations

import pytest

from handlers.curtain import refused_view
from handlers.ids import Action
from handlers.legal.contacts import CHANGED, NO_COUNSEL, TOLD, TOLD_BEFORE
from models.audit import Verb
from models.notice import Kind
from tests.handlers.consents.releasing import begun
from tests.handlers.harbor import CASE_MANAGER, MANAGER, OFFICER, PROSECUTOR
from tests.handlers.legal.lawyers import (
    DEFENDER,
    LAWYER,
    NUMBER,
    covered,
    item,
    labels,
    open_item,
    read,
    shown,
    submit,
    value_of,
    with_matter,
)
from tests.handlers.wing import Json, Wing, typed

CARD = {
    "who": "Ismene Counsel-Example",
    "office": "Dockside Defenders",
    "phone": "555-0144",
    "matter": "trespass",
}


def lawyers(wing: Wing, ref: str, user: str = CASE_MANAGER) -> Json:
    wing.click(user, Action.OPEN_LAWYERS, value=ref)
    return shown(wing)


def with_card(wing: Wing, ref: str, **more: str) -> Json:
    """A card is added; the page anew."""
    assert submit(wing, CASE_MANAGER, "contact_new", typed("contact_new", **{**CARD, **more}), ref) == {}
    return shown(wing)


def tap(wing: Wing, view: Json, label: str, user: str = CASE_MANAGER) -> Json:
    action = next(one for one in (*Action,) if _label(view, one.value) == label)
    wing.click(user, action, value=value_of(view, label), view=view)
    return shown(wing)


def _label(view: Json, action: str) -> str:
    for block in view["blocks"]:
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            if element.get("action_id") == action:
                return str(element["text"]["text"])
    return ""


def test_a_card_is_added_and_stands_on_the_page(wing: Wing) -> None:
    ref = begun(wing.harbor)
    assert "No lawyer outside" in read(lawyers(wing, ref))
    page = with_card(wing, ref)
    for part in ("Ismene Counsel-Example, Dockside Defenders", "555-0144", "trespass", "Saved."):
        assert part in read(page)
    assert labels(page)[2:] == ["Called", "Left word", "Change", "Remove"]


@pytest.mark.parametrize(("label", "said"), [("Called", ": called,"), ("Left word", ": left word,")])
def test_one_tap_writes_the_time_of_a_call(wing: Wing, label: str, said: str) -> None:
    page = with_card(wing, begun(wing.harbor))
    after = tap(wing, page, label)
    local = wing.harbor.time().astimezone(wing.harbor.rules().zone_of())
    assert f"{local:%a %d %b, %H:%M %Z}{said} Ottoline Bramblewick" in read(after)


def test_a_change_keeps_what_was_left_empty(wing: Wing) -> None:
    page = with_card(wing, begun(wing.harbor))
    handle = value_of(page, "Change")
    submit(wing, CASE_MANAGER, "contact_change", typed("contact_change", phone="555-0145"), handle)
    assert "555-0145" in read(shown(wing))
    assert "Ismene Counsel-Example" in read(shown(wing))


def test_a_removed_card_is_gone(wing: Wing) -> None:
    page = with_card(wing, begun(wing.harbor))
    after = tap(wing, page, "Remove")
    assert "Ismene" not in read(after)
    assert "Removed." in read(after)


def test_who_taps_an_older_page_is_told_what_stands(wing: Wing) -> None:
    page = with_card(wing, begun(wing.harbor))
    tap(wing, page, "Called")
    assert CHANGED in read(tap(wing, page, "Left word"))
    assert CHANGED in read(tap(wing, page, "Remove"))


def test_a_phone_that_is_none_is_said_at_the_field(wing: Wing) -> None:
    filled = typed("contact_new", **{**CARD, "phone": "ask the desk"})
    said = submit(wing, CASE_MANAGER, "contact_new", filled, begun(wing.harbor))
    assert list(said["errors"]) == ["contact_new.phone"]


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, DEFENDER, LAWYER, MANAGER])
def test_nobody_outside_the_team_opens_adds_or_taps(wing: Wing, user: str) -> None:
    ref = begun(wing.harbor)
    page = with_card(wing, ref)
    assert lawyers(wing, ref, user) == refused_view(wing.harbor.rules().contacts)
    submit(wing, user, "contact_new", typed("contact_new", **{**CARD, "who": "Somebody Else"}), ref)
    for label in ("Called", "Remove"):
        tap(wing, page, label, user)
    after = read(lawyers(wing, ref))
    assert "Ismene" in after
    assert "Somebody Else" not in after
    assert ": called," not in after


def test_every_look_is_in_the_log(wing: Wing) -> None:
    ref = begun(wing.harbor)
    before = wing.harbor.verbs().count(Verb.OPEN_GRANTED)
    lawyers(wing, ref)
    assert wing.harbor.verbs().count(Verb.OPEN_GRANTED) == before + 1


def test_counsel_is_told_a_date_by_one_tap(wing: Wing) -> None:
    ref, _ = with_matter(wing.harbor)
    covered(wing.harbor, ref, DEFENDER)
    page = lawyers(wing, ref)
    assert "Lantern County Superior Court" in read(page)
    assert TOLD in read(tap(wing, page, "Tell counsel"))
    assert TOLD_BEFORE in read(tap(wing, page, "Tell counsel"))
    [card] = wing.harbor.notices(Kind.PING_CARD)
    assert card.recipient == DEFENDER
    view = open_item(wing, DEFENDER, item(wing.harbor, card.subject, DEFENDER))
    for part in (
        NUMBER,
        "LEAD is working on attendance.",
        "Lantern County Superior Court",
        "Nothing is asked",
    ):
        assert part in read(view)
    assert ref not in read(view)
    assert "Noted" in labels(view)
    assert "Noted." in read(tap(wing, view, "Noted", DEFENDER))


def test_without_a_release_that_names_counsel_the_page_says_what_to_do(wing: Wing) -> None:
    ref, _ = with_matter(wing.harbor)
    assert NO_COUNSEL in read(tap(wing, lawyers(wing, ref), "Tell counsel"))
    assert wing.harbor.notices(Kind.PING_CARD) == []


def test_a_tap_beside_another_page_answers_on_top_of_it(wing: Wing) -> None:
    ref, matter = with_matter(wing.harbor)
    covered(wing.harbor, ref, DEFENDER)
    wing.click(CASE_MANAGER, Action.TELL_COUNSEL, value=matter, view={"callback_id": "opened"})
    assert TOLD in read(wing.slack.views("views.push")[-1])


def test_the_folder_has_the_way_to_them(wing: Wing) -> None:
    ref = begun(wing.harbor)
    wing.click(CASE_MANAGER, Action.OPEN_FOLDER, value=ref)
    folder = shown(wing)
    assert value_of(folder, "Lawyers") == ref
    wing.click(CASE_MANAGER, Action.OPEN_LAWYERS, value=ref, view=folder)
    assert shown(wing)["callback_id"] == "lawyers"
