"""Says in a file beside the practice clock what the site does next, for the workspace that lets time pass."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from models.database import Database, UnitOfWork
from models.due import BESIDE, DueStep, Step, next_before
from models.errors import StorageUnavailable
from models.outbox import next_due
from models.rollcall import Asked, Schedule

_BEAT_SECONDS = 0.1
_IDLE_BEATS = 10  # while time does not jump and nothing waits, so many beats are let go by
_FAR = timedelta(days=400)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# What a step is about, by the first part of its name: "next: ...".
_WORDS = {
    "handoff": "somebody has to answer a hand-off",
    "page": "a page nobody has opened",
    "screening": "a screening",
    "outreach": "a try at reaching somebody",
    "waitlist": "a look at the waiting list",
    "intake": "an intake",
    "referrer": "the line to whoever referred",
    "pairs": "references that may be one person",
    "hearing": "a court hearing",
    "ping": "a question to somebody's team",
    "rollcall": "a roll call that runs",
    "meeting": "a meeting",
    "conference": "a conference",
    "situation": "a look back at a situation",
    "question": "a question about the law",
    "action": "an action somebody took on",
    "issue": "a point in the log",
    "policy": "a proposal",
    "pass_on": "something to pass on",
    "rules": "new rules",
    "critical": "a critical incident",
    "place": "a free place",
}


@dataclass(frozen=True)
class Next:
    """One moment to come and what it is."""

    at: datetime
    words: str

    def written(self) -> dict[str, object]:
        """For the file."""
        return {"at": self.at.timestamp(), "words": self.words}


class MomentsFile:
    """Keeps the file while practice runs.

    Args:
        file: where the workspace reads.
        database: the site's.
        path: of the database's file, or its address as libpq takes it.
        now: practice time.
    """

    def __init__(self, file: Path, database: Database, path: str, now: Callable[[], datetime]) -> None:
        self._file = file
        self._database = database
        self._path = path
        self._now = now

    def keep(self, ending: threading.Event, wall: Callable[[], datetime]) -> None:
        """Until `ending`: look at once when practice time jumps or something waits, else every second."""
        ahead, busy, beats = timedelta(0), True, 0
        while not ending.wait(_BEAT_SECONDS):
            before, ahead = ahead, self._now() - wall()
            beats += 1
            if busy or abs(ahead - before) > timedelta(seconds=1) or beats >= _IDLE_BEATS:
                busy, beats = self._look(), 0

    def _look(self) -> bool:
        """Write what comes next; whether something is due that is not done."""
        try:
            return self.write()
        except (StorageUnavailable, OSError):
            return False  # the site is being put away, or the database is busy: the next beat looks again

    def write(self) -> bool:
        """Look and write once; whether something is due that is not done.

        Raises:
            StorageUnavailable, OSError: the database or the file does not answer.
        """
        moment = self._now()
        with self._database.look() as work:
            due, roll_call = _due(work, moment), _roll_call(work, moment)
            reminder = _reminder(work, moment)
        said = {
            "seen": moment.timestamp(),
            "due": None if due is None else due.timestamp(),
            "roll_call": None if roll_call is None else roll_call.written(),
            "reminder": None if reminder is None else reminder.written(),
            "database": self._path,
        }
        half = self._file.with_suffix(".half")
        half.write_text(json.dumps(said), encoding="utf-8")
        os.replace(half, self._file)  # noqa: PTH105 - the reader sees the old one or the new one whole
        return due is not None and due <= moment


def _due(work: UnitOfWork, moment: datetime) -> datetime | None:
    """When something is done next, a step or a message; a moment that is past waits still."""
    found = next_before(work, _LONG_AGO, moment + _FAR), next_due(work, moment + _FAR)
    return min((one for one in found if one is not None), default=None)


def _roll_call(work: UnitOfWork, moment: datetime) -> Next | None:
    query = (
        select(DueStep.due_at, Schedule.name)
        .join(Schedule, Schedule.id == DueStep.subject)
        .where(
            DueStep.step == Step.ROLLCALL_FIRE.value,
            DueStep.done_at.is_(None),
            DueStep.due_at > moment,
            Schedule.asks == Asked.ROLL_CALL.value,
        )
        .order_by(DueStep.due_at)
        .limit(1)
    )
    found = work.session.execute(query).first()
    return None if found is None else Next(found[0], found[1])


def _reminder(work: UnitOfWork, moment: datetime) -> Next | None:
    """The next step of any kind but the beginning of a roll call."""
    apart = [step.value for step in (*BESIDE, Step.ROLLCALL_FIRE)]
    waiting = (DueStep.done_at.is_(None), DueStep.due_at > moment, DueStep.step.not_in(apart))
    query = select(DueStep.due_at, DueStep.step).where(*waiting).order_by(DueStep.due_at).limit(1)
    found = work.session.execute(query).first()
    return None if found is None else Next(found[0], in_words(found[1]))


def in_words(step: str) -> str:
    """What a step is about, for somebody who learns."""
    return _WORDS[step.partition(".")[0]]
