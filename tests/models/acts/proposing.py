"""A site whose issues go to the policy group: acts under a set clock, steps taken as they fall due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from models.acts import steps
from models.acts.appoint import appoint
from models.acts.issues import Raising, raise_issue
from models.acts.policy import GroupAnswer, Proposing, answer, put_before, send_up
from models.acts.propose import Said, confirm
from models.acts.site_rules import adopt
from models.audit import audit_events
from models.database import UnitOfWork
from models.due import DueStep
from models.notice import Kind, Notice
from models.people import Account, Role, find_actor
from models.policy import PolicyProposal, PolicyState, Touches
from models.proposal import Proposal, ProposalId
from models.roster_file import Seating
from models.scene import Scene
from models.schema import IssueRef, SlackUserId, new_handle
from models.site import Group, SiteRules
from models.site_versions import SiteBook
from scheduler.deadlines import Deadlines
from tests.factories import MANAGER, NOON, OFFICER, Laid

T = TypeVar("T")
CHAIR, SERGEANT, BOT = SlackUserId("UCHAIR001"), SlackUserId("UOXLIP001"), SlackUserId("bot")
POLICY = Group(code="policy", name="Policy group", kind="policy", channel="C0POLICY1", facilitator=CHAIR)
OWG = Group(code="owg", name="Work group", kind="owg", channel="C0OWG0001")
BACKGROUND, OPTIONS = "Responders come late before seven", "Two on call before seven, or a later start"


@dataclass
class Site:
    """Lantern Harbor with a policy group, whose facilitator has a seat."""

    ground: Laid
    moment: datetime = NOON

    @property
    def rules(self) -> SiteRules:
        with self.ground.database.look() as work:
            return SiteBook(self.ground.vault.rows).current(work)

    def scene(self, work: UnitOfWork, user: SlackUserId) -> Scene:
        book = SiteBook(self.ground.vault.rows)
        return Scene(work, self.ground.vault, self.ground.audit, book.current(work), user, self.moment)

    def act(self, do: Callable[[Scene], T], user: SlackUserId = MANAGER) -> T:
        """In a unit of work of its own that is kept."""
        with self.ground.database.work() as work:
            done = do(self.scene(work, user))
            work.commit()
            return done

    def look(self, do: Callable[[Scene], T], user: SlackUserId = MANAGER) -> T:
        with self.ground.database.look() as work:
            return do(self.scene(work, user))

    def change_rules(self, **tables: object) -> None:
        rules = SiteRules.model_validate({**self.rules.model_dump(by_alias=True), **tables})
        self.act(lambda here: adopt(here.work, here.vault, here.audit, rules, here.moment))

    def go(self, by: timedelta) -> None:
        """Time passes, and what falls due meanwhile is taken."""
        self.moment += by
        taker = Deadlines(
            self.ground.database,
            lambda work, step: steps.take(self.scene(work, BOT), step),
            given_up=lambda work, step: steps.tell_given_up(self.scene(work, BOT), step),
            now=lambda: self.moment,
        )
        while taker.take_due():
            pass

    def raised(self, by: SlackUserId = OFFICER, **more: Any) -> IssueRef:
        raising = Raising("Help took an hour", by, f"said:{new_handle()}", **more)
        return self.act(lambda scene: raise_issue(scene, raising).ref)

    def sent_up(self, touches: Touches = Touches.NOTHING, ref: IssueRef | None = None) -> IssueRef:
        made = ref or self.raised()
        self.act(lambda scene: send_up(scene, made, Proposing(BACKGROUND, OPTIONS, touches)))
        return made

    def before(self, touches: Touches = Touches.NOTHING) -> IssueRef:
        ref = self.sent_up(touches)
        self.act(lambda scene: put_before(scene, ref))
        return ref

    def agreed(self, touches: Touches = Touches.NOTHING) -> IssueRef:
        ref = self.before(touches)
        self.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.CONSENSUS, "Two on call")), CHAIR)
        return ref

    def confirmed(self, user: SlackUserId) -> Said:
        """They stand behind the newest that waits."""

        def do(scene: Scene) -> Said:
            waits = select(Proposal.id).where(Proposal.settled_at.is_(None))
            found = scene.work.session.scalars(waits).one()
            actor = find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
            return confirm(scene, actor, ProposalId(found))

        return self.act(do, user)

    def row(self, ref: IssueRef) -> PolicyProposal:
        with self.ground.database.look() as work:
            return work.session.get_one(PolicyProposal, ref)

    def told(self, kind: Kind) -> list[SlackUserId]:
        return [one.recipient for one in self.notices(kind)]

    def notices(self, kind: Kind) -> list[Notice]:
        query = select(Notice).where(Notice.kind == kind.value).order_by(Notice.id)
        with self.ground.database.look() as work:
            return list(work.session.scalars(query))

    def steps(self, step: str) -> list[DueStep]:
        with self.ground.database.look() as work:
            return list(
                work.session.scalars(select(DueStep).where(DueStep.step == step).order_by(DueStep.id))
            )

    def logged(self) -> str:
        """All of the audit log as text."""
        with self.ground.database.look() as work:
            return "\n".join(str(tuple(row)) for row in work.session.execute(select(audit_events)))


def lay_site(laid: Laid) -> Site:
    """Two groups of the site file, and a facilitator of the policy group."""
    site = Site(laid)
    site.change_rules(groups=(OWG.model_dump(), POLICY.model_dump()))
    seat = Seating(
        CHAIR,
        "Cordelia Chairperson",
        "policy:Policy Group",
        (Role.POLICY_GROUP_MEMBER,),
        (),
        Account.ANY,
        None,
        None,
    )
    with laid.database.work() as work:
        appoint(work, laid.vault, laid.audit, site.rules, [seat], NOON)
        work.commit()
    return site
