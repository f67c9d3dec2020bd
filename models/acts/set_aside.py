"""A prosecutor or officer was sent what they should not have: nobody of their side opens it any more."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.acts.action_hands import comes_back
from models.acts.conference_seats import set_aside_at
from models.acts.ping_chain import settled
from models.acts.suspend import blank_open_views
from models.audit import Verb
from models.classes import Basis
from models.envelope import SealedItem
from models.errors import NotAvailable
from models.message import SealedMessage, locked_message
from models.notice import Kind, NewNotice, post
from models.participant import circle_of
from models.people import ACCUSING, AgencyKind, Role, active_with, agency_kind, fits
from models.ping import Ping, PingState, Side, locked_ping
from models.scene import Scene, the_actor
from models.schema import ActionRef, ConferenceRef, Handle, MessageRef, ParticipantRef, PingRef, SlackUserId

# The roles in which somebody of police or prosecution is handed anything.
READING = frozenset({Role.OFFICER, Role.POLICE_SUPERVISOR, Role.LIAISON_PROSECUTOR})


def may_set_aside(role: Role | None, basis: Basis) -> bool:
    """Whether a reader in this role, on this basis, is offered to set it aside; never their own words."""
    return role in READING and basis is not Basis.OWN


def set_aside(scene: Scene, handle: Handle) -> str:
    """Take it back from all of police and prosecution; answers its reference.

    The care team's clinical supervisors hear of it by reference, and nobody else does. What it said, and
    why it was set aside, is written down nowhere.

    Raises:
        NotAvailable: nothing of theirs, not theirs to set aside, or it does not open for them now.
        NotOnRoster: no seat now.
    """
    scene.audit.take_turn(scene.work)
    the_actor(scene)
    item = scene.work.session.get(SealedItem, handle)
    if item is None or item.recipient != scene.user or not _is_offered(item):
        raise NotAvailable
    if not scene.vault.opener.still_open(scene.work, scene.rules, scene.user, handle, scene.moment):
        raise NotAvailable
    about = _hand_out_no_more(scene, item.subject)
    _withdraw(scene, item.subject)
    scene.note(Verb.SET_ASIDE, (item.subject,))
    _tell_supervisors(scene, item, about)
    return item.subject


def _is_offered(item: SealedItem) -> bool:
    return bool(item.role) and may_set_aside(Role(item.role), Basis(item.basis))


def _withdraw(scene: Scene, subject: str) -> None:
    query = select(SealedItem).where(SealedItem.subject == subject, SealedItem.withdrawn_at.is_(None))
    items = [item for item in scene.work.session.scalars(query) if _is_offered(item)]
    readers = {item.recipient for item in items}
    scene.vault.revoker.withdraw(scene.work, [item.handle for item in items], scene.moment)
    for reader in readers - {scene.user}:  # whose own view says that it is set aside
        blank_open_views(scene.work, reader, scene.moment, [subject])


def _hand_out_no_more(scene: Scene, subject: str) -> str:
    """Nobody of that side is handed it later; answers whom it is about; empty = nobody yet."""
    if subject.startswith("M-"):
        return _end_of_message(scene, MessageRef(subject))
    if subject.startswith("P-"):
        return _end_of_ping(scene, PingRef(subject))
    if subject.startswith("T-"):
        return comes_back(scene, ActionRef(subject))
    if subject.startswith("K-"):
        return set_aside_at(scene, ConferenceRef(subject))
    return ""


def _end_of_message(scene: Scene, ref: MessageRef) -> str:
    """A successor in the post it was sent to inherits it no more."""
    message = locked_message(scene.work, ref)
    if message.to_agency and agency_kind(message.to_agency) in ACCUSING:
        message.version = scene.vault.revoker.overtake(scene.work, message, scene.moment) + 1
        message.to_role, message.to_agency = "", ""
        scene.vault.rows.sign_row(message)
        scene.work.session.flush()
    return message.about


def _end_of_ping(scene: Scene, ref: PingRef) -> str:
    """Nobody of the office is asked any more. What was asked by number keeps its state: it tells nothing."""
    ping = locked_ping(scene.work, ref)
    if Side(ping.side) is Side.PROSECUTOR and ping.closed_at is None:
        ping.state, ping.closed_at = PingState.CLOSED.value, scene.moment
        ping.version += 1
        settled(scene, ping)
        scene.vault.rows.sign_row(ping)
        scene.work.session.flush()
    return ping.participant


def _tell_supervisors(scene: Scene, item: SealedItem, about: str) -> None:
    kind = Kind.SET_ASIDE
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(kind, user, f"{kind.value}:{item.handle}:{user}", subject=item.subject)
            for user in supervisors(scene, _team_agency(scene, item.subject, about))
        ],
    )


def supervisors(scene: Scene, agency: str) -> Sequence[SlackUserId]:
    """The clinical supervisors of an agency today; of every agency where it is not known (empty)."""
    today = scene.rules.today(scene.moment)
    found = active_with(scene.work, scene.vault.rows, Role.CLINICAL_SUPERVISOR, today)
    fitting = [one for one in found if fits(Role.CLINICAL_SUPERVISOR, one.kind)]
    return [one.user for one in fitting if agency in {"", one.agency}]


def _team_agency(scene: Scene, subject: str, about: str) -> str:
    """The agency of the care team; where there is none yet, the case managers' that it came from."""
    known = about.startswith("C-")
    circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(about)) if known else None
    if circle is not None:
        return circle.agency
    sender = ""
    if subject.startswith("M-"):
        sender = scene.work.session.get_one(SealedMessage, MessageRef(subject)).sender_agency
    elif subject.startswith("P-"):
        sender = scene.work.session.get_one(Ping, PingRef(subject)).asker_agency
    theirs = bool(sender) and agency_kind(sender) is AgencyKind.CASE_MANAGEMENT
    return sender if theirs else ""
