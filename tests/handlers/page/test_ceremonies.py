"""WebAuthn's ceremonies: each challenge once, in its session, for a while; and any answer is answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData, CollectedClientData
from hypothesis import given
from hypothesis import strategies as st

from handlers.page.ceremonies import Asked, Ceremonies, Proved

HERE, ELSEWHERE = "https://page.example.org", "https://page.example.net"
MINE, THEIRS = "session-1", "session-2"
FLAG = AuthenticatorData.FLAG


class Phone:
    """A software authenticator with one passkey: signs whatever it is told to."""

    def __init__(self, id_: bytes = b"phone-of-zebulon") -> None:
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.id = id_
        self.key = ES256.from_cryptography_key(self.secret.public_key())  # type: ignore[no-untyped-call]  # fido2's
        self.count = 0

    @property
    def known(self) -> dict[str, bytes]:
        return {websafe_encode(self.id): cbor.encode(self.key)}

    def make(self, asked: Asked, *, origin: str = HERE, flags: FLAG = FLAG.UP | FLAG.UV) -> str:
        data = AttestedCredentialData.create(bytes(16), self.id, self.key)
        proof = AuthenticatorData.create(_host_hash(HERE), flags | FLAG.AT, self.count, data)
        made = {"fmt": "none", "authData": bytes(proof), "attStmt": {}}
        said = self._said("webauthn.create", asked, origin)
        return self._answer(said, {"attestationObject": websafe_encode(cbor.encode(made))})

    def use(
        self,
        asked: Asked,
        *,
        origin: str = HERE,
        flags: FLAG = FLAG.UP | FLAG.UV,
        party: str = HERE,
        kind: str = "webauthn.get",
    ) -> str:
        self.count += 1
        said = self._said(kind, asked, origin)
        proof = AuthenticatorData.create(_host_hash(party), flags, self.count)
        signature = self.secret.sign(bytes(proof) + said.hash, ec.ECDSA(hashes.SHA256()))
        told = {"authenticatorData": websafe_encode(proof), "signature": websafe_encode(signature)}
        return self._answer(said, told)

    def _said(self, kind: str, asked: Asked, origin: str) -> CollectedClientData:
        challenge = json.loads(asked.options)["challenge"]
        return CollectedClientData.create(kind, challenge, origin)

    def _answer(self, said: CollectedClientData, told: dict[str, str]) -> str:
        id_ = websafe_encode(self.id)
        response = {"clientDataJSON": websafe_encode(said), **told}
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response})


def _host_hash(address: str) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(address.removeprefix("https://").encode())
    return digest.finalize()


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(clock: Clock) -> Ceremonies:
    return Ceremonies(HERE, clock)


def ask(here: Ceremonies, phone: Phone) -> Asked:
    return here.ask_to_show(MINE, phone.known)


def test_what_a_phone_makes_is_proved_and_then_used(here: Ceremonies) -> None:
    phone = Phone()
    asked = here.ask_to_keep(MINE, b"owner", "Zebulon Testperson", [])
    made = here.kept(MINE, asked.id, phone.make(asked))
    assert made == Proved(websafe_encode(phone.id), cbor.encode(phone.key), 0)
    asked = ask(here, phone)
    used = here.shown(MINE, asked.id, phone.use(asked), {made.credential: made.public})
    assert used == Proved(made.credential, made.public, 1)


def test_the_device_is_always_asked_to_know_its_owner(here: Ceremonies) -> None:
    options = json.loads(ask(here, Phone()).options)
    assert (options["userVerification"], options["rpId"]) == ("required", "page.example.org")
    made = json.loads(here.ask_to_keep(MINE, b"owner", "Zebulon", Phone().known).options)
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["excludeCredentials"] == [{"type": "public-key", "id": websafe_encode(b"phone-of-zebulon")}]


@pytest.mark.parametrize(
    "odd",
    [
        {"origin": ELSEWHERE},
        {"origin": "https://sub.page.example.org"},
        {"origin": "http://page.example.org"},
        {"party": ELSEWHERE},
        {"flags": FLAG.UP},  # nobody's finger
        {"flags": FLAG.UV},  # nobody there
        {"kind": "webauthn.create"},
    ],
)
def test_an_answer_that_proves_something_else_proves_nothing(here: Ceremonies, odd: dict[str, Any]) -> None:
    phone = Phone()
    asked = ask(here, phone)
    assert here.shown(MINE, asked.id, phone.use(asked, **odd), phone.known) is None


@pytest.mark.parametrize("odd", [{"origin": ELSEWHERE}, {"flags": FLAG.UP}, {"flags": FLAG.UV}])
def test_nothing_is_kept_of_such_an_answer(here: Ceremonies, odd: dict[str, Any]) -> None:
    asked = here.ask_to_keep(MINE, b"owner", "Zebulon", [])
    assert here.kept(MINE, asked.id, Phone().make(asked, **odd)) is None


def test_another_phone_with_the_same_id_proves_nothing(here: Ceremonies) -> None:
    phone, copied = Phone(), Phone()
    asked = ask(here, phone)
    assert here.shown(MINE, asked.id, copied.use(asked), phone.known) is None
    asked = ask(here, phone)
    assert here.shown(MINE, asked.id, Phone(b"another").use(asked), phone.known) is None


def test_a_challenge_is_good_once_in_its_session_for_five_minutes(here: Ceremonies, clock: Clock) -> None:
    phone = Phone()
    asked = ask(here, phone)
    answer = phone.use(asked)
    assert here.shown(MINE, asked.id, answer, phone.known) is not None
    assert here.shown(MINE, asked.id, answer, phone.known) is None, "a second time"
    asked = ask(here, phone)
    assert here.shown(THEIRS, asked.id, phone.use(asked), phone.known) is None
    asked = ask(here, phone)
    clock.at += 301
    assert here.shown(MINE, asked.id, phone.use(asked), phone.known) is None
    asked, other = ask(here, phone), ask(here, phone)
    assert here.shown(MINE, asked.id, phone.use(other), phone.known) is None, "another's challenge"


def test_challenges_are_bounded(here: Ceremonies) -> None:
    phone = Phone()
    first = ask(here, phone)
    for _ in range(2_000):
        ask(here, phone)
    assert here.shown(MINE, first.id, phone.use(first), phone.known) is None


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://page.example.org", True),
        ("http://localhost:3443", True),
        ("http://127.0.0.1:3443", False),
        ("https://[::1]:3443", False),
        ("", False),
    ],
)
def test_passkeys_are_for_addresses_with_a_name(address: str, possible: bool) -> None:
    assert Ceremonies(address).possible is possible


def test_a_usual_port_is_no_part_of_an_origin() -> None:
    here, phone = Ceremonies("https://page.example.org:443"), Phone()
    asked = ask(here, phone)
    assert here.shown(MINE, asked.id, phone.use(asked), phone.known) is not None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.text() | _JSON.map(json.dumps))
def test_whatever_is_sent_instead_is_answered(text: str) -> None:
    here, phone = Ceremonies(HERE), Phone()
    asked = ask(here, phone)
    assert here.shown(MINE, asked.id, text, phone.known) is None
    asked = here.ask_to_keep(MINE, b"owner", "Zebulon", [])
    assert here.kept(MINE, asked.id, text) is None


@given(
    st.sampled_from(["clientDataJSON", "authenticatorData", "signature", "attestationObject"]), st.binary()
)
def test_whatever_stands_in_an_answer_is_answered(field: str, junk: bytes) -> None:
    here, phone = Ceremonies(HERE), Phone()
    asked = ask(here, phone)
    answer = json.loads(phone.use(asked))
    answer["response"][field] = websafe_encode(junk)
    good = field == "attestationObject"
    assert (here.shown(MINE, asked.id, json.dumps(answer), phone.known) is not None) is good
    asked = here.ask_to_keep(MINE, b"owner", "Zebulon", [])
    made = json.loads(phone.make(asked))
    made["response"][field] = websafe_encode(junk)
    kept = here.kept(MINE, asked.id, json.dumps(made))
    assert (kept is not None) is (field in {"authenticatorData", "signature"})


_MUCH = 10**17  # read as a length, it is more memory than there is


@pytest.mark.parametrize("field", ["clientDataJSON", "authenticatorData", "signature", "attestationObject"])
def test_a_number_where_bytes_belong_takes_no_memory(here: Ceremonies, field: str) -> None:
    phone = Phone()
    asked = ask(here, phone)
    used = json.loads(phone.use(asked))
    used["response"][field] = _MUCH
    here.shown(MINE, asked.id, json.dumps(used), phone.known)
    asked = here.ask_to_keep(MINE, b"owner", "Zebulon", [])
    made = json.loads(phone.make(asked))
    made["response"][field] = _MUCH
    here.kept(MINE, asked.id, json.dumps(made))


def test_nor_does_one_inside_what_was_made(here: Ceremonies) -> None:
    asked = here.ask_to_keep(MINE, b"owner", "Zebulon", [])
    made = json.loads(Phone().make(asked))
    odd = cbor.encode({"fmt": "none", "authData": _MUCH, "attStmt": {}})
    made["response"]["attestationObject"] = websafe_encode(odd)
    assert here.kept(MINE, asked.id, json.dumps(made)) is None


def test_deeply_nested_cbor_is_answered(here: Ceremonies) -> None:
    asked = here.ask_to_keep(MINE, b"owner", "Zebulon", [])
    made = json.loads(Phone().make(asked))
    made["response"]["attestationObject"] = websafe_encode(b"\x81" * 50_000)
    assert here.kept(MINE, asked.id, json.dumps(made)) is None
