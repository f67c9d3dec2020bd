"""A change that waits for two people: what it would do, who stands behind it, and who may say what to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from sqlalchemy import Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema import Base, SlackUserId, UtcMoment, rfc3339

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


class Proposal(Base):
    """One pending or settled change.

    `subject` is the Slack user id of the seat, or "site"; `against` the version of what it was made against
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
