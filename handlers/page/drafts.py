"""What was typed and not yet sent well: sealed, in memory only, for its author, for five minutes."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handlers.blocks import View
from models.schema import SlackUserId

KEPT_SECONDS = 5 * 60.0
_NONCE = 12
_MOST = 500
_LARGEST = 64 * 1024

Posted = Mapping[str, Sequence[str]]


def about(view: View) -> str:
    """What a form is about: its kind and whatever it carries; nobody goes on with it in another one."""
    named = json.dumps([str(view.get("callback_id", "")), str(view.get("private_metadata") or "")])
    return hashlib.sha256(named.encode()).hexdigest()[:32]


class Drafts:
    """The key lives as long as the process: what it sealed is gone with it. `seconds`: a monotonic clock."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._cipher = AESGCM(AESGCM.generate_key(bit_length=256))
        self._seconds = seconds
        self._lock = threading.Lock()
        self._kept: OrderedDict[SlackUserId, tuple[float, str, bytes]] = OrderedDict()

    def seal(self, user: SlackUserId, place: str, typed: Posted) -> bytes:
        """For this person and this place alone."""
        nonce = secrets.token_bytes(_NONCE)
        plain = json.dumps({name: list(values) for name, values in typed.items()}).encode()
        return nonce + self._cipher.encrypt(nonce, plain, _bound(user, place))

    def unseal(self, user: SlackUserId, place: str, sealed: bytes) -> Posted | None:
        """None: it is not theirs, or not of this place."""
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(user, place))
        except InvalidTag:
            return None
        typed: Posted = json.loads(plain)
        return typed

    def keep(self, user: SlackUserId, form: str, typed: Posted) -> bool:
        """Keep what they typed into this form (`about`); one for each person, the last. False: too much."""
        sealed = self.seal(user, form, typed)
        if len(sealed) > _LARGEST:
            return False
        with self._lock:
            self._forget_old()
            self._kept.pop(user, None)
            self._kept[user] = (self._seconds() + KEPT_SECONDS, form, sealed)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return True

    def waits(self, user: SlackUserId, form: str) -> bool:
        """Whether there is something of theirs to go on with in this form."""
        with self._lock:
            self._forget_old()
            return self._kept.get(user, (0.0, "", b""))[1] == form and bool(form)

    def take(self, user: SlackUserId, form: str) -> Posted | None:
        """What they typed, once."""
        with self._lock:
            self._forget_old()
            if self._kept.get(user, (0.0, "", b""))[1] != form:
                return None
            _, _, sealed = self._kept.pop(user)
        return self.unseal(user, form, sealed)

    def _forget_old(self) -> None:
        now = self._seconds()
        for user in [user for user, (until, _, _) in self._kept.items() if until <= now]:
            del self._kept[user]


def _bound(user: SlackUserId, place: str) -> bytes:
    return json.dumps(["lead/page/typed/v1", str(user), place]).encode()
