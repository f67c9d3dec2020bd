"""Conferences, situations and issues laid straight into rows, so that actions can come of them in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.action import Action
from models.acts.steps import take as take_step
from models.admin_issue import AdminIssue, IssueState
from models.classes import Category, Purpose
from models.conference import About, Conference, ConferenceSeat, ConferenceState
from models.consent import Recipient
from models.database import UnitOfWork
from models.due import finish
from models.due import take as take_due
from models.notice import Notice
from models.people import Member, Role
from models.scene import Scene
from models.schema import ActionRef, ConferenceRef, IssueRef, RowSeal, SituationRef, SlackUserId
from models.situation import Situation, SituationState
from tests.factories import CASE_MANAGER, MANAGER, NOON, OFFICER, PROSECUTOR, Laid
from tests.models.sharing import HOST, OFFICE, POLICE, Sharing

K, POTENTIAL, OF_PLACE = ConferenceRef("K-4MTX0"), ConferenceRef("K-7KQ2M"), ConferenceRef("K-00S00")
S, A = SituationRef("S-7KQ2M"), IssueRef("A-7KQ2M")
SERGEANT = SlackUserId("UOXLIP001")


def conferring(agency: str, role: Role, *categories: Category) -> Recipient:
    """Somebody whom a release names for conferences; told of barriers unless said otherwise."""
    named = frozenset(categories or (Category.BARRIERS,))
    return Recipient(agency, role, named, frozenset({Purpose.CONFERENCE}))


TO_OFFICERS, TO_OFFICE = conferring(POLICE, Role.OFFICER), conferring(OFFICE, Role.LIAISON_PROSECUTOR)


def hold(
    ground: Laid,
    participant: str,
    *members: SlackUserId,
    ref: ConferenceRef = K,
    about: About = About.PERSON,
) -> ConferenceRef:
    """A conference that has begun, with these people at it; the project manager runs it."""
    with ground.database.work() as work:
        lay_conference(work, ground.vault.rows, participant, members, NOON, ref, about)
        work.commit()
    return ref


def lay_conference(
    work: UnitOfWork,
    seal: RowSeal,
    participant: str,
    members: Sequence[SlackUserId],
    moment: datetime,
    ref: ConferenceRef = K,
    about: About = About.PERSON,
) -> None:
    """Its rows, in this unit of work."""
    row = Conference(
        ref=ref,
        about=about.value,
        participant=participant,
        situation=S if about is About.SITUATION else "",
        group="owg",
        regions="",
        asker=CASE_MANAGER,
        asker_agency=HOST,
        reason="safety",
        wanted="today",
        facilitator=MANAGER,
        meeting="",
        starts_at=moment,
        minutes=15,
        state=ConferenceState.BEGUN.value,
        asked_at=moment,
        anchor="",
        version=1,
        mac=b"",
    )
    seal.sign_row(row)
    work.session.add(row)
    work.session.flush()
    for user in members:
        seat = work.session.get_one(Member, user)
        work.session.add(
            ConferenceSeat(
                conference=ref,
                member=user,
                role=seat.roles.split(";")[0],
                agency=seat.agency,
                invited_at=moment,
                answer="",
            )
        )


def lay_open(ground: Laid) -> None:
    """One situation and one issue of the work group."""
    with ground.database.work() as work:
        lay_open_rows(work, NOON)
        work.commit()


def lay_open_rows(work: UnitOfWork, moment: datetime) -> None:
    """The same, in this unit of work."""
    work.session.add(
        Situation(
            ref=S,
            group="owg",
            place="The stop at Fifth and Anchor",
            pattern="Drinking in the evenings",
            raised_by=SERGEANT,
            owner=MANAGER,
            state=SituationState.OPEN.value,
            raised_at=moment,
            review_on=moment.date() + timedelta(days=14),
        )
    )
    work.session.add(
        AdminIssue(
            ref=A,
            words="Help took an hour",
            raised_by=OFFICER,
            owner=MANAGER,
            state=IssueState.OPEN.value,
            raised_at=moment,
        )
    )


def tabled(sharing: Sharing) -> Sharing:
    """A participant, a release for officers and prosecutors, their conference, and S and A."""
    sharing.sign(TO_OFFICERS, TO_OFFICE)
    hold(sharing.ground, sharing.ref, OFFICER, PROSECUTOR)
    lay_open(sharing.ground)
    return sharing


def row(sharing: Sharing, ref: ActionRef) -> Action:
    """The action as it stands."""
    with sharing.ground.database.look() as work:
        found = work.session.get_one(Action, ref)
        work.session.expunge(found)
        return found


def told(sharing: Sharing, user: SlackUserId) -> list[str]:
    """The kinds of what somebody was told of actions, the oldest first."""
    with sharing.ground.database.look() as work:
        query = select(Notice.kind).where(Notice.recipient == user, Notice.subject.startswith("T-"))
        return list(work.session.scalars(query.order_by(Notice.id)))


def run(sharing: Sharing, until: datetime, after: Callable[[], None] = lambda: None) -> None:
    """Everything that falls due until then, each at its own moment."""
    while True:
        with sharing.ground.database.work() as work:
            step = take_due(work, until)
            if step is None:
                break
            ground, moment = sharing.ground, max(step.due_at, NOON)
            scene = Scene(work, ground.vault, ground.audit, ground.rules, SlackUserId("bot"), moment)
            finish(step, take_step(scene, step), moment)
            work.commit()
    after()
