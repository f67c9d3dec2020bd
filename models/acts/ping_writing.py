"""How a coordination is written: its row signed and noted, further words sealed for all who have it."""

from __future__ import annotations

from datetime import timedelta

from models.acts.ping_people import items_of
from models.audit import Verb
from models.classes import Basis
from models.envelope import SealedItem
from models.people import Actor, Role
from models.ping import Ping
from models.scene import Scene
from models.vault import Details, Seat


def seal_more(scene: Scene, actor: Actor, ping: Ping, details: Details) -> None:
    """Seal further words for everybody who has the ping already."""
    standing = items_of(scene, ping, *Basis)
    scene.vault.sealer.seal(
        scene.work,
        actor,
        ping,
        details,
        [seat_of(item) for item in standing],
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )


def seat_of(item: SealedItem) -> Seat:
    """The seat that an item was sealed for."""
    return Seat(item.recipient, Role(item.role) if item.role else None, Basis(item.basis))


def sign(scene: Scene, ping: Ping, verb: Verb, decision: str = "") -> None:
    """Sign the row as it is now, and write down what happened to it."""
    scene.vault.rows.sign_row(ping)
    scene.work.session.flush()
    scene.note(verb, (ping.ref,), decision)
