"""What stands on a screen before, instead of and after details: constant, and within Slack's limits."""

from __future__ import annotations

import pytest

from handlers import curtain, words
from handlers.blocks import View
from models.site import Contacts
from sandbox.limits import check_view
from tests.handlers.harbor import SECRETS, Harbor
from tests.handlers.wing import text_types


def all_views(contacts: Contacts) -> dict[str, View]:
    return {
        "waiting": curtain.opening_view(),
        "refused": curtain.refused_view(contacts),
        "blank": curtain.blank_view(),
        "notice": curtain.notice_view("Sealed item", "One sentence."),
    }


@pytest.mark.parametrize("name", all_views(Contacts()))
def test_every_curtain_is_within_slacks_limits_plain_and_without_anything_to_press(
    harbor: Harbor, name: str
) -> None:
    view = all_views(harbor.rules().contacts)[name]
    check_view(view, "modal")
    assert text_types(view) == {"plain_text"}
    assert {block["type"] for block in view["blocks"]} == {"section"}
    assert not view.get("private_metadata")
    assert "submit" not in view
    assert not any(secret in str(view) for secret in SECRETS)


def test_the_refusal_names_the_team_line_and_no_cause(harbor: Harbor) -> None:
    contacts = harbor.rules().contacts
    assert contacts.team_line in str(curtain.refused_view(contacts))
    assert words.unavailable(contacts) in str(curtain.refused_view(contacts))
    cause = ("revoked", "expired", "release", "consent", "role", "roster", "withdr")
    assert not any(word in str(curtain.refused_view(contacts)).lower() for word in cause)


def test_waiting_refused_and_blank_carry_one_title_so_that_none_gives_itself_away(harbor: Harbor) -> None:
    views = all_views(harbor.rules().contacts)
    assert len({str(view["title"]) for view in views.values()}) == 1
