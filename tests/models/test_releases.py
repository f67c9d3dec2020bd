"""A participant's releases as their team sees them: what is in force, what has ended, and how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from models.acts.revocation import written_form_came
from models.classes import Category, Purpose
from models.consent import Consent, Ended, Release
from models.people import Role
from models.releases import Force, ReleaseFacts, releases_of
from tests.factories import NOON, intrude, laid_on_sqlite
from tests.models.sharing import HOST, SIGNED, UNTIL, Sharing, defenders, form, office, share

TODAY = date(2026, 9, 15)


@pytest.fixture
def sharing(tmp_path: Path) -> Iterator[Sharing]:
    with laid_on_sqlite(tmp_path) as laid:
        yield share(laid)


def seen(sharing: Sharing, today: date = TODAY) -> tuple[ReleaseFacts, ...]:
    with sharing.ground.database.look() as work:
        return releases_of(work, sharing.ground.vault.rows, sharing.ref, today)


def test_a_release_shows_every_open_element(sharing: Sharing) -> None:
    sharing.sign(office(regions=["north"]), defenders())
    [release] = seen(sharing)
    assert (release.discloser, release.signed_on, release.expires_on) == (HOST, SIGNED, UNTIL)
    assert release.runs
    assert [one.role for one in release.recipients] == [Role.PUBLIC_DEFENDER, Role.LIAISON_PROSECUTOR]
    county = release.recipients[1]
    assert county.categories == frozenset({Category.BARRIERS})
    assert county.purposes == frozenset({Purpose.COURT})
    assert county.regions == frozenset({"north"})
    assert (county.force, county.ended_at) == (Force.RUNS, None)


@pytest.mark.parametrize("how", Ended)
def test_what_somebody_ended_says_when_and_how_and_leaves_the_others(sharing: Sharing, how: Ended) -> None:
    mine, _ = sharing.sign(office(), defenders())
    sharing.revoke(mine, how=how)
    [release] = seen(sharing)
    others, ended = release.recipients
    assert (ended.force, ended.ended_at, ended.ended_how) == (Force.ENDED, NOON, how)
    assert ended.lacks_its_form is (how is Ended.SPOKEN)
    assert others.force is Force.RUNS
    assert release.runs


def test_the_form_is_missing_until_it_comes(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    sharing.revoke(mine)
    assert seen(sharing)[0].recipients[0].lacks_its_form
    sharing.act(lambda scene: written_form_came(scene, sharing.ref, [mine]))
    assert not seen(sharing)[0].recipients[0].lacks_its_form


@given(st.integers(-40, 120))
def test_a_release_runs_from_its_first_day_through_its_last(passed: int) -> None:
    """The pure side: force by days alone, both ends included."""
    from models.releases import _force  # noqa: PLC0415 - the rule itself, without a database

    day = SIGNED + timedelta(days=passed)
    force = _force(Consent(starts_on=SIGNED, expires_on=UNTIL, revoked_at=None), day)
    assert (force is Force.RUNS) is (SIGNED <= day <= UNTIL)
    assert (force is Force.OVER) is (day > UNTIL)


def test_what_is_over_stands_below_what_runs_whatever_was_signed_later(sharing: Sharing) -> None:
    [first] = sharing.sign(until=None, by_event=True)
    [second] = sharing.sign(until=TODAY, signed_on=TODAY)
    ids = {one.recipients[0].id: one for one in seen(sharing, TODAY + timedelta(days=1))}
    assert list(ids) == [first, second]
    assert [one.runs for one in ids.values()] == [True, False]
    assert ids[first].by_event


def test_an_altered_recipient_counts_as_nothing_and_shows_nothing_of_itself(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    with sharing.ground.database.work() as work:
        intrude(work, update(Consent).where(Consent.id == mine).values(categories="clinical"))
        work.commit()
    [one] = seen(sharing)[0].recipients
    assert (one.force, one.categories, one.purposes) == (Force.ALTERED, frozenset(), frozenset())


def test_a_role_that_is_none_and_an_altered_release_are_left_out(sharing: Sharing) -> None:
    [mine], [other] = sharing.sign(), sharing.sign()
    with sharing.ground.database.work() as work:
        intrude(work, update(Consent).where(Consent.id == mine).values(role="king"))
        its = work.session.get_one(Consent, other).release_id
        intrude(work, update(Release).where(Release.id == its).values(discloser="policy:Somebody"))
        work.commit()
    [left] = seen(sharing)
    assert left.recipients == ()


def test_the_form_of_the_tests_is_whole() -> None:
    assert form().recipients == (office(),)
