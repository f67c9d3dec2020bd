"""Reads the database from outside: what a referral consists of, what waits, which message a notice became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from models.access import admitted
from models.acts.chain import WHOLE
from models.audit import audit_events
from models.classes import Basis, Category
from models.database import Database, UnitOfWork
from models.due import DueStep, Step
from models.envelope import CustodyWrap, Envelope, Grant, SealedItem
from models.lease import Lease
from models.notice import Kind, Notice
from models.pair import Pair
from models.people import Role
from models.referral import Door, Referral
from tests.handlers.harbor import CLINICAL
from tests.stage import BACKUP, MANAGER, RESPONDER

FIRST_SCREEN = {
    Door.ARREST_DIVERSION: (Category.LOCATION,),
    Door.SOCIAL_CONTACT: (Category.LOCATION, Category.IDENTITY, Category.INCIDENT),
    Door.COMMUNITY: (Category.LOCATION, Category.INCIDENT),
}
SECOND_SCREEN = (Category.LOCATION, Category.IDENTITY, Category.INCIDENT)


@dataclass(frozen=True)
class Shape:
    """Everything that one referral consists of, countable without opening anything."""

    envelopes: tuple[str, ...]
    wraps: int
    items: tuple[tuple[str, str], ...]
    grants: tuple[tuple[str, str], ...]
    notices: tuple[tuple[str, str], ...]
    audit: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """A step of the hand-off chain that was taken: which, with what outcome, and when."""

    step: Step
    outcome: str
    at: datetime


@dataclass(frozen=True)
class Reader:
    """Somebody who was handed a referral: who, in which role, and when (None: with the form itself)."""

    user: str
    role: Role
    since: datetime | None = None


_HANDED = {
    (Step.HANDOFF_BACKUP, "next"): (BACKUP, Role.OUTREACH_RESPONDER),
    (Step.HANDOFF_SUPERVISOR, "supervisor"): (CLINICAL, Role.CLINICAL_SUPERVISOR),
}
# What a step leaves beside: who hears what of it (None: who referred).
_SAID: Mapping[tuple[Step, str], tuple[Kind, str | None]] = {
    (Step.HANDOFF_REPAGE, "asked_again"): (Kind.CARD_AGAIN, RESPONDER),
    (Step.HANDOFF_SUPERVISOR, "supervisor"): (Kind.NO_ANSWER_YET, None),
    (Step.HANDOFF_CHOICES, "offered"): (Kind.CHOICES, None),
    (Step.HANDOFF_OVER, "capacity"): (Kind.TIME_IS_OVER, None),
}


def whole(referral: Referral, referrer: str, taken: Sequence[Taken]) -> Shape:
    """What a referral consists of when nothing is missing and nothing stands twice.

    `taken`: what came of its chain so far; each of these has left what it leaves, and nothing else has.
    """
    came = [(one.step, one.outcome) for one in taken]
    assert all(one in _HANDED or one in _SAID for one in came), f"what is {came}?"
    completed, readers = referral.completed_at, _readers(Door(referral.door), taken)
    categories = [*FIRST_SCREEN[Door(referral.door)], *(SECOND_SCREEN if completed else ())]
    items = [(referrer, Basis.OWN.value), *((one.user, Basis.REFERRAL.value) for one in readers)]
    grants = [(referrer, one.value) for one in categories]
    grants += [
        (reader.user, one.value)
        for reader in readers
        for one in categories
        if one in admitted(Basis.REFERRAL, reader.role)
    ]
    return Shape(
        envelopes=tuple(sorted(categories)),
        wraps=len(categories),
        items=tuple(sorted(items)),
        grants=tuple(sorted(grants)),
        notices=tuple(sorted(_told(referral, referrer, readers, came))),
        audit=(
            "referral.submitted",
            *(["referral.completed"] if completed else []),
            *(["referral.overdue"] if (Step.HANDOFF_OVER, "capacity") in came else []),
        ),
    )


def _readers(door: Door, taken: Sequence[Taken]) -> list[Reader]:
    if door is not Door.ARREST_DIVERSION:
        return [Reader(MANAGER, Role.PROJECT_MANAGER)]
    later = [(_HANDED.get((one.step, one.outcome)), one.at) for one in taken]
    handed = [Reader(*seat, at) for seat, at in later if seat is not None]
    return [Reader(RESPONDER, Role.OUTREACH_RESPONDER), *handed]


def _told(
    referral: Referral, referrer: str, readers: Sequence[Reader], came: Sequence[tuple[Step, str]]
) -> list[tuple[str, str]]:
    card = Kind.CARD_NOW if referral.door == Door.ARREST_DIVERSION else Kind.CARD_TODAY
    completed = referral.completed_at
    more = [one for one in readers if completed and (one.since is None or one.since < completed)]
    said = [_SAID[one] for one in came if one in _SAID]
    return [
        (Kind.RECEIVED.value, referrer),
        *((card.value, one.user) for one in readers),
        *((Kind.CARD_MORE.value, one.user) for one in more),
        *((kind.value, user or referrer) for kind, user in said),
    ]


class Ledger:
    """One site's database, read from outside while the bot runs, and after it was killed."""

    def __init__(self, url: str) -> None:
        self._database = Database(url, pool_size=2)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def by_form(self, view_id: str) -> Referral | None:
        """The referral that a form made, if it has."""
        with self._database.look() as work:
            return work.session.scalar(select(Referral).where(Referral.view_id == view_id))

    def referrals(self) -> list[Referral]:
        """All of them."""
        with self._database.look() as work:
            return list(work.session.scalars(select(Referral)))

    def orphans(self) -> int:
        """Rows that belong to no referral: envelopes or items whose referral does not stand."""
        with self._database.look() as work:
            refs = select(Referral.ref)
            return sum(
                work.session.scalar(select(func.count()).select_from(table).where(table.subject.not_in(refs)))
                or 0
                for table in (Envelope, SealedItem)
            )

    def shape(self, ref: str) -> Shape:
        """What stands under a reference now."""
        with self._database.look() as work:
            return _shape(work, ref)

    def taken(self, ref: str) -> list[Taken]:
        """The steps of its chain that were taken, in their order."""
        query = select(DueStep).where(DueStep.subject == ref, DueStep.done_at.is_not(None))
        with self._database.look() as work:
            rows = work.session.scalars(query.order_by(DueStep.id)).all()
            steps = [(Step(row.step), row.outcome, row.done_at) for row in rows]
        return [Taken(step, told, at) for step, told, at in steps if step in WHOLE and at is not None]

    def pairs(self) -> list[tuple[str, str, int]]:
        """Every two references that may be one person, and how many notices tell of them."""
        of_it = (Notice.target == Pair.id) & (Notice.kind == Kind.PAIR_FOUND.value)
        query = select(Pair.newer, Pair.other, func.count(Notice.id)).outerjoin(Notice, of_it)
        with self._database.look() as work:
            rows = work.session.execute(query.group_by(Pair.id, Pair.newer, Pair.other))
            return [(str(newer), other, told) for newer, other, told in rows]

    def told_of_no_pair(self) -> int:
        """Notices of a pair that does not stand."""
        query = select(func.count()).select_from(Notice).where(Notice.kind == Kind.PAIR_FOUND.value)
        with self._database.look() as work:
            return work.session.scalar(query.where(Notice.target.not_in(select(Pair.id)))) or 0

    def looks_to_come(self) -> int:
        """For how many referrals it was not looked yet whether the person is known."""
        query = select(func.count()).select_from(DueStep)
        with self._database.look() as work:
            coming = (DueStep.step == Step.PAIRS_LOOK.value, DueStep.done_at.is_(None))
            return work.session.scalar(query.where(*coming)) or 0

    def notices(self) -> list[Notice]:
        """Everything that becomes a message, in the order it was posted."""
        with self._database.look() as work:
            query = select(Notice).where(Notice.kind != Kind.BLANK_VIEW.value).order_by(Notice.id)
            return list(work.session.scalars(query))

    def waiting(self, moment: datetime) -> list[Notice]:
        """What is due and not settled."""
        return [row for row in self.notices() if row.settled_at is None and row.due_at <= moment]

    def seat_holder(self) -> str:
        """Who delivers now: `host:pid:random`; empty when nobody does."""
        with self._database.look() as work:
            return work.session.scalar(select(Lease.holder)) or ""


