"""What the services answer and the views show: frozen, and free of details unless it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.acts.contacts import Contact
from models.acts.legal_help import Helper
from models.ping import Side
from models.schema import ParticipantRef, PingRef, SlackUserId
from models.site import Contacts

SEPARATOR = "/"  # between the participant's reference and the page of a contact card


@dataclass(frozen=True)
class Asking:
    """What the form of a question needs. `courts`: code and name; `latest`: until when it may stand."""

    side: Side
    courts: tuple[tuple[str, str], ...]
    today: date
    latest: date
    contacts: Contacts


@dataclass(frozen=True)
class TakenDown:
    """A question was taken down, whoever is or is not known; it stands until the end of this day."""

    ref: PingRef
    until: date


@dataclass(frozen=True)
class DatedMatter:
    """An open court matter with a date to come: its id, the court's name, when by the court's clock."""

    id: str
    court: str
    hearing_at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, repr=False)
class OpenLawyers:
    """The lawyers around a participant, open. Holds details: it goes into one view and nowhere else.

    `names`: of those who rang, as the roster names them.
    """

    ref: ParticipantRef
    cards: tuple[Contact, ...]
    names: dict[SlackUserId, str]
    matters: tuple[DatedMatter, ...]
    zone: ZoneInfo


@dataclass(frozen=True)
class Helping:
    """What the form of a referral to legal help needs."""

    ref: ParticipantRef
    helpers: tuple[Helper, ...]
    contacts: Contacts


@dataclass(frozen=True)
class Referred:
    """A referral to legal help is on its way to this agency."""

    ref: PingRef
    agency: str
    wanted: str


def card_handle(ref: ParticipantRef, page: str) -> str:
    """What names one version of a contact card to Slack: two random names, nothing of what stands on it."""
    return f"{ref}{SEPARATOR}{page}"


def split_card(handle: str) -> tuple[ParticipantRef, str]:
    """Back again."""
    ref, _, page = handle.partition(SEPARATOR)
    return ParticipantRef(ref), page
