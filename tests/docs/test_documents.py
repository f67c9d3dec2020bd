"""The documents say what is so: help texts, commands, paths, decisions, the promise; and no machine's own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli import leadbot

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda page: page.relative_to(ROOT).as_posix()
)
HELP = re.compile(r"```console\n\$ leadbot (.*?)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
OURS = (
    *(
        "bot/",
        "handlers/",
        "models/",
        "scheduler/",
        "sandbox/",
        "tests/",
        "docs/",
        "benchmarks/",
        ".ci/",
        "deploy/",
    ),
    *("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile"),
    *("manifest.yml", "pyproject.toml", "requirements.lock", "requirements-dev.lock"),
)
# Joined here, so that this file does not hold what it looks for.
MACHINES = re.compile(
    "|".join(
        [
            rf"(?<![\w.])/{'wo' + 'rk'}/",
            rf"(?<![\w.])/{'ro' + 'ot'}/",
            rf"(?<![\w.])/{'ho' + 'me'}/\w",
            r"pypi\.(?:org|python)",
            r"python" + r"hosted\.org",
            r"registry\.npm" + r"js",
            r"--(?:extra-)?index" + r"-url\s+http",
        ]
    )
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def names(pages: list[Path]) -> list[str]:
    return [page.relative_to(ROOT).as_posix() for page in pages]


def helped(arguments: list[str]) -> str:
    return CliRunner().invoke(leadbot, arguments, terminal_width=80).output


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))


def test_the_readmes_help_is_the_programs() -> None:
    shown = dict(HELP.findall(text_of("README.md")))
    assert shown, "the README shows no help"
    for line, said in shown.items():
        assert said == helped(line.split()), f"leadbot {line}: write it anew"


def test_the_readme_shows_the_program_and_every_group() -> None:
    shown = {line for line, _ in HELP.findall(text_of("README.md"))}
    groups = {
        f"{name} --help" for name, command in leadbot.commands.items() if isinstance(command, click.Group)
    }
    assert shown >= {"--help", *groups}


def test_every_command_the_documents_name_exists() -> None:
    known = {" ".join(path) for path in commands(leadbot)}
    for page in PAGES:
        for code in CODE.findall(page.read_text("utf-8")):
            if match := re.fullmatch(r"leadbot ([a-z]+(?: [a-z]+)?)\b.*", code):
                first = match[1].split()[0]
                is_group = isinstance(leadbot.commands.get(first), click.Group)
                assert (match[1] if is_group else first) in known, f"{page.name}: leadbot {match[1]}"


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_path_a_document_names_exists(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    missing = [path for path in LINK.findall(text) if "://" not in path and not (page.parent / path).exists()]
    missing += [
        code
        for code in CODE.findall(text)
        if code.startswith(OURS) and not re.search(r"[<*\s]", code) and not (ROOT / code).exists()
    ]
    assert not missing


def test_the_decisions_are_numbered_without_gaps() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {page.name[:4]}. ")
        for part in ("Context", "Decision", "Why", "What it costs"):
            assert f"\n## {part}\n" in text, f"{page.name}: {part}"


def tracked() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_committed_text_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" in raw:
            continue
        for number, line in enumerate(raw.decode("utf-8").splitlines(), start=1):
            if MACHINES.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


@pytest.mark.parametrize(
    "line", ["see /" + "work/main", "in '/" + "root/x'", "https://pypi" + ".org/simple", "/" + "home/me/x"]
)
def test_the_search_for_machines_finds_them(line: str) -> None:
    assert MACHINES.search(line)


def test_the_promise_is_the_same_in_both_places_and_no_stronger_word_is_used() -> None:
    promises = [
        re.search(r"## The promise\n\n((?:> .*\n)+)", text_of(name)) for name in ("README.md", "SECURITY.md")
    ]
    assert all(promises)
    assert len({promise[1] for promise in promises if promise}) == 1
    stronger = re.compile(
        r"(hipaa|cjis)[ -]complian|unbreakable|military[ -]grade|unrecoverable|no competitor|100 ?% secure",
        re.IGNORECASE,
    )
    for page in PAGES:
        assert not stronger.search(page.read_text("utf-8")), page.name
        for claim in re.finditer(r"end-to-end encr\w+", page.read_text("utf-8"), re.IGNORECASE):
            # One page says that there is none yet.
            assert page.name == "0006-encrypted-direct-message.md", (page.name, claim.start())
