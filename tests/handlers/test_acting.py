"""An act runs once and whole: what is wrong with its form comes back, and then nothing was kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from handlers.acting import ReadAgain, StopsHere, act_on_form, act_once, answer_form, at, do_once
from handlers.forms import Mistakes
from handlers.ids import View
from handlers.reminding import Stopped
from models.errors import NotAllowed
from models.replay import Replay
from models.rounds import is_done, write_done
from models.scene import Scene
from models.stops import StopsOfMonth
from tests.handlers.harbor import MANAGER, OFFICER, Harbor

WRONG = at(View.ACTION_FORM, {"by": "That day is over."})


@pytest.fixture
def acts() -> list[str]:
    """Who acted, one after another."""
    return []


def act(acts: list[str], ends: Exception | None = None) -> Callable[[Scene], str]:
    """Keep something, and end so."""

    def do(scene: Scene) -> str:
        acts.append(scene.user)
        write_done(scene.work, "acted", scene.moment.date(), scene.moment)
        if ends is not None:
            raise ends
        return f"{scene.user} {len(acts)} {scene.key}"

    return do


def kept(harbor: Harbor) -> bool:
    with harbor.ground.database.look() as work:
        return is_done(work, "acted", harbor.time().date())


def test_a_delivery_that_comes_again_gets_the_first_answer_and_acts_no_more(
    harbor: Harbor, acts: list[str]
) -> None:
    harbor.rung.clear()
    said = [act_once(harbor.ground, OFFICER, "V1", act(acts)) for _ in range(2)]
    assert said == [f"{OFFICER} 1 V1"] * 2
    assert (acts, kept(harbor), harbor.rung) == ([OFFICER], True, ["woken"])


def test_a_kind_of_acts_keeps_people_and_kinds_apart_under_the_same_key(
    harbor: Harbor, acts: list[str]
) -> None:
    ground = harbor.ground
    assert act_once(ground, OFFICER, "V1", act(acts), of="action") == f"{OFFICER} 1 V1"
    assert act_once(ground, MANAGER, "V1", act(acts), of="action") == f"{MANAGER} 2 V1"
    assert act_once(ground, OFFICER, "V1", act(acts), of="fund") == f"{OFFICER} 3 V1"
    assert act_once(ground, OFFICER, "V1", act(acts), of="action") == f"{OFFICER} 1 V1"


def test_a_key_longer_than_its_column_is_cut(harbor: Harbor, acts: list[str]) -> None:
    for _ in range(2):
        do_once(harbor.ground, OFFICER, "V" * 300, act(acts))
    assert acts == [OFFICER]
    with harbor.ground.database.look() as work:
        assert work.session.scalars(select(Replay.key)).all() == ["V" * 200]


def test_what_is_wrong_with_a_form_comes_back_and_nothing_is_kept(harbor: Harbor, acts: list[str]) -> None:
    harbor.rung.clear()
    for run in (answer_form, act_on_form):
        found = run(harbor.ground, OFFICER, "V1", act(acts, WRONG))
        assert isinstance(found, Mistakes)
        assert found.by_block == {"action_form.by": "That day is over."}
    assert (kept(harbor), harbor.rung) == (False, [])
    assert act_on_form(harbor.ground, OFFICER, "V1", act(acts)) is None, "mended, the same form is sent again"
    assert kept(harbor)


def test_what_could_be_used_against_somebody_is_counted_and_not_kept(harbor: Harbor, acts: list[str]) -> None:
    for run in (answer_form, act_on_form):
        assert isinstance(run(harbor.ground, OFFICER, "V1", act(acts, StopsHere())), Stopped)
    assert not kept(harbor)
    with harbor.ground.database.look() as work:
        assert work.session.scalars(select(StopsOfMonth.stops)).all() == [2]


def test_a_refusal_is_for_whoever_answers_and_nothing_is_kept(harbor: Harbor, acts: list[str]) -> None:
    for run in (act_once, do_once, answer_form, act_on_form):
        with pytest.raises(NotAllowed):
            run(harbor.ground, OFFICER, "V1", act(acts, NotAllowed()))
    assert not kept(harbor)


def test_a_mistake_stands_at_its_field_of_the_form() -> None:
    assert isinstance(WRONG, ReadAgain)
    assert WRONG.mistakes == Mistakes({"action_form.by": "That day is over."})
