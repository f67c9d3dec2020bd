"""Filled forms of the other lawyers for tests, and short words for what is done with them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers.beats import Search
from handlers.ids import Action
from models.acts import questions
from models.acts.matters import Matter, keep_matter
from models.classes import Category
from models.envelope import SealedItem
from models.people import Role
from models.schema import Handle, ParticipantRef, PingRef, SlackUserId
from models.sensitive import Sensitive
from tests.handlers.consents.releasing import begun, line, release
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR, Harbor
from tests.handlers.wing import Json, Wing, picked, texts, typed

DEFENDER, LAWYER = SlackUserId("UAPPLEG01"), SlackUserId("UPELL0001")
COUNTY = "prosecutor:Lantern County Prosecutor"
DEFENSE = "defense:Lantern County Public Defense"
AID = "legal_services:Tidewater Legal Aid"
NUMBER, OTHER_NUMBER = "26-1-00417-2", "99-9-99999-9"
WORDS = "The lab report came back"
ROUTINE = "We are working together. Nothing further that would help today."
FORMS = {PROSECUTOR: "question_form", DEFENDER: "scheduling_form"}
AGENCIES = {PROSECUTOR: (COUNTY, Role.LIAISON_PROSECUTOR), DEFENDER: (DEFENSE, Role.PUBLIC_DEFENDER)}


def with_matter(
    harbor: Harbor, number: str = NUMBER, ref: ParticipantRef | None = None, days: int = 5
) -> tuple[ParticipantRef, str]:
    """A participant with a court matter of this number and a date to come; the matter's id."""
    about = ref or begun(harbor)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        hearing = harbor.time() + timedelta(days=days)
        kept = keep_matter(
            scene, about, Matter("superior", hearing_at=hearing, details={"number": Sensitive(number)})
        )
        work.commit()
        return about, kept.id


def covered(harbor: Harbor, ref: ParticipantRef, user: str, *categories: Category) -> Any:
    """A release that lets this lawyer be told of court dates."""
    agency, role = AGENCIES[SlackUserId(user)]
    return release(harbor, ref, (line(agency, role, *(categories or (Category.LEGAL_CALENDAR,))),))


def values(harbor: Harbor, user: str, *, days: int = 3, number: str = NUMBER, **words: str) -> Json:
    """A question in which nothing is missing."""
    form = FORMS[SlackUserId(user)]
    chosen = {"ask": "filing"} if form == "question_form" else {"help": "attend"}
    by = harbor.rules().today(harbor.time()) + timedelta(days=days)
    return {
        **picked(form, court="superior", **chosen),
        **typed(form, number=number, words=words.get("words", WORDS)),
        f"{form}.by": {"value": {"selected_date": by.isoformat()}},
    }


def ask(wing: Wing, user: str, filled: Json | None = None, at: str = "VASK1") -> Json:
    """`/lead ping`, filled and sent; the answer."""
    wing.command(user, "ping")
    form = wing.slack.views("views.open")[-1]
    assert form["callback_id"] == FORMS[SlackUserId(user)]
    return wing.submit(user, form, filled or values(wing.harbor, user), view_id=at)


def asked(wing: Wing, user: str, number: str = NUMBER, at: str = "VASK1") -> PingRef:
    """The same, and what the receipt names; the vault has looked since."""
    said = ask(wing, user, values(wing.harbor, user, number=number), at)
    assert said["response_action"] == "update", said
    [found] = set(re.findall(r"P-[0-9A-Z]{5}", json.dumps(said)))
    look(wing.harbor)
    return PingRef(found)


def look(harbor: Harbor) -> None:
    """The beat, a few seconds later."""
    harbor.time.go(timedelta(seconds=6))
    Search(harbor.ground, questions.look, questions.write_down).beat()


def item(harbor: Harbor, ref: str, user: str, basis: str = "") -> Handle:
    """Somebody's item of it, the newest."""
    query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
    if basis:
        query = query.where(SealedItem.basis == basis)
    with harbor.ground.database.look() as work:
        return work.session.scalars(query).one()


def open_item(wing: Wing, user: str, handle: str) -> Json:
    """Tap Open; what the reader is shown."""
    wing.click(user, Action.OPEN_ITEM, value=handle)
    return shown(wing)


def shown(wing: Wing) -> Json:
    """What was drawn last."""
    wing.settle()
    return wing.slack.views("views.update")[-1]


def read(view: Json) -> str:
    """Everything a view says."""
    return "\n".join(texts(view))


def labels(view: Json) -> list[str]:
    """The words on its buttons."""
    return [
        element["text"]["text"]
        for block in view["blocks"]
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        if element.get("type") == "button"
    ]


def value_of(view: Json, label: str) -> str:
    """What the first button of these words carries."""
    return next(
        str(element.get("value", ""))
        for block in view["blocks"]
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        if element.get("type") == "button" and element["text"]["text"] == label
    )


def submit(wing: Wing, user: str, form: str, filled: Json, about: str, at: str = "") -> Json:
    """A form on top of an opened view."""
    view: Json = {
        "callback_id": form,
        "private_metadata": about,
        "previous_view_id": "VBELOW1",
        "root_view_id": "VBELOW1",
    }
    said = wing.submit(user, view, filled, view_id=at or f"V{len(wing.slack.asked)}")
    wing.settle()
    return said


def day(form: str, field: str, iso: str) -> Json:
    """A date picker's answer."""
    return {f"{form}.{field}": {"value": {"selected_date": iso}}}
