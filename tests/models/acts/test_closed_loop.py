"""Whoever referred hears the same sentences on the same days, whatever has come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.acts.closed_loop import TIMES, follow, take_step, works_together
from models.acts.decision import Service
from models.acts.intake import begin_intake
from models.acts.participants import begin, climb
from models.acts.release import ReleaseForm, sign_release
from models.acts.review import change_clocks
from models.acts.revocation import revoke
from models.classes import Category, Purpose
from models.consent import Consent, Ended, Recipient, Signed
from models.due import DueStep, Step
from models.notice import Kind
from models.participant import Rung, circle_of
from models.people import Role, find_actor
from models.referral import REFERRER_LOOKS, Door, Referral, State, locked
from models.scene import Scene
from models.schema import ReferralRef
from models.states import Move, Reason
from tests.factories import CASE_MANAGER, MANAGER, NEIGHBOR, NOON, OFFICER, QUAY_OFFICER, laid_on_sqlite
from tests.factories import seat_of as seat
from tests.models.deciding import Deciding
from tests.models.lapsing import heard, lapse
from tests.models.sharing import POLICE

HARBOR = ZoneInfo("America/Los_Angeles")
YEAR = timedelta(days=365)
LINE, WAITING = Kind.FIXED_LINE.value, Kind.WAITING.value


@pytest.fixture
def now(tmp_path: Path) -> Iterator[Deciding]:
    with laid_on_sqlite(tmp_path) as ground:
        yield Deciding(ground)


def meet(now: Deciding, ref: ReferralRef) -> None:
    """They met; the intake's time and the referrer's line begin."""

    def do(scene: Scene) -> None:
        referral = locked(scene.work, ref)
        if referral.state != State.DISPATCHED:
            referral.state = State.DISPATCHED.value
        referral.met(CASE_MANAGER, scene.moment)
        begin_intake(scene, referral)
        scene.vault.rows.sign_row(referral)

    now.act(do, CASE_MANAGER)


def begun(now: Deciding, ref: ReferralRef, *, enrolled: bool) -> None:
    """The case manager begins with the person; enrolled or not."""

    def do(scene: Scene) -> None:
        person = begin(scene, "north", ref)
        circle = circle_of(scene.work, scene.vault.rows, person.ref)
        assert circle is not None
        if enrolled:
            office = Recipient(
                "prosecutor:Lantern County Prosecutor",
                Role.LIAISON_PROSECUTOR,
                frozenset({Category.BARRIERS}),
                frozenset({Purpose.COURT}),
            )
            signed = scene.moment.date() - timedelta(days=1)
            sign_release(scene, circle, form_of(office, signed))
            climb(scene, person.ref, Rung.ENROLLED)

    now.act(do, CASE_MANAGER)


def form_of(recipient: Recipient, signed: date) -> ReleaseForm:
    return ReleaseForm(signed, Signed.ON_PAPER, (recipient,), signed + timedelta(days=90), by_event=False)


def local_days(moments: list[datetime]) -> list[str]:
    return [moment.astimezone(HARBOR).strftime("%m-%d %H:%M") for moment in moments]


def test_after_a_meeting_the_line_comes_so_often_on_the_site_s_days_in_the_morning(now: Deciding) -> None:
    ref = now.ground.refer(moment=NOON).ref
    meet(now, ref)
    lapse(now, NOON + YEAR)
    lines = [moment for kind, moment in heard(now, OFFICER) if kind == LINE]
    assert local_days(lines) == [
        "09-29 09:00",
        "10-13 09:00",
        "10-27 09:00",
        "11-10 09:00",  # the clocks went back meanwhile
        "11-24 09:00",
        "12-08 09:00",
    ]
    assert len(lines) == TIMES


AFTERWARDS: dict[str, Callable[[Deciding, ReferralRef], object]] = {
    "nothing": lambda now, ref: None,
    "begun": lambda now, ref: begun(now, ref, enrolled=False),
    "enrolled": lambda now, ref: begun(now, ref, enrolled=True),
    "declined by the person": lambda now, ref: now.decide(
        ref, Move.CLOSE, Reason.DECLINED_OFFER, user=MANAGER
    ),
    "not found again": lambda now, ref: now.decide(ref, Move.CLOSE, Reason.CANNOT_LOCATE, user=MANAGER),
    "withdrawn": lambda now, ref: now.decide(ref, Move.WITHDRAW, Reason.PERSON_WITHDREW, user=MANAGER),
    "assessed": lambda now, ref: now.decide(ref, Move.INTAKE_DONE, user=CASE_MANAGER),
}


@pytest.mark.parametrize("world", AFTERWARDS)
def test_whatever_comes_after_a_meeting_changes_nothing_the_referrer_hears(now: Deciding, world: str) -> None:
    ref = now.ground.refer(moment=NOON).ref
    meet(now, ref)
    now.moment += timedelta(days=3)
    AFTERWARDS[world](now, ref)
    lapse(now, NOON + YEAR)
    days = [NOON.date() + timedelta(days=14 * number) for number in range(1, TIMES + 1)]
    told = heard(now, OFFICER)
    assert [(kind, moment.astimezone(HARBOR).date()) for kind, moment in told] == [
        (LINE, day) for day in days
    ]


ENDS: dict[str, Callable[[Deciding, ReferralRef], object]] = {
    "enrolled already": lambda now, ref: now.decide(ref, Move.DECLINE, Reason.ALREADY_ENROLLED),
    "the person's own no": lambda now, ref: now.decide(ref, Move.DECLINE, Reason.DECLINED_OFFER),
    "not within the criteria": lambda now, ref: now.decide(ref, Move.DECLINE, Reason.OUTSIDE_CRITERIA),
    "elsewhere": lambda now, ref: now.decide(
        ref, Move.OTHER_SERVICES, Reason.BETTER_ELSEWHERE, Service.SHELTER
    ),
    "the same person": lambda now, ref: now.decide(ref, Move.MERGE, Reason.DUPLICATE),
    "the person withdrew": lambda now, ref: now.decide(ref, Move.WITHDRAW, Reason.PERSON_WITHDREW),
}


@pytest.mark.parametrize("world", ENDS)
def test_every_end_before_a_meeting_whose_cause_may_lie_with_the_person_sounds_the_same(
    now: Deciding, world: str
) -> None:
    ref = now.waiting()
    now.act(lambda scene: change_clocks(scene, locked(scene.work, ref)))
    lapse(now, NOON + timedelta(days=20))
    ENDS[world](now, ref)
    lapse(now, NOON + YEAR)
    told = heard(now, QUAY_OFFICER)
    assert [kind for kind, _ in told] == [WAITING, *[LINE] * TIMES]
    assert [moment.astimezone(HARBOR).date() for _, moment in told[1:3]] == [
        date(2026, 10, 19),
        date(2026, 11, 2),
    ]


@pytest.mark.parametrize("reason", [Reason.CAPACITY, Reason.OUTSIDE_AREA])
def test_a_cause_that_lies_with_us_is_said_once_and_nothing_follows(now: Deciding, reason: Reason) -> None:
    ref = now.waiting()
    now.decide(ref, Move.DECLINE, reason)
    said = {Reason.CAPACITY: Kind.NO_ROOM, Reason.OUTSIDE_AREA: Kind.OUTSIDE_AREA}[reason]
    lapse(now, NOON + YEAR)
    assert [kind for kind, _ in heard(now, QUAY_OFFICER)] == [said.value]


def test_while_it_waits_for_a_place_an_update_comes_at_least_every_fourteen_days(now: Deciding) -> None:
    ref = now.waiting()
    now.act(lambda scene: change_clocks(scene, locked(scene.work, ref)))
    lapse(now, NOON + timedelta(days=60))
    told = [NOON, *(moment for kind, moment in heard(now, QUAY_OFFICER) if kind == WAITING)]
    assert len(told) == 1 + 4
    for one, after in pairwise(told):
        assert after.astimezone(HARBOR).date() - one.astimezone(HARBOR).date() <= timedelta(days=14)
    now.decide(ref, Move.SEND_OUTREACH)
    later = len(heard(now, QUAY_OFFICER))
    lapse(now, now.moment + YEAR)
    assert WAITING not in [kind for kind, _ in heard(now, QUAY_OFFICER)[later:]]


def test_a_community_referrer_hears_the_second_receipt_after_the_outreach_hours_when_nobody_went(
    now: Deciding,
) -> None:
    told = now.ground.refer(Door.COMMUNITY, referrer=NEIGHBOR, seats=(seat(MANAGER, Role.PROJECT_MANAGER),))
    now.act(lambda scene: follow(scene, locked(scene.work, told.ref)))
    now.act(lambda scene: follow(scene, locked(scene.work, told.ref)))  # however often it is asked
    lapse(now, NOON + timedelta(hours=71, minutes=59))
    assert heard(now, NEIGHBOR) == []
    lapse(now, NOON + YEAR)
    assert heard(now, NEIGHBOR) == [(Kind.NOT_MET.value, NOON + timedelta(hours=72))]


@pytest.mark.parametrize("reason", [Reason.CAPACITY, Reason.OUTSIDE_AREA])
def test_a_community_referrer_who_was_told_why_hears_no_second_receipt(now: Deciding, reason: Reason) -> None:
    told = now.ground.refer(Door.COMMUNITY, referrer=NEIGHBOR, seats=(seat(MANAGER, Role.PROJECT_MANAGER),))
    now.act(lambda scene: follow(scene, locked(scene.work, told.ref)))
    now.decide(told.ref, Move.DECLINE, reason)
    lapse(now, NOON + YEAR)
    assert len(heard(now, NEIGHBOR)) == 1


def test_an_altered_row_says_nothing(now: Deciding) -> None:
    ref = now.ground.refer(moment=NOON).ref
    meet(now, ref)
    with now.ground.database.work() as work:
        work.session.get_one(Referral, ref).referrer = QUAY_OFFICER
        work.commit()
    lapse(now, NOON + YEAR)
    assert heard(now, QUAY_OFFICER) == heard(now, OFFICER) == []


def test_a_step_that_is_left_over_says_nothing(now: Deciding) -> None:
    ref = now.ground.refer(moment=NOON).ref
    left = DueStep(step=Step.FIXED_LINE.value, subject=ref, key="left", planned_for=NOON, due_at=NOON)
    assert now.act(lambda scene: take_step(scene, left)) == "settled"


def _together(now: Deciding, ref: ReferralRef, user: str = OFFICER) -> bool:
    def do(scene: Scene) -> bool:
        today = scene.rules.today(scene.moment)
        actor = find_actor(scene.work, scene.vault.rows, scene.user, today)
        return works_together(
            scene.work, scene.vault.rows, actor, scene.work.session.get_one(Referral, ref), today
        )

    return now.act(do, OFFICER if user == OFFICER else QUAY_OFFICER)


def _release(now: Deciding, ref: ReferralRef, *categories: Category, agency: str = POLICE) -> None:
    def do(scene: Scene) -> None:
        person = begin(scene, "north", ref)
        circle = circle_of(scene.work, scene.vault.rows, person.ref)
        assert circle is not None
        told = Recipient(agency, Role.OFFICER, frozenset(categories), frozenset({Purpose.COORDINATION}))
        sign_release(scene, circle, form_of(told, NOON.date() - timedelta(days=1)))

    now.act(do, CASE_MANAGER)


def test_one_word_more_is_said_only_while_a_release_names_the_officer_s_agency(now: Deciding) -> None:
    ref = now.ground.refer(moment=NOON).ref
    meet(now, ref)
    assert not _together(now, ref)
    _release(now, ref, Category.ENGAGEMENT)
    assert _together(now, ref)
    now.moment += timedelta(days=90)
    assert not _together(now, ref), "it has expired"
    now.moment = NOON

    def end(scene: Scene) -> None:
        one = scene.work.session.query(Consent).one()
        revoke(scene, one.participant, [one.id], Ended.SPOKEN)

    now.act(end, CASE_MANAGER)
    assert not _together(now, ref), "it was withdrawn"


@pytest.mark.parametrize(
    ("category", "agency"),
    [(Category.BARRIERS, POLICE), (Category.ENGAGEMENT, "police:Another Department (fictional)")],
)
def test_a_release_for_something_or_somebody_else_says_no_more(
    now: Deciding, category: Category, agency: str
) -> None:
    ref = now.ground.refer(moment=NOON).ref
    meet(now, ref)
    _release(now, ref, category, agency=agency)
    assert not _together(now, ref)


@settings(max_examples=200)
@given(
    submitted=st.timedeltas(timedelta(0), timedelta(days=400)).map(lambda later: NOON + later),
    after=st.timedeltas(timedelta(0), timedelta(days=200)),
    door=st.sampled_from(Door),
)
def test_once_they_met_closing_moves_nothing_of_what_a_referrer_finds(
    submitted: datetime, after: timedelta, door: Door
) -> None:
    met = submitted + timedelta(hours=1)
    facts = {"door": door.value, "submitted_at": submitted, "met_at": met}
    still = Referral(**facts, state=State.MET.value)
    closed = Referral(**facts, state=State.CLOSED.value, closed_at=met + timedelta(hours=1))
    assert still.open_to_its_referrer(met + after) == closed.open_to_its_referrer(met + after)
    assert not still.open_to_its_referrer(met + REFERRER_LOOKS)
