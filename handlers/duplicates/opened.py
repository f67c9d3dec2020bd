"""The way in to a pair: judged by the vault, both sides drawn for a clinical supervisor."""

from __future__ import annotations

from datetime import datetime

from handlers.deps import Ground
from handlers.desk import Ready, Request
from handlers.duplicates.views import pair_view
from models.database import UnitOfWork
from models.site import SiteRules
from models.vault import Refused


class PairEntry:
    """Both sides of a pair; the request's handle is the pair's random id."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        opened = self._ground.vault.comparer.open(
            work, rules, request.user, request.handle, moment=moment, request_id=request.request_id
        )
        if isinstance(opened, Refused):
            return None
        return Ready(opened.newer.ref, lambda _: pair_view(opened))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        standing = self._ground.vault.comparer.standing(work, rules, request.user, request.handle, moment)
        return not isinstance(standing, Refused)
