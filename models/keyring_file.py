"""How a key ring stands on disk: its shape, each key's known answer, and what may be wrong with it."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import Unsafe
from models.framing import pae
from models.private_file import read_private

_KEY_BYTES = 32
_WHAT = "The key ring"
_MEND = "Put back the ring from its backup."
_HEX = r"[0-9a-f]*"
_KEY_ID = re.compile(r"(?:(grant|hold|dir|consent|rows)-[1-9]\d*|(epoch)-\d{4}-\d{2}|(audit)-sign)\Z")

# A wrong or sabotaged library must not get as far as a real key. Published answers: RFC 5869 A.1,
# the GCM specification's test case 14 (McGrew and Viega), RFC 8032 section 7.1 test 1.
PUBLISHED_ANSWERS = {
    "HKDF-SHA256": "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    "AES-256-GCM": "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
    "Ed25519": "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f"
    "b8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
}


class KeyEntry(BaseModel):
    """One key in the file. `check` is its known answer; a destroyed key keeps its line without a secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Annotated[str, Field(pattern=_KEY_ID.pattern.replace(r"\Z", "$"))]
    state: Literal["active", "retired", "destroyed"]
    created: str
    secret: Annotated[str, Field(pattern=f"^{_HEX}$", repr=False)]
    check: Annotated[str, Field(pattern=f"^{_HEX}$", repr=False)]

    @property
    def kind(self) -> str:
        """grant, hold, dir, consent, rows, epoch or audit."""
        return self.id.split("-")[0]


class RingFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal[1]
    ring: Annotated[str, Field(pattern="^[0-9a-f]{32}$", repr=False)]
    keys: tuple[KeyEntry, ...]

    def with_keys(self, more: Iterable[KeyEntry]) -> Self:
        """The ring with these keys added."""
        return self.model_copy(update={"keys": (*self.keys, *more)})

    def to_bytes(self) -> bytes:
        """As it is written: JSON, one line a field."""
        return self.model_dump_json(indent=1).encode("ascii")


def new_ring_file() -> RingFile:
    """An empty ring with a random identity."""
    return RingFile(format=1, ring=secrets.token_hex(16), keys=())


def new_entry(key_id: str, created: str) -> KeyEntry:
    """A new random key."""
    secret = secrets.token_bytes(_KEY_BYTES)
    check = _known_answer(key_id, secret)
    return KeyEntry(id=key_id, state="active", created=created, secret=secret.hex(), check=check)


def read_ring(path: Path) -> tuple[RingFile, tuple[int, ...]]:
    """The ring, and a stamp that changes when the file does.

    Raises:
        Unsafe: missing, not private, or not a ring.
    """
    try:
        raw, facts = read_private(path, _WHAT)
    except FileNotFoundError:
        raise Unsafe(f"{_WHAT}: there is none. Run: leadbot keys new, or put back its backup.") from None
    try:
        content = RingFile.model_validate_json(raw)
    except ValidationError:
        # The library's words could hold a piece of the file, and the file is nothing but secrets.
        raise Unsafe(f"{_WHAT}: the file is not a key ring. {_MEND}") from None
    return content, stamp_of(facts)


def stamp_of(facts: os.stat_result) -> tuple[int, ...]:
    """What changes when the file does: it is only ever replaced whole."""
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def ring_problems(ring: RingFile) -> list[str]:
    """What is wrong inside the file, a sentence each: doubled ids, keys without their known answer."""
    names = [entry.id for entry in ring.keys]
    doubled = sorted({name for name in names if names.count(name) > 1})
    altered = [entry.id for entry in ring.keys if not _gives_its_answer(entry)]
    return [
        *(f"{_WHAT}: {name} stands there twice. {_MEND}" for name in doubled),
        *(f"{_WHAT}: {name} is not the key that was made. {_MEND}" for name in altered),
        *library_problems(PUBLISHED_ANSWERS),
    ]


def library_problems(answers: dict[str, str]) -> list[str]:
    """Which of the three primitives does not give the published answer, a sentence each."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    pseudorandom = bytes.fromhex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
    info = bytes(range(0xF0, 0xFA))
    given = {
        "HKDF-SHA256": HKDFExpand(hashes.SHA256(), 42, info).derive(pseudorandom),
        "AES-256-GCM": AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None),
        "Ed25519": Ed25519PrivateKey.from_private_bytes(seed).sign(b""),
    }
    return [
        f"The cryptography library gives a wrong answer for {name}. Install it again from the lock file."
        for name, answer in given.items()
        if answer.hex() != answers[name]
    ]


def _gives_its_answer(entry: KeyEntry) -> bool:
    if entry.state == "destroyed":
        return entry.secret == ""
    if len(entry.secret) != 2 * _KEY_BYTES:
        return False
    return hmac.compare_digest(_known_answer(entry.id, bytes.fromhex(entry.secret)), entry.check)


def _known_answer(key_id: str, secret: bytes) -> str:
    return hmac.new(secret, pae("lead/key/check/v1", key_id), hashlib.sha256).hexdigest()[:32]
