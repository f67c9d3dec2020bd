"""Proposing, sounding, answering and passing on; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from handlers.acting import do_once
from handlers.deps import Ground
from handlers.naming import agency_words
from handlers.policy.facts import Asked, Passing, PolicyFacts, ToPassOn
from models.acts.issue_sight import may_see
from models.acts.passing_on import choose, mine, passed_on, passings_of
from models.acts.policy import (
    GroupAnswer,
    Proposing,
    answer,
    may_answer,
    may_propose,
    policy_group,
    proposal_of,
    put_before,
    send_up,
)
from models.acts.rule_changes import Standing, change_standing
from models.acts.soundings import asked_about, say, what_was_said
from models.admin_issue import AdminIssue, IssueState
from models.errors import DomainError, NotAvailable
from models.people import Actor, Member, Role
from models.policy import PolicyProposal, PolicyState, Sounding, Stance, Touches
from models.scene import Scene, the_actor
from models.schema import IssueRef, SlackUserId

Codes = Mapping[str, str]
_WRITABLE = (PolicyState.SOUNDING, PolicyState.NEEDS_MORE, PolicyState.DEFERRED)
# Nothing that is put off is out of everybody's sight for longer.
_FURTHEST = timedelta(days=366)
_FILLS = (Standing.WANTED, Standing.DECLINED)


class DayWanted(DomainError):
    """Put off without a later day within a year; nothing was kept."""

    code = "day_wanted"


class Policy:
    """What goes to the policy group and comes back."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def one(self, user: SlackUserId, ref: IssueRef) -> PolicyFacts:
        """A proposal, for whoever may read it.

        Raises:
            NotOnRoster, NotAvailable: there is none, or not for them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _facts(scene, the_actor(scene), ref)

    def may_write(self, user: SlackUserId, ref: IssueRef) -> PolicyFacts | None:
        """For the form: what stands there already, if anything does.

        Raises:
            NotOnRoster, NotAvailable: theirs to write it is not.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            issue = work.session.get(AdminIssue, ref)
            if issue is None or issue.state != IssueState.OPEN or not may_propose(issue, actor):
                raise NotAvailable
            if work.session.get(PolicyProposal, ref) is None:
                return None
            facts = _facts(scene, actor, ref)
            if not facts.may_write:
                raise NotAvailable
            return facts

    def propose(self, user: SlackUserId, ref: IssueRef, codes: Codes, *, key: str) -> None:
        """It goes to everybody of the work group.

        Raises:
            NotOnRoster, NotAllowed, UnknownReference, AlreadyChanged: nothing was kept.
        """
        proposing = Proposing(codes["background"], codes["options"], Touches(codes["touches"]))
        do_once(self._ground, user, key, lambda scene: send_up(scene, ref, proposing), of="propose")

    def asked(self, user: SlackUserId, ref: IssueRef) -> Asked:
        """What this person is asked.

        Raises:
            NotOnRoster, NotAvailable: nobody asked them.
        """
        with self._ground.database.look() as work:
            row, said = asked_about(self._ground.scene(work, user), ref)
            stance = Stance(said.stance) if said.stance else None
            return Asked(ref, row.background, row.options, stance, said.words)

    def say(self, user: SlackUserId, ref: IssueRef, codes: Codes, *, key: str) -> None:
        """What they say, for the project manager alone.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged: nothing was kept.
        """
        stance, words = Stance(codes["stance"]), codes["words"]
        do_once(self._ground, user, key, lambda scene: say(scene, ref, stance, words), of="sounding")

    def put_before(self, user: SlackUserId, ref: IssueRef, *, key: str) -> PolicyFacts:
        """The sounding has been heard.

        Raises:
            NotOnRoster, NotAllowed, UnknownReference, AlreadyChanged: nothing was changed.
        """
        do_once(self._ground, user, key, lambda scene: put_before(scene, ref), of="put_before")
        return self.one(user, ref)

    def answer(self, user: SlackUserId, ref: IssueRef, codes: Codes, *, key: str) -> None:
        """The policy group's answer.

        Raises:
            DayWanted: put off without a later day.
            NotOnRoster, NotAllowed, UnknownReference, AlreadyChanged: nothing was changed.
        """
        state = PolicyState(codes["how"])

        def act(scene: Scene) -> None:
            until = date.fromisoformat(codes["until"]) if codes["until"] else None
            if state is not PolicyState.DEFERRED:
                until = None
            elif until is None or not timedelta(0) < until - scene.rules.today(scene.moment) <= _FURTHEST:
                raise DayWanted
            answer(scene, ref, GroupAnswer(state, codes["words"], until))

        do_once(self._ground, user, key, act, of="policy_answer")

    def choose(self, user: SlackUserId, ref: IssueRef, who: SlackUserId, *, key: str) -> None:
        """Somebody else passes it on.

        Raises:
            NotOnRoster, NotAllowed, Vacant, NotAvailable, AlreadyChanged: nothing was changed.
        """
        do_once(self._ground, user, key, lambda scene: choose(scene, ref, who), of="pass_on_choose")

    def to_pass_on(self, user: SlackUserId, ref: IssueRef) -> ToPassOn:
        """A decision this person passes on.

        Raises:
            NotOnRoster, NotAvailable: they were not asked.
        """
        with self._ground.database.look() as work:
            done = mine(self._ground.scene(work, user), ref).passed_on_at is not None
            row = work.session.get_one(PolicyProposal, ref)
            return ToPassOn(ref, row.background, row.options, row.answer, done)

    def passed_on(self, user: SlackUserId, ref: IssueRef, *, key: str) -> ToPassOn:
        """It is passed on.

        Raises:
            NotOnRoster, NotAvailable: they were not asked.
        """
        do_once(self._ground, user, key, lambda scene: passed_on(scene, ref), of="passed_on")
        return self.to_pass_on(user, ref)


