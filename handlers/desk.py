"""Opens what is sealed on a reader's screen: judged, recorded, looked at once more, shown, blanked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from handlers import curtain
from handlers.blocks import View
from handlers.deps import Ground
from models.audit import Verb
from models.database import UnitOfWork
from models.errors import DomainError
from models.notice import Kind, NewNotice, post
from models.people import Account, Member
from models.schema import Handle, SlackUserId
from models.second_factor import PasskeyWanted, asked_by
from models.site import Contacts, SiteRules
from models.vault import Opened

SHOWN_FOR = timedelta(minutes=10)
# Every refusal takes at least this long, so that its cause cannot be read off a watch.
REFUSAL_SECONDS = 0.3


class Accounts(Protocol):
    """Slack's live word on an account."""

    def holds(self, user: SlackUserId, expected: Account) -> bool:
        """Active, human, of our team, and of the kind the roster expects; False whenever in doubt."""


class SecondFactor(Protocol):
    """The passkey of whoever is asking, where the site wants one."""

    def has_shown(self, work: UnitOfWork, view_id: str, moment: datetime) -> bool:
        """Whether it was shown lately in the session that this view belongs to."""

    def ask(self, request: Request, told: str) -> None:
        """Ask for it in this view; the same request comes again when it was shown."""


class Screen(Protocol):
    """The modal that is waiting on the reader's screen."""

    def show(self, view_id: str, hash_: str, view: View) -> bool:
        """Replace its content; False when the view has gone or changed meanwhile."""


class Opens(StrEnum):
    """What a request asks to see; each has its own way in (`Entry`)."""

    ITEM = "item"
    FOLDER = "folder"
    GOAL = "goal"
    RELEASES = "releases"
    LOG = "log"
    PAIR = "pair"
    COURT = "court"
    CALENDAR = "calendar"
    HOLDS = "holds"
    LAWYERS = "lawyers"
    MEMO = "memo"
    ROLL_CALL = "roll_call"
    CONFERENCE = "conference"  # `handle`: its reference


@dataclass(frozen=True)
class Request:
    """One tap that opens something. `handle`: a sealed item's handle, or a participant's reference."""

    user: SlackUserId
    handle: str
    view_id: str
    view_hash: str
    request_id: str
    opens: Opens = Opens.ITEM


@dataclass(frozen=True, repr=False)
class Ready:
    """Granted, and ready to be built with one sentence about what the reader just did. Holds details."""

    subject: str
    view: Callable[[str], View]


class Entry(Protocol):
    """One kind of thing that can be opened."""

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """Judge and write down in this unit of work; None = refused. Committed before anything shows."""

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """Whether it would be granted now: asked once more after the grant has committed."""


Face = Callable[[UnitOfWork, SiteRules, Opened, Request], Ready]


class SealedItems:
    """The way in to sealed items; a feature's face makes the view, by the first letter of the subject."""

    def __init__(self, ground: Ground, faces: Mapping[str, Face]) -> None:
        self._ground = ground
        self._faces = faces

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `Entry.open`."""
        opened = self._ground.vault.opener.open_item(
            work, rules, request.user, Handle(request.handle), moment=moment, request_id=request.request_id
        )
        if not isinstance(opened, Opened):
            return None
        return self._faces[opened.subject[:1]](work, rules, opened, request)

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `Entry.still`."""
        return self._ground.vault.opener.still_open(work, rules, request.user, Handle(request.handle), moment)


