"""The addresses of the practice workspace, open to this machine only."""

from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from sandbox import answers
from sandbox.course_api import CourseApi
from sandbox.live import Live
from sandbox.page_files import PageFiles
from sandbox.recorder import Call, Recorder
from sandbox.sockets import Sockets
from sandbox.tools_api import ToolsApi
from sandbox.ui_api import UiApi
from sandbox.web_api import WebApi
from sandbox.wire import Refusal
from sandbox.workspace import Workspace

PAGE = Path(__file__).parent / "page"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class LoopbackOnly:
    """Refuses what names another host: there is no login here, and a web page elsewhere must not reach in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to a foreign Host or Origin."""
        if scope["type"] == "lifespan" or _is_local(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=4403)(scope, receive, send)
        else:
            await PlainTextResponse("This practice workspace answers its own machine only.", 403)(
                scope, receive, send
            )


def _is_local(scope: Scope) -> bool:
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    host = urlsplit(f"//{headers.get('host', '')}").hostname
    origin = headers.get("origin")
    return host in LOOPBACK and (origin is None or urlsplit(origin).hostname in LOOPBACK)


def _response_url(workspace: Workspace, recorder: Recorder) -> Route:
    async def endpoint(request: Request) -> Response:
        raw = (await request.body()).decode(errors="replace")
        body = answers.parsed(raw)
        status, code = "ok", 200
        try:
            answers.by_response_url(workspace, request.path_params["key"], body)
        except Refusal as refusal:
            status, code = refusal.code, 404 if refusal.code.endswith("_url") else 400
        answer = "ok" if code == 200 else status  # noqa: PLR2004 - HTTP's own number
        at = workspace.clock.now()
        recorder.add(Call("bot->slack", "response_url", status, at, 0.0, body, raw, answer))
        return PlainTextResponse(answer, code)

    return Route("/response/{key}", endpoint, methods=["POST"])


def _unknown(_request: Request) -> Response:
    return JSONResponse({"ok": False, "error": "not_found", "message": "There is no such address."}, 404)


def application(
    workspace: Workspace,
    web_api: WebApi,
    ui_api: UiApi,
    live: Live,
    sockets: Sockets,
    recorder: Recorder,
    course_api: CourseApi,
    tools_api: ToolsApi,
) -> ASGIApp:
    """Everything the workspace answers, as one ASGI application."""
    page = PageFiles(PAGE)
    routes = [
        Route("/api/{method}", web_api.answer, methods=["GET", "POST"]),
        WebSocketRoute("/link", sockets.serve),
        _response_url(workspace, recorder),
        WebSocketRoute("/ui/live", live.serve),
        *ui_api.routes(),
        *course_api.routes(),
        *tools_api.routes(),
        Route("/ui/{rest:path}", _unknown, methods=["GET", "POST", "DELETE"]),
        Route("/", page.index),
        Route("/page/{name}", page.file),
    ]
    return LoopbackOnly(Starlette(routes=routes))
