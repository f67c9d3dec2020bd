"""The ways in to what runs over many people: the calendar of hearings, and the filing holds of an office."""

from __future__ import annotations

from datetime import datetime

from handlers.court import views
from handlers.court.facts import HearingFacts, HoldFacts
from handlers.court.naming import court_named
from handlers.deps import Ground
from handlers.desk import Ready, Request
from handlers.naming import day_words
from models.acts.filing import held_charges, show_holds
from models.database import UnitOfWork
from models.errors import NotAllowed, NotOnRoster
from models.site import SiteRules
from models.vault import Refused

_CALENDAR, _HOLDS = "calendar", "holds"


class _Shown:
    """Who stood on a list between its grant and the second look: none of them may have left meanwhile."""

    _MOST = 1000

    def __init__(self) -> None:
        self._refs: dict[tuple[str, str], frozenset[str]] = {}

    def keep(self, request: Request, refs: frozenset[str]) -> None:
        if len(self._refs) >= self._MOST:  # openings that broke before their second look
            self._refs.clear()
        self._refs[request.view_id, request.request_id] = refs

    def all_of(self, request: Request, now: frozenset[str]) -> bool:
        """False where somebody left, and where nothing is known of the grant."""
        before = self._refs.pop((request.view_id, request.request_id), None)
        return before is not None and before <= now


class CalendarEntry:
    """The calendar of whoever asks; the request needs no handle."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._shown = _Shown()

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        opened = self._ground.vault.calendars.open(
            work, rules, request.user, moment=moment, request_id=request.request_id
        )
        if isinstance(opened, Refused):
            return None
        self._shown.keep(request, frozenset(one.ref for one in opened.hearings))
        hearings = [
            HearingFacts(one.ref, court_named(rules, one.court), one.at, one.number)
            for one in opened.hearings
        ]
        return Ready(_CALENDAR, lambda _: views.calendar_view(hearings, more=opened.more))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        whose = self._ground.vault.calendars.whose(work, rules, request.user, moment)
        return not isinstance(whose, Refused) and self._shown.all_of(request, frozenset(whose))


class HoldsEntry:
    """The filing holds that may be named to whoever asks; the request needs no handle."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._shown = _Shown()

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        ground = self._ground
        ground.audit.take_turn(work)
        try:
            held = show_holds(ground.scene(work, request.user, request.request_id))
        except (NotAllowed, NotOnRoster):
            ground.vault.opener.refuse(
                work, request.user, "no_holds", moment=moment, request_id=request.request_id
            )
            return None
        self._shown.keep(request, frozenset(one.ref for one in held))
        facts = [
            HoldFacts(one.ref, day_words(rules.today(one.until)), one.complete, one.version) for one in held
        ]
        return Ready(_HOLDS, lambda told: views.holds_view(facts, told))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        del rules, moment
        try:
            held = held_charges(self._ground.scene(work, request.user))
        except (NotAllowed, NotOnRoster):
            return False
        return self._shown.all_of(request, frozenset(one.ref for one in held))
