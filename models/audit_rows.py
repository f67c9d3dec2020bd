"""The audit log's tables: what may be said in a row, and triggers that let rows be added only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)

from models.schema import Base


class Verb(StrEnum):
    """Everything that can have happened: a closed list. Add a line here for a new act, never reuse one.

    Sealing has no line of its own: it stands or falls with the act that it is part of, in one transaction.
    """

    REFERRAL_SUBMITTED = "referral.submitted"
    REFERRAL_COMPLETED = "referral.completed"
    REFERRAL_ACKNOWLEDGED = "referral.acknowledged"
    REFERRAL_ESTIMATED = "referral.estimated"
    REFERRAL_DISPATCHED = "referral.dispatched"
    REFERRAL_HANDED_OVER = "referral.handed_over"
    REFERRAL_MET = "referral.met"
    REFERRAL_NOT_MET = "referral.not_met"
    REFERRAL_WITHDRAWN = "referral.withdrawn"
    REFERRAL_OVERDUE = "referral.overdue"
    REFERRAL_CHANGED = "referral.changed"
    REFERRAL_DECIDED = "referral.decided"
    REFERRAL_APPROVED = "referral.approved"
    REFERRAL_ASSIGNED = "referral.assigned"
    INTAKE_EXTENDED = "intake.extended"
    REFERRALS_PAIRED = "referrals.paired"
    ROTA_CHANGED = "rota.changed"
    OPEN_GRANTED = "open.granted"
    OPEN_REFUSED = "open.refused"
    OPEN_SHOWN = "open.shown"
    OPEN_NOT_SHOWN = "open.not_shown"
    NOTICE_POSTED = "notice.posted"
    NOTICE_NEVER = "notice.never"
    CONSENT_SIGNED = "consent.signed"
    CONSENT_REVOKED = "consent.revoked"
    CONSENT_WRITTEN = "consent.written"
    PARTICIPANT_BEGUN = "participant.begun"
    PARTICIPANT_CHANGED = "participant.changed"
    TEAM_CHANGED = "team.changed"
    FOLDER_WRITTEN = "folder.written"
    MESSAGE_SENT = "message.sent"
    MESSAGE_WITHDRAWN = "message.withdrawn"
    MESSAGE_INHERITED = "message.inherited"
    PING_ASKED = "ping.asked"
    PING_TAKEN = "ping.taken"
    PING_HANDED_ON = "ping.handed_on"
    PING_ANSWERED = "ping.answered"
    PING_OVERDUE = "ping.overdue"
    PING_HEARING_MOVED = "ping.hearing_moved"
    PING_CLOSED = "ping.closed"
    QUESTION_ASKED = "question.asked"
    MATTER_KEPT = "matter.kept"
    MATTER_CLOSED = "matter.closed"
    HEARINGS_READ = "hearings.read"
    SET_ASIDE = "item.set_aside"
    ROLLCALL_FIRED = "rollcall.fired"
    SCHEDULE_CHANGED = "schedule.changed"
    ISSUE_RAISED = "issue.raised"
    ISSUE_GIVEN = "issue.given"
    ISSUE_ENDED = "issue.ended"
    ACTION_PROPOSED = "action.proposed"
    ACTION_TAKEN = "action.taken"
    ACTION_OFFERED = "action.offered"
    ACTION_DATED = "action.dated"
    ACTION_SETTLED = "action.settled"
    FUND_DECIDED = "fund.decided"
    FUND_ADDED = "fund.added"
    ISSUE_CHANGED = "issue.changed"
    ISSUE_PROPOSED = "issue.proposed"
    SOUNDING_SAID = "sounding.said"
    SOUNDING_CLOSED = "sounding.closed"
    PROPOSAL_ANSWERED = "proposal.answered"
    DECISION_GIVEN = "decision.given"
    DECISION_PASSED_ON = "decision.passed_on"
    RULES_READ = "rules.read"
    CRITICAL_BEGUN = "critical.begun"
    CRITICAL_KNOWN = "critical.known"
    CRITICAL_ENDED = "critical.ended"
    MEETING_CHANGED = "meeting.changed"
    AGENDA_PUT = "agenda.put"
    ROLLCALL_VISITED = "rollcall.visited"
    CONFERENCE_ASKED = "conference.asked"
    CONFERENCE_PROPOSED = "conference.proposed"
    CONFERENCE_ADDED_TO = "conference.added_to"
    CONFERENCE_SEATED = "conference.seated"
    CONFERENCE_LEFT = "conference.left"
    CONFERENCE_MOVED = "conference.moved"
    CONFERENCE_BEGUN = "conference.begun"
    CONFERENCE_ENDED = "conference.ended"
    APART_NOTED = "apart.noted"
    PLACE_POSTED = "place.posted"
    PLACE_CLAIMED = "place.claimed"
    PLACE_GIVEN_BACK = "place.given_back"
    PLACE_ENDED = "place.ended"
    SITUATION_RAISED = "situation.raised"
    SITUATION_GIVEN = "situation.given"
    SITUATION_COUNTED = "situation.counted"
    SITUATION_MENDED = "situation.mended"
    SITUATION_RENEWED = "situation.renewed"
    SITUATION_ENDED = "situation.ended"
    LOG_READ = "log.read"
    PAGE_SIGNED_IN = "page.signed_in"
    PASSKEY_KEPT = "passkey.kept"
    PASSKEY_SHOWN = "passkey.shown"
    PASSKEY_REFUSED = "passkey.refused"
    PASSKEYS_ENDED = "passkeys.ended"
    MEMBER_ADDED = "member.added"
    MEMBER_CHANGED = "member.changed"
    MEMBER_SUSPENDED = "member.suspended"
    MEMBER_REMOVED = "member.removed"
    MEMBER_ON_LEAVE = "member.on_leave"
    PROPOSAL_MADE = "proposal.made"
    PROPOSAL_CONFIRMED = "proposal.confirmed"
    PROPOSAL_IN_FORCE = "proposal.in_force"
    PROPOSAL_SETTLED = "proposal.settled"
    SITE_CHANGED = "site.changed"
    REVOCATION_RECORDED = "revocation.recorded"


_WORD_LENGTH = 120
_WORD = re.compile(rf"[A-Za-z0-9_.:/-]{{0,{_WORD_LENGTH}}}", re.ASCII)
_APPEND_ONLY = ("audit_events", "audit_heads")
_REFUSAL = "rows are only added here"

audit_events = Table(
    "audit_events",
    Base.metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", String(20), nullable=False),  # the very text that is hashed: RFC 3339, UTC, seconds
    Column("actor", String(_WORD_LENGTH), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("objects", Text, nullable=False),  # ids with a space between
    Column("decision", String(_WORD_LENGTH), nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("request_id", String(_WORD_LENGTH), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
)

audit_heads = Table(
    "audit_heads",
    Base.metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("at", String(20), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
)


def only_words(*words: str) -> None:
    """See that these are ids and codes: letters, digits and `_ . : / -`, at most 120 of them.

    Raises:
        ValueError: one is not; free text and names have no place in the log.
    """
    if not all(_WORD.fullmatch(word) for word in words):
        raise ValueError("an audit row holds ids and codes only")


def append_only_ddl(dialect: str) -> tuple[str, ...]:
    """The statements that refuse UPDATE and DELETE, for "sqlite" or "postgresql"; tables exist before."""
    if dialect == "sqlite":
        return tuple(statement for table in _APPEND_ONLY for statement in _sqlite_triggers(table))
    function = (
        "CREATE OR REPLACE FUNCTION audit_rows_stay() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    return (function, *(_postgresql_trigger(table) for table in _APPEND_ONLY))


def _sqlite_triggers(table: str) -> tuple[str, ...]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    known = f"EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq)"  # noqa: S608 - one of our two names
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE takes the old row away without asking the delete trigger.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {known} {refuse}",
    )


def _postgresql_trigger(table: str) -> str:
    # For each statement, so that TRUNCATE is covered, too.
    return (
        f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_stay()"
    )


@event.listens_for(Base.metadata, "after_create")
def _lay_triggers(target: MetaData, connection: Connection, tables: Sequence[Table], **kw: Any) -> None:
    del target, kw
    if audit_events in tables:
        for statement in append_only_ddl(connection.dialect.name):
            connection.exec_driver_sql(statement)
