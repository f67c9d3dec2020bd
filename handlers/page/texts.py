"""Slack's text objects as HTML: escaped, with their marks, names for ids, moments in the site's zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from markupsafe import Markup, escape

from handlers.blocks import Block

_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_MARKS = (
    (re.compile(r"```(.+?)```", re.DOTALL), r"<code>\1</code>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)~([^~\n]+)~(?!\w)"), r"<s>\1</s>"),
)


class Texts:
    """A text object as HTML; times in the site's zone. `names`: of people and channels, by id."""

    def __init__(self, zone: tzinfo | None, names: Mapping[str, str]) -> None:
        self._zone = zone
        self._names = names

    def html(self, text: Block) -> Markup:
        """`plain_text` as it stands, `mrkdwn` with its marks; lines stay lines."""
        raw = str(text.get("text", ""))
        if text.get("type") != "mrkdwn":
            return Markup("<br>").join(escape(raw).splitlines())
        pieces, at = [], 0
        for found in _TOKEN.finditer(raw):
            pieces += [_marked(raw[at : found.start()]), self._token(found[1], found[2] or "")]
            at = found.end()
        return Markup("").join([*pieces, _marked(raw[at:])])

    def _token(self, inside: str, label: str) -> Markup:
        if inside.startswith("!date^"):
            return escape(self._moment(inside) or label)
        # Nobody is called and nothing is followed from here: names and addresses are words.
        return escape(self._names.get(inside[1:]) or label or inside)

    def _moment(self, inside: str) -> str:
        _, seconds, *_ = inside.split("^")
        if not seconds.isdecimal() or self._zone is None:
            return ""
        return f"{datetime.fromtimestamp(int(seconds), self._zone):%a %d %b %H:%M %Z}"


def _marked(raw: str) -> Markup:
    """Slack's own escapes are taken back first, so that an ampersand is written once."""
    unescaped = raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    html = str(escape(unescaped))
    for pattern, made in _MARKS:
        html = pattern.sub(made, html)
    return Markup(html.replace("\n", "<br>"))  # noqa: S704 - escaped above, and marked only by our own tags
