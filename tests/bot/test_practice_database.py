"""A practice site's database: every start has an empty one, and nothing beside it is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.practice_database import emptied, looked_into
from models.database import Database
from models.migrations import standing
from models.migrations.steps import upgrade
from tests.databases import fresh_url


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with fresh_url("postgresql", tmp_path) as url:
        yield url


def laid(url: str) -> None:
    """What shows that a site stands there; the steps that lead to a whole one take seconds."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num text)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    engine.dispose()


def stands_on(url: str) -> str | None:
    database = Database(url)
    try:
        return standing(database)
    finally:
        database.close()


def schemas(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        query = "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename = 'alembic_version' ORDER BY 1"
        found = list(connection.execute(text(query)).scalars())
    engine.dispose()
    return found


def test_each_start_on_a_server_finds_an_empty_schema_and_leaves_the_rest_as_it_is(
    server: str, tmp_path: Path
) -> None:
    laid(server)  # a site that somebody keeps there
    first = emptied(tmp_path / "practice", server)
    assert stands_on(first) is None
    database = Database(first)
    upgrade(database)
    database.close()
    laid(beside := emptied(tmp_path / "practice-2", server))
    laid(namesake := emptied(tmp_path / "colleague" / "practice", server))
    named = sorted(re.sub("_[0-9a-f]{8}$", "", name) for name in schemas(server))
    assert named == ["leadbot_practice", "leadbot_practice", "leadbot_practice_2", "public"]
    assert emptied(tmp_path / "practice", server) == first
    assert stands_on(first) is None, "a fresh site again"
    assert {stands_on(one) for one in (server, beside, namesake)} == {"0001"}, "nothing else was touched"


def test_options_that_were_given_stay(server: str, tmp_path: Path) -> None:
    address = make_url(server).update_query_dict({"options": "-cstatement_timeout=7000"})
    engine = create_engine(emptied(tmp_path / "practice", address.render_as_string(hide_password=False)))
    with engine.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "7s"
        assert str(connection.execute(text("SELECT current_schema()")).scalar()).startswith(
            "leadbot_practice_"
        )
    engine.dispose()


def test_a_folder_with_a_long_name_has_a_schema_all_of_whose_name_is_kept(
    server: str, tmp_path: Path
) -> None:
    engine = create_engine(emptied(tmp_path / ("Practice of the whole harbor " * 4), server))
    with engine.connect() as connection:
        name = str(connection.execute(text("SELECT current_schema()")).scalar())
    engine.dispose()
    assert re.fullmatch("leadbot_practice_of_the_whole_harbor_practice_of_[0-9a-f]{8}", name)


def test_without_a_server_it_is_a_file_in_the_folder(tmp_path: Path) -> None:
    assert emptied(tmp_path, None) == f"sqlite:///{tmp_path}/data/leadbot.db"
    assert emptied(tmp_path, "sqlite:///elsewhere.db") == "sqlite:///elsewhere.db"


def test_the_workspace_is_told_a_path_or_an_address_with_all_that_opens_it() -> None:
    assert looked_into(make_url("sqlite:////srv/leadbot.db")) == "/srv/leadbot.db"
    told = looked_into(make_url("postgresql+psycopg://it:word@localhost/site?options=-csearch_path%3Dx"))
    assert told == "postgresql://it:word@localhost/site?options=-csearch_path%3Dx"
