"""The practice workspace as one thing to start and stop, from a test or the command line."""

import contextlib
import secrets
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.requests import HTTPConnection

from sandbox import methods_chat, methods_conversations, methods_people, methods_views
from sandbox.acts import Acts
from sandbox.cast import read_definition
from sandbox.courier import Courier
from sandbox.course import COURSE, Course, read_course
from sandbox.course_api import CourseApi
from sandbox.course_progress import Progress
from sandbox.course_start_over import StartOver
from sandbox.faults import Faults
from sandbox.live import Live
from sandbox.manifest import read_manifest
from sandbox.methods import Args, Method
from sandbox.moments import Moments
from sandbox.people import PATIENCE, Person
from sandbox.practice_clock import PracticeClock
from sandbox.rates import RateKeeper, Rates
from sandbox.recorder import Call, Recorder
from sandbox.routes import application
from sandbox.sockets import Sockets
from sandbox.tools_api import ToolsApi
from sandbox.ui_api import UiApi
from sandbox.web_api import Tokens, WebApi
from sandbox.wire import Json
from sandbox.workspace import Workspace

HOST = "127.0.0.1"
START_SECONDS = 10.0


def new_tokens() -> Tokens:
    """Fresh tokens in Slack's shapes; worth nothing anywhere else."""
    return Tokens(
        f"xoxb-practice-{secrets.token_hex(12)}",
        f"xapp-practice-{secrets.token_hex(12)}",
        secrets.token_hex(16),
    )


