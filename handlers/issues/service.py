"""Listing issues, giving one on, saying how one ended; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.deps import Ground
from handlers.issues.facts import IssueFacts
from handlers.issues.questions import GIVEN
from models.acts.checkin import the_actor
from models.acts.issues import end, give, may_end, open_issues, seen_issue
from models.admin_issue import AdminIssue, IssueState
from models.database import UnitOfWork
from models.people import Actor, Member
from models.replay import once
from models.rollcall import Schedule
from models.scene import Scene
from models.schema import IssueRef, SlackUserId


class Issues:
    """What `/lead issue` shows and does."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open_ones(self, user: SlackUserId) -> list[IssueFacts]:
        """Those that are told to this person, the oldest first.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            return [_facts(scene, actor, one) for one in open_issues(scene, actor)]

    def one(self, user: SlackUserId, ref: IssueRef) -> IssueFacts:
        """One issue, ended or not.

        Raises:
            NotOnRoster, UnknownReference: none, or not for them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _facts(scene, the_actor(scene), seen_issue(scene, ref))

    def go_on(self, user: SlackUserId, ref: IssueRef, codes: Mapping[str, str], *, key: str) -> None:
        """Done, not now, or somebody else's: once for this delivery.

        Raises:
            NotOnRoster, NotAllowed, UnknownReference, AlreadyChanged, Vacant: nothing was changed.
        """

        def act(work: UnitOfWork) -> str:
            scene = self._ground.scene(work, user, key)
            work.after_commit.append(self._ground.wake)
            if codes["how"] == GIVEN:
                return give(scene, ref, SlackUserId(codes["who"])).ref
            return end(scene, ref, IssueState(codes["how"]), codes["words"]).ref

        once(self._ground.database, f"issue:{user}:{key}"[:200], self._ground.now(), act)


def _facts(scene: Scene, actor: Actor, issue: AdminIssue) -> IssueFacts:
    schedule = scene.work.session.get(Schedule, issue.schedule) if issue.schedule else None
    owner = scene.work.session.get(Member, issue.owner)
    zone = scene.rules.zone_of(schedule.region if schedule else None)
    age = scene.moment.astimezone(zone).date() - issue.raised_at.astimezone(zone).date()
    return IssueFacts(
        ref=issue.ref,
        words=issue.words,
        shift=_shift(issue, schedule),
        owner=owner.display_name if owner else "",
        days=age.days,
        state=IssueState(issue.state),
        ended=issue.ended,
        may_end=may_end(issue, actor) and issue.state == IssueState.OPEN,
    )


def _shift(issue: AdminIssue, schedule: Schedule | None) -> str:
    """The shift stands beside a theme only: what one officer wrote is not put down to their shift."""
    return schedule.name if schedule is not None and issue.theme else ""
