"""The waitlist: its one order, nobody out of turn without a reason, and who is next where there is room."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from models.acts.capacity import caseloads
from models.acts.decision import Decision
from models.errors import OutOfTurn
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Role, active_with
from models.referral import Referral, State
from models.scene import Scene
from models.states import Move

_PROPOSED = 3


def ranked(scene: Scene, region: str = "") -> list[Referral]:
    """The waitlist in its one order: priority, then age. Never reordered silently."""
    query = select(Referral).where(Referral.state == State.WAITLISTED.value, Referral.closed_at.is_(None))
    if region:
        query = query.where(Referral.region == region)
    order = (Referral.priority, Referral.submitted_at, Referral.ref)
    return list(scene.work.session.scalars(query.order_by(*order)))


def propose_next(scene: Scene, regions: Collection[str] = ()) -> None:
    """A place is free: the first three of each region's waitlist are put to its project managers.

    `regions`: which; without any, all of the site's, because whoever has room may serve several.

    Nothing is moved: somebody decides. The same three are proposed once a day at the most.
    """
    today = scene.rules.today(scene.moment)
    loads = caseloads(scene.work, scene.vault.rows, scene.rules, scene.moment)
    room = {load.member for load in loads if load.counted < scene.rules.capacity.ceiling}
    active = active_with(scene.work, scene.vault.rows, Role.CASE_MANAGER, today)
    free = [one for one in active if one.user in room]
    managers = active_with(scene.work, scene.vault.rows, Role.PROJECT_MANAGER, today)
    for region in regions or [one.code for one in scene.rules.regions]:
        first = [one.ref for one in ranked(scene, region)[:_PROPOSED]]
        if not first or not any(one.serves(region) for one in free):
            continue
        refs = " ".join(first)
        post(
            scene.work,
            scene.moment,
            [
                NewNotice(
                    Kind.PLACE_FREE,
                    one.user,
                    f"{Kind.PLACE_FREE.value}:{today}:{region}:{refs}:{one.user}",
                    target=refs,
                    urgency=Urgency.ROUTINE,
                )
                for one in managers
                if one.serves(region)
            ],
        )


def require_reason_to_skip(scene: Scene, referral: Referral, decision: Decision) -> None:
    """Whoever is taken off the waitlist out of turn is taken so for a reason that is written down.

    Raises:
        OutOfTurn: others stand before it, and no reason says why this one.
    """
    if decision.move is not Move.SEND_OUTREACH or referral.state != State.WAITLISTED:
        return
    first = next(iter(ranked(scene, referral.region)), None)
    if first is not None and first.ref != referral.ref and decision.reason is None:
        raise OutOfTurn
