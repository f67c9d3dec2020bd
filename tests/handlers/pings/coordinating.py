"""Filled forms of coordination for tests, and short words for what is done with them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handlers.ids import Action, Event
from models.acts.revocation import revoke
from models.classes import Category
from models.consent import Ended
from models.envelope import SealedItem
from models.notice import Kind
from models.people import Role
from models.ping import Ping
from models.schema import Handle, ParticipantRef, PingRef, SlackUserId
from tests.handlers.consents.releasing import COUNTY, Released, begun, line, release
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR, Harbor
from tests.handlers.wing import Json, Wing, picked, texts, typed

COLLEAGUE = SlackUserId("UTULLEX01")
HERE, DESERT = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Phoenix")
CITY, SALTMARSH = "prosecutor:Lantern Harbor City Attorney", "prosecutor:Saltmarsh County Prosecutor"
CITY_LAWYER = SlackUserId("UCITYAT01")
PHONE = "(555) 010-0140"
CLASSES = (Category.LEGAL_CALENDAR, Category.ENGAGEMENT, Category.BARRIERS)
WORDS = {
    "case": "2026-CR-0000",
    "wanted": "Support quashing the old paper",
    "barriers": "The shelter moved to Dock 7",
    "plan": "A ride is booked",
}
FORM = "ping_form"


def covered(
    harbor: Harbor,
    *categories: Category,
    agency: str = COUNTY,
    ref: ParticipantRef | None = None,
    days: int = 60,
) -> Released:
    """A participant whose release names this office for these classes, in court."""
    named = line(agency, Role.LIAISON_PROSECUTOR, *(categories or CLASSES))
    return release(harbor, ref or begun(harbor), (named,), days=days)


def at_court(harbor: Harbor, by: timedelta = timedelta(days=1), zone: ZoneInfo = HERE) -> Json:
    """Day and hour of a hearing so much later, by the court's own clock."""
    local = (harbor.time() + by).astimezone(zone)
    return {
        f"{FORM}.day": {"value": {"selected_date": local.date().isoformat()}},
        f"{FORM}.hour": {"value": {"selected_time": local.strftime("%H:%M")}},
    }


def values(harbor: Harbor, *, court: str = "superior", ask: str = "hearing", **words: str) -> Json:
    """A form in which nothing is missing: a hearing tomorrow."""
    return {
        **picked(FORM, ask=ask, court=court),
        **at_court(harbor),
        **typed(FORM, **{**WORDS, **words}),
    }


def submit(
    wing: Wing, user: str, filled: Json, *, form: str = FORM, about: str = "", at: str = "", below: str = ""
) -> Any:
    view: Json = {"callback_id": form, "private_metadata": about}
    if below:
        view["previous_view_id"] = below
    return wing.submit(user, view, filled, view_id=at or f"V{len(wing.slack.asked)}{len(str(filled))}{user}")


def asked(
    wing: Wing, ref: str, filled: Json | None = None, *, user: str = CASE_MANAGER, at: str = ""
) -> Ping:
    """Ask through the form; the row."""
    said = submit(wing, user, filled or values(wing.harbor), about=ref, at=at)
    assert said["response_action"] == "update", said
    [found] = set(re.findall(r"P-[0-9A-Z]{5}", json.dumps(said)))
    return row(wing.harbor, PingRef(found))


def row(harbor: Harbor, ref: PingRef) -> Ping:
    with harbor.ground.database.look() as work:
        found = work.session.get_one(Ping, ref)
        work.session.expunge(found)
        return found


def item_of(harbor: Harbor, ref: str, user: str) -> Handle:
    query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
    with harbor.ground.database.look() as work:
        return work.session.scalars(query).one()


def open_item(wing: Wing, user: str, handle: str) -> Json:
    """Tap Open; what the reader is shown."""
    wing.click(user, Action.OPEN_ITEM, value=handle)
    wing.settle()
    return wing.slack.views("views.update")[-1]


def opened(wing: Wing, user: str, ping: Ping) -> str:
    """What somebody reads of it now."""
    return said_in(open_item(wing, user, item_of(wing.harbor, ping.ref, user)))


def said_in(view: Json) -> str:
    return "\n".join(texts(view))


def labels(view: Json) -> list[str]:
    """The words on the buttons of a view."""
    return [
        element["text"]["text"]
        for block in view["blocks"]
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        if element.get("type") == "button"
    ]


def decision(code: str, *, until: str = "", words: str = "", independent: bool = False) -> Json:
    form = "ping_decision"
    filled = {**picked(form, decision=code), **typed(form, words=words)}
    if until:
        filled[f"{form}.until"] = {"value": {"selected_date": until}}
    if independent:
        filled[f"{form}.independent"] = {"value": {"selected_options": [{"value": "yes"}]}}
    return filled


def decide(wing: Wing, ping: Ping, code: str, *, user: str = PROSECUTOR, **more: Any) -> Any:
    """Answer through the form, which stands on the opened item."""
    handle = item_of(wing.harbor, ping.ref, user)
    said = submit(wing, user, decision(code, **more), form="ping_decision", about=handle, below="VBELOW1")
    wing.settle()
    return said


def added(text: str) -> Json:
    """The form that adds what was asked for, with more than the routine update."""
    return {**picked("ping_more", send="more"), **typed("ping_more", more=text)}


def refusals(said: Json) -> dict[str, str]:
    """Field id -> sentence of a form that is to be mended."""
    assert said["response_action"] == "errors", said
    return {block.split(".")[1]: sentence for block, sentence in said["errors"].items()}


def end(harbor: Harbor, told: Released, how: Ended = Ended.SPOKEN) -> None:
    """The participant takes it all back."""
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        revoke(scene, told.ref, list(told.consents.values()), how)
        work.commit()


def home_of(wing: Wing, user: str) -> str:
    wing.event(user, Event.HOME_OPENED, tab="home")
    return said_in(wing.slack.views("views.publish")[-1])


def told(harbor: Harbor, user: str, kinds: Sequence[Kind] = ()) -> list[str]:
    """The kinds of notices about coordination that somebody was posted, oldest first."""
    return [
        notice.kind
        for notice in harbor.notices(*kinds)
        if notice.recipient == user and notice.subject.startswith("P-") and notice.kind != Kind.BLANK_VIEW
    ]


def local(moment: datetime, zone: ZoneInfo = HERE) -> str:
    """As views say a moment."""
    return moment.astimezone(zone).strftime("%a %d %b, %H:%M %Z")