class Desk:
    """Runs openings beside the listener, so that Slack has its answer at once."""

    def __init__(
        self,
        ground: Ground,
        accounts: Accounts,
        screen: Screen,
        entries: Mapping[Opens, Entry],
        *,
        log_error: Callable[[str, BaseException], object],
        workers: int = 8,
        pause: Callable[[float], None] = time.sleep,
        begun: Callable[[str], object] = str,
        ended: Callable[[SlackUserId], object] = str,
        factor: SecondFactor | None = None,
    ) -> None:
        """`begun` hears of every view into which something is being opened, `ended` whose opening is over.

        Without a `factor` nothing is opened for which the site wants a passkey.
        """
        self._ground = ground
        self._accounts = accounts
        self._screen = screen
        self._entries = entries
        self._log_error = log_error
        self._pause = pause
        self._begun = begun
        self._ended = ended
        self._factor = factor
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="opening")

    def open(self, request: Request, told: str = "") -> None:
        """Start the opening; the reader's modal says "Opening..." until it is judged."""
        self._begun(request.view_id)
        opening = self._pool.submit(self.open_now, request, told)
        opening.add_done_callback(lambda done: self._look_after(request, done))

    def _look_after(self, request: Request, done: Future[None]) -> None:
        """An opening that broke leaves no reader before an endless "Opening..."; the log has its type."""
        if trouble := done.exception():
            self._log_error("opening_raised", trouble)
            self._refuse(request)
        self._ended(request.user)

    def close(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown(wait=True)

    def open_now(self, request: Request, told: str = "") -> None:
        """Judge, record, look again, show. Anything that stands in the way shows the one refusal."""
        began = time.monotonic()
        try:
            with asked_by(lambda work: self._has_shown(work, request)):
                ready = self._granted(request)
        except PasskeyWanted:
            if self._factor is not None:
                self._factor.ask(request, told)
                return
            ready = None
        if ready is not None and not self._still(request):
            self._record(request, ready, Verb.OPEN_NOT_SHOWN)
            ready = None
        if ready is None:
            self._pause(max(0.0, began + REFUSAL_SECONDS - time.monotonic()))
            self._refuse(request)
            return
        shown = self._screen.show(request.view_id, request.view_hash, ready.view(told))
        self._record(request, ready, Verb.OPEN_SHOWN if shown else Verb.OPEN_NOT_SHOWN)

    def _has_shown(self, work: UnitOfWork, request: Request) -> bool:
        factor = self._factor
        return factor is not None and factor.has_shown(work, request.view_id, self._ground.now())

    def _refuse(self, request: Request) -> None:
        self._screen.show(request.view_id, request.view_hash, curtain.refused_view(self._contacts()))

    def _granted(self, request: Request) -> Ready | None:
        now = self._ground.now()
        try:
            with self._ground.database.look() as work:
                member = work.session.get(Member, request.user)
                expected = Account(member.account) if member else Account.ANY
            account_holds = self._accounts.holds(request.user, expected)
            with self._ground.database.work() as work:
                rules = self._ground.book.current(work)
                ready = None
                if account_holds:
                    ready = self._entries[request.opens].open(work, rules, request, now)
                else:
                    self._ground.vault.opener.refuse(
                        work, request.user, "account", moment=now, request_id=request.request_id
                    )
                if ready is not None:
                    self._plan_blank(work, request, ready.subject)
                work.commit()
                return ready
        except DomainError:
            return None

    def _plan_blank(self, work: UnitOfWork, request: Request, subject: str) -> None:
        """Written with the grant, so that a view goes blank even if we are gone right after showing it."""
        now = self._ground.now()
        blank = NewNotice(
            Kind.BLANK_VIEW,
            request.user,
            f"blank:{request.view_id}:{request.request_id}"[:160],
            subject=subject,
            target=request.view_id,
            due_at=now + SHOWN_FOR,
            lane=f"view:{request.view_id}"[:64],
        )
        post(work, now, [blank])

    def _still(self, request: Request) -> bool:
        """One more read after the grant has committed: a revocation that came between shows nothing."""
        try:
            with self._ground.database.look() as work:
                rules = self._ground.book.current(work)
                return self._entries[request.opens].still(work, rules, request, self._ground.now())
        except DomainError:
            return False

    def _record(self, request: Request, ready: Ready, verb: Verb) -> None:
        with self._ground.database.work() as work:
            self._ground.audit.append(
                work,
                moment=self._ground.now(),
                actor=request.user,
                verb=verb,
                objects=(ready.subject,),
                request_id=request.request_id,
            )
            work.commit()

    def _contacts(self) -> Contacts:
        try:
            with self._ground.database.look() as work:
                return self._ground.book.current(work).contacts
        except DomainError:
            return Contacts()
