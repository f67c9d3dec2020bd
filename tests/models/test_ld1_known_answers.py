"""LD1's known answers: the same bytes for ever, and read by somebody who never saw our code."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from models import cipher
from models.audit_chain import GENESIS, Leaf, head_message, leaf_digest
from models.cipher import Body, GrantTerms, Header, HeadSigner, Key, Wrap

HERE = Path(__file__).parent
ANSWERS: dict[str, Any] = json.loads((HERE / "ld1-known-answers.json").read_text("utf-8"))
DATA_KEY = bytes.fromhex(ANSWERS["body"]["data_key"])


def known_header() -> Header:
    fields = dict(ANSWERS["body"]["header"])
    assert (fields.pop("version"), fields.pop("suite")) == (Header.version, Header.suite)
    return Header(**fields)


def known_key(part: str) -> Key:
    return Key(ANSWERS[part]["key_id"], bytes.fromhex(ANSWERS[part]["key"]))


def known_wrap(part: str) -> Wrap:
    row = ANSWERS[part]
    return Wrap(row["key_id"], bytes.fromhex(row["nonce"]), bytes.fromhex(row["wrapped"]))


def known_terms() -> GrantTerms:
    return GrantTerms(envelope_id=known_header().envelope_id, **ANSWERS["grant"]["terms"])


def test_a_seal_gives_the_known_bytes_and_opens() -> None:
    row = ANSWERS["body"]
    sealed = cipher._seal_with(
        known_header(), row["plaintext"].encode(), DATA_KEY, bytes.fromhex(row["nonce"])
    )
    assert sealed.commitment.hex() == row["commitment"]
    assert sealed.ciphertext.hex() == row["ciphertext"]
    stored = Body(
        known_header(), *(bytes.fromhex(row[part]) for part in ("nonce", "commitment", "ciphertext"))
    )
    assert cipher.open_body(stored, DATA_KEY).decode() == row["plaintext"]


def test_a_grant_gives_the_known_bytes_and_opens() -> None:
    wrap, parts = known_wrap("grant"), cipher._grant_parts(known_terms())
    assert cipher._wrap_with(known_key("grant"), parts, DATA_KEY, wrap.nonce).wrapped == wrap.wrapped
    assert cipher.unwrap_grant(known_key("grant"), known_terms(), wrap) == DATA_KEY


def test_the_custodians_wrap_gives_the_known_bytes_and_opens() -> None:
    wrap, envelope_id = known_wrap("custody"), known_header().envelope_id
    parts = cipher._custody_parts(envelope_id)
    assert cipher._wrap_with(known_key("custody"), parts, DATA_KEY, wrap.nonce).wrapped == wrap.wrapped
    assert cipher.unwrap_custody(known_key("custody"), envelope_id, wrap) == DATA_KEY


def test_a_row_has_the_known_mac() -> None:
    row = ANSWERS["row"]
    identity = row["table"], row["row_id"], row["version"], row["fields"]
    assert cipher.row_mac(known_key("row"), *identity).hex() == row["stored"]


def test_the_audit_chain_has_the_known_digests_and_head() -> None:
    last = GENESIS
    for event, digest in zip(ANSWERS["audit"]["events"], ANSWERS["audit"]["digests"], strict=True):
        last = Leaf(last.seq + 1, leaf_digest(last, tuple(str(field) for field in event.values())))
        assert last.digest.hex() == digest
    head = ANSWERS["head"]
    signer = HeadSigner("audit-sign", bytes.fromhex(head["seed"]))
    assert signer.public.hex() == head["public"]
    assert signer.sign(head_message(last, head["at"])).hex() == head["signature"]


@pytest.mark.node
def test_a_reader_written_from_the_description_finds_the_same() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the second reader of LD1 did not run")
    found = subprocess.run(
        [node, "--no-warnings", str(HERE / "ld1_reader.mjs"), str(HERE / "ld1-known-answers.json")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert json.loads(found.stdout) == {
        "data_key_by_grant": ANSWERS["body"]["data_key"],
        "data_key_by_custody": ANSWERS["body"]["data_key"],
        "body": {
            "commitment": ANSWERS["body"]["commitment"],
            "plaintext": ANSWERS["body"]["plaintext"],
            "size": 512,
        },
        "row": ANSWERS["row"]["stored"],
        "digests": ANSWERS["audit"]["digests"],
        "head": True,
    }
