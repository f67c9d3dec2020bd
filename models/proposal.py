"""A change that waits for two people: what it would do, who stands behind it, and who may say what to it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from sqlalchemy import Index, Integer, LargeBinary, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import Base, RowSeal, SlackUserId, UtcMoment, rfc3339

LAPSES_AFTER = timedelta(days=7)
OPERATOR = "operator"  # the command line: it proposes, and counts for nobody

ProposalId = NewType("ProposalId", str)


class ProposalKind(StrEnum):
    """What a proposal would change."""

    SEAT = "seat"
    RULES = "rules"


class Outcome(StrEnum):
    """How a proposal ended."""

    IN_FORCE = "in_force"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"
    REPLACED = "replaced"
    OUTDATED = "outdated"
    AGREED = "agreed"  # by both; it waits for its day


class Proposal(Base):
    """One pending or settled change.

    `subject` is the Slack user id of the seat, "site", or the issue that a change of the rules came from
    (`models.acts.rules_in_force`); `against` the version of what it was made against
    (0 = there was no seat). `first_by` and `second_by` are the two people. One may be open for each subject.
    """

    __tablename__ = "proposals"

    id: Mapped[ProposalId] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(32))
    content: Mapped[str] = mapped_column(Text)
    against: Mapped[int] = mapped_column(Integer)
    proposed_by: Mapped[str] = mapped_column(String(32))
    first_by: Mapped[SlackUserId | None] = mapped_column(String(32))
    first_agency: Mapped[str | None] = mapped_column(String(120))
    second_by: Mapped[SlackUserId | None] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index(
            "ix_proposals_open",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.kind,
            self.subject,
            self.content,
            str(self.against),
            self.proposed_by,
            self.first_by or "",
            self.first_agency or "",
            self.second_by or "",
            rfc3339(self.made_at),
            rfc3339(self.settled_at),
            self.outcome or "",
        )

    def lapsed_at(self, moment: datetime) -> bool:
        """Whether its seven days are over."""
        return moment >= self.made_at + LAPSES_AFTER


@dataclass(frozen=True)
class Acting:
    """One more role for a time; both days count."""

    role: Role
    begins: date
    ends: date


@dataclass(frozen=True)
class Wanted:
    """What a seat is to be; without `acting` it keeps whatever acting role it has."""

    seat: Seating
    acting: Acting | None = None

    def to_content(self) -> str:
        """As the proposal keeps it."""
        seat, acting = self.seat, self.acting
        return json.dumps(
            {
                "user": seat.user,
                "display_name": seat.display_name,
                "agency": seat.agency,
                "roles": seat.roles,
                "regions": seat.regions,
                "account": seat.account.value,
                "term": [_iso(seat.active_from), _iso(seat.active_until)],
                "acting": [acting.role.value, _iso(acting.begins), _iso(acting.ends)] if acting else [],
            },
            sort_keys=True,
        )

    @classmethod
    def from_content(cls, content: str) -> Wanted:
        """Back again."""
        raw = json.loads(content)
        begins, ends = raw["term"]
        seat = Seating(
            SlackUserId(raw["user"]),
            raw["display_name"],
            raw["agency"],
            tuple(raw["roles"]),
            tuple(raw["regions"]),
            Account(raw["account"]),
            _day(begins),
            _day(ends),
        )
        if not raw["acting"]:
            return cls(seat)
        role, first, last = raw["acting"]
        return cls(seat, Acting(Role(role), date.fromisoformat(first), date.fromisoformat(last)))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def new_proposal(
    kind: ProposalKind, subject: str, content: str, against: int, by: str, moment: datetime
) -> Proposal:
    """An open proposal, not signed yet."""
    return Proposal(
        id=ProposalId(uuid.uuid4().hex),
        kind=kind.value,
        subject=subject,
        content=content,
        against=against,
        proposed_by=by,
        made_at=moment.replace(microsecond=0),
        version=1,
        mac=b"",
    )


def open_proposals(work: UnitOfWork, seal: RowSeal, moment: datetime) -> list[Proposal]:
    """What waits now, the oldest first; a row that somebody altered waits for nobody."""
    query = select(Proposal).where(Proposal.settled_at.is_(None)).order_by(Proposal.made_at, Proposal.id)
    return [row for row in work.session.scalars(query) if seal.row_holds(row) and not row.lapsed_at(moment)]
