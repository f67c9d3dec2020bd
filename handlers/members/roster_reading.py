"""Rows of the roster and of what waits, read into facts that a view can show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handlers.members.roster_facts import SeatFacts, Standing, Waiting
from models.acts.propose import SITE, rules_of
from models.people import Actor, Member
from models.proposal import Proposal, ProposalKind, Wanted
from models.scene import Scene

_LINES = 20


def seat_facts(scene: Scene, member: Member) -> SeatFacts:
    """One seat as it stands today."""
    today = scene.rules.today(scene.moment)
    standing, until = Standing.ACTIVE, member.active_until
    if not scene.vault.rows.row_holds(member):
        standing, until = Standing.ALTERED, None
    elif member.over_by_term(today):
        standing = Standing.ENDED
    elif member.suspended_at is not None:
        # Whoever left for good has a last day, which is the day of leaving.
        left = member.active_until == scene.rules.today(member.suspended_at)
        standing = Standing.ENDED if left else Standing.SUSPENDED
    elif member.active_from is not None and member.active_from > today:
        standing, until = Standing.LATER, member.active_from
    elif member.on_leave_on(today):
        standing, until = Standing.ON_LEAVE, member.leave_until
    begins, ends = member.leave_from, member.leave_until
    ahead = begins is not None and ends is not None and begins > today
    acts = member.acting_role and member.acting_until and member.acting_until >= today
    return SeatFacts(
        user=member.slack_user_id,
        name=member.display_name,
        agency=member.agency,
        roles=tuple(role for role in member.roles.split(";") if role),
        regions=tuple(scene.rules.region_name(code) for code in member.regions.split(";") if code),
        standing=standing,
        until=until,
        leave=(begins, ends) if ahead and begins and ends else None,
        acting=(member.acting_role, member.acting_until)
        if acts and member.acting_role and member.acting_until
        else None,
    )


def waiting_facts(scene: Scene, actor: Actor, row: Proposal, may_confirm: bool) -> Waiting:  # noqa: FBT001 - as `waiting_for` pairs them
    """A proposal in plain words: what would be after it, or which rules would differ."""
    lines = _rules_lines(scene, row) if row.kind == ProposalKind.RULES else _seat_lines(scene, row)
    return Waiting(
        row.id,
        lines,
        second=row.first_by is not None,
        may_confirm=may_confirm,
        mine=row.proposed_by == actor.user,
    )


def _seat_lines(scene: Scene, row: Proposal) -> tuple[str, ...]:
    wanted = Wanted.from_content(row.content)
    seat, acting = wanted.seat, wanted.acting
    if acting is not None:
        what = f"acting as {acting.role.value}, {acting.begins} to {acting.ends}"
        return (f"{seat.display_name} ({seat.user}): {what}", seat.agency)
    regions = ", ".join(scene.rules.region_name(code) for code in seat.regions) or "all regions"
    begins, ends = seat.active_from or "now", seat.active_until or "no end"
    return (
        f"{seat.display_name} ({seat.user}): {', '.join(seat.roles)}",
        f"{seat.agency}, {regions}",
        f"From {begins} to {ends}. Slack account: {seat.account.value}.",
    )


def _rules_lines(scene: Scene, row: Proposal) -> tuple[str, ...]:
    """Every key whose value would change, as `table.key: now -> then`."""
    wanted = rules_of(scene, row)
    if wanted is None:
        return ("The site's rules: what this was made against has changed meanwhile.",)
    now, then = (
        dict(_flat("", rules.model_dump(mode="json", by_alias=True))) for rules in (scene.rules, wanted)
    )
    changed = [key for key in sorted({*now, *then}) if now.get(key) != then.get(key)]
    lines = [f"{key}: {now.get(key, 'nothing')} -> {then.get(key, 'nothing')}" for key in changed]
    more = [f"And {len(lines) - _LINES} more; see the site file."] if len(lines) > _LINES else []
    title = "The site's rules:" if row.subject == SITE else f"The site's rules, by {row.subject}:"
    return (title, *(line[:120] for line in lines[:_LINES]), *more)


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), inner)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, inner in enumerate(value, start=1):
            yield from _flat(f"{name}.{number}", inner)
    else:
        yield name, str(value)
