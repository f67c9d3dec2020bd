"""The vault's eye for duplicates: it reads names where they lie sealed and says references, nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from models import cipher
from models.classes import Category
from models.database import UnitOfWork
from models.envelope import CustodyWrap, Envelope
from models.errors import Unsafe
from models.keyring import KeyProvider
from models.likeness import Likeness, Traits, likeness, traits_of
from models.participant import Participant
from models.referral import Referral
from models.schema import ReferralRef
from models.vault.custody import key_of, stored_body
from models.vault.folder import Shelf
from models.vault.judging import UNREADABLE

# Which answers say who somebody is, by the field's id. The referrer's own call-back number is none of them.
NAMES = frozenset({"person", "called", "aliases"})
WAYS = frozenset({"contact", "ways"})
_CLASSES = (Category.IDENTITY.value, Category.LOCATION.value)


@dataclass(frozen=True)
class Match:
    """Somebody who may be the person of the reference that was asked about: an R- or C- and how alike."""

    ref: str
    likeness: Likeness


@dataclass(frozen=True)
class Looked:
    """What a look found, and how many references it was held against."""

    matches: tuple[Match, ...]
    against: int


class Matcher:
    """Holds one referral against everything open. Who may see what it saw is asked elsewhere, of a person."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys

    def look(self, work: UnitOfWork, ref: ReferralRef) -> Looked:
        """Hold this referral against the other open ones and every participant's directory page.

        What cannot be opened (its key was destroyed, its row altered) is left out: `doctor` speaks of it.
        The participant who came from this very referral is left out, too.
        """
        mine = self._traits(work, Envelope.subject == ref).get(ref)
        if mine is None or not (mine.names or mine.numbers):
            return Looked((), 0)
        others = self._traits(work, _open_subjects(ref))
        found = ((other, likeness(mine, traits)) for other, traits in others.items())
        matches = tuple(Match(other, how) for other, how in sorted(found) if how is not None)
        return Looked(matches, len(others))

    def _traits(self, work: UnitOfWork, whose: ColumnElement[bool]) -> dict[str, Traits]:
        names: dict[str, list[str]] = {}
        ways: dict[str, list[str]] = {}
        for subject, fields in self._fields(work, whose):
            names.setdefault(subject, []).extend(text for name, text in fields.items() if name in NAMES)
            ways.setdefault(subject, []).extend(text for name, text in fields.items() if name in WAYS)
        return {subject: traits_of(texts, ways[subject]) for subject, texts in names.items()}

    def _fields(
        self, work: UnitOfWork, whose: ColumnElement[bool]
    ) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Every answer in the two classes that say who somebody is; plain only until it is compared."""
        bodies = or_(Envelope.subject.like("R-%"), Envelope.purpose == Shelf.DIRECTORY.value)
        query = (
            select(Envelope, CustodyWrap)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(whose, bodies, Envelope.category.in_(_CLASSES))
        )
        for body, wrap in work.session.execute(query.execution_options(yield_per=500)):
            kept = cipher.Wrap(wrap.kek_id, wrap.nonce, wrap.wrapped)
            try:
                secret = cipher.unwrap_custody(key_of(self._keys, wrap.kek_id), body.id, kept)
                yield body.subject, json.loads(cipher.open_body(stored_body(body), secret))
            except (cipher.Unopenable, Unsafe, *UNREADABLE):
                continue


def _open_subjects(besides: ReferralRef) -> ColumnElement[bool]:
    """Open referrals and participants, but for the one asked about and whoever came from it."""
    referrals = select(Referral.ref).where(Referral.closed_at.is_(None), Referral.ref != besides)
    came_from_another = or_(Participant.referral.is_(None), Participant.referral != besides)
    people = select(Participant.ref).where(Participant.closed_at.is_(None), came_from_another)
    return or_(Envelope.subject.in_(referrals), Envelope.subject.in_(people))
