"""Gathers what waits for one person, by the same rules that an opening is judged by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Row, select

from handlers.deps import Ground
from handlers.home.coordinating import coordination_of
from handlers.home.facts import HomeFacts, MyPeople, MyPerson, MyReferral, MyRoom, OpenItem, WaitingPair
from handlers.home.leadership import leadership_of
from handlers.home.mail import mail_of
from handlers.home.situations import situations_of
from handlers.standing import facts_of
from models.access import AFTER_MET
from models.acts.action_lists import mine
from models.acts.closed_loop import works_together
from models.acts.critical import may_begin
from models.acts.duplicates import waiting_for
from models.acts.funds import balances
from models.acts.leadership import is_community_leader
from models.acts.place_postings import may_claim, may_post
from models.acts.questions import ASKS
from models.caseload import caseload
from models.classes import Basis
from models.database import UnitOfWork
from models.duties import DUTIES, Duty, doors_of
from models.envelope import SealedItem
from models.errors import NotAllowed
from models.legal_capacity import capacities
from models.pair import PairState
from models.people import Actor, AgencyKind, Role, find_actor
from models.referral import Referral
from models.schema import SlackUserId
from models.site import SiteRules
from models.stops import stops_before
from models.vault.hearings import OFFICE_ROLE, TEAM_ROLES

_SHOWN = 15
_PAIRS = 5
_MONTHS = 3
_LOOKED_AT = 60  # the newest of a person's items; older ones are found by /lead status


class Home:
    """My open items and my own referrals."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def of(self, user: SlackUserId) -> HomeFacts:
        """What stands on the person's Home tab now.

        Raises:
            NotOnRoster: no seat now.
            StorageUnavailable: the database does not answer.
        """
        now = self._ground.now()
        with self._ground.database.look() as work:
            rules = self._ground.book.current(work)
            actor = find_actor(work, self._ground.vault.rows, user, rules.today(now))
            handed = self._handed(work, rules, user, now)
            own = self._own(work, rules, actor, now)
            wanted, coordination = coordination_of(self._ground.scene(work, user), actor)
            return HomeFacts(
                may_refer=bool(doors_of(actor)),
                items=tuple(handed[:_SHOWN]),
                referrals=tuple(own),
                more=max(0, len(handed) - _SHOWN),
                contacts=rules.contacts,
                guarded=_guarded(rules) if actor.holds(Role.PROJECT_MANAGER) else (),
                people=self._people(work, rules, actor),
                mail=mail_of(self._ground.scene(work, user), actor),
                pairs=self._pairs(work, user, actor),
                may_talk=actor.kind is AgencyKind.CASE_MANAGEMENT
                and not actor.holds(Role.CLINICAL_SUPERVISOR),
                stops=self._stops(work, rules, actor, now),
                answers_wanted=wanted,
                coordination=coordination,
                may_calendar=actor.holds(*TEAM_ROLES, OFFICE_ROLE),
                may_hold=actor.holds(OFFICE_ROLE),
                asks_by_number=actor.holds(*ASKS.values()),
                may_call=may_begin(actor),
                room=_room(work, actor, rules.today(now)),
                actions=tuple(mine(self._ground.scene(work, user))),
                funds=balances(self._ground.scene(work, user)),
                may_add=actor.holds(Role.PROJECT_MANAGER),
                sees_openings=may_post(actor) or may_claim(actor),
                leadership=leadership_of(self._ground.scene(work, user), actor),
                situations=situations_of(self._ground.scene(work, user), actor),
            )

    def require_leader(self, user: SlackUserId) -> None:
        """Before community leadership's question.

        Raises:
            NotOnRoster, NotAllowed: not of community leadership.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = find_actor(work, self._ground.vault.rows, user, scene.rules.today(scene.moment))
            if not is_community_leader(scene, actor):
                raise NotAllowed("leadership")

    def _stops(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, now: datetime
    ) -> tuple[tuple[str, int], ...]:
        """The months that are over, for clinical supervisors; one total for the whole site."""
        if not actor.holds(Role.CLINICAL_SUPERVISOR):
            return ()
        return tuple(stops_before(work, rules.today(now))[:_MONTHS])

    def _people(self, work: UnitOfWork, rules: SiteRules, actor: Actor) -> MyPeople | None:
        """The same references that a folder would open for, and nothing for everybody else."""
        may_begin = actor.holds(*DUTIES[Duty.BEGIN])
        mine = caseload(work, self._ground.vault.rows, actor)
        if not mine and not may_begin:
            return None
        shown = tuple(
            MyPerson(person.ref, rules.region_name(person.region), person.rung) for person in mine[:_SHOWN]
        )
        return MyPeople(
            shown,
            more=len(mine) > _SHOWN,
            may_begin=may_begin,
            may_ask=bool(mine) and actor.holds(*DUTIES[Duty.ASK]),
        )

    def _own(self, work: UnitOfWork, rules: SiteRules, actor: Actor, now: datetime) -> list[MyReferral]:
        """Those that their referrer still finds, closed or not: what came of a meeting is not for them."""
        seal, today = self._ground.vault.rows, rules.today(now)
        mine = [
            (item, referral)
            for item, referral in _items(work, actor.user, Basis.OWN)
            if referral.open_to_its_referrer(now)
        ]
        return [
            MyReferral(
                item.handle,
                facts_of(referral, rules, together=works_together(work, seal, actor, referral, today)),
            )
            for item, referral in mine[:_SHOWN]
        ]

    def _pairs(self, work: UnitOfWork, user: SlackUserId, actor: Actor) -> tuple[WaitingPair, ...]:
        """The pairs that wait for this person's word, the oldest first."""
        waiting = waiting_for(self._ground.scene(work, user), actor)[:_PAIRS]
        return tuple(
            WaitingPair(pair.id, (pair.newer, pair.other), pair.state == PairState.CONFIRMED)
            for pair in waiting
        )

    def _handed(self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, now: datetime) -> list[OpenItem]:
        opener = self._ground.vault.opener
        return [
            OpenItem(item.handle, facts_of(referral, rules))
            for item, referral in _items(work, user, Basis.REFERRAL)
            if (referral.met_at is None or now < referral.met_at + AFTER_MET)
            and opener.still_open(work, rules, user, item.handle, now)
        ]


def _room(work: UnitOfWork, actor: Actor, today: date) -> MyRoom | None:
    if not actor.holds(Role.LEGAL_SERVICES):
        return None
    return MyRoom(capacities(work, today).get(actor.agency))


def _items(work: UnitOfWork, user: SlackUserId, basis: Basis) -> list[Row[SealedItem, Referral]]:
    query = (
        select(SealedItem, Referral)
        .join(Referral, Referral.ref == SealedItem.subject)
        .where(
            SealedItem.recipient == user,
            SealedItem.basis == basis.value,
            SealedItem.withdrawn_at.is_(None),
        )
        .order_by(SealedItem.created_at.desc())
        .limit(_LOOKED_AT)
    )
    if basis is Basis.REFERRAL:
        query = query.where(Referral.closed_at.is_(None))
    return list(work.session.execute(query))


def _guarded(rules: SiteRules) -> tuple[str, ...]:
    """The channels of the site file as people call them; an id says nothing to anybody."""
    owg = rules.site.owg_channel
    return ("the work group's channel", *(group.name for group in rules.groups if group.channel != owg))
