"""What a meeting's conferences do when it moves: they keep their place in it, at its new hour."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.conference import Conference, ConferenceState
from models.meeting import Meeting
from models.scene import Scene


def follow(scene: Scene, meeting: Meeting) -> int:
    """Every conference of the meeting that has not begun comes at its new hour, one behind another."""
    query = select(Conference).where(
        Conference.meeting == meeting.id, Conference.state == ConferenceState.PROPOSED.value
    )
    rows = scene.work.session.scalars(
        query.order_by(Conference.starts_at, Conference.ref).with_for_update()
    ).all()
    at = meeting.starts_at
    for row in rows:
        row.starts_at = at
        row.version += 1
        scene.vault.rows.sign_row(row)
        at += timedelta(minutes=row.minutes)
    scene.work.session.flush()
    return len(rows)
