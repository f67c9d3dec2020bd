"""What the service answers and the views show of releases: frozen, free of details unless it says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from zoneinfo import ZoneInfo

from models.disclosure import Account
from models.releases import ReleaseFacts
from models.schema import ParticipantRef
from models.sensitive import Sensitive


@dataclass(frozen=True)
class FormFacts:
    """What a release form offers: who discloses, which agencies can be told, regions (code, name)."""

    discloser: str
    agencies: tuple[str, ...]
    regions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entered:
    """A recipient was entered. `held`: somebody holds that role there today; `count` = recipients so far."""

    ref: ParticipantRef
    release: str
    held: bool
    count: int

    def to_answer(self) -> str:
        """As the stored answer of a delivery: references and codes only."""
        return json.dumps(asdict(self))

    @classmethod
    def from_answer(cls, answer: str) -> Entered:
        """Back again."""
        return cls(**json.loads(answer))


@dataclass(frozen=True)
class Withdrawn:
    """What a withdrawal ended. `consent` names it; `asks_form`: the written form is still to come."""

    ref: ParticipantRef
    consent: str
    ended: int
    unopened: tuple[str, ...]
    opened: tuple[str, ...]
    asks_form: bool

    def to_answer(self) -> str:
        """As the stored answer of a delivery: references and codes only."""
        return json.dumps(asdict(self))

    @classmethod
    def from_answer(cls, answer: str) -> Withdrawn:
        """Back again."""
        raw = json.loads(answer)
        lists = {name: tuple(str(ref) for ref in raw[name]) for name in ("unopened", "opened")}
        return cls(**{**raw, **lists})


@dataclass(frozen=True, repr=False)
class OpenReleases:
    """A participant's releases, open, for one view only. `sealed`: names and signatures by release id."""

    ref: ParticipantRef
    may_sign: bool
    may_read_log: bool
    releases: tuple[ReleaseFacts, ...]
    sealed: Mapping[str, Mapping[str, Sensitive]] = field(repr=False)
    regions: Mapping[str, str]
    zone: ZoneInfo


@dataclass(frozen=True)
class OpenLog:
    """A participant's account of disclosures. `named`: for the care team, with the readers' names."""

    ref: ParticipantRef
    lines: tuple[Account, ...]
    zone: ZoneInfo
    named: bool
