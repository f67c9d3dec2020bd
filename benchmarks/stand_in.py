"""A Slack that answers every call with a constant at once: what is measured is never Slack's own work."""

from __future__ import annotations

import itertools
import json
import time
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from benchmarks import payloads
from benchmarks.socket_links import Links

Answer = dict[str, Any]
_numbers = itertools.count(1)


class StandIn:
    """Constant answers, and a note of when what arrived (seconds of the monotonic and of the wall clock)."""

    def __init__(self) -> None:
        self.links: dict[str, Links] = defaultdict(Links)
        self.opened: dict[str, tuple[str, float]] = {}
        self.updated: dict[str, float] = {}
        self.posted: dict[str, float] = {}

    def routes(self) -> list[web.RouteDef]:
        """Slack's side first, then what the harness asks."""
        return [
            web.post("/api/{method}", self.call),
            web.get("/link/{name}", self.link),
            web.post("/control/drive", self.drive),
            web.post("/control/disturb", self.disturb),
            web.get("/control/seen", self.seen),
        ]

    async def call(self, request: web.Request) -> web.Response:
        """One Web API call."""
        arrived = time.monotonic()
        asked = await _asked(request)
        answer = self._answer(request.match_info["method"], asked, request, arrived)
        return web.json_response({"ok": True} | answer)

    def _answer(self, method: str, asked: Answer, request: web.Request, arrived: float) -> Answer:
        match method:
            case "auth.test":
                ids = {"team_id": payloads.TEAM, "user_id": payloads.BOT_USER, "bot_id": payloads.BOT}
                return ids | {"url": "http://127.0.0.1/", "team": "Bench", "user": "bench"}
            case "bots.info":
                return {"bot": {"id": payloads.BOT, "app_id": payloads.APP, "user_id": payloads.BOT_USER}}
            case "users.info":
                return {"user": {"id": asked.get("user", ""), "team_id": payloads.TEAM, "deleted": False}}
            case "apps.connections.open":
                name = request.headers.get("Authorization", "").rpartition("-")[2]
                return {"url": f"ws://{request.host}/link/{name}"}
            case "views.open":
                view = {"id": f"VB{next(_numbers)}", "hash": "1.1"}
                self.opened[str(asked.get("trigger_id"))] = (view["id"], arrived)
                return {"view": view}
            case "views.update":
                self.updated.setdefault(str(asked.get("view_id")), arrived)
                return {"view": {"id": asked.get("view_id"), "hash": "1.2"}}
            case "chat.postMessage":
                to = str(asked.get("channel"))
                self.posted.setdefault(to, time.time())
                return {"channel": f"D{to}", "ts": f"{next(_numbers)}.1"}
            case _:
                return {}

    async def link(self, request: web.Request) -> web.StreamResponse:
        """A Socket Mode connection."""
        return await self.links[request.match_info["name"]].serve(request)

    async def drive(self, request: web.Request) -> web.Response:
        """Deliver `bodies` over the links of `name`."""
        asked = await request.json()
        links = self.links[asked["name"]]
        return web.json_response(await links.drive(asked["bodies"], asked["in_flight"]))

    async def disturb(self, request: web.Request) -> web.Response:
        """Refresh or cut the links of `name`."""
        asked = await request.json()
        return web.json_response(await self.links[asked["name"]].disturb(asked["how"], asked["lasting"]))

    async def seen(self, request: web.Request) -> web.Response:
        """When views were opened and updated and messages posted, since this was asked last."""
        del request
        told = {"opened": self.opened, "updated": self.updated, "posted": self.posted}
        answer = web.json_response(told)
        self.opened, self.updated, self.posted = {}, {}, {}
        return answer


async def _asked(request: web.Request) -> Answer:
    raw = await request.text()
    if request.content_type == "application/json":
        asked: Answer = json.loads(raw or "{}")
        return asked
    return dict(parse_qsl(raw)) | dict(request.query)


def main() -> None:
    """Serve on any free port and say which."""
    app = web.Application(client_max_size=64 * 2**20)
    app.add_routes(StandIn().routes())

    async def start() -> web.Application:
        return app

    import socket  # noqa: PLC0415 - only the program needs it

    listening = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
    web.run_app(start(), sock=listening, print=None, handle_signals=True, access_log=None)


if __name__ == "__main__":
    main()
