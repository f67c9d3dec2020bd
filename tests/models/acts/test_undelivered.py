"""What cannot arrive: the next is paged, people are told, and nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.acts.paging import cards
from models.acts.undelivered import _QUIET, undelivered
from models.classes import Basis
from models.database import Database
from models.envelope import CustodyWrap, SealedItem
from models.notice import Kind, NewNotice, Notice, post
from models.people import Role
from models.referral import Door, Referral, State
from models.schema import SlackUserId
from models.vault import Seat
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    DETAILS,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    RESPONDER,
    Laid,
    Told,
    intrude,
    laid_on_sqlite,
    lay,
    revealed,
    seat_of,
)

SCREENER = Seat(MANAGER, Role.PROJECT_MANAGER, Basis.REFERRAL)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def carded(ground: Laid, told: Told, kind: Kind, *seats: Seat) -> None:
    with ground.database.work() as work:
        referral = work.session.get_one(Referral, told.ref)
        handles = {seat: told.handles[seat.user] for seat in seats}
        post(work, NOON, cards(referral, handles, kind, "RECEIPT"))
        work.commit()


def cannot_arrive(ground: Laid, kind: Kind, recipient: SlackUserId, subject: str = "") -> None:
    """The Postman's last word on the notice of this kind to this person, posted if it is not there."""
    with ground.database.work() as work:
        notice = find(ground, kind, recipient)
        if notice is None:
            post(work, NOON, [NewNotice(kind, recipient, f"{kind}:{recipient}", subject=subject)])
            notice = work.session.scalars(select(Notice).where(Notice.kind == kind.value)).one()
        undelivered(work, ground.vault, ground.audit, ground.rules, notice, "user_not_found", NOON)
        work.commit()


def find(ground: Laid, kind: Kind, recipient: SlackUserId) -> Notice | None:
    with ground.database.look() as work:
        mine = (Notice.kind == kind.value, Notice.recipient == recipient)
        return work.session.scalars(select(Notice).where(*mine)).first()


def to(ground: Laid, kind: Kind) -> list[str]:
    with ground.database.look() as work:
        query = select(Notice.recipient).where(Notice.kind == kind.value).order_by(Notice.id)
        return list(work.session.scalars(query))


def test_the_next_responder_is_paged_and_can_open_and_people_are_told(
    database: Database, tmp_path: Path
) -> None:
    ground = lay(database, tmp_path)
    told = ground.refer(seats=(seat_of(RESPONDER),))
    carded(ground, told, Kind.CARD_NOW, seat_of(RESPONDER))
    cannot_arrive(ground, Kind.CARD_NOW, RESPONDER)
    assert to(ground, Kind.CARD_NOW) == [RESPONDER, BACKUP]
    card = find(ground, Kind.CARD_NOW, BACKUP)
    assert card is not None
    assert card.handle is not None
    assert len(card.receipt) == 20
    assert revealed(ground.open(BACKUP, card.handle)) == DETAILS
    assert to(ground, Kind.NOT_REACHED) == [OFFICER, MANAGER]
    rows = ground.audit_rows()
    assert ("bot", "notice.never", f"{told.ref} {RESPONDER}", "user_not_found") in rows
    assert ("bot", "notice.posted", told.ref, "next") in rows


def test_when_the_rotas_two_cannot_be_reached_the_case_manager_is_paged(ground: Laid) -> None:
    told = ground.refer()
    carded(ground, told, Kind.CARD_NOW, seat_of(RESPONDER), seat_of(BACKUP))
    cannot_arrive(ground, Kind.CARD_NOW, RESPONDER)
    assert to(ground, Kind.CARD_NOW) == [RESPONDER, BACKUP, CASE_MANAGER]
    cannot_arrive(ground, Kind.CARD_NOW, CASE_MANAGER)
    assert to(ground, Kind.CARD_NOW)[-1] == CLINICIAN
    cannot_arrive(ground, Kind.CARD_NOW, CLINICIAN)
    assert len(to(ground, Kind.CARD_NOW)) == 4, "nobody is left, and nobody is asked twice"
    assert to(ground, Kind.NOT_REACHED).count(OFFICER) == 3


