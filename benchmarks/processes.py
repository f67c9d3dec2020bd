"""Starts the stand-in for Slack, the contenders and the bot itself, each as a process, and ends them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import payloads
from benchmarks.figures import Load
from bot.practice import prepare
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 60.0  # on a busy machine


@dataclass(frozen=True)
class Running:
    """A process that serves; `port` 0 = over Socket Mode only."""

    child: subprocess.Popen[str]
    port: int


@dataclass(frozen=True)
class Slack:
    """The stand-in and how the harness speaks to it."""

    port: int

    @property
    def api_url(self) -> str:
        """For `SLACK_API_URL`."""
        return f"http://127.0.0.1:{self.port}/api/"

    def drive(self, name: str, bodies: list[payloads.Body], in_flight: int) -> Load:
        """Deliver over the Socket Mode links of `name`."""
        told = self.ask("drive", {"name": name, "bodies": bodies, "in_flight": in_flight})
        return Load(told["seconds"], told["took"])

    def ask(self, what: str, body: Mapping[str, Any] | None = None) -> Any:
        """One of the stand-in's control calls."""
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/control/{what}", data, timeout=90) as told:
            return json.load(told)


@dataclass(frozen=True)
class Site:
    """A fictional site of ours: its folder and the environment that reaches it."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        """As `leadbot run` reads them."""
        return Settings.from_environment(self.environment)

    @property
    def database_file(self) -> Path:
        """SQLite's file."""
        return self.folder / "leadbot.db"


@contextmanager
def program(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """`python -m module`, which says its port as JSON in its first line."""
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), **(environment or {})},
    )
    try:
        lines = iter(child.stdout or ())
        line = next((line for line in lines if line.startswith("{")), "")  # others are a library's greeting
        assert line, f"{module} did not start"
        yield Running(child, json.loads(line)["port"])
    finally:
        end(child)


@contextmanager
def slack() -> Iterator[Slack]:
    """The stand-in."""
    with program("benchmarks.stand_in") as running:
        yield Slack(running.port)


def lay_site(folder: Path, api_url: str, *, socket_name: str = "") -> Site:
    """A fresh Lantern Harbor in `folder`, for signed HTTP or for Socket Mode under that name.

    Migrated and filled once, beside it; each site is a copy of that.
    """
    template = folder.with_name("template")
    if not template.exists():
        template.mkdir(parents=True)
        prepare(_site(template, api_url, "").settings).floor.ground.database.close()
    shutil.copytree(template, folder)
    return _site(folder, api_url, socket_name)


def _site(folder: Path, api_url: str, socket_name: str) -> Site:
    environment = {
        "SLACK_BOT_TOKEN": payloads.BOT_TOKEN,
        "SLACK_SIGNING_SECRET": payloads.SIGNING_SECRET,
        "SLACK_API_URL": api_url,
        "LEADBOT_HTTP": f"127.0.0.1:{free_port()}",
        "LEADBOT_DATABASE_URL": f"sqlite:///{folder / 'leadbot.db'}",
        "LEADBOT_KEYRING": str(folder / "keys" / "keyring.json"),
    }
    if socket_name:
        environment["SLACK_APP_TOKEN"] = f"xapp-{socket_name}"
    return Site(folder, environment)


@contextmanager
def ours(site: Site) -> Iterator[Running]:
    """`leadbot run`, as an operator starts it."""
    with (site.folder / "log").open("w", encoding="utf-8") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            stderr=log,
            text=True,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), **site.environment},
        )
        try:
            wait_healthy(site.settings.http_port, child)
            yield Running(child, site.settings.http_port)
        finally:
            end(child)


def wait_healthy(port: int, child: subprocess.Popen[str]) -> None:
    """Until the port answers; looks every 5 ms."""
    by = time.monotonic() + _START_SECONDS
    while time.monotonic() < by and child.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.005)
    raise AssertionError("a program to be measured did not start")


def end(child: subprocess.Popen[str]) -> None:
    """Ask it to end; after 15 s no longer ask."""
    child.terminate()
    try:
        child.wait(15)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout:
        child.stdout.close()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
