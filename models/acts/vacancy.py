"""What an ended access leaves: a plain word to whoever lost it, an empty seat, and who leads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from models.acts.hand_on import Scene
from models.acts.paging import project_managers
from models.database import UnitOfWork
from models.errors import LastManager
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Member, Role, active_with
from models.schema import RowSeal, SlackUserId

_TARGET_LENGTH = 64


def tell_access_ended(scene: Scene, kind: Kind) -> None:
    """One plain direct message to whoever lost access, once for each change of the seat."""
    member = scene.work.session.get_one(Member, scene.user)
    key = f"{kind.value}:{scene.user}:{member.version}"
    notice = NewNotice(kind, scene.user, key, urgency=Urgency.ROUTINE)
    post(scene.work, scene.moment, [notice])


def tell_empty_seats(scene: Scene, agency: str, roles: Collection[Role]) -> None:
    """Tell the project managers of each role that nobody of the agency holds any more."""
    today = scene.rules.today(scene.moment)
    version = scene.work.session.get_one(Member, scene.user).version
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
                f"{kind.value}:{scene.user}:{version}:{role.value}:{manager}",
                target=_role_at(role, agency),
                urgency=Urgency.ROUTINE,
            )
            for manager in managers
        ]
        post(scene.work, scene.moment, notices)


def _role_at(role: Role, agency: str) -> str:
    """`outreach responder @ Harbor Bridge Outreach`, cut to what a notice can hold."""
    _, _, name = agency.partition(":")
    return f"{role.value.replace('_', ' ')} @ {name}"[:_TARGET_LENGTH]


def led_by(member: Member, days: Sequence[date]) -> frozenset[date]:
    """On which of these days the seat is an active project manager's."""
    return frozenset(
        day for day in days if member.active_on(day) and Role.PROJECT_MANAGER in member.roles_on(day)
    )


def require_manager(work: UnitOfWork, seal: RowSeal, user: SlackUserId, days: Collection[date]) -> None:
    """Refuse a change of this seat, already made in the unit of work, that leaves nobody to lead.

    `days`: those on which the seat was a project manager's before the change.

    Raises:
        LastManager: on one of them nobody is an active project manager any more.
    """
    if any(not active_with(work, seal, Role.PROJECT_MANAGER, day) for day in sorted(days)):
        raise LastManager(user)
