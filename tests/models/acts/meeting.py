"""A work group of Lantern Harbor that meets, under a clock that tests set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.acts.schedules import Wanted
from models.admin_issue import AdminIssue, IssueState, reserve_issue
from models.database import Database, UnitOfWork
from models.meeting import AgendaItem, Meeting
from models.notice import Kind
from models.recurrence import Rule
from models.rollcall import Asked
from models.scene import Scene
from models.schema import IssueRef, SituationRef, SlackUserId
from models.site import Group
from models.situation import Situation, SituationState, reserve_situation
from tests.factories import MANAGER
from tests.models.acts.rolling import Precincts, lay_precincts, utc

OWG = Group(code="owg", name="Operational Work Group", kind="owg", channel="C0OWG0001", facilitator=MANAGER)
LEADERS = Group(code="clt", name="Community Leadership", kind="clt", channel="C0CLT0001")
POLICY = Group(code="policy", name="Policy Group", kind="policy", channel="C0PCG0001")
MONDAY = date(2026, 6, 1)
TUESDAY = MONDAY + timedelta(days=1)
CHANNEL = SlackUserId("C0OWG0001")


def weekly(**more: Any) -> Wanted:
    """Every Tuesday at 10:00 for an hour, its agenda a day ahead."""
    whole: dict[str, Any] = {
        "asks": Asked.MEETING,
        "region": "",
        "shift": "owg",
        "name": "Work group",
        "rule": Rule(MONDAY, (1,)),
        "at": time(10),
        "leader": MANAGER,
        "close_minutes": 60,
        "lead_days": 1,
        "channel": "C0OWG0001",
    }
    return Wanted(**(whole | more))


def lay_groups(
    database: Database, folder: Path, groups: Iterable[Group] = (OWG, LEADERS, POLICY)
) -> Precincts:
    """The precincts with groups, on a Sunday noon in June."""
    laid = lay_precincts(database, folder)
    rules = laid.ground.rules.model_copy(update={"groups": tuple(groups)})
    site = Precincts(replace(laid.ground, rules=rules))
    site.moment = utc(2026, 5, 31, 19)
    return site


def meetings(site: Precincts) -> list[Meeting]:
    with site.ground.database.look() as work:
        return list(work.session.scalars(select(Meeting).order_by(Meeting.made_at, Meeting.special)))


def agenda(site: Precincts, meeting: str) -> list[AgendaItem]:
    with site.ground.database.look() as work:
        return items_on(work, meeting)


def items_on(work: UnitOfWork, meeting: str) -> list[AgendaItem]:
    """Its agenda, in order."""
    query = select(AgendaItem).where(AgendaItem.meeting == meeting)
    return list(work.session.scalars(query.order_by(AgendaItem.place, AgendaItem.id)))


def subjects(site: Precincts, meeting: str, section: str) -> list[str]:
    return [item.subject for item in agenda(site, meeting) if item.section == section]


def situation(site: Precincts, review_on: date = MONDAY, group: str = "owg") -> SituationRef:
    def make(scene: Scene) -> SituationRef:
        row = Situation(
            ref=reserve_situation(scene.work),
            group=group,
            place="The bus stop at Fifth and Anchor",
            pattern="Loud evenings",
            raised_by=MANAGER,
            owner=MANAGER,
            state=SituationState.OPEN.value,
            raised_at=scene.moment,
            review_on=review_on,
        )
        scene.work.session.add(row)
        return row.ref

    return site.act(make, MANAGER)


def issue(site: Precincts, group: str = "", words: str = "The form is too long") -> IssueRef:
    def make(scene: Scene) -> IssueRef:
        row = AdminIssue(
            ref=reserve_issue(scene.work),
            words=words,
            raised_by=MANAGER,
            owner=MANAGER,
            state=IssueState.OPEN.value,
            raised_at=scene.moment,
            group=group,
        )
        scene.work.session.add(row)
        return row.ref

    return site.act(make, MANAGER)


def said(site: Precincts) -> list[str]:
    """What went to the group's channel, as the targets say it."""
    return [notice.target.partition(" ")[0] for notice in site.notices(Kind.MEETING_THREAD)]
