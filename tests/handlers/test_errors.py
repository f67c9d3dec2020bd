"""Refusals: a sentence for each cause, in the place where the person looks, never with what they typed."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import errors, words
from handlers.ids import Action
from models.audit_chain import AuditBroken
from models.errors import (
    AlreadyChanged,
    DomainError,
    NobodyOnCall,
    NotAllowed,
    NotAvailable,
    NotOnRoster,
    StorageUnavailable,
    UnknownReference,
    Unsafe,
)
from models.site import Contacts
from sandbox.limits import check_view
from tests.handlers.harbor import OFFICER, PROSECUTOR, STRANGER
from tests.handlers.wing import FIRST, Wing

CONTACTS = Contacts(team_line="(555) 010-0123")
TROUBLES: list[DomainError] = [
    NotOnRoster(),
    NotAllowed(),
    NotAvailable("withdrawn"),
    AlreadyChanged("met"),
    NobodyOnCall(),
    UnknownReference(),
    StorageUnavailable(),
    Unsafe("The key ring: the file is secret/path/keyring.json"),
    AuditBroken(11, "Signed rows are missing."),
    DomainError("a_new_kind"),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: type(trouble).__name__)
def test_every_refusal_has_a_sentence_without_codes_or_paths(trouble: DomainError) -> None:
    sentence = errors.sentence_for(trouble, CONTACTS)
    assert sentence.endswith(".")
    assert trouble.code not in sentence
    assert "secret/path" not in sentence
    check_view(errors.said(sentence), "modal")


def test_why_an_item_does_not_open_is_never_said() -> None:
    causes = ["roster", "withdrawn", "unknown_handle", "account", "halted"]
    assert {errors.sentence_for(NotAvailable(cause), CONTACTS) for cause in causes} == {
        words.unavailable(CONTACTS)
    }


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ({"blocks": [{"type": "section"}, {"type": "input", "block_id": "form.place"}]}, "form.place"),
        ({"blocks": [{"type": "section"}]}, ""),
        ({}, ""),
        (None, ""),
        ("nonsense", ""),
    ],
)
def test_the_first_input_of_a_view_is_found(view: Any, found: str) -> None:
    assert errors.first_input(view) == found


def test_a_stranger_who_submits_a_form_reads_the_refusal_in_its_place(wing: Wing) -> None:
    said = wing.submit(STRANGER, {"callback_id": "arrest_first"}, FIRST)
    assert said["response_action"] == "update"
    assert words.NOT_A_MEMBER in str(said["view"])
    assert "Dock shelter" not in str(said)


def test_a_refusal_inside_a_modal_lies_on_top_of_it(wing: Wing) -> None:
    wing.click(PROSECUTOR, Action.CHOOSE_ARREST, view={"callback_id": "choose_door"})
    assert [method for method, _ in wing.slack.asked] == ["views.push"]


def test_a_door_that_is_not_theirs_is_refused_from_a_chosen_button(wing: Wing) -> None:
    wing.click(OFFICER, Action.CHOOSE_COMMUNITY, view={"callback_id": "choose_door"})
    [view] = wing.slack.views("views.push")
    assert "Your role in the work group does not include this." in str(view)


def test_a_refusal_on_the_third_modal_takes_its_place_since_slack_stacks_no_fourth(wing: Wing) -> None:
    third = {"callback_id": "choose_door", "root_view_id": "V1", "previous_view_id": "V2"}
    wing.click(PROSECUTOR, Action.CHOOSE_ARREST, view=third)
    assert [method for method, _ in wing.slack.asked] == ["views.update"]
