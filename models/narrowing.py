"""What two versions of a seat, or of the rules, have in common: taking away needs nobody's second word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.people import Account
from models.roster_file import Seating
from models.site import SiteRules


def in_common(now: Seating, wanted: Seating) -> Seating | None:
    """The seat with everything that `wanted` takes away, and nothing of what it adds; None = nothing is left.

    The name is taken over: it decides nothing. Of the kind of account, any kind may be narrowed to one.
    """
    roles = tuple(role for role in now.roles if role in wanted.roles)
    begins = _later(now.active_from, wanted.active_from)
    ends = _earlier(now.active_until, wanted.active_until)
    regions = _regions(now.regions, wanted.regions)
    no_day_left = begins is not None and ends is not None and ends < begins
    if now.agency != wanted.agency or not roles or regions is None or no_day_left:
        return None
    return replace(
        now,
        display_name=wanted.display_name,
        roles=roles,
        regions=regions,
        account=wanted.account if now.account is Account.ANY else now.account,
        active_from=begins,
        active_until=ends,
    )


def _regions(now: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...] | None:
    """No region named = all of them; None = no region is left."""
    if not now or not wanted:
        return now or wanted
    return tuple(code for code in now if code in wanted) or None


def _later(now: date | None, wanted: date | None) -> date | None:
    return max((day for day in (now, wanted) if day is not None), default=None)


def _earlier(now: date | None, wanted: date | None) -> date | None:
    return min((day for day in (now, wanted) if day is not None), default=None)


def rules_in_common(now: SiteRules, wanted: SiteRules) -> SiteRules:
    """The rules in force with a shorter time for viewing, if `wanted` shortens it.

    Nothing else of the file only takes away: a rota without its rows, for one, would leave people alone.
    """
    hours = min(now.clocks.view_hours, wanted.clocks.view_hours)
    return now.model_copy(update={"clocks": now.clocks.model_copy(update={"view_hours": hours})})
