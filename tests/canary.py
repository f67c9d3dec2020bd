"""Canaries: a unique string in every sensitive field, and a search for each in every form it could take."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import secrets
import string
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from handlers.forms import Field, Form, Kind, block_id

_ALPHABET = string.ascii_letters + string.digits
_HALF = 12  # letters and digits: 71 random bits, so that half of a canary is still nobody else's
_TAIL = ' é"\\&'  # what JSON, forms and HTML each write differently
_SHORTEST_CODE = 8  # a shorter code of a choice ("no") would be found by chance
_COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_GZIP_IN_BASE64 = re.compile(rb"H4sI[A-Za-z0-9+/_-]{16,}")
_LARGEST_INFLATED = 4_000_000
_DEPTH = 2  # gzip in base64 in gzip


@dataclass(frozen=True)
class Canary:
    """One sensitive answer. `field` is its block id, `text` what is typed, `parts` what is searched for."""

    field: str
    text: str
    parts: tuple[str, ...]

    @cached_property
    def spellings(self) -> tuple[dict[bytes, str], dict[bytes, str]]:
        """Bytes to look for -> what they are: those in which case is nothing (lowered), and the rest."""
        loose: dict[bytes, str] = {}
        strict: dict[bytes, str] = {}
        for part in self.parts:
            loose |= {needle.lower(): name for needle, name in _readable(part)}
            strict |= dict(_packed(part))
        return loose, strict


@dataclass(frozen=True)
class Hit:
    """Where a canary was found, and how it was written there."""

    place: str
    field: str
    spelling: str


class Canaries:
    """Everything sown for one test: `answers` sows a form, `hits` searches."""

    def __init__(self) -> None:
        self.texts: dict[str, Canary] = {}
        self.codes: dict[str, Canary] = {}

    def answers(self, form: Form, **chosen: str) -> dict[str, Any]:
        """What to put into each field, by block id; choices are `chosen` by field id, else the first."""
        return {block_id(form, field): self._answer(form, field, chosen) for field in form.fields}

    def sow(self, name: str, *, digits: bool = False) -> str:
        """A new canary under a name of the caller's; the text to be typed."""
        self.texts[name] = _digits(name) if digits else _words(name)
        return self.texts[name].text

    def hits(self, place: str, data: bytes, *, with_codes: bool = False) -> list[Hit]:
        """Every canary in `data`, plain, encoded or compressed; `with_codes`: codes of choices as well."""
        sown = [*self.texts.values(), *(self.codes.values() if with_codes else ())]
        return [hit for layer in _layers(data, _DEPTH) for hit in _hits_in(place, layer, sown)]

    def _answer(self, form: Form, field: Field, chosen: Mapping[str, str]) -> Any:
        name = block_id(form, field)
        if field.kind in {Kind.CHOICE, Kind.CONFIRM}:
            code = chosen.get(field.id, field.choices[0].value)
            if field.category is not None and len(code) >= _SHORTEST_CODE:
                self.codes[name] = Canary(name, code, (code,))
            return [code] if field.kind is Kind.CONFIRM else code
        return self.sow(name, digits=field.kind is Kind.PHONE)


def _words(name: str) -> Canary:
    head, tail = ("".join(secrets.choice(_ALPHABET) for _ in range(_HALF)) for _ in range(2))
    return Canary(name, head + tail + _TAIL, (head, tail))


def _digits(name: str) -> Canary:
    # 555-01xx is nobody's number; the digits behind it make it unique.
    number = "55501" + "".join(secrets.choice(string.digits) for _ in range(12))
    return Canary(name, number, (number,))


def _readable(text: str) -> Iterator[tuple[bytes, str]]:
    """Spellings in which upper and lower case may be exchanged.

    JSON, JSON in JSON, forms and percent-encoding leave letters and digits alone unless they escape
    everything: the parts of a canary are letters and digits, so the first line finds the usual ones.
    """
    wide = text.encode("utf-16-le"), text.encode("utf-16-be")
    yield text.encode(), "plain"
    yield text[::-1].encode(), "reversed"
    yield wide[0], "UTF-16 LE"
    yield wide[1], "UTF-16 BE"
    for case in (text, text.lower(), text.upper()):
        yield case.encode().hex().encode(), "hex"
        yield case.encode("utf-16-le").hex().encode(), "hex of UTF-16"
        yield "".join(f"\\u{ord(char):04x}" for char in case).encode(), "JSON escapes"
        yield "".join(f"\\\\u{ord(char):04x}" for char in case).encode(), "JSON escapes in JSON"
        yield "".join(f"%{ord(char):02x}" for char in case).encode(), "percent"
        yield "".join(f"&#{ord(char)};" for char in case).encode(), "HTML"


def _packed(text: str) -> Iterator[tuple[bytes, str]]:
    """Spellings in which case matters: base64 at each of the three places a text can begin in."""
    for case in (text, text.lower(), text.upper(), text[::-1]):
        for raw in (case.encode(), case.encode("utf-16-le")):
            for offset in range(3):
                inner = _inner_base64(raw, offset)
                yield inner, "base64"
                yield inner.translate(bytes.maketrans(b"+/", b"-_")), "base64url"


def _inner_base64(raw: bytes, offset: int) -> bytes:
    """The characters that `raw` alone decides when `offset` other bytes stand before it."""
    begins, ends = -(-offset * 8 // 6), (offset + len(raw)) * 8 // 6
    return base64.b64encode(b"\0" * offset + raw)[begins:ends]


def _layers(data: bytes, depth: int) -> Iterator[bytes]:
    """The bytes themselves, and whatever is compressed in them."""
    yield data
    if depth:
        yield from chain.from_iterable(_layers(inner, depth - 1) for inner in _inflated(data))


def _inflated(data: bytes) -> Iterator[bytes]:
    for match in _COMPRESSED.finditer(data):
        reader = zlib.decompressobj(wbits=47)  # gzip or zlib, as its header says
        try:
            yield reader.decompress(memoryview(data)[match.start() :], _LARGEST_INFLATED)
        except zlib.error:
            continue  # two bytes that look like a header
    for match in _GZIP_IN_BASE64.finditer(data):
        text = match.group().translate(bytes.maketrans(b"-_", b"+/"))
        try:
            yield gzip.decompress(base64.b64decode(text + b"=" * (-len(text) % 4)))
        except (binascii.Error, OSError, EOFError, zlib.error):
            continue


def _hits_in(place: str, data: bytes, sown: list[Canary]) -> Iterator[Hit]:
    lowered = data.lower()
    for canary in sown:
        loose, strict = canary.spellings
        yield from (Hit(place, canary.field, name) for needle, name in loose.items() if needle in lowered)
        yield from (Hit(place, canary.field, name) for needle, name in strict.items() if needle in data)