def _shape(work: UnitOfWork, ref: str) -> Shape:
    session = work.session
    grants = (
        select(SealedItem.recipient, Envelope.category)
        .select_from(Grant)
        .join(SealedItem, SealedItem.handle == Grant.handle)
        .join(Envelope, Envelope.id == Grant.envelope_id)
        .where(SealedItem.subject == ref, Envelope.subject == ref)
    )
    items = select(SealedItem.recipient, SealedItem.basis).where(SealedItem.subject == ref)
    told = select(Notice.kind, Notice.recipient).where(
        Notice.subject == ref,
        Notice.kind != Kind.PAIR_FOUND.value,  # of two references: `pairs`
    )
    wraps = select(func.count()).select_from(CustodyWrap).join(Envelope).where(Envelope.subject == ref)
    verbs = select(audit_events.c.verb).where(
        audit_events.c.objects == ref, audit_events.c.verb.like("referral.%")
    )
    return Shape(
        envelopes=tuple(sorted(session.scalars(select(Envelope.category).where(Envelope.subject == ref)))),
        wraps=session.scalar(wraps) or 0,
        items=_pairs(work, items),
        grants=_pairs(work, grants),
        notices=_pairs(work, told),
        audit=tuple(session.scalars(verbs.order_by(audit_events.c.seq))),
    )


def _pairs(work: UnitOfWork, query: Select[Any, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(one), str(other)) for one, other in work.session.execute(query)))
