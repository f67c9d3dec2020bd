"""What the tools beside the chat ask for: time, trouble, who waits, the evidence; every address, as JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.routing import Route

from sandbox import lessons
from sandbox.coping import LineNotes, told
from sandbox.evidence import came_of, look_for
from sandbox.faults import Faults
from sandbox.moments import Moments
from sandbox.passing_time import PassingTime
from sandbox.recorder import Call, Recorder
from sandbox.ui_api import Answerer, from_body, from_query
from sandbox.waiting import waiting
from sandbox.wire import Json, NotPossible
from sandbox.workspace import Workspace


class ToolsApi:
    """The page's way to them. `cut` ends every connection of the app without a goodbye."""

    def __init__(
        self,
        workspace: Workspace,
        recorder: Recorder,
        faults: Faults,
        moments: Moments,
        cut: Callable[[], None],
    ) -> None:
        self.line = LineNotes()
        self._workspace = workspace
        self._recorder = recorder
        self._faults = faults
        self._moments = moments
        self._cut = cut
        self._passing = PassingTime(workspace.clock, moments, self._time_passed)

    def routes(self) -> list[Route]:
        """Every address with what answers it."""
        reads: Mapping[str, Answerer] = {
            "clock": lambda asked: self._passing.shown(self._zone(asked)),
            "waiting": lambda _: waiting(self._workspace),
            "trouble": self.trouble,
            "bytes": self.bytes_of,
            "evidence": lambda asked: look_for(self._moments.said().database, str(asked["word"])),
            "came_of": lambda asked: came_of(self._moments.said().database, self._call(asked)),
        }
        does: Mapping[str, Answerer] = {
            "clock": lambda asked: self._passing.go(str(asked["to"]), self._zone(asked)),
            "trouble": self.order,
        }
        return [
            *(Route(f"/ui/{name}", from_query(act), methods=["GET"]) for name, act in reads.items()),
            *(Route(f"/ui/{name}", from_body(act), methods=["POST"]) for name, act in does.items()),
        ]

    def trouble(self, _asked: Mapping[str, Any]) -> Json:
        """GET trouble: what can be ordered, what is still to come, and a log of what happened."""
        return {
            "ok": True,
            "lessons": lessons.lessons(),
            "to_come": lessons.to_come(self._faults),
            **told(self._recorder.calls(), self.line.notes(), self.line.first_up),
        }

    def order(self, asked: Mapping[str, Any]) -> Json:
        """POST trouble: order one by its code; "" calls everything off."""
        if asked["code"] == "":
            self._faults.clear()
        elif lessons.order(self._faults, str(asked["code"])).code == lessons.CUT:
            self.line.cut(self._workspace.clock.now())
            self._cut()
        return self.trouble(asked)

    def bytes_of(self, asked: Mapping[str, Any]) -> Json:
        """GET bytes: both bodies of a call as they crossed the wire (tokens starred), with their lengths."""
        call = self._call(asked)
        both = {"request": call.raw_request, "response": call.raw_response}
        return {"ok": True} | {
            name: {"text": text, "length": len(text.encode())} for name, text in both.items()
        }

    def _call(self, asked: Mapping[str, Any]) -> Call:
        number = int(asked["n"])
        found = self._recorder.calls(after=number - 1)[:1] if number > 0 else []
        if not found:
            raise NotPossible("no_call", "There is no such call.")
        return found[0]

    def _zone(self, asked: Mapping[str, Any]) -> str:
        person = self._workspace.people.get(str(asked.get("user", "")))
        return person.tz if person is not None else "UTC"

    def _time_passed(self) -> None:
        clock = self._passing.shown("UTC")
        self._workspace.announce({"type": "clock", "now": clock["now"], "going_to": clock["going_to"]})
        if clock["going_to"] is None:
            self._workspace.announce({"type": "state"})
