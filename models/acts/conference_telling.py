"""What a conference says: one line and its thread in the group's channel, cards and words to those at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from models.classes import Basis
from models.conference import Conference, ConferenceSeat, ConferenceState
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.scene import Scene
from models.schema import Handle, SlackUserId, new_handle

SHUT_OUT = frozenset({Basis.CONSENT.value, Basis.REFERRAL.value})


# Why a voice says nothing: nobody is told, and nothing is to be mended.
SILENT = frozenset({"gone", "not_entitled", "moved", "no_thread", "not_on_roster"})
_QUIET = frozenset({Kind.CONFERENCE_NOT_REACHED.value, Kind.CONFERENCE_WISH_OVER.value})


class News(StrEnum):
    """What a conference's thread says later on; whatever the cause, in these words only."""

    MOVED = "moved"
    NOT_HELD = "not_held"
    SITUATION_ONLY = "situation_only"


def begin_thread(scene: Scene, conference: Conference) -> None:
    """The neutral line, and under it the message with the buttons. The caller signs the row."""
    group = scene.rules.group(conference.group)
    if group is None:
        return
    conference.anchor = new_handle()
    channel = SlackUserId(group.channel)
    line = NewNotice(
        Kind.CONFERENCE_LINE,
        channel,
        f"{Kind.CONFERENCE_LINE.value}:{conference.anchor}",
        subject=conference.ref,
        handle=Handle(conference.anchor),
    )
    below = NewNotice(
        Kind.CONFERENCE_THREAD,
        channel,
        f"{Kind.CONFERENCE_THREAD.value}:{conference.anchor}",
        subject=conference.ref,
    )
    post(scene.work, scene.moment, [line, below])


def say_news(scene: Scene, conference: Conference, news: News, due: datetime | None = None) -> None:
    """One neutral line in the thread; `due`: not before this moment."""
    group = scene.rules.group(conference.group)
    if group is None or not conference.anchor:
        return
    key = f"{Kind.CONFERENCE_NEWS.value}:{conference.ref}:{news.value}:{conference.version}"
    notice = NewNotice(
        Kind.CONFERENCE_NEWS,
        SlackUserId(group.channel),
        key,
        subject=conference.ref,
        target=news.value,
        due_at=max(due, scene.moment) if due else None,
        urgency=Urgency.ROUTINE,
    )
    post(scene.work, scene.moment, [notice])


def thread_of(work: UnitOfWork, conference: Conference) -> tuple[str, str] | None:
    """Channel and timestamp of its line; None: it does not stand there."""
    if not conference.anchor:
        return None
    query = select(Notice.channel, Notice.ts).where(
        Notice.handle == conference.anchor,
        Notice.kind == Kind.CONFERENCE_LINE.value,
        Notice.outcome == "sent",
    )
    found = work.session.execute(query).first()
    return (found.channel or "", found.ts or "") if found else None


def tell(
    scene: Scene,
    conference: Conference,
    kind: Kind,
    people: Iterable[SlackUserId],
    turn: str = "",
    due: datetime | None = None,
) -> None:
    """A reference, and at most a time, to each of these people: once a turn."""
    key = f"{kind.value}:{conference.ref}:{turn or conference.version}"
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(kind, user, f"{key}:{user}"[:160], subject=conference.ref, due_at=due)
            for user in dict.fromkeys(people)
            if user
        ],
    )


def told_time(work: UnitOfWork, conference: Conference) -> list[SlackUserId]:
    """Who was told the time only and has no place at it."""
    seated = select(ConferenceSeat.member).where(
        ConferenceSeat.conference == conference.ref, ConferenceSeat.ended_at.is_(None)
    )
    query = select(Notice.recipient).where(
        Notice.subject == conference.ref,
        Notice.kind == Kind.CONFERENCE_TIME_ONLY.value,
        Notice.recipient.not_in(seated),
    )
    return sorted({SlackUserId(one) for one in work.session.scalars(query)})


def tell_with_item(
    scene: Scene, conference: Conference, kind: Kind, items: Mapping[SlackUserId, Handle], turn: str = ""
) -> None:
    """The same, with the reader's own item to open; once an item and an hour, once more without a brief.

    `turn`: what sets it apart from a telling of the same hour before, after another one between.
    """
    hour = conference.starts_at.strftime("%m%d%H%M") if conference.starts_at else "none"
    if conference.state == ConferenceState.SITUATION_ONLY:
        hour += ":only"
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind, user, f"{kind.value}:{handle}:{hour}{turn}", subject=conference.ref, handle=handle
            )
            for user, handle in items.items()
        ],
    )


def send_cards(
    scene: Scene, conference: Conference, items: Iterable[SealedItem], receipt: str, turn: str = ""
) -> None:
    """The constant card to whoever may read only around the hour; not to authors and team.

    Once an item and an hour; `turn`: as `tell_with_item`.
    """
    kind = Kind.CONFERENCE_CARD
    hour = conference.starts_at.strftime("%m%d%H%M") if conference.starts_at else "none"
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind,
                item.recipient,
                f"{kind.value}:{item.handle}:{hour}{turn}",
                subject=conference.ref,
                handle=item.handle,
                receipt=receipt,
            )
            for item in items
            if item.basis in SHUT_OUT
        ],
    )


def not_reached(scene: Scene, notice: Notice, why: str) -> None:
    """Slack could not take something about it: whoever runs it and the care team hear that, and not who.

    What was not said because it was nobody's to hear any more is told to nobody.
    """
    conference = scene.work.session.get(Conference, notice.subject)
    if why in SILENT or conference is None or notice.kind in _QUIET:
        return
    theirs = [one.recipient for one in items_of(scene.work, conference) if one.basis not in SHUT_OUT]
    people = [one for one in (SlackUserId(conference.facilitator), *theirs) if one != notice.recipient]
    tell(scene, conference, Kind.CONFERENCE_NOT_REACHED, people, turn=str(notice.id))


def items_of(work: UnitOfWork, conference: Conference) -> list[SealedItem]:
    """What was handed out of it and not taken back, the oldest first."""
    query = select(SealedItem).where(SealedItem.subject == conference.ref, SealedItem.withdrawn_at.is_(None))
    return list(work.session.scalars(query.order_by(SealedItem.created_at, SealedItem.handle)))
