"""What a situation says: its line and news in the group's private channel, and word to its people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.acts.paging import project_managers
from models.database import UnitOfWork
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.scene import Scene
from models.schema import Handle, SituationRef, SlackUserId
from models.site import Group
from models.situation import Situation, SituationState

# What a reply under its line is about, beside how it stands.
MENDED = "mended"
# Why a voice says nothing there: nobody is told, and nothing is to be mended.
_SILENT = frozenset({"gone", "over"})


def begin_thread(scene: Scene, row: Situation, group: Group, at: datetime | None = None) -> None:
    """The line with the buttons; what is said later stands under it. `at`: not before this moment."""
    kind = Kind.SITUATION_LINE
    line = NewNotice(
        kind,
        SlackUserId(group.channel),
        f"{kind.value}:{row.ref}:{row.anchor}",
        subject=row.ref,
        handle=Handle(row.anchor),
        due_at=max(at, scene.moment) if at else None,
        urgency=Urgency.ROUTINE,
    )
    post(scene.work, scene.moment, [line])


def say_news(scene: Scene, row: Situation) -> None:
    """A reply under its line: what was done so far, or how it ended."""
    _reply(scene, row, row.state)


def say_mended(scene: Scene, row: Situation) -> None:
    """A reply under its line: the words that stand now, and not whose they are."""
    _reply(scene, row, MENDED)


def _reply(scene: Scene, row: Situation, target: str) -> None:
    line = select(Notice).where(Notice.handle == row.anchor, Notice.kind == Kind.SITUATION_LINE.value)
    begun = scene.work.session.scalar(line.limit(1))
    if begun is None:
        return
    kind = Kind.SITUATION_NEWS
    news = NewNotice(
        kind,
        begun.recipient,
        f"{kind.value}:{row.ref}:{row.version}",
        subject=row.ref,
        target=target,
        due_at=max(begun.due_at, scene.moment),
        urgency=Urgency.ROUTINE,
    )
    post(scene.work, scene.moment, [news])


def thread_of(work: UnitOfWork, row: Situation) -> tuple[str, str] | None:
    """Channel and timestamp of its line; None: it does not stand there."""
    query = select(Notice.channel, Notice.ts).where(
        Notice.handle == row.anchor, Notice.kind == Kind.SITUATION_LINE.value, Notice.outcome == "sent"
    )
    found = work.session.execute(query.limit(1)).first() if row.anchor else None
    return (found.channel or "", found.ts or "") if found else None


def stands_under_a_situation(work: UnitOfWork, channel: str, thread_ts: str) -> bool:
    """Whether the thread that begins here is a situation's."""
    query = (
        select(Situation.ref)
        .join(Notice, Notice.handle == Situation.anchor)
        .where(Situation.anchor != "", Notice.channel == channel, Notice.ts == thread_ts)
    )
    return work.session.scalar(query.limit(1)) is not None


def tell(scene: Scene, row: Situation, kind: Kind, user: SlackUserId, turn: str = "") -> None:
    """A reference to one person, once a turn."""
    key = f"{kind.value}:{turn or f'{row.ref}:{row.version}'}:{user}"[:160]
    post(scene.work, scene.moment, [NewNotice(kind, user, key, subject=row.ref, urgency=Urgency.ROUTINE)])


def tell_raiser(scene: Scene, row: Situation, kind: Kind, turn: str = "") -> None:
    """Whoever raised it hears of the place: once how it ended, and once each time it was looked at."""
    if row.raised_by == scene.user:
        return
    key = f"{kind.value}:{row.ref}:{turn}:{row.raised_by}"
    told = NewNotice(kind, row.raised_by, key, subject=row.ref, urgency=Urgency.ROUTINE)
    post(scene.work, scene.moment, [told])


def tell_not_posted(scene: Scene, notice: Notice, why: str) -> None:
    """Slack does not let us into the channel: the project managers hear which situation's, once."""
    row = scene.work.session.get(Situation, SituationRef(notice.subject))
    beginning = notice.kind == Kind.SITUATION_LINE.value
    if why in _SILENT or row is None or not beginning or row.state != SituationState.OPEN:
        return
    kind = Kind.SITUATION_NOT_POSTED
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    told = [
        NewNotice(kind, one, f"{kind.value}:{row.ref}:{one}", subject=row.ref, urgency=Urgency.ROUTINE)
        for one in managers
    ]
    post(scene.work, scene.moment, told)
