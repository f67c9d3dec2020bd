"""`python -m sandbox` as a process: says where it is, stops when told, explains what is wrong."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.sandbox.conftest import MANIFEST, ROOT, WORKSPACE


def command(*more: str, workspace: Path = WORKSPACE) -> list[str]:
    named = ["--workspace", str(workspace), "--manifest", str(MANIFEST)]
    return [sys.executable, "-m", "sandbox", *named, *more]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_stops_when_told(number: signal.Signals, tmp_path: Path) -> None:
    record = tmp_path / "calls.jsonl"
    line = command("--port", "0", "--record", str(record))
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["ready"] is True
        assert ready["api_url"] == f"{ready['url']}api/"
        assert ready["bot_token"].startswith("xoxb-")
        assert ready["app_token"].startswith("xapp-")
        assert ready["signing_secret"]
        bearer = {"Authorization": f"Bearer {ready['bot_token']}"}
        with urllib.request.urlopen(
            urllib.request.Request(f"{ready['api_url']}auth.test", headers=bearer)
        ) as answer:
            assert json.load(answer)["ok"] is True
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
    assert json.loads(record.read_text(encoding="utf-8"))["method"] == "auth.test"


def test_asked_to_it_stops_when_whoever_started_it_is_gone() -> None:
    pipe = subprocess.PIPE
    line = command("--port", "0", "--with-starter")
    with subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert json.loads(process.stdout.readline())["ready"] is True
        process.stdin.write("what is said does not end it\n")
        process.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.3)
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            command("--port", str(port)), cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} is already in use: stop what listens there, or choose another with --port."
    )


def test_a_broken_workspace_is_said_in_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "town.toml"
    broken.write_text("team =", encoding="utf-8")
    line = command("--port", "0", workspace=broken)
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("town.toml is not TOML")
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_record_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    line = command("--port", "0", "--record", str(tmp_path / "nowhere" / "calls.jsonl"))
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "calls.jsonl cannot be written: No such file or directory."
