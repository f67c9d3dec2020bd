"""The HTTP port: uvicorn in a thread of its own, started and stopped by somebody else."""

from __future__ import annotations

import errno
import socket
import threading
from typing import Any

import structlog
import uvicorn

from bot.transport.certificate import OwnCertificate
from bot.transport.hurry import hurried

_BACKLOG = 256
_log = structlog.get_logger("http_port")


class PortTaken(Exception):
    """Another program listens there already; the text is one plain sentence for the operator."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} on {host} is in use by another program; choose another or stop it.")


class HttpRunner:
    """Serves an ASGI application on `host:port` (0 = any free port, see `port` after `start`)."""

    def __init__(
        self,
        app: Any,
        host: str,
        port: int,
        *,
        graceful_seconds: int = 5,
        certificate: OwnCertificate | None = None,
        certificate_seconds: int = 30,
        head_seconds: float = 10.0,
    ) -> None:
        """`certificate`: to speak TLS itself; looked at every so many seconds, as it may be renewed.

        `head_seconds`: how long a request's head may take to arrive.
        """
        self._host = host
        self._wanted = port
        self._listening: socket.socket | None = None
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,  # bot.logs alone decides what is written
            access_log=False,
            proxy_headers=False,  # the metrics' loopback rule needs the real other end
            server_header=False,
            timeout_graceful_shutdown=graceful_seconds,
            http=hurried(head_seconds),
            ws="none",
            ssl_context_factory=(lambda _config, _usual: certificate.context) if certificate else None,
            callback_notify=certificate.look_again if certificate else None,
            timeout_notify=certificate_seconds,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    @property
    def port(self) -> int:
        """The port that is listened on; the wanted one before `start`."""
        return self._wanted if self._listening is None else int(self._listening.getsockname()[1])

    def start(self) -> None:
        """Listen, then serve in the background.

        Raises:
            PortTaken: somebody else listens there.
            OSError: the address is not this host's, or may not be used.
        """
        # Bound here and not by uvicorn, which would end the process with its own words in a log.
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # The protocol is named because asyncio switches Nagle's waiting off only where it reads TCP; without,
        # every answer on a kept connection comes 40 ms late.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((self._host, self._wanted))
            listening.listen(_BACKLOG)
        except OSError as trouble:
            listening.close()
            if trouble.errno == errno.EADDRINUSE:
                raise PortTaken(self._host, self._wanted) from trouble
            raise
        self._listening = listening
        self._thread.start()
        _log.info("listening", port=self.port)

    def is_alive(self) -> bool:
        """Whether requests are still answered."""
        return self._thread.is_alive()

    def stop(self, seconds: float) -> None:
        """Take no new request, let those in hand finish for at most `seconds`."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(seconds)
        if self._thread.is_alive():
            self._server.force_exit = True
            self._thread.join(1.0)

    def _run(self) -> None:
        self._server.run(sockets=[self._listening] if self._listening else None)
