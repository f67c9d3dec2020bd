"""Reads the queue: every open referral of the reader's, in order, and the team's loads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from handlers.naming import role_words
from handlers.queue.clocks import due_at, urge_of
from handlers.queue.facts import Capacity, ItemFacts, Line, Load, QueueFacts, Seen, Urge
from models.acts.approval import approvers_of, asks_approval, may_approve, was_not_approved
from models.acts.capacity import average, caseloads
from models.acts.decision import may_decide
from models.errors import NotAllowed, UnknownReference
from models.people import Actor, Member, Role, active_with
from models.referral import NEXT, Door, Referral, State
from models.scene import Scene, the_actor
from models.schema import ReferralRef, SlackUserId
from models.states import MOVES, STANDING, Move

A_PAGE = 38  # two blocks each, and Slack takes a hundred of them
_FEW = 3  # as few as these say nothing about an order
_MANAGES = (Role.PROJECT_MANAGER, Role.CASE_MANAGER)
_UNASSIGNED = frozenset({State.MET, State.NOT_MET, State.INTAKE_DONE})
# The next action first. Merging has a view of its own, and an answer comes by telephone.
_ORDER = (
    Move.SEND_OUTREACH,
    Move.INTAKE_DONE,
    Move.WAITLIST,
    Move.ASK_MORE,
    Move.OTHER_SERVICES,
    Move.DECLINE,
    Move.WITHDRAW,
    Move.CLOSE,
)
_URGES = (Urge.LATE, Urge.DUE, Urge.WAITS)


class Reading:
    """One look at the queue by one person, in one unit of work.

    Raises:
        NotOnRoster: no seat now.
        NotAllowed: neither project manager nor case manager, and no door asks for their approval.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._actor = the_actor(scene)
        approvers = {rule.approver for rule in scene.rules.doors.values()}
        if not self._actor.holds(*_MANAGES) and approvers.isdisjoint(self._actor.roles):
            raise NotAllowed

    def page(self, number: int) -> QueueFacts:
        """A page, from 0; one that is not there any more is the last."""
        scene = self._scene
        rows = [row for row in self._open() if self._sees(row)]
        waitlist = sorted(
            (row for row in rows if row.state == State.WAITLISTED),
            key=lambda row: (row.priority, row.submitted_at, row.ref),
        )
        ranks = _ranks(waitlist)
        urges = {row.ref: urge_of(row, scene.rules, scene.moment) for row in rows}
        ordered = sorted(rows, key=lambda row: self._place(row, urges[row.ref]))
        pages = max(1, -(-len(ordered) // A_PAGE))
        number = min(max(0, number), pages - 1)
        shown = ordered[number * A_PAGE : (number + 1) * A_PAGE]
        names = self._names(shown)
        counted = Counter(urges.values())
        return QueueFacts(
            lines=tuple(self._line(row, urges[row.ref], ranks, names) for row in shown),
            counts=(counted[Urge.LATE], counted[Urge.DUE], counted[Urge.WAITS]),
            page=number,
            pages=pages,
            capacity=self.capacity() if self._actor.holds(*_MANAGES) else None,
            top_heavy=is_top_heavy([row.priority for row in waitlist]),
            now=scene.moment,
        )

    def item(self, ref: ReferralRef) -> ItemFacts:
        """One referral of the page.

        Raises:
            UnknownReference: it is over, or was never theirs to see.
        """
        scene = self._scene
        row = scene.work.session.get(Referral, ref)
        if row is None or row.closed_at is not None or not self._sees(row):
            raise UnknownReference
        ranks: Mapping[ReferralRef, int] = {}
        if row.state == State.WAITLISTED:
            ranks = self.ranks(row.region)
        line = self._line(row, urge_of(row, scene.rules, scene.moment), ranks, self._names([row]))
        takers = self._takers(row.region, row.case_manager) if line.give else ()
        return ItemFacts(line, takers, scene.moment)

    def ranks(self, region: str) -> Mapping[ReferralRef, int]:
        """The waitlist of a region: reference -> place, from 1."""
        query = select(Referral).where(
            Referral.state == State.WAITLISTED.value, Referral.closed_at.is_(None), Referral.region == region
        )
        order = (Referral.priority, Referral.submitted_at, Referral.ref)
        return _ranks(self._scene.work.session.scalars(query.order_by(*order)))

    def capacity(self) -> Capacity:
        """The loads of everybody who is a case manager today."""
        scene = self._scene
        people = active_with(scene.work, scene.vault.rows, Role.CASE_MANAGER, scene.rules.today(scene.moment))
        found = {one.user: one for one in people}
        loads = caseloads(scene.work, scene.vault.rows, scene.rules, scene.moment)
        ceiling = scene.rules.capacity.ceiling
        rows = tuple(
            Load(
                load.member,
                found[load.member].display_name,
                load.active,
                load.inactive,
                load.referrals,
                ceiling,
            )
            for load in loads
        )
        free = tuple(
            (region.name, sum(row.room for row in rows if found[row.member].serves(region.code)))
            for region in scene.rules.regions
            if self._actor.serves(region.code)
        )
        return Capacity(average(loads), scene.rules.capacity.average, rows, free)

    def _takers(self, region: str, holder: SlackUserId | None) -> tuple[Load, ...]:
        scene = self._scene
        today = scene.rules.today(scene.moment)
        people = active_with(scene.work, scene.vault.rows, Role.CASE_MANAGER, today)
        serving = {one.user for one in people if one.serves(region)} - {holder}
        return tuple(load for load in self.capacity().loads if load.member in serving)

    def _open(self) -> Sequence[Referral]:
        query = select(Referral).where(Referral.closed_at.is_(None))
        return self._scene.work.session.scalars(query).all()

    def _sees(self, row: Referral) -> bool:
        """Managers their regions; case managers what is theirs or nobody's; approvers what waits for them."""
        actor = self._actor
        if not actor.serves(row.region):
            return False
        if actor.holds(Role.PROJECT_MANAGER) or may_approve(self._scene.rules, actor, row):
            return True
        if not actor.holds(Role.CASE_MANAGER):
            return False
        mine = actor.user in {row.case_manager, row.responder, row.acknowledged_by}
        return mine or (row.case_manager is None and State(row.state) in _UNASSIGNED)

    def _place(self, row: Referral, urge: Urge) -> tuple[int, float, float, str]:
        """Late, due, waiting, the waitlist in its own order, and last what no clock runs for."""
        if row.state == State.WAITLISTED:
            return 3, row.priority, row.submitted_at.timestamp(), row.ref
        due = due_at(row, self._scene.rules, self._scene.moment)
        if due is None:
            return 4, row.submitted_at.timestamp(), 0.0, row.ref
        return _URGES.index(urge), due.timestamp(), row.submitted_at.timestamp(), row.ref

    def _line(
        self,
        row: Referral,
        urge: Urge,
        ranks: Mapping[ReferralRef, int],
        names: Mapping[SlackUserId, str],
    ) -> Line:
        scene, actor = self._scene, self._actor
        holds = scene.vault.rows.row_holds(row)
        manages = actor.holds(Role.PROJECT_MANAGER) and row.dispatched_at is not None
        return Line(
            seen=Seen(row.ref, row.version),
            door=Door(row.door),
            region=scene.rules.region_name(row.region),
            zone=scene.rules.zone_of(row.region),
            state=State(row.state),
            priority=row.priority,
            since=row.submitted_at,
            due_at=due_at(row, scene.rules, scene.moment),
            urge=urge,
            rank=ranks.get(row.ref, 0),
            owner=_owner(row, names),
            moves=_moves(actor, row) if holds else (),
            approve=holds and may_approve(scene.rules, actor, row),
            give=holds and manages,
            approval=self._approval(row),
            holds=holds,
        )

    def _approval(self, row: Referral) -> str:
        if not asks_approval(self._scene.rules, row):
            return ""
        if row.approved_at is not None:
            return "approved"
        if was_not_approved(row):
            return "not approved"
        needed, stand = self._scene.rules.door(Door(row.door)).approvals, len(approvers_of(row))
        return f"{stand} of {needed} approvals" if needed > 1 else "not approved yet"

    def _names(self, rows: Iterable[Referral]) -> Mapping[SlackUserId, str]:
        users = {
            user for row in rows for user in (row.case_manager, row.responder, row.acknowledged_by) if user
        }
        query = select(Member.slack_user_id, Member.display_name).where(Member.slack_user_id.in_(users))
        return {row.slack_user_id: row.display_name for row in self._scene.work.session.execute(query)}


def _moves(actor: Actor, row: Referral) -> tuple[Move, ...]:
    after = NEXT[State(row.state)]
    return tuple(move for move in _ORDER if MOVES[move].to in after and may_decide(actor, row, move))


def _ranks(waitlist: Iterable[Referral]) -> Mapping[ReferralRef, int]:
    """A waitlist in its order: the place of each in its own region, from 1."""
    places: defaultdict[str, int] = defaultdict(int)
    ranks = {}
    for row in waitlist:
        places[row.region] += 1
        ranks[row.ref] = places[row.region]
    return ranks


def is_top_heavy(priorities: Sequence[int]) -> bool:
    """Whether more than half of a waitlist shares its first priority: then it ranks nobody any more."""
    return len(priorities) >= _FEW and priorities.count(min(priorities)) * 2 > len(priorities)


def _owner(row: Referral, names: Mapping[SlackUserId, str]) -> str:
    user = row.case_manager
    if row.state == State.DISPATCHED:
        user = row.responder or row.acknowledged_by
    elif row.state in {State.SUBMITTED, State.NEEDS_INFO}:
        user = row.acknowledged_by
    role = STANDING[State(row.state)].owner
    if user is not None and row.state != State.WAITLISTED:
        return names.get(user, user)
    return role_words(role.value) if role else "nobody"
