"""Faults that may be ordered: each rule names what it hits, how, and how many times."""

import threading
from dataclasses import asdict, dataclass

from sandbox.wire import Json

CALL_KINDS = ("ratelimited", "server_error", "timeout", "cut_after_store", "slow")
DELIVERY_KINDS = ("server_error", "timeout", "slow", "duplicate_delivery", "lost_ack")
SOCKET_KINDS = ("drop_socket",)


@dataclass
class Fault:
    """`method` is a Web API method, `*` for all of them, `delivery` or `socket`; `seconds` where it waits."""

    method: str
    kind: str
    times: int = 1
    seconds: float = 1.0

    def allowed(self) -> bool:
        """Whether the kind makes sense for what it hits."""
        table = {"delivery": DELIVERY_KINDS, "socket": SOCKET_KINDS}
        return self.kind in table.get(self.method, CALL_KINDS) and self.times > 0 and self.seconds >= 0


class Faults:
    """The rules in force, first in first used; safe to call from any thread."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, method: str, kind: str, times: int = 1, seconds: float = 1.0) -> None:
        """Order a fault; raises ValueError for a kind that cannot hit that method."""
        rule = Fault(method, kind, times, seconds)
        if not rule.allowed():
            raise ValueError(f"{kind} cannot be ordered for {method}")
        with self._lock:
            self._rules.append(rule)

    def clear(self) -> None:
        """Forget every rule."""
        with self._lock:
            self._rules.clear()

    def rules(self) -> list[Json]:
        """What is still to come."""
        with self._lock:
            return [asdict(rule) for rule in self._rules]

    def take(self, *methods: str) -> Fault | None:
        """Use up one fault that hits any of these, or None."""
        with self._lock:
            for rule in self._rules:
                if rule.method in methods:
                    rule.times -= 1
                    if rule.times == 0:
                        self._rules.remove(rule)
                    return rule
        return None
