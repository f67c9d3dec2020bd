"""Words: plain and harmless, the same for everybody, and none that puts blame on a person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import handlers
from bot.cli import leadbot
from handlers import words
from models.acts.checkin import Back, InTheWay
from models.acts.decision import Service, WhyFirst
from models.acts.drift import Sign
from models.admin_issue import IssueState
from models.due import Step
from models.likeness import Likeness
from models.notice import Kind
from models.pair import PairState
from models.participant import Rung
from models.people import Role
from models.referral import Door, State
from models.rollcall import SkipReason
from models.site import Contacts
from models.states import Move, Reason

ROOT = Path(handlers.__file__).parent
HOUSE = ROOT.parent
# First what nobody may ever be called (failed, non-compliant, terminated, clean, dirty), then near forms.
BLAMING = re.compile(
    r"\b(fail\w*|non-?\s?complian\w*|complian\w*|violat\w*|terminat\w*|clean|dirty|reject\w*|refus\w*|denied|"
    r"denies|ineligible|addict\w*|junkie\w*|criminals?(?![ -]history)|offender\w*|perpetrator\w*|suspects?|"
    r"culprit\w*|no-?shows?|resist\w*|uncooperative|unwilling|non-?engag\w*|disengag\w*|abus\w*|relaps\w*|"
    r"recidiv\w*|sober|missed by|delinquen\w*|breach\w*|kicked out|expelled|dropouts?|dropped out|"
    r"noncooperat\w*|homeless|vagrant\w*|transients?|your fault|at fault|to blame)\b",
    re.IGNORECASE,
)
# What members and officers read. Of the sentences' page the first column: what is really said to people.
TOLD_IN_TABLES = frozenset({"docs/slack-words.md"})
PEOPLE_READ = ("docs/slack-words.md", "docs/participants.md", "bot/lantern_harbor/site.toml", "manifest.yml")
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


# The guards' patterns are what other people may have written; nobody ever reads them on a screen. What the
# Golden Rule's guard says to people stands in its routine update, and in `handlers/reminding.py`.
PATTERNS = {"guard", "golden_rule"}
SPOKEN = sorted(
    path for path in ROOT.rglob("*.py") if path.parent.name not in PATTERNS or path.name == "routine.py"
)


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_of_the_slack_wing_blames_anybody(path: Path) -> None:
    blaming = [text for text in sentences(path) if BLAMING.search(text)]
    assert blaming == []


def test_no_word_that_may_reach_a_screen_as_a_code_blames_anybody() -> None:
    """Codes stand in buttons, queues and exports: states, reasons, moves, kinds, roles, steps, choices."""
    codes = (
        *(State, Reason, Move, Kind, Role, Step, Door, Rung, WhyFirst, Service, Likeness, PairState),
        *(InTheWay, Back, Sign, SkipReason, IssueState),
    )
    words_of = [item.value.replace("_", " ").replace(".", " ") for kind in codes for item in kind]
    assert len(words_of) > 100
    assert [word for word in words_of if BLAMING.search(word)] == []


# A roll call asks officers what they need. What they would hear is a lesson.
LESSON = re.compile(r"\btrain(?:ing|ings|ed|er|ers)?\b", re.IGNORECASE)


def test_nowhere_is_anybody_trained() -> None:
    """Every string of the Slack wing and every page that people read: input is asked for, no lesson given."""
    said = [text for path in SPOKEN for text in sentences(path)]
    said += [text for name in PEOPLE_READ for text in (HOUSE / name).read_text("utf-8").splitlines()]
    helps = [
        command.get_help(click.Context(command, info_name=path, **leadbot.context_settings))
        for path, command in commands(leadbot)
    ]
    assert len(said) > 1000
    assert [text for text in [*said, *helps] if LESSON.search(text)] == []
    assert LESSON.search("Training is on Monday")


def commands(group: click.Group, path: str = "leadbot") -> Iterator[tuple[str, click.Command]]:
    yield path, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_no_help_of_the_command_line_blames_anybody() -> None:
    # With the program's own settings: click keeps the help option that the first context asked for.
    helps = {
        path: command.get_help(click.Context(command, info_name=path, **leadbot.context_settings))
        for path, command in commands(leadbot)
    }
    assert len(helps) > 15
    assert {path: text for path, text in helps.items() if BLAMING.search(text)} == {}


@pytest.mark.parametrize("name", PEOPLE_READ)
def test_no_page_that_people_read_blames_anybody(name: str) -> None:
    page = (HOUSE / name).read_text("utf-8")
    told = table_cells(page) if name in TOLD_IN_TABLES else page.splitlines()
    assert told
    assert [text for text in told if BLAMING.search(text)] == []


def table_cells(page: str) -> list[str]:
    """The first column of each table: what the bot says; the second says to whom and when."""
    return [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]


def test_the_search_would_find_a_blaming_word() -> None:
    assert BLAMING.search("The client failed to appear.")
    assert BLAMING.search("Marked non-compliant")
    assert BLAMING.search("Not compliant: compliance is poor")
    assert BLAMING.search("A known criminal")
    assert BLAMING.search("Terminated for a violation.")
    assert BLAMING.search("a dirty test; stay clean")
    assert not BLAMING.search("No meeting this time. It can still become one.")
    assert not BLAMING.search("No criminal history, please.")


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
