"""The vault's eye on court calendars: it holds each row against who is known, and says references only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models import cipher
from models.calendar_row import CalendarRow
from models.case_number import same_form
from models.classes import Category
from models.court_matter import CourtMatter
from models.database import UnitOfWork
from models.envelope import CustodyWrap, Envelope
from models.errors import Unsafe
from models.keyring import KeyProvider
from models.likeness import Traits, likeness, traits_of
from models.participant import Participant
from models.schema import ParticipantRef, rfc3339
from models.vault.custody import key_of, stored_body
from models.vault.judging import UNREADABLE
from models.vault.matching import NAMES
from models.vault.pages import Shelf
from models.vault.rows import RowSealer

NUMBER = "number"  # the field of a court page that is compared


@dataclass(frozen=True)
class Found:
    """A row that may be somebody's: its place among the rows; no word of it.

    `matter` is the known case it names, empty where only the name is like theirs. `digest` is the same for
    the same row about the same person, and tells nothing to whoever has not the key.
    """

    place: int
    participant: ParticipantRef
    matter: str
    digest: str


@dataclass(frozen=True, repr=False)
class _Known:
    """Everybody with an open folder: names, and the open matters by court and number."""

    names: Mapping[ParticipantRef, Traits]
    numbers: Mapping[tuple[str, str], Sequence[tuple[ParticipantRef, str, datetime | None]]]


class Docket:
    """Holds rows against open folders. What is like nobody's leaves no trace: nothing of it is kept."""

    def __init__(self, keys: KeyProvider, rows: RowSealer) -> None:
        self._keys = keys
        self._rows = rows

    def look(
        self, work: UnitOfWork, rows: Sequence[CalendarRow], heard: Callable[[int], object] = lambda _: None
    ) -> tuple[Found, ...]:
        """Whose the rows may be: by the number of a known case of that court, else by the name.

        A hearing that is known already is left out. `heard` is called with the number of rows looked at.
        What cannot be opened (its key was destroyed, its row altered) is left out, too.
        """
        known = self._known(work)
        found: list[Found] = []
        for place, row in enumerate(rows):
            found += [Found(place, ref, matter, self._digest(ref, row)) for ref, matter in _whose(row, known)]
            heard(place + 1)
        return tuple(found)

    def _digest(self, ref: ParticipantRef, row: CalendarRow) -> str:
        """Under the directory's key of today: after a rotation a row may be asked about once more."""
        name = " ".join(sorted(traits_of([row.name.reveal()], ()).names))
        said = (row.court, row.kind.value, rfc3339(row.hearing_at), same_form(row.number.reveal()), name)
        key = key_of(self._keys, self._keys.active("dir"))
        return hashlib.sha256(cipher.row_mac(key, "docket", ref, 0, said)).hexdigest()

    def _known(self, work: UnitOfWork) -> _Known:
        people = select(Participant.ref).where(Participant.closed_at.is_(None))
        query = (
            select(Envelope, CustodyWrap)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(Envelope.subject.in_(people), Envelope.purpose.in_([Shelf.DIRECTORY, Shelf.COURT]))
            .execution_options(yield_per=500)
        )
        matters = self._matters(work)
        names: dict[ParticipantRef, list[str]] = {}
        numbers: dict[tuple[str, str], list[tuple[ParticipantRef, str, datetime | None]]] = {}
        for body, wrap in work.session.execute(query):
            matter = matters.get(body.id)
            for name, text in self._fields(body, wrap):
                if name in NAMES and body.category == Category.IDENTITY:
                    names.setdefault(ParticipantRef(body.subject), []).append(text)
                elif name == NUMBER and matter is not None and (form := same_form(text)):
                    known = (matter.participant, matter.id, matter.hearing_at)
                    numbers.setdefault((matter.court, form), []).append(known)
        return _Known({ref: traits_of(texts, ()) for ref, texts in names.items()}, numbers)

    def _matters(self, work: UnitOfWork) -> Mapping[str, CourtMatter]:
        """The open matters whose rows hold, by their page."""
        query = select(CourtMatter).where(CourtMatter.closed_at.is_(None))
        return {row.page: row for row in work.session.scalars(query) if self._rows.row_holds(row)}

    def _fields(self, body: Envelope, wrap: CustodyWrap) -> Iterator[tuple[str, str]]:
        kept = cipher.Wrap(wrap.kek_id, wrap.nonce, wrap.wrapped)
        try:
            secret = cipher.unwrap_custody(key_of(self._keys, wrap.kek_id), body.id, kept)
            fields: dict[str, str] = json.loads(cipher.open_body(stored_body(body), secret))
        except (cipher.Unopenable, Unsafe, *UNREADABLE):
            return
        yield from fields.items()


def _whose(row: CalendarRow, known: _Known) -> Iterator[tuple[ParticipantRef, str]]:
    """Participants, each with the known case or nothing."""
    numbered = known.numbers.get((row.court, same_form(row.number.reveal())), ())
    for ref, matter, hearing_at in numbered:
        if row.hearing_at is None or row.hearing_at != hearing_at:
            yield ref, matter
    mine = traits_of([row.name.reveal()], ())
    if numbered or not mine.names:
        return
    for ref, traits in known.names.items():
        if likeness(mine, traits) is not None:
            yield ref, ""
