"""Whom a referral goes to: the rota first, then everybody who could answer, and cards for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from models.audit import AuditTrail, Verb
from models.classes import Basis
from models.database import UnitOfWork
from models.duties import ACTS, RESPONDING, Act, responding_role
from models.envelope import SealedItem
from models.errors import NotOnRoster, Unsafe
from models.notice import Kind, NewNotice, post
from models.people import Role, active_with, find_actor
from models.referral import Referral, State
from models.rota import shift_at
from models.scene import Scene
from models.schema import Handle, RowSeal, SlackUserId
from models.site import SiteRules
from models.vault import Seat, Vault


def on_call_seats(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, region: str, moment: datetime
) -> list[Seat]:
    """Whoever is on call now by the rota and by who stands in, in order; who may not go is left out."""
    shift = shift_at(work, seal, rules, region, moment)
    return _seats(work, seal, rules, shift.users, moment)


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


def answering(scene: Scene, referral: Referral, besides: SlackUserId | None = None) -> list[SealedItem]:
    """The items of those who can open it today and could answer it; `besides` is left out."""
    query = select(SealedItem).where(
        SealedItem.subject == referral.ref,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.withdrawn_at.is_(None),
    )
    roles = RESPONDING if referral.state == State.DISPATCHED else tuple(ACTS[Act.ACKNOWLEDGE])
    opener = scene.vault.opener
    return [
        item
        for item in scene.work.session.scalars(query.order_by(SealedItem.handle)).all()
        if item.recipient != besides
        and Role(item.role) in roles
        and opener.still_open(scene.work, scene.rules, item.recipient, item.handle, scene.moment)
    ]


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


def page_the_next(
    work: UnitOfWork,
    vault: Vault,
    audit: AuditTrail,
    rules: SiteRules,
    referral: Referral,
    moment: datetime,
) -> bool:
    """Page the next of the rota who was not asked yet, else every other responder; False = nobody left."""
    handed = set(work.session.scalars(select(SealedItem.recipient).where(SealedItem.subject == referral.ref)))
    rota = on_call_seats(work, vault.rows, rules, referral.region, moment)
    seats = [seat for seat in rota if seat.user not in handed][:1]
    seats = seats or every_responder(work, vault.rows, rules, referral.region, moment, besides=handed)
    if not seats:
        return False
    try:
        handles = vault.sealer.share(work, referral, seats, moment)
    except Unsafe:
        return False  # what was sealed cannot be handed on; people are told all the same, and call
    leaf = audit.append(
        work, moment=moment, actor="bot", verb=Verb.NOTICE_POSTED, objects=(referral.ref,), decision="next"
    )
    post(work, moment, cards(referral, handles, Kind.CARD_NOW, audit.receipt(leaf.digest)))
    return True


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
