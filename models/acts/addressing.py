"""Whom a sealed message can go to, and what about: posts that somebody holds, people, their seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from models.access import MATRIX
from models.acts.messages import Barred, Outgoing, could_open, may_speak_of
from models.caseload import caseload
from models.classes import Basis
from models.envelope import SealedItem
from models.errors import NotOnRoster
from models.participant import circle_of
from models.people import Actor, Member, Role, active_with, actor_of, find_actor
from models.referral import Door, Referral
from models.scene import Scene
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from models.vault import Seat

_LOOKED_AT = 60
# Roles that could open something somebody else wrote; nobody writes to a post that never opens anything.
_READING = frozenset(role for role, row in MATRIX.items() if any(cell - {Basis.OWN} for cell in row.values()))
# Of several holders of a post, the reason that can be mended says most.
_MOST_TELLING = ("no_consent", "not_theirs", "never")


@dataclass(frozen=True, order=True)
class Post:
    """A role at an agency: whoever holds it."""

    agency: str
    role: Role


@dataclass(frozen=True)
class Unreached:
    """A recipient whom it cannot be sent to.

    `whom`: a post, a person's Slack id, or the sender of what is answered. `reason`: as `Barred`, or "vacant"
    (nobody but the sender holds it today), "unrostered" (no seat today), "yourself".
    """

    whom: Post | SlackUserId
    reason: str


@dataclass(frozen=True)
class Addressed:
    """The seats a message would go to, and the recipients who could not have it. All or none."""

    seats: tuple[Seat, ...]
    unreached: tuple[Unreached, ...]


def posts(scene: Scene) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
    """The posts that somebody holds today, and those on the roster that nobody does; in their order."""
    today = scene.rules.today(scene.moment)
    held, known = set[Post](), set[Post]()
    for member in scene.work.session.scalars(select(Member)):
        if not scene.vault.rows.row_holds(member):
            continue
        actor = actor_of(member, today)
        theirs = {Post(actor.agency, role) for role in actor.roles & _READING}
        known |= theirs
        if member.active_on(today):
            held |= theirs
    return tuple(sorted(held)), tuple(sorted(known - held))


def subjects_of(scene: Scene, sender: Actor) -> Iterator[str]:
    """What the sender may begin a message about: participants, then referrals, newest first."""
    yield from (person.ref for person in caseload(scene.work, scene.vault.rows, sender))
    handed = select(SealedItem.subject).where(
        SealedItem.recipient == sender.user,
        SealedItem.basis.in_([Basis.OWN.value, Basis.REFERRAL.value]),
        SealedItem.subject.startswith("R-"),
        SealedItem.withdrawn_at.is_(None),
    )
    newest = scene.work.session.scalars(handed.order_by(SealedItem.created_at.desc()).limit(_LOOKED_AT))
    yield from (ref for ref in dict.fromkeys(newest) if may_speak_of(scene, sender, ref))


def is_told_why(scene: Scene, sender: Actor, about: str) -> bool:
    """Whether the sender may learn why somebody cannot be sent it: on the care team, or sent to the person.

    Whoever else learned it could read off it that a release ended, or how far a referral has come.
    """
    if about.startswith("C-"):
        circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(about))
        return circle is not None and any(circle.has(sender, role) for role in sender.roles)
    return _was_sent_to(scene, sender, about)


def address(
    scene: Scene, sender: Actor, outgoing: Outgoing, post: Post | None, people: Sequence[SlackUserId]
) -> Addressed:
    """The seats of a post's holders and of single people, each by `could_open`.

    A post is one recipient: it is reached when one of its holders could open it, and whoever could not is
    not sent it.
    """
    seats: dict[SlackUserId, Seat] = {}
    unreached: list[Unreached] = []
    if post is not None:
        found = _holders_seats(scene, sender, outgoing, post)
        if isinstance(found, str):
            unreached.append(Unreached(post, found))
        else:
            seats |= {seat.user: seat for seat in found}
    for user in dict.fromkeys(people):
        seat = seats.get(user) or _persons_seat(scene, sender, outgoing, user)
        if isinstance(seat, str):
            unreached.append(Unreached(user, seat))
        else:
            seats[user] = seat
    return Addressed(tuple(seats.values()), tuple(unreached))


def _holders_seats(scene: Scene, sender: Actor, outgoing: Outgoing, post: Post) -> list[Seat] | str:
    today = scene.rules.today(scene.moment)
    holders = [
        # In the role it is sent to, and no other: a successor gets it in that role, too.
        replace(actor, roles=frozenset({post.role}))
        for actor in active_with(scene.work, scene.vault.rows, post.role, today)
        if actor.agency == post.agency and actor.user != sender.user
    ]
    if not holders:
        return "vacant"
    found = [_seat(scene, sender, outgoing, holder) for holder in holders]
    seats = [one for one in found if isinstance(one, Seat)]
    reasons = {one.reason for one in found if isinstance(one, Barred)}
    return seats or next(reason for reason in _MOST_TELLING if reason in reasons)


def _persons_seat(scene: Scene, sender: Actor, outgoing: Outgoing, user: SlackUserId) -> Seat | str:
    if user == sender.user:
        return "yourself"
    try:
        reader = find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
    except NotOnRoster:
        return "unrostered"
    found = _seat(scene, sender, outgoing, reader)
    return found if isinstance(found, Seat) else found.reason


def _seat(scene: Scene, sender: Actor, outgoing: Outgoing, reader: Actor) -> Seat | Barred:
    found = could_open(scene, reader, outgoing)
    if isinstance(found, Barred) or found.role is Role.PROJECT_MANAGER:
        return found
    return Barred("not_theirs") if _is_windowless(scene, sender, outgoing.about) else found


def _is_windowless(scene: Scene, sender: Actor, about: str) -> bool:
    """A community referrer hears nothing of what becomes of it; whether a responder could read would tell."""
    referral = scene.work.session.get(Referral, ReferralRef(about)) if about.startswith("R-") else None
    theirs = referral is not None and referral.referrer == sender.user and referral.door == Door.COMMUNITY
    return theirs and not _was_sent_to(scene, sender, about)


def _was_sent_to(scene: Scene, actor: Actor, about: str) -> bool:
    query = select(SealedItem.handle).where(
        SealedItem.subject == about,
        SealedItem.recipient == actor.user,
        SealedItem.basis == Basis.REFERRAL.value,
        SealedItem.withdrawn_at.is_(None),
    )
    opener, moment = scene.vault.opener, scene.moment
    return any(
        opener.still_open(scene.work, scene.rules, actor.user, handle, moment)
        for handle in scene.work.session.scalars(query)
    )
