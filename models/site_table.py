"""What the tables of the site file share: strict and frozen, with the forms of codes, users and zones."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from models.schema import SlackUserId

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
UserId = Annotated[SlackUserId, Field(pattern=r"^[UW][A-Z0-9]{2,20}$")]
Zone = Annotated[str, Field(max_length=64)]


class Table(BaseModel):
    """A table of the file: frozen, and a key nobody knows is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def known_zone(name: str | None) -> str | None:
    """The zone as it was named.

    Raises:
        ValueError: the IANA time zone database has no such zone.
    """
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("not a zone of the IANA time zone database, such as America/Los_Angeles") from None
    return name
