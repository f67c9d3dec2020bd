"""Everything that can be asked, over a real port: headers on every answer, plain words, nothing revealed."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import Iterator

import pytest
from starlette.types import Message

from bot.page import Hall, Origin
from bot.page.gate import Gate
from tests.bot.page.plain_page import CANARY, FORM, GOOD, NO_STORAGE, TORN, OneLink, PlainPage, plain_page
from tests.stage import wait_until

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}


@pytest.fixture
def page() -> Iterator[PlainPage]:
    with plain_page() as page:
        yield page


ASKED = [
    ("GET", f"/p/{GOOD}", 200),
    ("HEAD", f"/p/{GOOD}", 200),
    ("GET", "/p/another", 410),
    ("GET", "/v/PGnothing", 401),
    ("HEAD", "/v/PGnothing", 401),
    ("GET", "/v/PGnothing/stands", 410),
    ("GET", "/page.css", 200),
    ("GET", "/page.js", 200),
    ("HEAD", "/page.js", 200),
    ("GET", "/", 404),
    ("GET", "/static/page.css", 404),
    ("GET", "/../../etc/passwd", 404),
    ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404),
    ("GET", "/p/", 404),
    ("GET", f"/p/{GOOD}/", 404),
    ("GET", "/out", 405),
    ("GET", "/metrics", 404),
    ("GET", "/healthz", 404),
    ("GET", f"/p/{TORN}", 500),
    ("GET", f"/p/{NO_STORAGE}", 503),
    ("POST", "/page.css", 405),
    ("POST", "/nothing", 404),
    ("POST", "/out", 200),
    ("POST", "/v/PGnothing", 401),
    ("POST", f"/p/{GOOD}", 403),
    ("POST", "/p/another", 410),
    ("OPTIONS", f"/p/{GOOD}", 405),
    ("OPTIONS", "*", 405),
    ("PUT", f"/p/{GOOD}", 405),
    ("DELETE", "/v/PGnothing", 405),
    ("PATCH", "/nothing", 405),
    ("TRACE", "/", 405),
    ("PROPFIND", "/", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ASKED)
def test_every_answer_has_every_header_and_plain_words(
    page: PlainPage, method: str, path: str, status: int
) -> None:
    answer = page.ask(method, path, b"" if method == "POST" else None, FORM if method == "POST" else None)
    assert answer.status == status
    assert page.statuses == [status]
    given = answer.headers
    assert {part.strip() for part in given["content-security-policy"].split(";")} == POLICY
    assert given["cache-control"] == "no-store"
    assert given["referrer-policy"] == "no-referrer"
    assert given["x-content-type-options"] == "nosniff"
    assert given["x-frame-options"] == "DENY"
    assert given["cross-origin-opener-policy"] == "same-origin"
    assert given["cross-origin-resource-policy"] == "same-origin"
    assert "noindex" in given["x-robots-tag"]
    assert "server" not in given
    assert "location" not in given
    assert not any(name.startswith("access-control-") for name in given)
    assert "strict-transport-security" not in given  # over plain HTTP it would mean nothing
    if "stands" in path:
        assert answer.text == ""
    else:
        assert given["content-type"].split(";")[0] in {"text/html", "text/css", "text/javascript"}
    if status >= 400 and answer.text and path != f"/p/{GOOD}":
        assert re.search(r"<h1>[A-Z][^<>]+\.</h1>", answer.text)
        assert "Team line: (555)" in answer.text
    if status == 405:
        assert given["allow"]


def test_what_raised_is_told_by_a_note_and_nothing_of_it_is_said_or_logged(page: PlainPage) -> None:
    answer = page.ask("GET", f"/p/{TORN}")
    told = re.search(r"Note ([0-9a-f]{8})\.", answer.text)
    assert told is not None
    lines = [json.loads(line) for line in page.log.getvalue().splitlines()]
    ours = [line for line in lines if line["event"] == "page_raised"]
    assert [(line["error_id"], line["error_type"]) for line in ours] == [(told[1], "ValueError")]
    for text in (answer.text, page.log.getvalue()):
        assert CANARY not in text
        assert TORN not in text


def test_no_address_stands_in_the_log_whatever_was_asked(page: PlainPage) -> None:
    for method, path, _ in ASKED:
        page.ask(method, path, b"" if method == "POST" else None, FORM if method == "POST" else None)
    assert GOOD not in page.log.getvalue()
    assert "PGnothing" not in page.log.getvalue()


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "", "[::"])
def test_another_host_name_is_refused_and_spends_nothing(page: PlainPage, host: str) -> None:
    for method in ("GET", "POST"):
        answer = page.ask(method, f"/p/{GOOD}", None, {"Host": host, **FORM})
        assert answer.status == 421
        assert GOOD not in answer.text
    assert page.service.spent == []


def raw(page: PlainPage, *lines: str, body: bytes = b"") -> str:
    """A request as it is written; the answer's first line."""
    with socket.create_connection(("127.0.0.1", page.port), timeout=30) as link:
        link.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        return link.makefile("rb").readline().decode()


