"""The site file around courts: courts with their zones, prosecutors' offices, the Golden Rule's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from models.people import AgencyKind, agency_kind
from models.schema import SlackUserId
from models.site_table import Code, Table, UserId, Zone, known_zone

Phrase = Annotated[str, Field(min_length=2, max_length=60)]


def _an_office(name: str) -> str:
    if agency_kind(name) is not AgencyKind.PROSECUTOR:
        raise ValueError("an office is an agency whose name begins with prosecutor:")
    return name


class Court(Table):
    """`[[courts]]`. A hearing's hour is that court's own, and `office` prosecutes there."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=60)]
    time_zone: Zone
    office: str
    outlying: bool = False

    _zone = field_validator("time_zone")(known_zone)
    _office = field_validator("office")(_an_office)

    def zone(self) -> ZoneInfo:
        """As zone data."""
        return ZoneInfo(self.time_zone)


class Office(Table):
    """`[[offices]]`: a prosecutor's office, its number, and who is asked first, second..."""

    agency: str
    phone: Annotated[str, Field(min_length=3, max_length=40)]
    asked: tuple[UserId, ...] = ()

    _office = field_validator("agency")(_an_office)

    def in_order(self, users: Sequence[SlackUserId]) -> list[SlackUserId]:
        """These users, whom the file names first; the others behind them, as they came."""
        named = [user for user in self.asked if user in users]
        return [*named, *(user for user in users if user not in named)]


class GoldenRule(Table):
    """`[golden_rule]`: the site's own words that stop a text to police or prosecutors, and those that do not.

    A changed list is a new version, and one of the two people who agree is the clinical supervisor.
    """

    stop: Annotated[tuple[Phrase, ...], Field(max_length=200)] = ()
    let_pass: Annotated[tuple[Phrase, ...], Field(max_length=200)] = ()
    version: Annotated[int, Field(ge=0, le=9999)] = 0

    def replaces(self, earlier: GoldenRule) -> bool:
        """Whether this list may stand where the earlier one stood: the same, or a later version."""
        return self == earlier or self.version > earlier.version
