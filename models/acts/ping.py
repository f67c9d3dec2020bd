"""Asking a lawyer's office and answering: who may, what is sealed for whom, and how it moves on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.access import may_write
from models.acts.ping_chain import plan_chain, plan_hold, plan_office, settled, taken
from models.acts.ping_people import (
    PURPOSE,
    READER,
    answerers,
    items_of,
    reach,
    send_cards,
    team_seats,
    tell,
    tell_items,
)
from models.acts.suspend import blank_open_views
from models.audit import Verb
from models.classes import NEVER_STORED, Basis, Category
from models.duties import DUTIES, Duty
from models.envelope import Envelope, SealedItem
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotCovered, Vacant
from models.notice import Kind
from models.participant import circle_of
from models.people import Actor, Role
from models.ping import (
    BLIND,
    LEADS_TO,
    OFFERED,
    RUNNING,
    UNHEARD,
    Ask,
    Decision,
    Ping,
    PingState,
    Side,
    locked_ping,
    reserve_ping,
)
from models.scene import Scene, the_actor
from models.schema import Handle, ParticipantRef, PingRef
from models.sensitive import Sensitive
from models.vault import Details, Seat

# What the answer's own words are kept as: readable wherever the ping itself is.
_WORDS_IN = Category.LEGAL_CALENDAR


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


def take(scene: Scene, handle: Handle) -> Ping:
    """Whoever was asked says that they have it; nobody else is asked.

    Raises:
        NotAvailable: not theirs to answer now.
        AlreadyChanged: somebody has it, or it is answered.
    """
    _, ping = theirs(scene, handle)
    ping.refuse_unless(*UNHEARD)
    ping.state, ping.holder, ping.taken_at = PingState.TAKEN.value, scene.user, scene.moment
    taken(scene, ping)
    _keep(scene, ping, Verb.PING_TAKEN)
    tell(scene, ping, Kind.PING_TAKEN, [ping.asker])
    _tell_others(scene, ping, Kind.PING_HAS_IT)
    return ping


def take_to_office(scene: Scene, handle: Handle, by: date) -> Ping:
    """It is for their office to decide, by a date; the clock goes on until then.

    Raises:
        NotAvailable: not theirs to answer now.
        AlreadyChanged: it is answered.
        ValueError: the date is past, or behind the hearing.
    """
    _, ping = theirs(scene, handle)
    ping.refuse_unless(PingState.ASKED, PingState.TAKEN, PingState.WITH_OFFICE)
    court = scene.rules.court(ping.court)
    zone = court.zone() if court else scene.rules.zone_of()
    hearing = ping.hearing_at.astimezone(zone).date() if ping.hearing_at else date.max
    if not scene.rules.today(scene.moment) <= by <= hearing:
        raise ValueError("between today and the hearing")
    ping.state, ping.holder, ping.office_by = PingState.WITH_OFFICE.value, scene.user, by
    ping.taken_at = ping.taken_at or scene.moment
    ping.version += 1
    plan_office(scene, ping)
    _sign(scene, ping, Verb.PING_TAKEN, "office")
    tell(scene, ping, Kind.PING_WITH_OFFICE, [ping.asker])
    return ping


@dataclass(frozen=True, repr=False)
class Answer:
    """What somebody of the office answers. `until`: the last day of a hold. `words`: sealed for the asker."""

    decision: Decision
    until: date | None = None
    words: Sensitive | None = None
    independent: bool = False


def answer_id(decision: Decision | str) -> str:
    """Under which id an answer's words lie sealed: those of another answer are never taken for them."""
    return f"answer.{decision}"


def decide(scene: Scene, handle: Handle, answer: Answer) -> Ping:
    """Answer in the office's own authority; it binds nobody else. The asker hears at once.

    Raises:
        NotAvailable: not theirs to answer now.
        AlreadyChanged: somebody answered first; `state` says what stands.
        NotAllowed: not an answer of this side.
        ValueError: a hold without a day to come.
    """
    actor, ping = theirs(scene, handle)
    if answer.decision not in OFFERED[Side(ping.side)]:
        raise NotAllowed
    ping.refuse_unless(*RUNNING)
    hold = answer.decision is Decision.HOLD
    if hold and (answer.until is None or answer.until <= scene.rules.today(scene.moment)):
        raise ValueError("a hold ends on a day to come")
    ping.state, ping.decision = LEADS_TO[answer.decision].value, answer.decision.value
    ping.decided_by, ping.decided_at = scene.user, scene.moment
    ping.hold_until = answer.until if hold else None
    ping.independent = max(ping.independent, int(answer.independent))
    ping.version += 1
    settled(scene, ping)
    if hold:
        plan_hold(scene, ping)
    if answer.words is not None:
        _add_words(scene, actor, ping, {answer_id(answer.decision): answer.words})
    _sign(scene, ping, Verb.PING_ANSWERED, answer.decision.value)
    tell(
        scene,
        ping,
        Kind.PING_MORE if answer.decision is Decision.NEED_MORE else Kind.PING_ANSWERED,
        [ping.asker],
    )
    _tell_others(scene, ping, Kind.PING_IS_ANSWERED)
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
    _seal_more(scene, actor, ping, details)
    _sign(scene, ping, Verb.PING_ASKED, "more")
    tell_items(scene, ping, Kind.PING_HAS_MORE, items)
    return ping


