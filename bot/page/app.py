"""The secure page's routes beyond its door: views are drawn, tapped and submitted."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.page.door import Door
from bot.page.gate import Gate
from bot.page.hall import Hall, Posted, one, posted_to
from bot.page.headers import Guarded
from bot.page.notes import Sentences
from bot.page.passkeys import PasskeyPage
from handlers.ids import View as ViewId
from handlers.page.drafts import about
from handlers.page.rendering import Shape
from handlers.page.screens import Screens, Shown
from handlers.page.turns import Turns
from handlers.page.words import ours
from models.schema import SlackUserId

_OPENING_SECONDS = 2.5
_LOOK_AGAIN_SECONDS = 1
_GONE = (ours("This is closed."), ours("Go back to Slack and tap the button again."))
_BLANK = (ours("This view has closed itself."), ours("Open the item again if you need it."))
_SIGNED_OUT = (
    ours("You are signed out."),
    ours("Go back to Slack and tap the button again: it signs you in."),
)
_KEPT = ours(
    'What you typed is kept for five minutes, for you alone: choose "Go on with what you typed" there.'
)


class PageApp:
    """The routes over what the features show."""

    def __init__(self, hall: Hall, screens: Screens, turns: Turns) -> None:
        self._hall = hall
        self._screens = screens
        self._turns = turns

    def routes(self) -> list[Route]:
        """Everything that can be asked once one is in."""
        return [
            Route("/v/{view}", self.see, methods=["GET"]),
            Route("/v/{view}", self.act, methods=["POST"]),
            Route("/v/{view}/stands", self.stands, methods=["GET"]),
            Route("/out", self.leave, methods=["POST"]),
            Route("/page.css", _file("page.css", "text/css; charset=utf-8"), methods=["GET"]),
            Route("/page.js", _file("page.js", "text/javascript; charset=utf-8"), methods=["GET"]),
        ]

    async def see(self, request: Request) -> Response:
        """A view, as it stands now."""
        user, blank = await self._hall.sees(request, request.path_params["view"])
        if user is None:
            return await self._hall.notes.say(_SIGNED_OUT, 401)
        shown = self._screens.find(request.path_params["view"], user, self._hall.session_of(request))
        if shown is None:
            return await self._hall.notes.say(_GONE, 410)
        if blank or self._screens.is_spent(shown):
            return await self._hall.notes.say(_BLANK, 410)
        await _until_opened(shown)
        if shown.view.get("callback_id") == ViewId.PASSKEY and not shown.busy:
            return RedirectResponse(f"/k/{shown.id}", status_code=303)
        return await self._draw(request, shown)

    async def act(self, request: Request) -> Response:
        """A button or a submission."""
        session = self._hall.cookie.of(request)
        posted = await posted_to(request)
        id_ = request.path_params["view"]
        user, blank = await self._hall.sees(request, id_)
        if posted is None:
            return await self._hall.notes.refuse(415)
        if user is None:
            return await self._lost(
                _SIGNED_OUT, 401, await run_in_threadpool(self._hall.service.lost, session), posted
            )
        shown = self._screens.find(id_, user, self._hall.session_of(request))
        if before := self._turns.taken(user, id_, one(posted, "secret")):
            return await self._hall.go(before)
        if shown is None or blank or self._screens.is_spent(shown):
            return await self._lost(_GONE, 410, user, posted)
        if not self._hall.is_signed(posted, session, shown.id):
            return await self._hall.notes.say(_GONE, 403)
        if one(posted, "tap") == "draft":
            return await self._draw(request, shown, self._turns.take_draft(shown))
        turned = await run_in_threadpool(self._turns.take, shown, posted)
        if turned.errors:
            return await self._draw(request, shown, errors=turned.errors)
        return await self._hall.go(turned)

    async def _lost(
        self,
        says: Sentences,
        status: int,
        user: SlackUserId | None,
        posted: Posted,
    ) -> Response:
        """The session or the view has gone: what was typed waits for its author, if that is known."""
        kept = user is not None and await run_in_threadpool(self._turns.rescue, user, posted)
        return await self._hall.notes.say((*says, _KEPT) if kept else says, status)

    async def stands(self, request: Request) -> Response:
        """204 while the view still shows; asked by the page's script, which keeps nobody signed in."""
        id_, cookie = request.path_params["view"], self._hall.cookie.of(request)
        user, blank = await run_in_threadpool(self._hall.service.looks_on, cookie, id_)
        shown = self._screens.find(id_, user, self._hall.session_of(request)) if user else None
        over = shown is None or blank or self._screens.is_spent(shown)
        return Response(status_code=410 if over else 204)

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        await run_in_threadpool(self._hall.service.sign_out, self._hall.cookie.of(request))
        response = await self._hall.notes.say(_SIGNED_OUT, 200)
        self._hall.cookie.take(response)
        return response

    async def _draw(
        self,
        request: Request,
        shown: Shown,
        posted: Posted | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Response:
        around = await run_in_threadpool(self._hall.service.around, shown.view)
        details = shown.details or shown.view.get("callback_id") == ViewId.OPENED
        left = self._screens.seconds_left(shown)
        again = _LOOK_AGAIN_SECONDS if shown.busy else left if details else 0
        shape = Shape(
            view=shown.view,
            address=f"/v/{shown.id}",
            secret=secrets.token_urlsafe(16),
            stood=shown.hash,
            about=about(shown.view),
            draft=posted is None and not errors and self._turns.has_draft(shown),
            csrf=self._hall.sign(self._hall.cookie.of(request), shown.id),
            errors=errors or {},
            posted=posted or self._turns.typed(shown),
            people=around.people,
            channels=around.channels,
            zone=around.zone,
            details=details,
            lives_seconds=left,
            watch=f"/v/{shown.id}/stands",
            hides=around.hides,
            languages=around.languages,
        )
        # The header, and not the script alone: what was opened goes blank where no script runs or none came.
        headers = {"Refresh": str(again)} if again else {}
        return HTMLResponse(self._hall.render.view(shape), 422 if errors else 200, headers)


def page_app(
    hall: Hall,
    screens: Screens,
    turns: Turns,
    counted: Callable[[int], None] = lambda _: None,
    factor: PasskeyPage | None = None,
) -> ASGIApp:
    """The whole ASGI application. `counted`: hears each answer's status; `factor`: asks for passkeys."""
    routes = [*Door(hall, turns).routes(), *PageApp(hall, screens, turns).routes()]
    routes += factor.routes() if factor else []
    app = Starlette(routes=routes, exception_handlers=hall.notes.handlers())
    app.router.redirect_slashes = False
    return Guarded(Gate(app, hall), counted, secure=hall.origin.secure)


async def _until_opened(shown: Shown) -> None:
    """Wait a moment for what is being opened; on the event loop, as forty waiting threads would be all."""
    changed, loop = asyncio.Event(), asyncio.get_running_loop()

    def hears() -> None:
        with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
            loop.call_soon_threadsafe(changed.set)

    with shown.heard_by(hears), suppress(TimeoutError):
        async with asyncio.timeout(_OPENING_SECONDS):
            while shown.busy and not shown.closed:
                await changed.wait()
                changed.clear()


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    body = files("handlers.page").joinpath("static", name).read_bytes()

    async def give(request: Request) -> Response:
        del request
        return Response(body, media_type=kind)

    return give
