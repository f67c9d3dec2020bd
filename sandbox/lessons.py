"""Trouble to order, as lessons: what Slack does to every app now and then, and what to watch for."""

from dataclasses import dataclass

from sandbox.faults import Faults
from sandbox.wire import Json, NotPossible

CUT = "cut"


@dataclass(frozen=True)
class Lesson:
    """One kind of trouble. `method`, `kind`, `times`, `seconds` as `Faults.add` takes them."""

    code: str
    title: str
    words: str
    method: str
    kind: str
    times: int = 1
    seconds: float = 1.0


LESSONS = (
    Lesson(
        "slow",
        "Slack is slow",
        "The next ten calls take two seconds each. Open an item: its window stands and fills later.",
        "*",
        "slow",
        times=10,
        seconds=2.0,
    ),
    Lesson(
        "too_many",
        "Slack says: too many",
        "The next three messages are turned away. LEAD waits as long as asked, and brings them in order.",
        "chat.postMessage",
        "ratelimited",
        times=3,
        seconds=4.0,
    ),
    Lesson(
        "lost",
        "An answer is lost",
        "Slack keeps the next message; its answer never arrives. LEAD looks before it sends it again.",
        "chat.postMessage",
        "cut_after_store",
    ),
    Lesson(
        "stumbles",
        "Slack stumbles",
        "The next two messages meet an error on Slack's side. They arrive later, once.",
        "chat.postMessage",
        "server_error",
        times=2,
    ),
    Lesson(
        "twice",
        "Slack says it twice",
        "What you press or send next reaches LEAD twice. It counts once.",
        "delivery",
        "duplicate_delivery",
    ),
    Lesson(
        CUT,
        "The line drops",
        "The connection ends without a goodbye, now. LEAD dials again by itself; try a button meanwhile.",
        "socket",
        "cut",
    ),
)


def lessons() -> list[Json]:
    """As the page draws them."""
    return [{"code": one.code, "title": one.title, "words": one.words} for one in LESSONS]


def order(faults: Faults, code: str) -> Lesson:
    """Order one; the line itself the caller cuts.

    Raises:
        NotPossible: there is none of this name.
    """
    lesson = next((one for one in LESSONS if one.code == code), None)
    if lesson is None:
        raise NotPossible("no_lesson", "There is no such trouble.")
    if lesson.code != CUT:
        faults.add(lesson.method, lesson.kind, lesson.times, lesson.seconds)
    return lesson


def to_come(faults: Faults) -> list[Json]:
    """What is ordered and has not happened, each with its lesson's title, "" for one a test ordered."""
    titles = {(one.method, one.kind): one.title for one in LESSONS}
    rules = faults.rules()
    return [{"title": titles.get((row["method"], row["kind"]), ""), "times": row["times"]} for row in rules]