def not_mine(scene: Scene, handle: Handle, office: str) -> Ping:
    """Whoever was asked says which office it belongs to; it goes there only if a release names that office.

    They are answered alike, whether it does or not; the asker is told.

    Raises:
        NotAvailable: not theirs to answer now.
        AlreadyChanged: it is answered.
    """
    _, ping = theirs(scene, handle)
    ping.refuse_unless(PingState.ASKED, PingState.TAKEN, PingState.WITH_OFFICE)
    classes = _classes(scene, ping)
    found = reach(scene, ping.participant, Side(ping.side), office, classes)
    moves = bool(found.seats) and office != ping.office
    before = items_of(scene, ping, Basis.CONSENT)
    scene.vault.revoker.withdraw(scene.work, [item.handle for item in before], scene.moment)
    for item in before:
        blank_open_views(scene.work, item.recipient, scene.moment, [ping.ref])
    ping.version += 1
    ping.holder, ping.taken_at, ping.office_by = None, None, None
    if moves:
        ping.office, ping.state = office, PingState.ASKED.value
        plan_chain(scene, ping)
    else:
        ping.state, ping.closed_at = PingState.CLOSED.value, scene.moment
        settled(scene, ping)
    _sign(scene, ping, Verb.PING_HANDED_ON, "moved" if moves else "nowhere")
    if moves:
        handles = scene.vault.sealer.share(scene.work, ping, found.seats[:1], scene.moment)
        receipt = scene.audit.receipt(scene.note(Verb.NOTICE_POSTED, (ping.ref,), "card"))
        send_cards(scene, ping, handles, receipt)
    tell(scene, ping, Kind.PING_MOVED if moves else Kind.PING_NOT_THEIRS, [ping.asker])
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
    _sign(scene, ping, Verb.PING_CLOSED)
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
        _sign(scene, ping, Verb.PING_HEARING_MOVED)
        tell(scene, ping, Kind.PING_HEARING_MOVED, [ping.asker])
        tell_items(scene, ping, Kind.PING_CHANGED, answerers(scene, ping))
        moved.append(ping.ref)
    return moved


def theirs(scene: Scene, handle: Handle) -> tuple[Actor, Ping]:
    """The ping behind an item that was handed to this user to answer, locked, if it opens for them now.

    Raises:
        NotAvailable: it does not, for whatever reason; or it was asked by number (`questions.answer`).
        NotOnRoster: no seat now.
    """
    actor, ping = handed_to(scene, handle)
    if Side(ping.side) in BLIND:
        raise NotAvailable
    return actor, ping


def handed_to(scene: Scene, handle: Handle) -> tuple[Actor, Ping]:
    """As `theirs`, whichever way it was asked."""
    actor = the_actor(scene)
    item = scene.work.session.get(SealedItem, handle)
    if item is None or not item.subject.startswith("P-") or item.basis == Basis.OWN.value:
        raise NotAvailable
    ping = locked_ping(scene.work, PingRef(item.subject))
    asked = READER[Side(ping.side)]
    opens = scene.vault.opener.still_open(scene.work, scene.rules, scene.user, handle, scene.moment)
    if not opens or item.role != asked.value:
        raise NotAvailable
    return actor, ping


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


def _add_words(scene: Scene, actor: Actor, ping: Ping, words: Mapping[str, Sensitive]) -> None:
    _seal_more(scene, actor, ping, {_WORDS_IN: words})


def _seal_more(scene: Scene, actor: Actor, ping: Ping, details: Details) -> None:
    """Seal further words for everybody who has the ping already."""
    standing = items_of(scene, ping, *Basis)
    scene.vault.sealer.seal(
        scene.work,
        actor,
        ping,
        details,
        [_seat_of(item) for item in standing],
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )


def _seat_of(item: SealedItem) -> Seat:
    return Seat(item.recipient, Role(item.role) if item.role else None, Basis(item.basis))


def _classes(scene: Scene, ping: Ping) -> list[Category]:
    found = select(Envelope.category).where(Envelope.subject == ping.ref).distinct()
    return [Category(one) for one in scene.work.session.scalars(found)]


def _keep(scene: Scene, ping: Ping, verb: Verb, decision: str = "") -> None:
    ping.version += 1
    _sign(scene, ping, verb, decision)


def _sign(scene: Scene, ping: Ping, verb: Verb, decision: str = "") -> None:
    scene.vault.rows.sign_row(ping)
    scene.work.session.flush()
    scene.note(verb, (ping.ref,), decision)


def _tell_others(scene: Scene, ping: Ping, kind: Kind) -> None:
    """Whoever else was asked hears in their own thread that they need not see to it."""
    tell_items(scene, ping, kind, [item for item in answerers(scene, ping) if item.recipient != scene.user])
