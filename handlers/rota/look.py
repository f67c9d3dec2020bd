"""The rota's own looks: every minute whose Slack sleeps and who is new; every day what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from handlers.deps import Ground
from handlers.rota.facts import Quiet
from handlers.rota.notices import YOU
from models.acts.rota import LOOK_AHEAD, owners, rota, tell_of_gaps
from models.acts.test_cards import send_test_cards
from models.notice import Kind, NewNotice, post
from models.rota import is_silent, shift_at, write_silence
from models.rounds import due_day, is_done, write_done
from models.scene import Scene
from models.schema import SlackUserId
from models.test_card import without_card

# By day, when somebody can still find a stand-in for the night.
ROUND, AT = "rota", time(9)
BY = SlackUserId("bot")

Ask = Callable[[SlackUserId, datetime], Quiet | None]


@dataclass(frozen=True)
class Turn:
    """Somebody is on call for this time."""

    user: SlackUserId
    begins: datetime
    ends: datetime


class RotaLook:
    """Looks at the rota; `ask` asks Slack about one person, None when it does not answer."""

    def __init__(self, ground: Ground, ask: Ask) -> None:
        self._ground = ground
        self._ask = ask

    def look(self) -> None:
        """One beat.

        Raises:
            StorageUnavailable, Unsafe: what was not kept is done at the next beat.
        """
        self._keep_silences()
        self._welcome()
        self._daily()

    def _keep_silences(self) -> None:
        """Of whoever is asked first right now, so that a page to a phone that sleeps goes to two."""
        ground, now = self._ground, self._ground.now()
        with ground.database.look() as work:
            rules = ground.book.current(work)
            shifts = [shift_at(work, ground.vault.rows, rules, row.code, now) for row in rules.regions]
            known = {shift.users[0]: False for shift in shifts if shift.users}
            known = {user: is_silent(work, user, now) for user in known}
        for user, was in known.items():
            quiet = self._ask(user, now)
            if quiet is None:
                continue
            until = quiet.ends if quiet.holds(now) else None
            if until is not None or was:
                self._write(user, until)

    def _write(self, user: SlackUserId, until: datetime | None) -> None:
        with self._ground.database.work() as work:
            write_silence(work, user, until)
            work.commit()

    def _welcome(self) -> None:
        """A test card to everybody who is new."""
        ground = self._ground
        with ground.database.look() as work:
            if not without_card(work, ground.vault.rows, ground.book.current(work), ground.now()):
                return
        with ground.database.work() as work:
            send_test_cards(ground.scene(work, BY))
            work.after_commit.append(ground.wake)
            work.commit()

    def _daily(self) -> None:
        ground, now = self._ground, self._ground.now()
        with ground.database.look() as work:
            day = due_day(now, ground.book.current(work).zone_of(), AT)
            if is_done(work, ROUND, day):
                return
            asked = turns(ground.scene(work, BY))
        silent = sleepers(asked, self._ask, now)  # Slack is not asked while the database is held
        with ground.database.work() as work:
            if write_done(work, ROUND, day, now):
                scene = ground.scene(work, BY)
                tell_of_gaps(scene, day.isoformat())
                self._tell_of_silence(scene, silent, day.isoformat())
                work.after_commit.append(ground.wake)
            work.commit()

    def _tell_of_silence(self, scene: Scene, silent: list[SlackUserId], day: str) -> None:
        if not silent:
            return
        kind, count = Kind.ROTA_SILENT, str(len(silent))
        told = [(user, YOU) for user in silent]
        told += [(user, count) for user in owners(scene) if user not in silent]
        notices = [NewNotice(kind, user, f"{kind.value}:{day}:{user}", target=said) for user, said in told]
        post(scene.work, scene.moment, notices)


def turns(scene: Scene) -> list[Turn]:
    """Who is on call when within the next 24 hours."""
    begins, ends = scene.moment, scene.moment + LOOK_AHEAD
    return [
        Turn(user, row.begins, row.ends)
        for region in scene.rules.regions
        for row in rota(scene, region.code, begins, ends)
        for user in row.shift.users
    ]


def sleepers(asked: Sequence[Turn], ask: Ask, now: datetime) -> list[SlackUserId]:
    """Whoever is on call while Slack holds their notifications back, each once; Slack is asked once each."""
    said = {user: ask(user, now) or Quiet() for user in dict.fromkeys(turn.user for turn in asked)}
    silent = [turn.user for turn in asked if said[turn.user].touches(turn.begins, turn.ends)]
    return list(dict.fromkeys(silent))
