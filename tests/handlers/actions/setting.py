"""A table of Lantern Harbor for tests of actions, filled forms, and what people are shown."""

from __future__ import annotations

import itertools

from sqlalchemy import select

from models.action import Action
from models.acts.funds import add
from models.classes import Category, Purpose
from models.consent import Recipient
from models.envelope import SealedItem
from models.people import Role
from models.schema import ActionRef, ParticipantRef
from tests.handlers.consents.releasing import COUNTY, POLICE, begun, days, release
from tests.handlers.harbor import MANAGER, OFFICER, PROSECUTOR, Harbor
from tests.handlers.wing import Json, Wing, picked, texts, typed
from tests.models.tabling import K, lay_conference, lay_open_rows

SECRET = "call the person's case manager by phone before any ticket"
LIGHTS = "ask the city for two more lights"
FORM = "action_form"
_views = itertools.count(1)


def table(harbor: Harbor) -> ParticipantRef:
    """A participant whose release names officers and prosecutors for conferences, and K, S and A."""
    ref = begun(harbor)
    named = {POLICE: Role.OFFICER, COUNTY: Role.LIAISON_PROSECUTOR}
    barriers, conference = frozenset({Category.BARRIERS}), frozenset({Purpose.CONFERENCE})
    release(harbor, ref, [Recipient(agency, role, barriers, conference) for agency, role in named.items()])
    with harbor.ground.database.work() as work:
        seal = harbor.ground.vault.rows
        lay_conference(work, seal, ref, (OFFICER, PROSECUTOR), harbor.time())
        lay_open_rows(work, harbor.time())
        work.commit()
    return ref


def fund(harbor: Harbor, cents: int = 500_00) -> None:
    """A fund with so much in it."""
    harbor.change_rules(funds=[{"code": "flex", "name": "Flexible fund"}])
    with harbor.ground.database.work() as work:
        add(harbor.ground.scene(work, MANAGER), "flex", cents)
        work.commit()


def sent(wing: Wing, user: str, callback: str, about: str, values: Json) -> Json:
    """A filled form, in a view of its own."""
    view = {"callback_id": callback, "private_metadata": about}
    return wing.submit(user, view, values, view_id=f"VACTION{next(_views)}")


def values(harbor: Harbor, who: str = "me", text: str = SECRET, ahead: int = 3, kind: str = "plan") -> Json:
    """Its form with nothing missing."""
    day = harbor.rules().today(harbor.time())
    by = day.fromordinal(day.toordinal() + ahead)
    kinds = picked(FORM, kind=kind) if kind else {}
    return {**typed(FORM, words=text), **days(FORM, by=by), **picked(FORM, who=who), **kinds}


def propose(wing: Wing, user: str, who: str = "me", about: str = K, **more: object) -> Json:
    """Send the form."""
    return sent(wing, user, FORM, about, values(wing.harbor, who, **more))  # type: ignore[arg-type]


def kept(wing: Wing, user: str, who: str = "me", about: str = K, **more: object) -> ActionRef:
    """The same, kept."""
    before = refs(wing.harbor)
    answer = propose(wing, user, who, about, **more)
    assert answer["response_action"] == "update", answer
    (new,) = refs(wing.harbor) - before
    return new


def refs(harbor: Harbor) -> set[ActionRef]:
    """Every action there is."""
    with harbor.ground.database.look() as work:
        return set(work.session.scalars(select(Action.ref)))


def row(harbor: Harbor, ref: ActionRef) -> Action:
    """One as it stands."""
    with harbor.ground.database.look() as work:
        return work.session.get_one(Action, ref)


def item(harbor: Harbor, ref: ActionRef, user: str) -> str:
    """What somebody's card carries."""
    query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
    with harbor.ground.database.look() as work:
        return work.session.scalars(query).one()


def shown(wing: Wing) -> str:
    """The words of the last view."""
    wing.settle()
    return "\n".join(texts(wing.slack.views()[-1]))


def opens(wing: Wing, user: str, ref: str) -> str:
    """What somebody sees behind "Open"."""
    wing.click(user, "action_open", value=ref)
    return shown(wing)


def errors(answer: Json) -> dict[str, str]:
    """Field -> sentence."""
    return {block.partition(".")[2]: said for block, said in answer.get("errors", {}).items()}
