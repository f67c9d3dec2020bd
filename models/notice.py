"""The outbox row: who is to be told, of what kind, about which reference; never a word of content."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, cast

from sqlalchemy import BigInteger, Index, Insert, Integer, String, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.schema import Base, Handle, SlackUserId, UtcMoment


class Kind(StrEnum):
    """Every kind of thing the bot tells; the messenger renders each from open facts."""

    CARD_NOW = "card.now"
    CARD_TODAY = "card.today"
    CARD_MORE = "card.more"
    CARD_TAKEN = "card.taken"
    CARD_WAITS = "card.waits"
    CARD_AGAIN = "card.again"
    CARD_CHANGED = "card.changed"
    CARD_OVER = "card.over"
    RECEIVED = "referral.received"
    LOOKING = "referral.looking"
    ON_THE_WAY = "referral.on_the_way"
    ACKNOWLEDGED = "referral.acknowledged"
    ESTIMATED = "referral.estimated"
    MET = "referral.met"
    NOT_MET = "referral.not_met"
    WAITS_AGAIN = "referral.waits_again"
    OPEN_WORK = "referral.open_work"
    NEEDS_INFO = "referral.needs_info"
    WAITING = "referral.waiting"
    NO_ROOM = "referral.no_room"
    OUTSIDE_AREA = "referral.outside_area"
    FIXED_LINE = "referral.fixed_line"
    PLACE_FREE = "waitlist.place_free"
    NOT_SURE = "referral.not_sure"
    REVIEW_DUE = "referral.review_due"
    PAIR_FOUND = "pair.found"
    PAIR_CONFIRMED = "pair.confirmed"
    INTAKE_DUE = "intake.due"
    INTAKE_OVER = "intake.over"
    NO_ANSWER_YET = "referral.no_answer_yet"
    CHOICES = "referral.choices"
    TIME_IS_OVER = "referral.time_is_over"
    NOBODY_ON_CALL = "referral.nobody_on_call"
    NOT_REACHED = "notice.not_reached"
    MEMBER_LEFT = "roster.member_left"
    NOT_IN_SLACK = "roster.not_in_slack"
    ROSTER_WAITS = "roster.waits"
    ACCESS_ENDED = "roster.access_ended"
    ACCESS_RESTS = "roster.access_rests"
    SEAT_EMPTY = "roster.seat_empty"
    ROTA_GAP = "rota.gap"
    ROTA_CHANGED = "rota.changed"
    ROTA_SILENT = "rota.silent"
    TEST_CARD = "member.test_card"
    PAGER = "pager.call"
    PAGER_SILENT = "pager.silent"
    GUARD_NOTE = "guard.note"
    GUARD_CARD = "guard.card"
    GUARD_MANAGER = "guard.manager"
    GUARD_TAKEN_BACK = "guard.taken_back"
    GUARD_THANKS = "guard.thanks"
    GUARD_CARD_AGAIN = "guard.card_again"
    GUARD_FOLLOW_UP = "guard.follow_up"
    GUARD_STRANGERS = "guard.strangers"
    MESSAGE_OPENED = "message.opened"
    MESSAGE_NOT_REACHED = "message.not_reached"
    RELEASE_CHANGED = "release.changed"
    RELEASE_ENDS = "release.ends"
    WRITTEN_FORM = "release.written_form"
    PING_CARD = "ping.card"
    PING_AGAIN = "ping.again"
    PING_HANDED = "ping.handed"
    PING_HAS_IT = "ping.has_it"
    PING_HAS_MORE = "ping.has_more"
    PING_CHANGED = "ping.changed"
    PING_LAST_CALL = "ping.last_call"
    PING_IS_ANSWERED = "ping.is_answered"
    PING_CLOSED = "ping.closed"
    PING_TAKEN = "ping.taken"
    PING_WITH_OFFICE = "ping.with_office"
    PING_ANSWERED = "ping.answered"
    PING_MORE = "ping.more"
    PING_MOVED = "ping.moved"
    PING_NOT_THEIRS = "ping.not_theirs"
    PING_HEARING_MOVED = "ping.hearing_moved"
    PING_NOBODY = "ping.nobody"
    PING_MANAGER = "ping.manager"
    PING_AFTER = "ping.after"
    PING_NOT_REACHED = "ping.not_reached"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_OVER = "question.over"
    HOLD_ENDS = "hold.ends"
    HOLD_OVER = "hold.over"
    HEARING_NEAR = "hearing.near"
    HEARING_WAS = "hearing.was"
    POSSIBLE_MATCH = "hearing.possible_match"
    SET_ASIDE = "item.set_aside"
    WANTS_A_WORD = "member.wants_a_word"
    ROLLCALL = "rollcall.asked"
    ROLLCALL_NUDGE = "rollcall.nudge"
    ROLLCALL_DIGEST = "rollcall.digest"
    ROLLCALL_NOT_SENT = "rollcall.not_sent"
    ROLLCALL_NOT_DELIVERED = "rollcall.not_delivered"
    VISIT_DUE = "visit.due"
    SHIFT_THREAD = "shift.thread"
    DRIFT = "drift.signal"
    ISSUE_OWNED = "issue.owned"
    ISSUE_ENDED = "issue.ended"
    ACTION_CARD = "action.card"
    ACTION_TAKEN = "action.taken"
    ACTION_NOT_TAKEN = "action.not_taken"
    ACTION_DONE = "action.done"
    ACTION_GIVEN_BACK = "action.given_back"
    ACTION_DATED = "action.dated"
    ACTION_NEAR = "action.near"
    ACTION_OVERDUE = "action.overdue"
    ACTION_LATE = "action.late"
    ACTION_OWNER_GONE = "action.owner_gone"
    ACTION_NOT_REACHED = "action.not_reached"
    ACTION_MOVED = "action.moved"
    FUND_ASKED = "fund.asked"
    FUND_DECIDED = "fund.decided"
    ISSUE_DUE = "issue.due"
    SOUNDING = "policy.sounding"
    POLICY_ANSWERED = "policy.answered"
    POLICY_BACK = "policy.back"
    POLICY_CHANGE = "policy.change"
    PASS_ON = "policy.pass_on"  # noqa: S105 - no password: a decision is passed on
    PASS_ON_AGAIN = "policy.pass_on_again"  # noqa: S105 - no password: a decision is passed on
    RULES_TO_READ = "rules.to_read"
    RULES_HELD_UP = "rules.held_up"
    CRITICAL = "critical.call"
    CRITICAL_AGAIN = "critical.again"
    CRITICAL_WAITS = "critical.waits"
    CRITICAL_ENDED = "critical.ended"
    MEETING_AGENDA = "meeting.agenda"
    MEETING_BEGUN = "meeting.begun"
    MEETING_CALLED = "meeting.called"
    MEETING_MOVED = "meeting.moved"
    MEETING_CANCELLED = "meeting.cancelled"
    MEETING_NOT_HELD = "meeting.not_held"
    MEETING_THREAD = "meeting.thread"
    MEETING_NOT_POSTED = "meeting.not_posted"
    CONFERENCE_LINE = "conference.line"
    CONFERENCE_THREAD = "conference.thread"
    CONFERENCE_NEWS = "conference.news"
    CONFERENCE_INVITED = "conference.invited"
    CONFERENCE_CARD = "conference.card"
    CONFERENCE_TEAM = "conference.team"
    CONFERENCE_FACILITATE = "conference.facilitate"
    CONFERENCE_TIME_ONLY = "conference.time_only"
    CONFERENCE_RULES = "conference.rules"
    CONFERENCE_WANTED = "conference.wanted"
    CONFERENCE_WISH_OVER = "conference.wish_over"
    CONFERENCE_SIT_OUT = "conference.sit_out"
    CONFERENCE_NOT_REACHED = "conference.not_reached"
    CONFERENCE_MATCH = "conference.match"
    PLACE_CLAIMED = "place.claimed"
    PLACE_GIVEN_BACK = "place.given_back"
    PLACE_ENDS = "place.ends"
    PLACE_NOT_REACHED = "place.not_reached"
    SITUATION_LINE = "situation.line"
    SITUATION_NEWS = "situation.news"
    SITUATION_OWNED = "situation.owned"
    SITUATION_REVIEW = "situation.review"
    SITUATION_RENEWED = "situation.renewed"
    SITUATION_ENDED = "situation.ended"
    SITUATION_NOT_POSTED = "situation.not_posted"
    SLACK_WAS_SLOW = "notice.slack_was_slow"
    READ_ONLY_TAB = "notice.read_only_tab"
    BLANK_VIEW = "view.blank"


class Urgency(IntEnum):
    """Alerts leave before routine messages when Slack's rate leaves room for one."""

    ALERT = 0
    ROUTINE = 5


