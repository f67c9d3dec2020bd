"""The whole bot with the secure page over TLS of its own, as an operator without a proxy starts it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot import logs
from bot.practice import prepare
from bot.settings import PageSettings
from sandbox.server import PracticeServer
from tests.bot.certificates import make_certificate
from tests.databases import fresh_url
from tests.stage import MANIFEST, WORKSPACE, Stage, free_port, running, settings_for


@contextmanager
def secured(folder: Path) -> Iterator[Stage]:
    """A stage whose page is `https://localhost:port`; its certificate is `page.pem` in the folder."""
    log = io.StringIO()
    logs.configure("INFO", log)
    clock = folder / "clock"
    with (
        fresh_url("sqlite", folder) as url,
        PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=clock) as server,
    ):
        port = free_port()
        where = PageSettings("127.0.0.1", port, f"https://localhost:{port}", *make_certificate(folder))
        settings = replace(settings_for(server, folder, url, socket_mode=True), page=where)
        bot = prepare(settings, details="page")
        with running(bot):
            server.wait_connected()
            yield Stage(server, bot, settings, folder, log)


def link_for(stage: Stage, user: str) -> str:
    """Where the button of their window in Slack leads: what they would follow with their browser."""
    view = stage.server.person(user).wait_view(callback_id="to_page")
    [address] = [one["url"] for block in view.blocks for one in block.get("elements", []) if "url" in one]
    stage.server.person(user).close()
    return str(address)
