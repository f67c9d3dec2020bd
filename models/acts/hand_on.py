"""An open referral goes on with others when whoever had a part in it is gone."""

from __future__ import annotations

from models.acts.chain import answered, plan_asking
from models.acts.paging import answering, page_the_next, project_managers
from models.audit import Verb
from models.envelope import SealedItem
from models.notice import Kind, NewNotice, post
from models.referral import Door, Referral, State
from models.scene import Scene
from models.schema import SlackUserId


def hand_on(scene: Scene, gone: SlackUserId, referral: Referral) -> None:
    """It waits for somebody again; whoever else was handed it hears so, else the next are asked.

    Where somebody stands and waits, they are asked anew from now on. A row that somebody altered is left
    alone: signing it anew would make it hold.
    """
    if not scene.vault.rows.row_holds(referral):
        return
    had_it = gone in {referral.acknowledged_by, referral.responder}
    if had_it:
        _wait_again(scene, gone, referral)
    if referral.acknowledged_at is not None:
        return
    others = answering(scene, referral, besides=gone)
    if had_it:
        post(scene.work, scene.moment, [_waits(referral, item) for item in others])
    if others or referral.state != State.DISPATCHED:
        return
    if not page_the_next(scene.work, scene.vault, scene.audit, scene.rules, referral, scene.moment):
        _tell_nobody_left(scene, gone, referral)


def _wait_again(scene: Scene, gone: SlackUserId, referral: Referral) -> None:
    referral.wait_again()
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    scene.note(Verb.REFERRAL_HANDED_OVER, (referral.ref,), "waits_again")
    answered(scene, referral)  # whatever is left of the former turn
    plan_asking(scene, referral)
    _tell_referrer(scene, gone, referral, Kind.WAITS_AGAIN)


def _waits(referral: Referral, item: SealedItem) -> NewNotice:
    key = f"waits:{item.handle}:{referral.version}"
    return NewNotice(Kind.CARD_WAITS, item.recipient, key, subject=referral.ref, handle=item.handle)


def _tell_referrer(scene: Scene, gone: SlackUserId, referral: Referral, kind: Kind) -> None:
    # A community referral has no window: its referrer hears nothing between the receipt and the end.
    windowless = referral.door == Door.COMMUNITY or referral.state != State.DISPATCHED
    if windowless or referral.referrer == gone:
        return
    key = f"{kind.value}:{referral.ref}:{referral.version}"
    post(scene.work, scene.moment, [NewNotice(kind, referral.referrer, key, subject=referral.ref)])


def _tell_nobody_left(scene: Scene, gone: SlackUserId, referral: Referral) -> None:
    _tell_referrer(scene, gone, referral, Kind.NOBODY_ON_CALL)
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