def test_two_host_names_or_none_are_refused(page: PlainPage) -> None:
    two = raw(page, "GET /page.css HTTP/1.1", f"Host: {page.host}", "Host: evil.example")
    assert " 421 " in two or " 400 " in two
    none = raw(page, "GET /page.css HTTP/1.0")
    assert " 421 " in none


def test_a_host_in_the_request_line_changes_nothing(page: PlainPage) -> None:
    assert " 421 " in raw(page, f"GET http://{page.host}/page.css HTTP/1.1", "Host: evil.example")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_a_form_of_another_site_is_refused_before_it_is_read(
    page: PlainPage, headers: dict[str, str]
) -> None:
    said = [f"{name}: {value}" for name, value in headers.items()]
    began = time.monotonic()
    answer = raw(
        page,
        f"POST /p/{GOOD} HTTP/1.1",
        f"Host: {page.host}",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 5000",  # of which nothing is sent: whoever waited for it would wait long
        *said,
    )
    assert " 403 " in answer
    assert time.monotonic() - began < 5
    assert page.service.spent == []


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "text/plain", "application/octet-stream", "image/png", ""]
)
def test_uploads_and_what_is_no_form_are_refused(page: PlainPage, kind: str) -> None:
    answer = page.ask("POST", "/v/PGnothing", b"--x--", {"Content-Type": kind})
    assert answer.status == 415
    assert "Files and pictures are not accepted." in answer.text


def test_too_much_is_refused_by_its_own_word_and_in_fact(page: PlainPage) -> None:
    said = raw(
        page,
        "POST /out HTTP/1.1",
        f"Host: {page.host}",
        f"Content-Type: {FORM['Content-Type']}",
        "Content-Length: 99999999",
    )
    assert " 413 " in said
    lines = ("POST /out HTTP/1.1", f"Host: {page.host}", f"Content-Type: {FORM['Content-Type']}")
    chunk = b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n"
    assert " 413 " in raw(page, *lines, "Transfer-Encoding: chunked", body=chunk * 5)
    for odd in ("-1", "nine", "9" * 40):
        assert re.search(r" 4\d\d ", raw(page, *lines, f"Content-Length: {odd}"))


def test_too_many_fields_are_refused(page: PlainPage) -> None:
    body = b"&".join(b"a%d=1" % number for number in range(401))
    assert page.ask("POST", "/v/PGnothing", body, FORM).status == 415


def test_a_body_that_does_not_come_in_time_is_not_waited_for() -> None:
    async def unused(scope: object, receive: object, send: object) -> None:
        raise AssertionError("half a form went on")

    async def never() -> Message:
        await asyncio.sleep(30)
        return {}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"page.example.org"), (b"content-type", FORM["Content-Type"].encode())]
    scope = {"type": "http", "method": "POST", "path": "/out", "headers": headers, "client": ("192.0.2.1", 1)}
    hall = Hall(OneLink(), Origin("https://page.example.org", proxied=False))
    asyncio.run(Gate(unused, hall, body_seconds=0.05)(scope, never, send))
    assert sent[0]["status"] == 408
    assert b"took too long" in sent[1]["body"]


