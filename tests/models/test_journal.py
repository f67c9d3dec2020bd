"""The revocation journal: on disk before it is believed, whole or refused."""

from __future__ import annotations

import hashlib
import hmac
import json
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.errors import StorageUnavailable, Unsafe
from models.framing import pae
from models.journal import RevocationJournal

MOMENT = datetime(2026, 9, 15, 12, tzinfo=UTC)

APPEND = """
import hashlib, hmac, sys
from datetime import UTC, datetime
from pathlib import Path
from models.framing import pae
from models.journal import RevocationJournal
journal = RevocationJournal(Path(sys.argv[1]), lambda texts: hmac.digest(b"k" * 32, pae(*texts), "sha256"))
for number in range(int(sys.argv[3])):
    print(journal.append("grant", f"{sys.argv[2]}-{number}", 1, datetime.now(UTC)), flush=True)
"""


def mac(texts: Sequence[str]) -> bytes:
    return hmac.new(b"k" * 32, pae(*texts), hashlib.sha256).digest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir(mode=0o700)
    return tmp_path / "keys" / "revocations.jsonl"


@pytest.fixture
def journal(path: Path) -> RevocationJournal:
    return RevocationJournal(path, mac)


def filled(path: Path, entries: int = 5) -> RevocationJournal:
    journal = RevocationJournal(path, mac)
    for number in range(entries):
        journal.append("grant", f"grant-{number}", 1, MOMENT)
    return journal


def start_appending(path: Path, name: str, entries: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", APPEND, str(path), name, str(entries)]
    return subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True)


def test_an_empty_journal_holds_and_has_overtaken_nothing(journal: RevocationJournal, path: Path) -> None:
    assert journal.head() == 0
    assert not journal.overtaken("grant", "grant-1", 0)
    journal.verify()
    assert not path.exists()


def test_an_entry_overtakes_its_version_and_all_before_it(journal: RevocationJournal) -> None:
    assert journal.append("consent", "row-1", 3, MOMENT) == 1
    assert [journal.overtaken("consent", "row-1", version) for version in (1, 2, 3, 4)] == [
        True,
        True,
        True,
        False,
    ]
    assert not journal.overtaken("grant", "row-1", 3)
    assert not journal.overtaken("consent", "row-2", 3)


def test_a_lower_version_later_does_not_give_back_a_higher_one(journal: RevocationJournal) -> None:
    journal.append("consent", "row-1", 7, MOMENT)
    assert journal.append("consent", "row-1", 2, MOMENT) == 2
    assert journal.overtaken("consent", "row-1", 7)


def test_a_restart_knows_everything(path: Path) -> None:
    filled(path)
    again = RevocationJournal(path, mac)
    assert again.head() == 5
    assert again.overtaken("grant", "grant-4", 1)
    again.verify()


def test_an_entry_of_another_process_is_seen_at_the_next_question(path: Path) -> None:
    one, two = filled(path, 1), RevocationJournal(path, mac)
    assert not two.overtaken("grant", "late", 1)
    one.append("grant", "late", 1, MOMENT)
    assert two.overtaken("grant", "late", 1)
    two.append("grant", "later", 1, MOMENT)
    assert one.overtaken("grant", "later", 1)
    assert one.head() == two.head() == 3


def test_the_file_holds_ids_and_moments_only_and_is_ours_alone(path: Path) -> None:
    filled(path, 1)
    assert path.stat().st_mode & 0o777 == 0o600
    entry = json.loads(path.read_text())
    assert entry.pop("mac") != ""
    assert entry == {
        "sequence": 1,
        "kind": "grant",
        "row_id": "grant-0",
        "version": 1,
        "at": "2026-09-15T12:00:00Z",
    }


def test_threads_and_processes_share_one_sequence(path: Path) -> None:
    journal = RevocationJournal(path, mac)
    children = [start_appending(path, name, 20) for name in ("a", "b")]
    numbers: list[int] = []

    def append_some(name: str) -> None:
        numbers.extend(journal.append("grant", f"{name}-{number}", 1, MOMENT) for number in range(10))

    threads = [threading.Thread(target=append_some, args=(name,)) for name in ("c", "d")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for child in children:
        numbers += [int(line) for line in child.communicate(timeout=60)[0].split()]
    assert sorted(numbers) == list(range(1, 61))
    journal.verify()
    assert all(journal.overtaken("grant", f"{name}-9", 1) for name in "abcd")


@pytest.mark.parametrize("kept", [1, 20, 60, -1])
def test_an_entry_torn_by_a_crash_is_cut_off_and_counted(path: Path, kept: int) -> None:
    filled(path, 3)
    *whole, last = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(whole) + last[:kept])
    journal = RevocationJournal(path, mac)
    journal.verify()
    assert (journal.head(), journal.torn) == (2, 0)
    assert not journal.overtaken("grant", "grant-2", 1)
    assert journal.append("grant", "next", 1, MOMENT) == 3
    assert journal.torn == 1
    journal.verify()
    assert RevocationJournal(path, mac).head() == 3


def test_a_killed_process_leaves_every_entry_that_it_reported(path: Path) -> None:
    child = start_appending(path, "a", 100_000)
    assert child.stdout is not None
    reported = [int(child.stdout.readline()) for _ in range(30)]
    child.send_signal(signal.SIGKILL)
    reported += [int(line) for line in child.communicate(timeout=60)[0].split()]
    journal = RevocationJournal(path, mac)
    journal.verify()
    assert journal.head() >= reported[-1] >= 30
    assert all(journal.overtaken("grant", f"a-{number - 1}", 1) for number in reported)


