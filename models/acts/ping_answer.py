"""Answering for a lawyer's office: taking it, deciding, or saying whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.acts.ping_chain import plan_chain, plan_hold, plan_office, settled, taken
from models.acts.ping_people import READER, answerers, items_of, reach, send_cards, tell, tell_items
from models.acts.ping_writing import seal_more, sign
from models.acts.suspend import blank_open_views
from models.audit import Verb
from models.classes import Basis, Category
from models.envelope import Envelope, SealedItem
from models.errors import NotAllowed, NotAvailable
from models.notice import Kind
from models.people import Actor
from models.ping import (
    BLIND,
    LEADS_TO,
    OFFERED,
    RUNNING,
    UNHEARD,
    Decision,
    Ping,
    PingState,
    Side,
    locked_ping,
)
from models.scene import Scene, the_actor
from models.schema import Handle, PingRef
from models.sensitive import Sensitive

# What the answer's own words are kept as: readable wherever the ping itself is.
_WORDS_IN = Category.LEGAL_CALENDAR


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
    sign(scene, ping, Verb.PING_TAKEN, "office")
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
    sign(scene, ping, Verb.PING_ANSWERED, answer.decision.value)
    tell(
        scene,
        ping,
        Kind.PING_MORE if answer.decision is Decision.NEED_MORE else Kind.PING_ANSWERED,
        [ping.asker],
    )
    _tell_others(scene, ping, Kind.PING_IS_ANSWERED)
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
    sign(scene, ping, Verb.PING_HANDED_ON, "moved" if moves else "nowhere")
    if moves:
        handles = scene.vault.sealer.share(scene.work, ping, found.seats[:1], scene.moment)
        receipt = scene.audit.receipt(scene.note(Verb.NOTICE_POSTED, (ping.ref,), "card"))
        send_cards(scene, ping, handles, receipt)
    tell(scene, ping, Kind.PING_MOVED if moves else Kind.PING_NOT_THEIRS, [ping.asker])
    return ping


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


def _add_words(scene: Scene, actor: Actor, ping: Ping, words: Mapping[str, Sensitive]) -> None:
    seal_more(scene, actor, ping, {_WORDS_IN: words})


def _classes(scene: Scene, ping: Ping) -> list[Category]:
    found = select(Envelope.category).where(Envelope.subject == ping.ref).distinct()
    return [Category(one) for one in scene.work.session.scalars(found)]


def _keep(scene: Scene, ping: Ping, verb: Verb, decision: str = "") -> None:
    ping.version += 1
    sign(scene, ping, verb, decision)


def _tell_others(scene: Scene, ping: Ping, kind: Kind) -> None:
    """Whoever else was asked hears in their own thread that they need not see to it."""
    tell_items(scene, ping, kind, [item for item in answerers(scene, ping) if item.recipient != scene.user])
