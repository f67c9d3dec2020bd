"""A view as a page: the same blocks that Slack would show, as HTML that needs no script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from handlers.blocks import Block, View
from handlers.page import reading
from handlers.page.texts import Texts
from handlers.page.words import LOCALE, Tongue, tongue_of
from handlers.words import PART_2

# What one types into a line, and which keyboard a phone shows for it.
_TYPED = {
    "plain_text_input": "",
    "email_text_input": "email",
    "number_input": "decimal",
    "url_text_input": "url",
}


@dataclass(frozen=True, repr=False)
class Shape:
    """Everything a page is drawn of. `errors`: block -> sentence.

    `posted`: what was typed before; a field that is not in it stands as the view says.

    `people` and `channels`: id -> name, for what Slack would list itself. `stood`: the content's hash,
    `about`: the form's (handlers/page/drafts.py); `draft`: something typed before waits to be gone on with.

    `details`: something sealed stands here, for `lives_seconds` more; at `watch` one hears that it does.
    `hides`: it is hidden as soon as its reader looks at another tab. `languages`: the site's.
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
    details: bool = False
    lives_seconds: int = 0
    watch: str = ""
    hides: bool = False
    languages: Sequence[str] = ("en",)


class Renderer:
    """Draws pages out of the templates beside this file; everything is escaped unless it was made here.

    `locale`: the folder of the catalogues.
    """

    def __init__(self, locale: Path = LOCALE) -> None:
        self._locale = locale
        self._spoken: dict[tuple[str, ...], tuple[str, Environment]] = {}

    def view(self, shape: Shape) -> str:
        """A view with its form."""
        lang, templates = self._in(shape.languages)
        asked = [block["block_id"] for block in shape.view["blocks"] if block["type"] == "input"]
        return templates.get_template("view.html").render(
            lang=lang,
            shape=shape,
            view=shape.view,
            text=Texts(shape.zone, {**shape.people, **shape.channels}).html,
            given=lambda block, one: _given(shape, block, one),
            first_wrong=next((block for block in asked if block in shape.errors), None),
            strays=[sentence for block, sentence in shape.errors.items() if block not in asked],
            statement=PART_2 if shape.details and not _says(shape.view, PART_2) else "",
        )

    def note(
        self,
        title: str,
        sentences: Sequence[str],
        *,
        form: str = "",
        csrf: str = "",
        team_line: str = "",
        note_id: str = "",
        leave: bool = False,
        languages: Sequence[str] = ("en",),
    ) -> str:
        """A page that says something, in sentences of the catalogue.

        `form`: where its one button posts to; empty = no button. `leave`: one can sign out here.
        """
        lang, templates = self._in(languages)
        say = tongue_of(languages, self._locale).words.gettext
        return templates.get_template("note.html").render(
            lang=lang,
            title=say(title),
            sentences=[say(sentence) for sentence in sentences],
            form=form,
            csrf=csrf,
            team_line=team_line,
            note_id=note_id,
            leave=leave,
        )

    def special(self, template: str, languages: Sequence[str], **what: object) -> str:
        """A page of the secure page's own, out of this template."""
        lang, templates = self._in(languages)
        return templates.get_template(template).render(lang=lang, **what)

    def _in(self, languages: Sequence[str]) -> tuple[str, Environment]:
        """The language's tag, and the templates in it."""
        asked = tuple(languages)
        if asked not in self._spoken:
            tongue = tongue_of(asked, self._locale)
            self._spoken[asked] = tongue.tag, _templates(tongue)
        return self._spoken[asked]


def _templates(tongue: Tongue) -> Environment:
    templates = Environment(
        loader=PackageLoader("handlers.page"),
        autoescape=True,
        auto_reload=False,  # the files do not change while we run: nobody asks the disk at each page
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    templates.install_gettext_translations(tongue.words, newstyle=True)  # type: ignore[attr-defined] # by its extension
    templates.globals.update(
        name_of=reading.name_of,
        id_of=id_of,
        options_of=reading.options_of,
        has_value=reading.has_value,
        separator=reading.SEPARATOR,
        typed_kinds=_TYPED,
        # What features say is English; a word of the page's own between theirs says what it is.
        spoken=Markup("") if tongue.tag.startswith("en") else Markup(' lang="{}"').format(tongue.tag),
    )
    return templates


def id_of(block: Block, element: Block) -> str:
    """An element's id on the page."""
    return "f-" + re.sub(r"[^A-Za-z0-9_-]", "-", reading.name_of(block, element))


def _says(view: View, sentence: str) -> bool:
    """Whether a view says this where it stands: as small print, or as a paragraph."""
    said = [text for block in view["blocks"] for text in (block.get("text"), *block.get("elements", []))]
    return any(isinstance(text, dict) and text.get("text") == sentence for text in said)


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
