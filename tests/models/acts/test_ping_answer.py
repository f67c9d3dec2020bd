"""Answering for a prosecutor's office: once, by whoever was asked, and nothing without a release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from models.acts.ping_answer import Answer, decide, not_mine, take, take_to_office
from models.classes import Category
from models.database import Database
from models.errors import AlreadyChanged, NotAvailable
from models.notice import Kind
from models.ping import Decision, PingState
from models.sensitive import Sensitive
from models.vault import Refused
from tests.factories import CASE_MANAGER, NOON, PROSECUTOR, lay, revealed
from tests.models.acts.asking import ALL, MINUTE, asked, handle, row, run, told
from tests.models.sharing import COLLEAGUE, Sharing, office, share


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(office(*ALL))
    return made


def test_whoever_has_it_stops_the_chain_and_the_asker_hears(sharing: Sharing) -> None:
    ref = asked(sharing)
    sharing.act(lambda scene: take(scene, handle(sharing, ref)), PROSECUTOR, NOON + MINUTE)
    run(sharing, NOON + 90 * MINUTE)
    assert told(sharing, COLLEAGUE) == []
    assert told(sharing, CASE_MANAGER) == [Kind.PING_TAKEN]


def test_the_first_decision_stands_and_the_second_is_told(sharing: Sharing) -> None:
    ref = asked(sharing)
    run(sharing, NOON + 60 * MINUTE)
    words = Sensitive("We will not oppose.")
    sharing.act(
        lambda scene: decide(
            scene, handle(sharing, ref, COLLEAGUE), Answer(Decision.NOT_OPPOSE, words=words)
        ),
        COLLEAGUE,
        NOON + 61 * MINUTE,
    )
    with pytest.raises(AlreadyChanged) as late:
        sharing.act(
            lambda scene: decide(scene, handle(sharing, ref), Answer(Decision.ORDINARY)),
            PROSECUTOR,
            NOON + 62 * MINUTE,
        )
    assert late.value.state == PingState.ANSWERED
    assert told(sharing, CASE_MANAGER) == [Kind.PING_ANSWERED]
    assert told(sharing, PROSECUTOR)[-1] == Kind.PING_IS_ANSWERED
    opened = sharing.ground.open(CASE_MANAGER, handle(sharing, ref, CASE_MANAGER), NOON + 63 * MINUTE)
    assert revealed(opened)[Category.LEGAL_CALENDAR]["answer.not_oppose"] == "We will not oppose."


def test_a_hold_ends_and_both_are_reminded_and_told_of_silence(sharing: Sharing) -> None:
    ref = asked(sharing, hearing_at=None)
    until = date(2026, 10, 15)
    answer = Answer(Decision.HOLD, until=until)
    sharing.act(lambda scene: decide(scene, handle(sharing, ref), answer), PROSECUTOR, NOON + MINUTE)
    run(sharing, NOON + timedelta(days=40))
    for user in (PROSECUTOR, CASE_MANAGER):
        assert told(sharing, user)[-4:] == [Kind.HOLD_ENDS] * 3 + [Kind.HOLD_OVER]


def test_a_hold_without_a_day_to_come_is_none(sharing: Sharing) -> None:
    ref = asked(sharing)
    for until in (None, NOON.date()):
        answer = Answer(Decision.HOLD, until)
        with pytest.raises(ValueError, match="hold"):
            sharing.act(partial(decide, handle=handle(sharing, ref), answer=answer), PROSECUTOR)


def test_it_is_taken_to_the_office_with_a_date_that_keeps_the_clock(sharing: Sharing) -> None:
    ref = asked(sharing, hearing_at=None)
    sharing.act(
        lambda scene: take_to_office(scene, handle(sharing, ref), date(2026, 9, 17)),
        PROSECUTOR,
        NOON + MINUTE,
    )
    run(sharing, NOON + timedelta(days=2))
    assert Kind.PING_NOBODY not in told(sharing, CASE_MANAGER)
    run(sharing, NOON + timedelta(days=3))
    assert told(sharing, CASE_MANAGER) == [Kind.PING_WITH_OFFICE, Kind.PING_NOBODY]


def test_not_mine_goes_nowhere_without_a_release_and_says_the_same_to_whoever_tapped(
    sharing: Sharing,
) -> None:
    ref = asked(sharing)
    other = "prosecutor:Lantern Harbor City Attorney"
    before = handle(sharing, ref)
    sharing.act(lambda scene: not_mine(scene, before, other), PROSECUTOR, NOON + MINUTE)
    assert row(sharing, ref).state == PingState.CLOSED
    assert told(sharing, CASE_MANAGER) == [Kind.PING_NOT_THEIRS]
    assert isinstance(sharing.ground.open(PROSECUTOR, before), Refused)


def test_not_mine_goes_to_the_office_that_a_release_names_and_the_chain_begins_anew(sharing: Sharing) -> None:
    city, lawyer = "prosecutor:Lantern Harbor City Attorney", COLLEAGUE
    sharing.ground.reappoint(lawyer, agency=city)
    sharing.sign(replace(office(*ALL), agency=city))
    ref = asked(sharing)
    before = handle(sharing, ref)
    sharing.act(lambda scene: not_mine(scene, before, city), PROSECUTOR, NOON + MINUTE)
    assert (row(sharing, ref).office, row(sharing, ref).state) == (city, PingState.ASKED)
    assert told(sharing, lawyer) == [Kind.PING_CARD]
    assert told(sharing, CASE_MANAGER) == [Kind.PING_MOVED]
    assert isinstance(sharing.ground.open(PROSECUTOR, before, NOON + 2 * MINUTE), Refused)
    run(sharing, NOON + 31 * MINUTE)
    assert told(sharing, lawyer)[-1] == Kind.PING_AGAIN
    assert told(sharing, PROSECUTOR) == [Kind.PING_CARD]


def test_after_a_release_has_ended_nobody_of_the_office_opens_or_answers(sharing: Sharing) -> None:
    ref = asked(sharing)
    mine = handle(sharing, ref)
    revoked = sharing.revoke(*[one.id for one in sharing.circle().consents])
    assert ref in revoked.unopened
    assert isinstance(sharing.ground.open(PROSECUTOR, mine), Refused)
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: decide(scene, mine, Answer(Decision.NOT_OPPOSE)), PROSECUTOR)
