"""How often the secure page may be asked: by a person, by an address, with links that are not good."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_MOST_KEPT = 20_000
_NETWORK_BITS = 64  # whoever has one IPv6 address has the rest of its network, too


@dataclass(frozen=True)
class Rate:
    """So many at once, and then as many again spread over `seconds`."""

    count: int
    seconds: float


class Meter:
    """One rate for many keys: the generic cell rate algorithm (ITU-T I.371, annex A), one number a key.

    In memory, at most 20 000 keys, those of long ago forgotten first. `clock`: monotonic seconds.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._every = rate.seconds / rate.count
        self._ahead = rate.seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._full_until: OrderedDict[str, float] = OrderedDict()

    def take(self, key: str) -> int:
        """Count one; 0 when it fits, else the whole seconds to wait, and it is not counted."""
        return self._ask(key, counted=True)

    def wait(self, key: str) -> int:
        """The same without counting."""
        return self._ask(key, counted=False)

    def _ask(self, key: str, *, counted: bool) -> int:
        now = self._clock()
        with self._lock:
            until = max(self._full_until.get(key, now), now) + self._every
            beyond = until - now - self._ahead
            if beyond > 1e-6:  # noqa: PLR2004 - sums of floats: a millionth of a second is no wait
                return math.ceil(beyond)
            if counted:
                self._full_until[key] = until
                self._full_until.move_to_end(key)
                while len(self._full_until) > _MOST_KEPT:
                    self._full_until.popitem(last=False)
        return 0


class Pace:
    """The page's rates. A whole office may come from one address, so an address may ask much more."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.address = Meter(Rate(1_800, 60), clock)
        self.person = Meter(Rate(240, 60), clock)
        self.guess = Meter(Rate(30, 300), clock)  # links that were not good, by address


def network_of(address: str) -> str:
    """What an address is counted under: itself, or its IPv6 network; as it stands if it is neither."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((int(known), _NETWORK_BITS), strict=False))
    return str(known)
