"""The check-in on the ground: one row each, who was asked, what is told of it; two at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.checkin import (
    STILL_WELCOME,
    InTheWay,
    Said,
    answer,
    answer_for_shift,
    asked_of,
    led_by,
    my_open,
    own_answer,
)
from models.acts.shift_tally import Told, tally
from models.database import Database
from models.errors import NotAllowed, NotAvailable
from models.recurrence import Rule
from models.replay import once
from models.rollcall import Asked, Firing, FiringState, Schedule, ScheduleSeat, ShiftAnswer
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from tests.factories import MANAGER, OFFICER, PROSECUTOR, QUAY_OFFICER
from tests.models.acts.rolling import EVERY_DAY, SERGEANT, START, Precincts, at_once, lay_precincts, night

TOO_LONG = Said((InTheWay.TOO_LONG,), "Help took an hour")


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Precincts:
    return lay_precincts(database, tmp_path)


@pytest.fixture
def firing(site: Precincts) -> str:
    """North night, asked half an hour ago."""
    return site.asked_lately()


def rows(site: Precincts) -> list[ShiftAnswer]:
    with site.ground.database.look() as work:
        return list(work.session.scalars(select(ShiftAnswer)))


def say(site: Precincts, firing: str, user: SlackUserId = OFFICER, said: Said = TOO_LONG) -> None:
    site.act(lambda scene: answer(scene, firing, said), user)


def test_a_changed_answer_is_the_same_row_under_the_same_handle(site: Precincts, firing: str) -> None:
    say(site, firing)
    before = rows(site)[0].handle
    site.moment += timedelta(minutes=5)
    say(site, firing, said=Said((InTheWay.NOTHING,)))
    (row,) = rows(site)
    assert (row.handle, row.in_the_way, row.blocker) == (before, "nothing", "")
    assert row.changed_at == site.moment


@pytest.mark.parametrize("user", [QUAY_OFFICER, PROSECUTOR, MANAGER, SERGEANT])
def test_who_is_not_of_the_shift_answers_nothing(site: Precincts, firing: str, user: SlackUserId) -> None:
    with pytest.raises(NotAvailable):
        say(site, firing, user)
    assert rows(site) == []


def test_whoever_was_asked_answers_even_off_the_list_by_now(site: Precincts, firing: str) -> None:
    def name_another(scene: Scene) -> None:
        schedule = scene.work.session.get_one(Firing, firing).schedule
        scene.work.session.add(ScheduleSeat(schedule=schedule, member=QUAY_OFFICER, turn=0))

    site.act(name_another)
    say(site, firing)
    say(site, firing, QUAY_OFFICER)
    assert len(rows(site)) == 2


def test_two_weeks_later_it_is_put_away(site: Precincts, firing: str) -> None:
    with site.ground.database.look() as work:
        closes = work.session.get_one(Firing, firing).closes_at
    site.moment = closes + STILL_WELCOME
    with pytest.raises(NotAvailable):
        say(site, firing)
    site.moment -= timedelta(seconds=1)
    say(site, firing)


@pytest.mark.parametrize("state", [FiringState.NOT_SENT, FiringState.SKIPPED])
def test_what_was_not_sent_was_not_asked_and_what_was_skipped_still_hears(
    site: Precincts, firing: str, state: FiringState
) -> None:
    def put(scene: Scene) -> None:
        scene.work.session.get_one(Firing, firing).state = state.value

    site.act(put)
    if state is FiringState.SKIPPED:
        say(site, firing)
        return
    with pytest.raises(NotAvailable):
        say(site, firing)


def test_an_officers_own_answer_stays_theirs_though_they_lead_the_shift(site: Precincts, firing: str) -> None:
    def lead(scene: Scene) -> None:
        schedule = scene.work.session.get_one(Firing, firing).schedule
        scene.work.session.get_one(Schedule, schedule).leader = OFFICER

    site.act(lead)
    own = Said((InTheWay.FORM,), "The form asks twice")
    say(site, firing, said=own)
    site.act(lambda scene: answer_for_shift(scene, firing, TOO_LONG), OFFICER)
    assert [
        (row.member, row.said_by, row.for_shift) for row in sorted(rows(site), key=lambda row: row.for_shift)
    ] == [
        (OFFICER, OFFICER, 0),
        (f"shift {OFFICER}", OFFICER, 1),
    ]
    with site.ground.database.look() as work:
        assert own_answer(work, firing, OFFICER) == own
        assert tally(work, work.session.get_one(Firing, firing)).answered == 1


@pytest.mark.parametrize(("user", "may"), [(SERGEANT, True), (MANAGER, True), (OFFICER, False)])
def test_who_leads_a_shift(site: Precincts, firing: str, user: SlackUserId, may: bool) -> None:
    if may:
        assert site.act(lambda scene: led_by(scene, firing)[1].id, user) == firing
        return
    with pytest.raises(NotAllowed):
        site.act(lambda scene: led_by(scene, firing), user)


def test_the_newest_of_each_shift_waits_for_its_officer_alone(site: Precincts, firing: str) -> None:
    def open_ones(user: SlackUserId) -> list[str]:
        return site.act(lambda scene: [one.id for _, one in my_open(scene, the_actor(scene))], user)

    assert open_ones(OFFICER) == [firing]
    assert open_ones(QUAY_OFFICER) == open_ones(MANAGER) == []
    site.live(site.moment + timedelta(days=1))
    assert len(open_ones(OFFICER)) == 1
    assert open_ones(OFFICER) != [firing]


def test_one_answer_of_one_officer_is_never_told_in_numbers(site: Precincts, firing: str) -> None:
    say(site, firing)
    seen = site.act(lambda scene: tally(scene.work, scene.work.session.get_one(Firing, firing)))
    assert (seen.told, seen.themes, seen.words) == (Told.ANSWERS, (), ())


def test_two_taps_at_once_are_one_answer(site: Precincts, firing: str) -> None:
    def tap(key: str) -> str:
        def act(work: object) -> str:
            answer(site.scene(work, OFFICER), firing, TOO_LONG)  # type: ignore[arg-type]
            return "kept"

        return once(site.ground.database, key, site.moment, act)

    assert at_once(*(lambda key=key: tap(key) for key in ("a", "b", "c", "d"))) == ["kept"] * 4
    assert len(rows(site)) == 1


def test_what_is_no_roll_call_is_nobodys_to_answer(site: Precincts) -> None:
    visits = night(asks=Asked.VISIT, rule=Rule(START.date(), EVERY_DAY), seats=(MANAGER,))
    schedule = site.make(visits)
    site.live(site.moment + timedelta(days=1))
    newest = site.firings(schedule)[-1].id
    with pytest.raises(NotAvailable):
        site.act(lambda scene: asked_of(scene, newest), OFFICER)
