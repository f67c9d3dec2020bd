"""Socket Mode disturbed: how long a command waits for its answer at a refresh, and after a cut."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from benchmarks.figures import Verdict, heading
from benchmarks.plan import Bench
from benchmarks.processes import Slack, lay_site, ours, program

_REFRESH_SECONDS = 2.0


def measure(bench: Bench) -> list[Verdict]:
    """A refresh for ours and for Bolt's built-in client; a cut for ours (the other is deaf for a minute)."""
    site = lay_site(bench.folder / "links", bench.slack.api_url, socket_name="steady")
    api = {"SLACK_API_URL": bench.slack.api_url}
    with ExitStack() as stack:
        stack.enter_context(program("benchmarks.contenders.bare_bolt", "socket:bare", environment=api))
        stack.enter_context(ours(site))
        time.sleep(2.0)
        with ThreadPoolExecutor(2) as pool:
            theirs = pool.submit(_disturb, bench.slack, "bare", "refresh", _REFRESH_SECONDS)
            refresh = _disturb(bench.slack, "steady", "refresh", _REFRESH_SECONDS)
            bare = theirs.result()
        cut = _disturb(bench.slack, "steady", "cut", bench.amounts.disturbed)
    heading("Socket Mode amid a command every 20 ms: the longest wait for an answer")
    named = {"ours, refresh": refresh, "built-in client, refresh": bare, "ours, link cut": cut}
    for name, told in named.items():
        lost = told["asked"] - told["answered"]
        print(f"  {name:<34}{told['longest']:>9.2f} s   {lost} of {told['asked']} unanswered")
    return [
        Verdict("Socket Mode: unanswered at a refresh", refresh["longest"], 0.1, "s"),
        Verdict("Socket Mode: unanswered after a cut", cut["longest"], 10, "s"),
        Verdict("Socket Mode: commands lost", sum(t["asked"] - t["answered"] for t in (refresh, cut)), 0, ""),
    ]


def _disturb(slack: Slack, name: str, how: str, lasting: float) -> dict[str, Any]:
    told: dict[str, Any] = slack.ask("disturb", {"name": name, "how": how, "lasting": lasting})
    return told
