"""The floor: nothing is laid on what does not hold, and each refusal says how to mend it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.floor import Bell, lay_floor, open_database
from bot.settings import Settings
from models.errors import Unsafe
from models.keyring import FileKeyRing
from models.migrations.steps import upgrade
from tests.handlers.harbor import OFFICER, START, _template, lay, settings_in


@pytest.fixture
def laid(tmp_path: Path) -> Settings:
    """The settings of a laid harbor of this test's own."""
    for part in ("data", "keys"):
        shutil.copytree(_template() / part, tmp_path / part)
    return settings_in(tmp_path)


def test_a_bell_that_nobody_hears_is_harmless_and_later_rings() -> None:
    bell, rung = Bell(), list[int]()
    bell()
    bell.answer = lambda: rung.append(1)
    bell()
    assert rung == [1]


def test_the_folder_of_a_database_is_made_for_us_alone(tmp_path: Path) -> None:
    open_database(settings_in(tmp_path)).close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("nonsense", "is not an SQLAlchemy URL"),
        ("mysql://a@b/c", "must name SQLite or PostgreSQL"),
        ("postgresql+psycopg2://a@b/c", "must begin with sqlite:/// or postgresql\\+psycopg://"),
        ("postgresql+dancing://a@b/c", "must begin with sqlite:/// or postgresql\\+psycopg://"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused(tmp_path: Path, url: str, why: str) -> None:
    with pytest.raises(Unsafe, match=why):
        open_database(settings_in(tmp_path, LEADBOT_DATABASE_URL=url))


def test_a_laid_floor_stands_on_the_same_site_every_time(laid: Settings) -> None:
    first, second = lay_floor(laid), lay_floor(laid)
    assert first.keys.fingerprint() == second.keys.fingerprint()
    with second.ground.database.look() as work:
        assert second.ground.book.current(work).site.name.startswith("Lantern Harbor")


def test_an_empty_database_is_no_floor(tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="Run `leadbot migrate` first"):
        lay_floor(settings_in(tmp_path))


def test_a_database_at_another_step_is_no_floor(laid: Settings, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "data" / "leadbot.db", isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(Unsafe, match="not at this version's step"):
        lay_floor(laid)


def test_without_keys_there_is_no_floor(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    database = open_database(settings)
    upgrade(database)
    database.close()
    settings.keyring.parent.mkdir(mode=0o700)
    with pytest.raises(Unsafe, match="leadbot keys new"):
        lay_floor(settings)


def test_another_sites_keys_are_no_floor(laid: Settings) -> None:
    shutil.rmtree(laid.keyring.parent)
    laid.keyring.parent.mkdir(mode=0o700)
    FileKeyRing.create(laid.keyring, START)
    with pytest.raises(Unsafe, match="This key ring does not belong to this database"):
        lay_floor(laid)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_keys_that_others_can_reach_are_no_floor(laid: Settings, mode: int) -> None:
    laid.keyring.chmod(mode)
    with pytest.raises(Unsafe, match="chmod 600"):
        lay_floor(laid)


def test_a_journal_that_was_changed_is_no_floor(tmp_path: Path) -> None:
    harbor = lay(tmp_path)
    harbor.suspend(OFFICER)
    harbor.ground.database.close()
    journal = harbor.folder / "keys" / "revocations.jsonl"
    journal.write_text(journal.read_text().replace(OFFICER, "UNOBODY99"))
    with pytest.raises(Unsafe):
        lay_floor(settings_in(harbor.folder))


def test_practice_time_reaches_the_ground(laid: Settings, tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("86400")
    practice = settings_in(
        tmp_path,
        LEADBOT_PRACTICE_CLOCK=str(tmp_path / "clock"),
        SLACK_API_URL="http://127.0.0.1:1/api/",
    )
    ahead = lay_floor(practice).ground.now() - lay_floor(laid).ground.now()
    assert 86390 < ahead.total_seconds() < 86410
