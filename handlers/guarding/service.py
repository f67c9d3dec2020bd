"""Has a finding told: to whoever wrote it, and where and when to the project managers. The text stays out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from handlers.deps import Ground
from handlers.guard import look, singles_out
from handlers.guarding.notices import Spot
from handlers.guarding.posted import Posted
from models.acts.paging import project_managers
from models.acts.situation_telling import stands_under_a_situation
from models.database import UnitOfWork
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.replay import once
from models.schema import Handle, SlackUserId, new_handle

_CARDS = (Kind.GUARD_CARD.value, Kind.GUARD_CARD_AGAIN.value)
_LATELY = timedelta(days=90)
_FRIDAY, _MORNING = 4, time(9)


class Guarding:
    """Never asks the roster about a finding: it looks at the message alone, whoever wrote it."""

    def __init__(self, ground: Ground, bot_id: str) -> None:
        self._ground = ground
        self._bot_id = bot_id

    def look_at(self, posted: Posted, *, key: str) -> bool:
        """Whether it seems to hold a person's details; if so, people are told, once however often it comes.

        Raises:
            StorageUnavailable: nothing was kept; Slack delivers the event again.
        """
        if posted.bot_id == self._bot_id:
            return False
        of_details = self._finds(posted.texts)
        if not of_details and not self._points_to_one(posted):
            return False
        # An edit that leaves the finding standing is the same finding; one that brings it in is a new one.
        stood = self._finds(posted.before) if of_details else posted.pictures or _singles_out(posted.before)
        stamp = posted.changed_at if posted.changed_at and not stood else ""
        once(
            self._ground.database,
            f"guard:{key}",
            self._ground.now(),
            lambda work: self._tell(work, posted, stamp),
        )
        self._ground.wake()
        return True

    def take_back(self, user: SlackUserId, handle: Handle) -> bool:
        """The writer says that it is no person's details: thanks, and the project managers are told.

        False for a handle that was never theirs: nothing is done.

        Raises:
            StorageUnavailable: nothing was kept.
        """
        now = self._ground.now()
        with self._ground.database.work() as work:
            target = work.session.scalar(
                select(Notice.target)
                .where(Notice.handle == handle, Notice.recipient == user, Notice.kind.in_(_CARDS))
                .limit(1)
            )
            if target is None:
                return False
            thanks = NewNotice(Kind.GUARD_THANKS, user, f"guard.thanks:{handle}", target=target)
            back = self._to_managers(work, Kind.GUARD_TAKEN_BACK, target, f"guard.back:{handle}")
            post(work, now, [thanks, *back])
            _drop_follow_ups(work, target, now)
            work.commit()
        self._ground.wake()
        return True

    def _finds(self, texts: Sequence[str]) -> bool:
        today = self._ground.now().date()
        return any(look(text, today) is not None for text in texts)

    def _points_to_one(self, posted: Posted) -> bool:
        """In a situation's thread, which is of a place: a nickname, a description, a picture.

        Which threads are situations' is asked of our own rows, and only where a pattern was found.
        """
        in_a_thread = bool(posted.thread_ts) and posted.thread_ts != posted.ts
        if not in_a_thread or not (posted.pictures or _singles_out(posted.texts)):
            return False
        with self._ground.database.look() as work:
            return stands_under_a_situation(work, posted.channel, posted.thread_ts)

    def _tell(self, work: UnitOfWork, posted: Posted, stamp: str) -> str:
        target = Spot(posted.channel, posted.ts, posted.thread_ts).pack()
        key = f"{posted.channel}:{posted.ts}:{stamp}:{_taken_back(work, target)}"
        notices = [
            *self._to_managers(work, Kind.GUARD_MANAGER, target, f"guard.manager:{key}"),
            *self._to_managers(work, Kind.GUARD_FOLLOW_UP, target, f"guard.follow:{key}"),
        ]
        if posted.user:
            handle, now = new_handle(), self._ground.now()
            again = _warned_lately(work, posted.user, target, now)
            card = Kind.GUARD_CARD_AGAIN if again else Kind.GUARD_CARD
            lane = f"guard:{posted.user}"  # ahead of whatever else waits for this person
            notices += [
                NewNotice(
                    Kind.GUARD_NOTE, posted.user, f"guard.note:{key}", target=target, handle=handle, lane=lane
                ),
                NewNotice(card, posted.user, f"guard.card:{key}", target=target, handle=handle),
            ]
        post(work, self._ground.now(), notices)
        return "told"

    def _to_managers(self, work: UnitOfWork, kind: Kind, target: str, key: str) -> list[NewNotice]:
        ground = self._ground
        rules = ground.book.current(work)
        urgency = Urgency.ALERT if kind is Kind.GUARD_MANAGER else Urgency.ROUTINE
        later = kind is Kind.GUARD_FOLLOW_UP
        due = next_working_morning(ground.now(), rules.zone_of()) if later else None
        return [
            NewNotice(kind, manager, f"{key}:{manager}", target=target, urgency=urgency, due_at=due)
            for manager in project_managers(work, ground.vault.rows, rules, ground.now())
        ]


def _singles_out(texts: Sequence[str]) -> bool:
    return any(singles_out(text) for text in texts)


def next_working_morning(moment: datetime, zone: ZoneInfo) -> datetime:
    """09:00 local of the next Monday to Friday, in UTC. Holidays are not known to the bot."""
    day = moment.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() > _FRIDAY:
        day += timedelta(days=1)
    return datetime.combine(day, _MORNING, zone).astimezone(UTC)


def _warned_lately(work: UnitOfWork, user: SlackUserId, target: str, moment: datetime) -> bool:
    """Whether another message of theirs was found within three months and not taken back. Nobody is told."""
    back = select(Notice.dedupe_key).where(Notice.recipient == user, Notice.kind == Kind.GUARD_THANKS.value)
    taken_back = {key.rpartition(":")[2] for key in work.session.scalars(back)}
    earlier = select(Notice.handle).where(
        Notice.recipient == user,
        Notice.kind.in_(_CARDS),
        Notice.target != target,
        Notice.created_at > moment - _LATELY,
    )
    return any(handle not in taken_back for handle in work.session.scalars(earlier))


def _drop_follow_ups(work: UnitOfWork, target: str, moment: datetime) -> None:
    gone = update(Notice).where(
        Notice.kind == Kind.GUARD_FOLLOW_UP.value, Notice.target == target, Notice.settled_at.is_(None)
    )
    work.session.execute(gone.values(settled_at=moment, outcome="never:taken_back"))


def _taken_back(work: UnitOfWork, target: str) -> int:
    """How often this message was said to be harmless: what is found in it afterwards is told anew."""
    query = select(func.count()).where(Notice.target == target, Notice.kind == Kind.GUARD_THANKS.value)
    return work.session.scalar(query) or 0
