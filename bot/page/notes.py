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
from models.errors import StorageUnavailable
from models.site import Contacts
from scheduler.trouble import report

Sentences = tuple[str, str]

_CONTACTS_LAST_SECONDS = 30.0
_BY_STATUS: Mapping[int, Sentences] = {
    400: ("This could not be read.", "Go back to Slack and tap the button again."),
    403: (
        "This did not come from the secure page.",
        "Nothing was done. Go back to Slack and tap the button again.",
    ),
    404: ("There is nothing here.", "Go back to Slack and tap the button again."),
    405: ("This cannot be done here.", "Go back to Slack and tap the button again."),
    408: (
        "This took too long to arrive.",
        "Nothing was taken. Look at the connection and send again.",
    ),
    413: ("This is too much for one form.", "Nothing was taken. Please write less and send again."),
    415: ("This cannot be taken here.", "Files and pictures are not accepted. Nothing was taken."),
    421: ("The secure page is not at this address.", "Go back to Slack and tap the button again."),
    429: ("This was too often just now.", "Nothing was done. Please wait a minute and try again."),
    503: ("Our storage does not answer just now.", "Nothing was taken. Please try again in a minute."),
}
_WENT_WRONG = ("Something went wrong on our side.", "It may not have been taken. Please call.")


class Notes:
    """Pages of one sentence. `ask`: the site's contacts; asked for at most every half minute."""

    def __init__(self, render: Renderer, ask: Callable[[], Contacts]) -> None:
        self._render = render
        self._ask = ask
        self._lock = threading.Lock()
        self._known: tuple[float, Contacts] | None = None

    async def say(
        self, sentences: Sentences, status: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        """These sentences and the team line."""
        contacts = self._remembered()
        if contacts is None:
            contacts = await run_in_threadpool(self._asked)
        text = self._render.note(sentences[0], [sentences[1], f"Team line: {contacts.team_line}."])
        return HTMLResponse(text, status_code=status, headers=headers)

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
        return await self.say((_WENT_WRONG[0], f"{_WENT_WRONG[1]} Note {note}."), 500)

    def _remembered(self) -> Contacts | None:
        with self._lock:
            known = self._known
        return known[1] if known and time.monotonic() - known[0] < _CONTACTS_LAST_SECONDS else None

    def _asked(self) -> Contacts:
        try:
            contacts = self._ask()
        except SQLAlchemyError as trouble:
            report("page_contacts", trouble)
            return Contacts()
        with self._lock:
            self._known = (time.monotonic(), contacts)
        return contacts
