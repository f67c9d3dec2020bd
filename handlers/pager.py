"""The way out beside Slack: one constant sentence through Apprise, to whatever pager the site names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from apprise import Apprise, AppriseAsset, PersistentStoreMode

from handlers.rota.notices import PAGER_WORDS
from models.notice import Again, Kind, Never, Notice, Outcome, Sent

_SOON = timedelta(seconds=20)
_SECONDS = 10.0  # a service that answers slowly must not outlast the Postman's lease

Deliver = Callable[[Notice], Outcome]


class PagerMessenger:
    """Carries what is meant for the pager; everything else goes on to Slack.

    Args:
        slack: delivers the rest.
        pager_url: the site's Apprise URL now; it may hold a secret, and is shown and logged nowhere.
    """

    def __init__(self, slack: Deliver, pager_url: Callable[[], str | None]) -> None:
        self._slack = slack
        self._pager_url = pager_url

    def deliver(self, notice: Notice) -> Outcome:
        """Call once; Apprise does not say more than whether it was taken."""
        if notice.kind != Kind.PAGER:
            return self._slack(notice)
        url = self._pager_url()
        if url is None:
            return Never("no_pager")
        return Sent("", "") if call_outside(url) else Again(_SOON)


def understands(url: str) -> bool:
    """Whether Apprise knows what to do with such a URL; nothing is sent."""
    return bool(_asked_of(url))


def call_outside(url: str) -> bool:
    """Send the sentence; whether the service took it."""
    pager = _asked_of(url)
    return bool(pager) and bool(pager.notify(body=PAGER_WORDS, timeout=_SECONDS))


def _asked_of(url: str) -> Apprise:
    # Nothing is kept on disk, nothing names what we are, and its own log lines leave the URL out.
    asset = AppriseAsset(
        storage_mode=PersistentStoreMode.MEMORY,
        app_id="LEAD",
        app_desc="LEAD",
        app_url="",
        secure_logging=True,
        async_mode=False,
    )
    pager = Apprise(asset=asset)
    pager.add(url)
    return pager
