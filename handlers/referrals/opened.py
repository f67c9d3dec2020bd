"""The face of a referral's sealed item: what its reader sees, and what they may do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from handlers.desk import Face, Ready, Request
from handlers.referrals import views
from handlers.referrals.facts import OpenedItem
from handlers.standing import facts_of
from models.classes import Basis
from models.database import UnitOfWork
from models.duties import ACTS, Act
from models.referral import NEXT, Referral, State
from models.schema import SlackUserId
from models.site import SiteRules
from models.vault import Opened


def referral_face(now: Callable[[], datetime]) -> Face:
    """The face by which the desk shows what is sealed about a referral."""

    def face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
        referral = work.session.scalars(select(Referral).where(Referral.ref == opened.subject)).one()
        item = OpenedItem(
            opened=opened,
            facts=facts_of(referral, rules),
            acts=possible_acts(referral, opened, request.user),
            reader=request.user,
            contacts=rules.contacts,
            now=now(),
        )
        return Ready(opened.subject, lambda told: views.opened_view(item, told))

    return face


def possible_acts(referral: Referral, opened: Opened, reader: SlackUserId) -> tuple[Act, ...]:
    """The acts that would change something now, for this reader, in the order of the work."""
    if opened.basis is not Basis.REFERRAL or opened.role is None:
        return ()
    state = State(referral.state)
    acts = []
    if referral.acknowledged_at is None and state in {State.SUBMITTED, State.DISPATCHED}:
        acts.append(Act.ACKNOWLEDGE)
    if state is State.SUBMITTED:
        acts.append(Act.SEND_OUTREACH)
    if state is State.DISPATCHED and referral.responder in {None, reader}:
        acts.append(Act.ESTIMATE)
    if State.MET in NEXT[state]:
        acts.append(Act.MET)
    if State.NOT_MET in NEXT[state]:
        acts.append(Act.NOT_MET)
    return tuple(act for act in acts if opened.role in ACTS[act])
