"""A running practice workspace, and a tiny Bolt app on it over HTTP or Socket Mode."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from playwright.sync_api import Browser, sync_playwright
from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.rates import Rates
from sandbox.server import PracticeServer
from tests.sandbox.page_stage import Stage
from tests.sandbox.page_theatre import CHROMIUM, FLAGS, Theatre, theatre

ROOT = Path(__file__).parents[2]
WORKSPACE = ROOT / "sandbox" / "lantern_harbor.toml"
MANIFEST = ROOT / "manifest.yml"
FULL_MANIFEST = """
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true}
  bot_user: {display_name: LEAD}
  shortcuts:
    - {name: Refer to LEAD, type: global, callback_id: refer_to_lead, description: Start}
    - {name: Move, type: message, callback_id: move_to_sealed, description: Move}
  slash_commands:
    - {command: /lead, description: Work, usage_hint: refer}
oauth_config:
  scopes:
    bot: [commands, chat:write, dnd:read, groups:read, groups:history, im:history, im:read, im:write,
          users:read]
settings:
  event_subscriptions: {bot_events: [app_home_opened, message.im, message.groups, user_change]}
  interactivity: {is_enabled: true}
  socket_mode_enabled: true
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.yml"
    path.write_text(FULL_MANIFEST, encoding="utf-8")
    return path


@pytest.fixture
def server(manifest: Path) -> Iterator[PracticeServer]:
    with PracticeServer(WORKSPACE, manifest, rates=Rates.unlimited(), time_scale=0.001) as running:
        yield running


@pytest.fixture
def client(server: PracticeServer) -> WebClient:
    return WebClient(server.bot_token, base_url=server.api_url, retry_handlers=[])


def plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def modal(title: str = "First", callback_id: str = "first", **more: Any) -> dict[str, Any]:
    choices = [{"text": plain(word.title()), "value": word} for word in ("close", "push", "update", "clear")]
    field = {"type": "plain_text_input", "action_id": "name", "max_length": 20}
    blocks: list[dict[str, Any]] = [
        {"type": "input", "block_id": "name", "label": plain("Name"), "element": field},
        {
            "type": "input",
            "block_id": "then",
            "optional": True,
            "label": plain("Then"),
            "element": {"type": "static_select", "action_id": "then", "options": choices},
        },
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [
                {"type": "button", "action_id": "more", "text": plain("More"), "value": "m1"},
                {"type": "button", "action_id": "redraw", "text": plain("Redraw")},
            ],
        },
    ]
    view = {"type": "modal", "callback_id": callback_id, "title": plain(title), "submit": plain("Send")}
    return {**view, "blocks": blocks, **more}


