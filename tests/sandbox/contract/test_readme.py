"""The practice workspace's README names its differences from Slack, and the tests that hold them."""

from __future__ import annotations

import ast
import re

from tests.sandbox.conftest import ROOT

README = (ROOT / "sandbox" / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|`]+) \| `([^`]+)` \| `(\w+)` \|$", README, re.MULTILINE)
_SAYS_WHAT_IS_NOT_THERE = {"The rest of Slack", "Words of errors"}


def _section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def _keys(title: str) -> list[str]:
    return re.findall(r"^- \*\*([^*]+)\.\*\* ", _section(title), re.MULTILINE)


def test_every_line_has_a_name_and_every_named_test_is_there() -> None:
    for _, file, test in ROWS:
        tree = ast.parse((ROOT / "tests" / "sandbox" / file).read_text(encoding="utf-8"))
        assert test in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, (file, test)


def test_every_difference_is_held_by_a_test_or_says_what_is_not_there() -> None:
    differences = [
        key
        for title in ("Where it is stricter", "Where it is laxer", "Where it is silent")
        for key in _keys(title)
    ]
    bullets = [
        line
        for title in ("Where it is stricter", "Where it is laxer", "Where it is silent")
        for line in _section(title).splitlines()
        if line.startswith("- ")
    ]
    assert len(differences) == len(bullets) == len(set(differences)) > 15
    assert {key for key, _, _ in ROWS} == {
        *differences,
        "In shape",
        "Without a window",
    } - _SAYS_WHAT_IS_NOT_THERE


def test_the_options_that_the_readme_names_are_all_there_are() -> None:
    text = (ROOT / "sandbox" / "__main__.py").read_text(encoding="utf-8")
    options = set(re.findall(r'"(--[\w-]+)"', text)) - {"--help"}
    assert set(re.findall(r"(--[a-z][a-z-]+)", README)) - {"--help"} == options
