"""Releases that end soon are shown to the participant's case managers, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.consent import Consent
from models.notice import Kind, NewNotice, Urgency, post
from models.participant import circle_of
from models.people import Role
from models.scene import Scene


def flag_ending(scene: Scene) -> int:
    """Post one notice for each release and assigned case manager; answers how many releases end soon.

    Soon is `clocks.release_ends_days` of the site. A release is told of once, however often this runs; a case
    manager who is assigned later hears of it, too.

    Raises:
        Unsafe: the revocation journal does not hold.
    """
    today = scene.rules.today(scene.moment)
    until = today + timedelta(days=scene.rules.clocks.release_ends_days)
    query = select(Consent).where(
        Consent.expires_on >= today, Consent.expires_on <= until, Consent.revoked_at.is_(None)
    )
    held = [row for row in scene.work.session.scalars(query) if scene.vault.rows.row_holds(row)]
    ending = {row.release_id: row.participant for row in held}
    for release, ref in sorted(ending.items()):
        circle = circle_of(scene.work, scene.vault.rows, ref)
        if circle is None or circle.closed:
            continue
        told = sorted(user for user, role in circle.team if role is Role.CASE_MANAGER)
        kind = Kind.RELEASE_ENDS
        notices = [
            NewNotice(
                kind,
                user,
                f"{kind.value}:{release}:{user}",
                subject=ref,
                target=release,
                urgency=Urgency.ROUTINE,
            )
            for user in told
        ]
        post(scene.work, scene.moment, notices)
    return len(ending)
