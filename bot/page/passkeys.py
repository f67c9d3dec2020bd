"""The secure page's routes for passkeys: asked for in place of an opening, shown or kept; then it goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.page.hall import Hall, one, posted_to
from handlers.desk import Request as Opening
from handlers.page.passkeys import Passkeys
from handlers.page.screens import Screens, Shown
from handlers.page.turns import Turned
from handlers.page.words import ours
from models.acts.passkeys import Came
from models.schema import SlackUserId

_SIGNED_OUT = (
    ours("You are signed out."),
    ours("Go back to Slack and tap the button again: it signs you in."),
)
_GONE = (ours("This is closed."), ours("Go back to Slack and tap the button again."))
_AGAIN = (ours("Thank you. Nothing was done yet."), ours("Go back to Slack and tap the button once more."))
_OWN = "own"
_WELL = frozenset({Came.KEPT, Came.SHOWN})
_NOT_TAKEN = ours("This passkey was not taken. Please try again.")
_SAYS: Mapping[Came, str] = {
    Came.LATE: ours(
        "A first passkey is kept within ten minutes of the link from Slack. "
        "Go back to Slack, tap the button again, and come here at once."
    ),
    Came.SHOW_FIRST: ours("Show one of your passkeys first; then you can keep another one."),
    Came.ENOUGH: ours("You have as many passkeys as can be kept."),
    Came.KNOWN: ours("This passkey is kept already."),
    Came.ALTERED: ours("Something about your passkeys does not hold. Please call the team line."),
    Came.COUNTER: ours(
        "This passkey was not taken: there may be a copy of it somewhere. Please call the team line."
    ),
    Came.NO_NAME: ours("This page stands at an address for which no passkey can be kept."),
    Came.NO_SESSION: ours("Go back to Slack and tap the button again: it signs you in."),
}


class PasskeyPage:
    """`reopen`: puts an opening to the desk again."""

    def __init__(
        self, hall: Hall, screens: Screens, passkeys: Passkeys, reopen: Callable[[Opening, str], object]
    ) -> None:
        self._hall = hall
        self._screens = screens
        self._passkeys = passkeys
        self._reopen = reopen

    def routes(self) -> list[Route]:
        """What can be asked here; without a view it is about one's own passkeys."""
        script = files("handlers.page").joinpath("static", "passkey.js").read_bytes()

        async def give(request: Request) -> Response:
            del request
            return Response(script, media_type="text/javascript; charset=utf-8")

        return [
            Route("/k", self.look, methods=["GET"]),
            Route("/k", self.answer, methods=["POST"]),
            Route("/k/{view}", self.look, methods=["GET"]),
            Route("/k/{view}", self.answer, methods=["POST"]),
            Route("/passkey.js", give, methods=["GET"]),
        ]

    async def look(self, request: Request) -> Response:
        """What one can do about one's passkey, here and now."""
        user = await self._hall.who(request)
        if user is None:
            return await self._hall.notes.say(_SIGNED_OUT, 401)
        where = await self._where(request, user)
        return where if isinstance(where, Response) else await self._draw(request, user, where)

    async def answer(self, request: Request) -> Response:
        """A device has answered."""
        session = self._hall.session_of(request)
        user, posted = await self._hall.who(request), await posted_to(request)
        if user is None:
            return await self._hall.notes.say(_SIGNED_OUT, 401)
        if posted is None:
            return await self._hall.notes.refuse(415)
        where = await self._where(request, user)
        if isinstance(where, Response):
            return where
        if not self._hall.is_signed(posted, self._hall.cookie.of(request), _about(where)):
            return await self._hall.notes.say(_GONE, 403)
        came = await self._came(user, session, posted)
        if came not in _WELL:
            return await self._draw(request, user, where, _SAYS.get(came, _NOT_TAKEN))
        if where is None:
            return RedirectResponse("/k", status_code=303)
        return await self._go_on(where)

    async def _came(self, user: SlackUserId, session: str, posted: Mapping[str, Sequence[str]]) -> Came:
        asked, answer = one(posted, "asked"), one(posted, "answer")
        match one(posted, "do"):
            case "keep":
                return await run_in_threadpool(self._passkeys.keep, user, session, asked, answer)
            case "show":
                return await run_in_threadpool(self._passkeys.show, user, session, asked, answer)
            case _:
                offer = await run_in_threadpool(self._passkeys.offer, user, session)
                return Came.SHOWN if offer.shown else Came.NOT_PROVED

    async def _go_on(self, shown: Shown) -> Response:
        """The opening that waited is judged again, from its beginning; a tap is made again by its person."""
        if waited := self._passkeys.go_on(shown):
            await run_in_threadpool(self._reopen, *waited)
            return await self._hall.go(Turned(shown.id))
        below = self._screens.close(shown.id)
        return await (self._hall.go(Turned(below)) if below else self._hall.notes.say(_AGAIN, 200))

    async def _where(self, request: Request, user: SlackUserId) -> Shown | Response | None:
        """The view that asks; None = one's own page; or what is answered instead."""
        id_ = request.path_params.get("view")
        if id_ is None:
            return None
        shown = self._screens.find(id_, user, self._hall.session_of(request))
        if shown is None or await run_in_threadpool(self._hall.service.is_blank, id_):
            return await self._hall.notes.say(_GONE, 410)
        if shown.busy or not self._passkeys.waits(shown):
            return await self._hall.go(Turned(id_))
        return shown

    async def _draw(
        self, request: Request, user: SlackUserId, shown: Shown | None, wrong: str = ""
    ) -> Response:
        offer = await run_in_threadpool(self._passkeys.offer, user, self._hall.session_of(request))
        return await self._hall.notes.special(
            "passkey.html",
            422 if wrong else 200,
            offer=offer,
            view=shown.id if shown else "",
            address=f"/k/{shown.id}" if shown else "/k",
            csrf=self._hall.sign(self._hall.cookie.of(request), _about(shown)),
            wrong=wrong,
            why_not=_SAYS.get(offer.another, ""),
        )


def _about(shown: Shown | None) -> str:
    return f"passkey:{shown.id if shown else _OWN}"
