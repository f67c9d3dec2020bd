"""WebAuthn (W3C, level 3) through fido2: what a device is asked to sign, and whether its answer proves it."""

from __future__ import annotations

import ipaddress
import json
import secrets
import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_LIVES_SECONDS = 5 * 60.0
_MOST = 2_000
_LONGEST_ID = 1_023  # bytes of a credential id (Web Authentication level 3, 4)
_PORTS = {"http": 80, "https": 443}
_ALWAYS = UserVerificationRequirement.REQUIRED
# What reading an answer raises that no device of ours sent: any JSON, any CBOR, any key.
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
    NotImplementedError,
    struct.error,
    UnsupportedAlgorithm,
)


@dataclass(frozen=True)
class Asked:
    """What a browser is to ask its device: an id to answer under, and WebAuthn's options as JSON."""

    id: str
    options: str


@dataclass(frozen=True)
class Proved:
    """A passkey that a device has just used: its id (base64url), public half (COSE), and counter."""

    credential: str
    public: bytes
    count: int


@dataclass(frozen=True)
class _Open:
    session: str
    state: Any  # fido2's own
    at: float


class Ceremonies:
    """Asks and hears answers, each challenge once, within five minutes, in the session it was made for."""

    def __init__(self, address: str, seconds: Callable[[], float] = time.monotonic) -> None:
        """`address`: the page's own, as browsers name its origin; `seconds`: a monotonic clock."""
        parts = urlsplit(address)
        self.host = parts.hostname or ""
        port = "" if parts.port in {None, _PORTS.get(parts.scheme)} else f":{parts.port}"
        origin = f"{parts.scheme}://{self.host}{port}"
        party = PublicKeyCredentialRpEntity(name="LEAD", id=self.host)
        self._server = Fido2Server(party, verify_origin=lambda said: said == origin)
        self._seconds = seconds
        self._lock = threading.Lock()
        self._open: OrderedDict[str, _Open] = OrderedDict()

    @property
    def possible(self) -> bool:
        """Whether browsers keep passkeys for this address at all: they do for names only."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return bool(self.host)
        return False

    def ask_to_keep(self, session: str, owner: bytes, name: str, known: Iterable[str]) -> Asked:
        """Make a passkey. `owner`: 1 to 64 bytes that name nobody; `known`: theirs, not to be made twice."""
        options, state = self._server.register_begin(
            PublicKeyCredentialUserEntity(id=owner, name=name, display_name=name),
            [_descriptor(one) for one in known],
            resident_key_requirement=ResidentKeyRequirement.PREFERRED,
            user_verification=_ALWAYS,
        )
        return self._keep_open(session, state, dict(options.public_key))

    def ask_to_show(self, session: str, known: Iterable[str]) -> Asked:
        """Show one of these passkeys; the device sees to it that its owner is there."""
        options, state = self._server.authenticate_begin([_descriptor(one) for one in known], _ALWAYS)
        return self._keep_open(session, state, dict(options.public_key))

    def kept(self, session: str, id_: str, answer: str) -> Proved | None:
        """What was made; None where the answer proves nothing."""
        state = self._close(session, id_)
        if state is None:
            return None
        try:
            told = _told(answer)
            _require_bytes(told["response"]["attestationObject"])
            made = self._server.register_complete(state, RegistrationResponse.from_dict(told))
            known = [one.alg for one in self._server.allowed_algorithms]
            data = made.credential_data
            if data is None or data.public_key[3] not in known or len(data.credential_id) > _LONGEST_ID:
                return None
            public = cbor.encode(data.public_key)
            return Proved(websafe_encode(data.credential_id), public, made.counter)
        except _UNREADABLE:
            return None

    def shown(self, session: str, id_: str, answer: str, keys: Mapping[str, bytes]) -> Proved | None:
        """Which of the passkeys (id -> public half) was used; None where the answer proves nothing."""
        state = self._close(session, id_)
        if state is None:
            return None
        try:
            said = AuthenticationResponse.from_dict(_told(answer))
            theirs = [_attested(credential, public) for credential, public in keys.items()]
            used = self._server.authenticate_complete(state, theirs, said)
            credential = websafe_encode(used.credential_id)
            return Proved(credential, keys[credential], said.response.authenticator_data.counter)
        except _UNREADABLE:
            return None

    def _keep_open(self, session: str, state: Any, options: Mapping[str, Any]) -> Asked:
        id_ = secrets.token_urlsafe(16)
        with self._lock:
            self._open[id_] = _Open(session, state, self._seconds())
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
        return Asked(id_, json.dumps(_plain(options)))

    def _close(self, session: str, id_: str) -> Any | None:
        with self._lock:
            asked = self._open.pop(id_, None)
        if asked is None or asked.session != session or asked.at + _LIVES_SECONDS < self._seconds():
            return None
        return asked.state


def _descriptor(credential: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(credential)
    )


def _attested(credential: str, public: bytes) -> AttestedCredentialData:
    key = CoseKey.parse(cast("Mapping[int, Any]", cbor.decode(public)))
    return AttestedCredentialData.create(Aaguid.NONE, websafe_decode(credential), key)


def _told(answer: str) -> Any:
    """What a browser sent. Numbers come as text: where bytes belong, fido2 takes a number for their count."""
    return json.loads(answer, parse_int=str, parse_float=str)


def _require_bytes(attestation: str) -> None:
    """The same within what was made: a number there would be taken for so many bytes.

    Raises:
        TypeError: it is no bytes.
    """
    made = cast("Mapping[str, object]", cbor.decode(websafe_decode(attestation)))
    if not isinstance(made["authData"], bytes):
        raise TypeError


def _plain(value: Any) -> Any:
    """fido2's objects as JSON has them; bytes stand as base64url in them already."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value
    return [_plain(one) for one in value]
