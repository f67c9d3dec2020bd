"""Fixtures of the whole suite; and, where CI asks for it, a skip is an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from models.database import Database
from tests.databases import migrated_url
from tests.statements import share_statements

# How long one example takes is this machine's business, not the rule's.
settings.register_profile("no_clock", deadline=None)
settings.load_profile("no_clock")
share_statements()

# What tests write needs no disk: none takes the power away, and a run syncs thousands of databases.
_MEMORY, _ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - pytest makes a private folder of its own there
if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# Rules and acts say the same on both, and one of them is enough for `make test`. Where the databases differ
# (locks, claims, chains, migrations, journeys) tests have fixtures of their own and run on both every time.
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)]


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An up-to-date database, on SQLite; and on PostgreSQL in `make prove`."""
    with migrated_url(request.param, tmp_path) as url:
        database = Database(url)
        yield database
        database.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A Chromium that hangs on a busy machine is tried once more; the run says so with an R.

    Whoever comes first to Node's packages waits for them, however long the line is.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[".*"]))
        if item.get_closest_marker("node") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(600))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With LEADBOT_NO_SKIPS=1 nothing may be left out quietly."""
    outcome = yield  # type: ignore[misc, func-returns-value, unused-ignore]  # pluggy sends the result in
    report = outcome.get_result()  # type: ignore[attr-defined, unused-ignore]
    if report.skipped and os.environ.get("LEADBOT_NO_SKIPS") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
