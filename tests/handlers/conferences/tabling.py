"""Filled forms of conferences for tests, and short words for what is done with them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handlers.voice import Message, Spoken, Telling
from handlers.voices import VOICES
from models.classes import Category, Purpose
from models.conference import Conference
from models.notice import Kind, Never, Notice
from models.people import Role
from models.schema import ConferenceRef
from tests.handlers.consents.releasing import COUNTY, POLICE, Released, begun, line, release
from tests.handlers.harbor import CASE_MANAGER, OFFICER, PROSECUTOR, QUAY_OFFICER, Harbor
from tests.handlers.wing import Json, Wing, picked, texts, typed

_numbers = itertools.count(1)
HERE = ZoneInfo("America/Los_Angeles")
GUESTS = (OFFICER, QUAY_OFFICER, PROSECUTOR)
WORDS = {
    "wanted": "One way to meet him",
    "barriers": "Two approaches at once",
    "court": "A date on Friday",
    "place": "By the ferry steps",
}
BROUGHT = {"person": "Zebulon Testperson", "happens": "Wants a bed and somebody to talk to"}
FORM, POTENTIAL = "conference_form", "conference_potential"


def covered(harbor: Harbor) -> Released:
    """A participant whose release names the police and the county's prosecutors for conferences."""
    goals = (Category.ENGAGEMENT, Category.BARRIERS)
    police = line(POLICE, Role.OFFICER, *goals, purpose=Purpose.CONFERENCE)
    county = line(
        COUNTY, Role.LIAISON_PROSECUTOR, *goals, Category.LEGAL_CALENDAR, purpose=Purpose.CONFERENCE
    )
    return release(harbor, begun(harbor), (police, county))


def at(form: str, moment: datetime) -> Json:
    """Day and hour by the group's clock."""
    local = moment.astimezone(HERE)
    return {
        f"{form}.day": {"value": {"selected_date": local.date().isoformat()}},
        f"{form}.hour": {"value": {"selected_time": local.strftime("%H:%M")}},
    }


def soon(harbor: Harbor, by: timedelta = timedelta(hours=30)) -> datetime:
    """A full minute so much later."""
    return (harbor.time() + by).replace(second=0)


def people(form: str, name: str, users: Sequence[str]) -> Json:
    return {f"{form}.{name}": {"value": {"selected_options": [{"value": one} for one in users]}}}


def values(harbor: Harbor, guests: Sequence[str] = GUESTS, **words: str) -> Json:
    """A form in which nothing is missing."""
    return {
        **picked(FORM, reason="two_approaches", wanted_by="this_week", minutes="15"),
        **at(FORM, soon(harbor)),
        **people(FORM, "guests", guests),
        **typed(FORM, **{**WORDS, **words}),
    }


def brought(harbor: Harbor, **words: str) -> Json:
    return {
        **picked(POTENTIAL, reason="safety", wanted_by="today", minutes="15", region="north"),
        **at(POTENTIAL, soon(harbor)),
        **typed(POTENTIAL, **{**BROUGHT, **words}),
    }


def submit(wing: Wing, user: str, form: str, filled: Json, about: str = "", view_id: str = "") -> Any:
    view = {"callback_id": form, "private_metadata": about}
    return wing.submit(user, view, filled, view_id=view_id or f"V{next(_numbers)}")


def proposed(wing: Wing, ref: str, filled: Json | None = None, user: str = CASE_MANAGER) -> Conference:
    """Propose through the form; the newest row."""
    said = submit(wing, user, FORM, filled or values(wing.harbor), ref)
    assert said["response_action"] == "update", said
    return rows(wing.harbor)[-1]


def rows(harbor: Harbor) -> list[Conference]:
    with harbor.ground.database.look() as work:
        found = list(work.session.scalars(select(Conference).order_by(Conference.asked_at, Conference.ref)))
        work.session.expunge_all()
        return found


def row(harbor: Harbor, ref: ConferenceRef) -> Conference:
    return next(one for one in rows(harbor) if one.ref == ref)


def brief(wing: Wing, user: str, ref: str) -> str:
    """Tap the thread's "Brief"; what the reader is shown."""
    wing.click(user, "conference_brief", value=ref)
    wing.settle()
    return said_in(wing.slack.views("views.update")[-1])


def said_in(view: Json) -> str:
    return "\n".join(texts(view))


def shown(wing: Wing) -> Json:
    """The view that stands before the reader."""
    return wing.slack.views()[-1]


def spoken(harbor: Harbor, notice: Notice) -> Spoken:
    with harbor.ground.database.look() as work:
        telling = Telling(work, harbor.rules(), notice, harbor.ground)
        return VOICES[telling.kind](telling)


def said(harbor: Harbor, kind: Kind, user: str = "") -> list[str]:
    """What leaves of the notices of this kind."""
    found = [one for one in harbor.notices(kind) if user in {"", one.recipient}]
    spoke = [spoken(harbor, one) for one in found]
    return [one.text for one in spoke if isinstance(one, Message)] + [
        one.why for one in spoke if isinstance(one, Never)
    ]
