"""A sealed message between people: its open side, under a MAC; what it says stands in an envelope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import UnknownReference
from models.schema import Base, MessageRef, SlackUserId, UtcMoment, new_reference, rfc3339


class SealedMessage(Base):
    """One message. `about` is a participant's or a referral's reference; `answers` the message it replies to.

    `to_role` and `to_agency` are set where it was sent to whoever holds a role, so that a successor inherits.
    """

    __tablename__ = "messages"

    ref: Mapped[MessageRef] = mapped_column(String(8), primary_key=True)
    sender: Mapped[SlackUserId] = mapped_column(String(32))
    sender_agency: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(String(8))
    category: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(40))
    answers: Mapped[MessageRef | None] = mapped_column(String(8))
    to_role: Mapped[str] = mapped_column(String(32), default="")
    to_agency: Mapped[str] = mapped_column(String(120), default="")
    sent_at: Mapped[datetime] = mapped_column(UtcMoment)
    not_after: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_messages_about", "about"),
        Index("ix_messages_sender", "sender", "sent_at"),
        Index("ix_messages_to_role", "to_role", "to_agency"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.ref

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.sender,
            self.sender_agency,
            self.about,
            self.category,
            self.purpose,
            self.answers or "",
            self.to_role,
            self.to_agency,
            rfc3339(self.sent_at),
            self.not_after,
            rfc3339(self.withdrawn_at),
        )


def reserve_message(work: UnitOfWork) -> MessageRef:
    """A reference that nobody has had."""
    while True:
        ref = MessageRef(new_reference("M"))
        if work.session.get(SealedMessage, ref) is None:
            return ref


def locked_message(work: UnitOfWork, ref: MessageRef) -> SealedMessage:
    """The message, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(SealedMessage).where(SealedMessage.ref == ref).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
