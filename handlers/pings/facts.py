"""What the service answers and the views show: frozen, and free of details unless it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.classes import Category, Purpose
from models.people import Role
from models.schema import Handle, ParticipantRef, PingRef
from models.site import Contacts


class Step(StrEnum):
    """What a reader may do about an opened coordination, in the order in which it stands there."""

    TAKE = "take"
    DECIDE = "decide"
    TO_OFFICE = "to_office"
    NOT_MINE = "not_mine"
    MEMO = "memo"
    MORE = "more"
    CLOSE = "close"


@dataclass(frozen=True)
class Whom:
    """Whom the reader may ask about: references with a few open words."""

    people: tuple[tuple[ParticipantRef, str], ...]


@dataclass(frozen=True)
class Composing:
    """What the form needs about one participant.

    `matters`: id and words of each open case; `courts`: code and name; `offices`: agencies.
    """

    ref: ParticipantRef
    matters: tuple[tuple[str, str], ...]
    courts: tuple[tuple[str, str], ...]
    contacts: Contacts


@dataclass(frozen=True)
class Asked:
    """What a submission became: who is asked (an agency), by when an answer is wanted (local, in words)."""

    ref: PingRef
    office: str
    phone: str
    wanted: str
    outlying: bool


@dataclass(frozen=True)
class Given:
    """What was answered: the code's words, whose answer it is, and the last day of a hold."""

    words: str
    by: str
    office: str
    until: str
    independent: bool


@dataclass(frozen=True, repr=False)
class OpenedPing:
    """An opened coordination. Holds details: it goes into one view and nowhere else.

    `about` is empty where the reader is not told whom it is about. `rows`: headings with what stands under
    them. `said`: words that came with the answer.
    """

    handle: Handle
    ref: PingRef
    sender: str
    asked_at: str
    to: str
    about: str
    standing: str
    given: Given | None
    said: str
    rows: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    scope: str


@dataclass(frozen=True)
class Memo:
    """What the reader's office may be told of a coordination: the release's own terms, and no content."""

    handle: Handle
    ref: PingRef
    office: str
    role: Role
    categories: tuple[Category, ...]
    purposes: tuple[Purpose, ...]
    until: date | None
