"""Sealed messages between people: who could open one, sending, taking back, and what a successor inherits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from models.access import CONDITIONS, MATRIX, ONLY_FOR, Case, may_write, refusal, within_a_day_of_meeting
from models.acts.suspend import blank_open_views
from models.audit import Verb
from models.classes import NEVER_STORED, Basis, Category, Purpose
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAllowed, NotAvailable
from models.message import SealedMessage, locked_message, reserve_message
from models.notice import Kind, NewNotice, post
from models.participant import circle_of
from models.people import Actor, Role
from models.referral import Referral
from models.scene import Scene
from models.schema import Handle, MessageRef, ParticipantRef, ReferralRef, rfc3339
from models.sensitive import Sensitive
from models.vault import Seat

# In which order a reader's bases are tried: the nearest to the person first.
_BASES = (Basis.CARE_TEAM, Basis.REFERRAL, Basis.CONSENT)


@dataclass(frozen=True)
class Outgoing:
    """A message that is to be sealed. `to_role` and `to_agency`: it goes to whoever holds the role there."""

    about: str
    category: Category
    purpose: Purpose
    fields: Mapping[str, Sensitive]
    answers: MessageRef | None = None
    to_role: Role | None = None
    to_agency: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Barred:
    """Somebody could not open it. `reason`: "never" (their role), "no_consent", or "not_theirs"."""

    reason: str


def could_open(scene: Scene, reader: Actor, outgoing: Outgoing) -> Seat | Barred:
    """In which role and on which basis the reader could open such a message now."""
    ways = [
        (role, basis)
        for basis in _BASES
        for role in sorted(reader.roles)
        if (basis, role) in CONDITIONS and basis in MATRIX[role].get(outgoing.category, frozenset())
        # A cell that holds for another purpose only is no way that a release could open.
        if basis is not Basis.CONSENT or ONLY_FOR.get((role, outgoing.category)) in {None, outgoing.purpose}
    ]
    for role, basis in ways:
        case = _case(scene, reader, outgoing, role, basis)
        if case is not None and refusal(case) is None and not _tells_its_referrer(scene, case, outgoing):
            return Seat(reader.user, role, basis)
    if any(basis is Basis.CONSENT for _, basis in ways) and outgoing.about.startswith("C-"):
        return Barred("no_consent")
    return Barred("not_theirs" if ways else "never")


def _tells_its_referrer(scene: Scene, case: Case, outgoing: Outgoing) -> bool:
    """A day after the meeting, whom it was given to is nothing that its referrer may find out by trying."""
    mine = case.referral is not None and case.referral.referrer == scene.user and outgoing.answers is None
    return mine and case.basis is Basis.REFERRAL and not within_a_day_of_meeting(case)


def _case(scene: Scene, reader: Actor, outgoing: Outgoing, role: Role, basis: Basis) -> Case | None:
    case = Case(
        actor=reader,
        role=role,
        basis=basis,
        category=outgoing.category,
        purpose=outgoing.purpose,
        moment=scene.moment,
        today=scene.rules.today(scene.moment),
        author=scene.user,
        author_agency="",
    )
    return scene.vault.judge.with_surroundings(scene.work, case, outgoing.about)


def may_speak_of(scene: Scene, sender: Actor, about: str) -> bool:
    """Whether the sender may begin a message about it: their participant or referral, or one handed to them.

    Somebody who was sent a message may answer it without this.
    """
    if about.startswith("C-"):
        circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(about))
        return circle is not None and any(circle.has(sender, role) for role in sender.roles)
    referral = scene.work.session.get(Referral, ReferralRef(about))
    if referral is None:
        return False
    if referral.referrer == sender.user and referral.referrer_agency == sender.agency:
        return referral.open_to_its_referrer(scene.moment)
    return _holds_an_item(scene, sender, about)


def _holds_an_item(scene: Scene, sender: Actor, subject: str) -> bool:
    query = select(SealedItem.handle).where(
        SealedItem.subject == subject, SealedItem.recipient == sender.user, SealedItem.withdrawn_at.is_(None)
    )
    opener = scene.vault.opener
    return any(
        opener.still_open(scene.work, scene.rules, sender.user, handle, scene.moment)
        for handle in scene.work.session.scalars(query)
    )


def send(scene: Scene, sender: Actor, outgoing: Outgoing, seats: Sequence[Seat]) -> SealedMessage:
    """Seal it and put a card for each seat into the outbox; each seat comes from `could_open`.

    Raises:
        NotAllowed: nobody to send to, a class that is never stored or not the sender's, or a subject that is
            not theirs to speak of.
        NotAvailable: it answers a message the sender cannot open.
        Unsafe: a key is missing.
    """
    if not seats or outgoing.category in NEVER_STORED or not may_write(sender, outgoing.category):
        raise NotAllowed
    if outgoing.answers is not None:
        if not _holds_an_item(scene, sender, outgoing.answers):
            raise NotAvailable
    elif not may_speak_of(scene, sender, outgoing.about):
        raise NotAllowed
    hours = timedelta(hours=scene.rules.clocks.view_hours)
    message = SealedMessage(
        ref=reserve_message(scene.work),
        sender=sender.user,
        sender_agency=sender.agency,
        about=outgoing.about,
        category=outgoing.category.value,
        purpose=outgoing.purpose.value,
        answers=outgoing.answers,
        to_role=outgoing.to_role.value if outgoing.to_role else "",
        to_agency=outgoing.to_agency,
        sent_at=scene.moment,
        not_after=rfc3339(scene.moment + hours),
        version=1,
        mac=b"",
    )
    scene.vault.rows.sign_row(message)
    scene.work.session.add(message)
    scene.work.session.flush()
    handles = scene.vault.sealer.seal(
        scene.work,
        sender,
        message,
        {outgoing.category: outgoing.fields},
        [Seat(sender.user, None, Basis.OWN), *seats],
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )
    digest = scene.note(Verb.MESSAGE_SENT, (message.ref, message.about), outgoing.category.value)
    _post_cards(scene, message, handles, digest, Kind.CARD_NOW if outgoing.urgent else Kind.CARD_TODAY)
    return message


def take_back(scene: Scene, ref: MessageRef) -> None:
    """The sender takes it back before anybody opened it: the cards stay and open nothing.

    Raises:
        NotAvailable: not the sender's, or no such message.
        AlreadyChanged: somebody has opened it, or it was taken back already.
    """
    scene.audit.take_turn(scene.work)
    message = locked_message(scene.work, ref)
    if message.sender != scene.user or not scene.vault.rows.row_holds(message):
        raise NotAvailable
    if message.opened_at is not None or message.withdrawn_at is not None:
        raise AlreadyChanged("opened" if message.opened_at else "withdrawn")
    items = list(
        scene.work.session.scalars(
            select(SealedItem).where(SealedItem.subject == ref, SealedItem.withdrawn_at.is_(None))
        )
    )
    message.version = scene.vault.revoker.overtake(scene.work, message, scene.moment) + 1
    message.withdrawn_at = scene.moment
    scene.vault.rows.sign_row(message)
    scene.work.session.flush()
    scene.vault.revoker.withdraw(scene.work, [item.handle for item in items], scene.moment)
    for item in items:
        if item.recipient != message.sender:  # whose own view says that it is taken back
            blank_open_views(scene.work, item.recipient, scene.moment, [ref])
    scene.note(Verb.MESSAGE_WITHDRAWN, (ref,))


def was_opened(scene: Scene, ref: MessageRef) -> None:
    """Somebody other than the sender has opened it: the sender gets the one receipt, at the first time."""
    message = locked_message(scene.work, ref)
    if message.opened_at is not None or message.sender == scene.user:
        return
    message.opened_at = scene.moment
    kind = Kind.MESSAGE_OPENED
    post(
        scene.work,
        scene.moment,
        [NewNotice(kind, message.sender, f"{kind.value}:{ref}", subject=ref)],
    )


def inherit(scene: Scene, successor: Actor) -> int:
    """Hand a newly appointed person what was sent to their role and still runs; answers how many messages.

    Raises:
        Unsafe: a key is missing, or a wrap was altered.
    """
    query = select(SealedMessage).where(
        SealedMessage.to_agency == successor.agency,
        SealedMessage.to_role.in_([role.value for role in successor.roles]),
        SealedMessage.withdrawn_at.is_(None),
        SealedMessage.not_after >= rfc3339(scene.moment),
    )
    count = 0
    for message in scene.work.session.scalars(query.order_by(SealedMessage.ref)).all():
        if not scene.vault.rows.row_holds(message) or message.sender == successor.user:
            continue
        in_that_role = replace(successor, roles=frozenset({Role(message.to_role)}))
        seat = could_open(scene, in_that_role, _again(message))
        if isinstance(seat, Barred):
            continue
        handles = scene.vault.sealer.share(scene.work, message, [seat], scene.moment)
        if handles:
            digest = scene.note(Verb.MESSAGE_INHERITED, (message.ref, successor.user))
            _post_cards(scene, message, handles, digest, Kind.CARD_TODAY)
            count += 1
    return count


def _again(message: SealedMessage) -> Outgoing:
    return Outgoing(message.about, Category(message.category), Purpose(message.purpose), {})


def _post_cards(
    scene: Scene, message: SealedMessage, handles: Mapping[Seat, Handle], digest: bytes, kind: Kind
) -> None:
    receipt = scene.audit.receipt(digest)
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind, seat.user, f"{kind.value}:{handle}", subject=message.ref, handle=handle, receipt=receipt
            )
            for seat, handle in handles.items()
            if seat.basis is not Basis.OWN
        ],
    )
