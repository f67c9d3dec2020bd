"""What every feature is handed at start: the ground's rooms, a clock, and nothing made at import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.audit import AuditTrail
from models.database import Database, UnitOfWork
from models.scene import Scene
from models.schema import SlackUserId
from models.site_versions import SiteBook
from models.vault import Vault


@dataclass(frozen=True)
class Ground:
    """The database with what guards it. `now` answers an aware moment; `wake` rouses the Postman."""

    database: Database
    vault: Vault
    audit: AuditTrail
    book: SiteBook
    now: Callable[[], datetime]
    wake: Callable[[], None]

    def scene(self, work: UnitOfWork, user: SlackUserId, key: str = "") -> Scene:
        """One act of this person now, in this unit of work, under the rules in force.

        Raises:
            Unsafe: no site is set up, or its rules were altered.
        """
        return Scene(work, self.vault, self.audit, self.book.current(work), user, self.now(), key)
