"""Whose care team somebody stands on: references and rungs, never a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.database import UnitOfWork
from models.participant import Assignment, Participant, Rung
from models.people import Actor, AgencyKind, Role
from models.schema import ParticipantRef, RowSeal


@dataclass(frozen=True)
class Person:
    """A participant of somebody's, as a list may show them to that care team."""

    ref: ParticipantRef
    region: str
    rung: Rung


def caseload(work: UnitOfWork, seal: RowSeal, actor: Actor) -> list[Person]:
    """Every participant in whose circle the actor stands today (`Circle.has`), the newest first.

    A clinical supervisor stands in every circle of their agency, everybody else where they are assigned.

    Raises:
        Unsafe: the revocation journal does not hold.
    """
    if actor.kind is not AgencyKind.CASE_MANAGEMENT:
        return []
    query = select(Participant).where(Participant.agency == actor.agency, Participant.closed_at.is_(None))
    if not actor.holds(Role.CLINICAL_SUPERVISOR):
        query = query.where(Participant.ref.in_(_assigned(work, seal, actor)))
    rows = work.session.scalars(query.order_by(Participant.begun_at.desc(), Participant.ref))
    return [Person(row.ref, row.region, Rung(row.rung)) for row in rows if seal.row_holds(row)]


def _assigned(work: UnitOfWork, seal: RowSeal, actor: Actor) -> list[ParticipantRef]:
    query = select(Assignment).where(Assignment.member == actor.user, Assignment.ended_at.is_(None))
    rows = work.session.scalars(query)
    return [row.participant for row in rows if seal.row_holds(row) and actor.holds(Role(row.role))]
