"""What the Home tab shows: references, states and handles; no detail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.coordination import Standing
from handlers.standing import ReferralFacts
from models.acts.action_lists import Listed
from models.acts.funds import Balance
from models.admin_issue import IssueState
from models.participant import Rung
from models.schema import Handle, MessageRef, ParticipantRef, SituationRef
from models.site import Contacts
from models.situation import SituationState


@dataclass(frozen=True)
class OpenItem:
    """Something sealed that waits for this person."""

    handle: Handle
    standing: ReferralFacts


@dataclass(frozen=True)
class MyReferral:
    """A referral of this person's own; `handle` opens what they wrote."""

    handle: Handle
    standing: ReferralFacts


@dataclass(frozen=True)
class MyPerson:
    """A participant of this person's care team, by reference; `region` is its name."""

    ref: ParticipantRef
    region: str
    rung: Rung


@dataclass(frozen=True)
class MyPeople:
    """For care teams only. `more`: there are others than those shown."""

    shown: tuple[MyPerson, ...]
    more: bool
    may_begin: bool
    may_ask: bool = False


@dataclass(frozen=True)
class WaitingMessage:
    """A sealed message that this person has not opened."""

    handle: Handle
    ref: MessageRef


@dataclass(frozen=True)
class SentMessage:
    """A sealed message of this person's own. `opened_at`: local time, empty = not yet."""

    handle: Handle
    ref: MessageRef
    opened_at: str
    taken_back: bool


@dataclass(frozen=True)
class MyMail:
    """Sealed messages. `may_seal`: there is somebody whom this person may write about."""

    may_seal: bool
    waiting: tuple[WaitingMessage, ...]
    sent: tuple[SentMessage, ...]


@dataclass(frozen=True)
class MyCoordination:
    """A coordination this person has a part in: its reference and state, and neither person nor court."""

    handle: Handle
    standing: Standing


@dataclass(frozen=True)
class WaitingPair:
    """Two references that may be one person; `confirmed`: a supervisor said so, and they wait for a merge."""

    id: str
    refs: tuple[str, str]
    confirmed: bool


@dataclass(frozen=True)
class MyRoom:
    """Of legal services: whether one's agency takes referrals. `not_until`: before this day it does not."""

    not_until: date | None


@dataclass(frozen=True)
class MySituation:
    """A situation that somebody sees: its place, and the day of the look-back."""

    ref: SituationRef
    place: str
    review_on: date


@dataclass(frozen=True)
class MySituations:
    """Of somebody's groups: how many are open. `due`: those of their own whose look-back has come."""

    open: int
    due: tuple[MySituation, ...]
    may_raise: bool


@dataclass(frozen=True)
class MyLeadership:
    """Of community leadership: counts by state as ranges, situations, and how many more there are."""

    situations: tuple[tuple[SituationState, str], ...]
    issues: tuple[tuple[IssueState, str], ...]
    shown: tuple[MySituation, ...]
    more: int


@dataclass(frozen=True)
class HomeFacts:
    """Everything on the tab. `more` = how many open items did not fit.

    `guarded` = the channels of the site file as people call them, for project managers only.
    `stops` = the Golden Rule's reminders of the whole site by month (2026-10), for clinical supervisors only.
    `mail` = None for everybody who has no part in sealed messages.
    `answers_wanted` = coordination this person was asked for; `coordination` = what they or their team asked.
    `may_calendar` = their role has a court calendar; `may_hold` = it moves filing holds.
    `asks_by_number` = they ask care teams by their own case number; `room` = None but for legal services.
    `sees_openings` = the openings board is for them; `leadership` = None but for community leadership.
    `may_call` = the site's call list is theirs to run.
    `actions` = what they do, are asked to do or got back; `funds` = sums left, for project managers (who
    `may_add`) and clinical supervisors.
    `situations` = None for everybody who has no part in any.
    `people` = None for everybody who neither works with a participant nor may begin with one.
    """

    may_refer: bool
    items: tuple[OpenItem, ...]
    referrals: tuple[MyReferral, ...]
    more: int
    contacts: Contacts
    guarded: tuple[str, ...] = ()
    people: MyPeople | None = None
    mail: MyMail | None = None
    pairs: tuple[WaitingPair, ...] = ()
    may_talk: bool = False
    stops: tuple[tuple[str, int], ...] = ()
    answers_wanted: tuple[MyCoordination, ...] = ()
    coordination: tuple[MyCoordination, ...] = ()
    may_calendar: bool = False
    may_hold: bool = False
    asks_by_number: bool = False
    room: MyRoom | None = None
    actions: tuple[Listed, ...] = ()
    funds: tuple[Balance, ...] = ()
    may_add: bool = False
    may_call: bool = False
    sees_openings: bool = False
    leadership: MyLeadership | None = None
    situations: MySituations | None = None
