"""Private files: refused unless ours alone, and never found half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.errors import Unsafe
from models.private_file import open_private, read_private, replace_private, sole_writer, why_not_private


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    path.mkdir(mode=0o700)
    return path


def test_what_was_written_is_read(folder: Path) -> None:
    replace_private(folder / "file", b"first")
    replace_private(folder / "file", b"second")
    raw, facts = read_private(folder / "file", "The file")
    assert raw == b"second"
    assert facts.st_mode & 0o777 == 0o600
    assert [entry.name for entry in folder.iterdir()] == ["file"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_file_that_others_can_reach_is_refused_with_its_mend(folder: Path, mode: int) -> None:
    replace_private(folder / "file", b"x")
    (folder / "file").chmod(mode)
    with pytest.raises(Unsafe, match=r"The file: other users .* chmod 600"):
        read_private(folder / "file", "The file")


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o710])
def test_a_folder_that_others_can_reach_is_refused_with_its_mend(folder: Path, mode: int) -> None:
    replace_private(folder / "file", b"x")
    folder.chmod(mode)
    with pytest.raises(Unsafe, match=r"folder.*chmod 700"):
        read_private(folder / "file", "The file")
    with pytest.raises(Unsafe, match=r"folder.*chmod 700"), sole_writer(folder):
        pass


def test_a_symbolic_link_is_refused(folder: Path) -> None:
    replace_private(folder / "real", b"x")
    (folder / "file").symlink_to(folder / "real")
    with pytest.raises(Unsafe, match="symbolic link"):
        read_private(folder / "file", "The file")


def test_a_link_in_place_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    replace_private(folder / "file", b"x")
    (tmp_path / "other").symlink_to(folder)
    with pytest.raises(Unsafe, match="symbolic link"):
        read_private(tmp_path / "other" / "file", "The file")


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "file", 0o600)
    with pytest.raises(Unsafe, match="not a plain file"):
        read_private(folder / "file", "The file")


def test_a_folder_in_place_of_the_file_is_refused(folder: Path) -> None:
    (folder / "file").mkdir(mode=0o700)
    with pytest.raises(Unsafe, match="not a plain file"):
        read_private(folder / "file", "The file")


def test_a_file_of_another_user_is_refused(folder: Path) -> None:
    replace_private(folder / "file", b"x")
    facts = (folder / "file").stat()
    assert why_not_private(facts, facts.st_uid, folder=False) == ""
    assert "belongs to another user" in why_not_private(facts, facts.st_uid + 1, folder=False)
    assert "belongs to another user" in why_not_private(folder.stat(), facts.st_uid + 1, folder=True)


def test_a_missing_file_is_missing_not_unsafe(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_private(folder / "file", "The file")
    with pytest.raises(FileNotFoundError):
        open_private(folder / "none" / "file", "The file")


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(folder: Path) -> None:
    (folder / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_private(folder / "file", b"x")
    assert [entry.name for entry in folder.iterdir()] == ["file"]


def test_the_folder_is_made_private_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with sole_writer(tmp_path / "deep" / "keys"):
            assert (tmp_path / "deep" / "keys").stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)
