"""What part somebody has in a coordination, and which ones stand before them: by reference and state only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from models.acts.ping_people import READER
from models.classes import Basis
from models.envelope import SealedItem
from models.people import Actor, Role
from models.ping import Ping, Side
from models.scene import Scene
from models.schema import Handle

_LOOKED_AT = 60  # the newest of a person's items; older ones are found by their reference


class Part(StrEnum):
    """In which part somebody looks at it."""

    ASKER = "asker"
    ASKED = "asked"
    ALONG = "along"  # of the care team, without having asked
    MANAGER = "manager"  # due or answered, and nothing else


@dataclass(frozen=True)
class PartIn:
    """One coordination before somebody, and the item of theirs that opens it."""

    ping: Ping
    part: Part
    handle: Handle


def parts_of(scene: Scene, actor: Actor) -> list[PartIn]:
    """The coordination that somebody has a part in, the newest first."""
    query = (
        select(SealedItem, Ping)
        .join(Ping, Ping.ref == SealedItem.subject)
        .where(SealedItem.recipient == actor.user)
        .order_by(Ping.asked_at.desc(), Ping.ref, SealedItem.created_at)
        .limit(_LOOKED_AT)
    )
    found: dict[str, PartIn] = {}
    for item, ping in scene.work.session.execute(query):
        part = _part(scene, actor, ping, item) if scene.vault.rows.row_holds(ping) else None
        if part is not None and (part is Part.ASKER or ping.ref not in found):
            found[ping.ref] = PartIn(ping, part, item.handle)
    return list(found.values())


def part_in(scene: Scene, actor: Actor, ping: Ping) -> Part | None:
    """Somebody's part in this one; None = none that they may know of."""
    if not scene.vault.rows.row_holds(ping):
        return None
    mine = select(SealedItem).where(SealedItem.subject == ping.ref, SealedItem.recipient == actor.user)
    parts = {_part(scene, actor, ping, item) for item in scene.work.session.scalars(mine)} - {None}
    if parts:
        return next(part for part in Part if part in parts)
    manages = actor.holds(Role.PROJECT_MANAGER) and Side(ping.side) is Side.PROSECUTOR
    return Part.MANAGER if manages else None


def _part(scene: Scene, actor: Actor, ping: Ping, item: SealedItem) -> Part | None:
    """By one of their items.

    Whoever was asked under a release sees the reference while it runs and is their office's, as their card
    stands, whether it still opens or not: a line that went sooner would be the news that a release ended.
    After "not mine" none of their office sees it, wherever it went.
    """
    asked = item.role == READER[Side(ping.side)].value
    if asked and item.basis == Basis.CONSENT.value:
        theirs = ping.office == actor.agency and ping.closed_at is None
        return Part.ASKED if theirs else None
    opener = scene.vault.opener
    if not opener.still_open(scene.work, scene.rules, actor.user, item.handle, scene.moment):
        return None
    if item.basis == Basis.OWN.value:
        return Part.ASKER
    return Part.ASKED if asked and _asks_the_team(ping) else Part.ALONG


def _asks_the_team(ping: Ping) -> bool:
    return Side(ping.side) in {Side.QUESTION, Side.SCHEDULING}
