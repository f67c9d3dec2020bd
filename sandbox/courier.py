"""Carries what people do to the app, over Socket Mode or HTTP, with retries for events only."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sandbox import signed_http
from sandbox.faults import Fault, Faults
from sandbox.payloads import event_callback
from sandbox.recorder import Call, Recorder
from sandbox.sockets import Sockets
from sandbox.wire import DispatchFailed, Json, SlackSays, SlackTimeout
from sandbox.workspace import Workspace

RETRY_SECONDS = (0.0, 60.0, 300.0)


def payload_name(kind: str, payload: Json) -> str:
    """What the record calls a delivery."""
    if kind == "slash_commands":
        return kind
    name: str = payload["event"]["type"] if kind == "events_api" else payload["type"]
    return name


class Courier:
    """One way to the app. `events_url` is used while no socket is connected."""

    def __init__(
        self, workspace: Workspace, sockets: Sockets, recorder: Recorder, faults: Faults, *, secret: str
    ) -> None:
        self.events_url: str | None = None
        self.time_scale = 1.0
        self._clock: Callable[[], float] = workspace.clock.now
        self._envelope: Callable[[Json], Json] = lambda event: event_callback(workspace, event)
        self._sockets = sockets
        self._recorder = recorder
        self._faults = faults
        self._secret = secret
        self._workers = ThreadPoolExecutor(8, thread_name_prefix="practice-events")
        self._timers: set[threading.Timer] = set()
        self._closed = False

    def reachable(self) -> bool:
        """Whether a delivery has anywhere to go."""
        return self._sockets.connected() > 0 or self.events_url is not None

    def ask(self, kind: str, payload: Json) -> str:
        """Deliver a command or interaction once and give the app's answer as text, '' for none.

        Raises `SlackTimeout` or `DispatchFailed`; Slack never sends these again.
        """
        fault = self._faults.take("delivery")
        answer = self._under_fault(kind, payload, fault, None)
        if fault is not None and fault.kind == "duplicate_delivery":
            self._send(kind, payload, None)
        return answer

    def tell(self, event: Json) -> None:
        """Deliver an event in the background; three retries when nobody takes it."""
        if not self._closed:
            self._workers.submit(self._deliver_event, self._envelope(event), 0, "")

    def close(self) -> None:
        """Forget what still waits to be sent again."""
        self._closed = True
        for timer in list(self._timers):
            timer.cancel()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _under_fault(
        self, kind: str, payload: Json, fault: Fault | None, retry: tuple[int, str] | None
    ) -> str:
        ordered = fault.kind if fault is not None else ""
        if fault is not None and ordered == "slow":
            time.sleep(fault.seconds)
        if ordered == "timeout":
            raise SlackTimeout
        if ordered == "server_error":
            raise DispatchFailed
        answer = self._send(kind, payload, retry)
        if ordered == "lost_ack":
            raise SlackTimeout
        return answer

    def _deliver_event(self, payload: Json, attempt: int, reason: str) -> None:
        fault = self._faults.take("delivery")
        try:
            self._under_fault("events_api", payload, fault, (attempt, reason) if attempt else None)
            if fault is not None and fault.kind == "duplicate_delivery":
                self._send("events_api", payload, (1, "http_timeout"))
        except SlackSays as said:
            if attempt < len(RETRY_SECONDS) and not self._closed:
                again = "http_timeout" if isinstance(said, SlackTimeout) else "http_error"
                self._later(RETRY_SECONDS[attempt] * self.time_scale, payload, attempt + 1, again)

    def _later(self, seconds: float, payload: Json, attempt: int, reason: str) -> None:
        def fire() -> None:
            self._timers.discard(timer)
            self._deliver_event(payload, attempt, reason)

        timer = threading.Timer(seconds, fire)
        timer.daemon = True
        self._timers.add(timer)
        timer.start()

    def _send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> str:
        started, at = time.perf_counter(), self._clock()
        sent, received, status = json.dumps(payload, ensure_ascii=False), "", "ok"
        try:
            sent, received, body = self._carry(kind, payload, retry)
        except SlackSays as said:
            status = said.error
            raise
        else:
            return body
        finally:
            ms = round((time.perf_counter() - started) * 1000, 2)
            name = payload_name(kind, payload)
            self._recorder.add(Call("slack->bot", name, status, at, ms, payload, sent, received))

    def _carry(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> tuple[str, str, str]:
        drop = self._faults.take("socket") is not None
        if self._sockets.connected():
            sent, ack = self._sockets.send(kind, payload, retry, drop=drop)
            return sent, ack, _ack_body(ack)
        if self.events_url is None:
            raise DispatchFailed
        sent, body = signed_http.send(
            self.events_url, self._secret, kind, payload, retry, self._sockets.ack_seconds
        )
        return sent, body, body


def _ack_body(ack: str) -> str:
    payload = json.loads(ack).get("payload")
    return json.dumps(payload) if payload else ""
