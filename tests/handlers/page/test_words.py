"""The page's own words: all of them in the catalogue, and in the site's language where there is one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handlers.page.rendering import Renderer, Shape
from handlers.page.words import LOCALE, tongue_of
from tests.handlers.page.gallery import form, gallery, opened, wrong
from tests.handlers.page.test_rendering import VOID, Tree
from tests.stage import ROOT

TEMPLATE = LOCALE / "page.pot"
_HOLE = re.compile(r"%\(\w+\)s")


class Spoken(Tree):
    """The texts of a page that stand in a language of their own: (language, text)."""

    def __init__(self, html: str) -> None:
        self.said: list[tuple[str, str]] = []
        self._languages = [""]
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag not in VOID | {"option"}:
            self._languages.append(dict(attrs).get("lang") or self._languages[-1])

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag != "option":
            self._languages.pop()

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if data.strip():
            self.said.append((self._languages[-1], data.strip()))


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A language in which every sentence stands in brackets."""
    folder = tmp_path_factory.mktemp("locale")
    with TEMPLATE.open("rb") as template:
        catalogue = read_po(template, locale="de")
    for message in catalogue:
        if message.id:
            message.string = f"[{message.id}]"
    into = folder / "de" / "LC_MESSAGES"
    into.mkdir(parents=True)
    with (into / "page.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    return folder


def test_the_catalogue_holds_what_the_page_says(tmp_path: Path) -> None:
    fresh = tmp_path / "page.pot"
    line = next(one for one in (ROOT / "Makefile").read_text().splitlines() if "pybabel -q extract" in one)
    words = line.replace("$(LOCALE)/page.pot", str(fresh)).replace("$(LOCALE)", str(LOCALE)).split()[1:]
    pybabel = [sys.executable, "-m", "babel.messages.frontend"]
    subprocess.run([*pybabel, *words], cwd=ROOT, check=True, capture_output=True)
    assert fresh.read_text("utf-8") == TEMPLATE.read_text("utf-8"), "run `make words`"


def test_every_word_of_the_pages_own_is_put_into_the_sites_language(locale: Path) -> None:
    shape = Shape(
        view=form(),
        address="/v/PG0",
        secret="s",
        csrf="c",
        draft=True,
        errors=wrong("form.told"),
        languages=("de", "en"),
    )
    said = Spoken(Renderer(locale).view(shape)).said
    ours = [text for language, text in said if language == "de" and text != "Everything asked"]  # the title
    assert len(ours) > 10
    assert [text for text in ours if not text.startswith("[")] == []
    theirs = {text for language, text in said if language == "en"}
    assert {"Please fill this in.", "Name or description", "Which days?"} <= theirs


def test_what_only_says_something_is_put_into_it_too(locale: Path) -> None:
    html = Renderer(locale).note(
        "Done.", ["This is closed."], team_line="<555>", note_id="a1", leave=True, languages=("de",)
    )
    assert '<html lang="de">' in html
    for text in ("[Done.]", "[This is closed.]", "[Team line: &lt;555&gt;.]", "[Note a1.]", "[Sign out]"):
        assert text in html


def test_two_languages_do_not_get_into_each_others_way(locale: Path) -> None:
    renderer = Renderer(locale)
    german, english = (renderer.note("Done.", [], languages=(one,)) for one in ("de", "en"))
    assert "[Done.]" in german
    assert "[" not in english
    assert renderer.note("Done.", [], languages=("de",)) == german


@pytest.mark.parametrize(
    ("languages", "tag"),
    [
        (("en",), "en"),
        (("en-GB", "de"), "en-GB"),
        (("de", "en"), "de"),
        (("de-AT",), "de-AT"),
        (("tlh", "de"), "de"),
        (("tlh",), "en"),
        ((), "en"),
        (("../../etc",), "en"),
    ],
)
def test_the_first_language_that_the_page_speaks_is_taken(
    locale: Path, languages: tuple[str, ...], tag: str
) -> None:
    assert tongue_of(languages, locale).tag == tag


def test_every_language_that_is_kept_is_whole() -> None:
    """Compiled anew after each change, nothing missing, and every hole of a sentence in its translation."""
    for source in LOCALE.glob("*/LC_MESSAGES/page.po"):
        with source.open("rb") as opened_:
            catalogue = read_po(opened_)
        for message in catalogue:
            if message.id:
                said, put = str(message.id), str(message.string)
                assert put, f"{source}: {said}"
                assert set(_HOLE.findall(said)) == set(_HOLE.findall(put))
                spoken = tongue_of((source.parent.parent.name,)).words
                assert spoken.gettext(said) == put, "run `make words`"


def test_english_pages_say_so() -> None:
    for _, html in gallery():
        assert '<html lang="en">' in html
    assert opened()["title"]["text"] == "Sealed item"
