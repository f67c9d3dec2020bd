"""A coordination between a care team and a lawyer's office: its open side, under a MAC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Date, Index, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import AlreadyChanged, UnknownReference
from models.schema import Base, ParticipantRef, PingRef, SlackUserId, UtcMoment, new_reference, rfc3339


class Side(StrEnum):
    """Which way it goes."""

    PROSECUTOR = "prosecutor"  # the care team asks a liaison prosecutor's office
    QUESTION = "question"  # a liaison prosecutor asks by their own case number
    COUNSEL = "counsel"  # the care team tells a public defender what is scheduled
    SCHEDULING = "scheduling"  # a public defender asks the care team for help with a date
    LEGAL_SERVICES = "legal_services"  # the care team refers to civil or outlying legal help


class Ask(StrEnum):
    """What about."""

    HEARING = "hearing"
    WARRANT = "warrant"
    FILING = "filing"
    RELEASE = "release"
    DISPOSITION = "disposition"
    EVICTION = "eviction"
    VACATING = "vacating"
    LEGAL_DEBTS = "legal_debts"
    FAMILY = "family"
    IMMIGRATION = "immigration"
    OUTLYING_WARRANT = "outlying_warrant"
    OTHER = "other"


class PingState(StrEnum):
    """Where it stands; `ANSWERED`, `RETURNED` and `CLOSED` have no clock."""

    ASKED = "asked"
    TAKEN = "taken"
    WITH_OFFICE = "with_office"
    NEEDS_MORE = "needs_more"
    HELD = "held"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    RETURNED = "returned"
    CLOSED = "closed"


class Decision(StrEnum):
    """What an office may answer, in its own authority. Nothing is harsher than ordinary processing."""

    DECLINE_TO_FILE = "decline_to_file"
    HOLD = "hold"
    DISMISS = "dismiss"
    QUASH = "quash"
    SUPPORT_RELEASE = "support_release"
    NEGOTIATE = "negotiate"
    NOT_OPPOSE = "not_oppose"
    NEED_MORE = "need_more"
    ORDINARY = "ordinary"
    NOTED = "noted"
    ACCEPT = "accept"
    RETURN = "return"
    DONE = "done"


# Where each answer leaves it.
LEADS_TO: Mapping[Decision, PingState] = {
    **dict.fromkeys(Decision, PingState.ANSWERED),
    Decision.HOLD: PingState.HELD,
    Decision.NEED_MORE: PingState.NEEDS_MORE,
    Decision.ACCEPT: PingState.ACCEPTED,
    Decision.RETURN: PingState.RETURNED,
}
_PROSECUTORS = tuple(Decision)[: list(Decision).index(Decision.ORDINARY) + 1]
# What each side may answer, in the order in which it is offered.
OFFERED: Mapping[Side, tuple[Decision, ...]] = {
    Side.PROSECUTOR: _PROSECUTORS,
    Side.QUESTION: (Decision.NOTED,),
    Side.COUNSEL: (Decision.NOTED,),
    Side.SCHEDULING: (Decision.NOTED, Decision.NEED_MORE),
    Side.LEGAL_SERVICES: (Decision.ACCEPT, Decision.RETURN, Decision.NEED_MORE, Decision.DONE),
}
# Still in somebody's hands: an answer is taken.
RUNNING = frozenset(
    {PingState.ASKED, PingState.TAKEN, PingState.WITH_OFFICE, PingState.HELD, PingState.ACCEPTED}
)
_SETTLED = frozenset({PingState.ANSWERED, PingState.RETURNED, PingState.CLOSED})
# Asked from outside by a case number. Nothing that the asker can look at may hang on whether anybody is
# known by it: the state stays as it is until the day that the asker named is over (`models.acts.questions`).
BLIND = frozenset({Side.QUESTION, Side.SCHEDULING})
# Nobody has said anything yet.
UNHEARD = frozenset({PingState.ASKED})


class Ping(Base):
    """One coordination. What is asked, of which court and why, lies sealed under its reference.

    `office` is the agency that is asked (or asks, for `QUESTION`); `participant` is empty while nothing
    is known to match a prosecutor's question. `hearing_at`: the chain is counted from it; None = no hearing.
    """

    __tablename__ = "pings"

    ref: Mapped[PingRef] = mapped_column(String(8), primary_key=True)
    side: Mapped[str] = mapped_column(String(16))
    ask: Mapped[str] = mapped_column(String(20))
    participant: Mapped[ParticipantRef] = mapped_column(String(8), default="")
    matter: Mapped[str] = mapped_column(String(32), default="")
    asker: Mapped[SlackUserId] = mapped_column(String(32))
    asker_agency: Mapped[str] = mapped_column(String(120))
    office: Mapped[str] = mapped_column(String(120))
    court: Mapped[str] = mapped_column(String(32), default="")
    purpose: Mapped[str] = mapped_column(String(40))
    hearing_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    state: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    answer_by: Mapped[datetime | None] = mapped_column(UtcMoment)
    holder: Mapped[SlackUserId | None] = mapped_column(String(32))
    taken_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    office_by: Mapped[date | None] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(String(20), default="")
    decided_by: Mapped[SlackUserId | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    hold_until: Mapped[date | None] = mapped_column(Date)
    independent: Mapped[int] = mapped_column(Integer, default=0)  # 1 = the office has information of its own
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    not_after: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_pings_participant", "participant"),
        Index("ix_pings_asker", "asker", "asked_at"),
        Index("ix_pings_office", "office", "state"),
        Index("ix_pings_matter", "matter"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.ref

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.side,
            self.ask,
            self.participant,
            self.matter,
            self.asker,
            self.asker_agency,
            self.office,
            self.court,
            self.purpose,
            rfc3339(self.hearing_at),
            self.state,
            rfc3339(self.asked_at),
            self.holder or "",
            self.office_by.isoformat() if self.office_by else "",
            self.decision,
            self.decided_by or "",
            rfc3339(self.decided_at),
            self.hold_until.isoformat() if self.hold_until else "",
            str(self.independent),
            rfc3339(self.closed_at),
            self.not_after,
        )

    def over_by(self, moment: datetime, view: timedelta) -> bool:
        """Whether it opens for nobody any more: so long after it was answered or closed. A hold runs on."""
        ended = self.closed_at or (self.decided_at if PingState(self.state) in _SETTLED else None)
        return ended is not None and moment >= ended + view

    def refuse_unless(self, *states: PingState) -> None:
        """See that it stands in one of these states.

        Raises:
            AlreadyChanged: it does not; `state` says where it stands.
        """
        if PingState(self.state) not in states:
            raise AlreadyChanged(self.state)


def reserve_ping(work: UnitOfWork) -> PingRef:
    """A reference that nobody has had."""
    while True:
        ref = PingRef(new_reference("P"))
        if work.session.get(Ping, ref) is None:
            return ref


def locked_ping(work: UnitOfWork, ref: PingRef) -> Ping:
    """The ping, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(Ping).where(Ping.ref == ref).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
