"""The LD1 envelope: what was sealed comes back, and nothing that was touched does."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import cipher
from models.cipher import Body, GrantTerms, Header, HeadSigner, Key, Unopenable, Wrap

HEADER = Header(
    envelope_id="6f1c8a52-0d5e-4b8e-9a57-3b0f6a1d2c4e",
    site="fictional-county",
    sender="t0test:u0officer",
    custodian="fictional-care",
    subject="r-7kq2m",
    category="incident",
    purpose="diversion",
    created="2026-03-04T05:06:07Z",
    policy_version=1,
)
TERMS = GrantTerms(HEADER.envelope_id, "t0test:u0manager", "case_manager", "diversion", "basis-1", "")
KEK = Key("grant-1", bytes(range(32)))
DATA_KEY = bytes(range(100, 132))
TEXT = b"Zebulon Testperson, 555-0100"


def flipped(raw: bytes) -> Iterator[bytes]:
    """The same bytes with one bit turned, for every bit."""
    for place in range(8 * len(raw)):
        altered = bytearray(raw)
        altered[place // 8] ^= 1 << place % 8
        yield bytes(altered)


def altered_fields(row: Any) -> Iterator[Any]:
    """The same dataclass with one bit of one field turned, for every bit of every field."""
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, bytes):
            yield from (replace(row, **{field.name: raw}) for raw in flipped(value))
        elif isinstance(value, int):
            yield from (replace(row, **{field.name: value ^ 1 << bit}) for bit in range(16))
        elif isinstance(value, str):
            turned = (raw.decode("latin-1") for raw in flipped(value.encode("ascii")))
            yield from (replace(row, **{field.name: text}) for text in turned)


@given(st.binary(max_size=16_383))
@settings(max_examples=60)
def test_what_was_sealed_opens_again(plaintext: bytes) -> None:
    data_key = cipher.new_data_key()
    assert cipher.open_body(cipher.seal(HEADER, plaintext, data_key), data_key) == plaintext


@pytest.mark.parametrize(
    ("length", "stored"),
    [
        (0, 512),
        (511, 512),
        (512, 2048),
        (2047, 2048),
        (2048, 8192),
        (8191, 8192),
        (8192, 16384),
        (16383, 16384),
    ],
)
def test_the_stored_length_tells_one_of_four_sizes_only(length: int, stored: int) -> None:
    body = cipher.seal(HEADER, b"\x80" * length, DATA_KEY)
    assert len(body.ciphertext) == stored + 16
    assert cipher.open_body(body, DATA_KEY) == b"\x80" * length


def test_a_text_beyond_the_last_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^too long$"):
        cipher.seal(HEADER, b"x" * 16_384, DATA_KEY)


def test_every_turned_bit_of_a_stored_body_is_refused() -> None:
    body = cipher.seal(HEADER, TEXT, DATA_KEY)
    rows = [*altered_fields(body), *(replace(body, header=header) for header in altered_fields(HEADER))]
    assert len(rows) > 8 * (12 + 32 + 528)
    for row in rows:
        with pytest.raises(Unopenable):
            cipher.open_body(row, DATA_KEY)


def test_every_turned_bit_of_a_grant_and_of_its_terms_is_refused() -> None:
    wrap = cipher.wrap_grant(KEK, TERMS, DATA_KEY)
    assert cipher.unwrap_grant(KEK, TERMS, wrap) == DATA_KEY
    for row in altered_fields(wrap):
        with pytest.raises(Unopenable):
            cipher.unwrap_grant(KEK, TERMS, row)
    for terms in [*altered_fields(TERMS), replace(TERMS, not_after="2026-03-04T05:06:07Z")]:
        with pytest.raises(Unopenable):
            cipher.unwrap_grant(KEK, terms, wrap)


def test_every_turned_bit_of_the_custodians_wrap_is_refused() -> None:
    key = Key("epoch-2026-09", b"e" * 32)
    wrap = cipher.wrap_custody(key, HEADER.envelope_id, DATA_KEY)
    assert cipher.unwrap_custody(key, HEADER.envelope_id, wrap) == DATA_KEY
    for row in altered_fields(wrap):
        with pytest.raises(Unopenable):
            cipher.unwrap_custody(key, HEADER.envelope_id, row)
    with pytest.raises(Unopenable):
        cipher.unwrap_custody(key, "another", wrap)


@pytest.mark.parametrize("part", ["nonce", "commitment", "ciphertext", "header"])
def test_a_part_of_another_body_is_refused(part: str) -> None:
    other_header = replace(HEADER, envelope_id="0b7d1e6c-3c51-4b0f-8f0d-2f5f5a9d7e11")
    body, other = cipher.seal(HEADER, TEXT, DATA_KEY), cipher.seal(other_header, TEXT, b"o" * 32)
    with pytest.raises(Unopenable):
        cipher.open_body(replace(body, **{part: getattr(other, part)}), DATA_KEY)


def test_a_whole_body_does_not_open_with_another_ones_key() -> None:
    with pytest.raises(Unopenable):
        cipher.open_body(cipher.seal(HEADER, TEXT, DATA_KEY), cipher.new_data_key())


def test_a_grant_is_no_custodians_wrap_and_the_other_way_round() -> None:
    grant = cipher.wrap_grant(KEK, TERMS, DATA_KEY)
    custody = cipher.wrap_custody(KEK, HEADER.envelope_id, DATA_KEY)
    with pytest.raises(Unopenable):
        cipher.unwrap_custody(KEK, HEADER.envelope_id, grant)
    with pytest.raises(Unopenable):
        cipher.unwrap_grant(KEK, TERMS, custody)


def test_a_grant_relabelled_for_another_key_is_refused() -> None:
    wrap = cipher.wrap_grant(KEK, TERMS, DATA_KEY)
    with pytest.raises(Unopenable):
        cipher.unwrap_grant(Key("grant-2", KEK.secret), TERMS, replace(wrap, kek_id="grant-2"))
    with pytest.raises(Unopenable):
        cipher.unwrap_grant(Key("grant-1", b"z" * 32), TERMS, wrap)


@pytest.mark.parametrize("nonce", [b"", b"short", b"n" * 500])
def test_a_nonce_of_another_length_is_refused_like_everything_else(nonce: bytes) -> None:
    body = cipher.seal(HEADER, TEXT, DATA_KEY)
    with pytest.raises(Unopenable):
        cipher.open_body(replace(body, nonce=nonce), DATA_KEY)


@pytest.mark.parametrize("padded", [b"\0" * 512, b"x" * 512, TEXT + b"\x80", b""])
def test_padding_that_was_never_written_is_refused(padded: bytes) -> None:
    with pytest.raises(Unopenable):
        cipher._unpad(padded)


def test_a_header_that_no_text_can_hold_does_not_open() -> None:
    body = cipher.seal(HEADER, TEXT, DATA_KEY)
    with pytest.raises(Unopenable):
        cipher.open_body(replace(body, header=replace(HEADER, site="\ud800")), DATA_KEY)


def test_the_refusal_says_nothing() -> None:
    assert str(Unopenable()) == ""


def test_two_seals_of_one_text_share_nothing() -> None:
    one, two = (cipher.seal(HEADER, TEXT, cipher.new_data_key()) for _ in range(2))
    assert one.nonce != two.nonce
    assert one.commitment != two.commitment
    assert one.ciphertext != two.ciphertext


@pytest.mark.parametrize("shown", [repr, str, "{}".format])
def test_no_stored_row_shows_its_bytes(shown: Any) -> None:
    body = cipher.seal(HEADER, TEXT, DATA_KEY)
    wrap = cipher.wrap_grant(KEK, TERMS, DATA_KEY)
    words = "".join(shown(row) for row in (body, wrap, KEK))
    assert not any(repr(secret) in words for secret in (body.ciphertext, wrap.wrapped, KEK.secret))
    assert isinstance(body, Body)
    assert isinstance(wrap, Wrap)


def test_a_key_shows_its_id_only_and_leaves_the_process_by_no_known_way() -> None:
    assert repr(KEK) == str(KEK) == "<Key grant-1>"
    for way in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            way(KEK)


def test_a_key_of_another_length_is_none() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Key("grant-1", b"short")


def test_the_signer_of_heads_shows_its_id_only() -> None:
    assert repr(HeadSigner("audit-sign", b"s" * 32)) == "<HeadSigner audit-sign>"
