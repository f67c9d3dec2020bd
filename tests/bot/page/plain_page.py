"""The page's gate and door on a real port, over a service that knows one link; no bot behind it."""

from __future__ import annotations

import http.client
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot import logs
from bot.page import Hall, Origin, page_app
from bot.page.pace import Pace
from bot.transport import HttpRunner
from handlers.page.screens import Screens
from handlers.page.service import Known, PageService
from handlers.page.turns import Turned, Turns
from models.acts.page import SignedIn
from models.errors import NotAvailable, StorageUnavailable
from models.schema import SlackUserId
from tests.stage import free_port

GOOD, TORN, NO_STORAGE = "good-link", "torn-link", "no-storage-link"
USER = SlackUserId("UQUILL001")
CANARY = "Zebulon Testperson"


class OneLink(PageService):
    """Knows `GOOD`, and two that raise."""

    def __init__(self) -> None:
        self.spent: list[str] = []

    def could_spend(self, token: str) -> bool:
        if token == TORN:
            raise ValueError(CANARY)
        if token == NO_STORAGE:
            raise StorageUnavailable
        return token == GOOD and token not in self.spent

    def spend(self, token: str, session: str, view: str = "") -> SignedIn:
        if not self.could_spend(token):
            raise NotAvailable
        self.spent.append(token)
        return SignedIn(USER, "session-of-quill", "{}")

    def sees(self, session: str, view: str) -> tuple[SlackUserId | None, bool]:
        return (USER if session == "session-of-quill" else None), False

    def looks_on(self, session: str, view: str) -> tuple[SlackUserId | None, bool]:
        return self.sees(session, view)

    def sign_out(self, session: str) -> None:
        pass

    def lost(self, session: str) -> SlackUserId | None:
        return None

    def is_blank(self, view: str) -> bool:
        return False

    def known(self) -> Known:
        return Known()


class NoTurns(Turns):
    """Leads nowhere."""

    def __init__(self) -> None:
        pass

    def begin(self, user: SlackUserId, trigger: str, key: str, session: str = "", noted: str = "") -> Turned:
        return Turned("")


class Ticks:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class PlainPage:
    """What is asked, and what became of it."""

    port: int
    service: OneLink
    clock: Ticks
    log: io.StringIO
    statuses: list[int] = field(default_factory=list)

    @property
    def host(self) -> str:
        """As the page is named."""
        return f"127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request on a connection of its own; `headers` may name another Host."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        link.request(method, path, body, dict(headers or {}))
        answer = link.getresponse()
        told = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
        link.close()
        return told


@dataclass(frozen=True)
class Answer:
    """One answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str


@contextmanager
def plain_page(address: str = "") -> Iterator[PlainPage]:
    """The page over plain HTTP on loopback; `address`: as it is named, where a proxy stands in front."""
    log = io.StringIO()
    logs.configure("INFO", log)
    port, clock, service = free_port(), Ticks(), OneLink()
    statuses: list[int] = []
    hall = Hall(service, Origin(address or f"http://127.0.0.1:{port}", proxied=True), Pace(clock))
    screens = Screens(lambda _view, _user: None)
    runner = HttpRunner(page_app(hall, screens, NoTurns(), statuses.append), "127.0.0.1", port)
    runner.start()
    yield PlainPage(port, service, clock, log, statuses)
    runner.stop(3)


FORM: Mapping[str, str] = {"Content-Type": "application/x-www-form-urlencoded"}
