"""What the secure page says where it shows nothing else: one plain sentence or two, and whom to call."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from handlers.page.rendering import Renderer
from handlers.page.service import Known
from handlers.page.words import ours
from models.errors import StorageUnavailable
from scheduler.trouble import report

Sentences = tuple[str, ...]

_KNOWN_LASTS_SECONDS = 30.0
_BY_STATUS: Mapping[int, Sentences] = {
    400: (ours("This could not be read."), ours("Go back to Slack and tap the button again.")),
    403: (
        ours("This did not come from the secure page."),
        ours("Nothing was done. Go back to Slack and tap the button again."),
    ),
    404: (ours("There is nothing here."), ours("Go back to Slack and tap the button again.")),
    405: (ours("This cannot be done here."), ours("Go back to Slack and tap the button again.")),
    408: (
        ours("This took too long to arrive."),
        ours("Nothing was taken. Look at the connection and send again."),
    ),
    413: (
        ours("This is too much for one form."),
        ours("Nothing was taken. Please write less and send again."),
    ),
    415: (
        ours("This cannot be taken here."),
        ours("Files and pictures are not accepted. Nothing was taken."),
    ),
    421: (
        ours("The secure page is not at this address."),
        ours("Go back to Slack and tap the button again."),
    ),
    429: (
        ours("This was too often just now."),
        ours("Nothing was done. Please wait a minute and try again."),
    ),
    503: (
        ours("Our storage does not answer just now."),
        ours("Nothing was taken. Please try again in a minute."),
    ),
}
_WENT_WRONG = (ours("Something went wrong on our side."), ours("It may not have been taken. Please call."))


class Notes:
    """Pages of one sentence. `ask`: whom to call, in which language; asked at most every half minute."""

    def __init__(self, render: Renderer, ask: Callable[[], Known]) -> None:
        self._render = render
        self._ask = ask
        self._lock = threading.Lock()
        self._known: tuple[float, Known] | None = None

    async def say(
        self,
        sentences: Sentences,
        status: int,
        headers: Mapping[str, str] | None = None,
        *,
        note_id: str = "",
        leave: bool = False,
    ) -> Response:
        """The first sentence as the title, the others, and the team line. `leave`: one can sign out here."""
        known = await self._site()
        text = self._render.note(
            sentences[0],
            sentences[1:],
            team_line=known.contacts.team_line,
            note_id=note_id,
            leave=leave,
            languages=known.languages,
        )
        return HTMLResponse(text, status_code=status, headers=headers)

    async def offer(self, title: str, sentences: Sentences, status: int, form: str, csrf: str) -> Response:
        """Something to continue with; it posts to `form`."""
        languages = (await self._site()).languages
        text = self._render.note(title, sentences, form=form, csrf=csrf, languages=languages)
        return HTMLResponse(text, status_code=status)

    async def special(self, template: str, status: int, **what: object) -> Response:
        """A page of its own template, in the site's language."""
        known = await self._site()
        text = self._render.special(template, known.languages, contacts=known.contacts, **what)
        return HTMLResponse(text, status_code=status)

    async def refuse(self, status: int, headers: Mapping[str, str] | None = None) -> Response:
        """The sentences of this status."""
        return await self.say(_BY_STATUS.get(status, _BY_STATUS[400]), status, headers)

    def handlers(self) -> Mapping[type[Exception], Callable[[Request, Exception], Awaitable[Response]]]:
        """For Starlette: what is said of what was raised, and that nothing else is said of it."""
        return {HTTPException: self._refused, StorageUnavailable: self._no_storage, Exception: self._raised}

    async def _refused(self, request: Request, refused: Exception) -> Response:
        del request
        if not isinstance(refused, HTTPException):
            raise refused
        return await self.refuse(refused.status_code, refused.headers)

    async def _no_storage(self, request: Request, trouble: Exception) -> Response:
        del request
        report("page_storage", trouble)
        return await self.refuse(503, {"Retry-After": "30"})

    async def _raised(self, request: Request, trouble: Exception) -> Response:
        del request
        note = report("page_raised", trouble)
        return await self.say(_WENT_WRONG, 500, note_id=note)

    async def _site(self) -> Known:
        with self._lock:
            known = self._known
        if known and time.monotonic() - known[0] < _KNOWN_LASTS_SECONDS:
            return known[1]
        return await run_in_threadpool(self._asked)

    def _asked(self) -> Known:
        try:
            known = self._ask()
        except SQLAlchemyError as trouble:
            report("page_contacts", trouble)
            return Known()
        with self._lock:
            self._known = (time.monotonic(), known)
        return known
