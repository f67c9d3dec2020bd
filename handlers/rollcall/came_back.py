"""What came of somebody's own referrals and calls, in the words that whoever referred may have."""

from __future__ import annotations

from statistics import median

from sqlalchemy import or_, select

from handlers.rollcall.facts import CameBack
from handlers.standing import facts_of
from models.acts.closed_loop import works_together
from models.acts.issue_sight import said_and_done
from models.people import Actor
from models.referral import REFERRER_LOOKS, URGENT, Door, Referral
from models.scene import Scene

_SHOWN = 5
_LOOKED_AT = 40
_MINUTE = 60


def came_back(scene: Scene, actor: Actor) -> CameBack:
    """Their newest referrals that they still find, how long help took, what became of what they raised."""
    seal, today = scene.vault.rows, scene.rules.today(scene.moment)
    mine = select(Referral).where(Referral.referrer == actor.user)
    rows = [
        row
        for row in scene.work.session.scalars(
            mine.order_by(Referral.submitted_at.desc(), Referral.ref).limit(_LOOKED_AT)
        )
        if seal.row_holds(row) and row.open_to_its_referrer(scene.moment)
    ]
    waited = _waited(scene, actor)
    return CameBack(
        referrals=tuple(
            facts_of(row, scene.rules, together=works_together(scene.work, seal, actor, row, today))
            for row in rows[:_SHOWN]
        ),
        minutes=round(median(waited)) if waited else None,
        calls=len(waited),
        said_and_done=tuple(said_and_done(scene, actor.user)),
    )


def _waited(scene: Scene, actor: Actor) -> list[float]:
    """Minutes from each call of theirs to the meeting: field help, and hand-offs."""
    called = or_(
        Referral.door.in_([door.value for door in URGENT]), Referral.first_door == Door.FIELD_HELP.value
    )
    query = select(Referral.submitted_at, Referral.met_at).where(
        Referral.referrer == actor.user,
        called,
        Referral.met_at.is_not(None),
        Referral.submitted_at > scene.moment - REFERRER_LOOKS,
    )
    rows = scene.work.session.execute(query)
    return [(met - asked).total_seconds() / _MINUTE for asked, met in rows if met is not None]
