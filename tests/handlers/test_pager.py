"""The pager beside Slack: constant words, no reference, no secret told; and what a refusal does."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot import logs
from handlers.pager import PagerMessenger, call_outside, understands
from handlers.rota.notices import PAGER_WORDS
from models.notice import Again, Kind, Never, Notice, Outcome, Sent
from scheduler.delivery import scopes_of
from tests.bot.operator_seat import process_left_as_it_was

SECRET = "b0nfire-of-vanities"


@dataclass
class Service:
    """A paging service of this test's own."""

    url: str
    status: list[int] = field(default_factory=lambda: [200])
    bodies: list[bytes] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(made.status[0])
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Nothing is printed."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        made = Service(f"json://someone:{SECRET}@127.0.0.1:{server.server_port}/{SECRET}")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        server.shutdown()


def notice(kind: Kind) -> Notice:
    return Notice(id=7, kind=kind.value, subject="R-7KQ2M", recipient="pager", dedupe_key="pager:R-7KQ2M")


def to_slack(notice: Notice) -> Outcome:
    return Sent("D0SLACK01", notice.kind)


def test_a_call_is_one_constant_sentence_and_nothing_else(service: Service) -> None:
    assert PagerMessenger(to_slack, lambda: service.url).deliver(notice(Kind.PAGER)) == Sent("", "")
    [body] = service.bodies
    said = json.loads(body)
    assert said.pop("message") == PAGER_WORDS == "LEAD: a sealed item waits. Please open Slack."
    assert said == {"version": "1.0", "title": "", "attachments": [], "type": "info"}
    assert b"7KQ2M" not in body


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PAGER])
def test_everything_else_goes_to_slack(kind: Kind) -> None:
    assert PagerMessenger(to_slack, lambda: None).deliver(notice(kind)) == Sent("D0SLACK01", kind.value)


@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_a_refused_call_is_tried_again(service: Service, status: int) -> None:
    service.status[0] = status
    assert isinstance(PagerMessenger(to_slack, lambda: service.url).deliver(notice(Kind.PAGER)), Again)
    assert service.bodies


def test_a_service_that_is_away_is_tried_again() -> None:
    outcome = PagerMessenger(to_slack, lambda: "json://127.0.0.1:1/x").deliver(notice(Kind.PAGER))
    assert isinstance(outcome, Again)


def test_a_site_whose_pager_was_taken_away_meanwhile_calls_nobody() -> None:
    assert PagerMessenger(to_slack, lambda: None).deliver(notice(Kind.PAGER)) == Never("no_pager")


def test_neither_the_url_nor_its_secret_reaches_the_log(
    service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    with process_left_as_it_was():
        lines = io.StringIO()
        logs.configure("INFO", lines)
        call_outside(service.url)
        service.status[0] = 500
        call_outside(service.url)
        call_outside(f"nonsense://{SECRET}")
        call_outside(f"json://{SECRET}@127.0.0.1:1/{SECRET}")
    written = lines.getvalue() + "".join(capfd.readouterr())
    assert "apprise" in written, "the library did log, and was reduced"
    assert SECRET not in written
    assert "127.0.0.1" not in written


@pytest.mark.parametrize(("url", "known"), [("json://host/x", True), ("nonsense", False), ("", False)])
def test_a_url_is_understood_or_not(url: str, known: bool) -> None:
    assert understands(url) is known


def test_a_call_uses_up_nothing_of_what_slack_allows() -> None:
    assert scopes_of(notice(Kind.PAGER)) == ()
