"""The key ring: one small file apart from the database, holding every key that is not a data key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol, Self

from models.errors import Unsafe
from models.framing import pae
from models.keyring_file import RingFile, new_entry, new_ring_file, read_ring, ring_problems, stamp_of
from models.private_file import replace_private, sole_writer
from models.schema import rfc3339

Kind = Literal["grant", "hold", "dir", "consent", "rows"]

KINDS: tuple[Kind, ...] = ("grant", "hold", "dir", "consent", "rows")
HEAD_KEY = "audit-sign"
_EPOCHS_AHEAD = 6
_MONTHS = 12
_MEND = "Put back the ring from its backup."


@dataclass(frozen=True)
class KeyInfo:
    """A key as an operator may see it. `kind` is one of the five, "epoch" or "audit".

    `state`: active (wraps, or still opens what it wrapped), retired (nothing refers to it), destroyed.
    """

    id: str
    kind: str
    state: str
    created: str


class KeyProvider(Protocol):
    """Where keys come from: a file here; a key management service could stand in its place."""

    def secret(self, key_id: str) -> bytes:
        """The 32 bytes of a key.

        Raises:
            Unsafe: there is none of that id, or it was destroyed.
        """

    def active(self, kind: Kind) -> str:
        """The id of the key that wraps now."""

    def epoch_for(self, month: str) -> str:
        """The id of the key under which everything due in this month ("2026-03") stands."""

    def fingerprint(self) -> str:
        """What ties a database to its ring; the same for the ring's whole life, in hex."""


