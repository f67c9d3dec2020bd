"""A change of the site's rules that two people agreed on: at once, or on its day, looked at anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from models.acts.paging import project_managers
from models.acts.rule_readings import ask_to_read
from models.acts.site_rules import adopt, newest_version
from models.deadlines import local_moment
from models.due import DueStep, Planned, Step, plan
from models.notice import Kind, NewNotice, Urgency, post
from models.policy import PolicyProposal
from models.proposal import Outcome, Proposal, ProposalKind
from models.scene import Scene
from models.schema import IssueRef, SlackUserId
from models.site import SiteRules
from models.site_versions import SiteVersion

# One key of the rules as the way to it; lists are taken whole.
Path = tuple[str, ...]


def pack(effective: date, rules: SiteRules) -> str:
    """As the two-people proposal keeps it, under its MAC."""
    return json.dumps({"effective": effective.isoformat(), "rules": rules.model_dump_json(by_alias=True)})


def unpack(row: Proposal) -> tuple[date, SiteRules] | None:
    """From which day, and the rules as they were to be; None: written by a version that knew other keys."""
    try:
        kept = json.loads(row.content)
        return date.fromisoformat(kept["effective"]), SiteRules.model_validate_json(kept["rules"])
    except (ValidationError, ValueError, KeyError, TypeError):
        return None


def merged(scene: Scene, row: Proposal) -> SiteRules | None:
    """Today's rules with what the proposal changes, and nothing else; None where that cannot be.

    It cannot be where one of the keys says something else by now than what the change was made against, or
    where the whole would not be a site's rules.
    """
    kept = unpack(row)
    base = scene.work.session.get(SiteVersion, row.against)
    if kept is None or base is None or not scene.vault.rows.row_holds(base):
        return None
    before, then = _flat_rules(SiteRules.model_validate_json(base.rules)), _flat_rules(kept[1])
    now = _flat_rules(scene.rules)
    changed = {path for path in before.keys() | then.keys() if before.get(path) != then.get(path)}
    if any(now.get(path) not in (before.get(path), then.get(path)) for path in changed):
        return None
    for path in changed:
        now[path] = then.get(path)
    try:
        rules = SiteRules.model_validate(_deep(now))
    except ValidationError:
        return None
    later = rules.criteria.replaces(scene.rules.criteria) and rules.golden_rule.replaces(
        scene.rules.golden_rule
    )
    return rules if later else None


def keep_or_adopt(scene: Scene, row: Proposal) -> Outcome:
    """Both people stand behind it: in force now, or agreed and kept until its day.

    The caller has seen that it still fits. `row` is the caller's to settle and to sign.
    """
    kept = unpack(row)
    if kept is None:
        return Outcome.OUTDATED
    effective, _ = kept
    if effective <= scene.rules.today(scene.moment):
        return Outcome.IN_FORCE if _adopt(scene, row) else Outcome.OUTDATED
    at = local_moment(effective, time(0), scene.rules.zone_of())
    plan(scene.work, [Planned(Step.RULES_IN_FORCE, row.subject, at, f"{Step.RULES_IN_FORCE.value}:{row.id}")])
    return Outcome.AGREED


def take_step(scene: Scene, step: DueStep) -> str:
    """Its day has come: looked at anew, and put in force; else the project managers hear that it is not."""
    row = agreed_change(scene, IssueRef(step.subject))
    if row is None or step.key != f"{Step.RULES_IN_FORCE.value}:{row.id}":
        return "gone"
    done = _adopt(scene, row)
    row.outcome = (Outcome.IN_FORCE if done else Outcome.OUTDATED).value
    sign_anew(scene, row)
    if not done:
        managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
        tell_held_up(scene, row, managers)
    return "in_force" if done else "held_up"


def tell_held_up(scene: Scene, row: Proposal, people: Sequence[SlackUserId]) -> None:
    """A change that was filled in does not come into force; whoever settled it needs no message."""
    kind = Kind.RULES_HELD_UP
    told = [
        NewNotice(kind, one, f"{kind.value}:{row.id}:{one}", subject=row.subject, urgency=Urgency.ROUTINE)
        for one in people
        if one != scene.user
    ]
    post(scene.work, scene.moment, told)


def agreed_change(scene: Scene, ref: IssueRef) -> Proposal | None:
    """What two people agreed on and what waits for its day; a row that somebody altered waits for nothing."""
    query = select(Proposal).where(
        Proposal.kind == ProposalKind.RULES.value,
        Proposal.subject == ref,
        Proposal.outcome == Outcome.AGREED.value,
    )
    rows = scene.work.session.scalars(query.order_by(Proposal.made_at.desc()).with_for_update()).all()
    return next((row for row in rows if scene.vault.rows.row_holds(row)), None)


def sign_anew(scene: Scene, row: Proposal) -> None:
    """After a change of the row: all that was signed for it before decides nothing any more."""
    row.version = scene.vault.revoker.overtake(scene.work, row, scene.moment) + 1
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()


def _adopt(scene: Scene, row: Proposal) -> bool:
    rules = merged(scene, row)
    proposal = scene.work.session.get(PolicyProposal, IssueRef(row.subject), with_for_update=True)
    if rules is None or proposal is None:
        return False
    version = adopt(scene.work, scene.vault, scene.audit, rules, scene.moment, by=scene.user)
    if version is None:  # it stands like this already
        newest = newest_version(scene.work)
        version = newest.version if newest else 0
    proposal.site_version = version
    proposal.version += 1
    scene.work.session.flush()
    ask_to_read(scene, proposal, version)
    return True


def _flat_rules(rules: SiteRules) -> dict[Path, Any]:
    return dict(_flat((), rules.model_dump(mode="json", by_alias=True)))


def _flat(path: Path, value: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat((*path, key), inner)
        else:
            yield (*path, key), inner


def _deep(flat: Mapping[Path, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for path, value in flat.items():
        part = whole
        for key in path[:-1]:
            part = part.setdefault(key, {})
        part[path[-1]] = value
    return whole
