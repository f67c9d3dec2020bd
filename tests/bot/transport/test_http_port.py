"""The HTTP port: real sockets, a taken port in one plain sentence, an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import threading
import time
from typing import Any

import pytest

from bot.transport import HttpRunner, PortTaken


class Slow:
    """An application that answers after a while."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.begun = threading.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.begun.set()
        await asyncio.sleep(self.seconds)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"done"})


def ask(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.getheader("server") is None
    return answer.read().decode()


def test_it_answers_on_the_port_it_says() -> None:
    runner = HttpRunner(Slow(0), "127.0.0.1", 0)
    runner.start()
    assert runner.port > 0
    assert ask(runner.port) == "done"
    assert runner.is_alive()
    runner.stop(3)
    assert not runner.is_alive()


def test_a_taken_port_is_one_plain_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as taken:
            HttpRunner(Slow(0), "127.0.0.1", port).start()
    assert str(port) in str(taken.value)
    assert "\n" not in str(taken.value)


def test_stopping_lets_a_request_finish() -> None:
    app = Slow(0.5)
    runner = HttpRunner(app, "127.0.0.1", 0)
    runner.start()
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(ask(runner.port)))
    asking.start()
    assert app.begun.wait(3)
    runner.stop(4)
    asking.join(3)
    assert answers == ["done"]


def test_stopping_waits_no_longer_than_it_was_given() -> None:
    app = Slow(30)
    runner = HttpRunner(app, "127.0.0.1", 0, graceful_seconds=1)
    runner.start()
    connection = http.client.HTTPConnection("127.0.0.1", runner.port, timeout=30)
    connection.request("GET", "/")
    assert app.begun.wait(3)
    began = time.monotonic()
    runner.stop(0.5)
    assert time.monotonic() - began < 3
    connection.close()


def test_the_port_is_free_again_afterwards() -> None:
    first = HttpRunner(Slow(0), "127.0.0.1", 0)
    first.start()
    port = first.port
    first.stop(3)
    second = HttpRunner(Slow(0), "127.0.0.1", port)
    second.start()
    assert ask(port) == "done"
    second.stop(3)


def test_asyncio_reads_tcp_at_the_port_and_so_sends_each_piece_of_an_answer_at_once() -> None:
    runner = HttpRunner(Slow(0), "127.0.0.1", 0)
    runner.start()
    assert runner._listening is not None
    assert runner._listening.proto == socket.IPPROTO_TCP
    runner.stop(2)


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_who_does_not_finish_a_requests_head_is_let_go(said: bytes) -> None:
    runner = HttpRunner(Slow(0), "127.0.0.1", 0, head_seconds=0.3)
    runner.start()
    with socket.create_connection(("127.0.0.1", runner.port), timeout=30) as link:
        link.sendall(said)
        began = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            assert link.recv(100) == b""
        assert 0.2 < time.monotonic() - began < 3
    runner.stop(3)


def test_an_answer_that_takes_longer_than_a_head_may_is_given() -> None:
    runner = HttpRunner(Slow(0.6), "127.0.0.1", 0, head_seconds=0.2)
    runner.start()
    assert ask(runner.port) == "done"
    runner.stop(3)


def test_a_websocket_is_answered_like_any_other_request() -> None:
    runner = HttpRunner(Slow(0), "127.0.0.1", 0)
    runner.start()
    connection = http.client.HTTPConnection("127.0.0.1", runner.port, timeout=30)
    wish = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    connection.request("GET", "/", headers={**wish, "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="})
    assert connection.getresponse().read() == b"done"
    connection.close()
    runner.stop(3)
