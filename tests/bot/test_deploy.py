"""The examples in deploy/: nginx in front of the page, as it is written there but for its paths; the unit."""

from __future__ import annotations

import configparser
import http.client
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.certificates import make_certificate, trusting
from tests.bot.page.plain_page import FORM, GOOD, PlainPage, plain_page
from tests.stage import free_port, wait_until

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
NAME = "page.example.org"
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


def written(folder: Path, page_port: int, ports: dict[str, int]) -> Path:
    """The example with this machine's ports and a certificate of its own."""
    certificate, key = make_certificate(folder, name=NAME)
    server = (DEPLOY / "nginx.conf").read_text()
    server = re.sub(r"    listen \[::\]:\d+.*\n", "", server)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{ports['http']};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{ports['https']} ssl;"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate)),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(key)),
        ("http://127.0.0.1:3443", f"http://127.0.0.1:{page_port}"),
    ):
        assert old in server
        server = server.replace(old, new)
    temporary = "\n".join(
        f"  {kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log info;\nworker_processes 1;\n"
        f"events {{ worker_connections 64; }}\n"
        f"http {{\n  access_log {folder}/access.log;\n{temporary}\n{server}\n}}\n"
    )
    return file


@dataclass(frozen=True)
class Proxied:
    """nginx with the page behind it."""

    page: PlainPage
    folder: Path
    ports: dict[str, int]

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> http.client.HTTPResponse:
        """By the page's own name, over TLS."""
        context = trusting(self.folder / "page.pem")
        context.check_hostname = False  # the connection goes to 127.0.0.1, the certificate is the name's
        link = http.client.HTTPSConnection("127.0.0.1", self.ports["https"], timeout=30, context=context)
        link.request(method, path, body, {"Host": NAME, **(headers or {})})
        return link.getresponse()


@contextmanager
def in_front(folder: Path) -> Iterator[Proxied]:
    ports = {"http": free_port(), "https": free_port()}
    with plain_page(f"https://{NAME}") as page:
        file = written(folder, page.port, ports)
        child = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(file)])
        try:
            wait_until((folder / "pid").exists, "nginx is up")
            yield Proxied(page, folder, ports)
        finally:
            child.terminate()
            child.wait(10)


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[Proxied]:
    with in_front(tmp_path) as proxied:
        yield proxied


@needs_nginx
def test_the_page_answers_through_it_with_every_header_and_a_cookie_of_https(proxied: Proxied) -> None:
    looked = proxied.ask("GET", f"/p/{GOOD}")
    text = looked.read().decode()
    assert looked.status == 200
    assert looked.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "frame-ancestors 'none'" in looked.headers["Content-Security-Policy"]
    cookie = looked.headers["Set-Cookie"].split("; ")
    assert cookie[0].startswith("__Host-lead-way=")
    assert "Secure" in cookie
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', text)
    assert token is not None
    headers = {**FORM, "Cookie": cookie[0], "Origin": f"https://{NAME}", "Sec-Fetch-Site": "same-origin"}
    assert proxied.ask("POST", f"/p/{GOOD}", f"csrf={token[1]}".encode(), headers).status == 200
    assert proxied.page.service.spent == [GOOD]


@needs_nginx
def test_no_link_is_written_to_any_file(proxied: Proxied) -> None:
    proxied.ask("GET", f"/p/{GOOD}")
    proxied.ask("GET", f"/p/{GOOD}?x=1", headers={"Referer": f"https://{NAME}/p/{GOOD}"})
    plain = http.client.HTTPConnection("127.0.0.1", proxied.ports["http"], timeout=30)
    plain.request("GET", f"/p/{GOOD}", headers={"Host": NAME})
    assert plain.getresponse().status == 404
    proxied.ask("POST", f"/p/{GOOD}", b"a" * 300_000, FORM)  # refused by nginx itself
    files = [path for path in proxied.folder.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if GOOD.encode() in path.read_bytes()]


