"""What the services answer and the views show: frozen, and free of details unless it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.acts.conference_people import Gap
from models.conference import ConferenceState
from models.people import Role
from models.schema import ConferenceRef, Handle, ParticipantRef
from models.site import Contacts


class Step(StrEnum):
    """What a reader may do about an opened conference, in the order in which it stands there."""

    INVITE = "invite"
    MOVE = "move"
    CLOSE = "close"
    COMING = "coming"
    STEP_BACK = "step_back"


@dataclass(frozen=True)
class Start:
    """What the start page offers: whom the reader works with, what they may bring, what theirs brought."""

    team: bool
    wishes: bool
    brings: bool
    adds: bool


@dataclass(frozen=True)
class Whom:
    """Whom the reader may mean: references with a few open words."""

    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Guest:
    """Somebody who may be chosen; `chosen`: ticked already when the form opens."""

    user: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Hours:
    """When it can be: the groups (code, name), each one's zone, and when its next meeting is, if any."""

    groups: tuple[tuple[str, str], ...]
    zones: Mapping[str, ZoneInfo]
    meetings: Mapping[str, datetime]
    minutes: int


@dataclass(frozen=True)
class Composing:
    """What the form about one participant needs."""

    ref: ParticipantRef
    hours: Hours
    guests: tuple[Guest, ...]
    time_only: tuple[Guest, ...]
    barred: tuple[tuple[str, Role, Gap], ...]
    contacts: Contacts


@dataclass(frozen=True)
class Bringing:
    """What the form about a potential referral needs: regions (code, name), and which classes are theirs."""

    hours: Hours
    regions: tuple[tuple[str, str], ...]
    contacts: Contacts


@dataclass(frozen=True)
class Asker:
    """Somebody who asked for it, in the care team's view.

    `partners`: the kinds of partner they would like to see there; `may_come`: a release covers them.
    """

    user: str
    words: str
    partners: tuple[Role, ...]
    may_come: bool


@dataclass(frozen=True)
class Wanted:
    """A conference that somebody asked for, before the care team."""

    ref: ConferenceRef
    about: str
    standing: str
    reason: str
    urgency: str
    askers: tuple[Asker, ...]
    may_set: bool
    may_decline: bool


@dataclass(frozen=True, repr=False)
class OpenedConference:
    """An opened brief. Holds details: it goes into one view and nowhere else.

    `about` is empty where the reader is not told whom it is about; `guests` where the reader is a guest, and
    `coming` is None then.
    """

    handle: Handle
    ref: ConferenceRef
    state: ConferenceState
    standing: str
    sender: str
    about: str
    guests: str
    coming: int | None
    rows: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    scope: str
