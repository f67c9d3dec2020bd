"""What the service answers and the views show: frozen, and free of details unless it says so."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from handlers.standing import ReferralFacts
from models.duties import Act
from models.people import Role
from models.referral import Door
from models.schema import Handle, ReferralRef, SlackUserId
from models.site import Contacts
from models.vault import Opened

# The form's question whether it fits, and the answer that asks for a follow-up.
FITS, NOT_SURE = "fits", "not_sure"


@dataclass(frozen=True)
class Doors:
    """What the form needs before it opens: the actor's doors, and regions to choose from (code, name).

    `criteria`: the card in force, line by line; an arrest diversion shows it.
    """

    doors: tuple[Door, ...]
    regions: tuple[tuple[str, str], ...]
    contacts: Contacts
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What a submission became. `handle` opens what the author wrote."""

    ref: ReferralRef
    door: Door
    handle: Handle

    def to_answer(self) -> str:
        """As the stored answer of a delivery: references and codes only."""
        return json.dumps(asdict(self))

    @classmethod
    def from_answer(cls, answer: str) -> Receipt:
        """Back again."""
        raw = json.loads(answer)
        return cls(ReferralRef(raw["ref"]), Door(raw["door"]), Handle(raw["handle"]))


@dataclass(frozen=True, repr=False)
class OpenedItem:
    """An opened item with its surroundings. Holds details: it goes into one view and nowhere else."""

    opened: Opened
    facts: ReferralFacts
    acts: tuple[Act, ...]
    reader: SlackUserId
    contacts: Contacts
    now: datetime

    @property
    def role(self) -> Role | None:
        """The role in which the reader was handed it; None = the author."""
        return self.opened.role
