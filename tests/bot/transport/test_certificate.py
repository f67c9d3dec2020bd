"""The port's own TLS: version, a pair that fits, and a renewed one taken up while connections stand."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from bot.transport import HttpRunner
from bot.transport.certificate import OwnCertificate
from models.errors import Unsafe
from tests.bot.certificates import make_certificate, trusting


async def hello(scope: Any, receive: Any, send: Any) -> None:
    assert scope["scheme"] == "https"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return make_certificate(tmp_path)


@pytest.fixture
def port(pair: tuple[Path, Path]) -> Iterator[int]:
    runner = HttpRunner(hello, "127.0.0.1", 0, certificate=OwnCertificate(*pair), certificate_seconds=0)
    runner.start()
    yield runner.port
    runner.stop(3)


def connect(port: int, context: ssl.SSLContext) -> ssl.SSLSocket:
    return context.wrap_socket(
        socket.create_connection(("127.0.0.1", port), timeout=30), server_hostname="localhost"
    )


def serial(port: int) -> int:
    """Of the certificate that a new connection is shown."""
    return x509.load_pem_x509_certificate(
        ssl.get_server_certificate(("127.0.0.1", port)).encode()
    ).serial_number


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_it_speaks_tls_to_whoever_trusts_its_certificate(
    port: int, pair: tuple[Path, Path], version: ssl.TLSVersion
) -> None:
    context = trusting(pair[0])
    context.minimum_version = context.maximum_version = version
    with connect(port, context) as link:
        assert link.version() == version.name.replace("_", ".")
        link.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert link.makefile("rb").read().endswith(b"hello")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions_are_not_spoken(port: int, pair: tuple[Path, Path], version: ssl.TLSVersion) -> None:
    context = trusting(pair[0])
    context.set_ciphers("ALL:@SECLEVEL=0")  # so that this side would
    context.minimum_version = context.maximum_version = version
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        connect(port, context)


def test_plain_http_is_not_answered_there(port: int) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    plain.request("GET", "/")
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        plain.getresponse()


def test_a_renewed_certificate_is_shown_without_a_restart_and_old_connections_go_on(
    port: int, pair: tuple[Path, Path]
) -> None:
    first = serial(port)
    kept = http.client.HTTPSConnection("127.0.0.1", port, context=trusting(pair[0]), timeout=30)
    kept.request("GET", "/")
    assert kept.getresponse().read() == b"hello"
    make_certificate(pair[0].parent)
    by = time.monotonic() + 8
    while serial(port) == first:
        assert time.monotonic() < by, "the new certificate was not taken up"
        kept.request("GET", "/")
        assert kept.getresponse().read() == b"hello"
        time.sleep(0.2)
    kept.request("GET", "/")
    assert kept.getresponse().read() == b"hello"


def test_half_a_pair_waits_for_the_other_half(port: int, pair: tuple[Path, Path]) -> None:
    first, certificate = serial(port), pair[0].read_bytes()
    make_certificate(pair[0].parent)
    renewed = pair[0].read_bytes()
    pair[0].write_bytes(certificate)  # the key is the new one, the certificate still the old one
    time.sleep(2.5)
    assert serial(port) == first
    pair[0].write_bytes(renewed)
    by = time.monotonic() + 8
    while serial(port) == first:
        assert time.monotonic() < by
        time.sleep(0.2)


def test_a_pair_that_does_not_fit_is_refused_by_name(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Unsafe, match="LEADBOT_PAGE_KEY"):
        OwnCertificate(pair[0], make_certificate(other)[1])


def test_a_file_that_is_missing_or_is_no_certificate_is_refused(
    tmp_path: Path, pair: tuple[Path, Path]
) -> None:
    with pytest.raises(Unsafe, match="cannot be read"):
        OwnCertificate(tmp_path / "nothing.pem", pair[1])
    pair[0].write_text("Zebulon Testperson")
    with pytest.raises(Unsafe, match="PEM") as told:
        OwnCertificate(*pair)
    assert "Zebulon" not in str(told.value)


def test_a_key_with_a_password_is_refused_and_nobody_is_asked_for_it(pair: tuple[Path, Path]) -> None:
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - for this test only

    key = form.load_pem_private_key(pair[1].read_bytes(), None)
    locked = form.BestAvailableEncryption(b"an invented password")
    pair[1].write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locked))
    with pytest.raises(Unsafe, match="without a password"):
        OwnCertificate(*pair)


def test_a_key_that_everybody_can_read_is_refused(pair: tuple[Path, Path]) -> None:
    pair[1].chmod(0o644)
    with pytest.raises(Unsafe, match="chmod"):
        OwnCertificate(*pair)
