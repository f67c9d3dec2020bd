"""The course: one exercise a role; its steps notice by names, never by what was typed, that they are done."""

import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.course_progress import Progress
from sandbox.recorder import Call
from sandbox.wire import Json, NotPossible
from sandbox.workspace import Workspace

COURSE = Path(__file__).with_name("course.toml")
# How a step notices that it is done, and by which name: a button's action id, a form's or window's
# callback id, the word after the command, a tab of the bot.
SIGNS = ("pressed", "submitted", "shown", "command", "looked")


@dataclass(frozen=True)
class Step:
    """One step. `who` does it; done when `sign` comes with `name`. In `words`, names between asterisks."""

    words: str
    who: str
    sign: str
    name: str

    @property
    def called(self) -> str:
        """Its name among the steps of an exercise."""
        return f"{self.sign} {self.name}"


@dataclass(frozen=True)
class Exercise:
    """One role's part. `end` is said when it is over."""

    code: str
    title: str
    who: str
    words: str
    end: str
    minutes: int
    steps: tuple[Step, ...]


class CourseRefused(Exception):
    """The course's file cannot be used; the sentence says what to change."""


def read_course(path: Path) -> tuple[Exercise, ...]:
    """Every exercise, in the file's order.

    Raises:
        CourseRefused: a step has no sign, or more than one.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["exercises"]
    return tuple(
        Exercise(
            row["code"],
            row["title"],
            row["who"],
            row["words"],
            row["end"],
            row["minutes"],
            tuple(_step(step, row) for step in row["steps"]),
        )
        for row in rows
    )


def _step(row: Json, exercise: Mapping[str, Any]) -> Step:
    signs = [sign for sign in SIGNS if sign in row]
    if len(signs) != 1:
        raise CourseRefused(f'{exercise["code"]}: "{row["do"]}" needs exactly one of {", ".join(SIGNS)}.')
    [sign] = signs
    return Step(row["do"], row.get("who") or exercise["who"], sign, row[sign])


class Course:
    """How far each exercise is. Leaving one loses nothing, and with a file no stop and start does either."""

    def __init__(self, exercises: Sequence[Exercise], workspace: Workspace, progress: Progress) -> None:
        self._exercises = {one.code: one for one in exercises}
        self._workspace = workspace
        self._progress = progress
        self._lock = threading.RLock()
        names = {one.code: [step.called for step in one.steps] for one in exercises}
        self._current, self._done = progress.read(names)

    def shown(self) -> Json:
        """What the page draws: every exercise with its steps, and which one runs."""
        with self._lock:
            return {
                "ok": True,
                "current": self._current,
                "exercises": [self._written(one) for one in self._exercises.values()],
            }

    def start(self, code: str, *, anew: bool = False) -> Json:
        """Begin an exercise, or go on where it was left unless `anew`; one that is over begins again.

        Raises:
            NotPossible: there is none of this name.
        """
        with self._lock:
            exercise = self._exercises.get(code)
            if exercise is None:
                raise NotPossible("no_exercise", "There is no such exercise.")
            if anew or self._done[code] >= len(exercise.steps):
                self._done[code] = 0
            self._current = code
        self._tell()
        return self.shown()

    def leave(self) -> Json:
        """Put the exercise away; it goes on from here another time."""
        with self._lock:
            self._current = ""
        self._tell()
        return self.shown()

    def heard(self, call: Call) -> None:
        """A call was made, by the bot or by somebody's client: it may end a step."""
        if not self._current:
            return
        with self._lock:
            exercise = self._exercises.get(self._current)
            if exercise is None:
                return
            before = self._done[exercise.code]
            self._move_on(exercise, call)
            moved = self._done[exercise.code] != before
        if moved:
            self._tell()

    def _move_on(self, exercise: Exercise, call: Call) -> None:
        """Past every step that this call ends: who knows a shorter way has done what lies before it, too."""
        rest = list(enumerate(exercise.steps))[self._done[exercise.code] :]
        ended = next((number for number, step in reversed(rest) if is_sign(step, call)), None)
        if ended is not None:
            self._done[exercise.code] = ended + 1
        while self._done[exercise.code] < len(exercise.steps):
            if not self._stands(exercise.steps[self._done[exercise.code]]):
                return
            self._done[exercise.code] += 1

    def _stands(self, step: Step) -> bool:
        """Whether the window that the step waits for is on the person's screen now."""
        if step.sign != "shown":
            return False
        with self._workspace.lock:
            stack = self._workspace.views.stacks[step.who]
            return any(view.given.get("callback_id") == step.name for view in stack)

    def _written(self, exercise: Exercise) -> Json:
        person = self._workspace.people.get(exercise.who)
        return {
            "code": exercise.code,
            "title": exercise.title,
            "who": exercise.who,
            "name": person.name if person else exercise.who,
            "words": exercise.words,
            "end": exercise.end,
            "minutes": exercise.minutes,
            "done": self._done[exercise.code],
            "steps": [{"words": step.words, "who": step.who} for step in exercise.steps],
        }

    def _tell(self) -> None:
        with self._lock:
            rows = self._exercises.values()
            done = {one.code: [step.called for step in one.steps[: self._done[one.code]]] for one in rows}
            self._progress.write(self._current, done)
        self._workspace.announce({"type": "course"})


def is_sign(step: Step, call: Call) -> bool:
    """Whether a delivery ends a step: who did what, by name."""
    if call.direction != "slack->bot" or call.status != "ok" or not isinstance(call.request, dict):
        return False
    found: tuple[Any, ...] | None = None
    match call.method:
        case "slash_commands":
            word = str(call.request.get("text", "")).partition(" ")[0]
            found = "command", call.request.get("user_id"), word
        case "block_actions":
            found = "pressed", call.request["user"]["id"], call.request["actions"][0]["action_id"]
        case "app_home_opened":
            event = call.request["event"]
            found = "looked", event["user"], event["tab"]
        case "view_submission" if not _was_sent_back(call.response):
            found = "submitted", call.request["user"]["id"], call.request["view"]["callback_id"]
    return found == (step.sign, step.who, step.name)


def _was_sent_back(answer: Any) -> bool:
    """Whether a form came back with something to mend (over Socket Mode the answer lies in an envelope)."""
    inner = answer.get("payload", answer) if isinstance(answer, dict) else None
    return isinstance(inner, dict) and inner.get("response_action") == "errors"
