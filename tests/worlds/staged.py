"""The same over the whole stage: what crossed the wire to each person, in three streams."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from handlers.desk import REFUSAL_SECONDS
from sandbox.recorder import Call
from tests.handlers.wing import Json
from tests.stage import Stage
from tests.worlds.hearing import Heard, as_seen

STREAMS = ("messages", "screens", "answers")
_CLOCK = re.compile(r"\b[0-2][0-9]:[0-5][0-9] P[DS]T\b")  # the two worlds are played one after another
_SLOWEST = 10.0


@dataclass
class StagedWorld:
    """A world that was played on a stage. A receiver is `streams_of` a person: each stream has one order.

    Between the streams there is none: an answer and what follows it cross the wire side by side.
    """

    name: str
    heard: dict[str, list[Heard]]


def streams_of(*people: str) -> list[str]:
    """The receivers behind these people."""
    return [f"{person} {stream}" for person in people for stream in STREAMS]


def heard_on(name: str, stage: Stage) -> StagedWorld:
    """Everything that anybody got of the bot so far."""
    sorter = _Sorter()
    for call in sorted(stage.server.recorder.calls(), key=lambda call: call.at):
        sorter.take(call)
    return StagedWorld(name, dict(sorter.heard))


class _Sorter:
    """Brings each call to its person: views belong to whose trigger opened them."""

    def __init__(self) -> None:
        self.heard: dict[str, list[Heard]] = defaultdict(list)
        self._triggers: dict[str, str] = {}
        self._views: dict[str, str] = {}
        self._acted: dict[str, float] = {}

    def take(self, call: Call) -> None:
        if call.direction == "slack->bot":
            self._answered(call)
        elif call.status != "ok":
            return  # it reached nobody: a view that was closed meanwhile, for instance
        elif call.method in {"chat.postMessage", "chat.postEphemeral"}:
            seen = as_seen(call.request, call.response)
            receiver = str(call.request.get("user") or call.response["channel"])
            self._keep(re.sub(r"^D", "U", receiver), "messages", call.method, "soon", seen)
        elif call.method.startswith("views."):
            self._shown(call)

    def _answered(self, call: Call) -> None:
        user = _user_of(call.request)
        if trigger := call.request.get("trigger_id"):
            self._triggers[str(trigger)] = user
            self._acted[user] = call.at
        body = call.response or {}
        said = body.get("payload") if "envelope_id" in body else body
        self._keep(user, "answers", f"{call.method} {call.status}", "soon", said or {})

    def _shown(self, call: Call) -> None:
        view = call.response["view"]["id"]
        if trigger := call.request.get("trigger_id"):
            self._views[view] = self._triggers[str(trigger)]
        owner = str(call.request.get("user_id") or self._views.get(view, ""))
        refused = call.request["view"].get("callback_id") == "unavailable"
        waited = call.at - self._acted.get(owner, call.at)
        band = _band(waited) if refused and call.method == "views.update" else "soon"
        self._keep(owner, "screens", call.method, band, as_seen(call.request, call.response))

    def _keep(self, person: str, stream: str, way: str, band: str, body: Json) -> None:
        blurred = json.loads(_CLOCK.sub("<time>", json.dumps(body, ensure_ascii=False)))
        self.heard[f"{person} {stream}"].append(Heard("on the stage", way, band, blurred))


def _user_of(payload: Json) -> str:
    named: Any = payload.get("user_id") or payload.get("user") or (payload.get("event") or {}).get("user")
    return str(named["id"] if isinstance(named, dict) else named or "")


def _band(seconds: float) -> str:
    """Real time, and therefore coarse: not before the one wait is over, and soon after it."""
    if seconds < REFUSAL_SECONDS - 0.01:
        return "before the wait was over"
    return "after the one wait" if seconds < _SLOWEST else "long after"
