"""An action: who will do what by when, in their own sphere; on a person, the what is sealed for its owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, Integer, LargeBinary, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.classes import Purpose
from models.database import UnitOfWork
from models.errors import UnknownReference
from models.people import AgencyKind
from models.schema import ActionRef, Base, SlackUserId, UtcMoment, new_reference, rfc3339


class Sphere(StrEnum):
    """In whose own authority an action lies. Nobody decides in another's."""

    POLICE = "police"
    PROSECUTION = "prosecution"
    DEFENSE = "defense"
    CASE_MANAGEMENT = "case_management"
    LEGAL_SERVICES = "legal_services"
    SERVICES = "services"
    COMMUNITY = "community"
    COORDINATION = "coordination"  # the project manager's own: the city, the agenda, the group


SPHERE_OF: Mapping[AgencyKind, Sphere] = {
    AgencyKind.POLICE: Sphere.POLICE,
    AgencyKind.PROSECUTOR: Sphere.PROSECUTION,
    AgencyKind.DEFENSE: Sphere.DEFENSE,
    AgencyKind.CASE_MANAGEMENT: Sphere.CASE_MANAGEMENT,
    AgencyKind.LEGAL_SERVICES: Sphere.LEGAL_SERVICES,
    AgencyKind.SERVICE: Sphere.SERVICES,
    AgencyKind.COMMUNITY: Sphere.COMMUNITY,
    AgencyKind.PROJECT_MANAGEMENT: Sphere.COORDINATION,
    AgencyKind.POLICY: Sphere.COORDINATION,
}


class ActionKind(StrEnum):
    """What sort of action."""

    PLAN = "plan"
    FUND = "fund"  # from the flexible fund: amount and payee sealed
    LEGAL_HELP = "legal_help"  # a referral to legal services, between the two


class Because(StrEnum):
    """Why an action is not taken, comes back or has another day; a code, never a word about anybody."""

    NOT_OURS = "not_ours"  # not in their own authority
    NO_TIME = "no_time"
    ANOTHER_WAY = "another_way"
    WAITS_FOR_OTHERS = "waits"
    CHANGED = "changed"  # things are different now
    OWNER_LEFT = "owner_left"  # the bot's own: whoever had it holds that seat no longer


class ActionState(StrEnum):
    """Where it stands. Only what its owner took stands as theirs."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    DONE = "done"
    NOT_TAKEN = "not_taken"
    GIVEN_BACK = "given_back"


# Somebody has it, or is asked to take it.
HELD = frozenset({ActionState.PROPOSED, ActionState.TAKEN})
# Nothing of these is over: it stands on every agenda until somebody ends it.
RUNNING = HELD | {ActionState.GIVEN_BACK}


class Action(Base):
    """One action: `owner` will do it by `due_on`. `came_from`: the conference, situation or issue it came of.

    `participant`: whom it is about; then `words` are empty and what is to be done lies sealed under `ref`.
    `carried`: how often it stood on a further agenda. `approval`: for the fund, empty, waits, yes or no.
    """

    __tablename__ = "actions"

    ref: Mapped[ActionRef] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    came_from: Mapped[str] = mapped_column(String(8))
    meeting: Mapped[str] = mapped_column(String(32), default="")
    group: Mapped[str] = mapped_column("group_code", String(32))
    participant: Mapped[str] = mapped_column(String(8), default="")
    sphere: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    proposed_by: Mapped[SlackUserId] = mapped_column(String(32))
    proposer_agency: Mapped[str] = mapped_column(String(120))
    owner: Mapped[SlackUserId] = mapped_column(String(32))
    owner_agency: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(12))
    because: Mapped[str] = mapped_column(String(16), default="")  # why it came back, or has another day
    fund: Mapped[str] = mapped_column(String(32), default="")
    approval: Mapped[str] = mapped_column(String(8), default="")
    proposed_at: Mapped[datetime] = mapped_column(UtcMoment)
    taken_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    carried: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)
    mac: Mapped[bytes] = mapped_column(LargeBinary)

    # What the vault asks of whatever it seals for.
    purpose = Purpose.CONFERENCE.value
    not_after = ""

    __table_args__ = (
        Index("ix_actions_owner", "owner", "state"),
        Index("ix_actions_group", "group_code", "state"),
        Index("ix_actions_came_from", "came_from"),
    )

    def mac_identity(self) -> tuple[str, str]:
        """See `MacRow`."""
        return self.__tablename__, self.ref

    def mac_fields(self) -> Sequence[str]:
        """See `MacRow`."""
        return (
            self.kind,
            self.came_from,
            self.participant,
            self.sphere,
            self.proposed_by,
            self.proposer_agency,
            self.owner,
            self.owner_agency,
            self.state,
            self.fund,
            self.approval,
            rfc3339(self.settled_at),
        )


class Fund(Base):
    """A flexible fund: what is left in it, as one sum in cents. Single payments stand nowhere in the open."""

    __tablename__ = "funds"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    cents: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)


def reserve_action(work: UnitOfWork) -> ActionRef:
    """A reference that nobody has had."""
    while True:
        ref = ActionRef(new_reference("T"))
        if work.session.get(Action, ref) is None:
            return ref


def locked_action(work: UnitOfWork, ref: ActionRef) -> Action:
    """The action, held until the unit of work ends.

    Raises:
        UnknownReference: there is none.
    """
    query = select(Action).where(Action.ref == ref).with_for_update()
    row = work.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise UnknownReference
    return row
