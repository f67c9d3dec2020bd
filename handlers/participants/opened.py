"""The ways in to a folder and to a goal's form: judged by the vault, drawn for their care team only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from handlers import curtain
from handlers.deps import Ground
from handlers.desk import Ready, Request
from handlers.participants import views
from handlers.participants.facts import FolderFacts, TeamMember, split_goal
from models.acts.folder import goals_among
from models.classes import Category
from models.database import UnitOfWork
from models.duties import DUTIES, Duty
from models.errors import NotOnRoster
from models.participant import Circle, circle_of
from models.people import Actor, find_actor
from models.schema import ParticipantRef
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault import OpenFolder, Page, Refused, Shelf


class FolderEntry:
    """A whole folder; the request's handle is the participant's reference."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        ref = ParticipantRef(request.handle)
        shelves = (Shelf.DIRECTORY, Shelf.GOAL)
        opened = _open(self._ground, work, rules, request, ref, shelves, Duty.READ_FOLDER, moment)
        circle = circle_of(work, self._ground.vault.rows, ref) if opened else None
        if opened is None or circle is None:
            return None
        facts = FolderFacts(
            ref=ref,
            region=rules.region_name(circle.region),
            rung=circle.rung,
            details=_details(opened.pages),
            goals=goals_among(opened.pages),
            team=tuple(self._team(work, rules, circle, moment)),
            duties=_duties(opened.actor, circle),
            active=circle.active,
        )
        return Ready(ref, lambda told: views.folder_view(facts, told))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        ref = ParticipantRef(request.handle)
        return _stands(self._ground, work, rules, request, ref, Duty.READ_FOLDER, moment)

    def _team(
        self, work: UnitOfWork, rules: SiteRules, circle: Circle, moment: datetime
    ) -> Iterable[TeamMember]:
        """Who is assigned and holds their seat and role today."""
        for user, role in sorted(circle.team):
            try:
                actor = find_actor(work, self._ground.vault.rows, user, rules.today(moment))
            except NotOnRoster:
                continue
            if circle.has(actor, role) and actor.holds(role):
                yield TeamMember(user, actor.display_name, role)


class GoalEntry:
    """One goal with the form that changes it; the handle names the participant and the goal's page."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        ref, page = split_goal(request.handle)
        opened = _open(self._ground, work, rules, request, ref, (Shelf.GOAL,), Duty.KEEP_GOALS, moment)
        if opened is None:
            return None
        goal = next((goal for goal in goals_among(opened.pages) if goal.page == page), None)
        if goal is None:
            return Ready(ref, lambda told: curtain.notice_view("Goal", told or views.CHANGED))
        found = goal
        return Ready(ref, lambda _: views.goal_view(ref, found))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        ref, _ = split_goal(request.handle)
        return _stands(self._ground, work, rules, request, ref, Duty.KEEP_GOALS, moment)


def _open(
    ground: Ground,
    work: UnitOfWork,
    rules: SiteRules,
    request: Request,
    ref: ParticipantRef,
    shelves: Collection[Shelf],
    duty: Duty,
    moment: datetime,
) -> OpenFolder | None:
    opened = ground.vault.folders.open(
        work, rules, request.user, ref, shelves, duty=duty, moment=moment, request_id=request.request_id
    )
    return None if isinstance(opened, Refused) else opened


def _stands(
    ground: Ground,
    work: UnitOfWork,
    rules: SiteRules,
    request: Request,
    ref: ParticipantRef,
    duty: Duty,
    moment: datetime,
) -> bool:
    standing = ground.vault.folders.standing(work, rules, request.user, ref, duty, moment)
    return not isinstance(standing, Refused)


def _details(pages: Iterable[Page]) -> dict[Category, dict[str, Sensitive]]:
    details: dict[Category, dict[str, Sensitive]] = {}
    for page in pages:
        if page.shelf is Shelf.DIRECTORY:
            details.setdefault(page.category, {}).update(page.fields)
    return details


def _duties(actor: Actor, circle: Circle) -> frozenset[Duty]:
    """What the reader may do here; every act asks again."""
    return frozenset(
        duty
        for duty, roles in DUTIES.items()
        if any(actor.holds(role) and circle.has(actor, role) for role in roles)
    )
