"""Slack's text objects as HTML: marks become tags of ours, and nothing else does."""

from __future__ import annotations

import re
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.page.texts import Texts

TEXTS = Texts(UTC, {"U00000001": "Fictional Person 1", "C0OWG0001": "owg"})
OURS = re.compile(r"</?(?:strong|em|s|code)>|<br>")


def html(text: str, kind: str = "mrkdwn") -> str:
    return str(TEXTS.html({"type": kind, "text": text}))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "*now* and _then_, ~not~ `so`",
            "<strong>now</strong> and <em>then</em>, <s>not</s> <code>so</code>",
        ),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("one\ntwo", "one<br>two"),
        ("Tom &amp; Ann &lt;3", "Tom &amp; Ann &lt;3"),
        ("<@U00000001> in <#C0OWG0001>", "Fictional Person 1 in owg"),
        ("<@U09999999>", "@U09999999"),
        ("<https://example.org|the site>", "the site"),
        ("<javascript:alert(1)>", "javascript:alert(1)"),
        ("<!date^0^{date}|long ago>", "Thu 01 Jan 00:00 UTC"),
        ("<!date^soon^{date}|some day>", "some day"),
        ("<!channel>", "!channel"),
    ],
)
def test_marks(text: str, made: str) -> None:
    assert html(text) == made


def test_plain_text_has_no_marks() -> None:
    assert html("*a* <b>\n_c_", "plain_text") == "*a* &lt;b&gt;<br>_c_"


@given(st.text(alphabet="*_~`<>&|@#!^\"'ab\n/", max_size=60), st.sampled_from(["mrkdwn", "plain_text"]))
def test_nothing_but_our_own_tags_comes_of_any_text(text: str, kind: str) -> None:
    left = OURS.sub("", html(text, kind))
    assert "<" not in left
    assert ">" not in left
    assert '"' not in left
