"""A port that is free, and a folder that no other practice is using."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from bot.practice_place import expect_free, own_folder
from models.errors import Unsafe


def test_a_free_port_is_nothing_to_speak_of_and_can_be_had_afterwards() -> None:
    expect_free(0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    expect_free(port)
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_taken_port_is_said_with_another_one_that_is_free() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(Unsafe, match="already in use") as refused,
    ):
        expect_free(taken.getsockname()[1])
    offered = re.search(r"--port (\d+)$", str(refused.value))
    assert offered
    expect_free(int(offered[1]))


def test_a_folder_is_nobody_elses_until_it_is_left(tmp_path: Path) -> None:
    wanted = tmp_path / "var" / "practice"
    with own_folder(wanted) as first, own_folder(wanted) as second, own_folder(wanted) as third:
        assert [one.name for one in (first, second, third)] == ["practice", "practice-2", "practice-3"]
    with own_folder(wanted) as again:
        assert again == wanted
