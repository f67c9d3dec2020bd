"""The revocation journal: what was taken back, beside the keys, where an older database cannot undo it."""

from __future__ import annotations

import fcntl
import hmac
import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from models.errors import StorageUnavailable, Unsafe
from models.private_file import fsync_folder, open_private
from models.schema import rfc3339

Mac = Callable[[Sequence[str]], bytes]
MacHolds = Callable[[Sequence[str], bytes], bool]

_WHAT = "The revocation journal"


@dataclass(frozen=True)
class _Entry:
    sequence: int
    kind: str
    row_id: str
    version: int
    at: str
    mac: str = ""

    def signed(self, before: str) -> tuple[str, ...]:
        fields = (str(self.sequence), self.kind, self.row_id, str(self.version), self.at)
        return ("lead/journal/v1", *fields, before)

    def line(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode("ascii") + b"\n"


class _Chain:
    """What reading the file from its start has given so far."""

    def __init__(self, holds: MacHolds) -> None:
        self._holds = holds
        self.head = 0
        self.mac = ""
        self.offset = 0  # bytes, up to the last whole line
        self.newest: dict[tuple[str, str], int] = {}

    def read(self, raw: bytes) -> None:
        """Take in whole lines; what stands after the last line end was never finished and is left."""
        *whole, _ = raw.split(b"\n")
        for line in whole:
            self._take(_parse(line), len(line) + 1)

    def _take(self, entry: _Entry | None, length: int) -> None:
        if entry is None or entry.sequence != self.head + 1 or not self._signed(entry):
            raise _broken(f"entry {self.head + 1} is not what was written")
        self.head, self.mac, self.offset = entry.sequence, entry.mac, self.offset + length
        row = (entry.kind, entry.row_id)
        self.newest[row] = max(entry.version, self.newest.get(row, entry.version))

    def _signed(self, entry: _Entry) -> bool:
        try:
            mac = bytes.fromhex(entry.mac)
            return mac.hex() == entry.mac and self._holds(entry.signed(self.mac), mac)
        except ValueError:
            return False


class RevocationJournal:
    """One file of JSON lines that only grows; each line's MAC covers the line before it.

    Several processes of one host may share it. It holds ids, versions and moments, nothing else.

    Args:
        path: the file, beside the key ring; made at the first entry.
        mac: signs a list of texts.
        holds: whether a MAC stands for a list of texts. Give it when `mac` may sign with a newer key than
            the one some lines stand under; by default `mac` is asked again and compared.

    Attributes:
        torn: how many half-written last lines were cut off. A crash in the middle of an entry leaves one;
            its revocation never committed.
    """

    def __init__(self, path: Path, mac: Mac, holds: MacHolds | None = None) -> None:
        self.torn = 0
        self._path = path
        self._mac = mac
        self._holds: MacHolds = holds or (lambda texts, stored: hmac.compare_digest(mac(texts), stored))
        self._chain = _Chain(self._holds)
        self._stamp: tuple[int, int, int] | None = None
        self._turn = threading.RLock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def append(self, kind: str, row_id: str, version: int, moment: datetime) -> int:
        """Write down that this version of the row, and all before it, are taken back; on disk on return.

        Returns:
            The entry's number, from 1.

        Raises:
            StorageUnavailable: it could not be made safe; the revocation must not commit.
            Unsafe: the journal does not hold.
        """
        try:
            with self._turn, self._locked(os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX) as file:
                self._catch_up(file)
                self._cut_torn_end(file)
                unsigned = _Entry(self._chain.head + 1, kind, row_id, version, rfc3339(moment))
                mac = self._mac(unsigned.signed(self._chain.mac)).hex()
                self._write(file, replace(unsigned, mac=mac).line())
                if unsigned.sequence == 1:
                    fsync_folder(self._path.parent)
                self._catch_up(file)
                return unsigned.sequence
        except OSError as trouble:
            raise StorageUnavailable from trouble

    def overtaken(self, kind: str, row_id: str, version: int) -> bool:
        """Whether this version of the row was taken back.

        Raises:
            Unsafe: the journal does not hold.
        """
        with self._turn:
            self._look()
            return self._chain.newest.get((kind, row_id), version - 1) >= version

    def head(self) -> int:
        """The number of the last entry; 0 when there is none.

        Raises:
            Unsafe: the journal does not hold.
        """
        with self._turn:
            self._look()
            return self._chain.head

    def verify(self) -> None:
        """Read all of it again.

        Raises:
            Unsafe: an entry was altered, taken out or cut short, or the file is not private.
        """
        with self._turn:
            self._stamp = None
            self._look()

    def _look(self) -> None:
        try:
            facts = self._path.lstat()
            if (facts.st_ino, facts.st_size, facts.st_mtime_ns) == self._stamp:
                return
            with self._locked(os.O_RDONLY, fcntl.LOCK_SH) as file:
                self._catch_up(file)
        except FileNotFoundError:
            if self._chain.head:
                raise _broken("the file has gone") from None
        except OSError as trouble:
            raise _broken(f"it cannot be read ({trouble.strerror})") from trouble

    def _catch_up(self, file: int) -> None:
        facts = os.fstat(file)
        known = self._chain
        grown = self._stamp is not None and facts.st_ino == self._stamp[0]
        if facts.st_size < known.offset:
            raise _broken("entries are missing at its end")
        if grown:
            known.read(os.pread(file, facts.st_size - known.offset, known.offset))
        else:  # the first look, or another file in its place: it must begin with all that we knew
            chain = _Chain(self._holds)
            chain.read(os.pread(file, known.offset, 0))
            if (chain.head, chain.mac) != (known.head, known.mac):
                raise _broken("it is not the journal that stood here before")
            chain.read(os.pread(file, facts.st_size - known.offset, known.offset))
            self._chain = chain
        self._stamp = (facts.st_ino, facts.st_size, facts.st_mtime_ns)

    def _cut_torn_end(self, file: int) -> None:
        if os.fstat(file).st_size > self._chain.offset:
            os.ftruncate(file, self._chain.offset)
            self.torn += 1

    def _write(self, file: int, line: bytes) -> None:
        try:
            written = 0
            while written < len(line):
                written += os.pwrite(file, line[written:], self._chain.offset + written)
            os.fsync(file)
        except OSError:
            os.ftruncate(file, self._chain.offset)
            raise

    @contextmanager
    def _locked(self, flags: int, lock: int) -> Iterator[int]:
        file = open_private(self._path, _WHAT, flags)
        try:
            fcntl.flock(file, lock)  # freed by close, and by the kernel if we die
            yield file
        finally:
            os.close(file)


def _parse(line: bytes) -> _Entry | None:
    try:
        entry = _Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
    numbers = type(entry.sequence) is int and type(entry.version) is int
    texts = all(isinstance(text, str) for text in (entry.kind, entry.row_id, entry.at, entry.mac))
    # One way of writing an entry only: what reads alike but stands there otherwise was changed.
    return entry if numbers and texts and entry.line() == line + b"\n" else None


def _broken(what: str) -> Unsafe:
    return Unsafe(f"{_WHAT}: {what}. Nothing opens until the newest copy of the key folder is put back.")
