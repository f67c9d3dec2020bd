"""Proposals in Slack: written, sounded, put before the group, answered, passed on; stances stay private."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.policy.questions import STANCE_WORDS
from handlers.policy.voices import VOICES
from handlers.voice import Message, Telling
from models.notice import Kind, Never, Notice
from models.policy import PolicyState, Stance
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    SERGEANT,
    STRANGER,
)
from tests.handlers.policy.table import (
    BACKGROUND,
    CHAIR,
    OPTIONS,
    WORDS,
    agreed,
    answer,
    buttons,
    propose,
    raised,
    row,
    say,
    shown,
    tap,
    with_group,
)
from tests.handlers.wing import Wing, texts


def test_the_issue_offers_to_propose_it_and_the_form_says_who_is_asked(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    wing.click(MANAGER, "issue_open", value=ref)
    assert "propose_policy" in buttons(wing)
    wing.click(MANAGER, "propose_policy", value=ref)
    assert "Everybody of the work group is asked" in shown(wing)
    propose(wing, ref)
    assert row(wing, ref).state == PolicyState.SOUNDING
    wing.click(MANAGER, "issue_open", value=ref)
    assert "policy_open" in buttons(wing)
    assert "being sounded" in shown(wing)


def test_names_in_a_proposal_are_stopped_at_their_field(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    said = propose(wing, ref, background="Zebulon Testperson waits too long")
    assert list(said["errors"]) == ["policy_propose.background"]
    assert wing.harbor.notices(Kind.SOUNDING) == []


def test_the_message_has_four_buttons_and_no_word_of_the_proposal(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    notice = next(one for one in wing.harbor.notices(Kind.SOUNDING) if one.recipient == OFFICER)
    with wing.harbor.ground.database.look() as work:
        said = VOICES[Kind.SOUNDING](Telling(work, wing.harbor.rules(), notice, wing.harbor.ground))
    assert isinstance(said, Message)
    assert said.text.startswith(ref)
    made = texts(said.blocks)
    assert made[1:] == list(STANCE_WORDS.values())
    assert not any(word in str(said.blocks) for word in (BACKGROUND, OPTIONS))


@pytest.mark.parametrize("stance", list(Stance))
def test_a_tap_opens_the_proposal_with_that_answer_chosen(wing: Wing, stance: Stance) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    tap(wing, ref, OFFICER, stance)
    view = wing.slack.views()[-1]
    assert BACKGROUND in shown(wing)
    assert OPTIONS in shown(wing)
    chosen = view["blocks"][-3]["element"]["initial_option"]["value"]
    assert chosen == stance.value
    assert "Only the project manager reads this. No votes are counted." in shown(wing)


def test_what_somebody_said_stands_in_their_form_again_and_can_be_changed(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    assert say(wing, ref, OFFICER)["response_action"] == "update"
    tap(wing, ref, OFFICER, Stance.SUPPORT)
    assert WORDS in str(wing.slack.views()[-1])
    say(wing, ref, OFFICER, Stance.SUPPORT, "")
    wing.click(MANAGER, "policy_open", value=ref)
    assert "I support it:" in shown(wing)
    assert "I cannot go along" not in shown(wing)


@pytest.mark.parametrize("user", [OFFICER, SERGEANT, CASE_MANAGER, CLINICAL, PROSECUTOR, NEIGHBOR, CHAIR])
def test_only_the_project_manager_reads_what_was_said(wing: Wing, user: str) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    say(wing, ref, OFFICER)
    say(wing, ref, SERGEANT, Stance.SUPPORT, "It is time")
    before = len(wing.slack.views())
    wing.command(user, "issue")
    for action in ("issue_open", "policy_open", "sound_support", "policy_answer", "pass_on_open"):
        wing.click(user, action, value=ref)
    seen = "\n".join(texts(wing.slack.views()[before:]))
    others = "It is time" if user != SERGEANT else WORDS
    assert others not in seen
    assert "What was said" not in seen
    assert user == OFFICER or WORDS not in seen


def test_what_was_said_stands_in_groups_without_a_number(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    say(wing, ref, OFFICER)
    say(wing, ref, SERGEANT, Stance.CANNOT, "")
    say(wing, ref, CASE_MANAGER, Stance.SUPPORT, "")
    wing.click(MANAGER, "policy_open", value=ref)
    said = shown(wing).split("What was said\n")[1]
    assert said.index("I support it:") < said.index("I cannot go along:")
    assert f"Tansy Quillfeather: {WORDS}" in said
    assert "Barnaby Oxlip" in said
    assert "No votes are counted." in said
    assert not any(one.isdigit() or one == "%" for one in said)
    assert "Pim Larkspur" not in said, "who said nothing is not listed"


def test_from_sounding_to_the_groups_answer(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    wing.click(SERGEANT, "policy_put_before", value=ref)
    assert row(wing, ref).state == PolicyState.SOUNDING
    wing.click(MANAGER, "policy_put_before", value=ref)
    assert row(wing, ref).state == PolicyState.BEFORE_GROUP
    wing.click(CHAIR, "policy_open", value=ref)
    assert buttons(wing) == ["policy_answer"]
    answer(wing, ref, user=SERGEANT)
    assert row(wing, ref).state == PolicyState.BEFORE_GROUP
    assert answer(wing, ref)["response_action"] == "update"
    assert {one.recipient for one in wing.harbor.notices(Kind.POLICY_ANSWERED)} == {OFFICER, MANAGER}
    wing.click(OFFICER, "policy_open", value=ref)
    assert "Consensus reached." in shown(wing)
    assert "The policy group: Two on call it is" in shown(wing)


def test_put_off_needs_a_later_day_and_what_was_typed_stays(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    wing.click(MANAGER, "policy_put_before", value=ref)
    today = wing.harbor.rules().today(wing.harbor.time())
    for until in ("", today.isoformat(), (today + timedelta(days=400)).isoformat()):
        assert list(answer(wing, ref, "deferred", until=until)["errors"]) == ["policy_answer.until"]
    later = today + timedelta(days=3)
    answer(wing, ref, "deferred", until=later.isoformat())
    assert (row(wing, ref).state, row(wing, ref).effective) == (PolicyState.DEFERRED, later)


def test_more_is_needed_and_it_is_written_anew(wing: Wing) -> None:
    with_group(wing)
    ref = raised(wing)
    propose(wing, ref)
    wing.click(MANAGER, "policy_put_before", value=ref)
    answer(wing, ref, "needs_more")
    wing.click(MANAGER, "policy_open", value=ref)
    assert "propose_policy" in buttons(wing)
    wing.click(MANAGER, "propose_policy", value=ref)
    assert BACKGROUND in str(wing.slack.views()[-1])
    propose(wing, ref)
    assert row(wing, ref).state == PolicyState.SOUNDING


def test_a_decision_is_passed_on_by_whoever_is_asked_and_the_page_shows_it(wing: Wing) -> None:
    ref = agreed(wing)
    assert SERGEANT in {one.recipient for one in wing.harbor.notices(Kind.PASS_ON)}
    wing.click(SERGEANT, "pass_on_open", value=ref)
    assert "Two on call it is" in shown(wing)
    wing.click(SERGEANT, "passed_on", value=ref)
    assert "You have passed it on." in shown(wing)
    wing.click(MANAGER, "policy_open", value=ref)
    assert "Lantern Harbor PD: Barnaby Oxlip has passed it on." in shown(wing)
    assert "Harbor Bridge Outreach: Fen Hollyhock is to pass it on." in shown(wing)


def test_the_manager_has_somebody_else_pass_it_on(wing: Wing) -> None:
    ref = agreed(wing)

    def choose(user: str) -> dict[str, object]:
        values = {"pass_on_choose.who": {"value": {"selected_user": user}}}
        return wing.submit(MANAGER, {"callback_id": "pass_on_choose", "private_metadata": ref}, values)

    wing.click(MANAGER, "pass_on_choose", value=ref)
    assert choose(STRANGER)["errors"] == {"pass_on_choose.who": "Please choose somebody of the work group."}
    assert choose(OFFICER)["response_action"] == "update"
    wing.click(OFFICER, "passed_on", value=ref)
    assert "You have passed it on." in shown(wing)
    assert list(choose(SERGEANT)["errors"]) == ["pass_on_choose.who"]  # type: ignore[call-overload]


@pytest.mark.parametrize("user", [NEIGHBOR, PROSECUTOR, STRANGER])
def test_what_was_never_sent_to_somebody_is_refused_in_one_sentence(wing: Wing, user: str) -> None:
    with_group(wing)
    wing.harbor.ground.now()
    ref = raised(wing)
    before = len(wing.slack.views())
    for action in ("policy_open", "propose_policy", "sound_cannot", "pass_on_open", "rules_reading"):
        wing.click(user, action, value=ref)
    assert len(set(map(str, wing.slack.views()[before:]))) == 1


@pytest.mark.parametrize("kind", sorted(VOICES))
def test_who_has_left_is_told_nothing(wing: Wing, kind: Kind) -> None:
    notice = Notice(kind=kind.value, recipient=STRANGER, subject="A-7KQ2M")
    with wing.harbor.ground.database.look() as work:
        said = VOICES[kind](Telling(work, wing.harbor.rules(), notice, wing.harbor.ground))
    assert said == Never("not_on_roster")
