"""A roll call that Slack would not take: nobody's silence, counted apart, told to the managers once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from models.acts.paging import project_managers
from models.database import UnitOfWork
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.rollcall import Firing
from models.site import SiteRules
from models.vault import Vault


def not_delivered(
    work: UnitOfWork, vault: Vault, rules: SiteRules, notice: Notice, why: str, moment: datetime
) -> None:
    """Slack would not take it: nobody's silence. Counted apart, and told to the project managers once.

    A roll call to whoever lost their seat meanwhile is counted and not told: nothing is to be mended.
    """
    firing = work.session.get(Firing, notice.target)
    if firing is None or why == "skipped":
        return
    if notice.kind == Kind.ROLLCALL:
        count = update(Firing).where(Firing.id == firing.id)
        work.session.execute(count.values(not_delivered=Firing.not_delivered + 1))
        if why == "not_on_roster":
            return
    to_leader = notice.kind == Kind.ROLLCALL_DIGEST
    kind = Kind.ROLLCALL_NOT_DELIVERED
    target = f"{firing.id} leader" if to_leader else firing.id
    # One word when the window closes, however many it could not reach until then.
    due = None if to_leader else max(moment, firing.closes_at)
    tell = [
        NewNotice(
            kind,
            one,
            f"{kind.value}:{target}:{one}"[:160],
            target=target,
            urgency=Urgency.ROUTINE,
            due_at=due,
        )
        for one in project_managers(work, vault.rows, rules, moment)
        if one != notice.recipient
    ]
    post(work, moment, tell)
