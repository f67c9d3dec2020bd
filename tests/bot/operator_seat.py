"""An operator for tests: types `leadbot ...` in a folder of their own, and reads code and words."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot import cli
from sandbox.server import PracticeServer
from tests.handlers.harbor import _template
from tests.stage import MANIFEST, WORKSPACE


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@contextmanager
def process_left_as_it_was() -> Iterator[None]:
    """What a command does to its own process (umask, logging, hooks) is undone for the next test."""
    mask = os.umask(0o077)
    handlers, level, raising = logging.root.handlers[:], logging.root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    try:
        yield
    finally:
        os.umask(mask)
        logging.captureWarnings(capture=False)
        logging.root.handlers[:], logging.raiseExceptions = handlers, raising
        logging.root.setLevel(level)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        structlog.reset_defaults()


@dataclass
class Operator:
    """Somebody at a shell in `folder`, with these variables set."""

    folder: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def set(self, **variables: str) -> None:
        for name, value in variables.items():
            self.patch.setenv(name, value)

    def types(self, *words: str) -> Ran:
        """Run the command line as the console script does, in this process: a second saved each time."""
        self.capture.readouterr()
        self.patch.setattr(sys, "argv", ["leadbot", *words])
        self.patch.setattr(sys.modules["__main__"], "__package__", None)  # not `python -m pytest`
        with process_left_as_it_was(), pytest.raises(SystemExit) as ended:
            cli.main()
        code = int(ended.value.code or 0)
        said = self.capture.readouterr()
        return Ran(code, said.out, said.err)

    @property
    def ring(self) -> Path:
        return self.folder / "keys" / "keyring.json"

    @property
    def database(self) -> Path:
        return self.folder / "data" / "leadbot.db"

    def lay_harbor(self) -> None:
        """Have a whole Lantern Harbor: migrated, keys, site, roster."""
        for part in ("data", "keys"):
            shutil.copytree(_template() / part, self.folder / part)


def seat(folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Operator:
    """An operator in an empty folder, whose environment says nothing of this machine's."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "LEADBOT_")):
            patch.delenv(name)
    patch.chdir(folder)
    operator = Operator(folder, patch, capture)
    operator.set(LEADBOT_DATABASE_URL=f"sqlite:///{operator.database}", LEADBOT_KEYRING=str(operator.ring))
    return operator


@contextmanager
def slack_for(
    operator: Operator, *, workspace: Path = WORKSPACE, manifest: Path = MANIFEST
) -> Iterator[PracticeServer]:
    """A practice workspace that the operator's environment points at."""
    with PracticeServer(workspace=workspace, manifest=manifest) as server:
        operator.set(
            SLACK_BOT_TOKEN=server.bot_token,
            SLACK_APP_TOKEN=server.app_token,
            SLACK_API_URL=server.api_url,
            LEADBOT_HTTP="127.0.0.1:0",
        )
        yield server
