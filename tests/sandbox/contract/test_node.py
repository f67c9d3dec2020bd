"""Slack's own framework for Node works on the practice workspace as it does on Slack."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.sandbox.conftest import MANIFEST, WORKSPACE
from tests.slack_types.check import MODULES, NoNode, install

APP = Path(__file__).with_name("meet.mjs")
_SECONDS = 30.0


@pytest.fixture
def met(tmp_path: Path) -> Iterator[PracticeServer]:
    """A workspace with that app on it."""
    try:
        install()
    except NoNode:
        pytest.skip("node or npm is not installed: no app of Slack's own framework was met")
    (tmp_path / "node_modules").symlink_to(MODULES)
    app = tmp_path / APP.name
    app.write_text(APP.read_text(encoding="utf-8"), encoding="utf-8")
    with PracticeServer(WORKSPACE, MANIFEST, rates=Rates.unlimited()) as server:
        where = {"API_URL": server.api_url, "BOT_TOKEN": server.bot_token, "APP_TOKEN": server.app_token}
        command = ["node", str(app)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **where}) as node:
            try:
                server.wait_connected(timeout=_SECONDS)
                yield server
            finally:
                node.kill()


@pytest.mark.node
@pytest.mark.timeout(400)  # the first run on a machine fetches it
def test_an_app_of_slacks_framework_for_node_opens_takes_answers_and_draws(met: PracticeServer) -> None:
    officer = met.person("UQUILL001")
    officer.open_home()
    assert "Drawn by Node" in officer.wait_home(timeout=_SECONDS).words
    officer.command("/lead refer")
    officer.wait_view("met", timeout=_SECONDS)
    officer.fill({"Name": "Zebulon Testperson"})
    assert officer.submit() == {}
    card = officer.wait_dm(timeout=_SECONDS)
    assert card.text == "Thank you, Zebulon Testperson."
    officer.click("Press", message=card)
    officer.wait_dm(lambda dm: dm.text == "Pressed." and dm.ts == card.ts, timeout=_SECONDS)
    assert {call.status for call in met.calls()} == {"ok"}
