"""The same acts on a young site and on one with very many referrals: command, opening, Home, claim."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks import payloads
from benchmarks.figures import Load, Rounds, Verdict, heading, p50
from benchmarks.history import fill
from benchmarks.http_load import drive
from benchmarks.measures.openings import handles_of, open_all
from benchmarks.measures.outbox import claim_and_finish
from benchmarks.measures.submissions import over_http, settle_all
from benchmarks.plan import Bench
from benchmarks.processes import Site, lay_site, ours
from bot.floor import open_database

_COMMANDS, _OPENINGS, _HOMES, _CLAIMS = 40, 12, 20, 10
_ACTS = ("command", "open", "queue (Home)", "claim")
_GROWTH = 1.5
_ROUNDS = 3  # each takes long, and its two sides are alike


def measure(bench: Bench) -> list[Verdict]:
    """Interleaved on both sites; prints both and answers the growth of each act."""
    amounts = bench.amounts
    rounds = min(_ROUNDS, amounts.rounds)
    sizes = {amounts.small: bench.folder / "young", amounts.large: bench.folder / "old"}
    sites = {size: lay_site(folder, bench.slack.api_url) for size, folder in sizes.items()}
    for size, site in sites.items():
        fill(site, size)
    figures = {(act, size): Rounds() for act in _ACTS for size in sizes}
    with ExitStack() as stack:
        ports = {size: stack.enter_context(ours(site)).port for size, site in sites.items()}
        for round_ in range(rounds + 1):
            for size, site in sites.items():
                for act, load in _once(bench, site, ports[size]):
                    if round_:
                        figures[act, size].loads.append(load)
    _claims(figures, sites, rounds)
    heading(f"Growth from {amounts.small} to {amounts.large} referrals (rate, p50, p99)")
    for (act, size), seen in figures.items():
        print(seen.line(f"{act}, {size}"))
    return [
        Verdict(
            f"growth {amounts.small} -> {amounts.large}: {act}",
            figures[act, amounts.large].against(figures[act, amounts.small], p50),
            _GROWTH,
        )
        for act in _ACTS
    ]


def _once(bench: Bench, site: Site, port: int) -> list[tuple[str, Load]]:
    commands = over_http(port, b"arrest_rest")(_COMMANDS, 1)
    settle_all(site)
    handles = handles_of(site, payloads.RESPONDER)[:_OPENINGS]
    openings = open_all(bench.slack, port, handles, 1)
    homes = drive(
        port, [payloads.as_http(payloads.home_opened()) for _ in range(_HOMES)], 1, lambda _body: True
    )
    return list(zip(_ACTS, (commands, openings, homes), strict=False))


def _claims(figures: dict[tuple[str, int], Rounds], sites: dict[int, Site], rounds: int) -> None:
    """In this process, after the bots have ended: nothing else claims."""
    for site in sites.values():
        settle_all(site)
    databases = {size: open_database(site.settings) for size, site in sites.items()}
    claims: dict[int, Callable[[], float]] = {
        size: lambda database=database: claim_and_finish(database)  # type: ignore[misc]  # bound here, not later
        for size, database in databases.items()
    }
    time.sleep(0.2)
    for round_ in range(rounds + 1):
        for size, claim in claims.items():
            load = Load(seconds := [claim() for _ in range(_CLAIMS)], sum(seconds))
            if round_:
                figures["claim", size].loads.append(load)
    for database in databases.values():
        database.close()
