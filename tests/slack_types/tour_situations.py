"""The tour's way past situations: told of, stopped, posted, counted, looked back at, given on and closed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.notice import Kind, NewNotice, post
from models.schema import SituationRef, SlackUserId
from models.situation import Situation
from sandbox.faces import SeenMessage
from sandbox.people import Person
from tests.journeys.shifts import heard, told
from tests.stage import MANAGER, NEIGHBOR, SUPERVISOR, Stage, wait_until

_OWG = "C0OWG0001"
_PLACE = "Stop at Fifth and Anchor"
_NAMED = "mostly the tall guy everyone calls Sprocket"


def situations(stage: Stage) -> None:
    """Every screen, form and sentence of the feature once."""
    ref = _told_of(stage)
    line = _line(stage, ref)
    manager = stage.person(MANAGER)
    _numbers(manager, line)
    _goes_on(stage, manager, ref)
    _given(stage, manager, ref)
    _posted_straight(stage, ref)
    _closed(stage, ref)


def _told_of(stage: Stage) -> SituationRef:
    neighbor = stage.person(NEIGHBOR)
    neighbor.command("/lead refer")
    neighbor.wait_view(callback_id="community")
    neighbor.click("Report a situation instead")
    neighbor.wait_view(callback_id="situation_form")
    answers = {
        "Where is it?": _PLACE,
        "At what times?": "4 to 7 pm",
        "A conference about it?": ["Yes, please set one"],
    }
    neighbor.fill({**answers, "What happens there?": _NAMED})
    assert neighbor.submit() != {}
    neighbor.fill({"What happens there?": "People drink at the shelter; riders wait in the road"})
    assert neighbor.submit() == {}
    neighbor.wait_view(callback_id="situation_noted")
    neighbor.close(clear=True)
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalars(select(Situation.ref).where(Situation.place == _PLACE)).one()


def _line(stage: Stage, ref: SituationRef) -> SeenMessage:
    manager = stage.person(MANAGER)

    def found() -> list[SeenMessage]:
        return [one for one in manager.messages(_OWG) if one.text.startswith(f"{ref}: a place")]

    wait_until(lambda: bool(found()), "the line stands in the channel")
    return found()[0]


def _numbers(manager: Person, line: SeenMessage) -> None:
    for first in ("many", "14"):
        manager.click("Add a number", message=line) if first == "many" else None
        manager.wait_view(callback_id="situation_count")
        manager.fill({"What was counted?": "Calls", "How many?": first})
        said = manager.submit()
        assert (said != {}) is (first == "many")
    manager.wait_view(callback_id="situation_noted")
    manager.close(clear=True)


def _goes_on(stage: Stage, manager: Person, ref: SituationRef) -> None:
    _its_day_comes(stage, ref)
    manager.click("Open", message=heard(stage, MANAGER, f"{ref}: the day to look back has come")[-1])
    manager.wait_view(callback_id="situation")
    manager.click("Look again later")
    manager.wait_view(callback_id="situation_renew")
    day = (stage.now() + timedelta(days=30)).date().isoformat()
    manager.fill(
        {"When do you look back again?": day, "What was done so far?": "The city was asked for a light"}
    )
    assert manager.submit() == {}
    manager.close(clear=True)
    told(stage)
    neighbor = stage.person(NEIGHBOR)
    neighbor.click(
        "Open", message=heard(stage, NEIGHBOR, f"{ref}: the place you told us of was looked at")[-1]
    )
    neighbor.wait_view(callback_id="situation")
    neighbor.click("Change the words")
    neighbor.wait_view(callback_id="situation_mend")
    neighbor.fill({"At what times?": "4 to 8 pm"})
    assert neighbor.submit() == {}
    neighbor.close(clear=True)
    told(stage)


def _its_day_comes(stage: Stage, ref: SituationRef) -> None:
    """Without two weeks going by: what else the tour holds is not to age so much."""
    ground, kind = stage.bot.floor.ground, Kind.SITUATION_REVIEW
    with ground.database.work() as work:
        row = work.session.get_one(Situation, ref)
        row.review_on = ground.book.current(work).today(ground.now())
        post(work, ground.now(), [NewNotice(kind, SlackUserId(MANAGER), f"tour:{kind.value}", subject=ref)])
        work.commit()
    ground.wake()
    told(stage)


def _given(stage: Stage, manager: Person, ref: SituationRef) -> None:
    manager.open_home()
    manager.wait_home(lambda home: "Situations: " in home.words)
    manager.click("situation_list", in_home=True)
    manager.wait_view(callback_id="situations")
    manager.click("situation_open")
    manager.wait_view(callback_id="situation")
    manager.click("Somebody else sees to it")
    manager.wait_view(callback_id="situation_give")
    manager.fill({"Who of the group sees to it?": SUPERVISOR})
    assert manager.submit() == {}
    manager.close(clear=True)
    told(stage)
    assert heard(stage, SUPERVISOR, f"{ref}: a situation is yours to see to")


def _posted_straight(stage: Stage, ref: SituationRef) -> None:
    """What only a closed channel brings about."""
    ground, kind = stage.bot.floor.ground, Kind.SITUATION_NOT_POSTED
    with ground.database.work() as work:
        post(work, ground.now(), [NewNotice(kind, SlackUserId(MANAGER), f"tour:{kind.value}", subject=ref)])
        work.commit()
    ground.wake()
    told(stage)


def _closed(stage: Stage, ref: SituationRef) -> None:
    sergeant = stage.person(SUPERVISOR)
    sergeant.click("Close", message=_line(stage, ref))
    sergeant.wait_view(callback_id="situation_close")
    sergeant.fill({"What was done about the place?": "Zebulon Testperson left"})
    assert sergeant.submit() != {}
    sergeant.fill({"What was done about the place?": "A light was put up"})
    assert sergeant.submit() == {}
    sergeant.close(clear=True)
    told(stage)
    neighbor = stage.person(NEIGHBOR)
    neighbor.click("Open", message=heard(stage, NEIGHBOR, f"{ref}: there is an answer about the place")[-1])
    neighbor.wait_view(callback_id="situation", predicate=lambda view: "A light was put up" in view.words)
    neighbor.close(clear=True)
