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
from bot.practice_place import expect_free
from bot.practice_workspace import COURSE, start_workspace
from bot.settings import Settings
from models.errors import Unsafe

ROOT = Path(__file__).parent.parent.parent
SAID = {
    "api_url": "http://127.0.0.1:8765/api/",
    "bot_token": "xoxb-practice",
    "app_token": "xapp-practice",
    "signing_secret": "fictional",
}


def begun(
    folder: Path, *, port: str = "0", seed: str = "empty", stderr: int | None = None
) -> subprocess.Popen[str]:
    """`leadbot practice` in a folder of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "practice", "--port", port, "--no-browser", "--seed", seed],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=stderr,
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
        child.communicate(timeout=60)


def test_practice_starts_says_where_and_stops_with_everything_it_started(tmp_path: Path) -> None:
    home = tmp_path / "var" / "practice"
    home.mkdir(parents=True)
    (home / COURSE).write_text('{"current": "officer", "done": {"officer": ["shown choose_door"]}}')
    with practising(tmp_path) as (child, url):
        with urllib.request.urlopen(url, timeout=30) as page:
            assert page.status == 200
        course = read(url, "course")
        assert (course["current"], course["exercises"][0]["done"]) == ("officer", 1), "as it was left"
        child.send_signal(signal.SIGTERM)
        assert child.wait(15) == 0
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            urllib.request.urlopen(url, timeout=30)
    assert (home / "data" / "leadbot.db").exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in (home, home / "keys", home / "data"))


def read(url: str, name: str, body: bytes | None = None) -> dict[str, Any]:
    """What the page is answered."""
    with urllib.request.urlopen(f"{url}ui/{name}", body, timeout=30) as answer:
        found: dict[str, Any] = json.loads(answer.read())
        return found


def posted(url: str, name: str, **asked: str) -> dict[str, Any]:
    return read(url, name, json.dumps(asked).encode())


def board_of(url: str) -> dict[str, Any]:
    """What the page is told of seeds; nothing while the workspace begins anew."""
    try:
        return read(url, "practice")
    except (urllib.error.URLError, ConnectionError):
        return {"round": 0, "laying": "away"}


def until(fits: Callable[[], bool], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
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
        assert posted(url, "course/start", exercise="officer")["current"] == "officer"
        assert posted(url, "start_over", seed="first_week") == {"ok": True}
        until(lambda: (now := board_of(url))["round"] == 2 and now["laying"] == "", "the second site")
        assert board_of(url)["seed"] == "first_week"
        assert (home / "clock").read_text() == "0", "time begins in the present again"
        assert read(url, "course")["current"] == "", "and the course from its beginning"
        [dm] = read(url, "state?user=ULARKSP01")["dms"]
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
            urllib.request.urlopen(url, timeout=30)
    finally:
        child.kill()
        child.communicate(timeout=60)


def test_every_start_is_a_fresh_site(tmp_path: Path) -> None:
    home = tmp_path / "practice"
    _empty(home)
    (home / "data" / "leadbot.db").write_text("yesterday's")
    _empty(home)
    assert sorted(path.name for path in home.iterdir()) == ["data", "keys"]
    assert list((home / "data").iterdir()) == []


def test_how_far_the_course_is_may_stay_in_the_folder_and_nothing_else(tmp_path: Path) -> None:
    _empty(tmp_path)
    for name in (COURSE, "clock", "data/leadbot.db"):
        (tmp_path / name).write_text("yesterday's")
    _empty(tmp_path, COURSE)
    assert sorted(path.name for path in tmp_path.rglob("*")) == [COURSE, "data", "keys"]
    _empty(tmp_path)
    assert not (tmp_path / COURSE).exists()


STARTER = """
import sys, pathlib
from bot.practice_workspace import start_workspace
print(start_workspace(0, pathlib.Path(sys.argv[1])).said["url"], flush=True)
sys.stdin.read()
"""


def test_whoever_is_killed_outright_takes_the_workspace_along_and_its_port_is_free(tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", STARTER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as starter:
        assert starter.stdout is not None
        url = starter.stdout.readline().strip()
        assert board_of(url)["laying"] == "", "it answers"
        starter.kill()  # no word is left to anybody
        until(lambda: is_free(url), "the port", seconds=5)


def is_free(url: str) -> bool:
    try:
        expect_free(int(url.rstrip("/").rpartition(":")[2]))
    except Unsafe:
        return False
    return True


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


def kill_workspace_of(practice: subprocess.Popen[str]) -> None:
    """As a machine that runs out of memory would."""
    children = Path(f"/proc/{practice.pid}/task/{practice.pid}/children").read_text()
    for child in children.split():
        os.kill(int(child), signal.SIGKILL)


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
        beside = begun(tmp_path, port=said[1], stderr=subprocess.PIPE)
        try:
            assert beside.stdout is not None
            assert said[1] in beside.stdout.readline(), "the other port is free, as was said"
            kill_workspace_of(beside)
            assert "The practice workspace stopped by itself" in beside.communicate(timeout=60)[1]
            assert beside.returncode == 1
        finally:
            beside.terminate()
            beside.communicate(timeout=60)
        assert (tmp_path / "var" / "practice" / "data" / "leadbot.db").stat().st_size > 0
        assert (tmp_path / "var" / "practice-2" / "data" / "leadbot.db").exists()
