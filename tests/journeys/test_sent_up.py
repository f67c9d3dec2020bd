"""Scenario 6 at its end, and what the table sends up: the policy group, a call list, a board, a fund."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest

from handlers.policy.notices import policy_words
from models.acts.funds import add
from models.notice import Kind
from models.schema import SlackUserId
from sandbox.faces import SeenView
from sandbox.people import Person
from tests.canary_places import assert_sealed
from tests.journeys.conferring import Conferring
from tests.journeys.coordination import CASE_MANAGER, CLINICAL
from tests.journeys.shifts import come_to, heard, told
from tests.journeys.test_meeting import _fires, _raise_issue
from tests.stage import MANAGER, OFFICER, SUPERVISOR, Stage, staged

POLICY, PROVIDER, EXECUTIVE = "C0POLICY1", "UWICKET01", "UCOPPER01"
BLOCKER, WHY = "Responders come late before seven", "Two responders share one car until seven"
CANNOT = "Nobody of the night shift can wait longer"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conferring]:
    with staged(tmp_path_factory.mktemp("stage"), grouped=True) as stage:
        yield Conferring(stage, fields=("wanted", "place"))


def _open(stage: Stage, user: str, words: str, view: str) -> Person:
    told(stage)
    person = stage.person(user)
    person.click("Open", message=heard(stage, user, words)[-1])
    person.wait_view(callback_id=view)
    return person


def _sends(person: Person, view: str, answers: Mapping[str, object]) -> None:
    person.wait_view(callback_id=view)
    person.fill(answers)
    assert person.submit() == {}
    person.close(clear=True)


def _proposal(stage: Stage, ref: str) -> SeenView:
    manager = _open(stage, MANAGER, f"{ref}: an issue is yours to see to", "issue_end")
    manager.click("The proposal")
    return manager.wait_view(callback_id="policy")


def test_an_issue_goes_up_comes_back_and_becomes_a_rule(table: Conferring) -> None:
    stage = table.stage
    ref = _raise_issue(stage, BLOCKER)
    manager = _open(stage, MANAGER, f"{ref}: an issue is yours to see to", "issue_end")
    manager.click("Propose to the policy group")
    answers: dict[str, object] = {
        "Background": WHY,
        "Options": "A longer clock",
        "What would it change?": "A clock",
    }
    _sends(manager, "policy_propose", answers)
    told(stage)
    _sounded(stage, ref)
    come_to(stage, _fires(stage, "policy"))
    agenda = [one.text for one in stage.person(EXECUTIVE).messages(POLICY) if one.thread_ts]
    assert any(ref in one for one in agenda), "it stands on the policy group's agenda"
    assert not any(CANNOT in one for one in agenda)
    _proposal(stage, ref)
    stage.person(MANAGER).click("Enter their answer")
    said: dict[str, object] = {
        "What did the policy group answer?": "Consensus reached",
        "In their words": "Three weeks, for now",
    }
    _sends(stage.person(MANAGER), "policy_answer", said)
    heard_it = _open(stage, OFFICER, policy_words(Kind.POLICY_ANSWERED, ref), "policy")
    assert "Three weeks, for now" in heard_it.wait_view(callback_id="policy").words
    heard_it.close(clear=True)
    _new_rules(stage, ref)
    _passed_on(table, ref)


def _sounded(stage: Stage, ref: str) -> None:
    """Officer and sergeant say privately what they say; nobody but the project manager reads it."""
    words = policy_words(Kind.SOUNDING, ref)
    for user, button, said in (
        (OFFICER, "I cannot go along", CANNOT),
        (SUPERVISOR, "It needs a change", "Not at night"),
    ):
        person = stage.person(user)
        person.click(button, message=heard(stage, user, words)[-1])
        _sends(person, "sounding", {"In your words, if you like": said})
    seen = _proposal(stage, ref).words
    assert CANNOT in seen
    assert "No votes are counted." in seen
    assert "%" not in seen
    stage.person(MANAGER).click("Put it before the group")
    stage.person(MANAGER).wait_view(predicate=lambda view: "before the policy group" in view.words)
    stage.person(MANAGER).close(clear=True)
    for user in (OFFICER, SUPERVISOR, EXECUTIVE, CASE_MANAGER):
        assert not any(CANNOT in one.words for one in stage.person(user).dms())


def _new_rules(stage: Stage, ref: str) -> None:
    """Two people of two agencies make it a new version; everybody concerned reads it."""
    ground = stage.bot.floor.ground
    with ground.database.look() as work:
        before = ground.book.current(work).clocks.intake_days
    manager = _open(stage, MANAGER, policy_words(Kind.POLICY_CHANGE, ref), "policy")
    manager.click("Fill in the change")
    _sends(manager, "rules_clock", {"Which clock?": "Days for the intake", "Its number": "21"})
    with ground.database.look() as work:
        assert ground.book.current(work).clocks.intake_days == before, "one person changes nothing"
    second = stage.person(CLINICAL)
    second.command("/lead roster")
    second.wait_view(callback_id="roster")
    second.click("Confirm")
    second.wait_view(predicate=lambda view: "in force now" in view.words)
    second.close(clear=True)
    with ground.database.look() as work:
        assert ground.book.current(work).clocks.intake_days == 21
    officer = _open(stage, OFFICER, policy_words(Kind.RULES_TO_READ, ref), "rules_reading")
    officer.click("I have read this")
    officer.wait_view(predicate=lambda view: "Thank you" in view.words)
    officer.close(clear=True)


def _passed_on(table: Conferring, ref: str) -> None:
    """What nobody has passed on yet stands on the work group's next agenda; then one tap ends it."""
    stage = table.stage
    come_to(stage, _fires(stage))
    agenda = [one.text for one in table.channel() if one.thread_ts and "Ground rules" in one.text][-1]
    assert ref in agenda.partition("Actions and decisions still open")[2]
    sergeant = _open(stage, SUPERVISOR, policy_words(Kind.PASS_ON, ref), "pass_on")
    sergeant.click("Passed on")
    sergeant.wait_view(predicate=lambda view: "Thank you" in view.words)
    sergeant.close(clear=True)


