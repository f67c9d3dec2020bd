"""What people say of a proposal before the meeting: asked of all, read by project managers, never counted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.audit import Verb
from models.errors import AlreadyChanged, NotAllowed, NotAvailable
from models.people import Member, Role, actor_of
from models.policy import PolicyProposal, PolicyState, Sounding, Stance
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId

# Who decides, audits or runs the machine is not asked beforehand: those who do the work are.
_NOT_SOUNDED = frozenset({Role.EXECUTIVE, Role.POLICY_GROUP_MEMBER, Role.RECORDS_AUDITOR, Role.TECHNICIAN})
# So long it can be said what one thinks of it: until the group has answered.
_STILL_SAID = (PolicyState.SOUNDING, PolicyState.BEFORE_GROUP)


@dataclass(frozen=True)
class Spoken:
    """What one person says, for the project manager's eyes only."""

    name: str
    stance: Stance
    words: str


def ask(scene: Scene, row: PolicyProposal, group: str) -> list[SlackUserId]:
    """Everybody is to say anew what they think of it: what was said of other words is gone.

    Returns:
        Whom the caller tells.
    """
    people = sounded(scene, group)
    for old in scene.work.session.scalars(select(Sounding).where(Sounding.issue == row.issue)).all():
        scene.work.session.delete(old)
    scene.work.session.flush()
    scene.work.session.add_all(
        [Sounding(issue=row.issue, member=one, stance="", words="", asked_at=scene.moment) for one in people]
    )
    scene.work.session.flush()
    return people


def say(scene: Scene, ref: IssueRef, stance: Stance, words: str) -> None:
    """What somebody thinks of it before the meeting, in guarded words; said again it replaces the first.

    Raises:
        NotOnRoster, NotAvailable: nobody asked them.
        AlreadyChanged: the group has answered.
    """
    the_actor(scene)
    row = scene.work.session.get(PolicyProposal, ref, with_for_update=True)
    mine = scene.work.session.get(Sounding, (ref, scene.user))
    if row is None or mine is None:
        raise NotAvailable
    if row.state not in _STILL_SAID:
        raise AlreadyChanged(row.state)
    mine.stance, mine.words, mine.said_at = stance.value, words, scene.moment
    scene.work.session.flush()
    scene.note(Verb.SOUNDING_SAID, (ref,))  # that, and never what


def asked_about(scene: Scene, ref: IssueRef) -> tuple[PolicyProposal, Sounding]:
    """The proposal that this person was asked about, and what they said.

    Raises:
        NotOnRoster, NotAvailable: nobody asked them.
    """
    the_actor(scene)
    row = scene.work.session.get(PolicyProposal, ref)
    mine = scene.work.session.get(Sounding, (ref, scene.user))
    if row is None or mine is None:
        raise NotAvailable
    return row, mine


def what_was_said(scene: Scene, ref: IssueRef) -> list[Spoken]:
    """What people said, by stance and name; who said nothing is not listed, and nobody is counted.

    Raises:
        NotOnRoster, NotAllowed: it is told to project managers only.
    """
    if not the_actor(scene).holds(Role.PROJECT_MANAGER):
        raise NotAllowed("soundings")
    query = select(Sounding, Member.display_name).join(Member, Member.slack_user_id == Sounding.member)
    rows = scene.work.session.execute(query.where(Sounding.issue == ref, Sounding.stance != "")).all()
    order = list(Stance)
    said = [Spoken(name, Stance(row.stance), row.words) for row, name in rows]
    return sorted(said, key=lambda one: (order.index(one.stance), one.name))


def sounded(scene: Scene, group: str) -> list[SlackUserId]:
    """Everybody who is asked: whom the group names, and all who do the work where it works."""
    named = scene.rules.group(group)
    members = frozenset(named.members if named else ())
    regions = named.regions if named else ()
    today = scene.rules.today(scene.moment)
    seats = scene.work.session.scalars(select(Member).order_by(Member.slack_user_id)).all()
    actors = [
        actor_of(seat, today) for seat in seats if seat.active_on(today) and scene.vault.rows.row_holds(seat)
    ]
    return [
        actor.user
        for actor in actors
        if actor.user in members
        or (actor.roles - _NOT_SOUNDED and (not regions or any(map(actor.serves, regions))))
    ]
