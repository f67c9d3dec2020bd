"""A decision of the policy group goes to one named person of each agency, who says when it is passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from models.audit import Verb
from models.due import DueStep, Planned, Step, plan
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, Vacant
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, Member, Role, actor_of
from models.policy import PassingOn, PolicyProposal
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId

AGAIN_AFTER = timedelta(days=7)
# Who passes a decision on where nobody was chosen: the first of an agency in this order.
_FIRST = (
    Role.POLICE_SUPERVISOR,
    Role.CLINICAL_SUPERVISOR,
    Role.LIAISON_PROSECUTOR,
    Role.PUBLIC_DEFENDER,
    Role.LEGAL_SERVICES,
    Role.PROJECT_MANAGER,
    Role.COMMUNITY_REPRESENTATIVE,
    Role.SERVICE_PROVIDER,
    Role.CASE_MANAGER,
    Role.LEGAL_SYSTEM_ADVOCATE,
    Role.OUTREACH_RESPONDER,
    Role.OFFICER,
    Role.EXECUTIVE,
    Role.POLICY_GROUP_MEMBER,
)


def give_out(scene: Scene, proposal: PolicyProposal) -> None:
    """Ask one person of every agency that has somebody; a reminder is planned."""
    for agency, people in sorted(_by_agency(scene).items()):
        first = min(people, key=_place)
        row = PassingOn(issue=proposal.issue, agency=agency, member=first.user, asked_at=scene.moment)
        scene.work.session.add(row)
        _ask(scene, row, Kind.PASS_ON)
    scene.work.session.flush()
    scene.note(Verb.DECISION_GIVEN, (proposal.issue,))
    key = f"{Step.PASS_ON_AGAIN.value}:{proposal.issue}:{proposal.version}"
    at = scene.moment + AGAIN_AFTER
    plan(scene.work, [Planned(Step.PASS_ON_AGAIN, proposal.issue, at, key)])


def choose(scene: Scene, ref: IssueRef, user: SlackUserId) -> PassingOn:
    """A project manager chooses who passes it on in that person's agency.

    Raises:
        NotOnRoster, NotAllowed: they are no project manager.
        Vacant: whoever was chosen has no seat.
        NotAvailable: their agency was not asked.
        AlreadyChanged: it is passed on there.
    """
    if not the_actor(scene).holds(Role.PROJECT_MANAGER):
        raise NotAllowed("pass_on")
    people = {one.user: one for several in _by_agency(scene).values() for one in several}
    if user not in people:
        raise Vacant
    row = scene.work.session.get(PassingOn, (ref, people[user].agency), with_for_update=True)
    if row is None:
        raise NotAvailable
    if row.passed_on_at is not None:
        raise AlreadyChanged("passed_on")
    if row.member != user:
        row.member, row.asked_at = user, scene.moment
        scene.work.session.flush()
        scene.note(Verb.DECISION_GIVEN, (ref, user))
        _ask(scene, row, Kind.PASS_ON)
    return row


def passed_on(scene: Scene, ref: IssueRef) -> None:
    """They have passed it on in their house; said twice it changes nothing.

    Raises:
        NotOnRoster, NotAvailable: they were not asked.
    """
    row = mine(scene, ref)
    if row.passed_on_at is None:
        row.passed_on_at = scene.moment
        scene.work.session.flush()
        scene.note(Verb.DECISION_PASSED_ON, (ref,))


def mine(scene: Scene, ref: IssueRef) -> PassingOn:
    """What this person was asked to pass on.

    Raises:
        NotOnRoster, NotAvailable: they were not asked.
    """
    the_actor(scene)
    query = select(PassingOn).where(PassingOn.issue == ref, PassingOn.member == scene.user)
    row = scene.work.session.scalars(query.order_by(PassingOn.agency).with_for_update()).first()
    if row is None:
        raise NotAvailable
    return row


def passings_of(scene: Scene, ref: IssueRef) -> Sequence[PassingOn]:
    """Who passes this decision on, by agency. The caller has asked who may read it."""
    query = select(PassingOn).where(PassingOn.issue == ref)
    return scene.work.session.scalars(query.order_by(PassingOn.agency)).all()


def take_step(scene: Scene, step: DueStep) -> str:
    """One reminder; where somebody has left, the next of their agency is asked."""
    people = _by_agency(scene)
    told = 0
    for row in passings_of(scene, IssueRef(step.subject)):
        seats = people.get(row.agency, [])
        if row.passed_on_at is not None or not seats:
            continue
        told += 1
        if row.member in {one.user for one in seats}:
            _ask(scene, row, Kind.PASS_ON_AGAIN)
        else:
            row.member, row.asked_at = min(seats, key=_place).user, scene.moment
            _ask(scene, row, Kind.PASS_ON)
    scene.work.session.flush()
    return "told" if told else "over"


def _ask(scene: Scene, row: PassingOn, kind: Kind) -> None:
    key = f"{kind.value}:{row.issue}:{row.member}:{scene.moment.isoformat()}"
    told = NewNotice(kind, row.member, key[:160], subject=row.issue, urgency=Urgency.ROUTINE)
    post(scene.work, scene.moment, [told])


def _by_agency(scene: Scene) -> dict[str, list[Actor]]:
    today = scene.rules.today(scene.moment)
    found: dict[str, list[Actor]] = {}
    for seat in scene.work.session.scalars(select(Member).order_by(Member.slack_user_id)).all():
        if seat.active_on(today) and scene.vault.rows.row_holds(seat):
            actor = actor_of(seat, today)
            if actor.roles & frozenset(_FIRST):
                found.setdefault(actor.agency, []).append(actor)
    return found


def _place(actor: Actor) -> tuple[int, str]:
    return min(_FIRST.index(role) for role in actor.roles if role in _FIRST), actor.user
