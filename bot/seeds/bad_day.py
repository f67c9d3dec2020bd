"""A bad day: nobody answers, a release is withdrawn, and something happened that the town will ask about."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from sqlalchemy import select

from bot.seeds import doing
from bot.seeds.first_week import DOORWAY, MET, NOT_MET, PIM
from bot.seeds.people import CASE_MANAGER, MANAGER, OFFICER, QUAY_OFFICER, RESPONDER
from bot.seeds.telling import Telling
from handlers.critical.service import CriticalIncidents
from models.acts.decision import Decision
from models.acts.revocation import revoke
from models.consent import Consent, Ended
from models.deadlines import local_moment
from models.duties import Act
from models.referral import Door
from models.schema import ParticipantRef
from models.states import Move, Reason

DAYS = 3


def tell(telling: Telling) -> None:
    """Yesterday was ordinary; today is not."""
    telling.day(2, "10:00")
    pim = doing.begin(telling, PIM)
    telling.day(2, "11:00")
    doing.release(telling, pim)
    hearing = telling.ends.astimezone(telling.zone).date() + timedelta(days=1)
    doing.ask_prosecutor(telling, pim, local_moment(hearing, time(9, 30), telling.zone))
    telling.before_now(hours=9)
    doing.message(telling, pim, "The room falls through unless somebody calls the landlord today.")
    telling.before_now(hours=8)
    _withdraw(telling, pim)
    telling.before_now(hours=6)
    ref = doing.refer(telling, DOORWAY)
    doing.decide(telling, ref, Decision(Move.WAITLIST, Reason.CAPACITY))
    telling.before_now(hours=5)
    ref = doing.refer(telling, MET)
    doing.hand_off(telling, ref, RESPONDER, Act.ESTIMATE, 20)
    telling.before_now(hours=4)
    doing.hand_off(telling, ref, RESPONDER, Act.NOT_MET)
    telling.before_now(minutes=70)
    CriticalIncidents(telling.ground).begin(MANAGER, key=telling.key())
    telling.settle()
    telling.before_now(minutes=26)
    doing.refer(telling, NOT_MET)  # nobody answers: the backup, the supervisor, and the officer's own choice
    telling.before_now(minutes=11)
    doing.refer(telling, replace(NOT_MET, referrer=OFFICER, location=_AT_THE_PIER))
    telling.before_now(minutes=4)
    doing.refer(telling, replace(_HELP, referrer=QUAY_OFFICER))


_AT_THE_PIER = {"place": "Under the pier, second arch", "callback": "555-0104"}
_HELP = doing.Story(
    QUAY_OFFICER, Door.FIELD_HELP, "quay", {"place": "Ferry steps, by the rail", "callback": "555-0105"}
)


def _withdraw(telling: Telling, ref: ParticipantRef) -> None:
    """The person takes the release back, by word of mouth: it counts at once."""
    with telling.ground.database.look() as work:
        consents = list(work.session.scalars(select(Consent.id).where(Consent.participant == ref)))
    telling.act(CASE_MANAGER, lambda scene: revoke(scene, ref, consents, Ended.SPOKEN))
    telling.settle()
