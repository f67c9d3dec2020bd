"""Whom a referral goes to: the rota first, then everybody who could answer, and cards for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from models.access import RESPONDING, Basis, responding_role
from models.database import UnitOfWork
from models.errors import NotOnRoster
from models.notice import Kind, NewNotice
from models.people import Role, active_with, find_actor
from models.referral import Referral
from models.schema import Handle, RowSeal, SlackUserId
from models.site import SiteRules
from models.vault import Seat


def on_call_seats(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, region: str, moment: datetime
) -> list[Seat]:
    """Primary and backup of the rota row that covers this moment; whoever may not respond is left out."""
    row = rules.on_call_at(region, moment)
    users = [row.slack_user_id, row.backup_user_id] if row else []
    return _seats(work, seal, rules, users, moment)


def every_responder(
    work: UnitOfWork,
    seal: RowSeal,
    rules: SiteRules,
    region: str,
    moment: datetime,
    besides: Collection[SlackUserId] = (),
) -> list[Seat]:
    """Everybody of the most fitting role who could be sent in the region, `besides` those asked already.

    For when the rota names nobody who can.
    """
    today = rules.today(moment)
    for role in RESPONDING:
        active = active_with(work, seal, role, today)
        users = [actor.user for actor in active if actor.serves(region) and actor.user not in besides]
        if seats := _seats(work, seal, rules, users, moment):
            return seats
    return []


def project_managers(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, moment: datetime
) -> list[SlackUserId]:
    """Every active project manager."""
    return [actor.user for actor in active_with(work, seal, Role.PROJECT_MANAGER, rules.today(moment))]


def cards(referral: Referral, handles: Mapping[Seat, Handle], kind: Kind, receipt: str) -> list[NewNotice]:
    """One constant card for each seat; the same seat is never sent the same card twice."""
    return [
        NewNotice(
            kind=kind,
            recipient=seat.user,
            dedupe_key=f"{kind.value}:{handle}",
            subject=referral.ref,
            handle=handle,
            receipt=receipt,
        )
        for seat, handle in handles.items()
        if seat.basis is Basis.REFERRAL
    ]


def _seats(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, users: Iterable[SlackUserId], moment: datetime
) -> list[Seat]:
    seats = []
    for user in dict.fromkeys(users):
        try:
            role = responding_role(find_actor(work, seal, user, rules.today(moment)))
        except NotOnRoster:
            continue
        if role is not None:
            seats.append(Seat(user, role, Basis.REFERRAL))
    return seats
