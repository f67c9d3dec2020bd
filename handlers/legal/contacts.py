"""Contact cards, counsel told by one tap, and civil legal help: one transaction each; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from handlers.acting import act_once, at
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.ids import View as ViewId
from models.acts.contacts import Try, add_contact, change_contact, remove_contact, tried
from models.acts.counsel import tell_counsel
from models.acts.legal_help import say_capacity
from models.classes import Category
from models.errors import AlreadyChanged, HearingOver, NoRoom, NotCovered
from models.legal_capacity import LegalCapacity
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive

TOO_MANY = "There are as many cards as fit. Remove one that is not needed any more."
CHANGED = "Somebody has changed this card meanwhile: this is what stands."
TOLD = "Counsel has been told the date, the court and their own case's number."
TOLD_BEFORE = "Counsel has been told of this date before."
NO_DATE = "There is no date to come to tell of."
NO_COUNSEL = (
    "No live release names public defenders for court dates. Ask for one first: Releases, in the folder."
)
DAY_TO_COME = "Choose a day to come."


class Contacts:
    """The lawyers around a participant, outside this workspace and in it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def add(self, user: SlackUserId, ref: ParticipantRef, draft: Draft, *, key: str) -> Mistakes | None:
        """A new card.

        Raises:
            NotAvailable: the one refusal.
        """
        fields = _fields(draft)
        try:
            act_once(self._ground, user, key, lambda scene: add_contact(scene, ref, fields))
        except NoRoom:
            return at(ViewId.CONTACT_NEW, {"who": TOO_MANY}).mistakes
        return None

    def change(self, user: SlackUserId, ref: ParticipantRef, page: str, draft: Draft, *, key: str) -> str:
        """New answers on a card; answers a sentence where somebody was quicker.

        Raises:
            NotAvailable: the one refusal.
        """
        fields = _fields(draft)
        return self._or_changed(user, key, lambda scene: change_contact(scene, ref, page, fields))

    def tried(self, user: SlackUserId, ref: ParticipantRef, page: str, what: Try, *, key: str) -> str:
        """Somebody rang them; as `change`."""
        return self._or_changed(user, key, lambda scene: tried(scene, ref, page, what))

    def remove(self, user: SlackUserId, ref: ParticipantRef, page: str, *, key: str) -> str:
        """A card is taken out; as `change`."""

        def act(scene: Scene) -> str:
            remove_contact(scene, ref, page)
            return ref

        return self._or_changed(user, key, act)

    def _or_changed(self, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> str:
        try:
            act_once(self._ground, user, key, act)
        except AlreadyChanged:
            return CHANGED
        return ""

    def tell_counsel(self, user: SlackUserId, matter: str, *, key: str) -> str:
        """Public defenders whom a live release names are told a date; answers what came of it.

        Raises:
            NotAvailable: the one refusal.
        """

        def act(scene: Scene) -> str:
            return ";".join(ping.ref for ping in tell_counsel(scene, matter))

        try:
            act_once(self._ground, user, key, act)
        except AlreadyChanged:
            return TOLD_BEFORE
        except HearingOver:
            return NO_DATE
        except NotCovered:
            return NO_COUNSEL
        return TOLD

    def say_room(self, user: SlackUserId, not_until: date | None, *, key: str) -> Mistakes | None:
        """Whether their agency takes referrals.

        Raises:
            NotOnRoster, NotAllowed: not theirs to say.
        """

        def act(scene: Scene) -> str:
            row: LegalCapacity = say_capacity(scene, not_until)
            return row.agency

        try:
            act_once(self._ground, user, key, act)
        except ValueError:
            return at(ViewId.LEGAL_ROOM, {"until": DAY_TO_COME}).mistakes
        return None


def _fields(draft: Draft) -> Mapping[str, Sensitive]:
    return draft.details.get(Category.LEGAL_CALENDAR, {})
