"""Who is on the roster: agencies, members, roles, regions, terms; and the actor a Slack user turns into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import Date, Integer, LargeBinary, String, Table, bindparam, select
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
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.slack_user_id

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        term = [day.isoformat() if day else "" for day in (self.active_from, self.active_until)]
        return (
            self.display_name,
            self.agency,
            self.roles,
            self.regions,
            self.account,
            *term,
            rfc3339(self.suspended_at),
        )

    def active_on(self, day: date) -> bool:
        """Within the term (both ends count) and not suspended."""
        begun = self.active_from is None or self.active_from <= day
        over = self.active_until is not None and day > self.active_until
        return begun and not over and self.suspended_at is None


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


def actor_of(member: Member) -> Actor:
    """The actor behind a row whose MAC has been checked."""
    return Actor(
        user=member.slack_user_id,
        display_name=member.display_name,
        agency=member.agency,
        kind=agency_kind(member.agency),
        roles=frozenset(Role(role) for role in member.roles.split(";") if role),
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
    return actor_of(member)


def hold_seat(work: UnitOfWork, user: SlackUserId) -> None:
    """Nobody else changes this seat, or acts in it, until the unit of work ends.

    Without it a departure and an acknowledgement of the same person could each miss the other on PostgreSQL;
    SQLite has one writer anyway.
    """
    work.session.execute(select(Member.slack_user_id).where(Member.slack_user_id == user).with_for_update())


def active_with(work: UnitOfWork, seal: RowSeal, role: Role, today: date) -> list[Actor]:
    """Everybody who holds a role today, in the order of their ids."""
    query = select(Member).where(Member.roles.contains(role.value)).order_by(Member.slack_user_id)
    seats = [m for m in work.session.scalars(query) if m.active_on(today) and seal.row_holds(m)]
    return [actor for actor in map(actor_of, seats) if actor.holds(role)]
