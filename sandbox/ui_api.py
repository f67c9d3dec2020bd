"""What the page asks for and does: every /ui/* address, as JSON, for the person it plays."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import ui_shapes
from sandbox.acts import Acts, Place
from sandbox.courier import Courier
from sandbox.faults import Faults
from sandbox.recorder import Recorder
from sandbox.wire import Json, NotPossible, Refusal, SlackSays
from sandbox.workspace import Workspace

Answerer = Callable[[Mapping[str, Any]], Json]


class UiApi:
    """The page's side of the workspace."""

    def __init__(
        self, workspace: Workspace, acts: Acts, courier: Courier, recorder: Recorder, faults: Faults
    ) -> None:
        self._workspace = workspace
        self._acts = acts
        self._courier = courier
        self._recorder = recorder
        self._faults = faults

    def routes(self) -> list[Route]:
        """Every address with the act behind it."""
        reads: Mapping[str, Answerer] = {
            "state": self.state,
            "messages": self.messages,
            "home": self.home,
            "views": self.views,
            "calls": self.calls,
        }
        does: Mapping[str, Answerer] = {
            "home_opened": self.home_opened,
            "send": self.send,
            "action": self.action,
            "submit": self.submit,
            "close": self.close,
            "shortcut": self.shortcut,
            "edit": self.edit,
            "delete": self.delete,
            "dnd": self.dnd,
        }
        routes = [Route(f"/ui/{name}", from_query(act), methods=["GET"]) for name, act in reads.items()]
        routes += [Route(f"/ui/{name}", from_body(act), methods=["POST"]) for name, act in does.items()]
        routes.append(Route("/ui/faults", from_query(self.faults), methods=["GET"]))
        routes.append(Route("/ui/faults", from_body(self.order_fault), methods=["POST"]))
        routes.append(Route("/ui/faults", from_query(self.clear_faults), methods=["DELETE"]))
        return routes

    def state(self, asked: Mapping[str, Any]) -> Json:
        """GET state; `fresh=1` is what a reload of a client does: ephemeral messages are gone."""
        user = str(asked.get("user", ""))
        with self._workspace.lock:
            if asked.get("fresh") == "1" and user in self._workspace.people:
                for place in self._workspace.conversations.of(user):
                    place.forget_ephemerals(user)
            return ui_shapes.state(self._workspace, user, connected=self._courier.reachable())

    def messages(self, asked: Mapping[str, Any]) -> Json:
        """GET messages: all, the newest `limit` (`before` a moment), or `only` one."""
        with self._workspace.lock:
            place = self._workspace.conversations.find(asked["channel"])
            if place is None or asked["user"] not in place.members:
                raise NotPossible("not_in_channel", "You are not in that channel.")
            words = {name: asked.get(name) or None for name in ("thread_ts", "before", "only")}
            window = ui_shapes.Window(**words, limit=int(asked.get("limit", 0)))
            return ui_shapes.messages(self._workspace, asked["user"], place, window)

    def home(self, asked: Mapping[str, Any]) -> Json:
        """GET home."""
        with self._workspace.lock:
            view = self._workspace.views.homes.get(asked["user"])
            return {"view": self._workspace.views.written(view) if view else None}

    def views(self, asked: Mapping[str, Any]) -> Json:
        """GET views."""
        with self._workspace.lock:
            stack = self._workspace.views.stacks[asked["user"]]
            return {"stack": [self._workspace.views.written(view) for view in stack]}

    def calls(self, asked: Mapping[str, Any]) -> Json:
        """GET calls."""
        after, limit = int(asked.get("after", 0)), int(asked.get("limit", 200))
        return {"calls": [call.shown() for call in self._recorder.calls(after=after)[:limit]]}

    def home_opened(self, asked: Mapping[str, Any]) -> Json:
        """POST home_opened."""
        self._acts.open_home(asked["user"], asked.get("tab", "home"))
        return {"ok": True}

    def send(self, asked: Mapping[str, Any]) -> Json:
        """POST send: a message, or a slash command."""
        user, channel, text = asked["user"], asked["channel"], asked["text"]
        if not text.startswith("/"):
            return {"ok": True, "ts": self._acts.say(user, channel, text, asked.get("thread_ts"))}
        if asked.get("thread_ts"):
            raise NotPossible("not_in_thread", "Slash commands do not work in threads.")
        self._acts.command(user, channel, text)
        return {"ok": True}

    def action(self, asked: Mapping[str, Any]) -> Json:
        """POST action."""
        ids = (asked["block_id"], asked["action_id"])
        state = (asked.get("state") or {}).get("values")
        self._acts.act_in(asked["user"], _place(asked["container"]), ids, asked.get("element") or {}, state)
        return {"ok": True}

    def submit(self, asked: Mapping[str, Any]) -> Json:
        """POST submit."""
        errors = self._acts.submit(asked["user"], asked["view_id"], asked.get("values") or {})
        return {"ok": False, "errors": errors} if errors else {"ok": True}

    def close(self, asked: Mapping[str, Any]) -> Json:
        """POST close."""
        self._acts.close(asked["user"], asked["view_id"], clear=bool(asked.get("clear")))
        return {"ok": True}

    def shortcut(self, asked: Mapping[str, Any]) -> Json:
        """POST shortcut."""
        message = asked.get("message")
        self._acts.shortcut(asked["user"], asked["callback_id"], _place(message) if message else None)
        return {"ok": True}

    def edit(self, asked: Mapping[str, Any]) -> Json:
        """POST edit: other words in one's own message."""
        self._acts.edit(asked["user"], _place(asked), asked["text"])
        return {"ok": True}

    def delete(self, asked: Mapping[str, Any]) -> Json:
        """POST delete: one's own message."""
        self._acts.delete(asked["user"], _place(asked))
        return {"ok": True}

    def dnd(self, asked: Mapping[str, Any]) -> Json:
        """POST dnd."""
        with self._workspace.lock:
            self._workspace.person(asked["user"]).dnd = bool(asked["on"])
            self._workspace.announce({"type": "state"})
        return {"ok": True}

    def faults(self, _asked: Mapping[str, Any]) -> Json:
        """GET faults."""
        return {"ok": True, "rules": self._faults.rules()}

    def order_fault(self, asked: Mapping[str, Any]) -> Json:
        """POST faults."""
        rule = asked["rule"]
        self._faults.add(
            rule["method"], rule["kind"], int(rule.get("times", 1)), float(rule.get("seconds", 1.0))
        )
        return self.faults(asked)

    def clear_faults(self, asked: Mapping[str, Any]) -> Json:
        """DELETE faults."""
        self._faults.clear()
        return self.faults(asked)


