"""Opens sealed items on a reader's screen: judged, recorded, looked at once more, shown, blanked in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import select

from handlers.blocks import View
from handlers.deps import Ground
from handlers.referrals import views
from handlers.referrals.facts import OpenedItem
from handlers.standing import facts_of
from models.access import ACTS, Act, Basis
from models.audit import Verb
from models.database import UnitOfWork
from models.errors import DomainError
from models.notice import Kind, NewNotice, post
from models.people import Account, Member
from models.referral import NEXT, Referral, State
from models.schema import Handle, SlackUserId
from models.site import Contacts, SiteRules
from models.vault import Opened, Refused

SHOWN_FOR = timedelta(minutes=10)
# Every refusal takes at least this long, so that its cause cannot be read off a watch.
REFUSAL_SECONDS = 0.3


class Accounts(Protocol):
    """Slack's live word on an account."""

    def holds(self, user: SlackUserId, expected: Account) -> bool:
        """Active, human, of our team, and of the kind the roster expects; False whenever in doubt."""


class Screen(Protocol):
    """The modal that is waiting on the reader's screen."""

    def show(self, view_id: str, hash_: str, view: View) -> bool:
        """Replace its content; False when the view has gone or changed meanwhile."""


@dataclass(frozen=True)
class Request:
    """One tap on Open (or on an act inside an opened view)."""

    user: SlackUserId
    handle: Handle
    view_id: str
    view_hash: str
    request_id: str


class Desk:
    """Runs openings beside the listener, so that Slack has its answer at once."""

    def __init__(
        self,
        ground: Ground,
        accounts: Accounts,
        screen: Screen,
        *,
        log_error: Callable[[str, BaseException], object],
        workers: int = 8,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._ground = ground
        self._accounts = accounts
        self._screen = screen
        self._log_error = log_error
        self._pause = pause
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="opening")

    def open(self, request: Request, told: str = "") -> None:
        """Start the opening; the reader's modal says "Opening..." until it is judged."""
        opening = self._pool.submit(self.open_now, request, told)
        opening.add_done_callback(lambda done: self._look_after(request, done))

    def _look_after(self, request: Request, done: Future[None]) -> None:
        """An opening that broke leaves no reader before an endless "Opening..."; the log has its type."""
        if trouble := done.exception():
            self._log_error("opening_raised", trouble)
            self._screen.show(request.view_id, request.view_hash, views.refused_view(self._contacts()))

    def close(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown(wait=True)

    def open_now(self, request: Request, told: str = "") -> None:
        """Judge, record, look again, show. Anything that stands in the way shows the one refusal."""
        began = time.monotonic()
        item = self._granted(request)
        if item is not None and not self._still(request):
            self._record(request, item, Verb.OPEN_NOT_SHOWN)
            item = None
        if item is None:
            self._pause(max(0.0, began + REFUSAL_SECONDS - time.monotonic()))
            self._screen.show(request.view_id, request.view_hash, views.refused_view(self._contacts()))
            return
        shown = self._screen.show(request.view_id, request.view_hash, views.opened_view(item, told))
        self._record(request, item, Verb.OPEN_SHOWN if shown else Verb.OPEN_NOT_SHOWN)

    def _granted(self, request: Request) -> OpenedItem | None:
        now = self._ground.now()
        try:
            with self._ground.database.look() as work:
                member = work.session.get(Member, request.user)
                expected = Account(member.account) if member else Account.ANY
            account_holds = self._accounts.holds(request.user, expected)
            with self._ground.database.work() as work:
                rules = self._ground.book.current(work)
                outcome: Opened | Refused = (
                    self._ground.vault.opener.open_item(
                        work, rules, request.user, request.handle, moment=now, request_id=request.request_id
                    )
                    if account_holds
                    else self._ground.vault.opener.refuse(
                        work, request.user, "account", moment=now, request_id=request.request_id
                    )
                )
                item = None
                if isinstance(outcome, Opened):
                    item = self._with_surroundings(work, rules, outcome, request.user)
                    self._plan_blank(work, request)
                work.commit()
                return item
        except DomainError:
            return None

    def _plan_blank(self, work: UnitOfWork, request: Request) -> None:
        """Written with the grant, so that a view goes blank even if we are gone right after showing it."""
        now = self._ground.now()
        blank = NewNotice(
            Kind.BLANK_VIEW,
            request.user,
            f"blank:{request.view_id}:{request.request_id}"[:160],
            target=request.view_id,
            due_at=now + SHOWN_FOR,
            lane=f"view:{request.view_id}"[:64],
        )
        post(work, now, [blank])

    def _with_surroundings(
        self, work: UnitOfWork, rules: SiteRules, opened: Opened, reader: SlackUserId
    ) -> OpenedItem:
        referral = work.session.scalars(select(Referral).where(Referral.ref == opened.subject)).one()
        return OpenedItem(
            opened=opened,
            facts=facts_of(referral, rules),
            acts=possible_acts(referral, opened, reader),
            reader=reader,
            contacts=rules.contacts,
            now=self._ground.now(),
        )

    def _still(self, request: Request) -> bool:
        """One more read after the grant has committed: a revocation that came between shows nothing."""
        try:
            with self._ground.database.look() as work:
                rules = self._ground.book.current(work)
                return self._ground.vault.opener.still_open(
                    work, rules, request.user, request.handle, self._ground.now()
                )
        except DomainError:
            return False

    def _record(self, request: Request, item: OpenedItem, verb: Verb) -> None:
        with self._ground.database.work() as work:
            self._ground.audit.append(
                work,
                moment=self._ground.now(),
                actor=request.user,
                verb=verb,
                objects=(item.facts.ref,),
                request_id=request.request_id,
            )
            work.commit()

    def _contacts(self) -> Contacts:
        try:
            with self._ground.database.look() as work:
                return self._ground.book.current(work).contacts
        except DomainError:
            return Contacts()


def possible_acts(referral: Referral, opened: Opened, reader: SlackUserId) -> tuple[Act, ...]:
    """The acts that would change something now, for this reader, in the order of the work."""
    if opened.basis is not Basis.REFERRAL or opened.role is None:
        return ()
    state = State(referral.state)
    acts = []
    if referral.acknowledged_at is None and state in {State.SUBMITTED, State.DISPATCHED}:
        acts.append(Act.ACKNOWLEDGE)
    if state is State.SUBMITTED:
        acts.append(Act.SEND_OUTREACH)
    if state is State.DISPATCHED and referral.responder in {None, reader}:
        acts.append(Act.ESTIMATE)
    if State.MET in NEXT[state]:
        acts.append(Act.MET)
    if State.NOT_MET in NEXT[state]:
        acts.append(Act.NOT_MET)
    return tuple(act for act in acts if opened.role in ACTS[act])
