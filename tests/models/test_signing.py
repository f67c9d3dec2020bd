"""Signed rows and heads: as the key signed them, or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from models.signing import HeadSigner, Key, head_signature_holds, mac_key_id, row_mac, row_mac_holds

KEY = Key("rows-1", b"r" * 32)
ROW = ("members", "member-1", 3, ["police", "officer", "active"])
SIGNER = HeadSigner("audit-sign", b"s" * 32)
WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=4)


@given(WORDS, st.integers(0, 9), st.text("abc-", max_size=6))
def test_a_row_holds_as_it_was_signed(fields: list[str], version: int, row_id: str) -> None:
    assert row_mac_holds(
        KEY, row_mac(KEY, "consents", row_id, version, fields), "consents", row_id, version, fields
    )


@pytest.mark.parametrize(
    "row",
    [
        ("site", "member-1", 3, ["police", "officer", "active"]),
        ("members", "member-2", 3, ["police", "officer", "active"]),
        ("members", "member-1", 4, ["police", "officer", "active"]),
        ("members", "member-1", 3, ["police", "officer", "suspended"]),
        ("members", "member-1", 3, ["police", "officer"]),
        ("members", "member-1", 3, ["police", "officer", "active", ""]),
        ("members", "member-1", 3, ["policeofficer", "active"]),
        ("members", "member-1", 3, ["police", "officer", "\ud800"]),
    ],
)
def test_another_row_does_not_hold_under_its_mac(row: tuple[str, str, int, list[str]]) -> None:
    assert not row_mac_holds(KEY, row_mac(KEY, *ROW), *row)


def test_every_turned_bit_of_a_mac_is_refused() -> None:
    stored = row_mac(KEY, *ROW)
    for place in range(8 * len(stored)):
        altered = (int.from_bytes(stored, "big") ^ 1 << place).to_bytes(len(stored), "big")
        assert not row_mac_holds(KEY, altered, *ROW)


@pytest.mark.parametrize("stored", [b"", b"\x06rows-1", row_mac(KEY, *ROW)[:-1], row_mac(KEY, *ROW) + b"\0"])
def test_a_mac_cut_short_or_drawn_out_is_refused(stored: bytes) -> None:
    assert not row_mac_holds(KEY, stored, *ROW)
    assert mac_key_id(stored) == ""


def test_a_stored_mac_names_its_key_so_that_a_rotation_finds_it() -> None:
    assert mac_key_id(row_mac(Key("rows-12", b"r" * 32), *ROW)) == "rows-12"


def test_a_mac_of_one_key_does_not_hold_under_another_name_or_secret() -> None:
    stored = row_mac(KEY, *ROW)
    assert not row_mac_holds(replace(KEY, id="rows-2"), stored, *ROW)
    assert not row_mac_holds(replace(KEY, secret=b"q" * 32), stored, *ROW)
    relabelled = stored.replace(b"rows-1", b"rows-2")
    assert not row_mac_holds(replace(KEY, id="rows-2"), relabelled, *ROW)


def test_a_name_that_is_no_ascii_names_no_key() -> None:
    assert mac_key_id(b"\x02\xc3\xa9" + bytes(32)) == ""


def test_a_signature_holds_for_its_message_and_key_only() -> None:
    signature = SIGNER.sign(b"head")
    Ed25519PublicKey.from_public_bytes(SIGNER.public).verify(signature, b"head")
    assert SIGNER.holds(b"head", signature)
    assert not SIGNER.holds(b"heap", signature)
    assert not HeadSigner("audit-sign", b"t" * 32).holds(b"head", signature)


@pytest.mark.parametrize(("public", "signature"), [(b"", b""), (bytes(31), bytes(64)), (bytes(32), b"short")])
def test_bytes_of_another_shape_are_no_signature(public: bytes, signature: bytes) -> None:
    assert not head_signature_holds(public, b"head", signature)