def test_every_turned_bit_is_refused_or_cuts_the_last_line_only(path: Path) -> None:
    filled(path, 3)
    raw = path.read_bytes()
    for place in range(8 * len(raw)):
        altered = bytearray(raw)
        altered[place // 8] ^= 1 << place % 8
        path.write_bytes(altered)
        journal = RevocationJournal(path, mac)
        if place // 8 == len(raw) - 1:  # the very last line end: looks like a torn entry
            assert journal.head() == 2
            continue
        with pytest.raises(Unsafe, match="is not what was written"):
            journal.verify()


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "an entry taken out": lambda lines: lines[:1] + lines[2:],
    "the first taken out": lambda lines: lines[1:],
    "two entries swapped": lambda lines: [lines[1], lines[0], *lines[2:]],
    "an entry twice": lambda lines: [*lines, lines[-1]],
    "an empty line": lambda lines: [*lines, b"\n"],
    "a line that is no entry": lambda lines: [*lines, b"[]\n"],
    "a space put in": lambda lines: [*lines[:-1], lines[-1].replace(b":", b": ", 1)],
    "an unknown field": lambda lines: [lines[0].replace(b"{", b'{"more":1,', 1), *lines[1:]],
    "a number written as text": lambda lines: [
        lines[0].replace(b'"version":1', b'"version":"1"'),
        *lines[1:],
    ],
    "a line cut short within": lambda lines: [lines[0][:40] + b"\n", *lines[1:]],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_journal_is_refused_at_every_question(path: Path, change: str) -> None:
    filled(path)
    path.write_bytes(b"".join(CHANGES[change](path.read_bytes().splitlines(keepends=True))))
    journal = RevocationJournal(path, mac)
    questions: list[Callable[[], object]] = [
        journal.verify,
        journal.head,
        lambda: journal.overtaken("grant", "unknown", 1),
        lambda: journal.append("grant", "next", 1, MOMENT),
    ]
    for question in questions * 2:  # and again: the second answer must not be kinder than the first
        with pytest.raises(Unsafe):
            question()


def test_a_journal_under_another_key_is_refused(path: Path) -> None:
    filled(path)
    with pytest.raises(Unsafe):
        RevocationJournal(path, lambda texts: hmac.digest(b"z" * 32, pae(*texts), "sha256")).head()


def test_lines_under_a_former_key_hold_when_the_holder_knows_it(path: Path) -> None:
    filled(path)

    def newer(texts: Sequence[str]) -> bytes:
        return hmac.digest(b"z" * 32, pae(*texts), "sha256")

    def holds(texts: Sequence[str], stored: bytes) -> bool:
        return stored in {mac(texts), newer(texts)}

    journal = RevocationJournal(path, newer, holds)
    assert journal.append("grant", "next", 1, MOMENT) == 6
    assert RevocationJournal(path, newer, holds).head() == 6


def test_an_end_cut_off_while_we_run_is_noticed(path: Path) -> None:
    journal = filled(path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:4]))
    with pytest.raises(Unsafe, match="missing at its end"):
        journal.overtaken("grant", "grant-4", 1)


def test_a_file_that_goes_while_we_run_is_noticed(path: Path) -> None:
    journal = filled(path)
    path.unlink()
    with pytest.raises(Unsafe, match="has gone"):
        journal.overtaken("grant", "grant-4", 1)


def test_another_journal_in_its_place_is_noticed_and_a_copy_is_not(path: Path) -> None:
    journal = filled(path)
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o600)
    copy.rename(path)
    assert journal.overtaken("grant", "grant-4", 1)
    other = RevocationJournal(path.with_name("other"), mac)
    for number in range(9):
        other.append("consent", f"{number}", 1, MOMENT)
    path.with_name("other").rename(path)
    with pytest.raises(Unsafe, match="journal"):
        journal.overtaken("grant", "grant-4", 1)


@pytest.mark.parametrize("mode", [0o640, 0o602])
def test_a_journal_that_others_can_reach_is_refused(path: Path, mode: int) -> None:
    filled(path)
    path.chmod(mode)
    journal = RevocationJournal(path, mac)
    with pytest.raises(Unsafe, match="chmod 600"):
        journal.head()
    with pytest.raises(Unsafe, match="chmod 600"):
        journal.append("grant", "next", 1, MOMENT)


def test_a_link_in_its_place_is_refused(path: Path) -> None:
    filled(path)
    path.rename(path.with_name("real"))
    path.symlink_to(path.with_name("real"))
    with pytest.raises(Unsafe, match="symbolic link"):
        RevocationJournal(path, mac).head()


def test_a_missing_folder_means_not_saved(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable):
        RevocationJournal(tmp_path / "none" / "j", mac).append("grant", "x", 1, MOMENT)


def test_a_full_disk_means_not_saved_and_leaves_no_part(path: Path) -> None:
    journal = filled(path)
    size = path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    quiet = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 30, before[1]))
    try:
        with pytest.raises(StorageUnavailable):
            journal.append("grant", "next", 1, MOMENT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, quiet)
    assert path.stat().st_size == size
    assert not journal.overtaken("grant", "next", 1)
    assert journal.append("grant", "next", 1, MOMENT) == 6
