"""`python -m benchmarks [NAME...] [--quick]`: runs the measures and sums up which targets are met."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.figures import Verdict, heading
from benchmarks.measures import (
    agenda,
    answers,
    extracts,
    fan_out,
    golden_rule,
    growth,
    guard,
    links,
    openings,
    outbox,
    pairs,
    practice_page,
    queue,
    schedules,
    secure_page,
    starting,
    submissions,
)
from benchmarks.plan import QUICK, Amounts, Bench
from benchmarks.processes import slack
from bot import logs


def _guards(bench: Bench) -> list[Verdict]:
    """What the patterns find: in channels, in the fields of forms, and in texts to police or prosecutors."""
    return [*guard.measure(bench), *extracts.measure(), *golden_rule.measure(bench)]


MEASURES = {
    "submissions": submissions.measure,
    "answers": answers.measure,
    "openings": openings.measure,
    "outbox": outbox.measure,
    "growth": growth.measure,
    "queue": queue.measure,
    "pairs": pairs.measure,
    "schedules": schedules.measure,
    "starting": starting.measure,
    "links": links.measure,
    "guard": _guards,
    "agenda": agenda.measure,
    "fan_out": fan_out.measure,
    "practice_page": practice_page.measure,
    "secure_page": secure_page.measure,
}


def run(names: Sequence[str], amounts: Amounts) -> list[Verdict]:
    """The named measures, one after another, in a folder that is gone afterwards."""
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory(prefix="leadbot-bench-") as folder, slack() as stand_in:
        bench = Bench(stand_in, Path(folder), amounts)
        for name in names:
            verdicts += MEASURES[name](bench)
    return verdicts


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(MEASURES)))
@click.option("--quick", is_flag=True, help="Small counts: shows that all runs; its figures say little.")
def main(names: Sequence[str], *, quick: bool) -> None:
    """Measure the named things, or all of them."""
    logs.configure("ERROR")
    began = time.monotonic()
    verdicts = run(names or list(MEASURES), QUICK if quick else Amounts())
    heading(f"Targets ({datetime.now(UTC):%Y-%m-%d}, {time.monotonic() - began:.0f} s in all)")
    for verdict in verdicts:
        print(verdict.line())
    print(f"\n{sum(verdict.met for verdict in verdicts)} of {len(verdicts)} targets met.")


if __name__ == "__main__":
    main()
