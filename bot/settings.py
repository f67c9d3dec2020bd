"""What the environment says, read once, typed and frozen; a bad value is refused by name."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from models.errors import Unsafe

_SLACK = "https://slack.com/api/"
_LEVELS = ("INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class PageSettings:
    """Where the secure page listens, under which address people reach it, and its own certificate, if any."""

    host: str
    port: int
    address: str
    certificate: Path | None
    key: Path | None

    @property
    def secure(self) -> bool:
        """Whether people reach it over TLS."""
        return self.address.startswith("https://")


@dataclass(frozen=True)
class Settings:
    """The bot's settings. Secrets are left out of the repr."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    slack_api_url: str
    http_host: str
    http_port: int
    database_url: str = field(repr=False)
    keyring: Path
    site_file: Path
    log_level: str
    practice_clock: Path | None
    calendars: Path | None
    page: PageSettings | None

    @property
    def socket_mode(self) -> bool:
        """An app token means Socket Mode; without one Slack calls us over signed HTTP."""
        return bool(self.app_token)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read `NAME`, or the file that `NAME_FILE` names.

        Raises:
            Unsafe: a value cannot be used; the text names it and says how to mend it.
        """
        url = _value(environ, "SLACK_API_URL") or _SLACK
        if not url.startswith("https://") and not _is_loopback(url):
            raise Unsafe("SLACK_API_URL must begin with https:// (plain http is for this machine only).")
        if not url.endswith("/api/"):
            raise Unsafe("SLACK_API_URL must end in /api/ (Slack's own is used when it is not set).")
        host, port = _host_and_port("LEADBOT_HTTP", _value(environ, "LEADBOT_HTTP") or "127.0.0.1:3000")
        level = (_value(environ, "LEADBOT_LOG_LEVEL") or "INFO").upper()
        if level not in _LEVELS:
            raise Unsafe(
                f"LEADBOT_LOG_LEVEL must be one of {', '.join(_LEVELS)}: DEBUG logs what people type."
            )
        clock = _value(environ, "LEADBOT_PRACTICE_CLOCK")
        if clock and not _is_loopback(url):
            raise Unsafe("LEADBOT_PRACTICE_CLOCK is for the practice workspace only; unset it for Slack.")
        calendars = _value(environ, "LEADBOT_CALENDARS")
        return cls(
            bot_token=_value(environ, "SLACK_BOT_TOKEN"),
            app_token=_value(environ, "SLACK_APP_TOKEN"),
            signing_secret=_value(environ, "SLACK_SIGNING_SECRET"),
            slack_api_url=url,
            http_host=host,
            http_port=port,
            database_url=_value(environ, "LEADBOT_DATABASE_URL") or "sqlite:///var/data/leadbot.db",
            keyring=Path(_value(environ, "LEADBOT_KEYRING") or "var/keys/keyring.json"),
            site_file=Path(_value(environ, "LEADBOT_SITE") or "site.toml"),
            log_level=level,
            practice_clock=Path(clock) if clock else None,
            calendars=Path(calendars) if calendars else None,
            page=_page(environ),
        )

    def require_slack(self) -> None:
        """See that there is enough to talk to Slack.

        Raises:
            Unsafe: a token or secret is missing.
        """
        if not self.bot_token.startswith("xoxb-"):
            raise Unsafe("SLACK_BOT_TOKEN must be set to the bot token (xoxb-...) of your Slack app.")
        if self.app_token and not self.app_token.startswith("xapp-"):
            raise Unsafe("SLACK_APP_TOKEN must be an app-level token (xapp-...).")
        if not self.app_token and not self.signing_secret:
            raise Unsafe("Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.")


def _value(environ: Mapping[str, str], name: str) -> str:
    if value := environ.get(name, "").strip():
        return value
    file = environ.get(f"{name}_FILE", "").strip()
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Unsafe(f"{name}_FILE names a file that cannot be read.") from None


def _page(environ: Mapping[str, str]) -> PageSettings | None:
    """The secure page's settings; None where no address is set.

    Nothing is served beyond this machine without TLS: either the page has its own certificate, or it listens
    on loopback only and a reverse proxy on this machine carries the TLS.
    """
    address = _value(environ, "LEADBOT_PAGE_URL").rstrip("/")
    if not address:
        return None
    host, port = _host_and_port("LEADBOT_PAGE", _value(environ, "LEADBOT_PAGE") or "127.0.0.1:3443")
    certificate, key = _value(environ, "LEADBOT_PAGE_CERT"), _value(environ, "LEADBOT_PAGE_KEY")
    if bool(certificate) != bool(key):
        raise Unsafe("LEADBOT_PAGE_CERT and LEADBOT_PAGE_KEY belong together: set both or neither.")
    if not address.startswith("https://") and not (address.startswith("http://") and _is_loopback(address)):
        raise Unsafe("LEADBOT_PAGE_URL must begin with https:// (plain http is for this machine only).")
    if not _is_bare_host(address):
        raise Unsafe("LEADBOT_PAGE_URL is a host of its own, without a path: https://page.example.org")
    if certificate and not address.startswith("https://"):
        raise Unsafe("LEADBOT_PAGE_URL must begin with https:// where LEADBOT_PAGE_CERT is set.")
    if not certificate and not _is_loopback(f"http://{host if ':' not in host else f'[{host}]'}"):
        raise Unsafe(
            "LEADBOT_PAGE listens beyond this machine without TLS. Set LEADBOT_PAGE_CERT and "
            "LEADBOT_PAGE_KEY, or listen on 127.0.0.1 behind a proxy that carries the TLS."
        )
    return PageSettings(
        host, port, address, Path(certificate) if certificate else None, Path(key) if key else None
    )


def _is_bare_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    beyond = parts.path or parts.query or parts.fragment or parts.username is not None or port == 0
    return bool(parts.hostname) and not beyond and address.isascii()


def _host_and_port(name: str, text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 <= int(port) < 65536:  # noqa: PLR2004 - TCP's own bound
        raise Unsafe(f"{name} must be host:port, such as 127.0.0.1:3000.")
    return host.strip("[]"), int(port)


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
