"""Once a day: how many people of a guarded channel are not on the roster; managers hear the count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time

from sqlalchemy import select

from handlers.deps import Ground
from handlers.guarding.channels import Room
from models.acts.paging import project_managers
from models.database import UnitOfWork
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Member
from models.rounds import due_day, is_done, write_done
from models.schema import RowSeal, SlackUserId
from models.site import SiteRules

ROUND, AT = "channels", time(3, 10)


class Present:
    """Looks who is in the channels; nobody is put out: whoever runs the channel decides."""

    def __init__(self, ground: Ground, bot_user_id: str) -> None:
        self._ground = ground
        self._bot = SlackUserId(bot_user_id)

    def round(self, ask: Callable[[], Sequence[Room] | None]) -> None:
        """Hold the channels against the roster once a day from 03:10 (site's zone).

        Args:
            ask: every guarded channel; None = Slack did not say: the next beat asks again.

        Raises:
            StorageUnavailable: nothing was kept; the next beat does it.
        """
        ground, now = self._ground, self._ground.now()
        with ground.database.look() as work:
            rules = ground.book.current(work)
            day = due_day(now, rules.zone_of(), AT)
            if is_done(work, ROUND, day):
                return
        rooms = ask()
        if rooms is None:
            return
        with ground.database.work() as work:
            if write_done(work, ROUND, day, now):
                for room in rooms:
                    count = len(off_roster(work, ground.vault.rows, rules, room, self._bot, now))
                    if count:
                        self._tell(work, rules, room, count, f"{day}", now)
            work.commit()

    def _tell(
        self, work: UnitOfWork, rules: SiteRules, room: Room, count: int, day: str, now: datetime
    ) -> None:
        kind = Kind.GUARD_STRANGERS
        target = f"{room.id} {count}"
        rows = [
            NewNotice(
                kind,
                manager,
                f"{kind.value}:{room.id}:{day}:{manager}",
                target=target,
                urgency=Urgency.ROUTINE,
            )
            for manager in project_managers(work, self._ground.vault.rows, rules, now)
        ]
        post(work, now, rows)
        work.after_commit.append(self._ground.wake)


def off_roster(
    work: UnitOfWork, seal: RowSeal, rules: SiteRules, room: Room, bot: SlackUserId, moment: datetime
) -> list[SlackUserId]:
    """Whoever is in the channel without a standing seat today, by id; not the bot itself."""
    today = rules.today(moment)
    seated = {
        member.slack_user_id
        for member in work.session.scalars(select(Member))
        if member.active_on(today) and seal.row_holds(member)
    }
    return sorted(room.people - seated - {bot})
