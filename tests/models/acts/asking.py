"""A coordination about a hearing tomorrow, asked of a prosecutor's office, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.acts.ping import NewPing, ask
from models.acts.steps import take as take_step
from models.classes import Category
from models.due import finish
from models.due import take as take_due
from models.envelope import SealedItem
from models.notice import Notice
from models.ping import Ask, Ping, Side
from models.scene import Scene
from models.schema import Handle, PingRef, SlackUserId
from models.sensitive import Sensitive
from tests.factories import NOON, PROSECUTOR
from tests.models.sharing import OFFICE, Sharing

HEARING = NOON + timedelta(days=1)
MINUTE = timedelta(minutes=1)
ALL = (Category.LEGAL_CALENDAR, Category.ENGAGEMENT, Category.BARRIERS)
WORDS = {
    Category.LEGAL_CALENDAR: {
        "case": Sensitive("2026-CR-0000"),
        "wanted": Sensitive("support quash"),
    },
    Category.BARRIERS: {"barriers": Sensitive("shelter move")},
}


def new(sharing: Sharing, **more: object) -> NewPing:
    whole: dict[str, object] = {
        "side": Side.PROSECUTOR,
        "ask": Ask.HEARING,
        "participant": sharing.ref,
        "office": OFFICE,
        "details": WORDS,
        "court": "superior",
        "matter": "a" * 32,
        "hearing_at": HEARING,
    }
    return NewPing(**{**whole, **more})  # type: ignore[arg-type]


def asked(sharing: Sharing, **more: object) -> PingRef:
    return sharing.act(lambda scene: ask(scene, new(sharing, **more)).ref)


def row(sharing: Sharing, ref: PingRef) -> Ping:
    with sharing.ground.database.look() as work:
        found = work.session.get_one(Ping, ref)
        work.session.expunge(found)
        return found


def handle(sharing: Sharing, ref: PingRef, user: SlackUserId = PROSECUTOR) -> Handle:
    with sharing.ground.database.look() as work:
        query = select(SealedItem.handle).where(
            SealedItem.subject == ref, SealedItem.recipient == user, SealedItem.withdrawn_at.is_(None)
        )
        return work.session.scalars(query).one()


def told(sharing: Sharing, user: SlackUserId) -> list[str]:
    with sharing.ground.database.look() as work:
        query = select(Notice.kind).where(Notice.recipient == user, Notice.subject.startswith("P-"))
        return list(work.session.scalars(query.order_by(Notice.id)))


def run(sharing: Sharing, until: datetime) -> None:
    """Everything that falls due until then, each at its own moment."""
    while True:
        with sharing.ground.database.work() as work:
            step = take_due(work, until)
            if step is None:
                return
            moment = max(step.due_at, NOON)
            scene = Scene(
                work,
                sharing.ground.vault,
                sharing.ground.audit,
                sharing.ground.rules,
                SlackUserId("bot"),
                moment,
            )
            finish(step, take_step(scene, step), moment)
            work.commit()