class TinyApp:
    """A Bolt app that listens to a little of everything, and remembers what it heard."""

    def __init__(self, server: PracticeServer) -> None:
        self.heard: list[dict[str, Any]] = []
        client = WebClient(server.bot_token, base_url=server.api_url)
        self.app = App(client=client, signing_secret=server.signing_secret, process_before_response=True)
        self.app.command("/lead")(self.command)
        self.app.shortcut("refer_to_lead")(self.open_first)
        self.app.shortcut("move_to_sealed")(self.open_first)
        self.app.action("more")(self.push_second)
        self.app.action("redraw")(self.redraw)
        self.app.action("open")(self.open_first)
        self.app.action("tick")(self.note)
        self.app.view("first")(self.submitted)
        self.app.view_closed("first")(self.note)
        self.app.event("app_home_opened")(self.home)
        self.app.event("message")(self.note_event)
        self.app.event("user_change")(self.note_event)

    def note(self, ack: Callable[..., Any], body: dict[str, Any]) -> None:
        self.heard.append(body)
        ack()

    def note_event(self, body: dict[str, Any]) -> None:
        self.heard.append(body)

    def command(
        self, ack: Callable[..., Any], respond: Callable[..., Any], body: dict[str, Any], client: WebClient
    ) -> None:
        self.heard.append(body)
        word = body.get("text", "")
        if word == "refer":
            client.views_open(trigger_id=body["trigger_id"], view=modal())
            ack()
        elif word == "slow":
            time.sleep(3.3)
            ack("too late")
        elif word == "respond":
            for number in range(6):
                respond(f"answer {number}")
            ack()
        elif word == "expired":
            time.sleep(0.1)
            ack(
                blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "Hello *blocks*"}}],
                text="Hello",
            )
        else:
            ack("Say `/lead refer`.")

    def open_first(self, ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
        self.heard.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=modal(notify_on_close=True))
        ack()

    def push_second(self, ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
        self.heard.append(body)
        with contextlib.suppress(SlackApiError):
            client.views_push(trigger_id=body["trigger_id"], view=modal("Second"))
        ack()

    def redraw(self, ack: Callable[..., Any], body: dict[str, Any], client: WebClient) -> None:
        view = body["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Redrawn"))
        ack()

    def submitted(self, ack: Callable[..., Any], body: dict[str, Any]) -> None:
        self.heard.append(body)
        values = body["view"]["state"]["values"]
        chosen = (values["then"]["then"]["selected_option"] or {}).get("value", "close")
        if values["name"]["name"]["value"] == "wrong":
            ack(response_action="errors", errors={"name": "Another name, please."})
        elif values["name"]["name"]["value"] == "nonsense":
            ack(response_action="errors", errors={"nowhere": "No such field."})
        elif chosen in ("push", "update"):
            ack(response_action=chosen, view=modal(chosen.title()))
        elif chosen == "clear":
            ack(response_action="clear")
        else:
            ack()

    def home(self, event: dict[str, Any], client: WebClient, body: dict[str, Any]) -> None:
        self.heard.append(body)
        blocks = [
            {"type": "header", "text": plain("Your open items")},
            {
                "type": "actions",
                "elements": [{"type": "button", "action_id": "open", "text": plain("Refer")}],
            },
        ]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    def last(self) -> dict[str, Any]:
        return self.heard[-1]


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def over_http(server: PracticeServer) -> Iterator[TinyApp]:
    tiny = TinyApp(server)
    handler = SlackRequestHandler(tiny.app, path="/slack/events")
    web = make_server("127.0.0.1", 0, handler, server_class=_Threads, handler_class=_Quiet)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.events_url = f"http://127.0.0.1:{web.server_port}/slack/events"
    yield tiny
    web.shutdown()
    thread.join()
    web.server_close()


class SocketRunner:
    """slack_sdk's aiohttp Socket Mode client in a loop of its own, handing envelopes to a Bolt app."""

    def __init__(self, server: PracticeServer, app: App) -> None:
        self._server = server
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._threads = ThreadPoolExecutor(4)
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(),))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._threads.shutdown()
        self._loop.close()

    async def _run(self) -> None:
        web = AsyncWebClient(base_url=self._server.api_url)
        client = SocketModeClient(self._server.app_token, web_client=web, ping_interval=0.5)
        client.socket_mode_request_listeners.append(self._handle)
        await client.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
        await self._stop.wait()
        await client.close()  # type: ignore[no-untyped-call]  # as above

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        started = time.time()
        answer = await self._loop.run_in_executor(self._threads, run_bolt_app, self._app, request)
        await send_async_response(client, request, answer, started)


@pytest.fixture
def over_sockets(server: PracticeServer) -> Iterator[TinyApp]:
    tiny = TinyApp(server)
    runner = SocketRunner(server, tiny.app)
    runner.start()
    server.wait_connected()
    yield tiny
    runner.stop()


@pytest.fixture(params=["over_http", "over_sockets"])
def tiny(request: pytest.FixtureRequest) -> TinyApp:
    app: TinyApp = request.getfixturevalue(request.param)
    return app


@pytest.fixture(scope="module")
def building() -> Iterator[Theatre]:
    """A stage with a browser in front of it, for a module's tests."""
    with theatre() as opened:
        yield opened


@pytest.fixture
def house(building: Theatre) -> Iterator[Theatre]:
    """The building for one test: at its end nothing may have gone wrong unseen, and the scene is set anew."""
    yield building
    assert building.troubles == []
    building.leave()


@pytest.fixture
def stage(house: Theatre) -> Stage:
    """What stands on it."""
    return house.stage


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser alone, for a real server's page."""
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()
