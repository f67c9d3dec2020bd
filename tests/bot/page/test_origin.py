"""Whose request it is: the page's own name, the page's own forms, and the address behind a proxy."""

from __future__ import annotations

from typing import Any

import pytest

from bot.page.origin import Origin

PAGE = Origin("https://page.example.org", proxied=True)


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("page.example.org", True),
        ("PAGE.example.org", True),
        ("page.example.org:443", True),
        ("page.example.org.", True),
        ("page.example.org:80", False),
        ("page.example.org:8443", False),
        ("evil.example", False),
        ("page.example.org.evil.example", False),
        ("evil.example@page.example.org", False),
        ("page.example.org/x", False),
        ("page.example.org:port", False),
        ("127.0.0.1", False),
        ("[::1]", False),
        ("[::", False),
        ("", False),
    ],
)
def test_only_the_pages_own_name_is_answered(host: str, ours: bool) -> None:
    assert PAGE.is_our_host({"host": host}) is ours


def test_on_this_machine_the_port_is_part_of_the_name() -> None:
    here = Origin("http://127.0.0.1:3443", proxied=False)
    assert here.is_our_host({"host": "127.0.0.1:3443"})
    assert not here.is_our_host({"host": "127.0.0.1"})
    assert not here.is_our_host({"host": "localhost:3443"})
    assert not here.secure
    assert PAGE.secure


@pytest.mark.parametrize(
    ("site", "origin", "ours"),
    [
        ("same-origin", "https://page.example.org", True),
        ("same-origin", "null", True),  # what `no-referrer` makes of it in Chromium
        ("none", "", True),
        ("", "", True),
        ("", "null", True),
        ("", "https://page.example.org", True),
        ("cross-site", "https://page.example.org", False),
        ("cross-site", "null", False),
        ("same-site", "https://page.example.org", False),
        ("something new", "", False),
        ("same-origin", "https://evil.example", False),
        ("", "https://evil.example", False),
        ("", "http://page.example.org", False),
        ("", "https://page.example.org:8443", False),
    ],
)
def test_a_form_of_another_site_is_told_from_ours(site: str, origin: str, ours: bool) -> None:
    said = {name: value for name, value in (("sec-fetch-site", site), ("origin", origin)) if value}
    assert PAGE.is_our_page(said) is ours


def scope(peer: str, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return {"type": "http", "client": (peer, 40000), "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("::1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1", "203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("198.51.100.9", ["203.0.113.7"], "198.51.100.9"),
    ],
)
def test_the_address_is_what_the_proxy_of_this_machine_wrote_last(
    peer: str, forwarded: list[str], counted: str
) -> None:
    assert PAGE.counted_under(scope(peer, *forwarded)) == counted


def test_without_a_proxy_nothing_forwarded_is_believed() -> None:
    own = Origin("https://page.example.org", proxied=False)
    assert own.counted_under(scope("127.0.0.1", "203.0.113.7")) == "127.0.0.1"
