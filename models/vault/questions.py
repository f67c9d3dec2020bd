"""The vault's eye for questions by case number: reads numbers where they lie sealed, says references only."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models import cipher
from models.case_number import same_form
from models.classes import Category
from models.court_matter import CourtMatter
from models.database import UnitOfWork
from models.envelope import CustodyWrap, Envelope
from models.errors import Unsafe
from models.keyring import KeyProvider
from models.participant import Participant
from models.ping import Ping
from models.schema import ParticipantRef, PingRef
from models.vault.custody import key_of, stored_body
from models.vault.judging import UNREADABLE
from models.vault.pages import Shelf
from models.vault.rows import RowSealer

# The answer that holds a court's number: of a question, and of a matter's page in the folder.
NUMBER = "number"


@dataclass(frozen=True)
class _Asked:
    """What a question asks for, as it is compared; alive only within one look."""

    court: str
    number: str


class QuestionMatcher:
    """Holds questions against the court matters of every folder. Who may hear of it is asked elsewhere."""

    def __init__(self, keys: KeyProvider, rows: RowSealer) -> None:
        self._keys = keys
        self._rows = rows

    def look(
        self, work: UnitOfWork, refs: Collection[PingRef]
    ) -> Mapping[PingRef, frozenset[ParticipantRef]]:
        """Per question whose open matter of that court has that number; a question nobody matches has none.

        What cannot be opened (its key was destroyed, its row altered) matches nothing: `doctor` speaks of
        it. One pass reads every matter's page once, however many questions there are.
        """
        asked = dict(self._questions(work, refs))
        found: dict[PingRef, set[ParticipantRef]] = {ref: set() for ref in refs}
        for matter, number in self._matters(work) if asked else ():
            for ref, wanted in asked.items():
                if wanted == _Asked(matter.court, number):
                    found[ref].add(matter.participant)
        return {ref: frozenset(people) for ref, people in found.items()}

    def _questions(self, work: UnitOfWork, refs: Collection[PingRef]) -> Iterator[tuple[PingRef, _Asked]]:
        query = (
            select(Ping, Envelope, CustodyWrap)
            .join(Envelope, Envelope.subject == Ping.ref)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(Ping.ref.in_(refs), Envelope.category == Category.LEGAL_CALENDAR.value)
        )
        for ping, body, wrap in work.session.execute(query.order_by(Ping.ref, Envelope.id)).tuples():
            number = self._number(body, wrap) if self._rows.row_holds(ping) else ""
            if number:
                yield ping.ref, _Asked(ping.court, number)

    def _matters(self, work: UnitOfWork) -> Iterator[tuple[CourtMatter, str]]:
        people = select(Participant.ref).where(Participant.closed_at.is_(None))
        query = (
            select(CourtMatter, Envelope, CustodyWrap)
            .join(Envelope, Envelope.id == CourtMatter.page)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(
                CourtMatter.closed_at.is_(None),
                CourtMatter.participant.in_(people),
                Envelope.subject == CourtMatter.participant,
                Envelope.purpose == Shelf.COURT.value,
            )
        )
        rows = work.session.execute(query.execution_options(yield_per=500))
        for matter, body, wrap in rows.tuples():
            number = self._number(body, wrap) if self._rows.row_holds(matter) else ""
            if number:
                yield matter, number

    def _number(self, body: Envelope, wrap: CustodyWrap) -> str:
        """The number in a sealed body, as numbers are compared; empty where there is none to compare."""
        kept = cipher.Wrap(wrap.kek_id, wrap.nonce, wrap.wrapped)
        try:
            secret = cipher.unwrap_custody(key_of(self._keys, wrap.kek_id), body.id, kept)
            fields = json.loads(cipher.open_body(stored_body(body), secret))
            return same_form(str(fields.get(NUMBER, "")))
        except (cipher.Unopenable, Unsafe, *UNREADABLE):
            return ""
