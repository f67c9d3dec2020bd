"""A participant with releases for tests, filled forms, and short words for what is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from models.acts.messages import Barred, Outgoing, could_open, send
from models.acts.participants import begin
from models.acts.release import ReleaseForm, sign_release
from models.classes import Category, Purpose
from models.consent import Recipient, Signed
from models.envelope import SealedItem
from models.participant import circle_of
from models.people import Role, find_actor
from models.schema import Handle, MessageRef, ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from tests.handlers.harbor import CASE_MANAGER, PROSECUTOR, Harbor
from tests.handlers.wing import Wing, picked, typed

BRIDGE = "case_management:Harbor Bridge Outreach"
COUNTY = "prosecutor:Lantern County Prosecutor"
POLICE = "police:Lantern Harbor PD"
ADVOCATE, AUDITOR = SlackUserId("UADVOC001"), SlackUserId("UAUDIT001")
ELSEWHERE = SlackUserId("UOTHER001")
NAME, SIGNATURE, EVENT = "Zebulon Testperson", "Third drawer, blue folder", "The dock closes"
SECRETS = (NAME, SIGNATURE, EVENT)
INVENTED = "C-00000"

Json = dict[str, Any]


@dataclass(frozen=True)
class Released:
    """A participant, one release of theirs, and its consents by role."""

    ref: ParticipantRef
    release: str
    consents: dict[Role, str]


def line(agency: str, role: Role, *categories: Category, purpose: Purpose = Purpose.COURT) -> Recipient:
    """One recipient of a form."""
    return Recipient(agency, role, frozenset(categories), frozenset({purpose}))


TO_PROSECUTOR = line(COUNTY, Role.LIAISON_PROSECUTOR, Category.BARRIERS)
TO_SERGEANT = line(POLICE, Role.POLICE_SUPERVISOR, Category.BARRIERS)


def today(harbor: Harbor) -> date:
    return harbor.rules().today(harbor.time())


def begun(harbor: Harbor, user: SlackUserId = CASE_MANAGER) -> ParticipantRef:
    """A participant of this case manager's."""
    with harbor.ground.database.work() as work:
        ref = begin(harbor.ground.scene(work, user), "north").ref
        work.commit()
    return ref


def release(
    harbor: Harbor,
    ref: ParticipantRef,
    recipients: Sequence[Recipient] = (TO_PROSECUTOR, TO_SERGEANT),
    *,
    days: int | None = 60,
    by_event: bool = False,
) -> Released:
    """Sign as the form does, without its sealed side."""
    day = today(harbor)
    until = day + timedelta(days=days) if days is not None else None
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        circle = circle_of(work, harbor.ground.vault.rows, ref)
        assert circle is not None
        form = ReleaseForm(day, Signed.ON_PAPER, tuple(recipients), until, by_event)
        made = sign_release(scene, circle, form).id
        work.commit()
    with harbor.ground.database.look() as work:
        after = circle_of(work, harbor.ground.vault.rows, ref)
        assert after is not None
        consents = {one.role: one.id for one in after.consents if one.release_id == made}
    return Released(ref, made, consents)


def message(
    harbor: Harbor, ref: ParticipantRef, reader: SlackUserId = PROSECUTOR
) -> tuple[MessageRef, Handle]:
    """A sealed message about barriers, for court, from the case manager."""
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        rows = harbor.ground.vault.rows
        sender, to = (find_actor(work, rows, user, today(harbor)) for user in (CASE_MANAGER, reader))
        fields = {"subject": Sensitive("A bed"), "text": Sensitive("The shelter has moved.")}
        outgoing = Outgoing(ref, Category.BARRIERS, Purpose.COURT, fields)
        seat = could_open(scene, to, outgoing)
        assert not isinstance(seat, Barred)
        sent = send(scene, sender, outgoing, [seat]).ref
        work.commit()
    with harbor.ground.database.look() as work:
        query = select(SealedItem.handle).where(SealedItem.recipient == reader, SealedItem.subject == sent)
        return sent, work.session.scalars(query).one()


def several(form: str, **answers: Sequence[str]) -> Json:
    """`state.values` of multi selects."""
    return {
        f"{form}.{name}": {"value": {"selected_options": [{"value": one} for one in chosen]}}
        for name, chosen in answers.items()
    }


def days(form: str, **answers: date | None) -> Json:
    """`state.values` of calendars."""
    return {
        f"{form}.{name}": {"value": {"selected_date": day.isoformat() if day else None}}
        for name, day in answers.items()
    }


def recipient_values(form: str = "release_recipient", **changed: Any) -> Json:
    """The answers about one recipient; `changed` are ready `state.values`."""
    return {
        **picked(form, agency=COUNTY, role=Role.LIAISON_PROSECUTOR.value),
        **several(form, categories=["barriers", "engagement"], purposes=["court"], regions=[]),
        **changed,
    }


def form_values(harbor: Harbor, **changed: Any) -> Json:
    """A form in which nothing is missing."""
    form, day = "release_form", today(harbor)
    return {
        **recipient_values(form),
        **days(form, expires_on=day + timedelta(days=60), signed_on=day),
        **typed(form, event=EVENT, person=NAME, signature=SIGNATURE),
        **picked(form, signed_how="on_paper"),
        **several(form, explained=["yes"]),
        **changed,
    }


def withdrawal(how: str = "spoken", whom: str = "this") -> Json:
    return picked("release_withdraw", how=how, whom=whom)


def shown(wing: Wing) -> Json:
    """The last view that a reader's modal was given."""
    wing.settle()
    return wing.slack.views()[-1]


def buttons(view: Json) -> dict[str, str]:
    """Action id -> value of every button of a view."""
    found: dict[str, str] = {}
    for block in view["blocks"]:
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            if element.get("type") == "button":
                found[element["action_id"]] = element.get("value", "")
    return found
