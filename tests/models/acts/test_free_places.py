"""The openings board: who posts and claims, one claim for each place, its end, and who hears of what."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.acts import free_places, steps
from models.acts.appoint import appoint
from models.acts.free_places import Offer
from models.acts.place_postings import CLAIMS, POSTS, Posting, board, contacts_of
from models.acts.suspend import suspend
from models.acts.undelivered import undelivered
from models.audit import Verb
from models.database import Database, UnitOfWork
from models.errors import AlreadyChanged, NotAllowed, NotAvailable
from models.notice import Kind, Notice
from models.people import Account, Role
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from models.vacant_place import Claim, PlaceKind, VacantPlace
from scheduler.deadlines import Deadlines
from tests import databases
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NEIGHBOR, NOON, OFFICER, RESPONDER, Laid, lay
from tests.models.lapsing import next_moment

T = TypeVar("T")
BOT = SlackUserId("bot")
HOUSE = "service:Lantern House"
PROVIDER, SECOND, CLINIC = map(SlackUserId, ("UPROVIDE1", "UPROVIDE2", "UCLINIC01"))
OTHER_TEAM = SlackUserId("UOTHERCM1")
BED = Offer(PlaceKind.BED, "north", "From six in the evening", 2, NOON + timedelta(hours=48))
SEATS = (
    (PROVIDER, HOUSE, Role.SERVICE_PROVIDER),
    (SECOND, HOUSE, Role.SERVICE_PROVIDER),
    (CLINIC, "service:Tide Clinic", Role.SERVICE_PROVIDER),
    (OTHER_TEAM, "case_management:Second Harbor", Role.CASE_MANAGER),
)


@dataclass
class Harbor:
    """A laid harbor with two providers, and a clock that tests set."""

    ground: Laid
    moment: datetime = NOON

    def scene(self, work: UnitOfWork, user: SlackUserId) -> Scene:
        return Scene(work, self.ground.vault, self.ground.audit, self.ground.rules, user, self.moment)

    def act(self, user: SlackUserId, do: Callable[[Scene], T]) -> T:
        with self.ground.database.work() as work:
            done = do(self.scene(work, user))
            work.commit()
            return done

    def post(self, offer: Offer = BED, by: SlackUserId = PROVIDER) -> str:
        return self.act(by, lambda scene: free_places.offer(scene, offer).id)

    def claim(self, place: str, by: SlackUserId = CASE_MANAGER) -> str:
        return self.act(by, lambda scene: free_places.claim(scene, place).id)

    def give_back(self, claim: str, by: SlackUserId = CASE_MANAGER) -> None:
        self.act(by, lambda scene: free_places.give_back(scene, claim).id)

    def board(self, user: SlackUserId) -> list[Posting]:
        with self.ground.database.look() as work:
            return board(self.scene(work, user))

    def left(self, user: SlackUserId = CASE_MANAGER) -> list[int]:
        return [one.left for one in self.board(user)]

    def told(self, kind: Kind) -> list[SlackUserId]:
        query = select(Notice.recipient).where(Notice.kind == kind.value).order_by(Notice.id)
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))

    def go(self, by: timedelta) -> None:
        """Let time pass, from one step to the next."""
        taker = Deadlines(
            self.ground.database,
            lambda work, step: steps.take(self.scene(work, BOT), step),
            given_up=lambda work, step: steps.tell_given_up(self.scene(work, BOT), step),
            now=lambda: self.moment,
        )
        end = self.moment + by
        while True:
            with self.ground.database.look() as work:
                due = next_moment(work)
            if due is None or due > end:
                break
            self.moment = max(self.moment, due)
            taker.take_due()
        self.moment = end

    def go_home(self, user: SlackUserId) -> None:
        self.act(
            MANAGER,
            lambda scene: suspend(scene.work, scene.vault, scene.audit, user, self.moment, "operator"),
        )


def laid(database: Database, folder: Path) -> Harbor:
    harbor = Harbor(lay(database, folder))
    seats = [
        Seating(user, "Fictional Person", agency, (role,), (), Account.ANY, None, None)
        for user, agency, role in SEATS
    ]
    harbor.act(MANAGER, lambda scene: appoint(scene.work, scene.vault, scene.audit, scene.rules, seats, NOON))
    return harbor


@pytest.fixture
def harbor(database: Database, tmp_path: Path) -> Harbor:
    return laid(database, tmp_path)


def test_a_bed_is_posted_claimed_and_the_provider_hears_which_agency(harbor: Harbor) -> None:
    place = harbor.post()
    assert harbor.left() == [2]
    claim = harbor.claim(place)
    assert harbor.left() == [1]
    assert harbor.told(Kind.PLACE_CLAIMED) == [PROVIDER]
    with harbor.ground.database.look() as work:
        row = work.session.get_one(Claim, claim)
        notice = work.session.scalars(select(Notice).where(Notice.kind == Kind.PLACE_CLAIMED)).one()
    assert row.agency == "case_management:Harbor Bridge Outreach"
    assert (notice.target, notice.subject, notice.handle) == (claim, "", None)


@pytest.mark.parametrize("user", [OFFICER, MANAGER, NEIGHBOR])
def test_the_board_is_for_providers_and_care_teams_only(harbor: Harbor, user: SlackUserId) -> None:
    place = harbor.post()
    for act in (
        board,
        lambda scene: free_places.offer(scene, BED),
        lambda scene: free_places.claim(scene, place),
    ):
        with pytest.raises(NotAllowed):
            harbor.act(user, act)


@pytest.mark.parametrize("user", [RESPONDER, CLINICIAN])
def test_whoever_only_claims_posts_nothing(harbor: Harbor, user: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        harbor.post(by=user)
    assert harbor.claim(harbor.post(), by=user)


def test_a_case_manager_posts_for_their_agency_and_a_provider_claims_nothing(harbor: Harbor) -> None:
    assert (Role.CASE_MANAGER in POSTS, Role.SERVICE_PROVIDER in CLAIMS) == (True, False)
    place = harbor.post(by=OTHER_TEAM)
    assert harbor.claim(place)
    assert harbor.told(Kind.PLACE_CLAIMED) == [OTHER_TEAM]
    with pytest.raises(NotAllowed):
        harbor.claim(place, by=PROVIDER)


def test_a_provider_sees_their_own_agencys_postings_and_nobody_elses(harbor: Harbor) -> None:
    place = harbor.post()
    assert [one.place.id for one in harbor.board(SECOND)] == [place]
    assert harbor.board(CLINIC) == []


def test_the_latest_to_end_stands_first(harbor: Harbor) -> None:
    ends = (5, 40, 20)
    for hours in ends:
        harbor.post(Offer(PlaceKind.SLOT, "", "", 1, NOON + timedelta(hours=hours)))
    shown = [one.place.expires_at for one in harbor.board(CASE_MANAGER)]
    assert shown == [NOON + timedelta(hours=hours) for hours in sorted(ends, reverse=True)]


@pytest.mark.parametrize(
    "wanted",
    [
        Offer(PlaceKind.BED, "", "", 1, NOON),
        Offer(PlaceKind.BED, "", "", 1, NOON - timedelta(seconds=1)),
        Offer(PlaceKind.BED, "", "", 1, NOON + timedelta(days=30, seconds=1)),
        Offer(PlaceKind.BED, "", "", 0, NOON + timedelta(days=1)),
        Offer(PlaceKind.BED, "", "", 21, NOON + timedelta(days=1)),
    ],
)
def test_what_cannot_stand_is_not_posted(harbor: Harbor, wanted: Offer) -> None:
    with pytest.raises(ValueError, match="openings"):
        harbor.post(wanted)
    assert harbor.board(CASE_MANAGER) == []


def test_thirty_days_to_the_second_is_not_too_long(harbor: Harbor) -> None:
    harbor.post(Offer(PlaceKind.BED, "", "", 1, NOON + timedelta(days=30)))
    assert harbor.left() == [1]


def test_the_last_one_taken_leaves_the_board_of_the_others_and_stays_on_its_two_sides(harbor: Harbor) -> None:
    place = harbor.post()
    harbor.claim(place)
    harbor.claim(place, by=RESPONDER)
    with pytest.raises(AlreadyChanged):
        harbor.claim(place, by=OTHER_TEAM)
    assert harbor.board(OTHER_TEAM) == []
    assert harbor.left(CASE_MANAGER) == harbor.left(PROVIDER) == [0]


def test_one_that_is_given_back_can_be_claimed_again_and_the_provider_hears_it(harbor: Harbor) -> None:
    place = harbor.post(Offer(PlaceKind.BED, "", "", 1, NOON + timedelta(hours=10)))
    claim = harbor.claim(place)
    harbor.give_back(claim, by=RESPONDER)  # of the same agency
    assert harbor.told(Kind.PLACE_GIVEN_BACK) == [PROVIDER]
    with pytest.raises(AlreadyChanged):
        harbor.give_back(claim)
    assert harbor.claim(place, by=OTHER_TEAM)
    assert harbor.told(Kind.PLACE_CLAIMED) == [PROVIDER, PROVIDER]


@pytest.mark.parametrize("user", [OTHER_TEAM, PROVIDER, OFFICER])
def test_nobody_gives_back_what_another_agency_claimed(harbor: Harbor, user: SlackUserId) -> None:
    claim = harbor.claim(harbor.post())
    with pytest.raises(NotAvailable):
        harbor.give_back(claim, by=user)
    with pytest.raises(NotAvailable):
        harbor.give_back("0" * 32)


def test_a_posting_is_reminded_of_once_and_ends_by_itself(harbor: Harbor) -> None:
    place = harbor.post()
    harbor.go(timedelta(hours=43, minutes=59))
    assert harbor.told(Kind.PLACE_ENDS) == []
    harbor.go(timedelta(minutes=1))
    assert harbor.told(Kind.PLACE_ENDS) == [PROVIDER]
    harbor.go(timedelta(hours=4))
    assert harbor.told(Kind.PLACE_ENDS) == [PROVIDER]
    with harbor.ground.database.look() as work:
        assert work.session.get_one(VacantPlace, place).ended_at == NOON + timedelta(hours=48)
        assert next_moment(work) is None
    for late in (
        lambda: harbor.claim(place),
        lambda: harbor.act(PROVIDER, lambda s: free_places.longer(s, place)),
    ):
        with pytest.raises(AlreadyChanged):
            late()


def test_a_claim_cannot_be_given_back_once_the_posting_is_over(harbor: Harbor) -> None:
    claim = harbor.claim(harbor.post())
    harbor.moment += timedelta(hours=48)  # though the clock has not taken its step yet
    with pytest.raises(AlreadyChanged):
        harbor.give_back(claim)
    assert harbor.board(PROVIDER) == []


def test_nobody_is_reminded_when_all_are_claimed(harbor: Harbor) -> None:
    place = harbor.post()
    harbor.claim(place)
    harbor.claim(place)
    harbor.go(timedelta(hours=48))
    assert harbor.told(Kind.PLACE_ENDS) == []


def test_two_days_more_move_the_end_and_its_reminder(harbor: Harbor) -> None:
    place = harbor.post()
    harbor.go(timedelta(hours=44))
    harbor.act(SECOND, lambda scene: free_places.longer(scene, place))
    harbor.go(timedelta(hours=43))
    assert harbor.left() == [2]
    harbor.go(timedelta(hours=1))
    assert harbor.told(Kind.PLACE_ENDS) == [PROVIDER, PROVIDER]
    harbor.go(timedelta(hours=4))
    assert harbor.left() == []


def test_two_days_more_never_make_it_shorter(harbor: Harbor) -> None:
    place = harbor.post(Offer(PlaceKind.BED, "", "", 1, NOON + timedelta(days=20)))
    harbor.act(PROVIDER, lambda scene: free_places.longer(scene, place))
    assert harbor.board(PROVIDER)[0].place.expires_at == NOON + timedelta(days=20)


def test_only_its_own_agency_ends_a_posting_and_what_was_claimed_stands(harbor: Harbor) -> None:
    place = harbor.post()
    claim = harbor.claim(place)
    for user in (CLINIC, CASE_MANAGER, OFFICER):
        for act in (free_places.withdraw, free_places.longer):
            with pytest.raises(NotAvailable):
                harbor.act(user, lambda scene, act=act: act(scene, place))  # type: ignore[misc]
    harbor.act(SECOND, lambda scene: free_places.withdraw(scene, place))
    assert harbor.left() == []
    with harbor.ground.database.look() as work:
        assert work.session.get_one(Claim, claim).given_back_at is None
        assert next_moment(work) is None


def test_when_the_provider_has_left_their_agency_hears_and_without_one_nothing_is_offered(
    harbor: Harbor,
) -> None:
    place = harbor.post()
    harbor.go_home(PROVIDER)
    harbor.claim(place)
    assert harbor.told(Kind.PLACE_CLAIMED) == [SECOND]
    harbor.go_home(SECOND)
    assert harbor.board(OTHER_TEAM) == []
    with pytest.raises(NotAvailable):
        harbor.claim(place, by=OTHER_TEAM)
    with harbor.ground.database.look() as work:
        assert contacts_of(harbor.scene(work, BOT), work.session.get_one(VacantPlace, place)) == []


def test_a_provider_who_cannot_be_told_is_called_by_whoever_claimed(harbor: Harbor) -> None:
    harbor.claim(harbor.post())

    def never(scene: Scene) -> None:
        notice = scene.work.session.scalars(select(Notice).where(Notice.kind == Kind.PLACE_CLAIMED)).one()
        ground = harbor.ground
        undelivered(scene.work, ground.vault, ground.audit, ground.rules, notice, "gone", harbor.moment)

    harbor.act(BOT, never)
    assert harbor.told(Kind.PLACE_NOT_REACHED) == [CASE_MANAGER]
    assert harbor.told(Kind.NOT_REACHED) == []


def test_each_step_of_it_stands_in_the_log_by_ids_alone(harbor: Harbor) -> None:
    place = harbor.post()
    harbor.give_back(harbor.claim(place))
    harbor.act(PROVIDER, lambda scene: free_places.withdraw(scene, place))
    verbs = [verb for _, verb, _, _ in harbor.ground.audit_rows()][-4:]
    assert verbs == [Verb.PLACE_POSTED, Verb.PLACE_CLAIMED, Verb.PLACE_GIVEN_BACK, Verb.PLACE_ENDED]


@pytest.mark.parametrize("kind", databases.BOTH)
def test_of_many_who_tap_at_once_each_place_is_claimed_once(kind: str, tmp_path: Path) -> None:
    with databases.migrated_url(kind, tmp_path) as url:
        database = Database(url)
        harbor = laid(database, tmp_path)
        place = harbor.post(Offer(PlaceKind.BED, "", "", 3, NOON + timedelta(hours=10)))
        together = Barrier(8)

        def tap(number: int) -> bool:
            together.wait()
            try:
                harbor.claim(place, by=(CASE_MANAGER, RESPONDER, OTHER_TEAM, CLINICIAN)[number % 4])
            except AlreadyChanged:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(tap, range(8))) == 3
        with database.look() as work:
            assert len(work.session.scalars(select(Claim)).all()) == 3
        assert harbor.told(Kind.PLACE_CLAIMED) == [PROVIDER] * 3
        database.close()


@given(hours=st.floats(0.01, 24 * 30, allow_nan=False))
def test_the_reminder_lies_between_posting_and_end(hours: float) -> None:
    moment = datetime(2026, 3, 8, tzinfo=UTC)
    ends = moment + timedelta(hours=hours)
    assert moment < free_places.reminder_at(moment, ends) < ends
