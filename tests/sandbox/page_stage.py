"""A small stage for the page: its files, and a scripted server behind them."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

PAGE_FILES = Path(__file__).parents[2] / "sandbox" / "page"
OFFICER, RESPONDER, SERGEANT, BOT = "UQUILL001", "ULARKSP01", "UOXLIP001", "UBOTLEAD1"
CHANNEL, BOT_DM, PEER_DM = "C0OWG0001", "D0LEAD001", "D0PEER001"
BASE_TS = 1773565620.0  # Sunday 15 March 2026, 02:07 in Los Angeles

Json = dict[str, Any]


def person(user_id: str, name: str, title: str, agency: str, color: str, **more: Any) -> Json:
    """One of the cast as /ui/state lists it."""
    initials = "".join(part[0] for part in name.split()[:2])
    base = {
        "id": user_id,
        "name": name,
        "title": title,
        "agency": agency,
        "initials": initials,
        "color": color,
    }
    rest = {"tz": "America/Los_Angeles", "is_guest": False, "deleted": False, "dnd": False}
    return {**base, **rest, **more}


CAST = [
    person(OFFICER, "Tansy Quillfeather", "Officer, North", "Lantern Harbor PD", "#2f6db3"),
    person("UMARROW01", "Juno Marrowbone", "Officer, Quay", "Lantern Harbor PD", "#7a4fb0"),
    person(SERGEANT, "Sgt Barnaby Oxlip", "Sergeant, North", "Lantern Harbor PD", "#8a5a2b"),
    person(RESPONDER, "Pim Larkspur", "On-call responder", "Harbor Bridge Outreach", "#1f8a5b"),
    person("UBRAMBL01", "Ottoline Bramblewick", "Case manager", "Harbor Bridge Outreach", "#b0447a"),
    person("UVANEX001", "Cressida Vane-Example", "Liaison prosecutor", "Harbor County Attorney", "#a33b3b"),
    person(
        "UFENNIM01",
        "Odalys Fennimore",
        "Project manager",
        "Lantern Harbor LEAD",
        "#3a7c86",
        tz="America/New_York",
    ),
    person("USTOOP001", "Marigold Stoop", "Quay Business District", "Community", "#c08a1e", is_guest=True),
]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def view(blocks: list[Json], *, view_id: str = "V001", **more: Any) -> Json:
    """A modal as /ui/views gives it."""
    base = {
        "id": view_id,
        "hash": "h1",
        "type": "modal",
        "title": plain("Refer to LEAD"),
        "callback_id": "refer",
    }
    return {
        **base,
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": blocks,
        "state": {"values": {}},
        **more,
    }


def text_input(block_id: str, label: str, **element: Any) -> Json:
    """An input block around one plain_text_input named `value`."""
    inner = {"type": "plain_text_input", "action_id": "value", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": inner}


class Stage:
    """The scripted server: tests set what it holds, push events, and read what the page posted."""

    def __init__(self) -> None:
        """Start with the cast, one channel, two DMs and nothing written."""
        self.reset()
        self.url = ""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sockets: list[WebSocket] = []

    def reset(self) -> None:
        """Go back to the opening scene."""
        self.people = [dict(each) for each in CAST]
        self.messages: dict[str, list[Json]] = {CHANNEL: [], BOT_DM: [], PEER_DM: []}
        self.unread: dict[str, int] = {}
        self.views: list[Json] = []
        self.home: Json | None = None
        self.calls: list[Json] = []
        self.connected = True
        self.run = "first"
        self.ahead = 0.0
        self.read_only = True
        self.form: list[Json] = []
        self.answers: dict[str, Json | Callable[[Json], Json]] = {}
        self.delays: dict[str, float] = {}
        self.posted: list[tuple[str, Json]] = []
        self.message_shortcuts: list[Json] = []

    def write(self, channel: str, user: str, text: str, *, at: float = 0, **more: Any) -> Json:
        """Put a message into a channel, `at` seconds after the scene's start."""
        base = {
            "ts": f"{BASE_TS + at:.6f}",
            "user": user,
            "text": text,
            "is_bot": user == BOT,
            "blocks": None,
        }
        names = {each["id"]: each["name"] for each in self.people} | {BOT: "LEAD"}
        rest = {"name": names[user], "thread_ts": None, "reply_count": 0, "ephemeral": False, "edited": False}
        message = {**base, **rest, **more}
        self.messages[channel].append(message)
        return message

    def call(self, method: str, request: Json, *, direction: str = "bot->slack", **more: Any) -> Json:
        """Record a call between the bot and Slack."""
        base = {
            "n": len(self.calls) + 1,
            "at": BASE_TS,
            "direction": direction,
            "method": method,
            "status": "ok",
        }
        entry = {**base, "ms": 12, "request": request, "response": {"ok": True}, **more}
        self.calls.append(entry)
        return entry

    def push(self, event: Json) -> None:
        """Tell every open page something over the live line."""
        assert self._loop is not None
        for socket in list(self._sockets):
            asyncio.run_coroutine_threadsafe(socket.send_json(event), self._loop).result(5)

    def cut_lines(self) -> None:
        """Drop every live line, as a restarting server would."""
        assert self._loop is not None
        for socket in list(self._sockets):
            asyncio.run_coroutine_threadsafe(socket.close(), self._loop).result(5)

    def sent(self, path: str, count: int = 1) -> list[Json]:
        """The bodies posted to /ui/<path>; waits until there are `count` of them."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            found = [body for name, body in self.posted if name == path]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise AssertionError(f"nothing more came to /ui/{path}: {self.posted}")

    def state(self, user: str) -> Json:
        """What /ui/state answers."""
        me = next((each for each in self.people if each["id"] == user), None)
        shortcut = {"callback_id": "refer_to_lead", "name": "Refer to LEAD"}
        hint = {
            "command": "/lead",
            "description": "Work with your group",
            "usage_hint": "refer | status REF | help",
        }
        dms: list[Json] = [
            {"id": BOT_DM, "with": BOT, "name": "LEAD"},
            {"id": PEER_DM, "with": SERGEANT, "name": "Sgt Barnaby Oxlip"},
        ]
        channel: Json = {
            "id": CHANNEL,
            "name": "owg",
            "is_private": True,
            "topic": "No names, no details in here",
        }
        places = [
            {**place, "unread": self.unread.get(place["id"], 0), "last_ts": None} for place in [channel, *dms]
        ]
        return {
            "team": {"id": "T0LANTERN1", "name": "Lantern Harbor LEAD (fictional)"},
            "run": self.run,
            "now": BASE_TS + 3600 + self.ahead,
            "me": me,
            "people": self.people,
            "bot": {
                "user_id": BOT,
                "app_id": "A0LEADBOT",
                "name": "LEAD",
                "messages_tab_read_only": self.read_only,
            },
            "command_hints": [hint],
            "global_shortcuts": [shortcut],
            "message_shortcuts": self.message_shortcuts,
            "channels": places[:1],
            "dms": places[1:],
            "connected": self.connected,
        }

    def app(self) -> Starlette:
        """The stage as an ASGI app."""
        return Starlette(
            routes=[
                Route("/", self._index),
                Mount("/page", StaticFiles(directory=PAGE_FILES)),
                WebSocketRoute("/ui/live", self._live),
                Route("/ui/{path}", self._get, methods=["GET"]),
                Route("/ui/{path}", self._post, methods=["POST"]),
            ]
        )

    async def _index(self, _: Request) -> Response:
        return FileResponse(PAGE_FILES / "index.html")

    async def _get(self, request: Request) -> Response:
        asked, path = request.query_params, request.path_params["path"]
        if path == "messages":
            held, thread = self.messages[asked["channel"]], asked.get("thread_ts")
            wanted = [m for m in held if thread in (m["ts"], m["thread_ts"])] if thread else held
            self.unread.pop(asked["channel"], None)
            return JSONResponse({"messages": [m for m in wanted if thread or not m["thread_ts"]]})
        if path == "calls":
            later = [each for each in self.calls if each["n"] > int(asked["after"])]
            return JSONResponse({"calls": later[: int(asked["limit"])]})
        answers = {
            "state": self.state(asked.get("user", "")),
            "home": {"view": self.home},
            "views": {"stack": self.views},
        }
        return JSONResponse(answers.get(path, {"ok": False, "error": "not_found"}))

    async def _post(self, request: Request) -> Response:
        path, body = request.path_params["path"], json.loads(await request.body())
        self.posted.append((path, body))
        await asyncio.sleep(self.delays.get(path, 0))
        answer = self.answers.get(path, {"ok": True})
        return JSONResponse(answer(body) if callable(answer) else answer)

    async def _live(self, socket: WebSocket) -> None:
        await socket.accept()
        self._loop = asyncio.get_running_loop()
        self._sockets.append(socket)
        try:
            while True:
                await socket.receive_text()
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._sockets.remove(socket)


@contextmanager
def serve(stage: Stage) -> Iterator[None]:
    """Run the stage on a free loopback port."""
    config = uvicorn.Config(
        stage.app(), host="127.0.0.1", port=0, log_level="error", ws="websockets-sansio", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    stage.url = f"http://127.0.0.1:{port}/"
    try:
        yield
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(5)
