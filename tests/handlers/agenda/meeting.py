"""A harbor whose work group meets: its agenda posted by the clock, and what the screens then show."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.voice import Message, Telling
from handlers.voices import VOICES
from models.acts.schedules import Wanted, make
from models.admin_issue import AdminIssue, IssueState, reserve_issue
from models.meeting import AgendaItem, Meeting
from models.notice import Kind, Notice, Sent
from models.outbox import claim, settle
from models.recurrence import Rule
from models.rollcall import Asked
from models.schema import SlackUserId
from models.situation import Situation, SituationState, reserve_situation
from tests.handlers.harbor import MANAGER, Harbor
from tests.handlers.wing import Json, Wing, texts
from tests.models.acts.meeting import items_on

CHANNEL = "C0OWG0001"


def meets(harbor: Harbor, *, minutes: int = 60, facilitator: SlackUserId = MANAGER) -> str:
    """Every day from tomorrow, at the hour that it is in ten minutes; its agenda a day ahead."""
    ground = harbor.ground
    with ground.database.work() as work:
        scene = ground.scene(work, MANAGER)
        local = (harbor.time() + timedelta(minutes=10)).astimezone(scene.rules.zone_of())
        wanted = Wanted(
            asks=Asked.MEETING,
            region="",
            shift="owg",
            name="Work group",
            rule=Rule(local.date() + timedelta(days=1), (0, 1, 2, 3, 4, 5, 6), interval=1),
            at=local.time().replace(second=0, microsecond=0),
            leader=facilitator,
            close_minutes=minutes,
            lead_days=1,
            channel=CHANNEL,
        )
        schedule = make(scene, wanted).id
        work.commit()
    return schedule


def posted(harbor: Harbor) -> Meeting:
    """Ten minutes go by, and the agenda is posted."""
    harbor.wait(11)
    return newest(harbor)


def newest(harbor: Harbor) -> Meeting:
    with harbor.ground.database.look() as work:
        row = work.session.scalar(select(Meeting).order_by(Meeting.made_at.desc()).limit(1))
    assert row is not None, "no agenda was posted"
    return row


def begins(harbor: Harbor, meeting: Meeting) -> None:
    """Its hour comes; nothing else is taken meanwhile."""
    harbor.time.moment = meeting.starts_at


def items(harbor: Harbor, meeting: Meeting) -> list[AgendaItem]:
    with harbor.ground.database.look() as work:
        return items_on(work, meeting.id)


def situation(harbor: Harbor, place: str = "The bus shelter at Fifth and Anchor") -> str:
    with harbor.ground.database.work() as work:
        row = Situation(
            ref=reserve_situation(work),
            group="owg",
            place=place,
            pattern="Loud evenings, complaints of riders",
            raised_by=MANAGER,
            owner=MANAGER,
            state=SituationState.OPEN.value,
            raised_at=harbor.time(),
            review_on=harbor.time().date(),
        )
        work.session.add(row)
        work.commit()
        return row.ref


def issue(harbor: Harbor, words: str = "The form is too long", came_from: str = "") -> str:
    with harbor.ground.database.work() as work:
        row = AdminIssue(
            ref=reserve_issue(work),
            words=words,
            raised_by=MANAGER,
            owner=MANAGER,
            state=IssueState.OPEN.value,
            raised_at=harbor.time(),
            came_from=came_from,
        )
        work.session.add(row)
        work.commit()
        return row.ref


def spoken(harbor: Harbor, notice: Notice) -> object:
    """What leaves for this notice now."""
    with harbor.ground.database.look() as work:
        telling = Telling(work, harbor.ground.book.current(work), notice, harbor.ground)
        return VOICES[telling.kind](telling)


def deliver(harbor: Harbor) -> list[Message]:
    """Everything due leaves; answers what was posted in the group's channel, in order."""
    said: list[Message] = []
    for _ in range(6):
        with harbor.ground.database.work() as work:
            claimed = claim(work, harbor.time(), lease=timedelta(seconds=60), limit=200)
            work.commit()
        for notice in claimed:
            message = spoken(harbor, notice) if notice.kind == Kind.MEETING_THREAD else None
            if isinstance(message, Message):
                said.append(message)
            end = Sent(CHANNEL, f"17.{notice.id}") if message is not None else Sent("D0", "1.1")
            with harbor.ground.database.work() as work:
                settle(work, notice, end, harbor.time())
                work.commit()
    return said


def shown(wing: Wing) -> Json:
    return wing.slack.views()[-1]


def words(view: Json) -> str:
    return "\n".join(texts(view))


def values(view: Json, action: str) -> list[str]:
    """The values of all buttons of this action."""
    found = [
        element
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("action_id") == action
    ]
    return [str(element.get("value", "")) for element in found]
