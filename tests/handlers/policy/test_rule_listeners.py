"""A change of the rules in Slack: filled in with today's values, agreed on, read, looked up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.notice import Kind
from models.policy import Touches
from models.proposal import Proposal
from models.schema import IssueRef
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, OFFICER, PROSECUTOR, SERGEANT
from tests.handlers.policy.table import agreed, buttons, shown
from tests.handlers.wing import Json, Wing


def day(wing: Wing, days: int = 0) -> str:
    return (wing.harbor.rules().today(wing.harbor.time()) + timedelta(days=days)).isoformat()


def fill(wing: Wing, ref: str, form: str, days: int = 0, **values: Json) -> Json:
    answers = {f"{form}.{name}": {"value": value} for name, value in values.items()}
    answers[f"{form}.effective"] = {"value": {"selected_date": day(wing, days)}}
    return wing.submit(MANAGER, {"callback_id": form, "private_metadata": ref}, answers)


def clock(wing: Wing, ref: str, number: str = "21", days: int = 0) -> Json:
    chosen = {"selected_option": {"value": "intake_days"}}
    return fill(wing, ref, "rules_clock", days, clock=chosen, number={"value": number})


def confirm(wing: Wing, user: str) -> None:
    with wing.harbor.ground.database.look() as work:
        waits = work.session.scalars(select(Proposal.id).where(Proposal.settled_at.is_(None))).one()
    wing.click(user, "proposal_confirm", value=waits, view={"callback_id": "roster"})


@pytest.mark.parametrize(
    ("touches", "today"),
    [
        (Touches.CRITERIA, "Unlawful camping, a small theft, sex work, and the like."),
        (Touches.PRIORITY, "Social contact: 3"),
        (Touches.CLOCK, "Days for the intake: 14"),
        (Touches.OFFICER_CARD, "The card"),
        (Touches.GUARD_LIST, "Words that stop a text"),
    ],
)
def test_each_form_shows_how_it_stands_today(wing: Wing, touches: Touches, today: str) -> None:
    ref = agreed(wing, touches)
    wing.click(MANAGER, "policy_open", value=ref)
    assert "rules_change" in buttons(wing)
    wing.click(MANAGER, "rules_change", value=ref)
    assert today in str(wing.slack.views()[-1])
    assert day(wing) in str(wing.slack.views()[-1])


def test_two_people_and_the_new_version_is_read_and_stands_in_the_history(wing: Wing) -> None:
    ref = agreed(wing, Touches.CLOCK)
    assert clock(wing, ref)["response_action"] == "update"
    wing.click(MANAGER, "policy_open", value=ref)
    assert "waits for a second person" in shown(wing)
    confirm(wing, CLINICAL)
    assert wing.harbor.rules().clocks.intake_days == 21
    assert OFFICER in {one.recipient for one in wing.harbor.notices(Kind.RULES_TO_READ)}
    wing.click(OFFICER, "rules_reading", value=ref)
    assert "clocks.intake_days: 14 -> 21" in shown(wing)
    assert ref in shown(wing)
    wing.click(OFFICER, "rules_read", value=ref)
    assert "You have read this." in shown(wing)
    wing.click(MANAGER, "rules_history")
    assert f"by {ref}." in shown(wing)
    assert "still to be read by:" in shown(wing)
    assert "Tansy Quillfeather" not in shown(wing)
    wing.click(OFFICER, "rules_history")
    assert "clocks.intake_days: 14 -> 21" in shown(wing)
    assert "still to be read" not in shown(wing)


def test_a_later_day_is_said_on_the_proposals_page_and_on_the_roster(wing: Wing) -> None:
    ref = agreed(wing, Touches.CLOCK)
    clock(wing, ref, days=3)
    confirm(wing, CLINICAL)
    assert "Agreed. It comes into force on its day." in shown(wing)
    wing.click(MANAGER, "policy_open", value=ref)
    assert "The change of the rules is agreed. It comes into force on" in shown(wing)
    assert wing.harbor.rules().clocks.intake_days == 14


@pytest.mark.parametrize("number", ["0x1", "-3", "99999", "many", "14"])
def test_a_number_the_site_cannot_keep_is_said_at_the_field(wing: Wing, number: str) -> None:
    ref = agreed(wing, Touches.CLOCK)
    said = clock(wing, ref, number)
    assert list(said["errors"]) in (["rules_clock.clock"], ["rules_clock.number"])
    assert wing.harbor.count(Proposal) == 0


def test_a_day_that_is_over_is_said_and_a_name_is_stopped(wing: Wing) -> None:
    ref = agreed(wing, Touches.OFFICER_CARD)
    assert "errors" in fill(wing, ref, "rules_card", -1, lines={"value": "Ask kindly."})
    said = fill(wing, ref, "rules_card", lines={"value": "Ask Zebulon Testperson first."})
    assert list(said["errors"]) == ["rules_card.lines"]
    assert wing.harbor.count(Proposal) == 0


def test_the_officers_card_stands_on_the_first_screen(wing: Wing) -> None:
    ref = agreed(wing, Touches.OFFICER_CARD)
    fill(wing, ref, "rules_card", lines={"value": "Ask kindly.\n\nSay who will come."})
    confirm(wing, SERGEANT)
    wing.click(OFFICER, "choose_arrest_diversion", view={"callback_id": "choose_door"})
    assert "Ask kindly." in shown(wing)
    assert "Say who will come." in shown(wing)


def test_the_guard_list_asks_the_clinical_supervisor(wing: Wing) -> None:
    ref = agreed(wing, Touches.GUARD_LIST)
    said = fill(wing, ref, "rules_guard", stop={"value": "curfewed"}, let_pass={"value": ""})
    assert "clinical supervisor" in str(said["view"])
    confirm(wing, SERGEANT)
    assert wing.harbor.rules().golden_rule.stop == ()
    confirm(wing, CLINICAL)
    assert wing.harbor.rules().golden_rule.stop == ("curfewed",)
    for user, told in ((CASE_MANAGER, True), (PROSECUTOR, False)):
        wing.click(user, "rules_history")
        assert ("curfewed" in shown(wing)) is told


@pytest.mark.parametrize("user", [OFFICER, SERGEANT, CASE_MANAGER])
def test_nobody_but_a_project_manager_gets_the_form(wing: Wing, user: str) -> None:
    ref: IssueRef = agreed(wing, Touches.CLOCK)
    wing.click(user, "rules_change", value=ref)
    assert "14" not in shown(wing)
    chosen = {"value": {"selected_option": {"value": "intake_days"}}}
    values = {
        "rules_clock.clock": chosen,
        "rules_clock.number": {"value": {"value": "3"}},
        "rules_clock.effective": {"value": {"selected_date": day(wing)}},
    }
    wing.submit(user, {"callback_id": "rules_clock", "private_metadata": ref}, values)
    assert wing.harbor.count(Proposal) == 0


def test_a_card_too_long_for_a_form_says_where_it_is_changed(wing: Wing) -> None:
    card = wing.harbor.rules().criteria.model_dump()
    wing.harbor.change_rules(criteria={**card, "lines": ["x" * 300] * 12, "version": 2})
    ref = agreed(wing, Touches.CRITERIA)
    wing.click(MANAGER, "rules_change", value=ref)
    assert "too long for a form" in shown(wing)
