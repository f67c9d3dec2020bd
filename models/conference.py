"""A case conference: its open side, under a MAC; what is said of a person lies sealed under its reference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.classes import Purpose
from models.database import UnitOfWork
from models.errors import AlreadyChanged, UnknownReference
from models.schema import Base, ConferenceRef, SlackUserId, UtcMoment, new_reference, rfc3339


class About(StrEnum):
    """What a conference is about."""

    PERSON = "person"  # a participant: only whom a live release covers
    POTENTIAL = "potential"  # somebody who was not referred: only what the asker's own agency contributes
    SITUATION = "situation"  # a place or a pattern: open to the group, and no person in it


class Reason(StrEnum):
    """Why it is wanted; a code, never words."""

    TWO_APPROACHES = "two_approaches"
    PLAN_IS_STUCK = "plan_is_stuck"
    SAFETY = "safety"
    COURT = "court"
    SERVICES = "services"
    OTHER = "other"


class Wanted(StrEnum):
    """How soon."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    NEXT_MEETING = "next_meeting"


class ConferenceState(StrEnum):
    """Where it stands."""

    ASKED = "asked"  # wanted; the care team has set no time yet
    PROPOSED = "proposed"
    BEGUN = "begun"
    PUT_OFF = "put_off"  # no time any more, e.g. because consent lapsed
    SITUATION_ONLY = "situation_only"  # held without a word on a person: every brief is shut
    CLOSED = "closed"


OVER = frozenset({ConferenceState.CLOSED})
# In these states nobody but its authors and the care team opens a brief.
SHUT = frozenset({ConferenceState.ASKED, ConferenceState.PUT_OFF, ConferenceState.SITUATION_ONLY})


# How a seat's answer says that somebody means to be there, at the hour that stands.
COMING = "coming"
# How a seat's answer says that somebody does not take part; nobody asks why, and nobody asks them again.
STEPPED_BACK = "not"
# What somebody of police or prosecution set aside is handed to nobody of these two sides again.
ASIDE = "aside"


class Conference(Base):
    """One conference. `participant`: the person's reference; `situation`: the situation's; else empty.

    `asker_agency` is the agency whose knowledge a potential referral's conference holds. `meeting`: where it
    stands on the agenda of one. `anchor`: the handle of the line in the group's channel.
    """

    __tablename__ = "conferences"

    ref: Mapped[ConferenceRef] = mapped_column(String(8), primary_key=True)
    about: Mapped[str] = mapped_column(String(10))
    participant: Mapped[str] = mapped_column(String(8), default="")
    situation: Mapped[str] = mapped_column(String(8), default="")
    group: Mapped[str] = mapped_column("group_code", String(32))
    regions: Mapped[str] = mapped_column(String(400), default="")
    asker: Mapped[SlackUserId] = mapped_column(String(32))
    asker_agency: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(20))
    wanted: Mapped[str] = mapped_column(String(16))
    facilitator: Mapped[SlackUserId] = mapped_column(String(32), default="")
    meeting: Mapped[str] = mapped_column(String(32), default="")
    starts_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    minutes: Mapped[int] = mapped_column(Integer, default=15)
    state: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    anchor: Mapped[str] = mapped_column(String(32), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    # What the vault asks of whatever it seals for: one purpose, and a window instead of an end.
    purpose = Purpose.CONFERENCE.value
    not_after = ""

    __table_args__ = (
        Index("ix_conferences_participant", "participant"),
        Index("ix_conferences_group", "group_code", "state"),
        Index("ix_conferences_asker", "asker"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.ref

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.about,
            self.participant,
            self.situation,
            self.group,
            self.asker,
            self.asker_agency,
            self.facilitator,
            rfc3339(self.starts_at),
            str(self.minutes),
            self.state,
            rfc3339(self.asked_at),
            rfc3339(self.closed_at),
        )

    def opens_at(self, moment: datetime, before: timedelta, after: timedelta) -> bool:
        """Whether its briefs are open now: from so long before it begins until so long after it ends."""
        if self.starts_at is None or ConferenceState(self.state) in SHUT:
            return False
        ends = self.closed_at or self.starts_at + timedelta(minutes=self.minutes)
        return self.starts_at - before <= moment < ends + after

    def refuse_unless(self, *states: ConferenceState) -> None:
        """See that it stands in one of these states.

        Raises:
            AlreadyChanged: it does not; `state` says where it stands.
        """
        if ConferenceState(self.state) not in states:
            raise AlreadyChanged(self.state)


class ConferenceSeat(Base):
    """Somebody who was invited. What they may open is asked of their sealed item, never of this row."""

    __tablename__ = "conference_seats"

    conference: Mapped[ConferenceRef] = mapped_column(ForeignKey("conferences.ref"), primary_key=True)
    member: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(32))
    agency: Mapped[str] = mapped_column(String(120))
    invited_at: Mapped[datetime] = mapped_column(UtcMoment)
    answer: Mapped[str] = mapped_column(String(8), default="")  # coming, not; empty = not said
    attended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)  # not covered any more, or stepped back


class ConferenceWish(Base):
    """Somebody asked for a conference; of several on one person the first makes one, and nobody is told.

    `about`: the reference they know it by (their own referral, or the participant). `partners`: roles that
    they would like to see there, `;` between them; whom a release covers is decided apart from it.
    """

    __tablename__ = "conference_wishes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conference: Mapped[ConferenceRef] = mapped_column(ForeignKey("conferences.ref"), index=True)
    member: Mapped[SlackUserId] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(20))
    wanted: Mapped[str] = mapped_column(String(16))
    partners: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)


class Apart(Base):
    """Two participants who must be kept apart (an order between them): nobody sits at both tables."""

    __tablename__ = "aparts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    one: Mapped[str] = mapped_column(String(8), index=True)  # the lesser of the two references
    other: Mapped[str] = mapped_column(String(8), index=True)
    noted_by: Mapped[SlackUserId] = mapped_column(String(32))
    noted_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return self.one, self.other, rfc3339(self.noted_at), rfc3339(self.ended_at)


def reserve_conference(work: UnitOfWork) -> ConferenceRef:
    """A reference that nobody has had."""
    while True:
        ref = ConferenceRef(new_reference("K"))
        if work.session.get(Conference, ref) is None:
            return ref


def locked_conference(work: UnitOfWork, ref: ConferenceRef) -> Conference:
    """The conference, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(Conference).where(Conference.ref == ref).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row


def seats_at(work: UnitOfWork, ref: ConferenceRef) -> Sequence[ConferenceSeat]:
    """Who was invited and still is, in the order of invitation."""
    query = select(ConferenceSeat).where(ConferenceSeat.conference == ref, ConferenceSeat.ended_at.is_(None))
    return work.session.scalars(query.order_by(ConferenceSeat.invited_at, ConferenceSeat.member)).all()
