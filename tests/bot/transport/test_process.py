"""A whole process: SIGTERM ends it in order and in time, and a taken port says so."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.transport import HttpRunner, Process, SocketModeRunner, serve
from sandbox.server import PracticeServer

PROGRAM = """
import sys
from bot import logs
from bot.transport import HttpRunner, Process, serve

logs.configure("INFO")

async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})

class Clock:
    def start(self):
        print("clock started", flush=True)
    def stop(self, seconds):
        print("clock stopped", flush=True)

runner = HttpRunner(app, "127.0.0.1", int(sys.argv[1]))
last_act = lambda: print("last act", flush=True)
sys.exit(serve(Process(runner, Clock(), last_act)))
"""


class Steps:
    """A clock and a last act that remember the order."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def start(self) -> None:
        self.taken.append("start")

    def stop(self, seconds: float) -> None:
        self.taken.append("stop")

    def last_act(self) -> None:
        self.taken.append("last act")


async def nothing(scope: object, receive: object, send: object) -> None:
    del scope, receive, send


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def started(port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )


def until(true: Callable[[], bool], seconds: float = 8) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read() == b"ok"
    except OSError:
        return False
    finally:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_in_order_with_exit_0(number: signal.Signals) -> None:
    port = free_port()
    process = started(port)
    assert until(lambda: answers(port))
    process.send_signal(number)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.splitlines() == ["clock started", "clock stopped", "last act"]
    assert not answers(port)


def test_a_taken_port_is_one_sentence_and_exit_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = started(port)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out == ""
    assert err.splitlines() == [
        f"Port {port} on 127.0.0.1 is in use by another program; choose another or stop it."
    ]


def test_the_clock_stops_before_the_last_act() -> None:
    steps, ending = Steps(), threading.Event()
    ending.set()
    process = Process(HttpRunner(nothing, "127.0.0.1", 0), steps, steps.last_act)
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(serve(process, ending)))
    thread.start()
    thread.join(8)
    assert codes == [0]
    assert steps.taken == ["start", "stop", "last act"]


def test_a_process_whose_http_side_died_ends_with_exit_1() -> None:
    steps = Steps()
    runner = HttpRunner(nothing, "127.0.0.1", 0)
    codes: list[int] = []
    process = Process(runner, steps, steps.last_act)
    thread = threading.Thread(target=lambda: codes.append(serve(process, threading.Event())))
    thread.start()
    assert until(runner.is_alive)
    runner.stop(3)
    thread.join(8)
    assert codes == [1]
    assert steps.taken[-1] == "last act"


def test_socket_mode_is_started_and_closed_with_the_process() -> None:
    root = Path(__file__).parents[3]
    steps, ending, codes = Steps(), threading.Event(), list[int]()
    with PracticeServer(root / "sandbox" / "lantern_harbor.toml", root / "manifest.yml") as server:
        client = WebClient(server.bot_token, base_url=server.api_url)
        app = App(client=client, signing_secret=server.signing_secret, process_before_response=True)
        link = SocketModeRunner(app, server.app_token, base_url=server.api_url)
        process = Process(HttpRunner(nothing, "127.0.0.1", 0), steps, steps.last_act, link)
        thread = threading.Thread(target=lambda: codes.append(serve(process, ending)))
        thread.start()
        server.wait_connected(1)
        began = time.monotonic()
        ending.set()
        thread.join(10)
        assert time.monotonic() - began < 5
        assert until(lambda: server.sockets.connected() == 0)
    assert codes == [0]
