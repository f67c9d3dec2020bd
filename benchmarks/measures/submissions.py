"""`/lead refer` submissions against bare Bolt, bare Bolt with a commit, the limit and the peer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from benchmarks import payloads
from benchmarks.figures import Load, Rounds, Verdict, heading, p50, p99, rate
from benchmarks.http_load import OddAnswer, drive
from benchmarks.plain_rows import ROWS
from benchmarks.plan import Bench
from benchmarks.processes import Site, lay_site, ours, program

OURS, A0, F, L, PEER = "ours", "A0 bare Bolt, ack only", "F bare Bolt + ORM commit", "L limit", "peer"
OURS_S, A0_S, F_S = "ours, Socket Mode", "A0, Socket Mode", "F, Socket Mode"
Send = Callable[[int, int], Load]  # (how many, how many at a time)
_AT_A_TIME = (1, 8)


def measure(bench: Bench) -> list[Verdict]:
    """Interleaved rounds; prints the table, answers the verdicts."""
    with _contenders(bench) as senders:
        figures = _rounds(bench, senders)
    heading(f"Submissions ({sum(ROWS.values())} rows each; rate, p50, p99; medians of rounds)")
    for (name, at_a_time), rounds in figures.items():
        print(rounds.line(f"{name}, {at_a_time} at a time"))
    return list(_verdicts(figures))


def _rounds(bench: Bench, senders: dict[str, Send]) -> dict[tuple[str, int], Rounds]:
    amounts = bench.amounts
    figures = {(name, at_a_time): Rounds() for at_a_time in _AT_A_TIME for name in senders}
    for send in senders.values():
        send(16, 4)  # warm
    for _ in range(amounts.rounds):
        for (name, at_a_time), rounds in figures.items():
            count = amounts.one_at_a_time if at_a_time == 1 else amounts.eight_at_a_time
            rounds.loads.append(senders[name](count, at_a_time))
    return figures


@contextmanager
def _contenders(bench: Bench) -> Iterator[dict[str, Send]]:
    api = {"SLACK_API_URL": bench.slack.api_url}
    bare, asgi, flask = (
        f"benchmarks.contenders.{name}" for name in ("bare_bolt", "bare_asgi", "starter_flask")
    )
    files = {name: str(bench.folder / f"{name}.db") for name in ("f", "l", "peer", "fs")}
    with ExitStack() as stack:
        site = lay_site(bench.folder / "http", bench.slack.api_url)
        in_socket = lay_site(bench.folder / "socket", bench.slack.api_url, socket_name="ours")
        ports = {
            A0: stack.enter_context(program(bare, "http", environment=api)).port,
            F: stack.enter_context(program(bare, "http", files["f"], environment=api)).port,
            L: stack.enter_context(program(asgi, files["l"], environment=api)).port,
            PEER: stack.enter_context(program(flask, files["peer"], environment=api)).port,
        }
        stack.enter_context(program(bare, "socket:a0", environment=api))
        stack.enter_context(program(bare, "socket:f", files["fs"], environment=api))
        stack.enter_context(ours(in_socket))
        port = stack.enter_context(ours(site)).port
        count_rows(site, port)
        senders = {OURS: _with_quiet_outbox(site, over_http(port, b"arrest_rest"))}
        senders |= {name: over_http(theirs, b"response_action") for name, theirs in ports.items()}
        senders[OURS_S] = _with_quiet_outbox(in_socket, _over_socket(bench, "ours"))
        senders |= {A0_S: _over_socket(bench, "a0"), F_S: _over_socket(bench, "f")}
        yield senders


def over_http(port: int, must_hold: bytes) -> Send:
    """Signed submissions to this port."""

    def send(count: int, at_a_time: int) -> Load:
        requests = [payloads.as_http(payloads.submission()) for _ in range(count)]
        return drive(port, requests, at_a_time, lambda body: must_hold in body)

    return send


def _over_socket(bench: Bench, name: str) -> Send:
    def send(count: int, at_a_time: int) -> Load:
        return bench.slack.drive(name, [payloads.submission() for _ in range(count)], at_a_time)

    return send


def _with_quiet_outbox(site: Site, send: Send) -> Send:
    """A burst leaves far more cards than Slack's rates let out: the next begins without that backlog.

    Every referral of the burst must stand in the database, or its figure says nothing.
    """

    def send_and_settle(count: int, at_a_time: int) -> Load:
        before = _counts(site)["referrals"]
        load = send(count, at_a_time)
        if _counts(site)["referrals"] - before != count:
            raise OddAnswer("a referral was acknowledged and is not there")
        settle_all(site)
        return load

    return send_and_settle


def settle_all(site: Site) -> None:
    """Mark everything that waits as settled."""
    with closing(sqlite3.connect(site.database_file, timeout=5)) as link, link:
        link.execute(
            "UPDATE notices SET settled_at = due_at, outcome = 'never:bench' WHERE settled_at IS NULL"
        )


def count_rows(site: Site, port: int) -> None:
    """See that one submission of ours writes as many rows, where the bare contenders write them."""
    before = _counts(site)
    over_http(port, b"arrest_rest")(1, 1)
    after = _counts(site)
    written = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    written.pop("leases", None)  # the Postman takes its seat once, in a transaction of its own
    if written != ROWS:
        raise OddAnswer(f"one submission writes {written}, the bare contenders {ROWS}")


def _counts(site: Site) -> dict[str, int]:
    with closing(sqlite3.connect(site.database_file, timeout=5)) as link:
        names = [name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        query = "SELECT count(*) FROM {}"
        return {name: link.execute(query.format(name)).fetchone()[0] for name in names}


def _verdicts(figures: dict[tuple[str, int], Rounds]) -> Iterator[Verdict]:
    def ratio(name: str, other: str, at_a_time: int, pick: Callable[[Load], float]) -> float:
        return figures[name, at_a_time].against(figures[other, at_a_time], pick)

    yield Verdict("submission p50, 1 at a time, against F", ratio(OURS, F, 1, p50), 1.3)
    yield Verdict("submission p50, 1 at a time, against the limit", ratio(OURS, L, 1, p50), 3.0)
    yield Verdict("throughput, 8 at a time, against F", ratio(OURS, F, 8, rate), 0.75, at_least=True)
    yield Verdict("throughput, 8 at a time, against the peer", ratio(OURS, PEER, 8, rate), 1.4, at_least=True)
    yield Verdict("p99, 8 at a time, against F", ratio(OURS, F, 8, p99), 1.5)
    yield Verdict("p99, 8 at a time, against the peer", ratio(OURS, PEER, 8, p99), 0.15)
    yield Verdict("Socket Mode: p50, 1 at a time, against F", ratio(OURS_S, F_S, 1, p50), 1.3)
    yield Verdict(
        "Socket Mode: throughput, 8 at a time, against F", ratio(OURS_S, F_S, 8, rate), 0.75, at_least=True
    )
    yield Verdict("Socket Mode: p99, 8 at a time, against F", ratio(OURS_S, F_S, 8, p99), 1.5)
