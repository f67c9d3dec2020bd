"""Around a coordination: who is asked in which order, who of the care team reads along, what each is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.access import Case, refusal
from models.classes import Basis, Category, Purpose
from models.envelope import SealedItem
from models.notice import Kind, NewNotice, Urgency, post
from models.participant import Circle, circle_of
from models.people import Actor, Role, active_with
from models.ping import BLIND, Ping, Side
from models.scene import Scene
from models.schema import Handle, ParticipantRef, SlackUserId
from models.vault import Seat

# In which role each side is read by whoever is asked.
READER: Mapping[Side, Role] = {
    Side.PROSECUTOR: Role.LIAISON_PROSECUTOR,
    Side.COUNSEL: Role.PUBLIC_DEFENDER,
    Side.LEGAL_SERVICES: Role.LEGAL_SERVICES,
    Side.QUESTION: Role.CASE_MANAGER,
    Side.SCHEDULING: Role.CASE_MANAGER,
}
PURPOSE: Mapping[Side, Purpose] = {
    **dict.fromkeys(Side, Purpose.COURT),
    Side.LEGAL_SERVICES: Purpose.SERVICES,
}
_READS_ALONG = (Role.CASE_MANAGER, Role.LEGAL_SYSTEM_ADVOCATE)


@dataclass(frozen=True)
class Reach:
    """Who would be asked, in order, and which of the classes no release covers for them."""

    seats: tuple[Seat, ...]
    uncovered: frozenset[Category]


def staff_of(scene: Scene, side: Side, agency: str) -> list[Actor]:
    """Who of the agency holds the role that is asked, whom the site file names first."""
    today = scene.rules.today(scene.moment)
    holders = [
        actor
        for actor in active_with(scene.work, scene.vault.rows, READER[side], today)
        if actor.agency == agency
    ]
    office = scene.rules.office(agency)
    if office is None:
        return holders
    by_user = {actor.user: actor for actor in holders}
    return [by_user[user] for user in office.in_order(list(by_user))]


def reach(
    scene: Scene, ref: ParticipantRef, side: Side, agency: str, categories: Collection[Category]
) -> Reach:
    """Whom of the agency a live release of the participant lets read all these classes today."""
    circle = circle_of(scene.work, scene.vault.rows, ref)
    staff = staff_of(scene, side, agency) if circle is not None and not circle.closed else []
    closed: dict[SlackUserId, set[Category]] = {
        actor.user: {
            category
            for category in categories
            if refusal(_case(scene, actor, circle, side, category)) is not None
        }
        for actor in staff
    }
    seats = [
        Seat(actor.user, READER[side], Basis.CONSENT)
        for actor in staff
        if categories and not closed[actor.user]
    ]
    # Where nobody of them may read all of it, and each for a class of their own, all these are named.
    each = closed.values() if not seats else ()
    left = (set.intersection(*each) or set.union(*each)) if each else set()
    return Reach(tuple(seats), frozenset(left))


def _case(scene: Scene, actor: Actor, circle: Circle | None, side: Side, category: Category) -> Case:
    return Case(
        actor=actor,
        role=READER[side],
        basis=Basis.CONSENT,
        category=category,
        purpose=PURPOSE[side],
        moment=scene.moment,
        today=scene.rules.today(scene.moment),
        author=scene.user,
        author_agency="",
        circle=circle,
    )


def team_seats(circle: Circle, besides: Collection[SlackUserId] = ()) -> list[Seat]:
    """The assigned case managers and legal system advocates: they read along."""
    return [
        Seat(user, role, Basis.CARE_TEAM)
        for user, role in sorted(circle.team)
        if role in _READS_ALONG and user not in besides
    ]


def items_of(scene: Scene, ping: Ping, *bases: Basis) -> list[SealedItem]:
    """What was handed out of it on these bases and not taken back, the oldest first."""
    query = select(SealedItem).where(
        SealedItem.subject == ping.ref,
        SealedItem.withdrawn_at.is_(None),
        SealedItem.basis.in_([basis.value for basis in bases]),
    )
    return list(scene.work.session.scalars(query.order_by(SealedItem.created_at, SealedItem.handle)))


def answerers(scene: Scene, ping: Ping) -> list[SealedItem]:
    """The items of whoever was asked and could open theirs now; not of who only reads along."""
    basis = Basis.CARE_TEAM if Side(ping.side) in BLIND else Basis.CONSENT
    asked = READER[Side(ping.side)]
    opens = scene.vault.opener.still_open
    return [
        item
        for item in items_of(scene, ping, basis)
        if item.role == asked.value
        and opens(scene.work, scene.rules, item.recipient, item.handle, scene.moment)
    ]


def tell(
    scene: Scene,
    ping: Ping,
    kind: Kind,
    people: Iterable[SlackUserId],
    turn: str = "",
    urgency: Urgency = Urgency.ALERT,
) -> None:
    """A state, by reference, to each of these people: once a turn."""
    key = f"{kind.value}:{ping.ref}:{turn or ping.version}"
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(kind, user, f"{key}:{user}"[:160], subject=ping.ref, urgency=urgency)
            for user in dict.fromkeys(people)
        ],
    )


def tell_items(scene: Scene, ping: Ping, kind: Kind, items: Sequence[SealedItem], turn: str = "") -> None:
    """A reply in the thread of each of these items' cards."""
    key = f"{kind.value}:{turn or ping.version}"
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind, item.recipient, f"{key}:{item.handle}"[:160], subject=ping.ref, handle=item.handle
            )
            for item in items
        ],
    )


def send_cards(scene: Scene, ping: Ping, handles: Mapping[Seat, Handle], receipt: str) -> None:
    """The constant card to whoever was asked; authors and whoever reads along get none."""
    kind = Kind.PING_CARD
    asked = READER[Side(ping.side)]
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                kind, seat.user, f"{kind.value}:{handle}", subject=ping.ref, handle=handle, receipt=receipt
            )
            for seat, handle in handles.items()
            if seat.basis is Basis.CONSENT or (seat.basis is Basis.CARE_TEAM and seat.role is asked)
        ],
    )
