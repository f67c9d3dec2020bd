"""Block Kit builders: what they make is what Slack takes, and what people wrote stays plain."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from handlers import blocks
from sandbox.limits import check_message, check_view

WORDS = st.text(min_size=1, max_size=60)


@given(st.text())
def test_escaped_text_cannot_ping_or_link_and_reads_the_same(text: str) -> None:
    made = blocks.escaped(text)
    assert "<" not in made
    assert ">" not in made
    assert unescape(made) == unescape(text)


def test_escaping_escapes_the_ampersand_first() -> None:
    assert blocks.escaped("<!channel> & co") == "&lt;!channel&gt; &amp; co"


@given(st.text(min_size=1, max_size=20_000))
def test_a_text_of_any_length_becomes_paragraphs_that_hold_all_of_it(text: str) -> None:
    made = blocks.sections(text)
    assert "".join(block["text"]["text"] for block in made) == text
    check_view(blocks.modal("made", "A title", made), "modal")


@given(WORDS)
def test_every_text_is_plain_so_that_nothing_in_it_is_expanded(text: str) -> None:
    made = [blocks.section(text), blocks.header(text), blocks.context(text, text)]
    kinds = {part["type"] for block in made for part in block.get("elements", [block.get("text")])}
    assert kinds == {"plain_text"}
    assert blocks.plain(text)["emoji"] is False


def test_a_section_is_cut_at_slacks_limit() -> None:
    assert len(blocks.section("x" * 4000)["text"]["text"]) == blocks.SECTION_LENGTH


def test_a_message_of_every_block_is_taken() -> None:
    row = blocks.actions(
        "row",
        [
            blocks.button("plain", "Plain"),
            blocks.button("full", "Full", value="abc", style="primary", confirm="Do it?"),
            blocks.select("choose", "Choose", [blocks.option("one", "One")]),
        ],
    )
    check_message(
        "hello", [blocks.section("a"), blocks.header("b"), blocks.context("c"), blocks.divider(), row]
    )


def test_a_button_carries_only_what_it_was_given() -> None:
    made = blocks.button("act", "Act")
    assert set(made) == {"type", "action_id", "text"}


def test_a_modal_without_a_submit_word_has_no_submit_button() -> None:
    made = blocks.modal("made", "A title", [blocks.section("text")])
    assert "submit" not in made
    check_view(made, "modal")


def test_a_modal_closes_all_that_lies_under_it() -> None:
    made = blocks.modal("made", "A title", [blocks.section("text")], submit="Send", private_metadata="handle")
    assert made["clear_on_close"] is True
    assert made["private_metadata"] == "handle"
    check_view(made, "modal")


def test_a_home_is_taken() -> None:
    check_view(blocks.home([blocks.section("text")]), "home")
