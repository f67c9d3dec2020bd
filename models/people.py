"""Who is on the roster: agencies, members, roles, regions, terms; and the actor a Slack user turns into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import Date, Integer, LargeBinary, String, Table, bindparam, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models.database import UnitOfWork
from models.errors import NotOnRoster
from models.schema import Base, RowSeal, SlackUserId, UtcMoment, rfc3339


class Role(StrEnum):
    """The roles of the site's appointments; the names stand in members.csv."""

    OFFICER = "officer"
    POLICE_SUPERVISOR = "police_supervisor"
    LIAISON_PROSECUTOR = "liaison_prosecutor"
    PUBLIC_DEFENDER = "public_defender"
    CASE_MANAGER = "case_manager"
    OUTREACH_RESPONDER = "outreach_responder"
    CLINICAL_SUPERVISOR = "clinical_supervisor"
    LEGAL_SYSTEM_ADVOCATE = "legal_system_advocate"
    LEGAL_SERVICES = "legal_services"
    PROJECT_MANAGER = "project_manager"
    COMMUNITY_REPRESENTATIVE = "community_representative"
    SERVICE_PROVIDER = "service_provider"
    EXECUTIVE = "executive"
    POLICY_GROUP_MEMBER = "policy_group_member"
    RECORDS_AUDITOR = "records_auditor"
    TECHNICIAN = "technician"


class AgencyKind(StrEnum):
    """The prefix of an agency's name says what it is."""

    POLICE = "police"
    PROSECUTOR = "prosecutor"
    DEFENSE = "defense"
    CASE_MANAGEMENT = "case_management"
    LEGAL_SERVICES = "legal_services"
    PROJECT_MANAGEMENT = "project_management"
    COMMUNITY = "community"
    SERVICE = "service"
    POLICY = "policy"


# The two sides whose work is to accuse: together they count as one.
ACCUSING = frozenset({AgencyKind.POLICE, AgencyKind.PROSECUTOR})

# Whom an agency of which kind can appoint; a role that is not named here fits every agency.
ROLE_KINDS: Mapping[Role, frozenset[AgencyKind]] = {
    Role.OFFICER: frozenset({AgencyKind.POLICE}),
    Role.POLICE_SUPERVISOR: frozenset({AgencyKind.POLICE}),
    Role.LIAISON_PROSECUTOR: frozenset({AgencyKind.PROSECUTOR}),
    Role.PUBLIC_DEFENDER: frozenset({AgencyKind.DEFENSE}),
    Role.CASE_MANAGER: frozenset({AgencyKind.CASE_MANAGEMENT}),
    Role.OUTREACH_RESPONDER: frozenset({AgencyKind.CASE_MANAGEMENT}),
    Role.CLINICAL_SUPERVISOR: frozenset({AgencyKind.CASE_MANAGEMENT}),
    Role.LEGAL_SYSTEM_ADVOCATE: frozenset({AgencyKind.CASE_MANAGEMENT, AgencyKind.LEGAL_SERVICES}),
    Role.LEGAL_SERVICES: frozenset({AgencyKind.LEGAL_SERVICES}),
    Role.PROJECT_MANAGER: frozenset({AgencyKind.PROJECT_MANAGEMENT}),
    Role.COMMUNITY_REPRESENTATIVE: frozenset({AgencyKind.COMMUNITY}),
    Role.SERVICE_PROVIDER: frozenset({AgencyKind.SERVICE}),
}


def fits(role: Role, kind: AgencyKind) -> bool:
    """Whether an agency of this kind can have somebody in this role."""
    return kind in ROLE_KINDS.get(role, frozenset(AgencyKind))


class Account(StrEnum):
    """The kind of Slack account the roster expects; ANY where the roster does not say."""

    ANY = "any"
    MEMBER = "member"
    GUEST = "guest"


def agency_kind(agency: str) -> AgencyKind:
    """`police:Lantern Harbor PD` -> POLICE.

    Raises:
        ValueError: no known prefix, or nothing behind it.
    """
    prefix, _, name = agency.partition(":")
    if not name.strip():
        raise ValueError("an agency is written kind:name")
    return AgencyKind(prefix)


