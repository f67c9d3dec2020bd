"""What an ended access leaves: a plain word to whoever lost it, an empty seat, and who leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import or_, select

from models.acts.paging import project_managers
from models.database import UnitOfWork
from models.errors import LastManager
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Member, Role, active_with
from models.scene import Scene
from models.schema import RowSeal, SlackUserId

_TARGET_LENGTH = 64


def tell_access_ended(scene: Scene, user: SlackUserId, kind: Kind) -> None:
    """One plain direct message to whoever lost access, once for each change of the seat."""
    member = scene.work.session.get_one(Member, user)
    key = f"{kind.value}:{user}:{member.version}"
    notice = NewNotice(kind, user, key, urgency=Urgency.ROUTINE)
    post(scene.work, scene.moment, [notice])


def tell_empty_seats(scene: Scene, user: SlackUserId, agency: str, roles: Collection[Role]) -> None:
    """Tell the project managers of each role that nobody of the agency holds any more."""
    today = scene.rules.today(scene.moment)
    version = scene.work.session.get_one(Member, user).version
    for role in sorted(roles):
        left = active_with(scene.work, scene.vault.rows, role, today)
        if any(actor.agency == agency for actor in left):
            continue
        kind = Kind.SEAT_EMPTY
        managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
        notices = [
            NewNotice(
                kind,
                manager,
                f"{kind.value}:{user}:{version}:{role.value}:{manager}",
                target=seat_words(role, agency),
                urgency=Urgency.ROUTINE,
            )
            for manager in managers
        ]
        post(scene.work, scene.moment, notices)


def seat_words(role: Role, agency: str) -> str:
    """`outreach responder @ Harbor Bridge Outreach`, cut to what a notice can hold."""
    _, _, name = agency.partition(":")
    return f"{role.value.replace('_', ' ')} @ {name}"[:_TARGET_LENGTH]


def copied(member: Member, **columns: object) -> Member:
    """The seat as it would be with these columns; it stands in no database."""
    values = {column.key: getattr(member, column.key) for column in Member.__table__.columns}
    return Member(**{**values, **columns})


def require_manager(
    work: UnitOfWork, seal: RowSeal, today: date, after: Mapping[SlackUserId, Member | None]
) -> None:
    """Refuse changes, not made yet, that leave nobody to lead; None = the seat would end.

    Ask before anything is changed: what the revocation journal has once noted is not undone by a refusal. The
    seats of project managers are locked, so that two of them cannot go at the same time.

    Raises:
        LastManager: on the day of a change nobody would be an active project manager any more.
    """
    role = Role.PROJECT_MANAGER.value
    leads = or_(Member.roles.contains(role), Member.acting_role == role)
    query = select(Member).where(leads).order_by(Member.slack_user_id).with_for_update()
    locked = work.session.scalars(query.execution_options(populate_existing=True))
    managers = {member.slack_user_id: member for member in locked if seal.row_holds(member)}
    for user in sorted(managers.keys() & after.keys()):
        days = [today, *_turning_days(after[user], today)]
        lost = [day for day in days if _leads(managers[user], day) and not _leads(after[user], day)]
        then = {**managers, **after}
        if any(not any(_leads(seat, day) for seat in then.values()) for day in lost):
            raise LastManager(user)


def _leads(member: Member | None, day: date) -> bool:
    if member is None:
        return False
    return member.active_on(day) and Role.PROJECT_MANAGER in member.roles_on(day)


def _turning_days(member: Member | None, today: date) -> list[date]:
    """The days from today on which a seat stops or rests."""
    if member is None:
        return []
    ends = [member.active_until + timedelta(days=1)] if member.active_until else []
    return [day for day in (*ends, member.leave_from) if day is not None and day >= today]
