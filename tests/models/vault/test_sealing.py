"""Sealing: one envelope a category, one grant a seat, nothing readable at rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models import cipher
from models.classes import Basis, Category
from models.database import Database
from models.envelope import CustodyWrap, Envelope, Grant, SealedItem
from models.errors import Unsafe
from models.people import Role, find_actor
from models.referral import Referral
from models.schema import Handle
from models.vault import Details, Opened, Seat
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    DETAILS,
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
    sensitive,
)

MORE = {Category.INCIDENT: {"offence": "trespass, second screen"}}


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def share(ground: Laid, told: Told, *seats: Seat) -> dict[Seat, Handle]:
    with ground.database.work() as work:
        handles = ground.vault.sealer.share(work, work.session.get_one(Referral, told.ref), seats, NOON)
        work.commit()
        return handles


def seal_more(ground: Laid, told: Told, *seats: Seat) -> dict[Seat, Handle]:
    """The second screen."""
    with ground.database.work() as work:
        referral = work.session.get_one(Referral, told.ref)
        referral.complete(NOON)
        ground.vault.rows.sign_row(referral)
        author = find_actor(work, ground.vault.rows, OFFICER, ground.rules.today(NOON))
        handles = ground.vault.sealer.seal(
            work, author, referral, sensitive(MORE), seats, moment=NOON, destroy_after=timedelta(days=90)
        )
        work.commit()
        return handles


def test_each_category_has_an_envelope_and_a_custodian_wrap_and_each_seat_a_grant(ground: Laid) -> None:
    ground.refer()
    with ground.database.look() as work:
        categories = work.session.scalars(select(Envelope.category)).all()
        counts = [
            work.session.scalar(select(func.count()).select_from(row))
            for row in (CustodyWrap, SealedItem, Grant)
        ]
    assert sorted(categories) == ["identity", "incident", "location"]
    assert counts == [3, 3, 9]


def test_nothing_sealed_is_readable_in_any_file_beside_it(ground: Laid) -> None:
    ground.refer()
    stored = b"".join(path.read_bytes() for path in ground.folder.parent.rglob("*") if path.is_file())
    assert b"envelopes" in stored
    for fields in DETAILS.values():
        for words in fields.values():
            for form in (
                words.encode(),
                words.upper().encode(),
                words.encode("utf-16-le"),
                words.encode().hex().encode(),
            ):
                assert form not in stored


def test_every_stored_length_is_one_of_the_steps(ground: Laid) -> None:
    for length in (1, 400, 3000):
        ground.refer(details={Category.INCIDENT: {"happens": "x" * length}})
    with ground.database.look() as work:
        lengths = work.session.scalars(select(func.length(Envelope.details_sealed))).all()
    assert sorted(set(lengths)) == [512 + 16, 8192 + 16]


def test_the_custodian_wrap_stands_under_the_month_of_destruction(ground: Laid) -> None:
    ground.refer()
    with ground.database.look() as work:
        assert set(work.session.scalars(select(CustodyWrap.kek_id))) == {"epoch-2026-12"}
        assert set(work.session.scalars(select(Grant.kek_id))) == {"grant-1"}


def test_without_the_key_of_that_month_nothing_is_sealed(ground: Laid) -> None:
    with pytest.raises(Unsafe, match="epoch-2027"):
        ground.refer(moment=NOON + timedelta(days=365 // 2))
    with ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Envelope)) == 0
        assert work.session.scalar(select(func.count()).select_from(Referral)) == 0


def test_more_than_an_envelope_holds_is_refused_whole(ground: Laid) -> None:
    with pytest.raises(ValueError, match="too long"):
        ground.refer(details={**DETAILS, Category.INCIDENT: {"happens": "x" * 16_384}})
    with ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Envelope)) == 0


def test_the_rest_comes_under_the_same_handle(ground: Laid) -> None:
    told = ground.refer(details={Category.LOCATION: DETAILS[Category.LOCATION]})
    seats = (Seat(OFFICER, None, Basis.OWN), seat_of(RESPONDER), seat_of(BACKUP))
    handles = seal_more(ground, told, *seats)
    assert {seat.user: handle for seat, handle in handles.items()} == told.handles
    for user in (OFFICER, RESPONDER, BACKUP):
        both = {Category.LOCATION: DETAILS[Category.LOCATION], **MORE}
        assert revealed(ground.open(user, told.handles[user])) == both


def test_a_colleague_who_comes_later_reads_the_same(database: Database, tmp_path: Path) -> None:
    ground = lay(database, tmp_path)
    told = ground.refer(seats=(seat_of(RESPONDER),))
    handles = share(ground, told, seat_of(BACKUP), seat_of(CASE_MANAGER, Role.CASE_MANAGER))
    for seat, handle in handles.items():
        assert revealed(ground.open(seat.user, handle)) == DETAILS


def test_sharing_hands_nothing_twice_to_the_same_seat(ground: Laid) -> None:
    told = ground.refer(seats=(seat_of(RESPONDER),))
    assert list(share(ground, told, seat_of(RESPONDER), seat_of(BACKUP))) == [seat_of(BACKUP)]
    assert share(ground, told, seat_of(RESPONDER), seat_of(BACKUP)) == {}


def test_an_altered_custodian_wrap_hands_on_nothing(database: Database, tmp_path: Path) -> None:
    ground = lay(database, tmp_path)
    told = ground.refer(seats=())
    with ground.database.look() as work:
        wrap = work.session.scalars(select(CustodyWrap)).first()
        grant = work.session.scalars(select(Grant)).first()
    assert wrap is not None
    assert grant is not None
    flipped = bytes([wrap.wrapped[0] ^ 1]) + wrap.wrapped[1:]
    for change in (
        {"wrapped": flipped},
        {"nonce": bytes(12)},
        {"kek_id": "epoch-2026-11"},
        {"kek_id": "epoch-1999-01"},
        {"nonce": grant.nonce, "wrapped": grant.wrapped, "kek_id": grant.kek_id},
    ):
        with ground.database.work() as work:
            mine = CustodyWrap.envelope_id == wrap.envelope_id
            intrude(work, update(CustodyWrap).where(mine).values(change))
            referral = work.session.get_one(Referral, told.ref)
            with pytest.raises(Unsafe):
                ground.vault.sealer.share(work, referral, [seat_of(BACKUP)], NOON)


def test_an_envelope_of_an_unknown_category_hands_on_nothing(ground: Laid) -> None:
    told = ground.refer()
    with ground.database.work() as work:
        intrude(work, update(Envelope).values(category="rumour"))
        referral = work.session.get_one(Referral, told.ref)
        with pytest.raises(Unsafe):
            ground.vault.sealer.share(work, referral, [seat_of(BACKUP)], NOON)


def test_custodian_wraps_swapped_between_envelopes_hand_on_nothing(ground: Laid) -> None:
    told = ground.refer()
    with ground.database.work() as work:
        one, two, _ = work.session.scalars(select(CustodyWrap).order_by(CustodyWrap.envelope_id)).all()
        one.nonce, two.nonce = two.nonce, one.nonce
        one.wrapped, two.wrapped = two.wrapped, one.wrapped
        work.session.flush()
        referral = work.session.get_one(Referral, told.ref)
        with pytest.raises(Unsafe):
            ground.vault.sealer.share(work, referral, [seat_of(BACKUP)], NOON)


def test_an_envelope_moved_to_another_referral_is_read_by_nobody_there(ground: Laid) -> None:
    mine, theirs = ground.refer(seats=()), ground.refer(seats=())
    with ground.database.work() as work:
        intrude(work, update(Envelope).where(Envelope.subject == theirs.ref).values(subject=mine.ref))
        referral = work.session.get_one(Referral, mine.ref)
        handles = ground.vault.sealer.share(work, referral, [seat_of(BACKUP)], NOON)
        outcome = ground.open_within(work, BACKUP, handles[seat_of(BACKUP)])
    assert not isinstance(outcome, Opened)


def test_no_two_envelopes_share_a_key_or_a_nonce(ground: Laid) -> None:
    for _ in range(3):
        ground.refer()
    with ground.database.look() as work:
        wraps = work.session.scalars(select(CustodyWrap)).all()
        nonces = [*work.session.scalars(select(Envelope.nonce)), *work.session.scalars(select(Grant.nonce))]
    secrets = {
        cipher.unwrap_custody(
            cipher.Key(row.kek_id, ground.keys.secret(row.kek_id)),
            row.envelope_id,
            cipher.Wrap(row.kek_id, row.nonce, row.wrapped),
        )
        for row in wraps
    }
    assert len(secrets) == len(wraps) == 9
    assert len(set(nonces)) == len(nonces) == 36


def unseen(ground: Laid, told: Told, offence: str) -> Details:
    asked = sensitive({Category.INCIDENT: {"offence": offence}})
    with ground.database.look() as work:
        referral = work.session.get_one(Referral, told.ref)
        return ground.vault.sealer.unseen(work, referral, asked)


def test_only_what_says_something_else_than_the_last_word_is_unseen(ground: Laid) -> None:
    told = ground.refer(details={Category.LOCATION: DETAILS[Category.LOCATION]})
    assert set(unseen(ground, told, "trespass")) == {Category.INCIDENT}
    # The later word is stored first: the order of writing counts, not that of the rows.
    for minutes, offence in ((2, "noise"), (1, "trespass")):
        with ground.database.work() as work:
            author = find_actor(work, ground.vault.rows, OFFICER, ground.rules.today(NOON))
            ground.vault.sealer.seal(
                work,
                author,
                work.session.get_one(Referral, told.ref),
                sensitive({Category.INCIDENT: {"offence": offence}}),
                [],
                moment=NOON + timedelta(minutes=minutes),
                destroy_after=timedelta(days=90),
            )
            work.commit()
    assert unseen(ground, told, "noise") == {}
    assert set(unseen(ground, told, "trespass")) == {Category.INCIDENT}


def test_an_altered_body_is_compared_with_nothing(ground: Laid) -> None:
    told = ground.refer()
    with ground.database.work() as work:
        intrude(work, update(Envelope).values(commitment=bytes(32)))
        work.commit()
    with pytest.raises(Unsafe):
        unseen(ground, told, "trespass")
