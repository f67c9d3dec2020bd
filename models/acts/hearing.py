"""Who hears of a turn in a hand-off: whoever was handed it, the officer who waits, the project managers."""

from __future__ import annotations

from sqlalchemy import select

from models.acts.paging import answering, project_managers
from models.classes import Basis
from models.envelope import SealedItem
from models.notice import Kind, NewNotice, post
from models.referral import Referral
from models.scene import Scene


def tell_holders(scene: Scene, referral: Referral, kind: Kind) -> None:
    """Everybody who was handed it hears this in their card's thread."""
    holders = answering(scene, referral) if referral.closed_at is None else _holding(scene, referral)
    post(scene.work, scene.moment, [to_holder(referral, item, kind) for item in holders])


def _holding(scene: Scene, referral: Referral) -> list[SealedItem]:
    query = select(SealedItem).where(
        SealedItem.subject == referral.ref,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.withdrawn_at.is_(None),
    )
    return list(scene.work.session.scalars(query))


def to_holder(referral: Referral, item: SealedItem, kind: Kind, receipt: str = "") -> NewNotice:
    """What one of them hears, once a turn of the referral."""
    key = f"{kind.value}:{item.handle}:{referral.version}"
    return NewNotice(kind, item.recipient, key, subject=referral.ref, handle=item.handle, receipt=receipt)


def tell_officer(scene: Scene, referral: Referral, kind: Kind) -> None:
    """The referrer hears this, with their own item to choose from."""
    own = select(SealedItem.handle).where(
        SealedItem.subject == referral.ref,
        SealedItem.recipient == referral.referrer,
        SealedItem.basis == Basis.OWN.value,
    )
    handle = scene.work.session.scalar(own)
    key = f"{kind.value}:{referral.ref}:{referral.version}"
    post(
        scene.work,
        scene.moment,
        [NewNotice(kind, referral.referrer, key, subject=referral.ref, handle=handle)],
    )


def tell_managers(scene: Scene, referral: Referral, kind: Kind) -> None:
    """Every project manager hears this, but for one who referred."""
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind, one, f"{kind.value}:{referral.ref}:{referral.version}:{one}", subject=referral.ref
            )
            for one in managers
            if one != referral.referrer
        ],
    )
