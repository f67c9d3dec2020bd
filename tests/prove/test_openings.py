"""The openings board with two processes on one PostgreSQL: each place is given away exactly once."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.free_places import Offer
from models.database import Database
from models.notice import Kind
from models.vacant_place import Claim, PlaceKind
from tests.databases import migrated_url
from tests.factories import CASE_MANAGER, NOON
from tests.models.acts.test_free_places import OTHER_TEAM, PROVIDER, laid
from tests.prove.place_claimer import Claimer, Job

pytestmark = pytest.mark.prove
_POSTINGS = 60


def test_two_processes_give_each_place_away_once(tmp_path: Path) -> None:
    with migrated_url("postgresql", tmp_path) as url:
        database = Database(url)
        harbor = laid(database, tmp_path)
        rng = random.Random(7)  # noqa: S311 - a test's dice
        places = {
            harbor.post(Offer(PlaceKind.BED, "", "", free, NOON + timedelta(hours=10))): free
            for free in (rng.randint(1, 2) for _ in range(_POSTINGS))
        }
        # Each goes past every posting twice: more taps than places.
        taps = [place for place in places for _ in range(2)]
        keyring = str(harbor.ground.folder / "keyring.json")
        claimers = [
            Claimer(Job(url, keyring, NOON.isoformat(), user, tuple(order)))
            for user, order in ((CASE_MANAGER, taps), (OTHER_TEAM, taps[::-1]))
        ]
        for one in claimers:
            one.wait_ready()
        for one in claimers:
            one.begin()
        got = [one.got() for one in claimers]
        with database.look() as work:
            claims = Counter(work.session.scalars(select(Claim.place)))
        assert claims == places
        assert sum(got) == sum(places.values())
        assert min(got) > 0, "both came by"
        assert harbor.told(Kind.PLACE_CLAIMED) == [PROVIDER] * sum(places.values())
        database.close()