@needs_nginx
def test_a_page_that_is_away_leaves_no_link_in_the_error_log(tmp_path: Path) -> None:
    ports = {"http": free_port(), "https": free_port()}
    file = written(tmp_path, free_port(), ports)
    child = subprocess.Popen([str(NGINX), "-p", str(tmp_path), "-c", str(file)])
    try:
        wait_until((tmp_path / "pid").exists, "nginx is up")
        context = trusting(tmp_path / "page.pem")
        context.check_hostname = False
        link = http.client.HTTPSConnection("127.0.0.1", ports["https"], timeout=30, context=context)
        link.request("GET", f"/p/{GOOD}", headers={"Host": NAME})
        assert link.getresponse().status == 502
    finally:
        child.terminate()
        child.wait(10)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and GOOD.encode() in path.read_bytes()]


@needs_nginx
def test_another_name_is_still_refused_by_the_page(proxied: Proxied) -> None:
    assert proxied.ask("GET", f"/p/{GOOD}", headers={"Host": "evil.example"}).status == 421


@needs_nginx
def test_nobody_chooses_the_address_they_are_counted_under(proxied: Proxied) -> None:
    for number in range(30):
        proxied.ask("HEAD", f"/p/{number}", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert proxied.ask("GET", f"/p/{GOOD}", headers={"X-Forwarded-For": "203.0.113.99"}).status == 429


@needs_nginx
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")
def test_it_speaks_no_tls_before_1_2(proxied: Proxied) -> None:
    context = trusting(proxied.folder / "page.pem")
    context.check_hostname = False
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    link = http.client.HTTPSConnection("127.0.0.1", proxied.ports["https"], timeout=30, context=context)
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        link.request("GET", "/page.css")


def test_the_example_logs_nothing_and_hands_on_what_the_page_needs() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    servers = text.split("\nserver {")[1:]
    assert len(servers) == 2
    for server in servers:
        assert "access_log off;" in server
        assert "error_log /dev/null crit;" in server
    for line in (
        "proxy_set_header Host $http_host;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
    ):
        assert line in servers[1]


class _Unit(configparser.RawConfigParser):
    """Names as they stand."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def test_the_unit_sets_what_the_settings_take_and_starts_the_program() -> None:
    text = (DEPLOY / "leadbot.service").read_text()
    given = dict(re.findall(r"^Environment=(\w+)=(\S+)$", text, re.MULTILINE))
    page = Settings.from_environment({k: v for k, v in given.items() if k.startswith("LEADBOT_")}).page
    assert page is not None
    assert (page.host, page.port, page.secure) == ("127.0.0.1", 3443, True)
    other = dict(re.findall(r"^#Environment=(\w+)=(\S+)$", text, re.MULTILINE))
    own = Settings.from_environment(
        {**given, **other, "SLACK_BOT_TOKEN_FILE": "", "SLACK_APP_TOKEN_FILE": ""}
    )
    assert own.page is not None
    assert own.page.certificate == Path("/etc/leadbot/page/fullchain.pem")
    unit = _Unit(strict=False)
    unit.read_string(text)
    service = unit["Service"]
    assert service["ExecStart"].endswith("/leadbot run")
    assert (service["UMask"], service["LimitCORE"], service["NoNewPrivileges"]) == ("0077", "0", "yes")
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == f"{service['WorkingDirectory']}/var"


def test_systemd_knows_every_line_of_the_unit() -> None:
    checker = shutil.which("systemd-analyze")
    if checker is None:
        return  # the test above has read it; a machine without systemd has nothing to ask
    said = subprocess.run(
        [checker, "verify", str(DEPLOY / "leadbot.service")], capture_output=True, text=True, check=False
    )
    lines = [line for line in said.stderr.splitlines() if "leadbot.service" in line]
    assert [line for line in lines if "is not executable" not in line] == []
