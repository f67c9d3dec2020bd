"""The filing hold: seen and moved by the prosecutors alone, and only under a release that names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.acts.filing import Held, extend_filing, held_charges
from models.acts.intake import begin_intake
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import revoke
from models.classes import Category, Purpose
from models.consent import Consent, Ended, Recipient, Signed
from models.errors import AlreadyChanged, DomainError, NotAllowed, UnknownReference
from models.participant import circle_of
from models.people import Role
from models.referral import Referral, locked
from models.scene import Scene
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from models.states import Move, Reason
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    laid_on_sqlite,
)
from tests.models.deciding import Deciding
from tests.models.sharing import COLLEAGUE, DEFENDER, office

ENDS = datetime(2026, 9, 30, 6, 59, 59, tzinfo=UTC)  # 23:59:59 of 29 September in Lantern Harbor
TOLD = office(Category.ENGAGEMENT)


@pytest.fixture
def now(tmp_path: Path) -> Iterator[Deciding]:
    with laid_on_sqlite(tmp_path) as ground:
        yield Deciding(ground)


def met(now: Deciding) -> ReferralRef:
    """An arrest diversion that was just met; somebody has begun with the person."""
    ref = now.ground.refer(moment=now.moment).ref

    def do(scene: Scene) -> None:
        referral = locked(scene.work, ref)
        referral.met(RESPONDER, scene.moment)
        begin_intake(scene, referral)
        scene.vault.rows.sign_row(referral)

    now.act(do, RESPONDER)
    return ref


def release(now: Deciding, ref: ReferralRef, *recipients: Recipient) -> ParticipantRef:
    """The person's release for these."""

    def do(scene: Scene) -> ParticipantRef:
        person = begin(scene, "north", ref)
        circle = circle_of(scene.work, scene.vault.rows, person.ref)
        assert circle is not None
        day = scene.moment.date() - timedelta(days=1)
        form = ReleaseForm(day, Signed.ON_PAPER, recipients, day + timedelta(days=60), by_event=False)
        sign_release(scene, circle, form)
        return person.ref

    return now.act(do, CASE_MANAGER)


def withdraw(now: Deciding, person: ParticipantRef) -> None:
    def do(scene: Scene) -> None:
        ids = [row.id for row in scene.work.session.query(Consent).filter_by(participant=person)]
        revoke(scene, person, ids, Ended.SPOKEN)

    now.act(do, CASE_MANAGER)


def refs(now: Deciding, user: SlackUserId = PROSECUTOR) -> list[ReferralRef]:
    return [held.ref for held in now.act(held_charges, user)]


def test_a_release_that_names_the_office_shows_the_held_charge_by_reference(now: Deciding) -> None:
    ref = met(now)
    release(now, ref, TOLD)
    met(now)  # another one, without a release
    [held] = now.act(held_charges, PROSECUTOR)
    assert (held.ref, held.until, held.complete) == (ref, ENDS, False)
    assert refs(now, COLLEAGUE) == [ref], "the office is named, not one person of it"


def hold(now: Deciding, ref: ReferralRef, until: date) -> Held:
    return now.act(lambda scene: extend_filing(scene, ref, until), PROSECUTOR)


OTHER = {
    "none at all": (),
    "for something else": (office(Category.BARRIERS),),
    "for the defence": (
        Recipient(
            "defense:Lantern County Public Defense",
            Role.PUBLIC_DEFENDER,
            frozenset({Category.ENGAGEMENT}),
            frozenset({Purpose.COURT}),
        ),
    ),
    "for another office": (replace(TOLD, agency="prosecutor:Another County (fictional)"),),
    "for another region": (office(Category.ENGAGEMENT, regions=("quay",)),),
}


