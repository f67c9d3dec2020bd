"""Views as pages: every field is labelled, every text is escaped, and what cannot be drawn says so."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.blocks import Block, context, modal, option, section
from handlers.words import PART_2
from tests.handlers.page.gallery import asked, drawn, form, gallery, hostile, opened, typed, wrong
from tests.page_reader import PageReader

GALLERY = dict(gallery())
VOID = {"meta", "link", "input", "hr", "br"}
IMPLIED = {"option"}  # HTML lets its end tag be left out
SIXTY_KB = 60_000


class Tree(HTMLParser):
    """What a page is made of; complains of tags that are not closed in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID | IMPLIED:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in IMPLIED:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in tags]


@pytest.mark.parametrize("name", GALLERY)
def test_ids_stand_once_and_whatever_refers_to_one_finds_it(name: str) -> None:
    tree = Tree(GALLERY[name])
    ids = Counter(attrs["id"] for _, attrs in tree.tags if "id" in attrs)
    assert {id_ for id_, count in ids.items() if count > 1} == set()
    told = {one for _, attrs in tree.tags for one in attrs.get("aria-describedby", "").split()}
    led = {attrs["href"][1:] for attrs in tree.of("a") if attrs["href"].startswith("#")} | {
        attrs["for"] for attrs in tree.of("label") if "for" in attrs
    }
    assert told | led <= set(ids)


@pytest.mark.parametrize("name", GALLERY)
def test_every_field_has_a_label(name: str) -> None:
    tree = Tree(GALLERY[name])
    labelled = {attrs.get("for") for attrs in tree.of("label")}
    for attrs in tree.of("input", "select", "textarea"):
        if attrs.get("type") not in {"hidden", "checkbox", "radio"}:
            assert attrs["id"] in labelled or attrs["aria-label"]
    assert GALLERY[name].count('class="tick"><input') == len(
        [1 for one in tree.of("input") if one.get("type") in {"checkbox", "radio"}]
    )


@pytest.mark.parametrize("name", GALLERY)
def test_nothing_is_offered_to_the_browsers_memory(name: str) -> None:
    tree = Tree(GALLERY[name])
    for attrs in tree.of("input", "textarea", "select"):
        if attrs.get("type", "text") not in {"hidden", "checkbox", "radio"}:
            assert attrs["autocomplete"] == "off"
    assert all(one.get("autocomplete") == "off" for one in tree.of("form") if one["action"] != "/out")
    assert not {"style", "iframe", "object", "embed", "img", "video", "audio", "base"} & {
        tag for tag, _ in tree.tags
    }
    assert not [attr for _, attrs in tree.tags for attr in attrs if attr.startswith("on") or attr == "style"]


def test_whatever_stands_in_a_text_stays_a_text() -> None:
    tree = Tree(GALLERY["hostile"])
    assert len(tree.of("script")) == 1  # our own
    assert tree.of("script")[0]["src"] == "/page.js"
    assert {attrs["href"][0] for attrs in tree.of("a")} == {"#"}
    assert "{{ 7*7 }}" in tree.text
    assert "<script>alert(1)</script>" in tree.text
    assert "Fictional Person 1" in tree.text  # whom a mark names


@given(st.text(max_size=40))
def test_no_text_makes_a_tag(text: str) -> None:
    calm = Tree(
        drawn(modal("m", "t", [section("x"), context("x"), asked("a", "x", typed(initial_value="x"))]))
    )
    wild = Tree(
        drawn(modal("m", "t", [section(text), context(text), asked("a", text, typed(initial_value=text))]))
    )
    without_breaks = [tag for tag, _ in wild.tags if tag != "br"]
    assert without_breaks == [tag for tag, _ in calm.tags]


def test_what_is_unknown_says_so_instead_of_being_left_out() -> None:
    rows: list[Block] = [
        {"type": "rich_text", "elements": []},
        {
            "type": "actions",
            "block_id": "x",
            "elements": [{"type": "overflow", "action_id": "o", "options": []}],
        },
        asked("f", "Which file?", {"type": "file_input", "action_id": "value"}),
    ]
    html = drawn(modal("m", "t", rows))
    for kind in ("rich_text", "overflow", "file_input"):
        assert f"A part of this ({kind}) cannot be shown here." in html


