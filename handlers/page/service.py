"""The secure page's own acts: spending a link, knowing who is there, a view's time, and who can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from sqlalchemy import select

from handlers.blocks import View
from handlers.deps import Ground
from handlers.desk import Accounts
from handlers.ids import View as ViewId
from handlers.page.reading import names_somebody
from models.acts import page
from models.database import UnitOfWork
from models.errors import DomainError, NotAvailable, NotOnRoster
from models.people import Member
from models.schema import SlackUserId
from models.site import Contacts


@dataclass(frozen=True)
class Around:
    """What a page needs beside its view: whom and which channels one can choose, the site's zone and tongues.

    `hides`: what stands there is hidden while its reader looks at another tab.
    """

    people: Mapping[str, str]
    channels: Mapping[str, str]
    zone: tzinfo
    languages: Sequence[str]
    hides: bool


@dataclass(frozen=True)
class Known:
    """What a page needs that only says something."""

    contacts: Contacts = field(default_factory=Contacts)
    languages: Sequence[str] = ("en",)


class PageService:
    """Every act is one transaction."""

    def __init__(
        self, ground: Ground, accounts: Accounts, everybody: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        """`everybody`: the accounts of the workspace by name, for a seat that is new."""
        self._ground = ground
        self._accounts = accounts
        self._everybody = everybody

    def could_spend(self, token: str) -> bool:
        """Whether the link is good; looking changes nothing."""
        with self._ground.database.look() as work:
            return page.is_live(work, token, self._ground.now())

    def spend(self, token: str, session: str, view: str = "") -> page.SignedIn:
        """As `models.acts.page.spend`; Slack's live word on the account is asked first."""
        self._require_account(token)
        with self._ground.database.work() as work:
            done = page.spend(self._ground.scene(work, SlackUserId("page")), token, session, view)
            work.commit()
            return done

    def who(self, session: str) -> SlackUserId | None:
        """Who is signed in; None = nobody, or they have no seat any more."""
        return self.sees(session, "")[0]

    def sees(self, session: str, view: str) -> tuple[SlackUserId | None, bool]:
        """Who is signed in, as `who` tells it, and whether this view is blank, in one look for both."""
        if not session:
            return None, True
        try:
            with self._ground.database.look() as work:
                user = page.who(self._ground.scene(work, SlackUserId("page")), session)
                blank = not view or page.is_blank(work, view)
                written_down = not work.session.dirty
            if user is None or written_down:  # asked by every request: nobody waits for others' writes here
                return user, blank
            with self._ground.database.work() as work:
                user = page.who(self._ground.scene(work, SlackUserId("page")), session)
                work.commit()
                return user, blank
        except NotOnRoster:
            return None, True

    def looks_on(self, session: str, view: str) -> tuple[SlackUserId | None, bool]:
        """The same, asked by the page's script and not by a person: the session counts as used no later."""
        try:
            with self._ground.database.look() as work:
                user = page.who(self._ground.scene(work, SlackUserId("page")), session)
                return user, page.is_blank(work, view)
        except NotOnRoster:
            return None, True

    def lost(self, session: str) -> SlackUserId | None:
        """Whose session this was, if they have a seat today: what they typed may wait for them."""
        with self._ground.database.look() as work:
            try:
                return page.whose(self._ground.scene(work, SlackUserId("page")), session)
            except DomainError:
                return None

    def _require_account(self, token: str) -> None:
        with self._ground.database.look() as work:
            found = page.addressee(work, token, self._ground.now())
        if found is None:
            raise NotAvailable
        user, expected = found
        if self._accounts.holds(user, expected):
            return
        with self._ground.database.work() as work:
            moment = self._ground.now()
            self._ground.vault.opener.refuse(work, user, "account", moment=moment, request_id="page")
            work.commit()
        raise NotAvailable

    def sign_out(self, session: str) -> None:
        """End the session."""
        with self._ground.database.work() as work:
            page.end_session(self._ground.scene(work, SlackUserId("page")), session)
            work.commit()

    def note_view(self, view: str, user: SlackUserId) -> None:
        """A view is shown."""
        with self._ground.database.work() as work:
            page.note_view(work, view, user, self._ground.now())
            work.commit()

    def is_blank(self, view: str) -> bool:
        """Whether the view's time is over, or it was taken back."""
        with self._ground.database.look() as work:
            return page.is_blank(work, view)

    def around(self, view: View) -> Around:
        """For the choices that Slack would list itself: the work group; in the seat's form, everybody.

        A view that names nobody and lets nobody be chosen is drawn without asking for them.
        """
        others = self._everybody() if view.get("callback_id") == ViewId.APPOINT else {}
        with self._ground.database.look() as work:
            rules = self._ground.book.current(work)
            here = self._work_group(work, rules.today(self._ground.now())) if names_somebody(view) else {}
            people = {**others, **here}
            channels = {str(group.channel): group.name for group in rules.groups_or_default()}
            channels |= {row.channel: row.name for row in rules.rollcalls if row.channel}
            spoken, hides = rules.site.languages, rules.page.blank_on_tab_switch
            return Around(people, channels, rules.zone_of(), spoken, hides)

    def _work_group(self, work: UnitOfWork, today: date) -> Mapping[str, str]:
        rows = work.session.scalars(select(Member).order_by(Member.display_name))
        return {str(row.slack_user_id): row.display_name for row in rows if row.active_on(today)}

    def known(self) -> Known:
        """Whom to call, and in which languages; the defaults where the database does not say."""
        try:
            with self._ground.database.look() as work:
                rules = self._ground.book.current(work)
                return Known(rules.contacts, rules.site.languages)
        except DomainError:
            return Known()