@pytest.mark.parametrize("world", [*OTHER, "withdrawn", "expired", "altered"])
def test_without_one_they_see_nothing_and_cannot_extend_by_reference(now: Deciding, world: str) -> None:
    ref = met(now)
    if given := OTHER.get(world, (TOLD,)):
        person = release(now, ref, *given)
    if world == "for another region":
        now.ground.reappoint(PROSECUTOR, regions="north")
    if world == "withdrawn":
        withdraw(now, person)
    if world == "expired":
        now.moment += timedelta(days=61)
    if world == "altered":
        with now.ground.database.work() as work:
            work.session.get_one(Referral, ref).region = "quay"
            work.commit()
    assert refs(now) == []
    for asked in (ref, ReferralRef("R-00000")):
        with pytest.raises(UnknownReference):
            hold(now, asked, date(2027, 1, 5))
    assert now.referral(ref).filing_ends_at == ENDS


def test_complete_or_not_yet_is_said_under_the_release_only(now: Deciding) -> None:
    ref = met(now)
    person = release(now, ref, TOLD)
    assert [held.complete for held in now.act(held_charges, PROSECUTOR)] == [False]
    now.decide(ref, Move.INTAKE_DONE, user=CASE_MANAGER)
    assert [held.complete for held in now.act(held_charges, PROSECUTOR)] == [True]
    withdraw(now, person)
    assert now.act(held_charges, PROSECUTOR) == []


def _answer(now: Deciding, ref: ReferralRef) -> tuple[object, ...]:
    """Everything the office can get at, as it comes back."""
    listed = refs(now)
    try:
        return listed, hold(now, ref, date(2027, 1, 5))
    except DomainError as trouble:
        return listed, type(trouble), trouble.args


def test_assessed_or_not_no_such_referral_or_closed_the_office_without_a_release_gets_the_same(
    now: Deciding,
) -> None:
    assessed, waiting, closed = met(now), met(now), met(now)
    now.decide(assessed, Move.INTAKE_DONE, user=CASE_MANAGER)
    now.decide(closed, Move.CLOSE, Reason.MOVED)
    answers = [_answer(now, ref) for ref in (assessed, waiting, closed, ReferralRef("R-00000"))]
    assert answers[1:] == answers[:-1]


def test_the_office_moves_the_hold_to_the_end_of_a_later_local_day_and_nothing_else(now: Deciding) -> None:
    ref = met(now)
    release(now, ref, TOLD)
    intake = now.referral(ref).intake_ends_at
    held = now.act(lambda scene: extend_filing(scene, ref, date(2026, 11, 10)), PROSECUTOR)
    assert held.until == datetime(2026, 11, 11, 7, 59, 59, tzinfo=UTC), "standard time by then"
    assert now.referral(ref).filing_ends_at == held.until
    assert now.referral(ref).intake_ends_at == intake
    assert ("intake.extended", ref, "filing") in {row[1:] for row in now.ground.audit_rows()}
    for day in (date(2026, 11, 10), date(2026, 9, 16)):
        with pytest.raises(AlreadyChanged):
            hold(now, ref, day)


def test_a_hold_that_a_colleague_moved_meanwhile_is_not_moved_over(now: Deciding) -> None:
    ref = met(now)
    release(now, ref, TOLD)
    [seen] = now.act(held_charges, PROSECUTOR)
    now.act(lambda scene: extend_filing(scene, ref, date(2026, 11, 10), seen=seen.version), COLLEAGUE)
    with pytest.raises(AlreadyChanged):
        now.act(lambda scene: extend_filing(scene, ref, date(2026, 12, 10), seen=seen.version), PROSECUTOR)


@pytest.mark.parametrize("user", [CASE_MANAGER, CLINICIAN, MANAGER, OFFICER, DEFENDER])
def test_nobody_but_the_office_moves_or_lists_it(now: Deciding, user: SlackUserId) -> None:
    ref = met(now)
    release(now, ref, TOLD)
    for ask in (
        held_charges,
        lambda scene: extend_filing(scene, ref, date(2027, 1, 5)),
    ):
        with pytest.raises(NotAllowed):
            now.act(ask, user)


def test_the_next_to_end_stands_first(now: Deciding) -> None:
    one = met(now)
    now.moment = NOON + timedelta(days=1)
    other = met(now)
    for ref in (other, one):
        release(now, ref, TOLD)
    assert refs(now) == [one, other]
