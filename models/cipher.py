"""The LD1 envelope: seals a detail, and wraps its key for one reader at a time."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from models.framing import pae
from models.signing import HeadSigner, Key, head_signature_holds, mac_key_id, row_mac, row_mac_holds

__all__ = (
    "Body",
    "GrantTerms",
    "HeadSigner",
    "Header",
    "Key",
    "Unopenable",
    "Wrap",
    "head_signature_holds",
    "mac_key_id",
    "new_data_key",
    "open_body",
    "pae",
    "row_mac",
    "row_mac_holds",
    "seal",
    "unwrap_custody",
    "unwrap_grant",
    "wrap_custody",
    "wrap_grant",
)

_KEY_BYTES = 32
_NONCE_BYTES = 12
_STEPS = (512, 2048, 8192, 16384)  # stored sizes; the length of a detail says something about it
_PAD_MARK = b"\x80"  # ISO/IEC 7816-4: one marked byte, then zeros


class Unopenable(Exception):
    """Wrong key, tag, commitment or padding: one error, without a word, so that nobody learns which."""

    def __init__(self) -> None:
        super().__init__()


@dataclass(frozen=True)
class Header:
    """What stands in clear beside a detail, bound to it. Ids are lower-case; `created` is RFC 3339 with Z."""

    version: ClassVar[int] = 1
    suite: ClassVar[int] = 1  # AES-256-GCM with a committing key; further numbers are reserved

    envelope_id: str
    site: str
    sender: str
    custodian: str
    subject: str
    category: str
    purpose: str
    created: str
    policy_version: int

    def fields(self) -> tuple[str, ...]:
        """All fields as text, in the order in which they are bound."""
        return (
            str(self.version),
            str(self.suite),
            self.envelope_id,
            self.site,
            self.sender,
            self.custodian,
            self.subject,
            self.category,
            self.purpose,
            self.created,
            str(self.policy_version),
        )


@dataclass(frozen=True, repr=False)
class Body:
    """A sealed detail as it is stored: nonce of 12 bytes, commitment of 32, ciphertext with its tag."""

    header: Header
    nonce: bytes
    commitment: bytes
    ciphertext: bytes


@dataclass(frozen=True, repr=False)
class Wrap:
    """A data key under a key of the ring: nonce of 12 bytes, 32 + 16 bytes wrapped."""

    kek_id: str
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True)
class GrantTerms:
    """For whom, as what, why and until when. `recipient` is "team:user"; `not_after` may be empty."""

    envelope_id: str
    recipient: str
    role: str
    purpose: str
    basis_id: str
    not_after: str


def new_data_key() -> bytes:
    """32 random bytes for one body and no other."""
    return secrets.token_bytes(_KEY_BYTES)


def seal(header: Header, plaintext: bytes, data_key: bytes) -> Body:
    """Seal at most 16 383 bytes under a data key that has sealed nothing before.

    Raises:
        ValueError: "too long".
    """
    return _seal_with(header, plaintext, data_key, secrets.token_bytes(_NONCE_BYTES))


def open_body(body: Body, data_key: bytes) -> bytes:
    """The detail again.

    Raises:
        Unopenable: anything differs from what was sealed.
    """
    encryption, commitment = _detail_keys(data_key)
    # AES-GCM alone lets one ciphertext open under two keys; the commitment pins it to one.
    if not hmac.compare_digest(commitment, body.commitment):
        raise Unopenable
    return _unpad(_unlock(encryption, body.nonce, body.ciphertext, _detail_parts(body.header, commitment)))


def wrap_grant(key: Key, terms: GrantTerms, data_key: bytes) -> Wrap:
    """The data key for one recipient on these terms."""
    return _wrap_with(key, _grant_parts(terms), data_key, secrets.token_bytes(_NONCE_BYTES))


def unwrap_grant(key: Key, terms: GrantTerms, wrap: Wrap) -> bytes:
    """The data key again. Whether `not_after` has passed is for the caller to see.

    Raises:
        Unopenable: another key, other terms, or altered bytes.
    """
    return _unwrap(key, _grant_parts(terms), wrap)


def wrap_custody(key: Key, envelope_id: str, data_key: bytes) -> Wrap:
    """The custodian's wrap: the data key under the key of its destruction month, or a hold's."""
    return _wrap_with(key, _custody_parts(envelope_id), data_key, secrets.token_bytes(_NONCE_BYTES))


def unwrap_custody(key: Key, envelope_id: str, wrap: Wrap) -> bytes:
    """The data key again.

    Raises:
        Unopenable: another key, another envelope, or altered bytes.
    """
    return _unwrap(key, _custody_parts(envelope_id), wrap)


def _seal_with(header: Header, plaintext: bytes, data_key: bytes, nonce: bytes) -> Body:
    encryption, commitment = _detail_keys(data_key)
    ciphertext = AESGCM(encryption).encrypt(nonce, _pad(plaintext), pae(*_detail_parts(header, commitment)))
    return Body(header, nonce, commitment, ciphertext)


def _wrap_with(key: Key, parts: tuple[str, ...], data_key: bytes, nonce: bytes) -> Wrap:
    return Wrap(key.id, nonce, AESGCM(_wrapping_key(key)).encrypt(nonce, data_key, pae(*parts, key.id)))


def _unwrap(key: Key, parts: tuple[str, ...], wrap: Wrap) -> bytes:
    if wrap.kek_id != key.id:
        raise Unopenable
    return _unlock(_wrapping_key(key), wrap.nonce, wrap.wrapped, (*parts, key.id))


def _unlock(key: bytes, nonce: bytes, ciphertext: bytes, parts: tuple[str | bytes, ...]) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, pae(*parts))
    except (InvalidTag, ValueError):  # ValueError: a nonce or a text of a shape that was never written
        raise Unopenable from None


def _detail_parts(header: Header, commitment: bytes) -> tuple[str | bytes, ...]:
    return ("lead/detail/v1", *header.fields(), commitment)


def _grant_parts(terms: GrantTerms) -> tuple[str, ...]:
    return (
        "lead/wrap/v1",
        terms.envelope_id,
        terms.recipient,
        terms.role,
        terms.purpose,
        terms.basis_id,
        terms.not_after,
    )


def _custody_parts(envelope_id: str) -> tuple[str, ...]:
    return ("lead/custody/v1", envelope_id)


def _detail_keys(data_key: bytes) -> tuple[bytes, bytes]:
    return _expand(data_key, b"lead/detail/enc/v1"), _expand(data_key, b"lead/detail/commit/v1")


def _wrapping_key(key: Key) -> bytes:
    return _expand(key.secret, b"lead/kek/wrap/v1")


def _expand(secret: bytes, label: bytes) -> bytes:
    return HKDFExpand(hashes.SHA256(), _KEY_BYTES, label).derive(secret)


def _pad(plaintext: bytes) -> bytes:
    size = next((step for step in _STEPS if len(plaintext) < step), None)
    if size is None:
        raise ValueError("too long")
    return (plaintext + _PAD_MARK).ljust(size, b"\0")


def _unpad(padded: bytes) -> bytes:
    body = padded.rstrip(b"\0")
    if len(padded) not in _STEPS or not body.endswith(_PAD_MARK):
        raise Unopenable
    return body[:-1]
