"""Asking a lawyer's office: who may, what is sealed for whom, and how the asker goes on with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.access import may_write
from models.acts.ping_chain import plan_chain, settled
from models.acts.ping_people import PURPOSE, answerers, reach, send_cards, team_seats, tell, tell_items
from models.acts.ping_writing import seal_more, sign
from models.audit import Verb
from models.classes import NEVER_STORED, Basis
from models.duties import DUTIES, Duty
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotCovered, Vacant
from models.notice import Kind
from models.participant import circle_of
from models.people import Actor
from models.ping import Ask, Ping, PingState, Side, locked_ping, reserve_ping
from models.scene import Scene, the_actor
from models.schema import ParticipantRef, PingRef
from models.vault import Details, Seat


@dataclass(frozen=True, repr=False)
class NewPing:
    """What the care team asks of an office. `details`: per class, field id -> words."""

    side: Side
    ask: Ask
    participant: ParticipantRef
    office: str
    details: Details
    court: str = ""
    matter: str = ""
    hearing_at: datetime | None = None


def ask(scene: Scene, new: NewPing) -> Ping:
    """Seal it for the first of the office who may read all of it, and start the chain.

    Raises:
        NotOnRoster: no seat now.
        NotAllowed: not on the care team in a role that asks, or a class that is not theirs to write.
        Vacant: nobody of that office holds the role today.
        NotCovered: no live release of the participant covers these classes for the office.
        ValueError: the hearing is over already.
        Unsafe: a key is missing.
    """
    asker = _asker(scene, new)
    found = reach(scene, new.participant, new.side, new.office, list(new.details))
    if not found.seats:
        raise NotCovered(found.uncovered) if found.uncovered else Vacant
    ping = _row(scene, asker, new)
    plan_chain(scene, ping)
    scene.vault.rows.sign_row(ping)
    scene.work.session.add(ping)
    scene.work.session.flush()
    circle = circle_of(scene.work, scene.vault.rows, new.participant)
    along = team_seats(circle, {asker.user}) if circle else []
    handles = scene.vault.sealer.seal(
        scene.work,
        asker,
        ping,
        new.details,
        [Seat(asker.user, None, Basis.OWN), *found.seats[:1], *along],
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )
    digest = scene.note(Verb.PING_ASKED, (ping.ref, ping.participant), ping.ask)
    send_cards(scene, ping, handles, scene.audit.receipt(digest))
    return ping


def say_more(scene: Scene, ref: PingRef, details: Details) -> Ping:
    """The asker answers what the office wanted to know: it is asked again, with a chain from now on.

    Raises:
        NotAvailable: not theirs.
        AlreadyChanged: nobody waits for more.
        NotCovered, Vacant: as `ask`.
        ValueError: the hearing is over already.
    """
    actor, ping = _own(scene, ref)
    ping.refuse_unless(PingState.NEEDS_MORE)
    found = reach(scene, ping.participant, Side(ping.side), ping.office, list(details))
    if not found.seats:
        raise NotCovered(found.uncovered) if found.uncovered else Vacant
    items = answerers(scene, ping)  # before the row is touched: judging reads it anew
    ping.state, ping.decision = PingState.ASKED.value, ""
    ping.decided_by, ping.decided_at, ping.holder, ping.taken_at = None, None, None, None
    ping.version += 1
    plan_chain(scene, ping)
    seal_more(scene, actor, ping, details)
    sign(scene, ping, Verb.PING_ASKED, "more")
    tell_items(scene, ping, Kind.PING_HAS_MORE, items)
    return ping


def close(scene: Scene, ref: PingRef) -> Ping:
    """The asker needs no answer any more (or says after the hearing that it is over).

    Raises:
        NotAvailable: not theirs.
        AlreadyChanged: it is closed.
    """
    _, ping = _own(scene, ref)
    if ping.closed_at is not None:
        raise AlreadyChanged(ping.state)
    items = answerers(scene, ping)
    ping.state, ping.closed_at = PingState.CLOSED.value, scene.moment
    ping.version += 1
    settled(scene, ping)
    sign(scene, ping, Verb.PING_CLOSED)
    tell_items(scene, ping, Kind.PING_CLOSED, items)
    return ping


def hearing_moved(scene: Scene, matter: str, hearing_at: datetime | None) -> list[PingRef]:
    """A hearing has another day: the chain of every open ping of it is counted anew, and both are told."""
    open_ones = select(Ping.ref).where(Ping.matter == matter, Ping.closed_at.is_(None)).order_by(Ping.ref)
    moved = []
    for ref in scene.work.session.scalars(open_ones).all():
        ping = locked_ping(scene.work, ref)
        if not scene.vault.rows.row_holds(ping) or ping.hearing_at == hearing_at:
            continue
        ping.hearing_at = hearing_at
        ping.version += 1
        ahead = hearing_at is None or hearing_at > scene.moment
        if ahead and PingState(ping.state) is PingState.ASKED:
            plan_chain(scene, ping)
        sign(scene, ping, Verb.PING_HEARING_MOVED)
        tell(scene, ping, Kind.PING_HEARING_MOVED, [ping.asker])
        tell_items(scene, ping, Kind.PING_CHANGED, answerers(scene, ping))
        moved.append(ping.ref)
    return moved


def _own(scene: Scene, ref: PingRef) -> tuple[Actor, Ping]:
    actor = the_actor(scene)
    if scene.work.session.get(Ping, ref) is None:
        raise NotAvailable
    ping = locked_ping(scene.work, ref)
    mine = (ping.asker, ping.asker_agency) == (actor.user, actor.agency)
    if not mine or not scene.vault.rows.row_holds(ping):
        raise NotAvailable
    return actor, ping


def _asker(scene: Scene, new: NewPing) -> Actor:
    asker = the_actor(scene)
    circle = circle_of(scene.work, scene.vault.rows, new.participant)
    roles = [role for role in DUTIES[Duty.ASK] if asker.holds(role)]
    if circle is None or not any(circle.has(asker, role) for role in roles):
        raise NotAllowed
    if any(one in NEVER_STORED or not may_write(asker, one) for one in new.details):
        raise NotAllowed
    return asker


def _row(scene: Scene, asker: Actor, new: NewPing) -> Ping:
    return Ping(
        ref=reserve_ping(scene.work),
        side=new.side.value,
        ask=new.ask.value,
        participant=new.participant,
        matter=new.matter,
        asker=asker.user,
        asker_agency=asker.agency,
        office=new.office,
        court=new.court,
        purpose=PURPOSE[new.side].value,
        hearing_at=new.hearing_at,
        state=PingState.ASKED.value,
        asked_at=scene.moment,
        decision="",
        independent=0,
        not_after="",
        version=1,
        mac=b"",
    )