def test_a_critical_incident_runs_the_call_list_and_tells_of_nobody(table: Conferring) -> None:
    stage, manager = table.stage, table.stage.person(MANAGER)
    stage.person(SUPERVISOR).command("/lead issue")
    stage.person(SUPERVISOR).wait_view(callback_id="issues")
    stage.person(SUPERVISOR).click("Critical incident")
    shown = stage.person(SUPERVISOR).wait_view(callback_id="critical").words
    assert "We know that something happened" in shown
    stage.person(SUPERVISOR).close(clear=True)
    told(stage)
    called = (MANAGER, CLINICAL, EXECUTIVE)
    for user in called:
        assert heard(stage, user, "call list is running")
    stage.person(CLINICAL).click("I know", message=heard(stage, CLINICAL, "call list is running")[-1])
    stage.person(CLINICAL).wait_view(callback_id="critical")
    stage.person(CLINICAL).close(clear=True)
    come_to(stage, stage.now() + timedelta(minutes=11))
    assert heard(stage, SUPERVISOR, "not everybody has answered")
    again = {user: len(heard(stage, user, "Critical incident")) for user in (EXECUTIVE, CLINICAL)}
    assert again == {EXECUTIVE: 2, CLINICAL: 1}
    manager.command("/lead issue")
    manager.wait_view(callback_id="issues")
    manager.close(clear=True)


def test_a_bed_is_claimed_once_and_nobody_is_named(table: Conferring) -> None:
    stage, provider = table.stage, table.stage.person(PROVIDER)
    provider.command("/lead openings")
    provider.wait_view(callback_id="openings")
    provider.click("Post an opening")
    provider.wait_view(callback_id="place_form")
    provider.fill({"What is free?": "Bed", "How many?": "1", "Hours and terms, if it needs any": "From six"})
    assert provider.submit() == {}
    provider.close(clear=True)
    keepers = [stage.person(user) for user in (CASE_MANAGER, "UBURDOC01")]
    for one in keepers:
        one.command("/lead openings")
        one.wait_view(callback_id="openings")
    keepers[0].click("Claim one")
    keepers[0].wait_view(predicate=lambda view: "One is yours." in view.words)
    keepers[1].click("Claim one")
    late = keepers[1].wait_view(predicate=lambda view: "Claim one" not in view.words)
    assert "One is yours." not in late.words
    for one in keepers:
        one.close(clear=True)
    told(stage)
    said = heard(stage, PROVIDER, "One of your openings was claimed by Harbor Bridge Outreach")
    assert len(said) == 1
    assert "Bramblewick" not in said[0].words


def test_the_flexible_fund_waits_for_the_clinical_supervisor_and_shows_a_sum(table: Conferring) -> None:
    stage, ground = table.stage, table.stage.bot.floor.ground
    with ground.database.work() as work:
        add(ground.scene(work, SlackUserId(MANAGER)), "flexible", 500_00)
        work.commit()
    at = stage.now() + timedelta(hours=26)
    kref = table.propose(table.participant(), at.replace(second=0, microsecond=0))
    keeper = stage.person(CASE_MANAGER)
    keeper.click("My action", message=table.thread(kref))
    keeper.wait_view(callback_id="action_form")
    keeper.click("From the flexible fund")
    keeper.wait_view(callback_id="action_fund")
    due = at.date().isoformat()
    asked: dict[str, object] = {
        "action_fund.amount": "120.50",
        "action_fund.decides": "yes",
        "action_fund.by": due,
        **{f"action_fund.{name}": table.canaries.sow(f"fund.{name}") for name in ("payee", "words", "pool")},
    }
    _sends(keeper, "action_fund", asked)
    leads = _open(stage, CLINICAL, "your decision", "opened")
    assert table.fields_in(leads.wait_view(callback_id="opened").words) >= {"payee", "words", "pool"}
    leads.click("Decide")
    _sends(leads, "fund_decide", {"fund_decide.answer": "yes"})
    told(stage)
    manager = stage.person(MANAGER)
    manager.open_home()
    home = manager.wait_home(lambda seen: "Flexible fund: 500.00 left." in seen.words).words
    assert "120.50" not in home
    for message in table.channel():
        assert "120.50" not in message.words
    assert_sealed(stage, table.canaries, readers={CASE_MANAGER, CLINICAL})
