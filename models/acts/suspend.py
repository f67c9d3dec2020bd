"""Ends a member's access at once: the seat, everything handed out, and every view still open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import update

from models.acts import passkeys
from models.acts.page import end_all_of
from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.errors import NotOnRoster
from models.notice import Kind, Notice
from models.people import Member
from models.schema import SlackUserId
from models.vault import Vault


def suspend(
    work: UnitOfWork,
    vault: Vault,
    audit: AuditTrail,
    user: SlackUserId,
    moment: datetime,
    by: str,
    left_on: date | None = None,
) -> int:
    """Suspend; answers how many sealed items were taken back. Suspending twice changes nothing more.

    `left_on`: the last day of the seat, for somebody who does not come back.

    Raises:
        NotOnRoster: there is no such seat.
    """
    member = work.session.get(Member, user)
    if member is None:
        raise NotOnRoster
    # An altered row counts as active, whatever it says: what it was before might be put back.
    stands = member.suspended_at is None or not vault.rows.row_holds(member)
    leaves = left_on is not None and not member.over_by_term(left_on + timedelta(days=1))
    if stands or leaves:
        member.version = vault.revoker.overtake(work, member, moment) + 1
        member.suspended_at = moment if stands else member.suspended_at
        member.active_until = left_on if leaves else member.active_until
        vault.rows.sign_row(member)
        work.session.flush()
        verb = Verb.MEMBER_REMOVED if leaves else Verb.MEMBER_SUSPENDED
        audit.append(work, moment=moment, actor=by, verb=verb, objects=(user,))
    handles = vault.revoker.withdraw_from(work, user, by=by, moment=moment)
    blank_open_views(work, user, moment)
    end_all_of(work, user, moment)
    passkeys.end_all(work, vault, audit, user, moment, by)
    return len(handles)


def blank_open_views(
    work: UnitOfWork,
    user: SlackUserId,
    moment: datetime,
    subjects: Collection[str] | None = None,
    besides: str = "",
) -> None:
    """Views that the member has open go blank now instead of at the end of their ten minutes.

    `subjects`: only views of these references; None = all of them.
    `besides`: the view in which they act themselves. Its place is taken by what the act answers, and a
    blank that comes after that would wipe the answer from the screen.
    """
    theirs = [Notice.kind == Kind.BLANK_VIEW.value, Notice.recipient == user, Notice.settled_at.is_(None)]
    if besides:
        theirs.append(Notice.target != besides)
    if subjects is not None:
        theirs.append(Notice.subject.in_(subjects))
    work.session.execute(
        update(Notice).where(*theirs).values(due_at=moment),
        execution_options={"synchronize_session": False},
    )
