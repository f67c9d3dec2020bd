"""One thing that the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`mend` says what to do when it is not ok."""

    ok: bool
    what: str
    mend: str = ""
