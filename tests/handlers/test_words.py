"""Words: plain and harmless, the same for everybody, and none that puts blame on a person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import handlers
from handlers import words
from models.site import Contacts

ROOT = Path(handlers.__file__).parent
BLAMING = re.compile(
    r"\b(fail\w*|non-?complian\w*|violat\w*|terminat\w*|clean|dirty|reject\w*|refus\w*|denied|addict\w*|"
    r"junkie\w*|criminals?(?! history)|offender\w*|perpetrator\w*|suspects?|no-?shows?|resist\w*|"
    r"uncooperative|abus\w*|relaps\w*)\b",
    re.IGNORECASE,
)
CONTACTS = Contacts(team_line="(555) 010-0199")


def docstrings(tree: ast.Module) -> set[ast.Constant]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(first.value)
    return found


def sentences(path: Path) -> Iterator[str]:
    """Every string of a module that has a space or a capital in it: what a person could come to read."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in hidden:
            text = node.value
            if " " in text or text[:1].isupper():
                yield text


# The guard's patterns are what other people may have written; nobody ever reads them on a screen.
SPOKEN = sorted(path for path in ROOT.rglob("*.py") if path.parent.name != "guard")


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_of_the_slack_wing_blames_anybody(path: Path) -> None:
    blaming = [text for text in sentences(path) if BLAMING.search(text)]
    assert blaming == []


def test_the_search_would_find_a_blaming_word() -> None:
    assert BLAMING.search("The client failed to appear.")
    assert BLAMING.search("Marked non-compliant")
    assert BLAMING.search("A known criminal")
    assert not BLAMING.search("No meeting this time. It can still become one.")


@pytest.mark.parametrize(
    "sentence",
    [
        words.unavailable(CONTACTS),
        words.not_saved(CONTACTS),
        words.not_shown(CONTACTS),
        words.slack_was_slow(CONTACTS),
        words.our_mistake("abcd", CONTACTS),
    ],
)
def test_every_sentence_about_trouble_says_whom_to_call(sentence: str) -> None:
    assert CONTACTS.team_line in sentence


def test_our_own_mistake_is_told_even_when_nobody_knows_the_phone_number() -> None:
    assert words.our_mistake("abcd", None) == (
        "Something on our side went wrong (note abcd). Please try again."
    )


def test_the_refusal_gives_no_cause() -> None:
    assert words.unavailable(CONTACTS) == (
        "This item isn't available. Contact the team line: (555) 010-0199."
    )


def test_the_help_names_every_keyword() -> None:
    from handlers.ids import COMMAND, Keyword  # noqa: PLC0415 - only this test compares the two

    assert [line.split()[1] for line, _ in words.HELP_LINES] == [keyword.value for keyword in Keyword]
    assert all(line.startswith(COMMAND) for line, _ in words.HELP_LINES)
