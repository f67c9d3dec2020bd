"""Holds recorded calls against Slack's types and limits: `python -m tests.slack_types.check FOLDER`."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sandbox.limits import check_message, check_view
from sandbox.recorder import Call
from sandbox.wire import Refusal
from tests.slack_types.shapes import Literal, answer, arguments, as_typescript, literals

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
_INSTALL_SECONDS, _CHECK_SECONDS = 300, 120


class NoNode(Exception):
    """Node or npm is not installed."""


def install(home: Path = HERE) -> None:
    """Fetch what the lock file in `home` names, unless it is there: here Slack's types and TypeScript.

    Raises:
        NoNode: there is nothing to fetch them with.
        subprocess.CalledProcessError: npm could not.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise NoNode
    stamp = home / "node_modules" / ".package-lock.json"  # npm's own, written last
    names = home / "package-lock.json"
    with names.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two workers of one test run must not fetch at once
        if stamp.exists() and stamp.stat().st_mtime >= names.stat().st_mtime:
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=_INSTALL_SECONDS)


def complaints(shapes: Iterable[Literal], folder: Path) -> str:
    """What the TypeScript compiler says about these literals; empty when it has nothing to say.

    `folder` takes the file; it is filled with links to the types, so it must not lie in the checkout.
    """
    return compiled(as_typescript(shapes), folder, HERE / "answers.mts")


def compiled(text: str, folder: Path, frames: Path) -> str:
    """What the compiler says about a file beside these frames; empty when it has nothing to say."""
    for path in (MODULES, frames):
        (folder / path.name).symlink_to(path)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "calls.mts").write_text(text)
    options = json.loads((HERE / "tsconfig.json").read_text())
    options["files"] = ["calls.mts"]
    (folder / "tsconfig.json").write_text(json.dumps(options))
    command = ["node", str(MODULES / "typescript" / "bin" / "tsc"), "--pretty", "false", "-p", str(folder)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_CHECK_SECONDS)
    return ran.stdout + ran.stderr if ran.returncode else ""


def beyond_limits(calls: Iterable[Call]) -> list[str]:
    """Messages and views, sent or answered, that Slack would turn away: method and code of each."""
    found = []
    for call in calls:
        held = arguments(call) if call.direction == "bot->slack" else answer(call)
        try:
            _hold(held if isinstance(held, dict) else {})
        except Refusal as refusal:
            found.append(f"{call.method}: {refusal.code} {refusal.extra}")
    return found


def _hold(given: dict[str, Any]) -> None:
    if "blocks" in given or "text" in given:
        check_message(given.get("text"), given.get("blocks"))
    if isinstance(given.get("view"), dict):
        check_view(given["view"], given["view"]["type"])


def read_records(folder: Path) -> list[Call]:
    """Every call of every JSONL file in a folder, as the recorder wrote them."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text().splitlines()]
    return [Call(**json.loads(line)) for line in lines]


def main(words: Sequence[str]) -> int:
    """Check a folder of recordings; the exit code."""
    calls = read_records(Path(words[0]))
    if not calls:
        sys.stdout.write("No call was recorded, so nothing was checked.\n")
        return 1
    shapes = literals(calls)
    install()
    with tempfile.TemporaryDirectory() as folder:
        said = "\n".join(filter(None, [complaints(shapes, Path(folder)), *beyond_limits(calls)]))
    sys.stdout.write(f"{said}\n" if said else "")
    sys.stdout.write(f"{len(calls)} calls, {len(shapes)} distinct shapes: {'NO' if said else 'ok'}\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
