"""Lawyers beside the liaison's answers: questions by number, counsel, contact cards, and civil legal help."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.canary import Canaries
from tests.canary_places import assert_sealed
from tests.journeys import steps
from tests.journeys.lawyering import (
    CASE_MANAGER,
    DEFENDER,
    LAWYER,
    NUMBER,
    PROSECUTOR,
    ask,
    card,
    known,
    open_card,
    open_lawyers,
    withdrawn,
)
from tests.stage import MANAGER, OFFICER, SUPERVISOR, Stage, staged

ROUTINE = "We are working together. Nothing further that would help today."
_OTHERS = (OFFICER, SUPERVISOR, MANAGER, "UTULLEX01", "UHOLLY001")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, database=request.param) as raised:
        yield raised


def heard(stage: Stage, user: str, ref: str) -> list[str]:
    return [dm.text for dm in stage.person(user).dms() if ref in dm.text]


def answers(stage: Stage, ref: str, words: str = "") -> None:
    """The case manager answers, with the routine update unless there are words."""
    keeper = stage.person(CASE_MANAGER)
    open_card(stage, CASE_MANAGER, ref)
    keeper.click("Answer")
    keeper.wait_view(callback_id="question_answer")
    sent = {"question_answer.send": "more", "question_answer.words": words} if words else {}
    keeper.fill(sent or {"question_answer.send": "routine"})
    assert keeper.submit() == {}
    keeper.wait_view(predicate=lambda view: "gone to whoever asked" in view.words)
    keeper.close(clear=True)


@pytest.mark.parametrize("user", [PROSECUTOR, DEFENDER])
def test_a_question_by_number_is_answered_under_a_release(stage: Stage, user: str) -> None:
    canaries = Canaries()
    known(stage)
    asker = PROSECUTOR if user == PROSECUTOR else DEFENDER
    ref = ask(stage, asker, canaries.sow("question"))
    said = canaries.sow("answer")
    answers(stage, ref, f"She comes to every appointment: {said}")
    lawyer = stage.person(asker)
    told = lawyer.wait_dm(lambda dm: "there is an answer" in dm.text)
    lawyer.click("Open", message=told)
    assert said in lawyer.wait_view(callback_id="opened").words
    lawyer.close(clear=True)
    stage.move_clock(timedelta(days=4))
    lawyer.wait_dm(lambda dm: f"{ref}: its day is over" in dm.text)
    steps.wait_settled(stage)
    assert not any(heard(stage, one, ref) for one in _OTHERS)
    seen = assert_sealed(stage, canaries, readers={CASE_MANAGER, asker})
    assert seen.shown[CASE_MANAGER] >= {"question"}
    assert seen.shown[asker] == {"answer"}


@pytest.mark.parametrize("user", [PROSECUTOR, DEFENDER])
def test_a_number_nobody_has_ends_in_the_same_words(stage: Stage, user: str) -> None:
    known(stage, released=False)
    asker = PROSECUTOR if user == PROSECUTOR else DEFENDER
    refs = [ask(stage, asker, "", number) for number in (NUMBER, "99-9-99999-9")]
    stage.move_clock(timedelta(days=1))
    steps.wait_settled(stage)
    assert [heard(stage, asker, ref) for ref in refs] == [[], []]
    stage.move_clock(timedelta(days=3))
    for ref in refs:
        stage.person(asker).wait_dm(lambda dm, it=ref: f"{it}: its day is over" in dm.text)  # type: ignore[misc]
    steps.wait_settled(stage)
    bare = [[text.replace(ref, "REF") for text in heard(stage, asker, ref)] for ref in refs]
    assert bare[0] == bare[1]
    assert len(bare[0]) == 1
    assert not any(heard(stage, one, ref) for one in (CASE_MANAGER, *_OTHERS) for ref in refs)


def test_an_answer_withdrawn_before_it_was_opened_opens_no_more(stage: Stage) -> None:
    about = known(stage)
    ref = ask(stage, PROSECUTOR, "")
    answers(stage, ref)
    lawyer = stage.person(PROSECUTOR)
    told = lawyer.wait_dm(lambda dm: "there is an answer" in dm.text)
    withdrawn(stage, about)
    lawyer.click("Open", message=told)
    refused = lawyer.wait_view(callback_id="unavailable")
    assert "This item isn't available." in refused.words
    assert ROUTINE not in json.dumps(refused.body)
    lawyer.close(clear=True)
    assert len(heard(stage, PROSECUTOR, ref)) == 1


def test_counsel_outside_is_rung_and_counsel_here_is_told_the_date(stage: Stage) -> None:
    canaries = Canaries()
    ref = known(stage)
    keeper = stage.person(CASE_MANAGER)
    open_lawyers(stage, ref)
    keeper.click("Add a lawyer")
    keeper.wait_view(callback_id="contact_new")
    who, phone = canaries.sow("contact.who"), canaries.sow("contact.phone", digits=True)
    keeper.fill({"contact_new.who": who, "contact_new.phone": phone})
    assert keeper.submit() == {}
    keeper.wait_view(predicate=lambda view: who in view.words)
    keeper.click("Left word")
    keeper.wait_view(predicate=lambda view: ": left word, Ottoline Bramblewick" in view.words)
    keeper.click("Tell counsel")
    keeper.wait_view(predicate=lambda view: "Counsel has been told" in view.words)
    keeper.close(clear=True)
    defender = stage.person(DEFENDER)
    told = defender.wait_dm(lambda dm: dm.text.startswith("Coordination P-"))
    assert "Please open it." in told.text
    defender.click("Open", message=told)
    view = defender.wait_view(callback_id="opened")
    for part in (NUMBER, "LEAD is working on attendance.", "Lantern County Superior Court"):
        assert part in view.words
    assert ref not in view.words
    defender.click("Noted")
    defender.wait_view(predicate=lambda seen: "Noted." in seen.words)
    defender.close(clear=True)
    steps.wait_settled(stage)
    seen = assert_sealed(stage, canaries, readers={CASE_MANAGER})
    assert seen.shown[CASE_MANAGER] == {"contact.who", "contact.phone"}


def test_what_a_client_told_counsel_is_refused_and_nowhere_kept(stage: Stage) -> None:
    canaries = Canaries()
    word = canaries.sow("confidence")
    defender = stage.person(DEFENDER)
    defender.command("/lead ping")
    defender.wait_view(callback_id="scheduling_form")
    rules = stage.bot.floor.ground.book
    with stage.bot.floor.ground.database.look() as work:
        by = rules.current(work).today(stage.now()) + timedelta(days=3)
    answered = {"help": "attend", "court": "superior", "number": NUMBER, "by": by.isoformat()}
    answered["words"] = f"My client told me about {word}"
    defender.fill({f"scheduling_form.{name}": text for name, text in answered.items()})
    said = defender.submit()
    assert "client told counsel" in str(said)
    assert word not in str(said)
    defender.close(clear=True)
    seen = assert_sealed(stage, canaries, readers=())
    assert seen.came_in == {"confidence"}


def test_legal_help_takes_it_and_the_loop_closes_between_the_two(stage: Stage) -> None:
    canaries = Canaries()
    ref = known(stage)
    keeper, lawyer = stage.person(CASE_MANAGER), stage.person(LAWYER)
    open_lawyers(stage, ref)
    keeper.click("Refer to legal help")
    keeper.wait_view(callback_id="legal_refer")
    need = canaries.sow("need")
    keeper.fill(
        {
            "legal_refer.ask": "eviction",
            "legal_refer.agency": "legal_services:Tidewater Legal Aid",
            "legal_refer.need": need,
            "legal_refer.name": "Zebulon Testperson",
        }
    )
    assert "No live release covers this" in str(keeper.submit())
    keeper.fill({"legal_refer.name": ""})
    assert keeper.submit() == {}
    keeper.wait_view(predicate=lambda view: "has gone to Tidewater Legal Aid" in view.words)
    keeper.close(clear=True)
    told = lawyer.wait_dm(lambda dm: dm.text.startswith("Coordination P-"))
    ping = told.text.split()[1].rstrip(".")
    lawyer.click("Open", message=card(stage, LAWYER, ping))
    assert need in lawyer.wait_view(callback_id="opened").words
    lawyer.click("We take it")
    lawyer.wait_view(predicate=lambda view: "has been told" in view.words)
    lawyer.click("Done")
    lawyer.wait_view(predicate=lambda view: "Answer: Done." in view.words)
    lawyer.close(clear=True)
    keeper.wait_dm(lambda dm: dm.text.startswith(f"{ping}: answered."))
    steps.wait_settled(stage)
    assert not any(heard(stage, one, ping) for one in (*_OTHERS, PROSECUTOR, DEFENDER))
    seen = assert_sealed(stage, canaries, readers={LAWYER})
    assert seen.shown[LAWYER] == {"need"}
