"""What an import says of the rota, and what is never printed of the pager."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.incoming import HIDDEN, guard_pager, shown, site_warnings
from models.errors import BadFile
from models.schema import SlackUserId
from models.site import SiteRules
from tests.handlers.harbor import BACKUP, RESPONDER, Harbor, lay

SECRET = "b0nfire"


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


def changed(harbor: Harbor, **tables: object) -> SiteRules:
    return SiteRules.model_validate({**harbor.rules().model_dump(by_alias=True), **tables})


def test_a_whole_rota_is_no_news(harbor: Harbor) -> None:
    assert list(site_warnings(harbor.ground, harbor.rules())) == []


def test_hours_and_regions_without_anybody_are_named(harbor: Harbor) -> None:
    first = harbor.rules().model_dump(by_alias=True)["on_call"][:1]
    [line] = site_warnings(harbor.ground, changed(harbor, on_call=first))
    assert line.startswith("Nobody is on call: Quay, ")
    for user in (RESPONDER, BACKUP, "UBRAMBL01", "UHOLLY001"):
        harbor.suspend(SlackUserId(user))
    said = list(site_warnings(harbor.ground, harbor.rules()))
    assert "Nobody on the roster can be sent to North." in said
    assert any(line.startswith("Nobody is on call: North, ") for line in said)


def test_the_pagers_url_is_not_printed(harbor: Harbor) -> None:
    rules = changed(harbor, paging={"pager_url": f"json://{SECRET}@host/x"})
    printed = shown(rules).model_dump_json()
    assert SECRET not in printed
    assert HIDDEN in printed
    assert shown(harbor.rules()) == harbor.rules()


def test_a_pager_that_is_not_understood_is_refused_without_repeating_it(harbor: Harbor) -> None:
    with pytest.raises(BadFile) as refused:
        guard_pager(changed(harbor, paging={"pager_url": f"nonsense {SECRET}"}))
    assert SECRET not in str(refused.value)
    guard_pager(changed(harbor, paging={"pager_url": "json://host/x"}))
