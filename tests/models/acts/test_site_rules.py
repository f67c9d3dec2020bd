"""Taking a site file into force, and which ring a database belongs to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models.acts.site_rules import adopt, identify
from models.database import Database
from models.errors import Unsafe
from models.keyring import FileKeyRing
from models.site import SiteRules
from models.site_versions import SiteBook, SiteIdentity, SiteVersion
from tests.factories import NOON, Laid, intrude, lay


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


def quicker(rules: SiteRules) -> SiteRules:
    return rules.model_copy(update={"clocks": rules.clocks.model_copy(update={"handoff_minutes": 20})})


def adopted(ground: Laid, rules: SiteRules) -> int | None:
    with ground.database.work() as work:
        version = adopt(work, ground.vault, ground.audit, rules, NOON + timedelta(microseconds=7))
        work.commit()
        return version


def test_the_same_file_again_changes_nothing(ground: Laid) -> None:
    rows = ground.audit_rows()
    assert adopted(ground, ground.rules) is None
    assert ground.audit_rows() == rows


def test_another_file_is_another_version_and_is_written_down(ground: Laid) -> None:
    assert adopted(ground, quicker(ground.rules)) == 2
    assert adopted(ground, ground.rules) == 3
    assert ground.audit_rows()[-2:] == [
        ("operator", "site.changed", "site:2", ""),
        ("operator", "site.changed", "site:3", ""),
    ]
    with ground.database.look() as work:
        assert all(ground.vault.rows.row_holds(row) for row in work.session.scalars(select(SiteVersion)))
        assert SiteBook(ground.vault.rows).current(work) == ground.rules


def test_the_same_file_mends_a_row_that_was_altered(ground: Laid) -> None:
    with ground.database.work() as work:
        intrude(work, update(SiteVersion).values(mac=b""))
        work.commit()
    assert adopted(ground, ground.rules) == 2
    with ground.database.look() as work:
        assert SiteBook(ground.vault.rows).current(work) == ground.rules


def test_an_import_that_is_not_committed_leaves_the_rules(ground: Laid) -> None:
    with ground.database.work() as work:
        adopt(work, ground.vault, ground.audit, quicker(ground.rules), NOON)
    with ground.database.look() as work:
        assert SiteBook(ground.vault.rows).current(work) == ground.rules


def test_a_database_has_one_identity_for_good(ground: Laid) -> None:
    with ground.database.work() as work:
        assert identify(work, ground.keys) == ground.custody.site_id
        assert work.session.scalar(select(func.count()).select_from(SiteIdentity)) == 1


def test_another_ring_than_the_databases_own_is_refused_with_the_mend(ground: Laid, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir(mode=0o700)
    other = FileKeyRing.create(tmp_path / "other" / "keyring.json", NOON)
    with ground.database.work() as work, pytest.raises(Unsafe, match="LEADBOT_KEYRING"):
        identify(work, other)
