"""Filled forms of sealed messages for tests, and short words for what is done with them."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import select

from handlers.ids import Action, Event
from handlers.ids import View as ViewId
from models.acts.revocation import revoke
from models.consent import Ended
from models.envelope import SealedItem
from models.message import SealedMessage
from models.schema import Handle, ParticipantRef, SlackUserId
from tests.handlers.consents.releasing import COUNTY, Released, begun, release
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR, Harbor
from tests.handlers.wing import Json, Wing, picked, texts, typed

SUBJECT, TEXT = "Zebulon Testperson and a bed", "He asked about a bed at Dock shelter 7"
OFFICE = f"liaison_prosecutor@{COUNTY}"
TEAM = "case_manager@case_management:Harbor Bridge Outreach"


def people(form: str, *chosen: str) -> Json:
    return {f"{form}.people": {"value": {"selected_users": list(chosen)}}}


def values(form: str = "seal_message", *to: str, **changed: str) -> Json:
    """A form in which nothing is missing: about barriers, for court, to these people."""
    codes = {"kind": "barriers", "wanted": "now", **changed}
    if form != "seal_reply":
        codes = {"purpose": "court", **codes}
    return {
        **picked(form, **codes),
        **typed(form, subject=SUBJECT, text=TEXT),
        **(people(form, *to) if form != "seal_reply" else {}),
    }


def submit(
    wing: Wing, user: str, filled: Json, *, handle: str = "", form: str = "seal_message", at: str = ""
) -> Any:
    view = {"callback_id": form, "private_metadata": handle}
    return wing.submit(user, view, filled, view_id=at or f"V{len(wing.slack.asked)}{len(str(filled))}{user}")


def released(harbor: Harbor) -> Released:
    """A participant whose release names the prosecutors for barriers in court."""
    return release(harbor, begun(harbor))


def sealed(
    wing: Wing, ref: str, *to: str, sender: SlackUserId = CASE_MANAGER, at: str = "VSEAL1"
) -> SealedMessage:
    """Send through the form; the message's row."""
    said = submit(wing, sender, values("seal_message", *(to or (PROSECUTOR,)), about=ref), at=at)
    assert said["response_action"] == "update", said
    [ref] = re.findall(r"M-[0-9A-Z]{5}", json.dumps(said))
    with wing.harbor.ground.database.look() as work:
        return work.session.get_one(SealedMessage, ref)


def newest(harbor: Harbor) -> SealedMessage:
    with harbor.ground.database.look() as work:
        found = work.session.scalars(select(SealedMessage)).all()
    return max(found, key=lambda one: (one.sent_at, one.answers or ""))


def item_of(harbor: Harbor, ref: str, user: str) -> Handle:
    query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
    with harbor.ground.database.look() as work:
        return work.session.scalars(query).one()


def open_item(wing: Wing, user: str, handle: str) -> Json:
    """Tap Open; what the reader is shown."""
    wing.click(user, Action.OPEN_ITEM, value=handle)
    wing.settle()
    return wing.slack.views("views.update")[-1]


def end(harbor: Harbor, told: Released) -> None:
    """The participant takes it all back, at their word."""
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        revoke(scene, ParticipantRef(told.ref), list(told.consents.values()), Ended.SPOKEN)
        work.commit()


def refusals(said: Json) -> dict[str, str]:
    """Field id -> sentence of a refused form."""
    assert said["response_action"] == "errors", said
    return {block.split(".")[1]: sentence for block, sentence in said["errors"].items()}


FORMS = (ViewId.SEAL_MESSAGE, ViewId.SEAL_ABOUT, ViewId.SEAL_REPLY)


def said_in(view: Json) -> str:
    return "\n".join(texts(view))


def home_of(wing: Wing, user: str) -> Json:
    wing.event(user, Event.HOME_OPENED, tab="home")
    return wing.slack.views("views.publish")[-1]
