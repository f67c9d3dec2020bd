"""Takes a roster into force: new seats, changed seats, and what a change takes away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.acts.suspend import blank_open_views
from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.people import Member
from models.roster_file import Seating
from models.site import SiteRules
from models.vault import Vault


@dataclass(frozen=True)
class Appointed:
    """How many seats were added, changed, left as they were, and left suspended."""

    added: int
    changed: int
    unchanged: int
    suspended: int


def appoint(
    work: UnitOfWork,
    vault: Vault,
    audit: AuditTrail,
    rules: SiteRules,
    seats: Sequence[Seating],
    moment: datetime,
) -> Appointed:
    """Bring the roster to what the file says; seats it does not name stay as they are.

    A suspended seat stays suspended until its file line begins a new appointment (`active_from` on or after
    the day of the suspension): the same old line must not let anybody back in. A row that was altered, or
    put back from before a change, counts as suspended today: it cannot say whether it was.
    """
    counts = {"added": 0, "changed": 0, "unchanged": 0, "suspended": 0}
    for seat in seats:
        what = _appoint_one(work, vault, rules, seat, moment)
        counts[what] += 1
        if what == "changed":
            blank_open_views(
                work, seat.user, moment
            )  # what the former role may see must not stay on a screen
        if what in {"added", "changed"}:
            verb = Verb.MEMBER_ADDED if what == "added" else Verb.MEMBER_CHANGED
            audit.append(work, moment=moment, actor="operator", verb=verb, objects=(seat.user,))
    return Appointed(**counts)


def _appoint_one(work: UnitOfWork, vault: Vault, rules: SiteRules, seat: Seating, moment: datetime) -> str:
    member = work.session.get(Member, seat.user)
    if member is None:
        member = Member(slack_user_id=seat.user, version=1, **_columns(seat))
        vault.rows.sign_row(member)
        work.session.add(member)
        work.session.flush()
        return "added"
    out_since = member.suspended_at if vault.rows.row_holds(member) else moment
    if out_since is not None and not _begins_anew(seat, rules, out_since):
        return "suspended"
    wanted = _columns(seat)
    if out_since is None and all(getattr(member, name) == value for name, value in wanted.items()):
        return "unchanged"
    # The old line must not decide anything again, should somebody put it back from a backup.
    member.version = vault.revoker.overtake(work, member, moment) + 1
    for name, value in wanted.items():
        setattr(member, name, value)
    member.suspended_at = None
    vault.rows.sign_row(member)
    work.session.flush()
    return "changed"


def _begins_anew(seat: Seating, rules: SiteRules, suspended_at: datetime) -> bool:
    return seat.active_from is not None and seat.active_from >= rules.today(suspended_at)


def _columns(seat: Seating) -> dict[str, Any]:
    return {
        "display_name": seat.display_name,
        "agency": seat.agency,
        "roles": ";".join(seat.roles),
        "regions": ";".join(seat.regions),
        "account": seat.account.value,
        "active_from": seat.active_from,
        "active_until": seat.active_until,
    }
