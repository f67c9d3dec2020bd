"""Passkeys as rows: who keeps one, what counts as shown, what ends them, what no database writer can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from models.acts import page, passkeys
from models.acts.appoint import appoint, put_in_force, seating_of
from models.acts.passkeys import Came
from models.acts.suspend import suspend
from models.database import Database, UnitOfWork
from models.errors import NotAvailable, NotOnRoster
from models.people import Member
from models.proposal import Wanted
from models.scene import Scene
from models.schema import SlackUserId
from models.secure_page import PageLink, PageSession, Passkey, hashed
from tests.factories import BACKUP, CLINICIAN, NOON, RESPONDER, Laid, intrude, laid_on_sqlite, lay, table_of

A, B = "QQ", "Qg"
PUBLIC = b"\xa5\x01\x02"
SOON = timedelta(minutes=1)


class Page:
    """The page's rows on a laid ground, and what somebody does on it."""

    def __init__(self, ground: Laid) -> None:
        self.ground = ground

    def scene(self, work: UnitOfWork, user: SlackUserId, at: timedelta) -> Scene:
        ground = self.ground
        return Scene(work, ground.vault, ground.audit, ground.rules, user, NOON + at)

    def signed_in(self, user: SlackUserId = RESPONDER, at: timedelta = timedelta(), before: str = "") -> str:
        """By a fresh link; the session's token."""
        with self.ground.database.work() as work:
            token = page.make_link(self.scene(work, user, at), "{}")
            signed = page.spend(self.scene(work, SlackUserId("page"), at), token, before)
            work.commit()
            return signed.token

    def seen(self, session: str, at: timedelta) -> SlackUserId | None:
        with self.ground.database.work() as work:
            user = page.who(self.scene(work, SlackUserId("page"), at), session)
            work.commit()
            return user

    def keep(
        self,
        session: str,
        credential: str = A,
        at: timedelta = SOON,
        user: SlackUserId = RESPONDER,
        count: int = 0,
    ) -> Came:
        with self.ground.database.work() as work:
            came = passkeys.keep(self.scene(work, user, at), hashed(session), credential, PUBLIC, count)
            work.commit()
            return came

    def show(
        self,
        session: str,
        credential: str = A,
        at: timedelta = SOON,
        user: SlackUserId = RESPONDER,
        count: int = 0,
    ) -> Came:
        with self.ground.database.work() as work:
            came = passkeys.show(self.scene(work, user, at), hashed(session), credential, count)
            work.commit()
            return came

    def has_shown(self, session: str, at: timedelta = SOON) -> bool:
        with self.ground.database.look() as work:
            return passkeys.has_shown(work, self.ground.vault.rows, hashed(session), NOON + at)

    def another(self, session: str, at: timedelta = SOON, user: SlackUserId = RESPONDER) -> Came:
        with self.ground.database.look() as work:
            return passkeys.standing(self.scene(work, user, at), hashed(session)).another

    def live(self, user: SlackUserId = RESPONDER) -> list[str]:
        query = select(Passkey.credential).where(Passkey.member == user, Passkey.ended_at.is_(None))
        with self.ground.database.look() as work:
            return sorted(work.session.scalars(query))

    def does(self, act: Callable[[UnitOfWork], object]) -> None:
        with self.ground.database.work() as work:
            act(work)
            work.commit()

    def log(self) -> Sequence[tuple[str, str, str]]:
        rows = self.ground.audit_rows()
        return [(verb, objects, said) for _, verb, objects, said in rows if verb.startswith("passkey")]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Page]:
    with laid_on_sqlite(tmp_path) as ground:
        yield Page(ground)


def test_a_first_passkey_is_kept_soon_after_the_link_and_counts_as_shown_for_half_an_hour(
    database: Database, tmp_path: Path
) -> None:
    here = Page(lay(database, tmp_path))
    session = here.signed_in()
    assert not here.has_shown(session)
    assert here.keep(session) is Came.KEPT
    assert here.seen(session, timedelta(minutes=25)) == RESPONDER
    assert here.has_shown(session, timedelta(minutes=30, seconds=59))
    assert not here.has_shown(session, timedelta(minutes=31))
    assert here.log() == [("passkey.kept", RESPONDER, "")]
    assert here.show(session, at=timedelta(minutes=31)) is Came.SHOWN
    assert here.has_shown(session, timedelta(minutes=32))


@pytest.mark.parametrize(("minutes", "came"), [(9.9, Came.KEPT), (10, Came.LATE)])
def test_the_first_one_is_kept_within_ten_minutes_of_the_link(here: Page, minutes: float, came: Came) -> None:
    assert here.keep(here.signed_in(), at=timedelta(minutes=minutes)) is came


