"""The way onto the page: a link is looked at, and spent by a tap in the browser that looked."""

from __future__ import annotations

import asyncio
import hashlib

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.page.hall import Hall, posted_to
from bot.page.headers import new_way
from bot.page.notes import Sentences
from handlers.page.screens import new_view_id
from handlers.page.turns import Turned, Turns
from handlers.page.words import ours
from models.acts.page import SignedIn
from models.errors import DomainError, StorageUnavailable
from models.secure_page import hashed

_MISS_SECONDS = 0.3
_TITLE = ours("Secure page")
_NOT_GOOD = (
    ours("This link is not good any more."),
    ours(
        "Go back to Slack, close the window with this link, and tap again what led to it: a link works once."
    ),
)
_TAKEN_UP = ours(
    "Somebody is signed in on this browser. If that is not you, sign out here first: "
    "as long as they are signed in, no link for anybody else is good here."
)
_READY = (
    ours("This page is for you alone."),
    ours("Continue shows what you asked for in Slack. The link works once, for five minutes."),
)
_ONCE_MORE = (
    ours("Please tap Continue once more."),
    ours("This browser did not say that it looked at this page before. It needs this page's own cookies."),
)


class Door:
    """Links."""

    def __init__(self, hall: Hall, turns: Turns) -> None:
        self._hall = hall
        self._turns = turns

    def routes(self) -> list[Route]:
        """What can be asked here."""
        return [
            Route("/p/{token}", self.look, methods=["GET"]),
            Route("/p/{token}", self.spend, methods=["POST"]),
        ]

    async def look(self, request: Request) -> Response:
        """A link is followed: by its owner, a preview or a scanner. Nothing is shown and nothing spent."""
        token = request.path_params["token"]
        self._require_pace(request)
        if not await run_in_threadpool(self._hall.service.could_spend, token):
            return await self._again(request)
        return await self._ready(request, _READY, 200)

    async def spend(self, request: Request) -> Response:
        """A person tapped Continue, in the browser that looked: no other site signs anybody in."""
        token = request.path_params["token"]
        self._require_pace(request)
        posted = await posted_to(request)
        if not self._hall.is_signed(posted or {}, self._hall.cookie.way_of(request), token):
            good = await run_in_threadpool(self._hall.service.could_spend, token)
            return await (self._ready(request, _ONCE_MORE, 403) if good else self._again(request))
        entered = await run_in_threadpool(self._enter, token, self._hall.cookie.of(request))
        if entered is None:
            return await self._again(request)
        signed, turned = entered
        response = await self._hall.go(turned)
        self._hall.cookie.put(response, signed.token)
        return response

    def _enter(self, token: str, session: str) -> tuple[SignedIn, Turned] | None:
        """Spend the link and go on with what it was made for; None = it is not good (any more)."""
        view = new_view_id()
        try:
            signed = self._hall.service.spend(token, session, view)
        except StorageUnavailable:
            raise
        except DomainError:
            return None
        turned = self._turns.begin(signed.user, signed.trigger, _key(token), hashed(signed.token), view)
        return signed, turned

    async def _ready(self, request: Request, sentences: Sentences, status: int) -> Response:
        """The page with Continue, and the mark of the browser that got it."""
        token = request.path_params["token"]
        way = self._hall.cookie.way_of(request) or new_way()
        csrf = self._hall.sign(way, token)
        response = await self._hall.notes.offer(_TITLE, sentences, status, f"/p/{token}", csrf)
        self._hall.cookie.put_way(response, way)
        return response

    async def _again(self, request: Request) -> Response:
        """Who spent it, in their session, is led where it led: a double tap, the way back, a reload."""
        user = await self._hall.who(request)
        before = self._turns.begun(user, _key(request.path_params["token"])) if user else None
        return await self._hall.go(before) if before else await self._missed(request, taken=user is not None)

    async def _missed(self, request: Request, *, taken: bool) -> Response:
        """A link that is not good, for whatever reason: the same words, after a wait, and counted.

        `taken`: somebody is signed in here. Said of every link alike, it tells nothing of this one, and
        whoever comes to a shared device after them learns what to do.
        """
        self._hall.pace.guess.take(self._hall.origin.counted_under(request.scope))
        await asyncio.sleep(_MISS_SECONDS)
        says = (*_NOT_GOOD, _TAKEN_UP) if taken else _NOT_GOOD
        return await self._hall.notes.say(says, 410, leave=taken)

    def _require_pace(self, request: Request) -> None:
        """Who tried many links that were not good waits before any other is looked at."""
        if seconds := self._hall.pace.guess.wait(self._hall.origin.counted_under(request.scope)):
            raise HTTPException(429, headers={"Retry-After": str(seconds)})


def _key(token: str) -> str:
    return f"page:{hashlib.sha256(token.encode()).hexdigest()[:32]}"