def _facts(scene: Scene, actor: Actor, ref: IssueRef) -> PolicyFacts:
    row, issue = proposal_of(scene, ref), scene.work.session.get(AdminIssue, ref)
    if row is None or issue is None or not _may_read(scene, issue, actor):
        raise NotAvailable
    state, change = PolicyState(row.state), change_standing(scene, row)
    manages = actor.holds(Role.PROJECT_MANAGER)
    writes = may_propose(issue, actor) and issue.state == IssueState.OPEN
    return PolicyFacts(
        ref=ref,
        background=row.background,
        options=row.options,
        touches=Touches(row.touches),
        state=state,
        answer=row.answer,
        day=row.effective,
        change=change,
        passings=_passings(scene, ref),
        may_write=writes and state in _WRITABLE,
        may_put_before=manages and state is PolicyState.SOUNDING,
        may_answer=state is PolicyState.BEFORE_GROUP and may_answer(scene, actor),
        may_fill=manages and change in _FILLS,
        said=tuple(what_was_said(scene, ref)) if manages else None,
    )


def _passings(scene: Scene, ref: IssueRef) -> tuple[Passing, ...]:
    made = []
    for row in passings_of(scene, ref):
        member = scene.work.session.get(Member, row.member)
        name = member.display_name if member else ""
        made.append(Passing(agency_words(row.agency), name, row.passed_on_at is not None))
    return tuple(made)


def _may_read(scene: Scene, issue: AdminIssue, actor: Actor) -> bool:
    """Who sees the issue, who was asked, and the policy group."""
    group = policy_group(scene.rules)
    members = {*group.members, group.facilitator} if group else set()
    return (
        actor.user in members
        or actor.holds(Role.POLICY_GROUP_MEMBER)
        or may_see(scene, issue, actor)
        or scene.work.session.get(Sounding, (issue.ref, actor.user)) is not None
    )
