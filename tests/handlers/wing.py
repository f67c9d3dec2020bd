"""The Slack wing put together for tests: real listeners and ground, and a Slack that remembers calls."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from handlers.call import Tables
from handlers.desk import Desk
from handlers.dispatch import Dispatch
from handlers.features import entries, triggers
from handlers.home.pane import HomePane
from handlers.home.service import Home as HomeService
from handlers.members.service import Departures
from handlers.rollcall.schedule_rooms import Rooms
from handlers.slack_client import Home, LiveAccounts, LiveScreen
from handlers.telling import Teller
from sandbox.limits import check_message, check_view
from tests.handlers.harbor import NEIGHBOR, TEAM, Harbor

APP = "A0LEADBOT"
HOME = Home(TEAM, "", APP, "UBOTLEAD1", "B0LEADBOT")
_numbers = itertools.count(1)

Json = dict[str, Any]


class RememberingSlack(WebClient):
    """Answers as Slack would, keeps what it was asked, and refuses every view that Slack would refuse."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-fictional")
        self.asked: list[tuple[str, Json]] = []
        self.trouble: dict[str, Exception] = {}
        self.rooms: dict[str, Json] = {}
        self.accounts: dict[str, Json] = {NEIGHBOR: {"is_restricted": True}}

    def api_call(self, api_method: str, **kwargs: Any) -> SlackResponse:
        sent: Json = dict(kwargs.get("json") or kwargs.get("params") or {})
        self.asked.append((api_method, sent))
        if api_method in self.trouble:
            raise self.trouble[api_method]
        return self.answer(api_method, self._answer_to(api_method, sent))

    def _answer_to(self, method: str, sent: Json) -> Json:
        if method.startswith("views."):
            check_view(sent["view"], "home" if method == "views.publish" else "modal")
            return {
                "view": {"id": sent.get("view_id") or f"V{next(_numbers)}", "hash": "h1", "type": "modal"}
            }
        if method == "conversations.info":
            if sent["channel"] not in self.rooms:
                raise slack_error("channel_not_found")
            return {"channel": {"id": sent["channel"], **self.rooms[sent["channel"]]}}
        user = sent["user"]
        return {"user": {"id": user, "team_id": TEAM, **self.accounts.get(user, {})}}

    def answer(self, method: str, data: Json) -> SlackResponse:
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=method,
            req_args={},
            data={"ok": True, **data},
            headers={},
            status_code=200,
        )

    def views(self, method: str = "") -> list[Json]:
        """The views it was sent, oldest first."""
        return [sent["view"] for name, sent in self.asked if "view" in sent and method in {"", name}]


def slack_error(code: str) -> SlackApiError:
    answer = {"ok": False, "error": code}
    return SlackApiError("refused", answer)  # type: ignore[no-untyped-call]  # slack_sdk left it so


