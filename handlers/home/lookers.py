"""Who has Home before them: who looked lately, and what was drawn for them; in memory only, and bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from models.schema import SlackUserId

LATELY = 30 * 60.0  # seconds: whoever looked longer ago than this sees it when they look again
MOST = 500  # people whose look is remembered


@dataclass
class Looker:
    """Somebody who looked at their Home. Moments are those of the pane's clock, in seconds.

    `waits`: a drawing was asked for and has not begun. `under_way`: how many are being made, `crossed`: more
    than one at once. `stands`: a digest of what stands there, empty = not known.
    """

    looked_at: float
    drawn_at: float = float("-inf")
    waits: bool = False
    under_way: int = 0
    crossed: bool = False
    stands: bytes = b""


class Lookers:
    """Everybody who looked lately. Whoever asks holds the pane's lock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._by_person: OrderedDict[SlackUserId, Looker] = OrderedDict()

    def look(self, user: SlackUserId) -> Looker:
        """They look at it now."""
        looker = self._by_person.setdefault(user, Looker(self._seconds()))
        looker.looked_at = self._seconds()
        self._by_person.move_to_end(user)
        if len(self._by_person) > MOST:
            self._by_person.popitem(last=False)
        return looker

    def lately(self, user: SlackUserId) -> Looker | None:
        """None: they have not looked for half an hour, or at all."""
        looker = self._by_person.get(user)
        if looker is not None and self._seconds() > looker.looked_at + LATELY:
            del self._by_person[user]
            return None
        return looker
