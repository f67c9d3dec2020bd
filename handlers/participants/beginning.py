"""What somebody can begin with: their regions, and the met referrals that were handed to them."""

from __future__ import annotations

from sqlalchemy import select

from handlers.participants.facts import Beginnings
from handlers.standing import facts_of
from models.classes import Basis
from models.duties import DUTIES, Duty
from models.envelope import SealedItem
from models.errors import NotAllowed
from models.participant import Participant
from models.referral import Referral, State
from models.scene import Scene, the_actor

_LOOKED_AT = 20  # the newest met referrals; a select with more is no help


def beginnings_of(scene: Scene) -> Beginnings:
    """Regions that are theirs, and met referrals they can still open and with which nobody has begun.

    Raises:
        NotOnRoster: no seat now.
        NotAllowed: beginning is not theirs, or no region is.
    """
    actor = the_actor(scene)
    regions = tuple((row.code, row.name) for row in scene.rules.regions if actor.serves(row.code))
    if not regions or not actor.holds(*DUTIES[Duty.BEGIN]):
        raise NotAllowed
    query = (
        select(SealedItem.handle, Referral)
        .join(Referral, Referral.ref == SealedItem.subject)
        .where(
            SealedItem.recipient == scene.user,
            SealedItem.basis == Basis.REFERRAL.value,
            SealedItem.withdrawn_at.is_(None),
            Referral.state == State.MET.value,
            Referral.ref.not_in(select(Participant.referral).where(Participant.referral.is_not(None))),
        )
        .order_by(Referral.met_at.desc(), Referral.ref)
        .limit(_LOOKED_AT)
    )
    opener = scene.vault.opener
    met = [
        facts_of(referral, scene.rules)
        for handle, referral in scene.work.session.execute(query)
        if opener.still_open(scene.work, scene.rules, scene.user, handle, scene.moment)
    ]
    return Beginnings(regions, tuple(met))
