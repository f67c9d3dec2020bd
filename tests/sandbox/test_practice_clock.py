"""Practice time follows a file; timestamps never repeat."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from slack_sdk import WebClient

from sandbox.practice_clock import PracticeClock
from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.sandbox.conftest import WORKSPACE


def test_without_a_file_it_is_now() -> None:
    assert abs(PracticeClock().now() - time.time()) < 1


def test_the_offset_is_read_again_when_the_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = PracticeClock(file)
    assert abs(clock.now() - time.time()) < 1
    file.write_text("3600", encoding="ascii")
    assert abs(clock.now() - time.time() - 3600) < 1
    file.write_text("-86400\n", encoding="ascii")
    assert abs(clock.now() - time.time() + 86400) < 1
    file.write_text("half wri", encoding="ascii")
    assert abs(clock.now() - time.time() + 86400) < 1


def test_timestamps_from_many_threads_are_all_different() -> None:
    clock = PracticeClock()
    with ThreadPoolExecutor(8) as threads:
        stamps = list(threads.map(lambda _: clock.stamp(), range(2000)))
    assert len(set(stamps)) == 2000


def test_messages_are_stamped_with_practice_time(tmp_path: Path, manifest: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("1000000", encoding="ascii")
    with PracticeServer(WORKSPACE, manifest, clock=file, rates=Rates.unlimited()) as server:
        client = WebClient(server.bot_token, base_url=server.api_url)
        posted = client.chat_postMessage(channel="UQUILL001", text="x")
        assert abs(float(str(posted["ts"])) - time.time() - 1_000_000) < 5