@pytest.mark.parametrize("columns", [{"acknowledged_at": NOON}, {"state": State.MET.value, "met_at": NOON}])
def test_nobody_further_is_shown_details_once_somebody_has_it(
    ground: Laid, columns: dict[str, object]
) -> None:
    told = ground.refer()
    carded(ground, told, Kind.CARD_NOW, seat_of(RESPONDER), seat_of(BACKUP))
    ground.change(told.ref, **columns)
    cannot_arrive(ground, Kind.CARD_NOW, RESPONDER)
    assert to(ground, Kind.CARD_NOW) == [RESPONDER, BACKUP]
    assert to(ground, Kind.NOT_REACHED) == [OFFICER, MANAGER]


def test_when_what_was_sealed_cannot_be_handed_on_people_are_told_all_the_same(ground: Laid) -> None:
    told = ground.refer()
    carded(ground, told, Kind.CARD_NOW, seat_of(RESPONDER))
    with ground.database.work() as work:
        intrude(work, update(CustodyWrap).values(nonce=bytes(12)))
        work.commit()
    cannot_arrive(ground, Kind.CARD_NOW, RESPONDER)
    assert to(ground, Kind.CARD_NOW) == [RESPONDER]
    assert to(ground, Kind.NOT_REACHED) == [OFFICER, MANAGER]


def test_who_referred_is_told_that_the_one_screener_was_not_reached(ground: Laid) -> None:
    told = ground.refer(Door.COMMUNITY, referrer=NEIGHBOR, seats=(SCREENER,))
    carded(ground, told, Kind.CARD_TODAY, SCREENER)
    cannot_arrive(ground, Kind.CARD_TODAY, MANAGER)
    assert to(ground, Kind.NOT_REACHED) == [NEIGHBOR], "whoever could not be reached is not told so in Slack"
    assert to(ground, Kind.CARD_NOW) == []


def test_a_neighbor_does_not_learn_from_trouble_that_outreach_was_sent(ground: Laid) -> None:
    told = ground.refer(Door.COMMUNITY, referrer=NEIGHBOR, seats=(seat_of(RESPONDER),))
    carded(ground, told, Kind.CARD_TODAY, seat_of(RESPONDER))
    ground.change(told.ref, state=State.DISPATCHED.value, dispatched_at=NOON)
    cannot_arrive(ground, Kind.CARD_TODAY, RESPONDER)
    assert to(ground, Kind.NOT_REACHED) == [MANAGER]


def test_the_author_of_the_rest_is_told_that_it_did_not_arrive(ground: Laid) -> None:
    told = ground.refer()
    carded(ground, told, Kind.CARD_MORE, seat_of(RESPONDER))
    cannot_arrive(ground, Kind.CARD_MORE, RESPONDER)
    assert to(ground, Kind.NOT_REACHED) == [OFFICER, MANAGER]


def test_a_receipt_that_cannot_arrive_is_told_to_the_project_manager(ground: Laid) -> None:
    told = ground.refer()
    cannot_arrive(ground, Kind.RECEIVED, OFFICER, told.ref)
    assert to(ground, Kind.NOT_REACHED) == [MANAGER]


@pytest.mark.parametrize("kind", sorted(_QUIET))
def test_a_notice_about_a_notice_ends_in_the_log(ground: Laid, kind: Kind) -> None:
    cannot_arrive(ground, kind, MANAGER)
    with ground.database.look() as work:
        assert len(work.session.scalars(select(Notice)).all()) == 1
    assert ground.audit_rows()[-1] == ("bot", "notice.never", MANAGER, "user_not_found")


def test_the_same_trouble_told_twice_is_told_once(ground: Laid) -> None:
    told = ground.refer()
    carded(ground, told, Kind.CARD_NOW, seat_of(RESPONDER))
    for _ in range(2):
        cannot_arrive(ground, Kind.CARD_NOW, RESPONDER)
    assert to(ground, Kind.NOT_REACHED) == [OFFICER, MANAGER]
    with ground.database.look() as work:
        handed = work.session.scalars(select(SealedItem.recipient)).all()
    assert len(set(handed)) == len(handed)
