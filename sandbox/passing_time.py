"""Lets practice time pass, stop by stop: at each the bot does what falls due before time goes on."""

import threading
import time
from collections.abc import Callable, Mapping

from sandbox.clock_changes import before_change
from sandbox.moments import Moments, Said
from sandbox.practice_clock import PracticeClock
from sandbox.wire import Json, NotPossible

HOUR, DAY = 3600.0, 86400.0
ALONE = (
    "This workspace runs by itself, so its time is the time on the wall. Started with `make run`, "
    "time can be let pass from here."
)
NOT_YET = "The site is being laid. Time can pass as soon as it stands."
UNDER_WAY = "Time is passing already. It takes a few seconds."
GONE = "There is no such moment ahead. Look again what comes next."
UNWRITTEN = "The practice clock could not be moved: its file cannot be written."
_HAIR = 0.05  # past the moment itself, so that what is due then is due
_STOPS = 60  # at most so many, evenly, beside those at which something is due
_WHOLE_SECONDS = 20.0  # nobody waits longer: then the rest is one jump
_STOP_SECONDS = 1.5  # so long a stop waits for the bot
_LOOK_SECONDS = 0.05

Pause = Callable[[float], None]


class PassingTime:
    """`tell` hears of every stop, in whatever thread, and at the end once more."""

    def __init__(
        self,
        clock: PracticeClock,
        moments: Moments,
        tell: Callable[[], None],
        *,
        pause: Pause = time.sleep,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._moments = moments
        self._tell = tell
        self._pause = pause
        self._seconds = seconds
        self._going_to: float | None = None
        self._lock = threading.Lock()

    def shown(self, zone: str) -> Json:
        """What time it is, how far ahead, whither it goes, and what can be gone to (for a person's zone)."""
        now = self._clock.now()
        goals = {
            name: {"at": at, "words": words}
            for name, (at, words) in self._goals(zone, now).items()
            if at > now
        }
        return {
            "ok": True,
            "now": now,
            "ahead": self._clock.ahead,
            "going_to": self._going_to,
            "can_move": self._clock.can_move,
            "goals": goals if self._clock.can_move else {},
        }

    def go(self, name: str, zone: str) -> Json:
        """Let time pass until this goal, in a thread of its own.

        Raises:
            NotPossible: time cannot be moved here, passes already, or there is no such goal.
        """
        if not self._clock.can_move:
            raise NotPossible("cannot_move", ALONE)
        if not self._moments.said().seen:
            raise NotPossible("not_yet", NOT_YET)
        now = self._clock.now()
        found = self._goals(zone, now).get(name)
        if found is None or found[0] <= now:
            raise NotPossible("no_moment", GONE)
        with self._lock:
            if self._going_to is not None:
                raise NotPossible("passing", UNDER_WAY)
            self._going_to = found[0]
        try:
            self._clock.move_to(self._clock.now())  # it can be written, or that is said at once
        except OSError:
            self._going_to = None
            raise NotPossible("cannot_move", UNWRITTEN) from None
        threading.Thread(target=self._walk, args=(found[0],), name="practice-time", daemon=True).start()
        return self.shown(zone)

    def _goals(self, zone: str, now: float) -> Mapping[str, tuple[float, str]]:
        said = self._moments.said()
        goals = {"hour": (now + HOUR, ""), "day": (now + DAY, "")}
        if said.roll_call is not None:
            goals["roll_call"] = (said.roll_call.at + _HAIR, said.roll_call.words)
        if said.reminder is not None:
            goals["reminder"] = (said.reminder.at + _HAIR, said.reminder.words)
        change = before_change(zone, now)
        if change is not None:
            goals["clock_change"] = (change, "")
        return goals

    def _walk(self, goal: float) -> None:
        begun, ends = self._clock.now(), self._seconds() + _WHOLE_SECONDS
        stride = max((goal - begun) / _STOPS, min(HOUR, goal - begun))
        try:
            while self._clock.now() < goal and self._seconds() < ends:
                self._stop_at(next_stop(self._clock.now(), goal, stride, self._moments.said()))
            self._stop_at(goal)
        except OSError:
            # The folder of this site went away: it is being laid anew, and time begins anew with it.
            return
        finally:
            self._going_to = None
            self._tell()

    def _stop_at(self, moment: float) -> None:
        self._clock.move_to(moment)
        self._tell()
        until = self._seconds() + _STOP_SECONDS
        while self._seconds() < until and not self._moments.said().has_done(moment):
            self._pause(_LOOK_SECONDS)


def next_stop(now: float, goal: float, stride: float, said: Said) -> float:
    """Where time stops next on its way: where something is due, a stride away at most, or at the goal."""
    stops = [goal, now + stride]
    if said.due is not None and said.due + _HAIR > now:
        stops.append(said.due + _HAIR)
    return min(stops)
