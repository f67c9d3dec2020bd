"""Practice: a workspace, the real bot on it, a fresh fictional site; stopped, nothing is left running."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


def begun(folder: Path, *, port: str = "0", seed: str = "empty") -> subprocess.Popen[str]:
    """`leadbot practice` in a folder of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "practice", "--port", port, "--no-browser", "--seed", seed],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def practising(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The same once it stands: the process, and the address it prints."""
    child = begun(folder)
    assert child.stdout is not None
    try:
        yield child, next(url[0] for line in child.stdout if (url := re.findall(r"http://\S+", line)))
    finally:
        child.terminate()  # not killed: it takes its workspace along
        child.communicate(timeout=30)


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


def board_of(url: str) -> dict[str, Any]:
    """What the page is told of seeds; nothing while the workspace begins anew."""
    try:
        with urllib.request.urlopen(f"{url}ui/practice", timeout=5) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found
    except (urllib.error.URLError, ConnectionError):
        return {"round": 0, "laying": "away"}


def until(fits: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 60
    while not fits():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


def test_the_page_asks_to_start_over_and_a_fresh_site_stands_at_the_same_address(tmp_path: Path) -> None:
    with practising(tmp_path) as (child, url):
        home = tmp_path / "var" / "practice"
        (home / "clock").write_text("7200")
        first = board_of(url)
        assert (first["round"], first["seed"], first["laying"]) == (1, "empty", "")
        assert [seed["code"] for seed in first["seeds"]] == ["empty", "first_week", "busy_month", "bad_day"]
        ask = urllib.request.Request(f"{url}ui/start_over", b'{"seed": "first_week"}', method="POST")
        with urllib.request.urlopen(ask, timeout=5) as answer:
            assert json.loads(answer.read()) == {"ok": True}
        until(lambda: (now := board_of(url))["round"] == 2 and now["laying"] == "", "the second site")
        assert board_of(url)["seed"] == "first_week"
        assert (home / "clock").read_text() == "0", "time begins in the present again"
        with urllib.request.urlopen(f"{url}ui/state?user=ULARKSP01", timeout=5) as answer:
            [dm] = json.loads(answer.read())["dms"]
        assert dm["unread"] > 0, "the first week was told"
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0


def test_stopped_while_a_seed_is_told_the_workspace_ends_too(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    child = begun(tmp_path, port=port, seed="busy_month")
    url = f"http://127.0.0.1:{port}/"
    try:
        until(lambda: "day" in board_of(url)["laying"], "the telling")
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            urllib.request.urlopen(url, timeout=5)
    finally:
        child.kill()
        child.communicate(timeout=10)


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


def test_a_second_start_on_a_taken_port_is_one_sentence_and_leaves_the_first_its_site(tmp_path: Path) -> None:
    with practising(tmp_path) as (_, url):
        port = int(url.rstrip("/").rpartition(":")[2])
        second = subprocess.run(
            [sys.executable, "-m", "bot", "practice", "--port", str(port), "--no-browser"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (second.returncode, second.stdout) == (1, "")
        said = re.fullmatch(
            rf"Port {port} is already in use, perhaps by another practice: open {url} and see, "
            r"or start here: \.venv/bin/leadbot practice --port (\d+)\n",
            second.stderr,
        )
        assert said, second.stderr
        assert (tmp_path / "var" / "practice" / "data" / "leadbot.db").stat().st_size > 0
        beside = begun(tmp_path, port=said[1])
        try:
            assert beside.stdout is not None
            assert said[1] in beside.stdout.readline(), "the other port is free, as was said"
        finally:
            beside.terminate()
            beside.communicate(timeout=20)
        assert (tmp_path / "var" / "practice" / "data" / "leadbot.db").stat().st_size > 0
        assert (tmp_path / "var" / "practice-2" / "data" / "leadbot.db").exists()
