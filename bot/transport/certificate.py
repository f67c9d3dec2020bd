"""The server's own certificate: TLS 1.2 and newer, and a renewed file is taken up without a restart."""

from __future__ import annotations

import ssl
import stat
from pathlib import Path

import structlog

from models.errors import Unsafe

_log = structlog.get_logger("certificate")


class OwnCertificate:
    """A certificate chain and its key, both PEM. `context` is what the port speaks TLS with.

    Raises:
        Unsafe: they cannot be read, do not belong together, or others may read the key.
    """

    def __init__(self, certificate: Path, key: Path) -> None:
        self._certificate = certificate
        self._key = key
        self._stood = self._stamp()
        self._said: object = None
        self.context = _context()
        self._load_into(self.context)

    async def look_again(self) -> None:
        """Take up new files for the connections that come; what was written by half waits for the next look.

        Called on the port's own event loop, so that no handshake runs meanwhile.
        """
        try:
            stamp = self._stamp()
            if stamp == self._stood:
                return
            self._load_into(_context())  # first beside the one in use, which half a pair would spoil
            self._load_into(self.context)
        except Unsafe:
            if self._said != "waits":
                _log.warning("certificate_waits", reason="not_usable")
            self._said = "waits"
            return
        self._stood, self._said = stamp, None
        _log.info("certificate_renewed")

    def _stamp(self) -> tuple[tuple[int, int, int], ...]:
        try:
            facts = [path.stat() for path in (self._certificate, self._key)]
        except OSError:
            raise Unsafe("LEADBOT_PAGE_CERT or LEADBOT_PAGE_KEY names a file that cannot be read.") from None
        if stat.S_IMODE(facts[1].st_mode) & stat.S_IRWXO:
            raise Unsafe(
                "LEADBOT_PAGE_KEY: everybody on this machine can reach the file. Run: chmod o= on it."
            )
        return tuple((one.st_ino, one.st_mtime_ns, one.st_size) for one in facts)

    def _load_into(self, context: ssl.SSLContext) -> None:
        try:
            context.load_cert_chain(self._certificate, self._key, password=_no_password)
        except (OSError, ValueError):  # SSLError is an OSError
            raise Unsafe(
                "LEADBOT_PAGE_CERT and LEADBOT_PAGE_KEY must be a PEM certificate chain and its own key, "
                "without a password."
            ) from None


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    return context


def _no_password() -> str:
    """A key with a password is refused; without this, OpenSSL would ask at the terminal and wait."""
    return ""
