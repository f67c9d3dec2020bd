"""The issue log: listing, raising, giving on, saying how one ended; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.acting import act_once, do_once
from handlers.deps import Ground
from handlers.issues.facts import IssueFacts, IssueLog, Offer
from handlers.issues.questions import GIVEN
from models.acts.critical import may_begin
from models.acts.issue_sight import may_end, open_issues, seen_issue
from models.acts.issues import Raising, change, end, give, raise_issue
from models.admin_issue import AdminIssue, IssueState
from models.errors import DomainError
from models.people import Actor, Member, Role
from models.policy import PolicyProposal, PolicyState
from models.rollcall import Schedule
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId

Codes = Mapping[str, str]


class OverAlready(DomainError):
    """The day chosen is over; nothing was kept."""

    code = "day_over"


class Issues:
    """What `/lead issue` shows and does."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def log(self, user: SlackUserId) -> IssueLog:
        """Those that are told to this person, the oldest first.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            issues = tuple(_facts(scene, actor, one) for one in open_issues(scene, actor))
            return IssueLog(issues, may_call=may_begin(actor))

    def one(self, user: SlackUserId, ref: IssueRef) -> IssueFacts:
        """One issue, ended or not.

        Raises:
            NotOnRoster, UnknownReference: none, or not for them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _facts(scene, the_actor(scene), seen_issue(scene, ref))

    def offer(self, user: SlackUserId, ref: IssueRef | None = None) -> Offer:
        """What the form offers; about one issue, with what stands there.

        Raises:
            NotOnRoster, NotAvailable: no seat now, or not for them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            groups = tuple((group.code, group.name) for group in scene.rules.groups_or_default())
            issue = seen_issue(scene, ref) if ref else None
            named = scene.rules.group(issue.group) if issue else None
            return Offer(
                groups,
                may_choose=actor.holds(Role.PROJECT_MANAGER),
                due_on=issue.due_on if issue else None,
                group=named.code if named else "",
            )

    def raise_one(self, user: SlackUserId, codes: Codes, *, key: str) -> IssueFacts:
        """Anybody on the roster raises one: once for this delivery.

        Raises:
            NotOnRoster, Vacant, OverAlready: nothing was kept.
        """

        def act(scene: Scene) -> str:
            actor = the_actor(scene)
            chosen = codes.get("who", "") if actor.holds(Role.PROJECT_MANAGER) else ""
            raising = Raising(
                codes["words"],
                user,
                "",
                group=codes.get("group", ""),
                due_on=_day(scene, codes),
                owner=SlackUserId(chosen) if chosen else None,
            )
            return raise_issue(scene, raising).ref

        return self.one(user, IssueRef(act_once(self._ground, user, key, act, of="issue_new")))

    def change(self, user: SlackUserId, ref: IssueRef, codes: Codes, *, key: str) -> None:
        """Its day and its group.

        Raises:
            NotOnRoster, NotAllowed, UnknownReference, AlreadyChanged, OverAlready: nothing was changed.
        """

        def act(scene: Scene) -> None:
            change(scene, ref, _day(scene, codes), codes.get("group", ""))

        do_once(self._ground, user, key, act, of="issue_change")

    def go_on(self, user: SlackUserId, ref: IssueRef, codes: Codes, *, key: str) -> None:
        """Done, not now, or somebody else's: once for this delivery.

        Raises:
            NotOnRoster, NotAllowed, UnknownReference, AlreadyChanged, Vacant: nothing was changed.
        """

        def act(scene: Scene) -> None:
            if codes["how"] == GIVEN:
                give(scene, ref, SlackUserId(codes["who"]))
            else:
                end(scene, ref, IssueState(codes["how"]), codes["words"])

        do_once(self._ground, user, key, act, of="issue")


def _day(scene: Scene, codes: Codes) -> date | None:
    if not codes.get("due"):
        return None
    day = date.fromisoformat(codes["due"])
    if day < scene.rules.today(scene.moment):
        raise OverAlready
    return day


def _facts(scene: Scene, actor: Actor, issue: AdminIssue) -> IssueFacts:
    schedule = scene.work.session.get(Schedule, issue.schedule) if issue.schedule else None
    owner = scene.work.session.get(Member, issue.owner)
    proposal = scene.work.session.get(PolicyProposal, issue.ref)
    group = scene.rules.group(issue.group)
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
        group=group.name if group else "",
        due_on=issue.due_on,
        proposal=PolicyState(proposal.state) if proposal else None,
    )


def _shift(issue: AdminIssue, schedule: Schedule | None) -> str:
    """The shift stands beside a theme only: what one officer wrote is not put down to their shift."""
    return schedule.name if schedule is not None and issue.theme else ""
