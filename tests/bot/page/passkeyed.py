"""The whole bot on a page with a name, at a site that wants passkeys for who somebody is and where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.practice import prepare
from models.acts.site_rules import adopt
from models.classes import Category
from models.site import PageRules
from sandbox.server import PracticeServer
from tests.databases import fresh_url
from tests.stage import MANIFEST, WORKSPACE, Stage, running, settings_for


@contextmanager
def wanting_passkeys(folder: Path) -> Iterator[Stage]:
    """A stage whose page is `http://localhost:port`; browsers keep no passkey for 127.0.0.1."""
    with (
        fresh_url("sqlite", folder) as url,
        PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=folder / "clock") as server,
    ):
        settings = settings_for(server, folder, url, socket_mode=True, page=True)
        assert settings.page is not None
        where = replace(settings.page, address=f"http://localhost:{settings.page.port}")
        settings = replace(settings, page=where)
        bot = prepare(settings, details="page")
        ground = bot.floor.ground
        with ground.database.work() as work:
            rules = ground.book.current(work)
            wanted = PageRules(passkey_for=(Category.IDENTITY, Category.LOCATION))
            rules = rules.model_copy(update={"page": wanted})
            adopt(work, ground.vault, ground.audit, rules, ground.now())
            work.commit()
        with running(bot):
            server.wait_connected()
            yield Stage(server, bot, settings, folder)
