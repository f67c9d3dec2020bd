"""Conferences in tests: releases for the table, a proposal, time that passes, and who reads what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.acts.conference import NewConference, propose
from models.acts.conference_times import When
from models.acts.steps import take as take_step
from models.classes import Category, Purpose
from models.conference import Conference, ConferenceSeat, Reason, Wanted
from models.consent import Recipient
from models.due import finish
from models.due import take as take_due
from models.envelope import SealedItem
from models.notice import Kind, Notice
from models.people import Role
from models.scene import Scene
from models.schema import ConferenceRef, Handle, SlackUserId
from models.sensitive import Sensitive
from models.vault import Opened
from tests.factories import CASE_MANAGER, NOON, OFFICER, PROSECUTOR, QUAY_OFFICER, revealed
from tests.models.sharing import OFFICE, POLICE, Sharing

TUESDAY = NOON + timedelta(days=2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRIEF = {
    Category.ENGAGEMENT: {"wanted": Sensitive("one way to meet him, for both precincts")},
    Category.BARRIERS: {"barriers": Sensitive("two approaches at once")},
    Category.LEGAL_CALENDAR: {"court": Sensitive("a date on Friday")},
    Category.LOCATION: {"place": Sensitive("by the ferry steps at dawn")},
}
GUESTS = (OFFICER, QUAY_OFFICER, PROSECUTOR)


def police(*categories: Category, role: Role = Role.OFFICER, regions: Collection[str] = ()) -> Recipient:
    """The police, told for conferences."""
    named = frozenset(categories or (Category.ENGAGEMENT, Category.BARRIERS))
    return Recipient(POLICE, role, named, frozenset({Purpose.CONFERENCE}), frozenset(regions))


def prosecutors(*categories: Category) -> Recipient:
    """The prosecutors' office, told for conferences."""
    return Recipient(
        OFFICE,
        Role.LIAISON_PROSECUTOR,
        frozenset(categories or (Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR)),
        frozenset({Purpose.CONFERENCE}),
    )


def new(sharing: Sharing, **more: Any) -> NewConference:
    whole: dict[str, Any] = {
        "participant": sharing.ref,
        "group": sharing.ground.rules.groups_or_default()[0],
        "reason": Reason.TWO_APPROACHES,
        "wanted": Wanted.THIS_WEEK,
        "when": When(TUESDAY, 15),
        "details": BRIEF,
        "invited": GUESTS,
    }
    return NewConference(**{**whole, **more})


def proposed(
    sharing: Sharing, user: SlackUserId = CASE_MANAGER, moment: datetime = NOON, **more: Any
) -> ConferenceRef:
    return sharing.act(lambda scene: propose(scene, new(sharing, **more)).ref, user, moment)


def row(sharing: Sharing, ref: ConferenceRef) -> Conference:
    with sharing.ground.database.look() as work:
        found = work.session.get_one(Conference, ref)
        work.session.expunge(found)
        return found


def seated(sharing: Sharing, ref: ConferenceRef) -> set[SlackUserId]:
    query = select(ConferenceSeat.member).where(
        ConferenceSeat.conference == ref, ConferenceSeat.ended_at.is_(None)
    )
    with sharing.ground.database.look() as work:
        return set(work.session.scalars(query))


def handles(sharing: Sharing, ref: ConferenceRef, user: SlackUserId) -> list[Handle]:
    """Everything that somebody was ever handed of it, withdrawn or not."""
    query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == user)
    with sharing.ground.database.look() as work:
        return list(work.session.scalars(query.order_by(SealedItem.created_at)))


def reads(
    sharing: Sharing, ref: ConferenceRef, user: SlackUserId, moment: datetime = TUESDAY
) -> dict[Category, dict[str, str]]:
    """What somebody sees now, through whichever handle they have."""
    seen: dict[Category, dict[str, str]] = {}
    for handle in handles(sharing, ref, user):
        opened = sharing.ground.open(user, handle, moment)
        assert isinstance(opened, Opened) or revealed(opened) == {}
        for category, fields in revealed(opened).items():
            seen.setdefault(category, {}).update(fields)
    return seen


def told(sharing: Sharing, user: SlackUserId, *kinds: Kind) -> list[str]:
    query = select(Notice.kind).where(
        Notice.recipient == user, Notice.subject.startswith("K-"), Notice.kind != Kind.BLANK_VIEW.value
    )
    with sharing.ground.database.look() as work:
        found = list(work.session.scalars(query.order_by(Notice.id)))
    return [kind for kind in found if not kinds or kind in kinds]


def run(sharing: Sharing, until: datetime) -> None:
    """Everything that falls due until then, each at its own moment."""
    while True:
        with sharing.ground.database.work() as work:
            step = take_due(work, until)
            if step is None:
                return
            ground, moment = sharing.ground, max(step.due_at, NOON)
            scene = Scene(work, ground.vault, ground.audit, ground.rules, SlackUserId("bot"), moment)
            finish(step, take_step(scene, step), moment)
            work.commit()