class FileKeyRing:
    """The ring in a file of mode 0600 in its own folder of mode 0700. Safe for threads and processes."""

    def __init__(self, path: Path) -> None:
        """Reads it; `create` and `load` say which of the two is meant.

        Raises:
            Unsafe: as `load`.
        """
        self._path = path
        self._ring, self._stamp = _read_whole(path)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    @classmethod
    def create(cls, path: Path, moment: datetime) -> Self:
        """A whole new ring, or the one that stands there: two creators get one ring.

        Raises:
            Unsafe: a ring stands there and a safeguard does not hold, or the folder is not private.
        """
        with sole_writer(path.parent):
            if not path.exists() and not path.is_symlink():
                names = [*_epochs_from(moment), *(f"{kind}-1" for kind in KINDS), HEAD_KEY]
                entries = [new_entry(name, rfc3339(moment)) for name in names]
                replace_private(path, new_ring_file().with_keys(entries).to_bytes())
        return cls(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The ring as it stands.

        Raises:
            Unsafe: the file or folder is not private, not a ring, lacks an active key, or a key does not
                give the answer that was recorded when it was made.
        """
        return cls(path)

    def secret(self, key_id: str) -> bytes:
        """As `KeyProvider.secret`. A key that another process has made since is looked for in the file."""
        found = self._secret_in_memory(key_id)
        if found is None and self.reload_if_changed():
            found = self._secret_in_memory(key_id)
        if found is not None:
            return found
        raise Unsafe(
            f"The key ring holds no key {key_id}. Put back the ring that this database was used with."
        )

    def _secret_in_memory(self, key_id: str) -> bytes | None:
        usable = (entry for entry in self._ring.keys if entry.id == key_id and entry.state != "destroyed")
        return next((bytes.fromhex(entry.secret) for entry in usable), None)

    def active(self, kind: Kind) -> str:
        """As `KeyProvider.active`.

        Raises:
            Unsafe: no key of that kind is active.
        """
        newest = _newest(self._ring, kind)
        if newest is None:
            raise Unsafe(f"The key ring has no active {kind} key. {_MEND}")
        return newest

    def epoch_for(self, month: str) -> str:
        """As `KeyProvider.epoch_for`.

        Raises:
            Unsafe: the month has no key, or it was destroyed.
        """
        key_id = f"epoch-{month}"
        self.secret(key_id)
        return key_id

    def fingerprint(self) -> str:
        """As `KeyProvider.fingerprint`: over the ring's identity and its first row key."""
        framed = pae("lead/keyring/v1", self._ring.ring, self.secret("rows-1"))
        return hashlib.sha256(framed).hexdigest()

    def keys(self) -> list[KeyInfo]:
        """Every key without its secret, in the order in which they were made."""
        return [KeyInfo(key.id, key.kind, key.state, key.created) for key in self._ring.keys]

    def ensure_epochs(self, moment: datetime, keep_days: int = 0) -> list[str]:
        """Make the missing keys of this month and those ahead; the ids made.

        Six ahead, or as many as it takes to seal something today that is kept for `keep_days`.
        """
        wanted = _epochs_from(moment, max(_EPOCHS_AHEAD, keep_days // 28 + 1))
        standing = {entry.id for entry in self._ring.keys}
        if standing.issuperset(wanted):
            return []
        return self._add(moment, lambda names: [name for name in wanted if name not in names])

    def new(self, kind: Kind, moment: datetime) -> str:
        """Begin a rotation: the next number becomes active, the former key goes on opening."""
        return self._add(moment, lambda names: [_following(kind, names)])[0]

    def verify(self) -> list[str]:
        """What is wrong with the ring on disk now, a sentence with its mend each; empty when it is sound."""
        try:
            ring, _ = read_ring(self._path)
        except Unsafe as trouble:
            return [trouble.why]
        if ring.ring != self._ring.ring:
            return [f"The key ring: another ring has taken its place since the start. {_MEND}"]
        return [*ring_problems(ring), *_missing(ring)]

    def reload_if_changed(self) -> bool:
        """Take over what another process wrote; whether there was anything.

        Raises:
            Unsafe: as `load`; the ring in memory stays as it was.
        """
        try:
            facts = self._path.lstat()
        except FileNotFoundError:
            raise Unsafe(f"The key ring has gone from its folder. {_MEND}") from None
        if stamp_of(facts) == self._stamp:
            return False
        self._ring, self._stamp = _read_whole(self._path)
        return True

    def _add(self, moment: datetime, choose: Callable[[Collection[str]], list[str]]) -> list[str]:
        with sole_writer(self._path.parent):
            ring, _ = _read_whole(self._path)  # another process may have added since
            names = choose([key.id for key in ring.keys])
            if names:
                entries = [new_entry(name, rfc3339(moment)) for name in names]
                replace_private(self._path, ring.with_keys(entries).to_bytes())
        self.reload_if_changed()
        return names


def _read_whole(path: Path) -> tuple[RingFile, tuple[int, ...]]:
    ring, stamp = read_ring(path)
    problems = [*ring_problems(ring), *_missing(ring)]
    if problems:
        raise Unsafe(" ".join(problems))
    return ring, stamp


def _missing(ring: RingFile) -> list[str]:
    needed: list[str] = [kind for kind in KINDS if _newest(ring, kind) is None]
    needed += [name for name in (HEAD_KEY,) if all(key.id != name for key in ring.keys)]
    return [f"The key ring has no active {name} key. {_MEND}" for name in needed]


def _newest(ring: RingFile, kind: Kind) -> str | None:
    numbers = [_number(key.id) for key in ring.keys if key.kind == kind and key.state == "active"]
    return f"{kind}-{max(numbers)}" if numbers else None


def _following(kind: Kind, names: Collection[str]) -> str:
    # Counted over destroyed keys too: a number is never given twice.
    return f"{kind}-{1 + max(_number(name) for name in names if name.startswith(f'{kind}-'))}"


def _number(key_id: str) -> int:
    return int(key_id.rsplit("-", 1)[1])


def _epochs_from(moment: datetime, ahead: int = _EPOCHS_AHEAD) -> list[str]:
    first = moment.astimezone(UTC)
    months = (first.year * _MONTHS + first.month - 1 + step for step in range(ahead + 1))
    return [f"epoch-{month // _MONTHS:04d}-{month % _MONTHS + 1:02d}" for month in months]
