"""A view as a page: the same blocks that Slack would show, as HTML that needs no script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from handlers.blocks import Block, View
from handlers.page import reading

_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_MARKS = (
    (re.compile(r"```(.+?)```", re.DOTALL), r"<code>\1</code>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)~([^~\n]+)~(?!\w)"), r"<s>\1</s>"),
)


@dataclass(frozen=True, repr=False)
class Shape:
    """Everything a page is drawn of. `errors`: block -> sentence.

    `posted`: what was typed before; a field that is not in it stands as the view says.

    `people` and `channels`: id -> name, for what Slack would list itself. `stood`: the content's hash,
    `about`: the form's (handlers/page/drafts.py); `draft`: something typed before waits to be gone on with.
    """

    view: View
    address: str
    secret: str
    csrf: str
    stood: str = ""
    about: str = ""
    draft: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    posted: Mapping[str, Sequence[str]] | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo | None = None
    watch: str = ""
    reload_seconds: int = 0


class Renderer:
    """Draws pages out of the templates beside this file; everything is escaped unless it was made here."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("handlers.page"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            name_of=reading.name_of, options_of=reading.options_of, separator=reading.SEPARATOR
        )

    def view(self, shape: Shape) -> str:
        """A view with its form."""
        tools = {"text": _Text(shape.zone).html, "given": lambda block, one: _given(shape, block, one)}
        return self._templates.get_template("view.html").render(shape=shape, view=shape.view, **tools)

    def note(self, title: str, sentences: Sequence[str], *, form: str = "", csrf: str = "") -> str:
        """A page that says something. `form`: where its one button posts to; empty = no button."""
        template = self._templates.get_template("note.html")
        return template.render(title=title, sentences=sentences, form=form, csrf=csrf)


class _Text:
    """A text object as HTML; times in the reader's zone."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone

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
        return escape(label or inside)

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


def _given(shape: Shape, block: Block, element: Block) -> list[str]:
    """What stands in an element: what was typed, else what the view says."""
    typed = (shape.posted or {}).get(reading.name_of(block, element))
    if typed is not None:
        return list(typed)
    for key in ("initial_value", "initial_date", "initial_time", "initial_user", "initial_conversation"):
        if key in element:
            return [str(element[key])]
    if "initial_option" in element:
        return [str(element["initial_option"]["value"])]
    chosen: list[Any] = element.get("initial_options") or []
    return [str(one["value"]) for one in chosen] or [str(one) for one in element.get("initial_users", [])]
