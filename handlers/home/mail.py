"""The sealed messages on a person's Home: those they have not opened, and their own that still run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from handlers.home.facts import MyMail, SentMessage, WaitingMessage
from models.access import may_write
from models.acts.addressing import subjects_of
from models.classes import STORED, Basis
from models.disclosure import Disclosure
from models.envelope import SealedItem
from models.message import SealedMessage
from models.people import Actor
from models.scene import Scene
from models.schema import rfc3339
from models.site import SiteRules

_WAITING, _SENT = 6, 4  # two rows each at the most: a Home holds a hundred, with everything else on it


def mail_of(scene: Scene, actor: Actor) -> MyMail | None:
    """None for somebody who has no part in sealed messages.

    What was received stands here as its card does, whether it still opens or not, until its hours are over
    or it was opened: a line that went sooner would be the news that a release ended.
    """
    may_seal = any(may_write(actor, one) for one in STORED) and any(subjects_of(scene, actor))
    waiting = [
        WaitingMessage(item.handle, message.ref)
        for item, message in scene.work.session.execute(_unopened(scene).limit(_WAITING))
    ]
    sent = [
        _sent(scene.rules, item, message)
        for item, message in scene.work.session.execute(_own(scene).limit(_SENT))
    ]
    return MyMail(may_seal, tuple(waiting), tuple(sent)) if may_seal or waiting or sent else None


def _running(scene: Scene) -> Select[SealedItem, SealedMessage]:
    return (
        select(SealedItem, SealedMessage)
        .join(SealedMessage, SealedMessage.ref == SealedItem.subject)
        .where(SealedItem.recipient == scene.user, SealedMessage.not_after >= rfc3339(scene.moment))
        .order_by(SealedItem.created_at.desc(), SealedItem.handle)
    )


def _unopened(scene: Scene) -> Select[SealedItem, SealedMessage]:
    seen = select(Disclosure.id).where(Disclosure.item == SealedItem.subject, Disclosure.reader == scene.user)
    return _running(scene).where(SealedItem.basis != Basis.OWN.value, ~seen.exists())


def _own(scene: Scene) -> Select[SealedItem, SealedMessage]:
    return _running(scene).where(SealedItem.basis == Basis.OWN.value)


def _sent(rules: SiteRules, item: SealedItem, message: SealedMessage) -> SentMessage:
    taken_back = message.withdrawn_at is not None
    return SentMessage(item.handle, message.ref, _local(rules, message.opened_at), taken_back)


def _local(rules: SiteRules, moment: datetime | None) -> str:
    return moment.astimezone(rules.zone_of()).strftime("%b %-d, %H:%M %Z") if moment else ""
