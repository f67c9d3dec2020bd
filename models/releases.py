"""What a participant's care team sees of their releases: each recipient, and whether it is in force today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from models.classes import Category, Purpose
from models.consent import Consent, Ended, Release, Signed
from models.database import UnitOfWork
from models.people import Role
from models.schema import ParticipantRef, RowSeal


class Force(StrEnum):
    """Whether a consent counts today."""

    RUNS = "runs"
    BEGINS_LATER = "begins_later"
    OVER = "over"  # its day has passed
    ENDED = "ended"  # somebody ended it before its day
    ALTERED = "altered"  # its row is not what was signed: it decides nothing


@dataclass(frozen=True)
class RecipientFacts:
    """One recipient of a release. An altered row answers empty sets."""

    id: str
    agency: str
    role: Role
    regions: frozenset[str]
    categories: frozenset[Category]
    purposes: frozenset[Purpose]
    force: Force
    ended_at: datetime | None
    ended_how: Ended | None
    written: bool

    @property
    def lacks_its_form(self) -> bool:
        """Ended by word of mouth, and the written form has not come."""
        return self.ended_how is Ended.SPOKEN and not self.written


@dataclass(frozen=True)
class ReleaseFacts:
    """One signed form with its recipients, in the order of their agencies and roles."""

    id: str
    discloser: str
    signed_on: date
    signed_how: Signed
    expires_on: date | None
    by_event: bool
    recipients: tuple[RecipientFacts, ...]

    @property
    def runs(self) -> bool:
        """Whether it is in force for anybody today."""
        return any(one.force is Force.RUNS for one in self.recipients)


def releases_of(
    work: UnitOfWork, seal: RowSeal, ref: ParticipantRef, today: date
) -> tuple[ReleaseFacts, ...]:
    """Every release of a participant: those in force first, the newest of each first."""
    fresh = {"populate_existing": True}
    rows = work.session.scalars(select(Consent).where(Consent.participant == ref).execution_options(**fresh))
    recipients: dict[str, list[RecipientFacts]] = defaultdict(list)
    for row in rows:
        if row.role in set(Role):  # another word is nobody's role: somebody wrote it into the database
            recipients[row.release_id].append(_recipient(seal, row, today))
    releases = work.session.scalars(
        select(Release).where(Release.participant == ref).execution_options(**fresh)
    )
    facts = [
        ReleaseFacts(
            id=row.id,
            discloser=row.discloser,
            signed_on=row.signed_on,
            signed_how=Signed(row.signed_how),
            expires_on=row.expires_on,
            by_event=bool(row.by_event),
            recipients=tuple(sorted(recipients[row.id], key=lambda one: (one.agency, one.role, one.id))),
        )
        for row in releases
        if seal.row_holds(row)
    ]
    return tuple(sorted(facts, key=lambda one: (not one.runs, -one.signed_on.toordinal(), one.id)))


def _recipient(seal: RowSeal, row: Consent, today: date) -> RecipientFacts:
    holds = seal.row_holds(row)
    return RecipientFacts(
        id=row.id,
        agency=row.agency,
        role=Role(row.role),
        regions=frozenset(region for region in row.regions.split(";") if region),
        categories=frozenset(Category(one) for one in row.categories.split(";")) if holds else frozenset(),
        purposes=frozenset(Purpose(one) for one in row.purposes.split(";")) if holds else frozenset(),
        force=_force(row, today) if holds else Force.ALTERED,
        ended_at=row.revoked_at,
        ended_how=Ended(row.revoked_how) if holds and row.revoked_how else None,
        written=row.written_at is not None,
    )


def _force(row: Consent, today: date) -> Force:
    if row.revoked_at is not None:
        return Force.ENDED
    if row.expires_on is not None and row.expires_on < today:
        return Force.OVER
    return Force.RUNS if row.starts_on <= today else Force.BEGINS_LATER
