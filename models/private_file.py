"""Files that only the service's own user may touch: safe reading, whole replacement, one writer at a time."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import Unsafe


def why_not_private(facts: os.stat_result, owner: int, *, folder: bool) -> str:
    """Why a file or folder with these facts is not ours alone, with the mend; empty when it is."""
    noun, mode = ("folder", 0o700) if folder else ("file", 0o600)
    right_kind = stat.S_ISDIR(facts.st_mode) if folder else stat.S_ISREG(facts.st_mode)
    if stat.S_ISLNK(facts.st_mode):
        return f"the {noun} is a symbolic link. Put the real {noun} in its place."
    if not right_kind:
        return f"it is not a plain {noun}. Put a plain {noun} in its place."
    if facts.st_uid != owner:
        return f"the {noun} belongs to another user. Run: chown it to the user that runs this service."
    if facts.st_mode & 0o077:
        return f"other users of this machine can reach the {noun}. Run: chmod {mode:o} on it."
    return ""


def open_private(path: Path, what: str, flags: int = os.O_RDONLY) -> int:
    """A descriptor on a private file in a private folder. The caller closes it.

    Raises:
        Unsafe: the file or folder is not private.
        OSError: it is missing or cannot be read.
    """
    why = why_not_private(path.parent.lstat(), os.geteuid(), folder=True)
    if why:
        raise Unsafe(f"{what}: {why}")
    if path.is_symlink():
        raise Unsafe(f"{what}: the file is a symbolic link. Put the real file in its place.")
    # O_NOFOLLOW for a link put there since; O_NONBLOCK because a pipe would keep us waiting for ever.
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    why = why_not_private(os.fstat(descriptor), os.geteuid(), folder=False)
    if why:
        os.close(descriptor)
        raise Unsafe(f"{what}: {why}")
    return descriptor


def read_private(path: Path, what: str) -> tuple[bytes, os.stat_result]:
    """The file's bytes and the facts of the very file that was read.

    Raises:
        Unsafe: the file or folder is not private, or cannot be read.
        FileNotFoundError: there is none.
    """
    try:
        descriptor = open_private(path, what)
    except FileNotFoundError:
        raise
    except OSError as trouble:
        raise Unsafe(f"{what}: it cannot be read ({trouble.strerror}).") from trouble
    with os.fdopen(descriptor, "rb") as file:
        return file.read(), os.fstat(file.fileno())


def replace_private(path: Path, content: bytes) -> None:
    """Put a whole new file in place: a crash leaves the old one or the new one, never a part.

    Raises:
        OSError: it could not be written; the old one stands.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    fsync_folder(path.parent)


def fsync_folder(folder: Path) -> None:
    """Make a new or renamed entry of the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock against other processes and threads; makes the folder (0700) if missing.

    Raises:
        Unsafe: the folder is not private.
    """
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    why = why_not_private(folder.lstat(), os.geteuid(), folder=True)
    if why:
        raise Unsafe(f"The key ring's folder: {why}")
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # freed by close, and by the kernel if we die
        yield
    finally:
        os.close(descriptor)
