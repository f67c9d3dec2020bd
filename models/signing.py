"""What the keys of the ring sign: rows that decide access, and the heads of the audit chain."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.framing import pae

_KEY_BYTES = 32
_MAC_BYTES = 32


@dataclass(frozen=True, repr=False, eq=False)
class Key:
    """One key of the ring, 32 bytes. Shows its id only and cannot be pickled or copied."""

    id: str
    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != _KEY_BYTES:
            raise ValueError("a key has 32 bytes")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key is neither pickled nor copied")


class HeadSigner(Key):
    """The Ed25519 key that signs the heads of the audit chain; `secret` is its seed (RFC 8032)."""

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._private().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """A signature of 64 bytes."""
        return self._private().sign(message)

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether this key made the signature."""
        return head_signature_holds(self.public, message, signature)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


def row_mac(key: Key, table: str, row_id: str, version: int, fields: Sequence[str]) -> bytes:
    """One length byte, the key's id, then HMAC-SHA256 (32 bytes) over id, table, row, version and fields."""
    name = key.id.encode("ascii")
    return bytes([len(name)]) + name + _mac(key, table, row_id, version, fields)


def mac_key_id(stored: bytes) -> str:
    """Which key a stored MAC names; empty for one that names none."""
    end = 1 + stored[0] if stored else 0
    name = stored[1:end]
    return name.decode("ascii") if len(stored) == end + _MAC_BYTES and name.isascii() else ""


def row_mac_holds(
    key: Key, stored: bytes, table: str, row_id: str, version: int, fields: Sequence[str]
) -> bool:
    """Whether the row is as this key signed it; compared in constant time."""
    try:
        expected = row_mac(key, table, row_id, version, fields)
    except ValueError:  # text no UTF-8 can hold was never signed
        return False
    return hmac.compare_digest(expected, stored)


def head_signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of this Ed25519 public key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _mac(key: Key, table: str, row_id: str, version: int, fields: Sequence[str]) -> bytes:
    return hmac.new(key.secret, pae(key.id, table, row_id, str(version), *fields), hashlib.sha256).digest()
