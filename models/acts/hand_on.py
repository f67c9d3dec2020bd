"""An open referral goes on with others when whoever had a part in it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.acts.paging import page_the_next, project_managers
from models.audit import AuditTrail, Verb
from models.classes import Basis
from models.database import UnitOfWork
from models.duties import RESPONDING, Act, require_act
from models.envelope import SealedItem
from models.errors import NotAllowed
from models.notice import Kind, NewNotice, post
from models.people import Role
from models.referral import Door, Referral, State
from models.schema import SlackUserId
from models.site import SiteRules
from models.vault import Vault


@dataclass(frozen=True)
class Scene:
    """One departure: who is gone, when, by whose word (`by`: an actor of the audit), and with what."""

    work: UnitOfWork
    vault: Vault
    audit: AuditTrail
    rules: SiteRules
    user: SlackUserId
    moment: datetime
    by: str


def hand_on(scene: Scene, referral: Referral) -> None:
    """It waits for somebody again; whoever else was handed it hears so, else the next are asked.

    A row that somebody altered is left alone: signing it anew would make it hold.
    """
    if not scene.vault.rows.row_holds(referral):
        return
    had_it = scene.user in {referral.acknowledged_by, referral.responder}
    if had_it:
        referral.wait_again()
        scene.vault.rows.sign_row(referral)
        scene.work.session.flush()
        scene.audit.append(
            scene.work,
            moment=scene.moment,
            actor=scene.by,
            verb=Verb.REFERRAL_HANDED_OVER,
            objects=(referral.ref,),
            decision="waits_again",
        )
        _tell_referrer(scene, referral, Kind.WAITS_AGAIN)
    if referral.acknowledged_at is not None:
        return
    others = _others(scene, referral)
    if had_it:
        post(scene.work, scene.moment, [_waits(referral, item) for item in others])
    if others or referral.state != State.DISPATCHED:
        return
    if not page_the_next(scene.work, scene.vault, scene.audit, scene.rules, referral, scene.moment):
        _tell_nobody_left(scene, referral)


def _waits(referral: Referral, item: SealedItem) -> NewNotice:
    key = f"waits:{item.handle}:{referral.version}"
    return NewNotice(Kind.CARD_WAITS, item.recipient, key, subject=referral.ref, handle=item.handle)


def _others(scene: Scene, referral: Referral) -> list[SealedItem]:
    """The items of it that others hold, can open today, and could answer it with."""
    query = select(SealedItem).where(
        SealedItem.subject == referral.ref,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.recipient != scene.user,
        SealedItem.withdrawn_at.is_(None),
    )
    opener = scene.vault.opener
    return [
        item
        for item in scene.work.session.scalars(query.order_by(SealedItem.handle)).all()
        if _answers(referral, item)
        and opener.still_open(scene.work, scene.rules, item.recipient, item.handle, scene.moment)
    ]


def _answers(referral: Referral, item: SealedItem) -> bool:
    role = Role(item.role)
    if referral.state == State.DISPATCHED:
        return role in RESPONDING
    try:
        require_act(Act.ACKNOWLEDGE, role)
    except NotAllowed:
        return False
    return True


def _tell_referrer(scene: Scene, referral: Referral, kind: Kind) -> None:
    # A community referral has no window: its referrer hears nothing between the receipt and the end.
    windowless = referral.door == Door.COMMUNITY or referral.state != State.DISPATCHED
    if windowless or referral.referrer == scene.user:
        return
    key = f"{kind.value}:{referral.ref}:{referral.version}"
    post(scene.work, scene.moment, [NewNotice(kind, referral.referrer, key, subject=referral.ref)])


def _tell_nobody_left(scene: Scene, referral: Referral) -> None:
    _tell_referrer(scene, referral, Kind.NOBODY_ON_CALL)
    kind = Kind.NOBODY_ON_CALL
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind,
                manager,
                f"{kind.value}:{referral.ref}:{referral.version}:{manager}",
                subject=referral.ref,
            )
            for manager in project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
            if manager != referral.referrer
        ],
    )