def texts(value: Any) -> list[str]:
    """Every text object's words in a view or message."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [word for inner in value.values() for word in texts(inner)]
    if isinstance(value, list):
        return [word for inner in value for word in texts(inner)]
    return []


def text_types(value: Any) -> set[str]:
    """The kinds of text object in a view or message."""
    if isinstance(value, dict):
        own = {str(value["type"])} if isinstance(value.get("text"), str) and "type" in value else set()
        return own.union(*(text_types(inner) for inner in value.values()))
    if isinstance(value, list):
        return set[str]().union(*(text_types(inner) for inner in value))
    return set()


@dataclass
class Wing:
    """Everything that answers Slack, and what it said."""

    harbor: Harbor
    slack: RememberingSlack
    dispatch: Dispatch
    tables: Tables
    desk: Desk
    teller: Teller
    pauses: list[float]
    pane: HomePane
    rests: list[float]  # how long the pane let things gather, in seconds
    logged: list[tuple[str, str]] = field(default_factory=list)
    acked: Ack | None = None  # the last answer, with its HTTP status

    def command(self, user: str, text: str, **more: Any) -> Json:
        body = {"command": "/lead", "text": text, "user_id": user, "trigger_id": trigger(), "team_id": TEAM}
        return self._said(self.dispatch.command, body | more)

    def shortcut(self, user: str, callback_id: str) -> Json:
        body = {"type": "shortcut", "callback_id": callback_id, "user": {"id": user}, "trigger_id": trigger()}
        return self._said(self.dispatch.shortcut, body)

    def click(
        self,
        user: str,
        action: str,
        *,
        value: str = "",
        chosen: str = "",
        view: Json | None = None,
        key: str = "",
    ) -> Json:
        made: Json = {"action_id": action, "value": value}
        if chosen:
            made["selected_option"] = {"value": chosen}
        body: Json = {
            "type": "block_actions",
            "user": {"id": user},
            "trigger_id": key or trigger(),
            "actions": [made],
        }
        if view is not None:
            body["view"] = {"id": "VMODAL", "hash": "h0", "type": "modal", **view}
        return self._said(self.dispatch.action, body)

    def submit(
        self,
        user: str,
        view: Mapping[str, Any],
        values: Mapping[str, Any],
        *,
        view_id: str = "VFORM9",
        key: str = "",
    ) -> Json:
        trigger_id = key or trigger()
        # Each form stands as it was shown anew; the same delivery once more is the same form.
        stood = "h0" if view_id != "VFORM9" else f"h{trigger_id}"
        filled = {"hash": stood, **view, "id": view_id, "state": {"values": values}}
        body = {
            "type": "view_submission",
            "user": {"id": user},
            "trigger_id": trigger_id,
            "view": filled,
        }
        return self._said(self.dispatch.submission, body)

    def event(self, user: str, kind: str, *, event_id: str = "", **more: Any) -> Json:
        event = {"type": kind, "user": user, **more}
        return self._said(self.dispatch.event, {"event": event, "event_id": event_id or trigger()})

    def settle(self) -> None:
        """Wait until every opening that was begun is through (one worker: first in, first out)."""
        self.desk._pool.submit(lambda: None).result(10)

    def _said(self, listen: Callable[[Json, WebClient, Ack], None], body: Json) -> Json:
        ack = Ack()  # type: ignore[no-untyped-call]  # Bolt left it so
        listen(body, self.slack, ack)
        assert ack.response is not None, "nothing was acknowledged"
        self.acked = ack
        said: Json = json.loads(ack.response.body) if ack.response.body else {}
        if "command" in body and said:
            check_message(said.get("text"), said.get("blocks"))
        if "view" in said:
            check_view(said["view"], "modal")
        return said


def trigger() -> str:
    return f"{next(_numbers)}.fictional"


def typed(form: str, **answers: str) -> Json:
    """`state.values` of a form of text fields."""
    return {
        f"{form}.{name}": {"value": {"type": "plain_text_input", "value": text}}
        for name, text in answers.items()
    }


def picked(form: str, **answers: str) -> Json:
    """`state.values` of selects."""
    return {
        f"{form}.{name}": {"value": {"selected_option": {"value": text}}} for name, text in answers.items()
    }


def ticked(form: str, **answers: str) -> Json:
    """`state.values` of checkboxes."""
    return {
        f"{form}.{name}": {"value": {"selected_options": [{"value": text}]}} for name, text in answers.items()
    }


FIRST = typed("arrest_first", place="Dock shelter 7", callback="555-0107")
REST_VALUES = {
    **picked("arrest_rest", hand_off="scene", offence="possession"),
    **typed("arrest_rest", person="Zebulon Testperson"),
    **ticked("arrest_rest", attested="yes"),
}
COMMUNITY_VALUES = {
    **picked("community", danger="no"),
    **typed("community", place="Dock shelter 7", times="Evenings", happens="He asked about a bed."),
}


def raise_wing(
    harbor: Harbor,
    slack: RememberingSlack | None = None,
    desk_kind: type[Desk] = Desk,
    beside: Executor | None = None,
) -> Wing:
    """Every listener on this harbor's ground, with one opening at a time.

    `beside`: what draws an open Home again, if anything does.
    """
    slack, pauses, rests = slack or RememberingSlack(), list[float](), list[float]()
    logged = list[tuple[str, str]]()

    def log(what: str, trouble: BaseException) -> None:
        logged.append((what, type(trouble).__name__))

    teller = Teller(harbor.ground)
    pane = HomePane(
        HomeService(harbor.ground),
        teller,
        slack,
        log_error=log,
        beside=beside,
        seconds=lambda: harbor.ground.now().timestamp(),
        rest=rests.append,
    )
    desk = desk_kind(
        harbor.ground,
        LiveAccounts(slack, HOME),
        LiveScreen(slack),
        entries(harbor.ground),
        log_error=log,
        workers=1,
        pause=pauses.append,
        ended=str if beside is None else pane.follow,
    )
    departures = Departures(harbor.ground)
    listed = triggers(harbor.ground, desk, teller, HOME, departures, Rooms(slack), pane)
    dispatch = Dispatch(listed, teller, acted=id if beside is None else pane.acted)
    return Wing(harbor, slack, dispatch, listed, desk, teller, pauses, pane, rests, logged)
