"""Things that may be used once, or a few times, and soon: trigger ids and response URLs."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.wire import Refusal

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """Leave to open one modal for one person."""

    user: str
    made: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Leave to answer in one channel; `message_ts` is the message that a click came from."""

    user: str
    channel: str
    made: float
    message_ts: str | None = None
    uses: int = 0


class Triggers:
    """Every trigger and response URL handed out. The caller holds the workspace's lock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.trigger_seconds = TRIGGER_SECONDS
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def new_trigger(self, user: str) -> str:
        """A fresh trigger id for something this person just did."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._clock())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger up; gives the person, raises `Refusal` as Slack does."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._clock() - trigger.made > self.trigger_seconds:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def new_response_url(self, user: str, channel: str, message_ts: str | None = None) -> str:
        """The secret last part of a response URL."""
        key = secrets.token_urlsafe(18)
        self._urls[key] = ResponseUrl(user, channel, self._clock(), message_ts)
        return key

    def use_response_url(self, key: str) -> ResponseUrl:
        """Count one use; raises `Refusal` for an unknown, expired or used-up URL."""
        url = self._urls.get(key)
        if url is None:
            raise Refusal("invalid_url")
        if self._clock() - url.made > RESPONSE_SECONDS:
            raise Refusal("expired_url")
        if url.uses >= RESPONSE_USES:
            raise Refusal("used_url")
        url.uses += 1
        return url
