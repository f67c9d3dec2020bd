"""What the service answers and the views show: frozen, and free of details unless it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.standing import ReferralFacts
from models.caseload import Person
from models.classes import Category
from models.duties import Duty
from models.goal import Goal
from models.participant import Rung
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive

SEPARATOR = "/"  # between the participant's reference and the page of a goal


@dataclass(frozen=True)
class Beginnings:
    """What the first form needs: regions to choose from (code, name), and met referrals nobody began with."""

    regions: tuple[tuple[str, str], ...]
    referrals: tuple[ReferralFacts, ...]


@dataclass(frozen=True)
class People:
    """One page of somebody's participants; `first` is the place of its first, `more` the next page's or 0."""

    shown: tuple[Person, ...]
    regions: Mapping[str, str]
    more: int


@dataclass(frozen=True)
class TeamMember:
    """Somebody who works with a participant; the name is the roster's."""

    user: SlackUserId
    name: str
    role: Role


@dataclass(frozen=True, repr=False)
class FolderFacts:
    """An opened folder. Holds details: it goes into one view and nowhere else."""

    ref: ParticipantRef
    region: str
    rung: Rung
    details: Mapping[Category, Mapping[str, Sensitive]]
    goals: tuple[Goal, ...]
    team: tuple[TeamMember, ...]
    duties: frozenset[Duty]
    active: bool = True


def goal_handle(ref: ParticipantRef, page: str) -> str:
    """What names one version of a goal to Slack: two random names, and nothing of what stands in it."""
    return f"{ref}{SEPARATOR}{page}"


def split_goal(handle: str) -> tuple[ParticipantRef, str]:
    """Back again."""
    ref, _, page = handle.partition(SEPARATOR)
    return ParticipantRef(ref), page
