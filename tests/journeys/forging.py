"""What somebody could try: clicks in another's name, altered rows, bytes that Slack never sent."""

from __future__ import annotations

import copy
import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, text

from models.schema import ReferralRef
from sandbox.signed_http import body_and_type, signature
from sandbox.wire import Json
from tests.canary import Canaries
from tests.stage import RESPONDER, Stage, wait_until


@dataclass(frozen=True)
class Answered:
    """An HTTP answer: status, the headers that say anything, body."""

    status: int
    kind: str
    body: bytes


def post(stage: Stage, body: str, content_type: str, timestamp: str, signed: str | None) -> Answered:
    """POST bytes to the bot as they are; without a signature header when `signed` is None."""
    connection = http.client.HTTPConnection("127.0.0.1", stage.bot.process.http.port, timeout=30)
    headers = {"Content-Type": content_type, "X-Slack-Request-Timestamp": timestamp}
    if signed is not None:
        headers["X-Slack-Signature"] = signed
    try:
        connection.request("POST", "/slack/events", body.encode(), headers)
        answer = connection.getresponse()
        return Answered(answer.status, answer.headers["content-type"], answer.read())
    finally:
        connection.close()


def post_signed(
    stage: Stage, kind: str, payload: Json, *, seconds: int = 0, secret: str = "", repeat: int = 1
) -> list[Answered]:
    """POST a payload, signed `seconds` from now, the very same bytes `repeat` times."""
    body, content_type = body_and_type(kind, payload)
    timestamp = str(int(time.time()) + seconds)
    signed = signature(secret or stage.server.signing_secret, timestamp, body)
    return [post(stage, body, content_type, timestamp, signed) for _ in range(repeat)]


def last_payload(stage: Stage, name: str, fits: Callable[[Json], bool] = lambda _: True) -> Json:
    """The last genuine delivery of a name, to be altered."""
    found = [call.request for call in stage.server.deliveries(name) if fits(call.request)]
    return copy.deepcopy(found[-1])


def click_on_card(stage: Stage, user: str, handle: str) -> Json:
    """A click on a card's Open, as Slack would send it for this user, with this handle."""
    payload = last_payload(stage, "block_actions", lambda sent: "message" in sent)
    payload["actions"][0]["value"] = handle
    return in_the_name_of(stage, payload, user)


def in_the_name_of(stage: Stage, payload: Json, user: str) -> Json:
    """The same payload with another user, and a trigger that is theirs."""
    workspace = stage.server.workspace
    with workspace.lock:
        person = workspace.person(user)
        trigger = workspace.triggers.new_trigger(user)
        workspace.views.clear(user)
    who = {"id": user, "username": person.handle, "name": person.handle, "team_id": payload["team"]["id"]}
    return payload | {"user": who, "trigger_id": trigger}


def view_shown_for(stage: Stage, payload: Json) -> str:
    """Deliver a click and wait for the view that its modal ends with; its JSON as it was sent."""
    before = len(stage.server.recorder.calls())
    stage.server.courier.ask("interactive", payload)
    if stage.settings.page is not None:
        return _shown_on_the_page(stage, str(payload["user"]["id"]))
    trigger = payload["trigger_id"]
    opened = [
        call
        for call in stage.server.recorder.calls("views.open", "bot->slack", before)
        if call.request["trigger_id"] == trigger
    ]
    assert len(opened) == 1
    view_id = opened[0].response["view"]["id"]

    def updates() -> list[str]:
        calls = stage.server.recorder.calls("views.update", "bot->slack", before)
        return [json.dumps(call.request["view"]) for call in calls if call.request["view_id"] == view_id]

    wait_until(updates, "the modal says something")
    return updates()[0]


def _shown_on_the_page(stage: Stage, user: str) -> str:
    """The page that the click ends with; what is random on every page by design is taken out."""
    person = stage.page_person(user)
    person.follow()
    person.wait_view(predicate=lambda view: view.callback_id != "opening")
    return person.reader.plain


@contextmanager
def altered(stage: Stage, table: str, where: str, **columns: Callable[[Any], Any]) -> Iterator[None]:
    """One row with columns changed by somebody who can write to the database; put right afterwards."""
    engine = create_engine(stage.settings.database_url)
    names = ", ".join(columns)
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    row = f"(SELECT rowid FROM {table} WHERE {where} ORDER BY rowid LIMIT 1)"  # noqa: S608 - the test's own
    with engine.begin() as connection:
        rowid, *values = connection.execute(
            text(f"SELECT rowid, {names} FROM {table} WHERE rowid = {row}")  # noqa: S608 - the test's own
        ).one()
        before = dict(zip(columns, values, strict=True))
        change = text(f"UPDATE {table} SET {sets} WHERE rowid = {rowid}")  # noqa: S608 - the test's own
        after = {name: change_it(before[name]) for name, change_it in columns.items()}
        assert after != before, "the row must change"
        connection.execute(change, after)
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(change, before)
        engine.dispose()


@contextmanager
def swapped(stage: Stage, table: str, rows: tuple[str, str], columns: tuple[str, ...]) -> Iterator[None]:
    """Two rows with these columns exchanged; put right afterwards."""
    engine = create_engine(stage.settings.database_url)
    names = ", ".join(columns)
    with engine.connect() as connection:
        one, other = (
            connection.execute(
                text(f"SELECT {names} FROM {table} WHERE {row} ORDER BY rowid LIMIT 1")  # noqa: S608 - as above
            ).one()
            for row in rows
        )
    engine.dispose()
    assert one != other
    first = {name: _always(value) for name, value in zip(columns, other, strict=True)}
    second = {name: _always(value) for name, value in zip(columns, one, strict=True)}
    with altered(stage, table, rows[0], **first), altered(stage, table, rows[1], **second):
        yield


def _always(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def flipped(value: bytes) -> bytes:
    """The last bit the other way."""
    return value[:-1] + bytes([value[-1] ^ 1])


@dataclass(frozen=True)
class Handed:
    """A referral that was handed out, and what each person's item is called."""

    stage: Stage
    canaries: Canaries
    ref: ReferralRef
    handles: dict[str, str]

    def view_for(self, user: str, handle: str | None = None) -> str:
        """What a click on a card shows this user; `handle` None = the responder's own item."""
        click = click_on_card(self.stage, user, self.handles[RESPONDER] if handle is None else handle)
        return view_shown_for(self.stage, click)


def as_view(sent: str) -> Json:
    """A view's JSON as an object again."""
    view: Json = json.loads(sent)
    return view
