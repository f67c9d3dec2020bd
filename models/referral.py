"""A referral: its door, its state and the legal changes of it; details stand elsewhere, sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, bindparam, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from models.classes import Purpose
from models.database import UnitOfWork
from models.errors import AlreadyChanged, UnknownReference
from models.schema import Base, ReferralRef, SlackUserId, UtcMoment, new_reference, rfc3339
from models.stages import ASKS, NEXT, OVER, URGENT, Door, State

# The stages are this row's; whoever knows a referral knows them by it.
__all__ = ("NEXT", "OVER", "REFERRER_LOOKS", "URGENT", "Door", "Referral", "State", "locked", "reserve")

# So long after the meeting (community: after it came in) a referrer may look at what they wrote. Whether the
# referral is closed meanwhile would say what has become of the person.
REFERRER_LOOKS = timedelta(days=90)


def _one_of(kind: type[StrEnum], column: str) -> str:
    # A plain CHECK instead of a native ENUM: those break migrations that walk down and up again.
    return f"{column} IN ({', '.join(repr(item.value) for item in kind)})"


class Referral(Base):
    """One referral. Open fields only; those that decide access stand under a MAC."""

    __tablename__ = "referrals"

    ref: Mapped[ReferralRef] = mapped_column(String(8), primary_key=True)
    door: Mapped[str] = mapped_column(String(20))
    region: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))
    priority: Mapped[int] = mapped_column(Integer)
    referrer: Mapped[SlackUserId] = mapped_column(String(32))
    referrer_agency: Mapped[str] = mapped_column(String(120))
    view_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    submitted_at: Mapped[datetime] = mapped_column(UtcMoment)
    clock_ends_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    completed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    acknowledged_by: Mapped[SlackUserId | None] = mapped_column(String(32))
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    responder: Mapped[SlackUserId | None] = mapped_column(String(32))
    eta_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    met_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    not_met_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reason: Mapped[str] = mapped_column(String(24), default="")
    waitlisted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reviewed_at: Mapped[datetime | None] = mapped_column(
        UtcMoment
    )  # when somebody said that it keeps waiting
    approved_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    approved_by: Mapped[str] = mapped_column(String(80), default="")  # one or two people, `;` between
    case_manager: Mapped[SlackUserId | None] = mapped_column(String(32))
    intake_ends_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    intake_done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    filing_ends_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    merged_into: Mapped[ReferralRef | None] = mapped_column(String(8))
    fallback: Mapped[str] = mapped_column(String(16), default="")
    missed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    first_door: Mapped[str] = mapped_column(String(20), default="")  # where the door was changed later
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint(_one_of(Door, "door"), name="door"),
        CheckConstraint(_one_of(State, "state"), name="state"),
        Index("ix_referrals_referrer", "referrer", "submitted_at"),
        # Only what is open is indexed, so that the queue costs the same after twenty thousand closed ones.
        Index(
            "ix_referrals_open",
            "state",
            "priority",
            "submitted_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_referrals_case_manager", "case_manager"),
    )

    @property
    def purpose(self) -> str:
        """See `Sealable`."""
        return Purpose.REFERRAL.value

    @property
    def not_after(self) -> str:
        """See `Sealable`: a referral's details stay viewable while it is open and the basis holds."""
        return ""

    def open_to_its_referrer(self, moment: datetime) -> bool:
        """Whether its referrer still finds it: by what they know of it, never by what came after a meeting.

        Community: for a time from the day it came in. Others: until it is settled before a meeting, or for
        the same time after one.
        """
        if self.door == Door.COMMUNITY:
            return moment < self.submitted_at + REFERRER_LOOKS
        if self.met_at is not None:
            return moment < self.met_at + REFERRER_LOOKS
        return self.closed_at is None

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.ref

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`: what an opening's basis is decided by."""
        return (
            self.door,
            self.region,
            self.state,
            self.referrer,
            self.referrer_agency,
            self.responder or "",
            rfc3339(self.dispatched_at),
            rfc3339(self.met_at),
            rfc3339(self.closed_at),
            # Only where there is one: rows from before there could be one hold as they were signed. Each says
            # what it is, so that none can be passed off as another.
            *((f"case_manager:{self.case_manager}",) if self.case_manager else ()),
            *((f"approved_by:{self.approved_by}",) if self.approved_by else ()),
            *((f"approved_at:{rfc3339(self.approved_at)}",) if self.approved_at else ()),
            *((f"into:{self.merged_into}",) if self.merged_into else ()),
        )

    @classmethod
    def open(
        cls,
        *,
        ref: ReferralRef,
        door: Door,
        region: str,
        priority: int,
        referrer: SlackUserId,
        agency: str,
        view_id: str | None,
        moment: datetime,
        hand_off: timedelta,
    ) -> Referral:
        """A new referral. An urgent one is dispatched at once and its hand-off clock runs."""
        urgent = door in URGENT
        return cls(
            ref=ref,
            door=door.value,
            region=region,
            state=(State.DISPATCHED if urgent else State.SUBMITTED).value,
            priority=priority,
            referrer=referrer,
            referrer_agency=agency,
            view_id=view_id,
            submitted_at=moment,
            dispatched_at=moment if urgent else None,
            clock_ends_at=moment + hand_off if urgent else None,
            reason="",
            approved_by="",
            fallback="",
            first_door="",
            version=1,
            mac=b"",
        )

    def acknowledge(self, who: SlackUserId, moment: datetime) -> None:
        """Somebody has it in hand. The dispatched referral's acknowledger is its responder.

        Raises:
            AlreadyChanged: somebody else has, or it is over.
        """
        if self.acknowledged_at is not None or self.state not in ASKS:
            raise AlreadyChanged(self.state)
        self.acknowledged_at, self.acknowledged_by = moment, who
        if self.state == State.DISPATCHED:
            self.responder = who
        self.version += 1

    def dispatch(self, moment: datetime) -> None:
        """Send outreach to a referral that was screened; it waits for a responder's acknowledgement anew.

        Raises:
            AlreadyChanged: it was dispatched before.
        """
        self._move(State.DISPATCHED)
        self.dispatched_at = moment
        self.responder = self.eta_at = None
        self.acknowledged_at = self.acknowledged_by = None

    def wait_again(self) -> None:
        """Whoever had it in hand is gone: it waits for somebody's acknowledgement anew.

        Raises:
            AlreadyChanged: it is over.
        """
        if self.state not in {State.SUBMITTED, State.DISPATCHED}:
            raise AlreadyChanged(self.state)
        self.responder = self.acknowledged_at = self.acknowledged_by = self.eta_at = None
        self.version += 1

    def estimate(self, who: SlackUserId, eta: datetime) -> None:
        """When the responder expects to be there.

        Raises:
            AlreadyChanged: another responder has it, or it is over.
        """
        if self.state != State.DISPATCHED or self.responder not in {None, who}:
            raise AlreadyChanged(self.state)
        self.eta_at = eta
        self.version += 1

    def met(self, who: SlackUserId, moment: datetime) -> None:
        """The responder and the person met.

        Raises:
            AlreadyChanged: it stands as met already, or never was dispatched.
        """
        self._move(State.MET)
        self.met_at = moment
        self.responder = self.responder or who

    def not_met(self, who: SlackUserId, moment: datetime) -> None:
        """No meeting this time: nobody's fault, and it can still become a meeting.

        Raises:
            AlreadyChanged: it was settled before.
        """
        self._move(State.NOT_MET)
        self.not_met_at = moment
        self.responder = self.responder or who

    def complete(self, moment: datetime) -> None:
        """The second screen arrived.

        Raises:
            AlreadyChanged: it had arrived before.
        """
        if self.completed_at is not None:
            raise AlreadyChanged(self.state)
        self.completed_at = moment
        self.version += 1

    def decide(self, state: State, moment: datetime, reason: str = "") -> None:
        """What the project manager (or whoever the table names) decides; an end closes it.

        Raises:
            AlreadyChanged: it stands elsewhere now.
        """
        self._move(state)
        self.reason = reason
        if state is State.WAITLISTED:
            self.waitlisted_at = moment
        if state is State.INTAKE_DONE:
            self.intake_done_at = moment
        if state in OVER:
            self.closed_at = moment

    def keep_waiting(self, moment: datetime) -> None:
        """It was looked at on the waitlist and stays there.

        Raises:
            AlreadyChanged: it does not wait any more.
        """
        if self.state != State.WAITLISTED:
            raise AlreadyChanged(self.state)
        self.reviewed_at = moment
        self.version += 1

    def as_row(self) -> dict[str, Any]:
        """All columns, for a plain insert: an object in the session costs three times as much."""
        return {column.key: getattr(self, column.key) for column in type(self).__table__.columns}

    def _move(self, to: State) -> None:
        if to not in NEXT[State(self.state)]:
            raise AlreadyChanged(self.state)
        self.state = to.value
        self.version += 1


# Asked at every submission, and so made once.
_TAKEN = select(Referral.ref, Referral.view_id).where(
    or_(Referral.ref == bindparam("its_ref"), Referral.view_id == bindparam("its_view"))
)


def reserve(work: UnitOfWork, view_id: str | None = None) -> tuple[ReferralRef, Referral | None]:
    """A random `R-` reference that no referral carries yet, and the referral that this form made already."""
    while True:
        ref = ReferralRef(new_reference("R"))
        found = work.session.connection().execute(_TAKEN, {"its_ref": ref, "its_view": view_id}).all()
        if all(row.ref != ref for row in found):
            return ref, work.session.get_one(Referral, found[0].ref) if found else None


def locked(work: UnitOfWork, ref: ReferralRef) -> Referral:
    """The referral, locked for change until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    found = work.session.scalar(select(Referral).where(Referral.ref == ref).with_for_update())
    if found is None:
        raise UnknownReference
    return found
