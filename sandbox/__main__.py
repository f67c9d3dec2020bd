"""`python -m sandbox`: start a practice workspace and say where it is."""

import contextlib
import errno
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from sandbox.cast import DefinitionRefused
from sandbox.course_start_over import StartOver
from sandbox.manifest import ManifestRefused
from sandbox.rates import Rates
from sandbox.server import PracticeServer

EXISTING = click.Path(path_type=Path)


@click.command()
@click.option("--workspace", type=EXISTING, required=True, help="TOML file with the people and channels.")
@click.option("--manifest", type=EXISTING, required=True, help="The app's manifest.yml.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 = any free one."
)
@click.option("--events-url", default=None, help="Where to deliver over HTTP while no socket is connected.")
@click.option("--record", type=EXISTING, default=None, help="Append every call to this JSONL file.")
@click.option(
    "--clock", type=EXISTING, default=None, help="File holding an offset in seconds: practice time."
)
@click.option(
    "--practice", type=EXISTING, default=None, help="File that says which seeds whoever started this can lay."
)
@click.option(
    "--moments", type=EXISTING, default=None, help="File in which the bot says what it does next, and when."
)
@click.option("--course", type=EXISTING, default=None, help="File in which it is kept how far the course is.")
@click.option("--with-starter", is_flag=True, help="Stop when standard input ends: whoever holds it is gone.")
@click.option("--time-scale", type=float, default=1.0, show_default=True, help="Factor on event retry waits.")
@click.option("--no-rate-limits", is_flag=True, help="Never answer 429 of its own accord.")
def main(
    *,
    workspace: Path,
    manifest: Path,
    port: int,
    events_url: str | None,
    record: Path | None,
    clock: Path | None,
    practice: Path | None,
    moments: Path | None,
    course: Path | None,
    with_starter: bool,
    time_scale: float,
    no_rate_limits: bool,
) -> None:
    """Run a practice Slack workspace on this machine until it is told to stop."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        server = PracticeServer(
            workspace,
            manifest,
            events_url=events_url,
            port=port,
            rates=Rates.unlimited() if no_rate_limits else None,
            time_scale=time_scale,
            record=record,
            clock=clock,
            moments=moments,
            course=course,
            start_over=StartOver(practice, _tell_starter),
        )
    except (DefinitionRefused, ManifestRefused) as refused:
        sys.exit(str(refused))
    except OSError as problem:
        sys.exit(_why(problem, port))
    with server:
        click.echo(json.dumps(_ready(server)))
        if with_starter:
            threading.Thread(target=_until_alone, args=(stopped.set,), daemon=True).start()
        stopped.wait()


def _until_alone(stop: Callable[[], None]) -> None:
    """However whoever started this ends, killed outright too, their end of the pipe is closed then."""
    with contextlib.suppress(OSError):
        while os.read(
            sys.stdin.fileno(), 1024
        ):  # the number: Python's own reader, left waiting, cannot be put away
            pass
    stop()


def _tell_starter(seed: str) -> None:
    """Whoever started this workspace reads its output: one line of JSON asks them to lay this seed."""
    click.echo(json.dumps({"start_over": seed}))


def _why(problem: OSError, port: int) -> str:
    if problem.filename is not None:
        return f"{Path(problem.filename).name} cannot be written: {problem.strerror}."
    if problem.errno != errno.EADDRINUSE:
        return f"Port {port} cannot be had ({problem.strerror}): choose another with --port."
    return f"Port {port} is already in use: stop what listens there, or choose another with --port."


def _ready(server: PracticeServer) -> dict[str, object]:
    return {
        "ready": True,
        "url": server.url,
        "api_url": server.api_url,
        "bot_token": server.bot_token,
        "app_token": server.app_token,
        "signing_secret": server.signing_secret,
    }


if __name__ == "__main__":
    main()
