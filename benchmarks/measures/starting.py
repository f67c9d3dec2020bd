"""Cold start and memory of `leadbot run`, against a bare Bolt app that imports the very same libraries."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Verdict, heading
from benchmarks.plan import Bench
from benchmarks.processes import ROOT, Site, lay_site, ours, program

_OWN = ("bot", "handlers", "models", "scheduler", "sandbox", "benchmarks", "tests", "__main__", "__mp_main__")
# What `leadbot run` has imported before it builds anything.
_LIST = (
    "import bot.cli, json, sys; "
    f"print(json.dumps([n for n in sys.modules if n.partition('.')[0] not in {_OWN!r}]))"
)


def measure(bench: Bench) -> list[Verdict]:
    """Interleaved starts; medians."""
    site = lay_site(bench.folder / "starting", bench.slack.api_url)
    imports = bench.folder / "imports.json"
    listed = subprocess.run([sys.executable, "-c", _LIST], cwd=ROOT, capture_output=True, check=True)
    imports.write_bytes(listed.stdout)
    starts: dict[str, Callable[[], tuple[float, float]]] = {
        "ours": lambda: _ours(site),
        "same imports": lambda: _bare(bench, imports),
    }
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in starts}
    for round_ in range(bench.amounts.starts + 1):
        for name, start in starts.items():
            seen = start()
            if round_:
                figures[name].append(seen)
    return _told(figures, len(json.loads(listed.stdout)))


def _told(figures: dict[str, list[tuple[float, float]]], imports: int) -> list[Verdict]:
    heading(f"Cold start until /healthz answers, and memory ({imports} library modules in both)")
    for name, seen in figures.items():
        seconds, megabytes = (statistics.median(column) for column in zip(*seen, strict=True))
        print(f"  {name:<34}{seconds:>9.2f} s{megabytes:>9.0f} MB")

    def ratio(column: int) -> float:
        pairs = zip(figures["ours"], figures["same imports"], strict=True)
        return statistics.median(mine[column] / bare[column] for mine, bare in pairs)

    return [
        Verdict("cold start against the same imports bare", ratio(0), 1.4),
        Verdict("memory against the same imports bare", ratio(1), 1.4),
    ]


def _ours(site: Site) -> tuple[float, float]:
    began = time.perf_counter()
    with ours(site) as running:
        return time.perf_counter() - began, _megabytes(running.child.pid)


def _bare(bench: Bench, imports: Path) -> tuple[float, float]:
    began = time.perf_counter()
    api = {"SLACK_API_URL": bench.slack.api_url}
    with program("benchmarks.contenders.same_imports", str(imports), environment=api) as running:
        return time.perf_counter() - began, _megabytes(running.child.pid)


def _megabytes(pid: int) -> float:
    """Resident memory, by /proc (proc(5), VmRSS in kB)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(row for row in status.splitlines() if row.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
