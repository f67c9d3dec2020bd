"""L, the limit: raw ASGI, the signature by hand, raw sqlite3; no framework between."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from benchmarks import payloads
from benchmarks.plain_rows import commit_raw, raw_connection
from bot.transport.http_port import HttpRunner

Message = MutableMapping[str, Any]
_ANSWER = b'{"response_action": "update"}'


class Limit:
    """As little as can be: read, check, parse, write, answer."""

    def __init__(self, file: Path) -> None:
        self._link = raw_connection(file)

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """One request."""
        raw = b""
        while True:
            message = await receive()
            raw += message.get("body", b"")
            if not message.get("more_body"):
                break
        status = 200 if self._take(dict(scope["headers"]), raw) else 401
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(_ANSWER)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": _ANSWER})

    def _take(self, headers: dict[bytes, bytes], raw: bytes) -> bool:
        moment = headers[b"x-slack-request-timestamp"]
        base = b"v0:" + moment + b":" + raw
        mac = "v0=" + hmac.new(payloads.SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
        fresh = abs(time.time() - int(moment)) < 300
        if not fresh or not hmac.compare_digest(mac.encode(), headers[b"x-slack-signature"]):
            return False
        body = json.loads(dict(parse_qsl(raw.decode()))["payload"])
        if body["view"]["callback_id"]:
            commit_raw(self._link)
        return True


def main() -> None:
    """The database file is the one argument."""
    runner = HttpRunner(Limit(Path(sys.argv[1])), "127.0.0.1", 0)
    runner.start()
    print(json.dumps({"port": runner.port}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
