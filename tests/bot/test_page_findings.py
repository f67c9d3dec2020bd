"""What the doctor says of the secure page: each fault with its mend, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.finding import Finding
from bot.page_findings import page_holds
from bot.settings import PageSettings
from bot.transport import HttpRunner
from bot.transport.certificate import OwnCertificate
from models.site import Details
from tests.bot.certificates import make_certificate
from tests.bot.page.plain_page import plain_page
from tests.stage import free_port

NOW = datetime.now(UTC)


def found(where: PageSettings | None, details: Details = "page") -> list[Finding]:
    return list(page_holds(where, details, NOW))


def faults(where: PageSettings | None) -> dict[str, str]:
    return {finding.what: finding.mend for finding in found(where) if not finding.ok}


def on_loopback(port: int) -> PageSettings:
    return PageSettings("127.0.0.1", port, f"http://127.0.0.1:{port}", None, None)


def own(port: int, pair: tuple[Path, Path], name: str = "localhost") -> PageSettings:
    return PageSettings("127.0.0.1", port, f"https://{name}:{port}", *pair)


@contextmanager
def answering(status: int, pair: tuple[Path, Path] | None = None) -> Iterator[int]:
    """Somebody who answers everything with this status."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    runner = HttpRunner(answer, "127.0.0.1", 0, certificate=OwnCertificate(*pair) if pair else None)
    runner.start()
    yield runner.port
    runner.stop(3)


def test_where_no_page_is_needed_nothing_is_said() -> None:
    assert found(None, "modal") == []


def test_details_on_a_page_that_is_not_there_is_a_fault() -> None:
    [mend] = faults(None).values()
    assert "LEADBOT_PAGE_URL" in mend


def test_a_page_that_answers_is_well_and_it_is_said_where_details_are_shown() -> None:
    with plain_page() as page:
        told = found(on_loopback(page.port))
        assert [finding.ok for finding in told] == [True, True]
        assert "there alone" in told[0].what
        assert "in Slack all the same" in found(on_loopback(page.port), "modal")[0].what


def test_before_the_start_nobody_listens_and_that_is_no_fault(tmp_path: Path) -> None:
    assert faults(on_loopback(free_port())) == {}
    assert faults(own(free_port(), make_certificate(tmp_path))) == {}


def test_a_proxy_that_does_not_answer_is_a_fault() -> None:
    port = free_port()
    [mend] = faults(PageSettings("127.0.0.1", 3443, f"https://localhost:{port}", None, None)).values()
    assert "the proxy" in mend


@pytest.mark.parametrize(("days", "well"), [(60, True), (15, True), (13, False), (-0.5, False)])
def test_the_certificates_end_is_told_two_weeks_ahead(tmp_path: Path, days: float, well: bool) -> None:
    told = found(own(free_port(), make_certificate(tmp_path, days=days)))
    assert (told[1].ok, "is good until 20" in told[1].what) == (well, True)
    assert "Renew it" in told[1].mend


def test_a_certificate_that_browsers_would_not_trust_is_a_fault(tmp_path: Path) -> None:
    pair = make_certificate(tmp_path)
    with answering(200, pair) as port:
        [mend] = faults(own(port, pair)).values()
    assert "Browsers will not trust its certificate" in mend


def test_a_trusted_certificates_end_is_read_from_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = make_certificate(tmp_path, days=3)
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    with answering(502, pair) as port:
        told = found(PageSettings("127.0.0.1", 3443, f"https://localhost:{port}", None, None))
    assert (told[1].ok, "reached over TLS, its certificate is good until" in told[1].what) == (False, True)


def test_a_certificate_of_another_name_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = make_certificate(tmp_path, name="page.example.org", address="192.0.2.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    with answering(200, pair) as port:
        [mend] = faults(own(port, pair)).values()
    assert "localhost" in mend


def test_files_that_are_no_pair_are_a_fault_by_name(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    key.write_text("Zebulon Testperson")
    [mend] = faults(own(free_port(), (certificate, key))).values()
    assert "LEADBOT_PAGE_KEY" in mend
    assert "Zebulon" not in mend


@pytest.mark.parametrize(("status", "mend"), [(421, "Host header"), (200, "a host of its own")])
def test_somebody_else_who_answers_there_is_a_fault(status: int, mend: str) -> None:
    with answering(status) as port:
        [told] = faults(on_loopback(port)).values()
    assert mend in told


def test_a_proxy_without_the_bot_behind_it_is_well() -> None:
    with answering(502) as port:
        assert faults(on_loopback(port)) == {}
