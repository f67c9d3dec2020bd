"""Asking a prosecutor's office: under a release only, in order, and whatever the asker does then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.ping import ask, close, hearing_moved, say_more
from models.acts.ping_answer import Answer, decide
from models.classes import Category
from models.database import Database
from models.errors import NotAllowed, NotAvailable, NotCovered, Vacant
from models.notice import Kind
from models.ping import Decision, Ping, PingState
from models.sensitive import Sensitive
from models.vault import Refused
from tests.factories import CASE_MANAGER, MANAGER, NOON, OFFICER, PROSECUTOR, lay, revealed
from tests.models.acts.asking import ALL, HEARING, MINUTE, WORDS, asked, handle, new, row, run, told
from tests.models.sharing import COLLEAGUE, Sharing, office, share


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(office(*ALL))
    return made


def test_the_first_of_the_office_gets_a_card_and_reads_it(sharing: Sharing) -> None:
    ref = asked(sharing)
    assert told(sharing, PROSECUTOR) == [Kind.PING_CARD]
    assert told(sharing, COLLEAGUE) == []
    opened = sharing.ground.open(PROSECUTOR, handle(sharing, ref))
    assert revealed(opened)[Category.BARRIERS] == {"barriers": "shelter move"}


def test_a_class_that_no_release_covers_is_named_and_nothing_is_kept(sharing: Sharing) -> None:
    uncovered = {**WORDS, Category.LOCATION: {"place": Sensitive("the ferry steps")}}
    with pytest.raises(NotCovered) as refused:
        asked(sharing, details=uncovered)
    assert refused.value.classes == {Category.LOCATION}
    with sharing.ground.database.look() as work:
        assert work.session.scalars(select(Ping)).all() == []


def test_an_office_that_nobody_staffs_is_said(sharing: Sharing) -> None:
    with pytest.raises(Vacant):
        asked(sharing, office="prosecutor:Saltmarsh County Prosecutor")


def test_somebody_outside_the_team_asks_nothing(sharing: Sharing) -> None:
    for user in (OFFICER, MANAGER, PROSECUTOR):
        with pytest.raises(NotAllowed):
            sharing.act(lambda scene: ask(scene, new(sharing)), user)


def test_nobody_answers_and_everybody_hears_in_turn(sharing: Sharing) -> None:
    ref = asked(sharing)
    run(sharing, NOON + 30 * MINUTE)
    assert told(sharing, PROSECUTOR) == [Kind.PING_CARD, Kind.PING_AGAIN]
    run(sharing, NOON + 60 * MINUTE)
    assert told(sharing, COLLEAGUE) == [Kind.PING_CARD]
    assert told(sharing, PROSECUTOR)[-1] == Kind.PING_HANDED
    assert not isinstance(sharing.ground.open(COLLEAGUE, handle(sharing, ref, COLLEAGUE)), Refused)
    run(sharing, NOON + 90 * MINUTE)
    assert told(sharing, MANAGER) == [Kind.PING_MANAGER]
    run(sharing, HEARING - MINUTE)
    assert told(sharing, CASE_MANAGER) == [Kind.PING_NOBODY]
    assert told(sharing, COLLEAGUE)[-1] == Kind.PING_LAST_CALL
    run(sharing, HEARING)
    assert told(sharing, CASE_MANAGER)[-1] == Kind.PING_AFTER
    assert row(sharing, ref).state == PingState.CLOSED


def test_the_office_asks_for_more_and_gets_it(sharing: Sharing) -> None:
    ref = asked(sharing)
    mine = handle(sharing, ref)
    sharing.act(lambda scene: decide(scene, mine, Answer(Decision.NEED_MORE)), PROSECUTOR, NOON + MINUTE)
    more = {Category.BARRIERS: {"more": Sensitive("A ride is booked.")}}
    sharing.act(lambda scene: say_more(scene, ref, more), CASE_MANAGER, NOON + 2 * MINUTE)
    assert told(sharing, CASE_MANAGER) == [Kind.PING_MORE]
    assert told(sharing, PROSECUTOR)[-1] == Kind.PING_HAS_MORE
    assert row(sharing, ref).state == PingState.ASKED
    run(sharing, NOON + 33 * MINUTE)
    assert told(sharing, PROSECUTOR)[-1] == Kind.PING_AGAIN, "the chain begins anew"
    assert revealed(sharing.ground.open(PROSECUTOR, mine))[Category.BARRIERS]["more"] == "A ride is booked."


def test_a_hearing_that_moves_moves_the_chain_and_both_are_told(sharing: Sharing) -> None:
    ref = asked(sharing)
    later = HEARING + timedelta(days=7)
    assert sharing.act(lambda scene: hearing_moved(scene, "a" * 32, later)) == [ref]
    run(sharing, HEARING + MINUTE)
    assert row(sharing, ref).state == PingState.ASKED
    assert Kind.PING_HEARING_MOVED in told(sharing, CASE_MANAGER)
    assert Kind.PING_CHANGED in told(sharing, PROSECUTOR)


def test_only_the_asker_closes_it(sharing: Sharing) -> None:
    ref = asked(sharing)
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: close(scene, ref), PROSECUTOR)
    sharing.act(lambda scene: close(scene, ref), CASE_MANAGER, NOON + MINUTE)
    run(sharing, HEARING + MINUTE)
    assert told(sharing, PROSECUTOR) == [Kind.PING_CARD, Kind.PING_CLOSED]
