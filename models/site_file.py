"""Reads site.toml: the rules, or every problem with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from models.errors import BadFile
from models.site import SiteRules

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")


def read_site_file(path: Path) -> SiteRules:
    """The rules that stand in the file.

    Raises:
        BadFile: it cannot be read, is no TOML, or says something the bot cannot keep; each with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise BadFile([f"{path}: cannot be read ({type(trouble).__name__})"]) from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise BadFile([f"{path}: not TOML: {trouble}"]) from None
    try:
        return SiteRules.model_validate(raw)
    except ValidationError as trouble:
        where = _lines_of(text)
        raise BadFile(
            [_problem(path, where, error["loc"], error["msg"]) for error in trouble.errors()]
        ) from None


def _problem(path: Path, where: dict[tuple[str, ...], int], loc: Sequence[str | int], reason: str) -> str:
    names = tuple(str(part) for part in loc if part != "[key]")
    line = next((where[names[:n]] for n in range(len(names), 0, -1) if names[:n] in where), 1)
    key = ".".join(names) or "the file"
    return f"{path}:{line}: {key}: {reason.removeprefix('Value error, ')}"


def _lines_of(text: str) -> dict[tuple[str, ...], int]:
    """Where each table and key stands: ("regions", "0", "code") -> line. Good enough to point a finger."""
    where: dict[tuple[str, ...], int] = {}
    counts: dict[str, int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = header[2]
            table = tuple(name.split("."))
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (*table, str(counts[name]))
            where.setdefault(table, number)
            where.setdefault(table[:1], number)
        elif key := _KEY.match(line):
            where.setdefault((*table, key[1]), number)
    return where
