"""Consensus becomes a change of the site's rules: filled in by a project manager, agreed on by two people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from models.acts.propose import propose, tell_confirmers
from models.acts.rules_in_force import agreed_change, pack
from models.acts.site_rules import newest_version
from models.errors import AlreadyChanged, DomainError, NotAllowed, UnknownReference
from models.people import Role
from models.policy import PolicyProposal, PolicyState, Touches, locked_policy
from models.proposal import Outcome, Proposal, ProposalKind
from models.referral import Door
from models.scene import Scene, the_actor
from models.schema import IssueRef
from models.site import DoorRule, SiteRules

# The clocks that are one number; the others are lists, and the site file's.
CLOCKS = (
    "handoff_minutes",
    "intake_days",
    "waitlist_review_days",
    "outreach_hours",
    "fixed_line_days",
    "view_hours",
    "destroy_days",
    "release_ends_days",
)


class Standing(StrEnum):
    """Where the change that a consensus asks for stands."""

    NONE = "none"  # it touches none of the rules
    WANTED = "wanted"  # a project manager has to fill it in
    WAITS = "waits"  # for a second person
    AGREED = "agreed"  # it comes into force on its day
    IN_FORCE = "in_force"
    DECLINED = "declined"  # or lapsed, or outdated: it can be filled in again


@dataclass(frozen=True)
class Filled:
    """What a project manager filled in; of these, those of the kind of change count.

    `lines`: the criteria's or the officer's card's; `door` with its `number`; `clock` with its `number`;
    `stop` and `let_pass`: the guard list's words.
    """

    effective: date
    lines: tuple[str, ...] = ()
    door: Door | None = None
    clock: str = ""
    number: int = 0
    stop: tuple[str, ...] = ()
    let_pass: tuple[str, ...] = ()


class AsItStands(DomainError):
    """What was filled in is how it stands already; nothing was proposed."""

    code = "as_it_stands"


def wanted_rules(rules: SiteRules, touches: Touches, filled: Filled) -> SiteRules:
    """The site's rules with the change.

    Raises:
        ValueError: the site cannot keep it (pydantic's error is one).
        AsItStands: it changes nothing.
    """
    changes = _changes(rules, touches, filled)
    wanted = SiteRules.model_validate({**rules.model_dump(by_alias=True), **changes})
    if _without_numbers(wanted) == _without_numbers(rules):
        raise AsItStands
    return wanted


def propose_change(scene: Scene, ref: IssueRef, filled: Filled) -> None:
    """The change waits for a second person of another agency; for the guard list, a clinical supervisor.

    Raises:
        NotOnRoster, NotAllowed, UnknownReference: a project manager fills it in.
        AlreadyChanged: there is no consensus, or the change is agreed on or in force.
        ValueError: the site cannot keep it, or its day is over.
        AsItStands: it changes nothing.
    """
    if not the_actor(scene).holds(Role.PROJECT_MANAGER):
        raise NotAllowed("rules_change")
    row = locked_policy(scene.work, ref)
    if change_standing(scene, row) not in {Standing.WANTED, Standing.DECLINED, Standing.WAITS}:
        raise AlreadyChanged(row.state)
    if filled.effective < scene.rules.today(scene.moment):
        raise ValueError("effective")
    wanted = wanted_rules(scene.rules, Touches(row.touches), filled)
    newest = newest_version(scene.work)
    if newest is None:
        raise UnknownReference
    content = pack(filled.effective, wanted)
    row.effective = filled.effective
    if propose(scene, ProposalKind.RULES, ref, content, newest.version):
        tell_confirmers(scene)


def change_standing(scene: Scene, row: PolicyProposal) -> Standing:
    """Where the change of the rules stands that a proposal asks for."""
    if row.state != PolicyState.CONSENSUS or row.touches == Touches.NOTHING:
        return Standing.NONE
    if row.site_version:
        return Standing.IN_FORCE
    if agreed_change(scene, row.issue) is not None:
        return Standing.AGREED
    query = select(Proposal).where(Proposal.kind == ProposalKind.RULES.value, Proposal.subject == row.issue)
    newest = scene.work.session.scalars(query.order_by(Proposal.made_at.desc(), Proposal.id).limit(1)).first()
    if newest is None:
        return Standing.WANTED
    waits = newest.outcome in {None, Outcome.REPLACED.value} and not newest.lapsed_at(scene.moment)
    return Standing.WAITS if waits else Standing.DECLINED


def _changes(rules: SiteRules, touches: Touches, filled: Filled) -> Mapping[str, Any]:
    match touches:
        case Touches.CRITERIA:
            number = rules.criteria.version + 1
            return {
                "criteria": {"lines": filled.lines, "effective": filled.effective, "version": number},
            }
        case Touches.OFFICER_CARD:
            return {"officer_card": {"lines": filled.lines}}
        case Touches.PRIORITY:
            if filled.door is None:
                raise ValueError("door")
            rule = {**rules.doors.get(filled.door, DoorRule()).model_dump(), "priority": filled.number}
            doors = {door.value: one.model_dump() for door, one in rules.doors.items()}
            return {"doors": {**doors, filled.door.value: rule}}
        case Touches.CLOCK:
            if filled.clock not in CLOCKS:
                raise ValueError("clock")
            return {"clocks": {**rules.clocks.model_dump(), filled.clock: filled.number}}
        case Touches.GUARD_LIST:
            number = rules.golden_rule.version + 1
            return {"golden_rule": {"stop": filled.stop, "let_pass": filled.let_pass, "version": number}}
        case Touches.NOTHING:
            raise AsItStands


def _without_numbers(rules: SiteRules) -> SiteRules:
    """For comparing: a card of the same lines is the same card, whatever its number and day."""
    criteria = rules.criteria.model_copy(update={"version": 0, "effective": None})
    words = rules.golden_rule.model_copy(update={"version": 0})
    return rules.model_copy(update={"criteria": criteria, "golden_rule": words})
