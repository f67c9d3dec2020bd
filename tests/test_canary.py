"""The searcher finds a canary in every form it is said to find, and only there."""

from __future__ import annotations

import base64
import gzip
import html
import json
import secrets
import zlib
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest

from handlers.answers import read
from handlers.forms import Draft, Form, Kind, block_id
from handlers.referrals.doors import ARREST_FIRST, ARREST_REST, COMMUNITY, SOCIAL
from tests.canary import Canaries

Encoding = Callable[[str], bytes]

ENCODINGS: dict[str, Encoding] = {
    "plain": str.encode,
    "lower": lambda text: text.lower().encode(),
    "upper": lambda text: text.upper().encode(),
    "swapped case": lambda text: text.swapcase().encode(),
    "reversed": lambda text: text[::-1].encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one before": lambda text: base64.b64encode(b"?" + text.encode() + b"~~"),
    "base64, two before": lambda text: base64.b64encode(b"??" + text.encode() + b"~"),
    "base64 of lower": lambda text: base64.b64encode(text.lower().encode()),
    "base64 of reversed": lambda text: base64.b64encode(text[::-1].encode()),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
    "base64url": lambda text: base64.urlsafe_b64encode(b"\xff\xfe\xfb" + text.encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "upper hex": lambda text: text.encode().hex().upper().encode(),
    "hex of lower": lambda text: text.lower().encode().hex().encode(),
    "JSON": lambda text: json.dumps({"value": text}).encode(),
    "JSON in JSON": lambda text: json.dumps({"payload": json.dumps({"value": text})}).encode(),
    "JSON, all escaped": lambda text: "".join(f"\\u{ord(char):04x}" for char in text).encode(),
    "JSON in JSON, all escaped": lambda text: json.dumps(
        "".join(f"\\u{ord(char):04X}" for char in text)
    ).encode(),
    "form": lambda text: urlencode({"payload": json.dumps({"value": text})}).encode(),
    "percent": lambda text: quote(text).encode(),
    "percent, all": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "HTML": lambda text: html.escape(text).encode(),
    "HTML, all": lambda text: "".join(f"&#{ord(char)};" for char in text).encode(),
    "gzip": lambda text: b"head" + gzip.compress(text.encode()) + b"tail",
    "gzip, second member": lambda text: gzip.compress(b"other") + gzip.compress(text.encode()),
    "gzip of hex": lambda text: gzip.compress(text.encode().hex().encode()),
    "gzip in base64": lambda text: b'{"a": "' + base64.b64encode(gzip.compress(text.encode())) + b'"}',
    "gzip in base64 in gzip": lambda text: gzip.compress(base64.b64encode(gzip.compress(text.encode()))),
    "zlib": lambda text: b"head" + zlib.compress(text.encode()),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-16 with mark": lambda text: text.encode("utf-16"),
    "UTF-16 BE lower": lambda text: text.lower().encode("utf-16-be"),
}


@pytest.mark.parametrize("digits", [False, True], ids=["words", "digits"])
@pytest.mark.parametrize("name", ENCODINGS)
def test_a_canary_is_found_however_it_is_written(name: str, digits: bool) -> None:
    canaries = Canaries()
    text = canaries.sow("a.field", digits=digits)
    other = Canaries()
    other.sow("another.field", digits=digits)
    data = secrets.token_bytes(300) + b" " + ENCODINGS[name](text) + b" " + secrets.token_bytes(300)
    assert {hit.field for hit in canaries.hits("here", data)} == {"a.field"}
    assert not other.hits("here", data), "what was not sown is not found"


@pytest.mark.parametrize("keep", [slice(0, 13), slice(11, None)], ids=["beginning", "end"])
def test_half_a_canary_is_found_too(keep: slice) -> None:
    canaries = Canaries()
    text = canaries.sow("a.field")
    assert canaries.hits("here", text[keep].encode())


def test_nothing_is_found_where_nothing_is() -> None:
    canaries = Canaries()
    for number in range(20):
        canaries.sow(f"field {number}", digits=number % 2 == 0)
    assert not canaries.hits("here", b"")
    assert not canaries.hits("here", secrets.token_bytes(200_000))
    assert not canaries.hits("here", secrets.token_hex(100_000).encode())


def test_a_broken_member_of_gzip_hides_nothing_behind_it() -> None:
    canaries = Canaries()
    text = canaries.sow("a.field")
    data = b"\x1f\x8b\x08 not gzip, H4sIAAAAAAAAAAAAAAAAAAAAAAAA nor this " + gzip.compress(text.encode())
    assert canaries.hits("here", data)


@pytest.mark.parametrize("form", [ARREST_FIRST, ARREST_REST, SOCIAL, COMMUNITY], ids=lambda form: form.title)
def test_every_sensitive_field_of_every_door_is_sown_and_taken_unchanged(form: Form) -> None:
    canaries = Canaries()
    answers = canaries.answers(form)
    typed = {
        block_id(form, field)
        for field in form.fields
        if field.category is not None and field.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE}
    }
    assert typed
    assert set(canaries.texts) == typed
    draft = read(form, {block: {"value": _state(answer)} for block, answer in answers.items()})
    assert isinstance(draft, Draft)
    kept = {text.reveal() for group in draft.details.values() for text in group.values()}
    assert kept >= {canary.text for canary in canaries.texts.values()}


def _state(answer: str | list[str]) -> dict[str, object]:
    """What Slack reports for an element, whatever its kind: `read` looks at the key that is its own."""
    codes = answer if isinstance(answer, list) else [answer]
    options = [{"value": code} for code in codes]
    return {"value": answer, "selected_option": options[0], "selected_options": options}


def test_the_code_of_a_choice_is_searched_for_only_where_no_form_stands() -> None:
    canaries = Canaries()
    answers = canaries.answers(ARREST_REST, hand_off="diversion_center")
    assert answers["arrest_rest.hand_off"] == "diversion_center"
    stored = json.dumps({"hand_off": "diversion_center"}).encode()
    assert not canaries.hits("a form", stored)
    assert {hit.field for hit in canaries.hits("a row", stored, with_codes=True)} == {"arrest_rest.hand_off"}
