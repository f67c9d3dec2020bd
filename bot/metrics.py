"""Counters and timings of the whole bot, without any label that could name a person, a door or a region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_OK_STATUS = 300
_KINDS = frozenset(
    {"block_actions", "view_submission", "view_closed", "shortcut", "message_action", "block_suggestion"}
)
_OUTCOMES = frozenset({"sent", "again", "never"})
_RESULTS = frozenset({"ok", "refused", "rate_limited", "no_answer"})
_ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # Slack gives up at 3 s
_LATENESS_BUCKETS = (0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)


def request_kind(body: Mapping[str, Any]) -> str:
    """`command`, `event`, an interaction type, or `other`: a fixed set, never the sender's text."""
    if "command" in body:
        return "command"
    kind = body.get("type")
    if kind == "event_callback":
        return "event"
    return kind if isinstance(kind, str) and kind in _KINDS else "other"


class Metrics:
    """A registry of our own, so that nothing a library registers by itself is ever shown.

    Satisfies `scheduler.delivery.DeliveryMeter` and `scheduler.clock.TickMeter`.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        counter, gauge = self._counter, self._gauge
        self._requests = counter("requests", "Requests from Slack", "kind", "outcome")
        self._ack = self._histogram("ack_seconds", "From a request's arrival to its answer", _ACK_BUCKETS)
        self._notices = counter("notices", "Notices by what became of a try", "outcome")
        self._lateness = self._histogram(
            "lateness_seconds", "From the moment a notice was due to its arrival", _LATENESS_BUCKETS
        )
        self._calls = counter("slack_calls", "Calls to Slack's Web API", "method", "result")
        self._pages = counter("page_requests", "Requests to the secure page, by status alone", "status")
        self._ticks = counter("ticks", "Beats of the clock", "tick", "outcome")
        self._waiting = gauge("notices_waiting", "Notices that are due and not yet settled")
        self._connected = gauge("socket_connected", "1 while Socket Mode is connected")
        self._halted = gauge("disclosures_halted", "1 while the audit forbids opening anything")

    def request_answered(self, body: Mapping[str, Any], status: int, seconds: float) -> None:
        """One request of Slack's was answered, with an HTTP status, after so many seconds."""
        outcome = "ok" if status < _OK_STATUS else f"{status // 100}xx"
        self._requests.labels(request_kind(body), outcome).inc()
        self._ack.observe(seconds)

    def request_refused(self) -> None:
        """A request without a valid signature; whatever it held was not read."""
        self._requests.labels("unverified", "4xx").inc()

    def page_answered(self, status: int) -> None:
        """One request to the secure page was answered."""
        self._pages.labels(str(status)).inc()

    def notice_settled(self, kind: str, outcome: str, lateness_seconds: float) -> None:
        """One try of a notice is written down. The kind is not a label: it would tell what goes on."""
        del kind
        self._notices.labels(outcome if outcome in _OUTCOMES else "other").inc()
        if outcome == "sent":
            self._lateness.observe(max(0.0, lateness_seconds))

    def tick_ran(self, name: str, *, raised: bool) -> None:
        """One beat of the clock; `name` is one of our own constants."""
        self._ticks.labels(name, "raised" if raised else "ok").inc()

    def slack_called(self, method: str, result: str) -> None:
        """One call; `method` is one of our own constants such as `chat.postMessage`."""
        self._calls.labels(method, result if result in _RESULTS else "other").inc()

    def notices_waiting(self, count: int) -> None:
        """How many notices are due now."""
        self._waiting.set(count)

    def socket_connected(self, connected: bool) -> None:  # noqa: FBT001  # used as a callback with one fact
        """Socket Mode came or went."""
        self._connected.set(1 if connected else 0)

    def disclosures_halted(self, halted: bool) -> None:  # noqa: FBT001  # as above
        """The audit's alarm."""
        self._halted.set(1 if halted else 0)

    def render(self) -> str:
        """The Prometheus text format, version 0.0.4."""
        return generate_latest(self._registry).decode()

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, namespace="leadbot", registry=self._registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, namespace="leadbot", registry=self._registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, text, namespace="leadbot", buckets=buckets, registry=self._registry)
