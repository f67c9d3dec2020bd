"""Asking a prosecutor's office: under a release only, in order, answered once, and heard at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.ping import (
    Answer,
    NewPing,
    ask,
    close,
    decide,
    hearing_moved,
    not_mine,
    say_more,
    take,
    take_to_office,
)
from models.acts.steps import take as take_step
from models.classes import Category
from models.database import Database
from models.due import finish
from models.due import take as take_due
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotCovered, Vacant
from models.notice import Kind, Notice
from models.ping import Ask, Decision, Ping, PingState, Side
from models.scene import Scene
from models.schema import Handle, PingRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Refused
from tests.factories import CASE_MANAGER, MANAGER, NOON, OFFICER, PROSECUTOR, lay, revealed
from tests.models.sharing import COLLEAGUE, OFFICE, Sharing, office, share

HEARING = NOON + timedelta(days=1)
MINUTE = timedelta(minutes=1)
ALL = (Category.LEGAL_CALENDAR, Category.ENGAGEMENT, Category.BARRIERS)
WORDS = {
    Category.LEGAL_CALENDAR: {
        "case": Sensitive("2026-CR-0000"),
        "wanted": Sensitive("support quash"),
    },
    Category.BARRIERS: {"barriers": Sensitive("shelter move")},
}


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(office(*ALL))
    return made


def new(sharing: Sharing, **more: object) -> NewPing:
    whole: dict[str, object] = {
        "side": Side.PROSECUTOR,
        "ask": Ask.HEARING,
        "participant": sharing.ref,
        "office": OFFICE,
        "details": WORDS,
        "court": "superior",
        "matter": "a" * 32,
        "hearing_at": HEARING,
    }
    return NewPing(**{**whole, **more})  # type: ignore[arg-type]


def asked(sharing: Sharing, **more: object) -> PingRef:
    return sharing.act(lambda scene: ask(scene, new(sharing, **more)).ref)


def row(sharing: Sharing, ref: PingRef) -> Ping:
    with sharing.ground.database.look() as work:
        found = work.session.get_one(Ping, ref)
        work.session.expunge(found)
        return found


def handle(sharing: Sharing, ref: PingRef, user: SlackUserId = PROSECUTOR) -> Handle:
    with sharing.ground.database.look() as work:
        query = select(SealedItem.handle).where(
            SealedItem.subject == ref, SealedItem.recipient == user, SealedItem.withdrawn_at.is_(None)
        )
        return work.session.scalars(query).one()


def told(sharing: Sharing, user: SlackUserId) -> list[str]:
    with sharing.ground.database.look() as work:
        query = select(Notice.kind).where(Notice.recipient == user, Notice.subject.startswith("P-"))
        return list(work.session.scalars(query.order_by(Notice.id)))


def run(sharing: Sharing, until: datetime) -> None:
    """Everything that falls due until then, each at its own moment."""
    while True:
        with sharing.ground.database.work() as work:
            step = take_due(work, until)
            if step is None:
                return
            moment = max(step.due_at, NOON)
            scene = Scene(
                work,
                sharing.ground.vault,
                sharing.ground.audit,
                sharing.ground.rules,
                SlackUserId("bot"),
                moment,
            )
            finish(step, take_step(scene, step), moment)
            work.commit()


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


def test_after_a_release_has_ended_nobody_of_the_office_opens_or_answers(sharing: Sharing) -> None:
    ref = asked(sharing)
    mine = handle(sharing, ref)
    revoked = sharing.revoke(*[one.id for one in sharing.circle().consents])
    assert ref in revoked.unopened
    assert isinstance(sharing.ground.open(PROSECUTOR, mine), Refused)
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: decide(scene, mine, Answer(Decision.NOT_OPPOSE)), PROSECUTOR)


def test_only_the_asker_closes_it(sharing: Sharing) -> None:
    ref = asked(sharing)
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: close(scene, ref), PROSECUTOR)
    sharing.act(lambda scene: close(scene, ref), CASE_MANAGER, NOON + MINUTE)
    run(sharing, HEARING + MINUTE)
    assert told(sharing, PROSECUTOR) == [Kind.PING_CARD, Kind.PING_CLOSED]
