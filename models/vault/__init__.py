"""The one door to plain details: named rooms, and nothing else in the project touches the cipher."""

from __future__ import annotations

from dataclasses import dataclass

from models.audit import AuditTrail
from models.journal import RevocationJournal
from models.keyring import KeyProvider
from models.vault.comparing import Comparer, OpenPair
from models.vault.custody import Custody, Seat
from models.vault.docket import Docket
from models.vault.folder import Folders, OpenFolder
from models.vault.hearings import Calendars, OpenCalendar
from models.vault.judging import Judge, Refused
from models.vault.matching import Matcher
from models.vault.opening import Opened, Opener
from models.vault.pages import Page, Pages, Shelf
from models.vault.questions import QuestionMatcher
from models.vault.recording import Recorder
from models.vault.revoking import Revoker
from models.vault.rows import RowSealer
from models.vault.sealing import Details, Sealer

__all__ = (
    "Custody",
    "Details",
    "OpenCalendar",
    "OpenFolder",
    "OpenPair",
    "Opened",
    "Page",
    "Refused",
    "Seat",
    "Shelf",
    "Vault",
    "open_vault",
)


@dataclass(frozen=True)
class Vault:
    """`rows` signs what decides access, `sealer` seals, `opener` opens, `revoker` takes back.

    `pages` keeps what a participant's care team knows, `folders` opens it; `judge` says what may be seen
    and changes nothing. `matcher` finds references that may be one person, `comparer` opens two side by side.
    `questions` finds whose court matter has the number somebody asked by. `docket` finds whose a court
    calendar's rows may be, `calendars` opens the hearings to come.
    """

    rows: RowSealer
    sealer: Sealer
    opener: Opener
    revoker: Revoker
    pages: Pages
    folders: Folders
    judge: Judge
    matcher: Matcher
    comparer: Comparer
    questions: QuestionMatcher
    docket: Docket
    calendars: Calendars


def open_vault(keys: KeyProvider, journal: RevocationJournal, audit: AuditTrail, custody: Custody) -> Vault:
    """Put the rooms together over one key ring, one journal and one audit."""
    rows = RowSealer(keys, journal)
    judge = Judge(journal, audit, rows)
    recorder = Recorder(audit)
    pages = Pages(keys, custody)
    return Vault(
        rows=rows,
        sealer=Sealer(keys, custody),
        opener=Opener(keys, recorder, judge, custody),
        revoker=Revoker(journal, audit, rows),
        pages=pages,
        folders=Folders(pages, recorder, judge, rows),
        judge=judge,
        matcher=Matcher(keys),
        comparer=Comparer(keys, recorder, judge, rows),
        docket=Docket(keys, rows),
        calendars=Calendars(pages, recorder, judge, rows),
        questions=QuestionMatcher(keys, rows),
    )