@dataclass(frozen=True)
class Sent:
    """It arrived: the DM channel (`D...`; empty for a view) and Slack's timestamp."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Again:
    """Try once more after this long. `unknown` = Slack may have it already: look before sending."""

    after: timedelta
    unknown: bool = False
    rate_limited: bool = False


@dataclass(frozen=True)
class Never:
    """It cannot arrive; `why` is a short code that names no person and no content."""

    why: str


Outcome = Sent | Again | Never


class Notice(Base):
    """One thing to tell one person, once.

    `lane` orders deliveries: of two due notices in one lane the older goes first, and nothing overtakes.
    `lease_until` is the end of a claim, or the earliest moment of the next try.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(16), default="")
    recipient: Mapped[SlackUserId] = mapped_column(String(32))
    lane: Mapped[str] = mapped_column(String(64))
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    handle: Mapped[Handle | None] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(64), default="")
    receipt: Mapped[str] = mapped_column(String(20), default="")
    urgency: Mapped[int] = mapped_column(Integer, default=Urgency.ALERT)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_at: Mapped[datetime] = mapped_column(UtcMoment)
    lease_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    first_tried_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))

    # Not a column: `models.outbox.claim` sets it when an earlier try ended without a word from Slack.
    may_have_arrived = False

    # Only what waits is indexed, so that a poll costs the same after a hundred thousand deliveries.
    __table_args__ = (
        Index(
            "ix_notices_waiting",
            "due_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_notices_lane_waiting",
            "lane",
            "due_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        # The few that were tried and wait for another try: the sleep until the next moment looks here.
        Index(
            "ix_notices_leased",
            "lease_until",
            sqlite_where=text("settled_at IS NULL AND lease_until IS NOT NULL"),
            postgresql_where=text("settled_at IS NULL AND lease_until IS NOT NULL"),
        ),
        Index("ix_notices_handle", "handle"),
    )


@dataclass(frozen=True)
class NewNotice:
    """What `post` needs. `due_at` None = now; `lane` empty = the recipient's own."""

    kind: Kind
    recipient: SlackUserId
    dedupe_key: str
    subject: str = ""
    handle: Handle | None = None
    target: str = ""
    receipt: str = ""
    due_at: datetime | None = None
    lane: str = ""
    urgency: Urgency = Urgency.ALERT


def post(work: UnitOfWork, moment: datetime, notices: Sequence[NewNotice]) -> None:
    """Write the rows; one whose `dedupe_key` already stands is the same notice and is left as it is."""
    if not notices:
        return
    rows = [_row(notice, moment) for notice in notices]
    work.session.connection().execute(_insert_new(work.dialect), rows)


@functools.cache
def _insert_new(dialect: str) -> Insert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(cast("Table", Notice.__table__)).on_conflict_do_nothing(index_elements=["dedupe_key"])


def _row(notice: NewNotice, moment: datetime) -> dict[str, Any]:
    return {
        "kind": notice.kind.value,
        "subject": notice.subject,
        "recipient": notice.recipient,
        "lane": notice.lane or notice.recipient,
        "dedupe_key": notice.dedupe_key,
        "handle": notice.handle,
        "target": notice.target,
        "receipt": notice.receipt,
        "urgency": int(notice.urgency),
        "created_at": moment,
        "due_at": notice.due_at or moment,
        "attempts": 0,
    }
