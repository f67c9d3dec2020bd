"""One table by id for each kind of payload: a hundred triggers cost what one costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import words
from handlers.blocks import actions, button, context, section
from handlers.call import Call, Handler, Tables, read_call
from handlers.errors import SLACK_TROUBLE, answer, answer_slow
from handlers.ids import COMMAND, Action, Keyword
from handlers.telling import Teller
from models.errors import DomainError
from models.second_factor import PasskeyWanted

_STANDS_ALREADY = frozenset({"hash_conflict", "exchanged_trigger_id"})  # nothing here tries a view twice
_ANY = re.compile(".*", re.DOTALL)
_REFERENCE = re.compile(r"([A-Z])-[0-9A-HJKMNP-TV-Z]{4,6}", re.IGNORECASE)
# Which references may follow a keyword, by their first letter; where one may be left out.
_OF_A_SHORTCUT = ("type", "user", "trigger_id", "callback_id")
_TAKES_REFERENCE = {Keyword.STATUS: "RP", Keyword.CONSENT: "C", Keyword.PING: "C", Keyword.CONFERENCE: "CRP"}
_MAY_STAND_ALONE = frozenset({Keyword.CONSENT, Keyword.PING, Keyword.CONFERENCE})


class Way(Protocol):
    """Where details may not touch Slack, a listener that would open a view there goes on elsewhere."""

    def is_on(self) -> bool:
        """Whether it is so on this site."""

    def turn_away(self, call: Call) -> bool:
        """Whether it came from a window that has no place in Slack any more; it is answered then."""

    def without_views(self, call: Call) -> Call:
        """The same call, which raises `OnThePage` instead of opening a view."""

    def send(self, call: Call) -> None:
        """Show the person the way on, and answer the call."""


class OnThePage(Exception):
    """A listener was about to open a view in Slack."""


class Dispatch:
    """Finds the handler of a payload, and answers for it when it refuses. `way`: None = all in Slack.

    `acted` hears of every command, tap and submission when it is over: kept, refused or mended.
    """

    def __init__(
        self,
        tables: Tables,
        teller: Teller,
        way: Way | None = None,
        acted: Callable[[Call], object] = id,
    ) -> None:
        self._tables = tables
        self._teller = teller
        self._way = way
        self._acted = acted

    def on_the_page(self) -> Dispatch:
        """The same tables for the secure page itself."""
        return Dispatch(self._tables, self._teller, acted=self._acted)

    def attach(self, app: App) -> None:
        """One listener for each kind of payload: Bolt tries its listeners one after another."""
        app.command(COMMAND)(self.command)
        app.action(_ANY)(self.action)
        app.view(_ANY)(self.submission)
        app.shortcut(_ANY)(self.shortcut)
        for name in self._tables.events:
            app.event(str(name))(self.event)

    def command(self, body: dict[str, Any], client: WebClient, ack: Ack) -> None:
        """`/lead KEYWORD [REF]`; anything else gets one fixed answer and is neither kept nor repeated."""
        call = read_call(body, client, ack)
        parts = str(body.get("text") or Keyword.HELP).split()
        handler = self._by_keyword(parts) if parts else None
        if handler is None or not _only_keywords(parts):
            ack(text=words.ONLY_KEYWORDS, blocks=_keyword_help(), response_type="ephemeral")
            return
        self._act(handler, call)

    def _by_keyword(self, parts: list[str]) -> Handler | None:
        """A keyword's handler; that of `status P`, say, goes before, for references with this letter."""
        keyword, table = parts[0].lower(), self._tables.keywords
        letter = parts[1][:1].upper() if parts[1:] else ""
        return table.get(f"{keyword} {letter}") or table.get(keyword)

    def action(self, body: dict[str, Any], client: WebClient, ack: Ack) -> None:
        """A button or select."""
        call = read_call(body, client, ack)
        self._act(self._tables.actions.get(str(call.action.get("action_id"))), call)

    def submission(self, body: dict[str, Any], client: WebClient, ack: Ack) -> None:
        """A submitted form."""
        call = read_call(body, client, ack)
        self._act(self._tables.submissions.get(str(call.view.get("callback_id"))), call)

    def shortcut(self, body: dict[str, Any], client: WebClient, ack: Ack) -> None:
        """A shortcut. The message it was used on is dropped here: no handler ever holds it."""
        call = read_call({name: body.get(name) for name in _OF_A_SHORTCUT}, client, ack)
        self._run(self._tables.shortcuts.get(str(body.get("callback_id"))), call)

    def event(self, body: dict[str, Any], client: WebClient, ack: Ack) -> None:
        """An event."""
        call = read_call(body, client, ack)
        self._run(self._tables.events.get(str((body.get("event") or {}).get("type"))), call)

    def _act(self, handler: Handler | None, call: Call) -> None:
        self._run(handler, call)
        self._acted(call)

    def _run(self, handler: Handler | None, call: Call) -> None:
        if handler is None:  # a button of an older version: nothing to do, nothing to say about it
            call.ack()
            return
        try:
            if self._way is None or not self._way.is_on():
                self._answer_for(handler, call)
                return
            if self._way.turn_away(call):
                return
            try:
                self._answer_for(handler, self._way.without_views(call))
            except (OnThePage, PasskeyWanted):  # Slack asks for no passkey
                self._way.send(call)
        except DomainError as trouble:
            answer(call, trouble, self._teller)
        except SLACK_TROUBLE as trouble:
            self._tell_slow(call, trouble)

    def _answer_for(self, handler: Handler, call: Call) -> None:
        try:
            handler(call)
        except DomainError as trouble:
            try:
                answer(call, trouble, self._teller)
            except SLACK_TROUBLE as slow:
                self._tell_slow(call, slow)
        except SLACK_TROUBLE as slow:
            self._tell_slow(call, slow)

    def _tell_slow(self, call: Call, trouble: Exception) -> None:
        """A view that is a newer one by now (tapped twice, or another act wrote it) says itself how it is.

        So does the view that the same tap has opened, where Slack delivers it a second time.
        """
        if isinstance(trouble, SlackApiError) and trouble.response.get("error") in _STANDS_ALREADY:
            call.ack()
        else:
            answer_slow(call, self._teller)


def _only_keywords(parts: list[str]) -> bool:
    """A keyword alone, or with a reference of the kind it takes."""
    keyword, *rest = parts
    letters = _TAKES_REFERENCE.get(Keyword(keyword.lower()), "")
    if not rest:
        return not letters or keyword.lower() in _MAY_STAND_ALONE
    found = _REFERENCE.fullmatch(rest[0]) if len(rest) == 1 else None
    return found is not None and found[1].upper() in letters


def _keyword_help() -> list[dict[str, Any]]:
    rows = [section(words.ONLY_KEYWORDS)]
    rows += [context(f"{command} - {what}") for command, what in words.HELP_LINES]
    refer = button(Action.START_REFERRAL.value, "Refer a person", style="primary")
    rows.append(actions("help.next", [refer]))
    return rows
