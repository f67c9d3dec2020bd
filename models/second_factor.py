"""Classes of detail that are opened only to whoever has just shown a passkey; the vault asks here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from models.classes import Category
from models.database import UnitOfWork
from models.site import SiteRules

HasShown = Callable[[UnitOfWork], bool]


class PasskeyWanted(Exception):
    """Granted as far as the rules go, and nothing was unsealed: the passkey has not been shown.

    No refusal, and so no `DomainError`: whoever asked may show it and ask again.
    """


def _nobody(work: UnitOfWork) -> bool:
    del work
    return False


# Units of work begin far below whoever knows the browser that asks. What nobody vouches for is not opened.
_ASKER: ContextVar[HasShown] = ContextVar("leadbot_has_shown_passkey", default=_nobody)


@contextmanager
def asked_by(has_shown: HasShown) -> Iterator[None]:
    """Within, openings are asked for by somebody of whom `has_shown` tells whether they showed it."""
    before = _ASKER.set(has_shown)
    try:
        yield
    finally:
        _ASKER.reset(before)


def require_passkey(
    work: UnitOfWork, rules: SiteRules, would_show: Callable[[], Collection[Category]]
) -> None:
    """Go on unless the site wants a passkey for one of the classes; `would_show` is asked only if it may.

    Call it when the opening is judged, before anything is unsealed. Raises:
        PasskeyWanted: it has not been shown.
    """
    guarded = frozenset(rules.page.passkey_for)
    if guarded and guarded & frozenset(would_show()) and not _ASKER.get()(work):
        raise PasskeyWanted
