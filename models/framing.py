"""The one way bytes are put side by side before they are signed, sealed or hashed."""

from __future__ import annotations

import unicodedata


def pae(*parts: str | bytes) -> bytes:
    """`u64(n) || for each part: u64(length) || bytes`, big-endian; text is UTF-8 in form NFC.

    No two lists of parts give the same bytes, so nothing can slide from one field into its neighbour.
    After the pre-authentication encoding of PASETO and DSSE, with a big-endian count.

    Raises:
        ValueError: a text holds what UTF-8 cannot (a lone surrogate).
    """
    framed = [len(parts).to_bytes(8, "big")]
    for part in parts:
        raw = part if isinstance(part, bytes) else unicodedata.normalize("NFC", part).encode("utf-8")
        framed += (len(raw).to_bytes(8, "big"), raw)
    return b"".join(framed)
