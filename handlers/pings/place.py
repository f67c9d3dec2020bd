"""Which court, office and hour a filled form means; what is to be mended is said at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from models.court_matter import CourtMatter
from models.court_rules import Court
from models.deadlines import local_moment
from models.ping import Ask
from models.site import SiteRules

CHOOSE_COURT = "Please choose the court."
GONE = "The site file does not name this court any more. Choose the court below."
HOUR_TOO = "Please give the hour, too."
DAY_TOO = "Please give the day, too."
WHEN = "When is it? Please give day and hour."
OVER = "That is over, by the court's own clock ({}). Choose a time to come, or leave day and hour empty."
HEARING_OVER = "The date that is kept for this case is over. Give the next day and hour below."


@dataclass(frozen=True)
class Place:
    """Where and when. `hearing_at` None = no date; `matter` empty = no case that is kept."""

    court: Court
    matter: str
    hearing_at: datetime | None


Wrong = dict[str, str]


def place_of(
    codes: Mapping[str, str], matters: Mapping[str, CourtMatter], rules: SiteRules, moment: datetime
) -> Place | Wrong:
    """The place, or field id -> sentence."""
    matter = matters.get(codes.get("matter", ""))
    court = rules.court(matter.court) if matter else None
    court = court or rules.court(codes.get("court", ""))
    if court is None:
        return {"matter": GONE} if matter else {"court": CHOOSE_COURT}
    typed = _typed(codes, court, moment)
    if isinstance(typed, dict):
        return typed
    kept = matter.hearing_at if matter else None
    asks_hearing = codes["ask"] == Ask.HEARING.value
    if typed is None and kept is not None and kept <= moment:
        if asks_hearing:
            return {"matter": HEARING_OVER}
        kept = None
    hearing = typed or kept
    if hearing is None and asks_hearing:
        return {"day": WHEN}
    return Place(court, matter.id if matter else "", hearing)


def _typed(codes: Mapping[str, str], court: Court, moment: datetime) -> datetime | Wrong | None:
    day, hour = codes.get("day", ""), codes.get("hour", "")
    if not day and not hour:
        return None
    if not day or not hour:
        return {"hour": HOUR_TOO} if day else {"day": DAY_TOO}
    at = local_moment(date.fromisoformat(day), time.fromisoformat(hour), court.zone())
    if at <= moment:
        return {"day": OVER.format(at.astimezone(court.zone()).strftime("%Z"))}
    return at