class Member(Base):
    """One seat on the roster. Roles and regions are sorted and separated by `;`; empty regions = all."""

    __tablename__ = "members"

    slack_user_id: Mapped[SlackUserId] = mapped_column(String(32), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(80))
    agency: Mapped[str] = mapped_column(String(120))
    roles: Mapped[str] = mapped_column(String(400))
    regions: Mapped[str] = mapped_column(String(400), default="")
    account: Mapped[str] = mapped_column(String(10), default=Account.ANY)
    active_from: Mapped[date | None] = mapped_column(Date)
    active_until: Mapped[date | None] = mapped_column(Date)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    leave_from: Mapped[date | None] = mapped_column(Date)
    leave_until: Mapped[date | None] = mapped_column(Date)
    acting_role: Mapped[str | None] = mapped_column(String(32))
    acting_from: Mapped[date | None] = mapped_column(Date)
    acting_until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.slack_user_id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        seat = (
            self.display_name,
            self.agency,
            self.roles,
            self.regions,
            self.account,
            *_days(self.active_from, self.active_until),
            rfc3339(self.suspended_at),
        )
        leave = _days(self.leave_from, self.leave_until)
        acting = (self.acting_role or "", *_days(self.acting_from, self.acting_until))
        # A seat without either is signed as it was before there were such columns; the number of fields is
        # under the MAC, so that neither can be added or taken away without it.
        return (*seat, *leave, *acting) if any((*leave, *acting)) else seat

    def active_on(self, day: date) -> bool:
        """Within the term (both ends count), neither suspended nor on leave."""
        begun = self.active_from is None or self.active_from <= day
        return begun and not self.over_on(day) and not self.on_leave_on(day)

    def over_on(self, day: date) -> bool:
        """Suspended, or the term has ended: nothing but a new appointment brings them back."""
        return self.suspended_at is not None or self.over_by_term(day)

    def over_by_term(self, day: date) -> bool:
        """Whether the term has ended before this day."""
        return self.active_until is not None and day > self.active_until

    def on_leave_on(self, day: date) -> bool:
        """Within a leave (both ends count); the day after it the seat stands as before."""
        begins, ends = self.leave_from, self.leave_until
        return begins is not None and ends is not None and begins <= day <= ends

    def roles_on(self, day: date) -> frozenset[Role]:
        """The roles of the seat, and the acting one while it runs (both ends count)."""
        held = {Role(role) for role in self.roles.split(";") if role}
        begins, ends = self.acting_from, self.acting_until
        if self.acting_role and begins is not None and ends is not None and begins <= day <= ends:
            held.add(Role(self.acting_role))
        return frozenset(held)


def _days(*days: date | None) -> tuple[str, ...]:
    return tuple(day.isoformat() if day else "" for day in days)


@dataclass(frozen=True)
class Actor:
    """A rostered person at this moment: what every rule asks about."""

    user: SlackUserId
    display_name: str
    agency: str
    kind: AgencyKind
    roles: frozenset[Role]
    regions: frozenset[str]
    account: Account

    def holds(self, *roles: Role) -> bool:
        """Whether the actor holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    def serves(self, region: str) -> bool:
        """Whether the region is theirs; no regions named = all."""
        return not self.regions or region in self.regions


def actor_of(member: Member, today: date) -> Actor:
    """The actor that a row whose MAC has been checked is today."""
    return Actor(
        user=member.slack_user_id,
        display_name=member.display_name,
        agency=member.agency,
        kind=agency_kind(member.agency),
        roles=member.roles_on(today),
        regions=frozenset(region for region in member.regions.split(";") if region),
        account=Account(member.account),
    )


# Asked several times in every act, and so made once; columns cost half of what loading an object costs.
_SEAT = select(cast("Table", Member.__table__)).where(Member.slack_user_id == bindparam("its_user"))


def find_actor(work: UnitOfWork, seal: RowSeal, user: SlackUserId, today: date) -> Actor:
    """The actor a Slack user is today (in the site's zone).

    Raises:
        NotOnRoster: no seat, term not running, suspended, or a row somebody altered.
    """
    row = work.session.connection().execute(_SEAT, {"its_user": user}).mappings().first()
    member = None if row is None else Member(**row)
    if member is None or not member.active_on(today) or not seal.row_holds(member):
        raise NotOnRoster
    return actor_of(member, today)


def hold_seat(work: UnitOfWork, user: SlackUserId) -> None:
    """Nobody else changes this seat, or acts in it, until the unit of work ends.

    Without it a departure and an acknowledgement of the same person could each miss the other on PostgreSQL;
    SQLite has one writer anyway.
    """
    work.session.execute(select(Member.slack_user_id).where(Member.slack_user_id == user).with_for_update())


def active_with(work: UnitOfWork, seal: RowSeal, role: Role, today: date) -> list[Actor]:
    """Everybody who holds a role today, in the order of their ids."""
    named = or_(Member.roles.contains(role.value), Member.acting_role == role.value)
    query = select(Member).where(named).order_by(Member.slack_user_id)
    seats = [m for m in work.session.scalars(query) if m.active_on(today) and seal.row_holds(m)]
    return [actor for actor in (actor_of(seat, today) for seat in seats) if actor.holds(role)]
