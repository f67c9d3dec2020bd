"""The secure page's routes: a link is looked at, spent by a tap; views are drawn, tapped and submitted."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib.resources import files
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.page.gate import Gate
from bot.page.headers import Cookie, Guarded, new_way
from bot.page.notes import Notes, Sentences
from bot.page.origin import Origin
from bot.page.pace import Pace
from handlers.ids import View as ViewId
from handlers.page.drafts import about
from handlers.page.rendering import Renderer, Shape
from handlers.page.screens import Screens, Shown
from handlers.page.service import PageService
from handlers.page.turns import Turned, Turns
from models.errors import DomainError, StorageUnavailable
from models.schema import SlackUserId

_MOST_FIELDS = 400
_FORM = "application/x-www-form-urlencoded"
_OPENING_SECONDS = 2.5
_GLANCE_SECONDS = 0.01
_MISS_SECONDS = 0.3
_LOOK_AGAIN_SECONDS = 1
_SHOWN_SECONDS = 600
_GONE = ("This is closed.", "Go back to Slack and tap the button again.")
_BLANK = ("This view has closed itself.", "Open the item again if you need it.")
_NOT_GOOD = ("This link is not good any more.", "Go back to Slack and tap the button again.")
_SIGNED_OUT = ("You are signed out.", "Go back to Slack and tap the button again: it signs you in.")
_KEPT = 'What you typed is kept for five minutes, for you alone: choose "Go on with what you typed" there.'
_DONE = ("Done.", "You can close this page and go back to Slack.")
_READY = (
    "This page is for you alone.",
    "Continue shows what you asked for in Slack. The link works once, for five minutes.",
)
_ONCE_MORE = (
    "Please tap Continue once more.",
    "This browser did not say that it looked at this page before. It needs this page's own cookies.",
)


class PageApp:
    """The routes over what the features show."""

    def __init__(
        self, service: PageService, screens: Screens, turns: Turns, origin: Origin, pace: Pace | None = None
    ) -> None:
        self._service = service
        self._screens = screens
        self._turns = turns
        self._render = Renderer()
        self._cookie = Cookie(secure=origin.secure)
        self.origin = origin
        self.pace = pace or Pace()
        self.notes = Notes(self._render, service.contacts)
        self._key = secrets.token_bytes(32)

    def routes(self) -> list[Route]:
        """Everything that can be asked."""
        return [
            Route("/p/{token}", self.look, methods=["GET"]),
            Route("/p/{token}", self.spend, methods=["POST"]),
            Route("/v/{view}", self.see, methods=["GET"]),
            Route("/v/{view}", self.act, methods=["POST"]),
            Route("/v/{view}/stands", self.stands, methods=["GET"]),
            Route("/out", self.leave, methods=["POST"]),
            Route("/page.css", _file("page.css", "text/css; charset=utf-8"), methods=["GET"]),
            Route("/page.js", _file("page.js", "text/javascript; charset=utf-8"), methods=["GET"]),
        ]

    async def look(self, request: Request) -> Response:
        """A link is followed: by its owner, a preview or a scanner. Nothing is shown and nothing spent."""
        token = request.path_params["token"]
        self._require_pace(request)
        if not await run_in_threadpool(self._service.could_spend, token):
            return await self._missed(request)
        return self._ready(request, _READY, 200)

    async def spend(self, request: Request) -> Response:
        """A person tapped Continue, in the browser that looked: no other site signs anybody in."""
        token = request.path_params["token"]
        self._require_pace(request)
        posted = await _posted(request)
        if not await run_in_threadpool(self._service.could_spend, token):
            return await self._missed(request)
        way = self._cookie.way_of(request)
        if not way or not _same(_one(posted or {}, "csrf"), self._sign(way, token)):
            return self._ready(request, _ONCE_MORE, 403)
        try:
            signed = await run_in_threadpool(self._service.spend, token, self._cookie.of(request))
        except StorageUnavailable:
            raise
        except DomainError:
            return await self._missed(request)
        key = f"page:{hashlib.sha256(token.encode()).hexdigest()[:32]}"
        turned = await run_in_threadpool(self._turns.begin, signed.user, signed.trigger, key)
        response = await self._go(turned)
        self._cookie.put(response, signed.token)
        return response

    async def see(self, request: Request) -> Response:
        """A view, as it stands now."""
        user = await self._who(request)
        if user is None:
            return await self._note(_SIGNED_OUT, 401)
        shown = self._screens.find(request.path_params["view"], user)
        if shown is None:
            return await self._note(_GONE, 410)
        if await run_in_threadpool(self._service.is_blank, shown.id):
            return await self._note(_BLANK, 410)
        await _until_opened(shown)
        return await self._draw(request, shown)

    async def act(self, request: Request) -> Response:
        """A button or a submission."""
        session = self._cookie.of(request)
        posted = await _posted(request)
        user = await self._who(request)
        if posted is None:
            return await self.notes.refuse(415)
        if user is None:
            return await self._lost(
                _SIGNED_OUT, 401, await run_in_threadpool(self._service.lost, session), posted
            )
        id_ = request.path_params["view"]
        shown = self._screens.find(id_, user)
        if before := self._turns.taken(user, id_, _one(posted, "secret")):
            return await self._go(before)
        if shown is None or await run_in_threadpool(self._service.is_blank, id_):
            return await self._lost(_GONE, 410, user, posted)
        if not _same(_one(posted, "csrf"), self._sign(session, shown.id)):
            return await self._note(_GONE, 403)
        if _one(posted, "tap") == "draft":
            return await self._draw(request, shown, self._turns.take_draft(shown))
        turned = await run_in_threadpool(self._turns.take, shown, posted)
        if turned.errors:
            return await self._draw(request, shown, errors=turned.errors)
        return await self._go(turned)

    async def _lost(
        self,
        says: tuple[str, str],
        status: int,
        user: SlackUserId | None,
        posted: Mapping[str, Sequence[str]],
    ) -> Response:
        """The session or the view has gone: what was typed waits for its author, if that is known."""
        kept = user is not None and await run_in_threadpool(self._turns.rescue, user, posted)
        return await self._note((says[0], f"{says[1]} {_KEPT}" if kept else says[1]), status)

    async def stands(self, request: Request) -> Response:
        """204 while the view still shows; asked by the page's script."""
        user = await self._who(request)
        shown = self._screens.find(request.path_params["view"], user) if user else None
        blank = shown is None or await run_in_threadpool(self._service.is_blank, shown.id)
        return Response(status_code=410 if blank else 204)

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        await run_in_threadpool(self._service.sign_out, self._cookie.of(request))
        response = await self._note(_SIGNED_OUT, 200)
        self._cookie.take(response)
        return response

    async def _draw(
        self,
        request: Request,
        shown: Shown,
        posted: Mapping[str, Sequence[str]] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Response:
        around = await run_in_threadpool(self._service.around)
        opening = shown.busy
        opened = shown.view.get("callback_id") == ViewId.OPENED
        shape = Shape(
            view=shown.view,
            address=f"/v/{shown.id}",
            secret=secrets.token_urlsafe(16),
            stood=shown.hash,
            about=about(shown.view),
            draft=posted is None and not errors and self._turns.has_draft(shown),
            csrf=self._sign(self._cookie.of(request), shown.id),
            errors=errors or {},
            posted=posted or self._turns.typed(shown),
            people=around.people,
            channels=around.channels,
            zone=around.zone,
            watch=f"/v/{shown.id}/stands",
            reload_seconds=_LOOK_AGAIN_SECONDS if opening else _SHOWN_SECONDS if opened else 0,
        )
        return HTMLResponse(self._render.view(shape), status_code=422 if errors else 200)

    async def _go(self, turned: Turned) -> Response:
        """Elsewhere by a GET, so that a reload sends nothing twice."""
        if not turned.view:
            return await self._note(_DONE, 200)
        return RedirectResponse(f"/v/{turned.view}", status_code=303)

    async def _note(self, sentences: Sentences, status: int) -> Response:
        return await self.notes.say(sentences, status)

    def _ready(self, request: Request, sentences: Sentences, status: int) -> Response:
        """The page with Continue, and the mark of the browser that got it."""
        token = request.path_params["token"]
        way = self._cookie.way_of(request) or new_way()
        text = self._render.note("Secure page", sentences, form=f"/p/{token}", csrf=self._sign(way, token))
        response = HTMLResponse(text, status_code=status)
        self._cookie.put_way(response, way)
        return response

    async def _missed(self, request: Request) -> Response:
        """A link that is not good, for whatever reason: the same words, after a wait, and counted."""
        self.pace.guess.take(self.origin.counted_under(request.scope))
        await asyncio.sleep(_MISS_SECONDS)
        return await self._note(_NOT_GOOD, 410)

    def _require_pace(self, request: Request) -> None:
        """Who tried many links that were not good waits before any other is looked at."""
        if seconds := self.pace.guess.wait(self.origin.counted_under(request.scope)):
            raise HTTPException(429, headers={"Retry-After": str(seconds)})

    async def _who(self, request: Request) -> SlackUserId | None:
        """Who is signed in, if they do not ask too often."""
        user = await run_in_threadpool(self._service.who, self._cookie.of(request))
        if user and (seconds := self.pace.person.take(user)):
            raise HTTPException(429, headers={"Retry-After": str(seconds)})
        return user

    def _sign(self, browser: str, what: str) -> str:
        """Binds a form to the browser it was drawn for and to what it is about."""
        return hmac.new(self._key, f"{browser}:{what}".encode(), hashlib.sha256).hexdigest()


def page_app(page: PageApp, counted: Callable[[int], None] = lambda _: None) -> ASGIApp:
    """The whole ASGI application. `counted`: hears each answer's status."""
    app = Starlette(routes=page.routes(), exception_handlers=page.notes.handlers())
    app.router.redirect_slashes = False
    gate = Gate(app, page.notes, page.origin, page.pace)
    return Guarded(gate, counted, secure=page.origin.secure)


async def _until_opened(shown: Shown) -> None:
    """Wait a moment for what is being opened; on the event loop, as forty waiting threads would be all."""
    by = time.monotonic() + _OPENING_SECONDS
    while shown.busy and time.monotonic() < by:  # noqa: ASYNC110 - threads set it, which no asyncio.Event hears
        await asyncio.sleep(_GLANCE_SECONDS)


def _same(given: str, right: str) -> bool:
    """In constant time; text beyond ASCII, too."""
    return hmac.compare_digest(given.encode(), right.encode())


def _one(posted: Mapping[str, Sequence[str]], name: str) -> str:
    values = posted.get(name) or [""]
    return values[0]


async def _posted(request: Request) -> Mapping[str, Sequence[str]] | None:
    """The fields of a plain form; None for anything else, or too many of them. The gate saw to its size."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
        return None
    try:
        return parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (UnicodeDecodeError, ValueError):
        return None


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    body = files("handlers.page").joinpath("static", name).read_bytes()

    async def give(request: Request) -> Response:
        del request
        return Response(body, media_type=kind)

    return give
