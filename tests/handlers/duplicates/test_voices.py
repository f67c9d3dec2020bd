"""Notices about pairs: constant words, a button, and nothing to whoever has no say any more."""

from __future__ import annotations

import pytest

from handlers.duplicates.notices import PAIR_WORDS
from handlers.duplicates.voices import VOICES
from handlers.voice import Message, Spoken, Telling
from models.acts.duplicates import judge
from models.notice import Kind, Never
from models.pair import Pair
from tests.handlers.duplicates.test_listeners import look, refer, stored
from tests.handlers.harbor import CLINICAL, MANAGER, OFFICER, QUAY_OFFICER, Harbor


@pytest.fixture
def pair(harbor: Harbor) -> Pair:
    refer(harbor, "Zebulon Testperson", OFFICER, "VONE")
    refer(harbor, "Zebulon Testperson", QUAY_OFFICER, "VTWO")
    look(harbor)
    return stored(harbor)


def say(harbor: Harbor, pair: Pair, *, same: bool) -> None:
    with harbor.ground.database.work() as work:
        judge(harbor.ground.scene(work, CLINICAL), pair.id, same=same)
        work.commit()


def spoken(harbor: Harbor, kind: Kind) -> Spoken:
    [notice] = harbor.notices(kind)
    with harbor.ground.database.look() as work:
        return VOICES[kind](Telling(work, harbor.rules(), notice, harbor.ground))


def test_the_supervisor_hears_constant_words_with_a_button(harbor: Harbor, pair: Pair) -> None:
    said = spoken(harbor, Kind.PAIR_FOUND)
    assert isinstance(said, Message)
    assert said.text == PAIR_WORDS[Kind.PAIR_FOUND]
    assert pair.newer not in repr(said)
    assert pair.other not in repr(said)
    assert said.blocks is not None
    assert said.blocks[1]["elements"][0]["value"] == pair.id


def test_the_project_manager_hears_when_it_is_one_person(harbor: Harbor, pair: Pair) -> None:
    say(harbor, pair, same=True)
    said = spoken(harbor, Kind.PAIR_CONFIRMED)
    assert isinstance(said, Message)
    assert said.text == PAIR_WORDS[Kind.PAIR_CONFIRMED]


@pytest.mark.parametrize("same", [True, False])
def test_what_was_said_meanwhile_is_asked_of_nobody(harbor: Harbor, pair: Pair, *, same: bool) -> None:
    say(harbor, pair, same=same)
    assert spoken(harbor, Kind.PAIR_FOUND) == Never("done")


def test_who_has_left_hears_nothing(harbor: Harbor, pair: Pair) -> None:
    say(harbor, pair, same=True)
    harbor.suspend(CLINICAL)
    assert spoken(harbor, Kind.PAIR_FOUND) == Never("not_on_roster")
    assert harbor.told(MANAGER).count(Kind.PAIR_CONFIRMED) == 1