def test_a_new_link_in_the_same_session_begins_the_ten_minutes_anew(here: Page) -> None:
    session = here.signed_in()
    later = timedelta(minutes=20)
    assert here.another(session, later) is Came.LATE
    assert here.signed_in(at=later, before=session) == session
    assert here.another(session, later) is Came.KEPT


def test_a_further_one_is_kept_where_one_was_shown_and_nowhere_else(here: Page) -> None:
    here.keep(here.signed_in())
    session = here.signed_in()
    assert here.keep(session, B) is Came.SHOW_FIRST
    assert here.show(session) is Came.SHOWN
    assert here.keep(session, B) is Came.KEPT
    assert here.live() == [A, B]
    assert here.keep(session, A) is Came.KNOWN
    assert [here.keep(session, f"more-{n}") for n in range(4)] == [Came.KEPT] * 3 + [Came.ENOUGH]


def test_what_is_shown_counts_in_that_session_alone(here: Page) -> None:
    first, second = here.signed_in(), here.signed_in()
    here.keep(first)
    assert (here.has_shown(first), here.has_shown(second)) == (True, False)
    assert not here.has_shown("")


def test_a_session_that_ended_or_is_anothers_shows_nothing(here: Page) -> None:
    session = here.signed_in()
    here.keep(session)
    theirs = here.signed_in(BACKUP)
    assert here.show(theirs) is Came.NO_SESSION
    assert here.keep(theirs, B) is Came.NO_SESSION
    here.does(lambda work: page.end_session(here.scene(work, RESPONDER, SOON), session))
    assert not here.has_shown(session)
    assert here.show(session) is Came.NO_SESSION


def test_anothers_passkey_is_unknown(here: Page) -> None:
    here.keep(here.signed_in())
    theirs = here.signed_in(BACKUP)
    assert here.show(theirs, user=BACKUP) is Came.UNKNOWN
    assert here.keep(theirs, A, user=BACKUP) is Came.KNOWN
    assert here.log()[-2:] == [
        ("passkey.refused", BACKUP, "unknown"),
        ("passkey.refused", BACKUP, "known"),
    ]


@pytest.mark.parametrize(
    ("before", "now", "came"),
    [
        (0, 0, Came.SHOWN),  # authenticators that keep none
        (0, 5, Came.SHOWN),
        (5, 6, Came.SHOWN),
        (5, 5, Came.COUNTER),
        (5, 4, Came.COUNTER),
        (5, 0, Came.COUNTER),
    ],
)
def test_a_counter_that_does_not_go_on_is_refused(here: Page, before: int, now: int, came: Came) -> None:
    here.keep(here.signed_in(), count=before)
    session = here.signed_in()
    assert here.show(session, count=now) is came
    assert here.has_shown(session) is (came is Came.SHOWN)


def test_a_counter_is_remembered(here: Page) -> None:
    session = here.signed_in()
    here.keep(session, count=1)
    assert [here.show(session, count=count) for count in (7, 7, 8)] == [
        Came.SHOWN,
        Came.COUNTER,
        Came.SHOWN,
    ]


# --- what ends them


def suspended(here: Page) -> None:
    ground = here.ground
    here.does(lambda work: suspend(work, ground.vault, ground.audit, RESPONDER, NOON, by="operator"))


def confirmed(here: Page, **changes: object) -> None:
    """Two people have confirmed this seat."""

    def act(work: UnitOfWork) -> None:
        seat = replace(seating_of(work.session.get_one(Member, RESPONDER)), **changes)  # type: ignore[arg-type] # columns
        put_in_force(here.scene(work, CLINICIAN, SOON), Wanted(seat))

    here.does(act)


def test_a_suspension_ends_them_and_only_a_new_appointment_makes_room_for_one(here: Page) -> None:
    here.keep(here.signed_in())
    suspended(here)
    assert here.live() == []
    assert here.log()[-1] == ("passkeys.ended", RESPONDER, "passkeys:1")
    with pytest.raises(NotOnRoster):
        here.keep("anything", B)
    confirmed(here)
    session = here.signed_in()
    assert here.show(session) is Came.UNKNOWN
    assert here.keep(session, B) is Came.KEPT
    assert here.live() == [B]


def test_another_agency_begins_anew(here: Page) -> None:
    here.keep(here.signed_in())
    confirmed(here, agency="case_management:Elsewhere Outreach")
    assert here.live() == []


