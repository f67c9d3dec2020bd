"""Short words for what is decided on referrals in tests: acts in units of work of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from models.acts.appoint import appoint
from models.acts.decision import Decision, Service, WhyFirst
from models.acts.screening import decide
from models.notice import Kind, Notice
from models.people import Account, Role
from models.referral import Door, Referral, State
from models.roster_file import Seating
from models.scene import Scene
from models.schema import ReferralRef, SlackUserId
from models.site import SiteRules
from models.states import Move, Reason
from tests.factories import MANAGER, NOON, QUAY_OFFICER, Laid, seat_of
from tests.models.sharing import HOST, scene_of

T = TypeVar("T")
SECOND = SlackUserId("USORREL01")  # a second case manager, who is appointed by `a_second`


@dataclass
class Deciding:
    """A ground with one moment, which a test may move."""

    ground: Laid
    moment: datetime = NOON

    def act(self, do: Callable[[Scene], T], user: SlackUserId = MANAGER, rules: SiteRules | None = None) -> T:
        """Do something in a unit of work of its own that is kept."""
        with self.ground.database.work() as work:
            scene = scene_of(self.ground, work, user, self.moment)
            done = do(replace(scene, rules=rules or self.ground.rules))
            work.commit()
            return done

    def waiting(self, priority: int = 3, region: str = "quay", **columns: Any) -> ReferralRef:
        """A social contact on the waitlist."""
        manager = seat_of(MANAGER, Role.PROJECT_MANAGER)
        told = self.ground.refer(
            Door.SOCIAL_CONTACT, referrer=QUAY_OFFICER, seats=(manager,), region=region, moment=self.moment
        )
        state = {"state": State.WAITLISTED.value, "priority": priority, "waitlisted_at": self.moment}
        self.ground.change(told.ref, **{**state, **columns})
        return told.ref

    def screened(self) -> ReferralRef:
        """A social contact that is to be screened."""
        return self.waiting(state=State.SUBMITTED.value, waitlisted_at=None)

    def met(self, **columns: Any) -> ReferralRef:
        """An arrest diversion whose responder has met the person."""
        ref = self.ground.refer(moment=self.moment).ref
        self.ground.change(ref, **{"state": State.MET.value, "met_at": self.moment, **columns})
        return ref

    def decide(
        self,
        ref: ReferralRef,
        move: Move,
        reason: Reason | None = None,
        *note: WhyFirst | Service,
        user: SlackUserId = MANAGER,
        seen: int | None = None,
        priority: int | None = None,
    ) -> Referral:
        """Decide."""
        decision = Decision(move, reason, note, priority)
        return self.act(lambda scene: decide(scene, ref, decision, seen=seen), user)

    def referral(self, ref: ReferralRef) -> Referral:
        """As it stands."""
        with self.ground.database.look() as work:
            return work.session.get_one(Referral, ref)

    def told(self, *kinds: Kind) -> list[tuple[str, str, str]]:
        """Who was told what about what."""
        query = select(Notice.kind, Notice.recipient, Notice.subject + Notice.target).order_by(Notice.id)
        with self.ground.database.look() as work:
            rows = work.session.execute(query).all()
        return [(kind, user, about) for kind, user, about in rows if not kinds or Kind(kind) in kinds]

    def decisions(self, verb: str) -> list[str]:
        """What the audit log keeps of this verb."""
        return [decision for _, seen, _, decision in self.ground.audit_rows() if seen == verb]

    def appoint(self, user: SlackUserId, role: Role, agency: str = HOST, *regions: str) -> SlackUserId:
        """One more on the roster."""
        seat = Seating(user, "Fictional Person", agency, (role.value,), regions, Account.ANY, None, None)
        ground = self.ground
        with ground.database.work() as work:
            appoint(work, ground.vault, ground.audit, ground.rules, [seat], self.moment)
            work.commit()
        return user

    def a_second(self, *regions: str) -> SlackUserId:
        """A second case manager."""
        return self.appoint(SECOND, Role.CASE_MANAGER, HOST, *regions)