def test_errors_stand_at_their_fields_and_the_first_one_has_the_focus() -> None:
    tree = Tree(drawn(form(), errors=wrong("form.told", "form.days")))
    focused = [attrs for _, attrs in tree.tags if "autofocus" in attrs]
    assert [attrs["name"] for attrs in focused] == ["form.told|value"]
    area = tree.of("textarea")[0]
    assert area["aria-invalid"] == "true"
    assert area["aria-describedby"] == "e-f-form-told-value"
    assert [one["href"] for one in tree.of("a")] == ["#main", "#f-form-told-value", "#f-form-days-value"]
    assert "Please look at form.days again." in tree.text


def test_an_error_of_no_field_is_not_lost() -> None:
    assert "Nobody can do that." in Tree(drawn(form(), errors={"elsewhere": "Nobody can do that."})).text


def test_a_dangerous_button_asks_once_more() -> None:
    html = drawn(opened())
    inside = re.search(
        r'<details class="confirm"><summary class="danger">No meeting</summary>(.*?)</details>',
        html,
        re.DOTALL,
    )
    assert inside is not None
    assert "They hear that you did not meet." in inside[1]
    assert inside[1].count('type="submit"') == 1
    assert html.count('value="do|no_meeting|"') == 1


def test_what_was_typed_stands_again_to_the_letter() -> None:
    reader = PageReader("http://127.0.0.1:1")
    text = '\n  two spaces & "quotes" </textarea>\n'
    reader.html = drawn(form(), posted={"form.told|value": [text], "form.days|value": ["day-2", "day-3"]})
    assert (
        "\n\n  two spaces &amp; &#34;quotes&#34; &lt;/textarea&gt;\n</textarea>" in reader.html
    )  # one is HTML's own
    assert [value for name, value in reader.fields if name == "form.days|value"] == ["day-2", "day-3"]


def test_the_statement_stands_where_details_stand_and_once() -> None:
    assert drawn(opened()).count(PART_2) == 0
    assert drawn(opened(), details=True).count(PART_2) == 1
    said = modal("opened", "Sealed item", [section("x"), context("You see this to reach them.", PART_2)])
    assert drawn(said, details=True).count(PART_2) == 1


def test_a_large_work_group_does_not_make_a_page_heavy() -> None:
    people = {f"U{number:010d}": f"Fictional Longname {number}" for number in range(150)}
    assert len(drawn(form(), people=people).encode()) < SIXTY_KB


def test_in_a_large_work_group_more_than_three_can_be_chosen_still() -> None:
    people = {f"U{number}": f"Fictional Person {number}" for number in range(90)}
    chosen = ["U7", "U3", "U5", "U1", "U2"]
    reader = PageReader("http://127.0.0.1:1")
    reader.html = drawn(form(), people=people, posted={"form.all|value": chosen})
    assert [value for name, value in reader.fields if name == "form.all|value"] == chosen


def test_many_choices_are_folded_and_open_where_something_is_chosen() -> None:
    many = [option(str(number), f"Number {number}") for number in range(30)]
    field = asked("m.many", "Which?", {"type": "multi_static_select", "action_id": "value", "options": many})
    view = modal("m", "t", [field], submit="Send")
    assert '<details class="many"><summary>Choose out of 30</summary>' in drawn(view)
    assert '<details class="many" open>' in drawn(view, posted={"m.many|value": ["3"]})
    assert '<details class="many" open>' in drawn(view, errors=wrong("m.many"))


def test_moments_are_told_in_the_sites_zone() -> None:
    text = {"type": "mrkdwn", "text": "Until <!date^1798761600^{date}|some day>"}
    assert "Until Fri 01 Jan 00:00 UTC" in drawn(modal("m", "t", [{"type": "section", "text": text}]))


def test_only_what_was_opened_is_watched() -> None:
    assert "data-watch" not in drawn(form())
    assert 'data-watch="/v/PG0/stands" data-lives="42"' in drawn(opened(), details=True, lives_seconds=42)
    assert "data-hides" in drawn(opened(), hides=True)
    assert "data-hides" not in drawn(hostile())
