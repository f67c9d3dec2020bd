"""A scene in which the practice workspace says everything it can say: people act, and a line hears."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from sandbox.people import Person
from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.sandbox.conftest import MANIFEST, WORKSPACE
from tests.sandbox.contract.everything import EVERY_INPUT, FILLED, HOME, MESSAGE, form

OFFICER, RESPONDER, STRANGER = "UQUILL001", "ULARKSP01", "USTRANGE1"
PRIVATE, PUBLIC = "C0OWG0001", "C0PIER001"
TOWN = f"""
extends = "{WORKSPACE}"

[[channels]]
id = "{PUBLIC}"
name = "pier"
topic = "Everybody may read this"
members = ["UBOTLEAD1", "{OFFICER}", "{RESPONDER}"]
"""
_SECONDS = 5.0


@dataclass
class Line:
    """The app's side of Socket Mode, bare: keeps each frame as it came, acks with the next answer if any."""

    frames: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    _came: threading.Condition = field(default_factory=threading.Condition)

    @contextlib.contextmanager
    def held(self, server: PracticeServer) -> Iterator[None]:
        """Connected until the end of the block."""
        client = WebClient(base_url=server.api_url)
        address = str(client.apps_connections_open(app_token=server.app_token)["url"])
        with connect(address) as socket:
            thread = threading.Thread(target=self._hear, args=(socket,))
            thread.start()
            server.wait_connected()
            yield
        thread.join()

    def wait(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The newest frame that fits, once there is one; raises TimeoutError."""
        with self._came:
            if not self._came.wait_for(lambda: any(map(fits, self.frames)), _SECONDS):
                raise TimeoutError("the expected frame did not come")
            return next(frame for frame in reversed(self.frames) if fits(frame))

    def last(self, kind: str) -> dict[str, Any]:
        """The payload of the newest command or interaction of that type."""

        def fits(frame: dict[str, Any]) -> bool:
            return kind in (frame["type"], frame.get("payload", {}).get("type"))

        payload: dict[str, Any] = self.wait(fits)["payload"]
        return payload

    def _hear(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            for text in socket:
                frame = json.loads(text)
                with self._came:
                    self.frames.append(frame)
                    self._came.notify_all()
                if "envelope_id" in frame:
                    ack = {"envelope_id": frame["envelope_id"]}
                    if frame["accepts_response_payload"] and self.answers:
                        ack["payload"] = self.answers.pop(0)
                    socket.send(json.dumps(ack))


def wider_manifest() -> str:
    """The project's own manifest with a public channel's scopes and events, so that those are said, too."""
    document = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    document["oauth_config"]["scopes"]["bot"] += ["channels:history", "channels:read", "im:read"]
    document["settings"]["event_subscriptions"]["bot_events"] += ["message.channels"]
    return yaml.safe_dump(document)


@dataclass
class Scene:
    """One server, its line, and what was recorded."""

    server: PracticeServer
    line: Line
    client: WebClient

    def play(self) -> None:
        """Everything once."""
        officer, responder = self.server.person(OFFICER), self.server.person(RESPONDER)
        self._home(officer)
        self._conversations(officer, responder)
        self._commands(officer, responder)
        self._clicks(officer)
        self._forms(officer)
        self._accounts(responder)
        self._questions()
        self._refusals()
        self._trouble(officer)

    def _home(self, officer: Person) -> None:
        officer.open_home()
        self.line.wait(_event("app_home_opened"))
        self.client.views_publish(user_id=OFFICER, view=HOME)
        officer.open_home()
        officer.open_home("messages")
        officer.click("home.press", in_home=True)
        self.line.wait(lambda frame: frame.get("payload", {}).get("event", {}).get("tab") == "messages")

    def _conversations(self, officer: Person, responder: Person) -> None:
        for place in (officer.dm, PRIVATE, PUBLIC):
            first = officer.type(place, "one", force=True)
            second = officer.type(place, "two", first, force=True)
            officer.edit(place, second, "three")
            officer.delete(place, second)
        responder.share(PRIVATE, "plan.txt", "here")
        for kind in ("message_changed", "message_deleted", "file_share"):
            self.line.wait(_message(kind))
        posted = self.client.chat_postMessage(channel=officer.dm, text="card", blocks=MESSAGE)
        below = self.client.chat_postMessage(
            channel=PRIVATE,
            text="line",
            metadata={"event_type": "practice", "event_payload": {"of": "S-1"}},
        )
        self.client.chat_postMessage(
            channel=PRIVATE, text="below", thread_ts=below["ts"], reply_broadcast=True
        )
        self.line.wait(_message("thread_broadcast"))
        self.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="card", blocks=MESSAGE)
        self.client.chat_update(channel=PRIVATE, ts=below["ts"], text="said better")
        gone = self.client.chat_postMessage(channel=PUBLIC, text="gone soon")
        self.client.chat_delete(channel=PUBLIC, ts=gone["ts"])
        self.client.chat_postEphemeral(channel=PRIVATE, user=OFFICER, text="for you", blocks=MESSAGE)

    def _commands(self, officer: Person, responder: Person) -> None:
        for place in (officer.dm, PRIVATE, PUBLIC):
            self.line.answers.append({"text": "Heard.", "response_type": "ephemeral"})
            assert officer.command("/lead help", channel=place).text == "Heard."
        self.server.person(STRANGER).command("/lead help")
        officer.shortcut("refer_to_lead")
        theirs = next(one for one in officer.messages(PRIVATE) if one.user == OFFICER)
        ours = next(one for one in officer.messages(PRIVATE) if one.user not in (OFFICER, RESPONDER))
        shared = next(one for one in officer.messages(PRIVATE) if one.user == RESPONDER)
        for message in (theirs, ours, shared):
            responder.message_shortcut("move_to_sealed_item", message)

    def _clicks(self, officer: Person) -> None:
        card = next(one for one in officer.dms() if one.text == "card")
        note = next(one for one in officer.ephemerals(PRIVATE) if one.text == "for you")
        for message in (card, note):
            for action_id, value in FILLED.items():
                if f"message.{action_id}" in str(message.blocks):
                    officer.click(f"message.{action_id}", value, message=message)
            officer.click("message.press", message=message)
            officer.click("message.more", "b", message=message)

    def _forms(self, officer: Person) -> None:
        officer.shortcut("refer_to_lead")
        opened = self.client.views_open(
            trigger_id=self.line.last("shortcut")["trigger_id"], view=form("first", EVERY_INPUT)
        )
        officer.click("press")
        trigger = self.line.last("block_actions")["trigger_id"]
        for action_id, value in FILLED.items():
            officer.click(action_id, value)
        self.client.views_push(trigger_id=trigger, view=form("second", EVERY_INPUT))
        second = officer.view
        assert second is not None
        self.client.views_update(
            view_id=second.id, hash=second.body["hash"], view=form("second", EVERY_INPUT)
        )
        self.line.answers.append({"response_action": "errors", "errors": {"words": "Another, please."}})
        assert officer.submit() == {"words": "Another, please."}
        officer.fill(FILLED)
        self.line.answers.append({"response_action": "update", "view": form("third", EVERY_INPUT)})
        assert officer.submit() == {}
        officer.close()
        assert officer.view is not None
        assert officer.view.id == opened["view"]["id"]
        officer.close(clear=True)

    def _accounts(self, responder: Person) -> None:
        responder.rename("Pim Larkspur-Example")
        responder.dnd(True)
        self.line.wait(_event("user_change"))

    def _questions(self) -> None:
        ask = self.client
        ask.auth_test()
        ask.bots_info(bot="B0LEADBOT")
        for user in (OFFICER, STRANGER, "UBOTLEAD1", "USTOOP001"):
            ask.users_info(user=user)
        ask.users_list(limit=5)
        for user in (OFFICER, RESPONDER):
            ask.dnd_info(user=user)
        ask.users_conversations(types="private_channel")
        dm = str(ask.conversations_open(users=OFFICER)["channel"]["id"])
        ask.conversations_open(users=OFFICER, return_im=True)
        for place in (PRIVATE, PUBLIC, dm):
            ask.conversations_info(channel=place)
            ask.conversations_members(channel=place, limit=1)
            rows = ask.conversations_history(channel=place, include_all_metadata=True, limit=100)["messages"]
            first = next((row for row in rows if row.get("reply_count")), rows[-1])
            ask.conversations_replies(channel=place, ts=first["ts"])

    def _refusals(self) -> None:
        ask = self.client
        bad = {"type": "sektion"}
        calls: tuple[Callable[[], object], ...] = (
            lambda: ask.api_call("chat.shout"),
            lambda: ask.users_info(user="UNOBODY01"),
            lambda: ask.chat_postMessage(channel=PRIVATE, text="x", blocks=[bad]),
            lambda: ask.views_open(trigger_id="1.2.3", view=form("none", EVERY_INPUT)),
            lambda: ask.views_publish(user_id=OFFICER, view={"type": "home", "blocks": [bad]}),
            lambda: ask.conversations_history(channel="C0NOWHERE"),
            lambda: WebClient("xoxb-wrong", base_url=self.server.api_url).auth_test(),
        )
        for call in calls:
            with contextlib.suppress(SlackApiError):
                call()

    def _trouble(self, officer: Person) -> None:
        self.server.faults.add("chat.postMessage", "ratelimited", seconds=1)
        with contextlib.suppress(SlackApiError):
            self.client.chat_postMessage(channel=PRIVATE, text="too soon")
        self.server.faults.add("delivery", "server_error")
        officer.open_home()
        self.line.wait(lambda frame: bool(frame.get("retry_attempt")))
        for reason in ("warning", "refresh_requested", "link_disabled"):
            self.server.sockets.disconnect(reason)
            self.line.wait(lambda frame, reason=reason: frame.get("reason") == reason)  # type: ignore[misc]


def _event(kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda frame: frame.get("payload", {}).get("event", {}).get("type") == kind


def _message(subtype: str) -> Callable[[dict[str, Any]], bool]:
    return lambda frame: frame.get("payload", {}).get("event", {}).get("subtype") == subtype


def played(folder: Path) -> Scene:
    """The whole scene, over; what was said stands in `line.frames` and `server.recorder`."""
    (folder / "town.toml").write_text(TOWN, encoding="utf-8")
    (folder / "manifest.yml").write_text(wider_manifest(), encoding="utf-8")
    with PracticeServer(
        folder / "town.toml", folder / "manifest.yml", rates=Rates.unlimited(), time_scale=0.001
    ) as server:
        line = Line()
        with line.held(server):
            scene = Scene(
                server, line, WebClient(server.bot_token, base_url=server.api_url, retry_handlers=[])
            )
            scene.play()
    return scene
