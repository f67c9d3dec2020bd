"""What every route of the secure page shares: who asks, how often they may, what is said, what is signed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.page.headers import Cookie
from bot.page.notes import Notes
from bot.page.origin import Origin
from bot.page.pace import Pace
from handlers.page.rendering import Renderer
from handlers.page.service import PageService
from handlers.page.turns import Turned
from handlers.page.words import ours
from models.schema import SlackUserId
from models.secure_page import hashed

Posted = Mapping[str, Sequence[str]]

_MOST_FIELDS = 400
_FORM = "application/x-www-form-urlencoded"
_DONE = (ours("Done."), ours("You can close this page and go back to Slack."))


class Hall:
    """`origin`: the page's own address."""

    def __init__(self, service: PageService, origin: Origin, pace: Pace | None = None) -> None:
        self.service = service
        self.origin = origin
        self.pace = pace or Pace()
        self.render = Renderer()
        self.notes = Notes(self.render, service.known)
        self.cookie = Cookie(secure=origin.secure)
        self._key = secrets.token_bytes(32)

    async def who(self, request: Request) -> SlackUserId | None:
        """Who is signed in.

        Raises:
            HTTPException: they ask too often (429).
        """
        return (await self.sees(request, ""))[0]

    async def sees(self, request: Request, view: str) -> tuple[SlackUserId | None, bool]:
        """The same, and whether this view is blank.

        Raises:
            HTTPException: as `who`.
        """
        user, blank = await run_in_threadpool(self.service.sees, self.cookie.of(request), view)
        if user and (seconds := self.pace.person.take(user)):
            raise HTTPException(429, headers={"Retry-After": str(seconds)})
        return user, blank

    def session_of(self, request: Request) -> str:
        """The hash of the session that the browser names; it may be nobody's."""
        return hashed(self.cookie.of(request))

    async def go(self, turned: Turned) -> Response:
        """Elsewhere by a GET, so that a reload sends nothing twice."""
        if not turned.view:
            return await self.notes.say(_DONE, 200, leave=True)
        return RedirectResponse(f"/v/{turned.view}", status_code=303)

    def sign(self, browser: str, what: str) -> str:
        """Binds a form to the browser it was drawn for and to what it is about."""
        return hmac.new(self._key, f"{browser}:{what}".encode(), hashlib.sha256).hexdigest()

    def is_signed(self, posted: Posted, browser: str, what: str) -> bool:
        """Whether a form is what `sign` bound; in constant time."""
        right = self.sign(browser, what)
        return bool(browser) and hmac.compare_digest(one(posted, "csrf").encode(), right.encode())


def one(posted: Mapping[str, Sequence[str]], name: str) -> str:
    """The field's first value; empty = there is none."""
    values = posted.get(name) or [""]
    return values[0]


async def posted_to(request: Request) -> Mapping[str, Sequence[str]] | None:
    """The fields of a plain form; None for anything else, or too many of them. The gate saw to its size."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
        return None
    try:
        return parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (UnicodeDecodeError, ValueError):
        return None