class _Announced(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, then say so."""
        await super().startup(sockets)
        self.ready.set()


class PracticeServer:
    """A practice workspace on a port of its own; use it as a context manager.

    `rates` sets the call limits, `time_scale` shrinks the waits between event retries, `record` names a JSONL
    file for every call, `clock` a file with an offset in seconds, `moments` one in which the bot says what
    comes next, `course` one that keeps how far the course is, `tokens` are kept over a restart. `patience`
    multiplies Slack's three seconds for an answer and for a trigger: a story is about what is said, not about
    how long a busy machine takes.
    Raises `DefinitionRefused`, `ManifestRefused` for unusable files and OSError for a taken port.
    """

    def __init__(
        self,
        workspace: Path,
        manifest: Path,
        *,
        events_url: str | None = None,
        port: int = 0,
        rates: Rates | None = None,
        time_scale: float = 1.0,
        record: Path | None = None,
        clock: Path | None = None,
        moments: Path | None = None,
        course: Path | None = None,
        tokens: Tokens | None = None,
        start_over: StartOver | None = None,
        patience: float = 1.0,
    ) -> None:
        self.tokens = tokens or new_tokens()
        self.faults = Faults()
        self.workspace = Workspace(
            read_definition(workspace), read_manifest(manifest), PracticeClock(clock), rates or Rates()
        )
        # Limits run by practice time, as everything does here: whoever lets an hour pass has waited an hour.
        self.workspace.rates = RateKeeper(rates or Rates(), self.workspace.clock.now)
        self._listening = _listen(port)
        self.url = f"http://{HOST}:{self._listening.getsockname()[1]}/"
        self.workspace.base_url = self.url
        self.recorder = Recorder(record, self._heard)
        self.sockets = Sockets(self.workspace.definition.app_id, self._cut, self._state_changed)
        self.sockets.enabled = self.workspace.manifest.socket_mode
        self.sockets.ack_seconds *= patience
        self.workspace.triggers.trigger_seconds *= patience
        self.courier = Courier(
            self.workspace, self.sockets, self.recorder, self.faults, secret=self.tokens.signing_secret
        )
        self.courier.events_url = events_url
        self.courier.time_scale = time_scale
        self.workspace.take_events(self.courier.tell)
        self.acts = Acts(self.workspace, self.courier)
        self.course = Course(read_course(COURSE), self.workspace, Progress(course))
        self._course_api = CourseApi(self.course, start_over or StartOver())
        self._tools_api = ToolsApi(
            self.workspace, self.recorder, self.faults, Moments(moments), self.sockets.cut_all
        )
        self._live = Live()
        self._server = self._assemble()
        self._thread = threading.Thread(target=self._run, name="practice-workspace", daemon=True)

    def _assemble(self) -> _Announced:
        live = self._live
        self.workspace.listen(live.tell)
        self.workspace.listen(live.tell_that_somebody_waits)
        methods = {
            **methods_people.METHODS,
            **methods_conversations.METHODS,
            **methods_chat.METHODS,
            **methods_views.METHODS,
            "apps.connections.open": Method(self._open_connection, tier=None, app_token=True),
        }
        web_api = WebApi(self.workspace, methods, self.tokens, self.recorder, self.faults)
        web_api.cut = self._cut
        ui_api = UiApi(self.workspace, self.acts, self.courier, self.recorder, self.faults)
        app = application(
            self.workspace,
            web_api,
            ui_api,
            live,
            self.sockets,
            self.recorder,
            self._course_api,
            self._tools_api,
        )
        return _Announced(
            uvicorn.Config(
                app,
                http="httptools",
                ws="websockets-sansio",
                log_level="warning",
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=1,
                timeout_keep_alive=30,
            )
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve in a thread of its own; returns once requests are answered."""
        self._thread.start()
        if not self._server.ready.wait(START_SECONDS):
            raise TimeoutError("the practice workspace did not start in time")

    def stop(self) -> None:
        """Close every connection and stop; harmless when called twice."""
        self.courier.close()
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(timeout=START_SECONDS)
        self._listening.close()
        self.recorder.close()

    @property
    def api_url(self) -> str:
        """The Web API's base, ending in /api/."""
        return f"{self.url}api/"

    @property
    def bot_token(self) -> str:
        """The `xoxb-` token."""
        return self.tokens.bot

    @property
    def app_token(self) -> str:
        """The `xapp-` token."""
        return self.tokens.app

    @property
    def signing_secret(self) -> str:
        """What HTTP deliveries are signed with."""
        return self.tokens.signing_secret

    @property
    def events_url(self) -> str | None:
        """Where deliveries go while no socket is connected; may be set while running."""
        return self.courier.events_url

    @events_url.setter
    def events_url(self, url: str | None) -> None:
        self.courier.events_url = url
        self._state_changed()

    def calls(self, method: str | None = None) -> list[Call]:
        """Calls the bot made, oldest first; of one method when named."""
        return self.recorder.calls(method, "bot->slack")

    def deliveries(self, name: str | None = None) -> list[Call]:
        """What was sent to the bot, oldest first: `slash_commands`, a payload's or an event's type."""
        return self.recorder.calls(name, "slack->bot")

    def person(self, user_id: str) -> Person:
        """One of the cast, ready to act."""
        return Person(self.workspace, self.acts, user_id)

    def wait_connected(self, sockets: int = 1, timeout: float = PATIENCE) -> None:
        """Wait until that many sockets take payloads; raises TimeoutError."""
        with self.workspace.changed:
            if not self.workspace.changed.wait_for(lambda: self.sockets.connected() >= sockets, timeout):
                raise TimeoutError(f"{self.sockets.connected()} of {sockets} sockets connected")

    def _run(self) -> None:
        with contextlib.suppress(SystemExit):
            self._server.run(sockets=[self._listening])

    def _open_connection(self, _workspace: Workspace, _args: Args) -> Json:
        address = self.url.replace("http://", "ws://", 1)
        return {"url": f"{address}link?ticket={self.sockets.new_ticket()}"}

    def _cut(self, connection: HTTPConnection) -> None:
        client = connection.scope["client"]
        for protocol in list(self._server.server_state.connections):
            if getattr(protocol, "client", None) == client:
                protocol.transport.abort()

    def _heard(self, call: Call) -> None:
        if self._live.watched:
            self.workspace.announce({"type": "call", "call": call.shown()})
        else:  # nobody looks while tests run: what a window would list is not written down for none
            with self.workspace.changed:
                self.workspace.changed.notify_all()
        self.course.heard(call)

    def _state_changed(self) -> None:
        self._tools_api.line.changed(self.sockets.connected(), self.workspace.clock.now())
        self.workspace.announce({"type": "state"})


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)  # at once: until somebody listens, a second workspace could bind the port too
    except OSError:
        listening.close()
        raise
    return listening
