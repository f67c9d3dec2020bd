"""Accounts that are gone end their seats: at Slack's word, and once a day by asking for all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from sqlalchemy import select

from handlers.beats import Round
from handlers.deps import Ground
from handlers.members.facts import AccountFacts
from models.acts.depart import depart
from models.acts.leave import keep_calendar
from models.acts.paging import project_managers
from models.acts.propose import lapse_old
from models.database import UnitOfWork
from models.errors import StorageUnavailable
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Account, Member
from models.replay import once
from models.rounds import due_day, is_done, write_done
from models.scene import Scene
from models.schema import RowSeal, SlackUserId
from models.site import SiteRules

BY = "slack"
ROUND, AT = "roster", time(3, 10)
CALENDAR, MIDNIGHT = "calendar", time(0, 0)

Accounts = Mapping[SlackUserId, AccountFacts]


class Departures:
    """What follows from Slack's word on accounts. Only seats that stand are touched; nobody is let in."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._look_again = threading.Event()
        self._calendar = Round(ground, CALENDAR, MIDNIGHT, _turn_the_page)

    def changed(self, facts: AccountFacts, key: str) -> None:
        """An account changed: end its seat, if it has one that the account does not fit any more.

        Args:
            facts: what Slack says now.
            key: the event's own id; a repeated delivery does nothing more.

        Raises:
            StorageUnavailable: nothing was kept; the clock then asks for all accounts within its next beats.
        """
        try:
            if self._must_go(facts):
                once(self._ground.database, key, self._ground.now(), lambda work: self._end(work, facts))
        except StorageUnavailable:
            self._look_again.set()
            raise

    def reconcile(self, ask: Callable[[], Accounts | None]) -> None:
        """Once a day, in the site's zone: keep the calendar from midnight, ask Slack from 03:10.

        Slack is asked at once where an event was missed.

        Args:
            ask: every account of the workspace; None = Slack did not say: nothing changes, and the next
                beat asks again.

        Raises:
            StorageUnavailable: what was not kept is done at the next beat.
        """
        self._calendar.look()
        now = self._ground.now()
        with self._ground.database.look() as work:
            rules = self._ground.book.current(work)
            day = due_day(now, rules.zone_of(), AT)
            done = is_done(work, ROUND, day)
        if done and not self._look_again.is_set():
            return
        accounts = ask()
        if not accounts:
            return
        self._look_again.clear()  # set again by whatever cannot be kept below
        for facts in self._rostered(accounts):
            self.changed(facts, f"{ROUND}:{now.isoformat()}:{facts.user}")
        with self._ground.database.work() as work:
            count = len(strangers(work, self._ground.vault.rows, rules, accounts, now))
            if write_done(work, ROUND, day, now) and count:
                self._tell_count(work, rules, count, f"{ROUND}:{day}", now)
            work.commit()

    def _rostered(self, accounts: Accounts) -> list[AccountFacts]:
        """The accounts that have a seat: a workspace may have ten times as many."""
        with self._ground.database.look() as work:
            users = work.session.scalars(select(Member.slack_user_id).order_by(Member.slack_user_id))
            return [accounts[user] for user in users if user in accounts]

    def _must_go(self, facts: AccountFacts) -> bool:
        with self._ground.database.look() as work:
            return self._standing_seat(work, facts) is not None

    def _standing_seat(self, work: UnitOfWork, facts: AccountFacts) -> Member | None:
        """The seat that the account does not fit, if it is not suspended yet."""
        member = work.session.get(Member, facts.user, populate_existing=True)
        if member is None or facts.fits(Account(member.account)):
            return None
        ended = member.suspended_at is not None and self._ground.vault.rows.row_holds(member)
        return None if ended else member

    def _end(self, work: UnitOfWork, facts: AccountFacts) -> str:
        ground, now = self._ground, self._ground.now()
        if self._standing_seat(work, facts) is None:
            return "stands"
        rules = ground.book.current(work)
        depart(work, ground.vault, ground.audit, rules, facts.user, now, BY)
        version = work.session.get_one(Member, facts.user).version
        kind = Kind.MEMBER_LEFT
        managers = project_managers(work, ground.vault.rows, rules, now)
        key = f"{kind.value}:{facts.user}:{version}"
        post(work, now, [NewNotice(kind, manager, f"{key}:{manager}") for manager in managers])
        work.after_commit.append(ground.wake)
        return "ended"

    def _tell_count(self, work: UnitOfWork, rules: SiteRules, count: int, key: str, now: datetime) -> None:
        kind = Kind.NOT_IN_SLACK
        managers = project_managers(work, self._ground.vault.rows, rules, now)
        post(
            work,
            now,
            [
                NewNotice(
                    kind,
                    manager,
                    f"{kind.value}:{key}:{manager}",
                    target=str(count),
                    urgency=Urgency.ROUTINE,
                )
                for manager in managers
            ],
        )
        work.after_commit.append(self._ground.wake)


def _turn_the_page(scene: Scene, day: date) -> None:
    """From midnight: terms that ended, leave that began, proposals that nobody confirmed."""
    del day  # the acts look at the moment
    keep_calendar(scene)
    lapse_old(scene)


def strangers(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, accounts: Accounts, moment: datetime
) -> list[SlackUserId]:
    """Whoever has a standing seat today and no account in the workspace, in the order of their ids."""
    today = rules.today(moment)
    seats = work.session.scalars(select(Member).order_by(Member.slack_user_id))
    return [
        member.slack_user_id
        for member in seats
        if member.slack_user_id not in accounts and member.active_on(today) and seal.row_holds(member)
    ]
