"""The vault's eye for duplicates: it reads names where they lie sealed and says references, nothing else."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from models import cipher
from models.classes import Category
from models.database import UnitOfWork
from models.envelope import CustodyWrap, Envelope
from models.errors import Unsafe
from models.keyring import KeyProvider
from models.likeness import Likeness, Traits, likeness, traits_of
from models.participant import Participant
from models.referral import Door, Referral
from models.schema import ParticipantRef, ReferralRef
from models.vault.custody import key_of, stored_body
from models.vault.judging import UNREADABLE
from models.vault.pages import Shelf

# Which answers say who somebody is, by the field's id. The referrer's own call-back number is none of them.
NAMES = frozenset({"person", "called", "aliases"})
WAYS = frozenset({"contact", "ways"})
# The likest first.
_ORDER = (Likeness.SAME_NAME, Likeness.SAME_NUMBER, Likeness.NEAR_NAME)


@dataclass(frozen=True)
class Match:
    """Somebody who may be the person of the reference that was asked about: an R- or C- and how alike."""

    ref: str
    likeness: Likeness


@dataclass(frozen=True)
class Looked:
    """Per reference whom it resembles, the likest first; and how many references were held against it."""

    matches: Mapping[ReferralRef, tuple[Match, ...]]
    against: int


class Matcher:
    """Holds referrals against everything open. Who may see what it saw is asked elsewhere, of a person."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys

    def look(self, work: UnitOfWork, refs: Collection[ReferralRef]) -> Looked:
        """Hold these referrals against the other open ones and every participant's directory page.

        What was brought to a potential referral's conference (its K-) is held against them in the same way.

        What cannot be opened (its key was destroyed, its row altered) is left out: `doctor` speaks of it.
        The participant who came from a referral is left out of that one's matches. One pass reads every
        open name once, however many are asked about.
        """
        everybody = self._traits(work, [ref for ref in refs if ref.startswith("K-")])
        came_from = dict(work.session.execute(select(Participant.ref, Participant.referral)).tuples().all())
        matches = {}
        for ref in refs:
            mine = everybody.get(ref)
            if mine is None or not (mine.names or mine.numbers):
                continue
            found = (
                Match(other, how)
                for other, traits in everybody.items()
                if other != ref and came_from.get(ParticipantRef(other)) != ref
                if (how := likeness(mine, traits)) is not None
            )
            matches[ref] = tuple(sorted(found, key=lambda match: (_ORDER.index(match.likeness), match.ref)))
        return Looked(matches, len(everybody))

    def _traits(self, work: UnitOfWork, potential: Collection[str]) -> dict[str, Traits]:
        names: dict[str, list[str]] = {}
        ways: dict[str, list[str]] = {}
        for subject, fields in self._fields(work, potential):
            names.setdefault(subject, []).extend(
                text for name, text in fields.items() if _plain(name) in NAMES
            )
            ways.setdefault(subject, []).extend(text for name, text in fields.items() if _plain(name) in WAYS)
        return {subject: traits_of(texts, ways[subject]) for subject, texts in names.items()}

    def _fields(
        self, work: UnitOfWork, potential: Collection[str]
    ) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Every answer in the two classes that say who somebody is; plain only until it is compared."""
        for body, wrap in self._rows(work, potential):
            kept = cipher.Wrap(wrap.kek_id, wrap.nonce, wrap.wrapped)
            try:
                secret = cipher.unwrap_custody(key_of(self._keys, wrap.kek_id), body.id, kept)
                yield body.subject, json.loads(cipher.open_body(stored_body(body), secret))
            except (cipher.Unopenable, Unsafe, *UNREADABLE):
                continue

    def _rows(self, work: UnitOfWork, potential: Collection[str]) -> Iterator[tuple[Envelope, CustodyWrap]]:
        """Bodies that may say who: of open referrals, of directory pages, and of what is asked about.

        Of the classes of place only where a form asks how to reach the person: elsewhere it is the
        referrer's own number.
        """
        open_ones = select(Referral.ref).where(Referral.closed_at.is_(None))
        reached = open_ones.where(Referral.door == Door.SOCIAL_CONTACT.value)
        people = select(Participant.ref).where(Participant.closed_at.is_(None))
        named = Envelope.category == Category.IDENTITY.value
        placed = Envelope.category == Category.LOCATION.value
        whose = or_(
            and_(named, Envelope.subject.in_(open_ones)),
            and_(named, Envelope.subject.in_(potential)),
            and_(placed, Envelope.subject.in_(reached)),
            and_(
                or_(named, placed),
                Envelope.purpose == Shelf.DIRECTORY.value,
                Envelope.subject.in_(people),
            ),
        )
        query = select(Envelope, CustodyWrap).join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
        rows = work.session.execute(query.where(whose).execution_options(yield_per=500))
        return iter(rows.tuples())


def _plain(name: str) -> str:
    """A field's id without the number of the addition it stands in (`person.2`)."""
    return name.partition(".")[0]
