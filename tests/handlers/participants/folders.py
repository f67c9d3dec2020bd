"""A participant of Lantern Harbor's for tests, and short words for what a care team does with them."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.desk import Opens, Request
from handlers.forms import Draft, Mistakes
from handlers.participants.service import Participants
from models.classes import Category
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from tests.handlers.harbor import CASE_MANAGER, Harbor
from tests.handlers.wing import Json, Wing

BRIDGE = "case_management:Harbor Bridge Outreach"
SECOND, ADVOCATE, ELSEWHERE = map(SlackUserId, ("UBRIDGE02", "UADVOC001", "UOTHER001"))
DETAILS: Mapping[Category, Mapping[str, str]] = {
    Category.IDENTITY: {"called": "Zebulon Testperson", "language": "Fictionese"},
    Category.LOCATION: {"ways": "Dock shelter 7, or 555-0107"},
    Category.DANGER: {"safety": "A goose guards the door."},
}
GOAL = "A door of my own"
STEPS = "Asked about a bed\nBring the papers"
SECRETS = ("Zebulon", "Fictionese", "Dock shelter", "555-0107", "goose", "A door", "about a bed", "papers")


def draft(codes: Mapping[str, str] | None = None, **texts: str) -> Draft:
    """Answers as they are read from a form."""
    places = {name: category for category, fields in DETAILS.items() for name in fields}
    details: dict[Category, dict[str, Sensitive]] = {}
    for name, text in texts.items():
        details.setdefault(places.get(name, Category.ENGAGEMENT), {})[name] = Sensitive(text)
    return Draft(dict(codes or {}), details)


def begin(
    harbor: Harbor,
    user: SlackUserId = CASE_MANAGER,
    *,
    region: str = "north",
    form: str = "VBEGIN1",
    codes: Mapping[str, str] | None = None,
) -> ParticipantRef:
    """Begin with everything filled in."""
    answers = draft(
        {"region": region, **(codes or {})}, **{k: v for f in DETAILS.values() for k, v in f.items()}
    )
    ref = Participants(harbor.ground).begin(user, lambda _: answers, view_id=form)
    assert not isinstance(ref, Mistakes)
    return ref


def with_goal(harbor: Harbor) -> ParticipantRef:
    """The same with one goal of two steps."""
    ref = begin(harbor)
    assert Participants(harbor.ground).add_goal(
        CASE_MANAGER, ref, draft(words=GOAL, steps=STEPS), view_id="VGOAL1"
    )
    return ref


def team_of(harbor: Harbor) -> None:
    """A second case manager, an advocate, and a case manager of another agency take their seats."""
    harbor.seat(SECOND, BRIDGE, Role.CASE_MANAGER)
    harbor.seat(ADVOCATE, BRIDGE, Role.LEGAL_SYSTEM_ADVOCATE)
    harbor.seat(ELSEWHERE, "case_management:Another Bridge", Role.CASE_MANAGER, Role.CLINICAL_SUPERVISOR)


def shown(wing: Wing, user: SlackUserId, handle: str, opens: Opens = Opens.FOLDER) -> Json:
    """What stands on somebody's screen after they opened this."""
    wing.desk.open_now(Request(user, handle, "VSCREEN", "h0", f"req:{len(wing.slack.asked)}", opens))
    return wing.slack.views("views.update")[-1]
