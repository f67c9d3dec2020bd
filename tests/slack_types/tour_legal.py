"""The tour's way past the other lawyers: questions by number, contact cards, counsel told, legal help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sandbox.people import Person
from tests.journeys.lawyering import (
    CASE_MANAGER,
    DEFENDER,
    LAWYER,
    PROSECUTOR,
    ask,
    known,
    open_card,
    open_lawyers,
)
from tests.stage import Stage

_CARD = {"who": "Ismene Counsel-Example", "phone": "555-0144"}
_NUMBER = "26-7-70707-7"
_AID = "legal_services:Tidewater Legal Aid"


def legal(stage: Stage) -> None:
    """Every form and view of the feature, opened and sent once."""
    ref = known(stage, _NUMBER)
    _questions(stage)
    keeper = stage.person(CASE_MANAGER)
    open_lawyers(stage, ref)
    _sent(keeper, "Add a lawyer", "contact_new", _CARD, "Saved.")
    for button, said in (("Called", ": called,"), ("Left word", ": left word,")):
        _tapped(keeper, button, said)
    _sent(keeper, "Change", "contact_change", {"office": "Dockside Defenders"}, "Dockside Defenders")
    _tapped(keeper, "Tell counsel", "Counsel has been told")
    _tapped(keeper, "Remove", "Removed.")
    keeper.close(clear=True)
    for answer in ("return", "more"):
        _referred(stage, answer)
    _room(stage)
    stage.move_clock(timedelta(days=4))
    stage.person(PROSECUTOR).wait_dm(lambda dm: "its day is over" in dm.text)


def _questions(stage: Stage) -> None:
    """Both ask; the prosecutor is answered."""
    ask(stage, DEFENDER, "", _NUMBER)
    ref = ask(stage, PROSECUTOR, "", _NUMBER)
    keeper, lawyer = stage.person(CASE_MANAGER), stage.person(PROSECUTOR)
    open_card(stage, CASE_MANAGER, ref)
    _sent(keeper, "Answer", "question_answer", {"send": "routine"}, "gone to whoever asked")
    keeper.close(clear=True)
    told = lawyer.wait_dm(lambda dm: f"{ref}: there is an answer" in dm.text)
    lawyer.click("Open", message=told)
    lawyer.wait_view(callback_id="opened")
    lawyer.close(clear=True)


def _referred(stage: Stage, answer: str) -> None:
    """Somebody is referred to legal help, who return it, or ask for more and take it."""
    keeper, lawyer = stage.person(CASE_MANAGER), stage.person(LAWYER)
    before = len(lawyer.dms())
    open_lawyers(stage, known(stage, f"{_NUMBER}-{answer}9"))
    _sent(
        keeper,
        "Refer to legal help",
        "legal_refer",
        {"ask": "eviction", "agency": _AID, "need": "A door"},
        "gone to",
    )
    keeper.close(clear=True)
    told = lawyer.wait_dm(lambda dm: dm.text.startswith("Coordination P-") and dm in lawyer.dms()[before:])
    lawyer.click("Open", message=told)
    lawyer.wait_view(callback_id="opened")
    if answer == "return":
        _sent(lawyer, "Return it", "legal_return", {"because": "conflict"}, "has been told")
        lawyer.close(clear=True)
        return
    _sent(lawyer, "Ask for more", "legal_more", {"words": "When was it served?"}, "has been told")
    lawyer.close(clear=True)
    heard = keeper.wait_dm(
        lambda dm: dm.text.startswith(f"{told.text.split()[1].rstrip('.')}: more is asked")
    )
    keeper.click("Open", message=heard)
    keeper.wait_view(callback_id="opened")
    _sent(keeper, "Add what they asked for", "legal_add", {"more": "On the first"}, "gone to whoever asked")
    keeper.close(clear=True)
    lawyer.click("Open", message=told)
    lawyer.wait_view(predicate=lambda view: "We take it" in view.words)
    _tapped(lawyer, "We take it", "has been told")
    _tapped(lawyer, "Done", "Answer: Done.")
    lawyer.close(clear=True)


def _room(stage: Stage) -> None:
    lawyer = stage.person(LAWYER)
    lawyer.open_home()
    lawyer.wait_home(lambda home: "Your agency" in home.words)
    lawyer.click("Change", in_home=True)
    lawyer.wait_view(callback_id="legal_room")
    lawyer.fill({"legal_room.room": "not_now"})
    assert lawyer.submit() != {}
    lawyer.fill({"legal_room.until": "2099-01-01"})
    assert lawyer.submit() == {}
    lawyer.wait_view(callback_id="legal_done")
    lawyer.close(clear=True)


def _sent(who: Person, button: str, form: str, answers: Mapping[str, str], said: str) -> None:
    who.click(button)
    who.wait_view(callback_id=form)
    who.fill({f"{form}.{name}": answer for name, answer in answers.items()})
    assert who.submit() == {}
    who.wait_view(predicate=lambda view: said in view.words)


def _tapped(who: Person, button: str, said: str) -> None:
    who.click(button)
    who.wait_view(predicate=lambda view: said in view.words)
