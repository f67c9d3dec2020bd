"""What became of trouble: the calls after it, told as a plain log, and how much of it is not over yet."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sandbox.recorder import Call
from sandbox.wire import Json

HIT, COPING, OVER = "hit", "coping", "over"
_SLOW_MS = 1500
_MOST = 60

# What LEAD was at, as "LEAD was ...".
_DOING = {
    "chat.postMessage": "sending a message",
    "chat.postEphemeral": "whispering a message",
    "chat.update": "rewording a message",
    "chat.delete": "taking a message down",
    "views.open": "opening a window",
    "views.push": "opening a window",
    "views.update": "filling a window",
    "views.publish": "drawing a Home",
    "conversations.history": "looking what stands in a conversation",
    "conversations.replies": "looking what stands in a thread",
    "conversations.info": "looking whether a channel is still private",
    "users.info": "looking somebody up",
    "apps.connections.open": "asking for a line",
}
_HITS = {
    "ratelimited": "Slack said “too many” while LEAD was {doing}. LEAD has to wait.",
    "server_error": "Slack stumbled while LEAD was {doing}.",
    "timeout": "LEAD was {doing}, and Slack never answered.",
    "cut_after_store": "LEAD was {doing}. Slack took it, and its answer was lost: LEAD cannot know.",
}
_INWARD = {
    "slash_commands": "A command",
    "block_actions": "A press on a button",
    "view_submission": "A form",
    "view_closed": "A closed window",
}
_LOOKS = ("conversations.history", "conversations.replies")


@dataclass(frozen=True)
class Note:
    """Something that is no call: the line was cut, or stands again."""

    at: float
    sort: str
    words: str


@dataclass
class _Telling:
    """One pass over the calls. `held` = what was hit and has not gone through, by what it was."""

    lines: list[Note] = field(default_factory=list)
    held: dict[str, Call] = field(default_factory=dict)

    def hear(self, call: Call) -> None:
        """One call."""
        words = self._of(call) if call.direction == "bot->slack" else self._inward(call)
        if words is not None:
            self.lines.append(Note(call.at, *words))

    def _of(self, call: Call) -> tuple[str, str] | None:
        doing = _DOING.get(call.method, f"calling {call.method}")
        if call.status in _HITS:
            self.held.setdefault(_same(call), call)
            return HIT, _HITS[call.status].format(doing=doing)
        if self.held and call.status == "ok" and (hit := self.held.pop(_same(call), None)):
            seconds = max(0.0, call.at - hit.at)
            return OVER, f"LEAD was {doing} once more: it went through, {seconds:.0f} s after the first try."
        if call.method in _LOOKS and self.held:
            return self._looked(call)
        if call.status == "ok" and call.ms >= _SLOW_MS:
            return HIT, f"Slack took {call.ms / 1000:.1f} s while LEAD was {doing}. It went through."
        return None

    def _looked(self, call: Call) -> tuple[str, str]:
        there = call.response.get("messages", []) if isinstance(call.response, dict) else []
        found = [key for key, hit in self.held.items() if _stands(hit, there)]
        for key in found:
            del self.held[key]
        if found:
            return OVER, "LEAD looked before sending again: it stood there already. Nothing was sent twice."
        return COPING, "LEAD looked whether it had arrived before sending again: it had not."

    def _inward(self, call: Call) -> tuple[str, str] | None:
        what = _INWARD.get(call.method)
        if call.status not in ("operation_timeout", "dispatch_failed"):
            return None
        if what is None:
            return HIT, "Something LEAD was to be told did not reach it. Slack says it again later."
        return HIT, f"{what} was not answered. The person was told to try again."


def told(calls: Sequence[Call], notes: Iterable[Note], since: float = 0.0) -> Json:
    """`log`: rows of `at`, `sort` (hit, coping, over), `words`, newest first; `held`: how many are open.

    `since`: what nobody was there to be told before that is no trouble.
    """
    telling = _Telling()
    for call in calls:
        if call.at >= since or call.direction == "bot->slack":
            telling.hear(call)
    lines = sorted((*telling.lines, *notes), key=lambda line: line.at)[-_MOST:]
    log = [{"at": line.at, "sort": line.sort, "words": line.words} for line in reversed(lines)]
    return {"log": log, "held": len(telling.held)}


def _same(call: Call) -> str:
    """The same for two tries at one thing."""
    asked = call.request if isinstance(call.request, dict) else {}
    kept = {name: value for name, value in asked.items() if name not in ("token", "trigger_id", "hash")}
    return f"{call.method} {json.dumps(kept, sort_keys=True, default=str)}"


def _stands(hit: Call, there: Iterable[Json]) -> bool:
    text = hit.request.get("text") if isinstance(hit.request, dict) else None
    return hit.status in ("cut_after_store", "timeout") and any(one.get("text") == text for one in there)


class LineNotes:
    """Notes of the line to the app. `count` = how many connections take payloads now.

    `first_up`: when the app was first there, 0 before.
    """

    def __init__(self) -> None:
        self._notes: list[Note] = []
        self._gone_at: float | None = None
        self.first_up = 0.0
        self._was_up = False

    def notes(self) -> Sequence[Note]:
        """All so far, oldest first."""
        return list(self._notes)

    def cut(self, at: float) -> None:
        """Somebody ordered the line cut."""
        self._notes.append(Note(at, HIT, "The line between Slack and LEAD was cut."))

    def changed(self, count: int, at: float) -> None:
        """A connection came or went."""
        if count == 0 and self._was_up:
            self._gone_at, self._was_up = at, False
        elif count > 0 and not self._was_up:
            self._was_up = True
            self.first_up = self.first_up or at
            if self._gone_at is not None:
                seconds = max(0.0, at - self._gone_at)
                self._notes.append(Note(at, OVER, f"LEAD dialled again by itself, after {seconds:.1f} s."))