def test_a_form_that_is_cut_off_in_the_middle_goes_no_further(page: PlainPage) -> None:
    lines = ["POST /out HTTP/1.1", f"Host: {page.host}", f"Content-Type: {FORM['Content-Type']}"]
    with socket.create_connection(("127.0.0.1", page.port), timeout=30) as link:
        link.sendall("\r\n".join([*lines, "Content-Length: 500", "", "tap=submit&"]).encode())
    wait_until(lambda: page.statuses, "it is noticed")
    assert page.statuses == [400]


def test_links_that_are_not_good_are_answered_slowly_alike_and_then_not_at_all(page: PlainPage) -> None:
    began = time.monotonic()
    answers = {page.ask("GET", f"/p/{number}").text for number in range(3)}
    assert time.monotonic() - began > 0.9
    assert len(answers) == 1
    for number in range(27):
        page.clock.now += 0.001
        page.ask("HEAD", f"/p/{number}")
    refused = page.ask("GET", f"/p/{GOOD}")
    assert refused.status == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    assert "wait a minute" in refused.text
    assert page.ask("GET", "/page.css").status == 200
    page.clock.now += 11
    assert page.ask("GET", f"/p/{GOOD}").status == 200


def test_one_address_behind_the_proxy_does_not_use_up_anothers(page: PlainPage) -> None:
    asked = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    assert {page.ask("HEAD", "/page.css", headers=asked).status for _ in range(1_800)} == {200}
    assert page.ask("GET", "/page.css", headers={"X-Forwarded-For": "203.0.113.7"}).status == 429
    assert page.ask("GET", "/page.css", headers={"X-Forwarded-For": "203.0.113.8"}).status == 200


def test_a_person_who_asks_too_often_waits_and_reads_why(page: PlainPage) -> None:
    cookie = {"Cookie": "lead=session-of-quill"}
    statuses = [page.ask("GET", "/v/PGnothing", headers=cookie).status for _ in range(241)]
    assert statuses == [410] * 240 + [429]
    page.clock.now += 1
    assert page.ask("GET", "/v/PGnothing", headers=cookie).status == 410


def continued(page: PlainPage, cookies: str, csrf: str) -> int:
    return page.ask("POST", f"/p/{GOOD}", f"csrf={csrf}".encode(), {"Cookie": cookies, **FORM}).status


def test_only_the_browser_that_looked_at_a_link_can_spend_it(page: PlainPage) -> None:
    mine = page.ask("GET", f"/p/{GOOD}")
    theirs = page.ask("GET", f"/p/{GOOD}")
    cookie, flags = mine.headers["set-cookie"].split("; ", 1)
    assert {flag.lower() for flag in flags.split("; ")} >= {"httponly", "samesite=strict", "path=/"}
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', mine.text)
    assert token is not None
    assert continued(page, "", token[1]) == 403
    assert continued(page, theirs.headers["set-cookie"].split("; ")[0], token[1]) == 403
    assert continued(page, cookie, "") == 403
    assert continued(page, cookie, "%C3%A9") == 403
    assert page.service.spent == []
    assert continued(page, cookie, token[1]) == 200
    assert page.service.spent == [GOOD]


def test_a_browser_that_did_not_look_is_shown_the_button_again_and_it_works_then(page: PlainPage) -> None:
    shown = page.ask("POST", f"/p/{GOOD}", b"", FORM)
    assert shown.status == 403
    assert "Please tap Continue once more." in shown.text
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', shown.text)
    assert token is not None
    assert continued(page, shown.headers["set-cookie"].split("; ")[0], token[1]) == 200
