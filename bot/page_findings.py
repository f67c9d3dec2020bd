"""What the doctor says of the secure page: whether it is needed, reached over TLS, and for how long."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from bot.finding import Finding
from bot.settings import PageSettings
from bot.transport.certificate import OwnCertificate
from models.errors import Unsafe
from models.site import Details

_SOON = timedelta(days=14)
_WAIT_SECONDS = 5.0
_OURS = 200
_MISDIRECTED = 421
_WHAT = "Secure page"


def page_holds(where: PageSettings | None, details: Details, now: datetime) -> Iterator[Finding]:
    """Every finding about the page; nothing where there is none and none is needed."""
    if where is None:
        if details == "page":
            mend = 'slack.details = "page" needs it: set LEADBOT_PAGE_URL (and LEADBOT_PAGE).'
            yield Finding(ok=False, what=f"{_WHAT}: is set up", mend=mend)
        return
    shown = (
        "details are shown there alone" if details == "page" else "details are shown in Slack all the same"
    )
    yield Finding(ok=True, what=f"{_WHAT}: {where.address}, {shown} (slack.details)")
    if where.certificate and where.key:
        yield _own_certificate(where.certificate, where.key, now)
    yield _answer(where, now)


def _own_certificate(certificate: Path, key: Path, now: datetime) -> Finding:
    try:
        OwnCertificate(certificate, key)
        ends = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    except Unsafe as why:
        return Finding(ok=False, what=f"{_WHAT}: its own certificate", mend=why.why)
    except (OSError, ValueError):
        mend = "LEADBOT_PAGE_CERT does not begin with the page's own certificate."
        return Finding(ok=False, what=f"{_WHAT}: its own certificate", mend=mend)
    return _until("its own certificate", ends, now)


def _until(whose: str, ends: datetime, now: datetime) -> Finding:
    mend = "It has ended or ends within two weeks. Renew it; new files are taken up without a restart."
    return Finding(ok=ends - now > _SOON, what=f"{_WHAT}: {whose} is good until {ends:%Y-%m-%d}", mend=mend)


def _answer(where: PageSettings, now: datetime) -> Finding:
    """Ask for the style sheet as a browser would, by the name that stands in links."""
    what = f"{_WHAT}: reached over TLS" if where.secure else f"{_WHAT}: reached on this machine"
    parts = urlsplit(where.address)
    host = parts.hostname or ""
    tls = ssl.create_default_context()
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    link: http.client.HTTPConnection = (
        http.client.HTTPSConnection(host, parts.port, timeout=_WAIT_SECONDS, context=tls)
        if where.secure
        else http.client.HTTPConnection(host, parts.port, timeout=_WAIT_SECONDS)
    )
    try:
        link.connect()
        shown = link.sock.getpeercert() if isinstance(link.sock, ssl.SSLSocket) else None
        link.request("GET", "/page.css")
        answer = link.getresponse()
        status, guarded = answer.status, answer.getheader("Content-Security-Policy") is not None
    except ssl.SSLCertVerificationError as why:
        mend = f"Browsers will not trust its certificate here: {why.verify_message}."
        return Finding(ok=False, what=what, mend=mend)
    except (OSError, http.client.HTTPException) as why:
        return _nobody(where, what, why)
    finally:
        link.close()
    if status == _MISDIRECTED:
        mend = "The proxy must hand on the Host header as it came (deploy/nginx.conf)."
        return Finding(ok=False, what=what, mend=mend)
    if status == _OURS and not guarded:
        mend = "Something else answers there. Give the page a host of its own (deploy/nginx.conf)."
        return Finding(ok=False, what=what, mend=mend)
    if shown and (ends := shown.get("notAfter")):
        seconds = ssl.cert_time_to_seconds(str(ends))
        return _until("reached over TLS, its certificate", datetime.fromtimestamp(seconds, now.tzinfo), now)
    return Finding(ok=True, what=what)


def _nobody(where: PageSettings, what: str, why: Exception) -> Finding:
    """Before `leadbot run` nobody listens; a proxy in front should listen all the same."""
    alone = where.certificate is not None or not where.secure
    if alone and isinstance(why, ConnectionRefusedError):
        return Finding(ok=True, what=f"{_WHAT}: nobody listens there just now (`leadbot run` will)")
    mend = (
        f"{type(why).__name__}: look at the name's address, the firewall and the proxy (deploy/nginx.conf)."
    )
    return Finding(ok=False, what=what, mend=mend)
