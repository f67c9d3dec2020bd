"""Takes a roster into force: new seats, changed seats, and what a change takes away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.acts import passkeys
from models.acts.suspend import blank_open_views
from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.people import Account, Member
from models.proposal import Wanted
from models.roster_file import Seating
from models.scene import Scene
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
        before = work.session.get(Member, seat.user)
        other_agency = before is not None and before.agency != seat.agency
        what = _appoint_one(work, vault, rules, seat, moment)
        counts[what] += 1
        if what == "changed":
            blank_open_views(
                work, seat.user, moment
            )  # what the former role may see must not stay on a screen
        if what == "added" or (what == "changed" and other_agency):
            passkeys.end_all(work, vault, audit, seat.user, moment, "operator")
        if what in {"added", "changed"}:
            verb = Verb.MEMBER_ADDED if what == "added" else Verb.MEMBER_CHANGED
            audit.append(work, moment=moment, actor="operator", verb=verb, objects=(seat.user,))
    return Appointed(**counts)


def _appoint_one(work: UnitOfWork, vault: Vault, rules: SiteRules, seat: Seating, moment: datetime) -> str:
    member = work.session.get(Member, seat.user)
    if member is None:
        member = Member(slack_user_id=seat.user, version=1, **columns_of(seat))
        vault.rows.sign_row(member)
        work.session.add(member)
        work.session.flush()
        return "added"
    out_since = member.suspended_at if vault.rows.row_holds(member) else moment
    if out_since is not None and not begins_anew(seat, rules, out_since):
        return "suspended"
    wanted = columns_of(seat)
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


def put_in_force(scene: Scene, wanted: Wanted) -> Member:
    """Make a seat what two people confirmed that it is to be; a suspension or another agency's leave ends."""
    member = scene.work.session.get(Member, wanted.seat.user, populate_existing=True)
    verb = Verb.MEMBER_CHANGED
    if member is None:
        verb, begins = Verb.MEMBER_ADDED, True
        member = Member(slack_user_id=wanted.seat.user, version=1, **columns_of(wanted.seat))
        scene.work.session.add(member)
    else:
        anew = member.suspended_at is not None or member.agency != wanted.seat.agency
        begins = anew or member.over_on(scene.rules.today(scene.moment))
        member.version = scene.vault.revoker.overtake(scene.work, member, scene.moment) + 1
        for name, value in columns_of(wanted.seat).items():
            setattr(member, name, value)
        member.suspended_at = None
        if anew:
            member.leave_from = member.leave_until = None
            member.acting_role = member.acting_from = member.acting_until = None
        blank_open_views(scene.work, member.slack_user_id, scene.moment)
    if wanted.acting is not None:
        member.acting_role = wanted.acting.role.value
        member.acting_from, member.acting_until = wanted.acting.begins, wanted.acting.ends
    scene.vault.rows.sign_row(member)
    scene.work.session.flush()
    if begins:
        passkeys.end_all(scene.work, scene.vault, scene.audit, member.slack_user_id, scene.moment, scene.user)
    scene.note(verb, (member.slack_user_id,))
    return member


def seating_of(member: Member) -> Seating:
    """A seat as a line of the file would say it."""
    return Seating(
        user=member.slack_user_id,
        display_name=member.display_name,
        agency=member.agency,
        roles=tuple(role for role in member.roles.split(";") if role),
        regions=tuple(region for region in member.regions.split(";") if region),
        account=Account(member.account),
        active_from=member.active_from,
        active_until=member.active_until,
    )


def begins_anew(seat: Seating, rules: SiteRules, suspended_at: datetime) -> bool:
    """Whether a line is a new appointment, and not the one that was suspended."""
    return seat.active_from is not None and seat.active_from >= rules.today(suspended_at)


def columns_of(seat: Seating) -> dict[str, Any]:
    """The columns that a line of the file decides."""
    return {
        "display_name": seat.display_name,
        "agency": seat.agency,
        "roles": ";".join(seat.roles),
        "regions": ";".join(seat.regions),
        "account": seat.account.value,
        "active_from": seat.active_from,
        "active_until": seat.active_until,
    }