def _place(container: Mapping[str, Any]) -> Place:
    return Place(container.get("view_id", ""), container.get("channel", ""), container.get("ts", ""))


async def _answered(act: Answerer, asked: Mapping[str, Any]) -> Response:
    try:
        # In a thread: an act may wait three seconds for the app, and the app's calls come in meanwhile.
        return JSONResponse(await run_in_threadpool(act, asked))
    except SlackSays as said:
        return JSONResponse(said.answer())
    except Refusal as refusal:
        return JSONResponse(NotPossible(refusal.code, "That is not possible here.").answer())
    except (KeyError, TypeError, ValueError, AttributeError):
        return JSONResponse(NotPossible("bad_request", "The page asked for something unclear.").answer())


def from_query(act: Answerer) -> Callable[[Request], Awaitable[Response]]:
    """An address that is read: what is asked stands in its query."""

    async def endpoint(request: Request) -> Response:
        return await _answered(act, dict(request.query_params))

    return endpoint


def from_body(act: Answerer) -> Callable[[Request], Awaitable[Response]]:
    """An address that does something: what is asked stands in its body, as JSON."""

    async def endpoint(request: Request) -> Response:
        try:
            asked = json.loads(await request.body())
        except ValueError:
            asked = None
        return await _answered(act, asked)

    return endpoint