def test_a_seat_whose_term_is_over_begins_anew(here: Page) -> None:
    here.keep(here.signed_in())
    here.ground.reappoint(RESPONDER, active_until=(NOON - timedelta(days=2)).date())
    confirmed(here, active_until=None)
    assert here.live() == []


def test_another_region_leaves_them(here: Page) -> None:
    here.keep(here.signed_in())
    confirmed(here, regions=("north",))
    assert here.live() == [A]


def test_a_roster_file_that_names_another_agency_ends_them(here: Page) -> None:
    here.keep(here.signed_in())
    ground = here.ground
    seats = [
        replace(seat, agency="case_management:Elsewhere Outreach") if seat.user == RESPONDER else seat
        for seat in ground.seats
    ]
    here.does(lambda work: appoint(work, ground.vault, ground.audit, ground.rules, ground.seats, NOON))
    assert here.live() == [A]
    here.does(lambda work: appoint(work, ground.vault, ground.audit, ground.rules, seats, NOON))
    assert here.live() == []


# --- somebody who writes into the database, without keys


def alter(here: Page, **columns: object) -> None:
    here.does(lambda work: intrude(work, update(Passkey).values(columns)))


@pytest.mark.parametrize("columns", [{"public": b"\xa5"}, {"count": 0}, {"member": BACKUP}, {"mac": b""}])
def test_an_altered_passkey_shows_nothing_and_makes_no_room(here: Page, columns: dict[str, object]) -> None:
    here.keep(here.signed_in(), count=3)
    alter(here, **columns)
    session = here.signed_in()
    assert here.show(session, count=9) in {Came.ALTERED, Came.UNKNOWN}
    assert here.another(session) is Came.ALTERED
    if "member" in columns:
        assert here.show(here.signed_in(BACKUP), count=9, user=BACKUP) is Came.ALTERED


def test_a_passkey_that_was_taken_away_makes_no_room(here: Page) -> None:
    here.keep(here.signed_in())
    here.does(lambda work: intrude(work, delete(Passkey)))
    session = here.signed_in()
    assert here.another(session) is Came.ALTERED
    assert here.keep(session, B) is Came.ALTERED
    suspended(here)
    confirmed(here)
    assert here.another(here.signed_in()) is Came.KEPT, "a new appointment mends it"


def test_an_ended_passkey_that_was_put_back_counts_for_nothing(here: Page) -> None:
    here.keep(here.signed_in())
    with here.ground.database.look() as work:
        row = work.session.execute(select(table_of(Passkey))).mappings().one()
    suspended(here)
    confirmed(here)
    here.does(lambda work: intrude(work, delete(Passkey), insert(table_of(Passkey)).values(dict(row))))
    session = here.signed_in()
    assert here.show(session) is Came.ALTERED
    assert here.another(session) is Came.ALTERED


def test_a_moment_written_into_a_session_is_no_passkey(here: Page) -> None:
    session = here.signed_in()
    here.does(lambda work: intrude(work, update(PageSession).values(passkey_at=NOON)))
    assert not here.has_shown(session)
    assert here.seen(session, SOON) is None


def test_a_session_that_nobody_of_us_wrote_signs_nobody_in(here: Page) -> None:
    session = here.signed_in()
    with here.ground.database.look() as work:
        row = dict(work.session.execute(select(table_of(PageSession))).mappings().one())
    for forged in ({**row, "token": hashed("mine")}, {**row, "token": hashed("mine"), "member": BACKUP}):
        insertion = insert(table_of(PageSession)).values(forged)
        here.does(lambda work, one=insertion: intrude(work, one))  # type: ignore[misc] # bound now
        assert here.seen("mine", SOON) is None
        here.does(lambda work: intrude(work, delete(PageSession).where(PageSession.token == hashed("mine"))))
    assert here.seen(session, SOON) == RESPONDER
    here.does(lambda work: intrude(work, update(PageSession).values(member=BACKUP)))
    assert here.seen(session, SOON) is None


@pytest.mark.parametrize(
    "columns", [{"member": BACKUP}, {"trigger": '{"kind": "command"}'}, {"made_at": NOON}]
)
def test_a_link_that_was_altered_is_not_good(here: Page, columns: dict[str, object]) -> None:
    with here.ground.database.work() as work:
        token = page.make_link(here.scene(work, RESPONDER, -SOON), "{}")
        work.commit()
    here.does(lambda work: intrude(work, update(PageLink).values(columns)))
    with here.ground.database.work() as work, pytest.raises(NotAvailable):
        page.spend(here.scene(work, SlackUserId("page"), timedelta()), token)
