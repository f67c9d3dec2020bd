"""One act on the ground: by whom, when, under which rules, in which unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.people import Actor, find_actor
from models.schema import SlackUserId
from models.site import SiteRules
from models.vault import Vault


@dataclass(frozen=True)
class Scene:
    """What every act around a participant needs. `user` acts; `key` is the delivery's own id, if any."""

    work: UnitOfWork
    vault: Vault
    audit: AuditTrail
    rules: SiteRules
    user: SlackUserId
    moment: datetime
    key: str = ""

    def note(self, verb: Verb, objects: Sequence[str], decision: str = "") -> bytes:
        """Append to the audit; answers the leaf's digest, for a receipt."""
        leaf = self.audit.append(
            self.work,
            moment=self.moment,
            actor=self.user,
            verb=verb,
            objects=tuple(objects),
            decision=decision,
            request_id=self.key,
        )
        return leaf.digest


def the_actor(scene: Scene) -> Actor:
    """Who acts.

    Raises:
        NotOnRoster: no seat now.
    """
    return find_actor(scene.work, scene.vault.rows, scene.user, scene.rules.today(scene.moment))
