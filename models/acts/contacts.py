"""Lawyers outside the workspace: contact cards in a participant's folder, and who rang them when."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from models.acts.folder import keeper
from models.audit import Verb
from models.classes import Category
from models.duties import Duty
from models.envelope import Envelope
from models.errors import AlreadyChanged, NoRoom, NotAvailable
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from models.vault.pages import Page, Shelf

Fields = Mapping[str, Sensitive]
# What stands on a card, by the field's id.
FIELDS = ("who", "office", "phone", "matter")
MOST = 20  # cards of one folder: as many as one screen shows
_TRIES_KEPT = 10
_TRIES, _ADDED = "tries", "added"
_CLASS = Category.LEGAL_CALENDAR


class Try(StrEnum):
    """What came of ringing them."""

    CALLED = "called"
    LEFT_WORD = "left_word"


@dataclass(frozen=True)
class Tried:
    """One call: what came of it, when (RFC 3339), and who rang."""

    what: Try
    at: str
    by: SlackUserId


@dataclass(frozen=True, repr=False)
class Contact:
    """A card, open. `page` names this very version of it; `tries`: the latest first."""

    page: str
    fields: Fields
    tries: tuple[Tried, ...]
    added: str


def add_contact(scene: Scene, ref: ParticipantRef, fields: Fields) -> str:
    """Keep a new card; answers its page.

    Raises:
        NotAvailable: not the acting person's to write.
        NoRoom: there are as many cards as fit.
    """
    actor = keeper(scene, ref, Duty.KEEP_COURT)
    cards = select(func.count()).where(Envelope.subject == ref, Envelope.purpose == Shelf.CONTACT.value)
    if (scene.work.session.scalar(cards) or 0) >= MOST:
        raise NoRoom
    whole = {**_kept(fields), _ADDED: Sensitive(rfc3339(scene.moment))}
    page = scene.vault.pages.write(scene.work, actor, ref, Shelf.CONTACT, _CLASS, whole, moment=scene.moment)
    _note(scene, ref, "added")
    return page


def change_contact(scene: Scene, ref: ParticipantRef, page: str, fields: Fields) -> str:
    """Put these answers in the place of earlier ones; what is not named stays. Answers the new page.

    Raises:
        NotAvailable: not the acting person's to write.
        AlreadyChanged: somebody has changed or removed this card since it was read.
    """
    return _rewrite(scene, ref, page, lambda before: {**before, **_kept(fields)}, "changed")


def tried(scene: Scene, ref: ParticipantRef, page: str, what: Try) -> str:
    """Somebody rang them, now. Answers the new page.

    Raises:
        NotAvailable, AlreadyChanged: as `change_contact`.
    """
    now = {"what": what.value, "at": rfc3339(scene.moment), "by": scene.user}

    def after(before: Fields) -> Fields:
        tries = [now, *_read_tries(before)][:_TRIES_KEPT]
        return {**before, _TRIES: Sensitive(json.dumps(tries))}

    return _rewrite(scene, ref, page, after, what.value)


def remove_contact(scene: Scene, ref: ParticipantRef, page: str) -> None:
    """Take a card out; nothing of it stays.

    Raises:
        NotAvailable, AlreadyChanged: as `change_contact`.
    """
    _rewrite(scene, ref, page, lambda _: {}, "removed")


def contacts_among(pages: Iterable[Page]) -> tuple[Contact, ...]:
    """The cards among opened pages, in the order in which they were added."""
    cards = [
        Contact(page.id, _kept(page.fields), _tries(page.fields), _added(page))
        for page in pages
        if page.shelf is Shelf.CONTACT
    ]
    return tuple(sorted(cards, key=lambda card: (card.added, card.page)))


def _rewrite(
    scene: Scene, ref: ParticipantRef, page: str, change: Callable[[Fields], Fields], what: str
) -> str:
    actor = keeper(scene, ref, Duty.KEEP_COURT)
    try:
        page = scene.vault.pages.rewrite(
            scene.work, actor, ref, Shelf.CONTACT, _CLASS, change, moment=scene.moment, page=page
        )
    except NotAvailable:
        raise AlreadyChanged("contact") from None
    _note(scene, ref, what)
    return page


def _note(scene: Scene, ref: ParticipantRef, what: str) -> None:
    scene.note(Verb.FOLDER_WRITTEN, (ref,), f"{Shelf.CONTACT.value}:{what}")


def _kept(fields: Fields) -> Fields:
    return {name: fields[name] for name in FIELDS if name in fields}


def _added(page: Page) -> str:
    found = page.fields.get(_ADDED)
    return found.reveal() if found else page.created


def _read_tries(fields: Fields) -> list[dict[str, str]]:
    found = fields.get(_TRIES)
    tries: list[dict[str, str]] = json.loads(found.reveal()) if found else []
    return tries


def _tries(fields: Fields) -> tuple[Tried, ...]:
    return tuple(Tried(Try(one["what"]), one["at"], SlackUserId(one["by"])) for one in _read_tries(fields))


def moment_of(one: Tried) -> datetime:
    """When it was, as an aware moment."""
    return datetime.fromisoformat(one.at)
