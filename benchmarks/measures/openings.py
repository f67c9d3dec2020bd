"""Opening a sealed item: from the click on the card to the moment `views.update` reaches Slack."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

from slack_sdk import WebClient

from benchmarks import payloads
from benchmarks.figures import Load, Rounds, Verdict, heading
from benchmarks.http_load import drive
from benchmarks.measures.submissions import over_http, settle_all
from benchmarks.plan import Bench
from benchmarks.processes import Site, Slack, lay_site, ours

_APART = 0.1  # seconds a click: eight people at once have 0.8 s before the next eight come
_VOLLEY = 8
_PATIENCE = 5.0  # seconds for the last openings to arrive


def measure(bench: Bench) -> list[Verdict]:
    """One at a time, and eight people at once."""
    site = lay_site(bench.folder / "openings", bench.slack.api_url)
    with ours(site) as running:
        over_http(running.port, b"arrest_rest")(bench.amounts.openings, 1)
        settle_all(site)
        time.sleep(0.5)
        handles = handles_of(site, payloads.RESPONDER)
        open_all(bench.slack, running.port, handles[:8], 1)  # warm
        singly = open_all(bench.slack, running.port, handles, 1)
        volleys = open_all(bench.slack, running.port, handles, _VOLLEY)
    floor = _floor(bench.slack, len(handles))
    heading("Opening a sealed item: click -> views.update sent (rate is that of the clicks)")
    for name, load in {"one at a time": singly, "eight at once": volleys, "the calls alone": floor}.items():
        print(Rounds([load]).line(name))
    return list(_verdicts(singly, volleys, floor))


def _verdicts(singly: Load, volleys: Load, floor: Load) -> Iterator[Verdict]:
    beyond = "opening, p99 beyond Slack's own time"
    yield Verdict(f"{beyond}, one at a time", singly.p99 - floor.p50, 60, "ms")
    yield Verdict(f"{beyond}, eight at once", volleys.p99 - floor.p50, 60, "ms")


def open_all(slack: Slack, port: int, handles: list[str], at_once: int) -> Load:
    """Click each card's button, so many at once; each opening's seconds."""
    slack.ask("seen")
    clicked: dict[str, float] = {}
    began = time.monotonic()
    for first in range(0, len(handles), at_once):
        bodies = [payloads.click("open_item", handle) for handle in handles[first : first + at_once]]
        requests = [payloads.as_http(body) for body in bodies]
        moment = time.monotonic()
        clicked.update((body["trigger_id"], moment) for body in bodies)
        drive(port, requests, at_once, lambda _body: True)
        time.sleep(max(0.0, moment + _APART * len(bodies) - time.monotonic()))
    took = time.monotonic() - began
    shown = _when_shown(slack, len(clicked))
    # Both clocks are the machine's monotonic one: every process reads the same.
    return Load([shown[trigger] - at for trigger, at in clicked.items()], took)


def _when_shown(slack: Slack, count: int) -> dict[str, float]:
    """Trigger -> when its view was updated; waits for so many."""
    opened: dict[str, str] = {}
    updated: dict[str, float] = {}
    by = time.monotonic() + _PATIENCE
    while len(updated) < count and time.monotonic() < by:
        time.sleep(0.1)
        seen = slack.ask("seen")
        opened |= {trigger: view for trigger, (view, _) in seen["opened"].items()}
        updated |= seen["updated"]
    return {trigger: updated[view] for trigger, view in opened.items()}


def handles_of(site: Site, recipient: str) -> list[str]:
    """The newest 200 items that were handed to this person, the newest first."""
    query = (
        "SELECT handle FROM sealed_items WHERE recipient = ? AND basis = 'referral'"
        " ORDER BY created_at DESC LIMIT 200"
    )
    with closing(sqlite3.connect(site.database_file, timeout=5)) as link:
        return [handle for (handle,) in link.execute(query, (recipient,))]


def _floor(slack: Slack, count: int) -> Load:
    """The three calls of an opening, one after another, with nothing between: Slack's own part."""
    client = WebClient(payloads.BOT_TOKEN, base_url=slack.api_url)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "-"}, "blocks": []}
    seconds = []
    for _ in range(count):
        began = time.monotonic()
        opened = client.views_open(trigger_id=payloads.fresh_id("t"), view=view)
        client.users_info(user=payloads.RESPONDER)
        client.views_update(view_id=opened["view"]["id"], view=view)
        seconds.append(time.monotonic() - began)
    return Load(seconds, sum(seconds))
