"""What the court screens show: frozen; what says it is open holds details and goes into one view alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.court_matter import Arose
from models.schema import ParticipantRef, ReferralRef
from models.sensitive import Sensitive

SEPARATOR = "/"  # between a reference, a random id and a version


@dataclass(frozen=True)
class CourtName:
    """A court as people know it: its name, and the zone whose clock its hours are on."""

    code: str
    name: str
    zone: ZoneInfo


@dataclass(frozen=True, repr=False)
class MatterFacts:
    """One open matter, open."""

    handle: str
    court: CourtName
    office: str
    arose: Arose
    hearing_at: datetime | None
    said: Mapping[str, Sensitive]


@dataclass(frozen=True, repr=False)
class PossibleFacts:
    """What a court's calendar says, and beside it what the folder says. `known`: the case's own number."""

    handle: str
    court: CourtName
    hearing_at: datetime | None
    said: Mapping[str, Sensitive]
    known: Sensitive | None


@dataclass(frozen=True, repr=False)
class CourtFacts:
    """The court side of a folder, open. `called`: what the folder says who they are, field by field."""

    ref: ParticipantRef
    matters: tuple[MatterFacts, ...]
    possible: tuple[PossibleFacts, ...]
    called: tuple[Sensitive, ...]


@dataclass(frozen=True, repr=False)
class HearingFacts:
    """One line of a calendar, open."""

    ref: ParticipantRef
    court: CourtName
    at: datetime
    number: Sensitive | None


@dataclass(frozen=True)
class HoldFacts:
    """A held charge, by the referral's reference: no person, no charge."""

    ref: ReferralRef
    until: str
    complete: bool
    version: int


@dataclass(frozen=True)
class MatterName:
    """Names one version of a matter, or a possible date, to Slack: random ids and nothing else."""

    ref: ParticipantRef
    id: str
    version: int = 0

    def packed(self) -> str:
        """As a button's value."""
        return SEPARATOR.join((self.ref, self.id, str(self.version)))

    @classmethod
    def unpacked(cls, value: str) -> MatterName:
        """Back again; what is no such value names nothing that there is."""
        ref, _, rest = value.partition(SEPARATOR)
        matter, _, version = rest.partition(SEPARATOR)
        return cls(ParticipantRef(ref), matter, int(version) if version.isdecimal() else 0)
