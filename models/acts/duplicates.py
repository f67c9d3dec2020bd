"""Duplicates: the vault proposes, a supervisor says, a project manager merges; referrers are told nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from models.acts.decision import Decision
from models.acts.paging import project_managers
from models.acts.screening import decide
from models.acts.sighting import Sight, look_for
from models.audit import Verb
from models.classes import Basis
from models.consent import new_id
from models.due import Planned, Step, finish, hold, plan
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAllowed
from models.notice import Kind, NewNotice, Urgency, post
from models.pair import Pair, PairState, locked_pair
from models.participant import circle_of
from models.people import Actor, Role, active_with
from models.referral import NEXT, Referral, State, locked
from models.scene import Scene, the_actor
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from models.states import Move, Reason
from models.vault import Refused, Seat
from models.vault.matching import Match

_SOON = timedelta(seconds=5)
_EACH = 3  # pairs proposed for one referral at one look: the likest
_MOST = 60  # pairs that one screen shows


def plan_look(scene: Scene, referral: Referral) -> None:
    """Have the vault look for duplicates beside the act.

    It is planned for everybody alike and taken a few seconds later by the clock, so that neither the time
    nor the answer of a submission says whether the person is known.
    """
    at, key = scene.moment + _SOON, f"{Step.PAIRS_LOOK.value}:{referral.ref}:{referral.version}"
    plan(scene.work, [Planned(Step.PAIRS_LOOK, referral.ref, at, key)])


def look(scene: Scene) -> Sight | None:
    """Hold what came in lately against everything open; reads only. None: nothing is due."""
    return look_for(scene, Step.PAIRS_LOOK)


def write_down(scene: Scene, sight: Sight) -> None:
    """Propose what was seen and is new, and settle the steps. A step ends the same, found or not."""
    for step in hold(scene.work, sight.steps):
        ref = ReferralRef(step.subject)
        found = sight.matches.get(ref, ())
        if found:
            _propose_best(scene, ref, found)
        scene.note(Verb.REFERRALS_PAIRED, (ref,), f"looked:{sight.against}")
        finish(step, "looked", scene.moment)


def _propose_best(scene: Scene, ref: ReferralRef, found: Sequence[Match]) -> None:
    referral = scene.work.session.get(Referral, ref, populate_existing=True)
    if referral is None or not scene.vault.rows.row_holds(referral) or referral.closed_at is not None:
        return
    known = _known(scene, ref)
    for match in [match for match in found if match.ref not in known][:_EACH]:
        _propose(scene, referral, match)


def _can_merge(referral: Referral) -> bool:
    return State.MERGED in NEXT[State(referral.state)]


def _known(scene: Scene, ref: str) -> set[str]:
    """What it was paired with before, whatever was said of it: nobody is asked twice."""
    query = select(Pair.newer, Pair.other).where(or_(Pair.newer == ref, Pair.other == ref))
    return {side for row in scene.work.session.execute(query) for side in row if side != ref}


def _propose(scene: Scene, referral: Referral, match: Match) -> None:
    newer, other = referral.ref, match.ref
    if match.ref.startswith("R-"):
        found = scene.work.session.get_one(Referral, ReferralRef(match.ref), populate_existing=True)
        older, younger = sorted((referral, found), key=lambda one: (one.submitted_at, one.ref))
        other, newer = older.ref, younger.ref
        referral = younger
    if not _can_merge(referral):  # whoever was met is merged into nobody
        return
    pair = Pair(
        id=new_id(),
        newer=newer,
        other=other,
        likeness=match.likeness.value,
        state=PairState.PROPOSED.value,
        found_at=scene.moment,
        version=1,
        mac=b"",
    )
    scene.vault.rows.sign_row(pair)
    scene.work.session.add(pair)
    scene.work.session.flush()
    scene.note(Verb.REFERRALS_PAIRED, (newer, other), PairState.PROPOSED.value)
    _ask(scene, pair)


def _ask(scene: Scene, pair: Pair) -> None:
    """Every clinical supervisor who may compare the two; where there is none, project managers see to it."""
    today = scene.rules.today(scene.moment)
    active = active_with(scene.work, scene.vault.rows, Role.CLINICAL_SUPERVISOR, today)
    supervisors = [actor.user for actor in active if _may_compare(scene, actor.user, pair)]
    if supervisors:
        _tell(scene, pair, Kind.PAIR_FOUND, supervisors)
    else:
        _tell(scene, pair, Kind.REVIEW_DUE, _managers(scene))


def _may_compare(scene: Scene, user: SlackUserId, pair: Pair) -> bool:
    standing = scene.vault.comparer.standing(scene.work, scene.rules, user, pair.id, scene.moment)
    return not isinstance(standing, Refused)


def _managers(scene: Scene) -> list[SlackUserId]:
    return project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)


def _tell(scene: Scene, pair: Pair, kind: Kind, people: Sequence[SlackUserId]) -> None:
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind,
                one,
                f"{kind.value}:{pair.id}:{one}",
                subject=pair.newer,
                target=pair.id,
                urgency=Urgency.ROUTINE,
            )
            for one in people
        ],
    )


def judge(scene: Scene, pair_id: str, *, same: bool) -> Pair:
    """The clinical supervisor says whether it is one person; then the project manager may merge.

    Raises:
        NotAllowed: not theirs to compare.
        AlreadyChanged: somebody has said it already.
        UnknownReference: no such pair.
    """
    pair = locked_pair(scene.work, pair_id)
    if pair.state != PairState.PROPOSED and scene.vault.rows.row_holds(pair):
        raise AlreadyChanged(pair.state)
    if not _may_compare(scene, scene.user, pair):
        raise NotAllowed
    pair.state = (PairState.CONFIRMED if same else PairState.DIFFERENT).value
    pair.judged_by, pair.judged_at = scene.user, scene.moment.replace(microsecond=0)
    _settle(scene, pair)
    if same:
        _tell(scene, pair, Kind.PAIR_CONFIRMED, _managers(scene))
    return pair


def _settle(scene: Scene, pair: Pair, into: str = "") -> None:
    pair.version += 1
    scene.vault.rows.sign_row(pair)
    scene.work.session.flush()
    scene.note(Verb.REFERRALS_PAIRED, (pair.newer, into or pair.other), pair.state)


def merge(scene: Scene, pair_id: str) -> Pair:
    """The newer reference goes on under the other: its clocks end, its details go to the other's team.

    Neither referrer is told anything: they go on hearing the one fixed line. Raises:
        NotAllowed: not a project manager of its region, or a row was altered.
        AlreadyChanged: it was not confirmed, is merged already, or one of the two is settled meanwhile.
        UnknownReference, NotOnRoster, Unsafe: as they say.
    """
    actor = the_actor(scene)
    pair = locked_pair(scene.work, pair_id)
    if not actor.holds(Role.PROJECT_MANAGER) or not scene.vault.rows.row_holds(pair):
        raise NotAllowed
    if pair.state != PairState.CONFIRMED:
        raise AlreadyChanged(pair.state)
    into = _goes_on_under(scene, pair)
    newer = decide(scene, pair.newer, Decision(Move.MERGE, Reason.DUPLICATE))
    pair.state = PairState.MERGED.value
    pair.merged_by, pair.merged_at = scene.user, scene.moment.replace(microsecond=0)
    _settle(scene, pair, into)
    _bring_along(scene, newer, into)
    return pair


def _goes_on_under(scene: Scene, pair: Pair) -> str:
    """The other side, or what it was merged into meanwhile (one step: merging brings earlier ones along).

    Raises:
        AlreadyChanged: it is over, so that nobody would have it.
    """
    ref = pair.other
    if ref.startswith("R-"):
        older = locked(scene.work, ReferralRef(ref))
        if not scene.vault.rows.row_holds(older):
            raise NotAllowed
        if older.closed_at is None:
            return ref
        ref = older.merged_into or ""
    circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(ref)) if ref.startswith("C-") else None
    stands = circle is not None and not circle.closed
    if ref.startswith("R-") and ref != pair.newer:
        stands = locked(scene.work, ReferralRef(ref)).closed_at is None
    if not stands:
        raise AlreadyChanged("over")
    return ref


def _bring_along(scene: Scene, newer: Referral, into: str) -> None:
    """The newer one, and what was merged into it before, go on under the one reference."""
    query = select(Referral).where(Referral.merged_into == newer.ref).with_for_update()
    earlier = [row for row in scene.work.session.scalars(query) if scene.vault.rows.row_holds(row)]
    newer.merged_into = ReferralRef(into)
    scene.vault.rows.sign_row(newer)
    for row in earlier:
        row.merged_into = ReferralRef(into)
        row.version += 1
        scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    for row in (newer, *earlier):
        _share(scene, row, into)


def _share(scene: Scene, newer: Referral, into: str) -> None:
    """What was sealed under the merged one is handed to the team of the one it goes on under."""
    seats = _team_of(scene, into)
    handles = scene.vault.sealer.share(scene.work, newer, seats, scene.moment)
    receipt = scene.audit.receipt(scene.note(Verb.NOTICE_POSTED, (newer.ref,), "merged"))
    kind = Kind.CARD_TODAY
    cards = [
        NewNotice(
            kind, seat.user, f"{kind.value}:{handle}", subject=newer.ref, handle=handle, receipt=receipt
        )
        for seat, handle in handles.items()
    ]
    post(scene.work, scene.moment, cards)


def _team_of(scene: Scene, ref: str) -> list[Seat]:
    if ref.startswith("C-"):
        circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(ref))
        team = sorted(circle.team) if circle else []
        return [Seat(user, role, Basis.CARE_TEAM) for user, role in team]
    handed = select(SealedItem).where(
        SealedItem.subject == ref,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.withdrawn_at.is_(None),
    )
    return [
        Seat(item.recipient, Role(item.role), Basis.REFERRAL) for item in scene.work.session.scalars(handed)
    ]


def waiting_for(scene: Scene, actor: Actor) -> list[Pair]:
    """The pairs on which this person's word is waited for, the oldest first, by what they may do now."""
    roles = {Role.CLINICAL_SUPERVISOR: PairState.PROPOSED, Role.PROJECT_MANAGER: PairState.CONFIRMED}
    states = [state.value for role, state in roles.items() if actor.holds(role)]
    if not states:
        return []
    query = select(Pair).where(Pair.state.in_(states)).order_by(Pair.found_at, Pair.id).limit(_MOST)
    rows = [pair for pair in scene.work.session.scalars(query) if scene.vault.rows.row_holds(pair)]
    return [
        pair for pair in rows if pair.state == PairState.CONFIRMED or _may_compare(scene, actor.user, pair)
    ]
