"""Courts by name: as the site file has them, and as they were when it has them no more."""

from __future__ import annotations

from handlers.court.facts import CourtName
from models.site import SiteRules


def court_names(rules: SiteRules) -> tuple[CourtName, ...]:
    """Every court of the file, in its order."""
    return tuple(CourtName(court.code, court.name, court.zone()) for court in rules.courts)


def court_named(rules: SiteRules, code: str) -> CourtName:
    """The court of this code; one that was taken out of the file is shown by its code, in the site's zone."""
    known = next((court for court in court_names(rules) if court.code == code), None)
    return known or CourtName(code, code, rules.zone_of())
