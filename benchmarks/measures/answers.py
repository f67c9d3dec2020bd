"""`/lead help`, answered without a write, against a bare ack; and what many triggers cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient

from benchmarks import payloads
from benchmarks.figures import Load, Rounds, Verdict, heading, p50
from benchmarks.http_load import drive
from benchmarks.plan import Bench
from benchmarks.processes import Site, lay_site, ours, program
from bot.floor import lay_floor
from handlers.call import Call, Tables
from handlers.dispatch import Dispatch
from handlers.registry import build_app
from handlers.slack_client import Home
from handlers.telling import Teller

_SIZES = (1, 60, 120)


def measure(bench: Bench) -> list[Verdict]:
    """Both tables."""
    site = lay_site(bench.folder / "answers", bench.slack.api_url)
    return [*_help(bench, site), *_dispatch(bench, site)]


def _help(bench: Bench, site: Site) -> Iterator[Verdict]:
    with ExitStack() as stack:
        api = {"SLACK_API_URL": bench.slack.api_url}
        bare = stack.enter_context(program("benchmarks.contenders.bare_bolt", "http", environment=api)).port
        mine = stack.enter_context(ours(site)).port
        ports = {"ours": (mine, b"/lead status REF"), "A0": (bare, b"")}
        figures = {(name, at_a_time): Rounds() for at_a_time in (1, 8) for name in ports}
        for round_ in range(bench.amounts.rounds + 1):
            for (name, at_a_time), rounds in figures.items():
                load = _ask(*ports[name], bench.amounts.answers, at_a_time)
                if round_:  # the first warms
                    rounds.loads.append(load)
    heading("/lead help, all triggers registered (rate, p50, p99)")
    for (name, at_a_time), rounds in figures.items():
        print(rounds.line(f"{name}, {at_a_time} at a time"))
    ratio = figures["ours", 1].against(figures["A0", 1], p50)
    yield Verdict("/lead help p50, 1 at a time, against A0", ratio, 1.25)


def _ask(port: int, must_hold: bytes, count: int, at_a_time: int) -> Load:
    requests = [payloads.as_http(payloads.help_command()) for _ in range(count)]
    return drive(port, requests, at_a_time, lambda body: must_hold in body)


def _dispatch(bench: Bench, site: Site) -> Iterator[Verdict]:
    """In this process, without a network: one click through Bolt to a handler that only acks."""
    teller = Teller(lay_floor(site.settings).ground)
    asks: dict[str, Callable[[], None]] = {}
    for size in _SIZES:
        by_table, one_by_one = _by_table(size, teller), _one_by_one(bench, size)
        for place, number in {"first": 0, "last": size - 1}.items():
            asks[f"our table of {size}, {place}"] = _click(by_table, number)
            asks[f"{size} listeners of Bolt, {place}"] = _click(one_by_one, number)
    figures = {name: Rounds() for name in asks}
    for round_ in range(bench.amounts.rounds + 1):
        for name, ask in asks.items():
            load = _timed(ask, bench.amounts.dispatches)
            if round_:
                figures[name].loads.append(load)
    heading("Dispatch of one click (in microseconds, p50)")
    for name, rounds in figures.items():
        print(f"  {name:<34}{rounds.median(p50) * 1000:>9.0f} us")
    largest = _SIZES[-1]
    last = figures[f"our table of {largest}, last"]
    against_first = last.against(figures[f"our table of {largest}, first"], p50)
    yield Verdict(f"dispatch of the last of {largest} triggers against the first's", against_first, 1.05)
    against_one = last.against(figures["our table of 1, first"], p50)
    yield Verdict(f"dispatch with {largest} triggers registered against one", against_one, 1.05)


def _by_table(size: int, teller: Teller) -> App:
    def handle(call: Call) -> None:
        call.ack()

    tables = Tables(actions={f"feature_{number}": handle for number in range(size)})
    home = Home(payloads.TEAM, "", payloads.APP, payloads.BOT_USER, payloads.BOT)
    client = WebClient(payloads.BOT_TOKEN)
    return build_app(
        client,
        payloads.BOT_TOKEN,
        payloads.SIGNING_SECRET,
        home,
        Dispatch(tables, teller),
        teller,
        lambda _id, _error: None,
    )


def _one_by_one(bench: Bench, size: int) -> App:
    client = WebClient(payloads.BOT_TOKEN, base_url=bench.slack.api_url)
    app = App(client=client, signing_secret=payloads.SIGNING_SECRET, process_before_response=True)

    def handle(ack: Ack) -> None:
        ack()

    for number in range(size):
        app.action(f"feature_{number}")(handle)
    return app


def _click(app: App, number: int) -> Callable[[], None]:
    def click() -> None:
        # As a Socket Mode payload: signatures are no part of a dispatch.
        request = BoltRequest(body=payloads.click(f"feature_{number}"), mode="socket_mode")
        assert app.dispatch(request).status == 200

    return click


def _timed(ask: Callable[[], None], count: int) -> Load:
    seconds = []
    for _ in range(count):
        began = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - began)
    return Load(seconds, sum(seconds))
