"""The face of a sealed message: what its reader sees, and the receipt that its writer gets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from handlers.deps import Ground
from handlers.desk import Face, Ready, Request
from handlers.messages import views
from handlers.messages.facts import OpenedMessage
from handlers.naming import CATEGORY_WORDS, agency_words, shared_under
from models.access import may_write
from models.acts.messages import was_opened
from models.classes import STORED, Basis, Category, Purpose
from models.consent import Consent
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.message import SealedMessage
from models.participant import circle_of
from models.people import Actor, Member
from models.scene import Scene, the_actor
from models.schema import MessageRef, ParticipantRef, SlackUserId
from models.site import SiteRules
from models.vault import Opened

_SCOPES = {
    Basis.OWN: "You see what you wrote yourself.",
    Basis.CARE_TEAM: "You see this because you work with this person, and while you do.",
    Basis.REFERRAL: "You see this for your part in the referral, and while that lasts.",
}


def message_face(ground: Ground) -> Face:
    """The face by which the desk shows a sealed message; the first opening makes the sender's receipt."""

    def face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
        moment = ground.now()
        scene = Scene(work, ground.vault, ground.audit, rules, request.user, moment, request.request_id)
        was_opened(scene, MessageRef(opened.subject))
        message = work.session.get_one(SealedMessage, MessageRef(opened.subject))
        if message.opened_at == moment:
            work.after_commit.append(ground.wake)
        shown = _shown(scene, message, opened)
        return Ready(opened.subject, lambda told: views.opened_view(shown, told))

    return face


def _shown(scene: Scene, message: SealedMessage, opened: Opened) -> OpenedMessage:
    reader = the_actor(scene)
    kind = Category(message.category)
    words = opened.details[kind]
    mine = opened.basis is Basis.OWN
    return OpenedMessage(
        handle=opened.handle,
        ref=message.ref,
        kind=CATEGORY_WORDS[kind],
        sender=f"{_name(scene, message.sender)}, {agency_words(message.sender_agency)}",
        sent_at=_local(scene.rules, message.sent_at),
        about=message.about if _is_told_about(scene, reader, message.about) else "",
        subject=words["subject"].reveal() if "subject" in words else "",
        text=words["text"].reveal(),
        scope=_scope(scene, message, opened),
        mine=mine,
        opened_at=_local(scene.rules, message.opened_at),
        to=_readers(scene, message) if mine else (),
        can_reply=not mine and any(may_write(reader, category) for category in STORED),
    )


def _is_told_about(scene: Scene, reader: Actor, about: str) -> bool:
    """A referral's reference goes with the referral; a participant's stays within the care team."""
    if not about.startswith("C-"):
        return True
    circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(about))
    return circle is not None and any(circle.has(reader, role) for role in reader.roles)


def _scope(scene: Scene, message: SealedMessage, opened: Opened) -> str:
    consent = scene.work.session.get(Consent, opened.authorities[0]) if opened.authorities else None
    if consent is None:
        return _SCOPES.get(opened.basis, _SCOPES[Basis.OWN])
    return shared_under(consent.agency, consent.role, Purpose(message.purpose), consent.expires_on)


def _readers(scene: Scene, message: SealedMessage) -> tuple[str, ...]:
    query = select(SealedItem.recipient).where(
        SealedItem.subject == message.ref, SealedItem.basis != Basis.OWN.value
    )
    return tuple(sorted({_name(scene, user) for user in scene.work.session.scalars(query)}))


def _name(scene: Scene, user: SlackUserId) -> str:
    member = scene.work.session.get(Member, user)
    return member.display_name if member else "Somebody who has left"


def _local(rules: SiteRules, moment: datetime | None) -> str:
    return moment.astimezone(rules.zone_of()).strftime("%b %-d, %H:%M %Z") if moment else ""
