"""Practice: a workspace, the real bot on it, a fresh fictional site; stopped, nothing is left running."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.practice import _empty, _environment
from bot.practice_workspace import start_workspace
from bot.settings import Settings
from models.errors import Unsafe

ROOT = Path(__file__).parent.parent.parent
SAID = {
    "api_url": "http://127.0.0.1:8765/api/",
    "bot_token": "xoxb-practice",
    "app_token": "xapp-practice",
    "signing_secret": "fictional",
}


@contextmanager
def practising(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`leadbot practice` in a folder of its own: the process, and the address it prints."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "practice", "--port", "0", "--no-browser"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        yield child, next(url[0] for line in child.stdout if (url := re.findall(r"http://\S+", line)))
    finally:
        child.kill()
        child.communicate(timeout=10)


def test_practice_starts_says_where_and_stops_with_everything_it_started(tmp_path: Path) -> None:
    with practising(tmp_path) as (child, url):
        with urllib.request.urlopen(url, timeout=5) as page:
            assert page.status == 200
        child.send_signal(signal.SIGTERM)
        assert child.wait(15) == 0
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            urllib.request.urlopen(url, timeout=5)
    home = tmp_path / "var" / "practice"
    assert (home / "data" / "leadbot.db").exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home, home / "keys", home / "data"))


def test_every_start_is_a_fresh_site(tmp_path: Path) -> None:
    home = tmp_path / "practice"
    _empty(home)
    (home / "data" / "leadbot.db").write_text("yesterday's")
    _empty(home)
    assert sorted(path.name for path in home.iterdir()) == ["data", "keys"]
    assert list((home / "data").iterdir()) == []


def test_practice_never_touches_a_real_workspaces_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "LEADBOT_DATABASE_URL"):
        monkeypatch.setenv(name, "a-real-one")
    environ = _environment(SAID, tmp_path)
    assert "a-real-one" not in environ.values()
    settings = Settings.from_environment(environ)
    assert settings.practice_clock == tmp_path / "clock"
    assert settings.http_host == "127.0.0.1"


def test_a_workspace_that_cannot_start_is_said_in_a_sentence(tmp_path: Path) -> None:
    first = start_workspace(0, tmp_path)
    try:
        port = int(first.said["url"].rstrip("/").rsplit(":", 1)[1])
        with pytest.raises(Unsafe, match="The practice workspace did not start"):
            start_workspace(port, tmp_path)
    finally:
        first.stop()
    assert first.child.poll() is not None
