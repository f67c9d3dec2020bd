"""The secure page's second factor: who shows a passkey or keeps one, and the opening that waits for it."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.curtain import asking_view
from handlers.deps import Ground
from handlers.desk import Request
from handlers.ids import View as ViewId
from handlers.page.ceremonies import Asked, Ceremonies
from handlers.page.screens import Screens, Shown
from models.acts import passkeys
from models.acts.passkeys import Came
from models.database import UnitOfWork
from models.people import Member
from models.schema import SlackUserId
from models.second_factor import asked_by

_MOST_WAIT = 2_000
_PERSON = b"lead/passkey/person/v1:"


@dataclass(frozen=True)
class Offer:
    """What somebody can do about their passkey now. `count`: how many they have.

    `shown`: it was shown lately. `show`, `keep`: what their device would be asked; None = it cannot be done,
    and `another` says why no (further) one can be kept.
    """

    count: int
    shown: bool
    show: Asked | None
    keep: Asked | None
    another: Came


class Passkeys:
    """For the desk it is the `SecondFactor`; for the page's routes it asks devices and hears answers.

    A session is named by its hash throughout. Every act is one transaction.
    """

    def __init__(self, ground: Ground, screens: Screens, ceremonies: Ceremonies) -> None:
        self._ground = ground
        self._screens = screens
        self._ceremonies = ceremonies
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, tuple[Request, str]] = OrderedDict()

    def standing(self, session: str) -> AbstractContextManager[None]:
        """Within it, openings are asked for from this session."""
        return asked_by(lambda work: self._shown_in(work, session, self._ground.now()))

    def has_shown(self, work: UnitOfWork, view_id: str, moment: datetime) -> bool:
        """As `handlers.desk.SecondFactor`."""
        return self._shown_in(work, self._screens.session_of(view_id), moment)

    def ask(self, request: Request, told: str) -> None:
        """As `handlers.desk.SecondFactor`."""
        with self._lock:
            self._waiting[request.view_id] = request, told
            while len(self._waiting) > _MOST_WAIT:
                self._waiting.popitem(last=False)
        self._screens.show(request.view_id, request.view_hash, asking_view())

    def waits(self, shown: Shown) -> bool:
        """Whether this view asks for a passkey."""
        return shown.view.get("callback_id") == ViewId.PASSKEY.value

    def go_on(self, shown: Shown) -> tuple[Request, str] | None:
        """What waited in this view, ready to be asked again, once; None = it was a tap, and nothing was done.

        The view is still judged: it may open nothing any more.
        """
        with self._lock:
            waited = self._waiting.pop(shown.id, None)
        return None if waited is None else (replace(waited[0], view_hash=shown.hash), waited[1])

    def offer(self, user: SlackUserId, session: str) -> Offer:
        """What this person can do now.

        Raises:
            NotOnRoster: they have no seat today.
        """
        with self._ground.database.look() as work:
            stands = passkeys.standing(self._ground.scene(work, user), session)
            name = work.session.get_one(Member, user).display_name
        known = [key.credential for key in stands.keys]
        owner = hashlib.sha256(_PERSON + user.encode()).digest()
        possible = self._ceremonies.possible
        may_keep = possible and stands.another is Came.KEPT
        return Offer(
            count=len(known),
            shown=stands.shown,
            show=self._ceremonies.ask_to_show(session, known) if known and possible else None,
            keep=self._ceremonies.ask_to_keep(session, owner, name, known) if may_keep else None,
            another=stands.another if possible else Came.NO_NAME,
        )

    def keep(self, user: SlackUserId, session: str, asked: str, answer: str) -> Came:
        """A device has made a passkey.

        Raises:
            NotOnRoster: they have no seat today.
        """
        made = self._ceremonies.kept(session, asked, answer)
        with self._ground.database.work() as work:
            scene = self._ground.scene(work, user)
            if made is None:
                came = passkeys.refuse(scene, Came.NOT_PROVED)
            else:
                came = passkeys.keep(scene, session, made.credential, made.public, made.count)
            work.commit()
        return came

    def show(self, user: SlackUserId, session: str, asked: str, answer: str) -> Came:
        """A device has used one.

        Raises:
            NotOnRoster: they have no seat today.
        """
        with self._ground.database.look() as work:
            stands = passkeys.standing(self._ground.scene(work, user), session)
            keys = {key.credential: key.public for key in stands.keys}
        proved = self._ceremonies.shown(session, asked, answer, keys)
        with self._ground.database.work() as work:
            scene = self._ground.scene(work, user)
            if proved is None:
                came = passkeys.refuse(scene, Came.NOT_PROVED)
            else:
                came = passkeys.show(scene, session, proved.credential, proved.count)
            work.commit()
        return came

    def _shown_in(self, work: UnitOfWork, session: str, moment: datetime) -> bool:
        return passkeys.has_shown(work, self._ground.vault.rows, session, moment)
