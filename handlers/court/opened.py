"""The way in to the court side of a folder: judged by the vault, drawn for the care team alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.court import views
from handlers.court.facts import CourtFacts, MatterFacts, MatterName, PossibleFacts
from handlers.court.naming import court_named
from handlers.deps import Ground
from handlers.desk import Ready, Request
from models.acts.calendars import possible_of
from models.acts.matters import NUMBER, matters_of
from models.classes import Category
from models.court_matter import Arose, CourtMatter, PossibleHearing
from models.database import UnitOfWork
from models.duties import Duty
from models.schema import ParticipantRef
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault import Page, Refused, Shelf
from models.vault.matching import NAMES

_SHELVES = (Shelf.DIRECTORY, Shelf.COURT, Shelf.POSSIBLE)
_CLASSES = (Category.IDENTITY, Category.LEGAL_CALENDAR)


class CourtEntry:
    """The court side of a folder; the request's handle is the participant's reference."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        ref = ParticipantRef(request.handle)
        opened = self._ground.vault.folders.open(
            work,
            rules,
            request.user,
            ref,
            _SHELVES,
            duty=Duty.KEEP_COURT,
            moment=moment,
            request_id=request.request_id,
            only=_CLASSES,
        )
        if isinstance(opened, Refused):
            return None
        scene = self._ground.scene(work, request.user)
        pages = {page.id: page for page in opened.pages}
        rows = matters_of(scene, ref)
        facts = CourtFacts(
            ref=ref,
            matters=tuple(_matter(row, pages, rules) for row in rows),
            possible=tuple(_possible(row, rows, pages, rules) for row in possible_of(scene, ref)),
            called=tuple(
                text
                for page in opened.pages
                if page.shelf is Shelf.DIRECTORY
                for name, text in page.fields.items()
                if name in NAMES
            ),
        )
        return Ready(ref, lambda told: views.court_view(facts, told))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        ref = ParticipantRef(request.handle)
        folders = self._ground.vault.folders
        standing = folders.standing(work, rules, request.user, ref, Duty.KEEP_COURT, moment)
        return not isinstance(standing, Refused)


def _matter(row: CourtMatter, pages: Mapping[str, Page], rules: SiteRules) -> MatterFacts:
    return MatterFacts(
        handle=MatterName(row.participant, row.id, row.version).packed(),
        court=court_named(rules, row.court),
        office=row.office,
        arose=Arose(row.arose),
        hearing_at=row.hearing_at,
        said=_said(row.page, pages),
    )


def _possible(
    row: PossibleHearing, matters: list[CourtMatter], pages: Mapping[str, Page], rules: SiteRules
) -> PossibleFacts:
    known = next((one for one in matters if one.id == row.matter), None)
    return PossibleFacts(
        handle=MatterName(row.participant, row.id, row.version).packed(),
        court=court_named(rules, row.court),
        hearing_at=row.hearing_at,
        said=_said(row.page, pages),
        known=_said(known.page, pages).get(NUMBER) if known else None,
    )


def _said(page: str, pages: Mapping[str, Page]) -> Mapping[str, Sensitive]:
    found = pages.get(page)
    return found.fields if found else {}
