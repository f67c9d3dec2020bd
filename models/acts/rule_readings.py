"""Versions of the site's rules: what changed, since when, by which issue, and who has still to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.audit import Verb
from models.errors import NotAllowed, NotAvailable
from models.notice import Kind, NewNotice, Urgency, post
from models.people import ACCUSING, Actor, Member, Role, actor_of
from models.policy import PolicyProposal, RuleReading, Touches
from models.scene import Scene, the_actor
from models.schema import IssueRef
from models.site import SiteRules
from models.site_versions import SiteVersion

_EVERYBODY = frozenset(Role) - {Role.RECORDS_AUDITOR, Role.TECHNICIAN}
_CARE = frozenset(
    {
        Role.CASE_MANAGER,
        Role.CLINICAL_SUPERVISOR,
        Role.OUTREACH_RESPONDER,
        Role.LEGAL_SYSTEM_ADVOCATE,
        Role.PROJECT_MANAGER,
    }
)
_REFERRERS = frozenset({Role.OFFICER, Role.POLICE_SUPERVISOR})
# Whom a change of which part concerns: they are asked to read it.
CONCERNED: Mapping[Touches, frozenset[Role]] = {
    Touches.CRITERIA: _REFERRERS | _CARE | {Role.LIAISON_PROSECUTOR},
    Touches.OFFICER_CARD: _REFERRERS | {Role.PROJECT_MANAGER},
    Touches.PRIORITY: _CARE,
    Touches.CLOCK: _EVERYBODY,
    Touches.GUARD_LIST: _CARE,
    Touches.NOTHING: frozenset(),
}
# The tables of which a version's history says the values; of the rest it says that they changed.
_TOLD = ("criteria", "officer_card", "doors", "clocks", "golden_rule", "capacity")
_SHOWN = 20


@dataclass(frozen=True)
class Changed:
    """One key of the rules, and what it said before and after; empty where values are not told."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One version: since when, what it changed, and the issue it came from (empty: the site file)."""

    number: int
    since: datetime
    issue: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Unread:
    """Somebody who was asked to read a version and has not said yet that they did."""

    number: int
    name: str
    asked_at: datetime


def ask_to_read(scene: Scene, proposal: PolicyProposal, number: int) -> None:
    """Everybody whom it concerns is asked to read the new version, once."""
    today = scene.rules.today(scene.moment)
    roles = CONCERNED[Touches(proposal.touches)]
    kind = Kind.RULES_TO_READ
    told = []
    for seat in scene.work.session.scalars(select(Member).order_by(Member.slack_user_id)).all():
        if not (seat.active_on(today) and scene.vault.rows.row_holds(seat)):
            continue
        who = actor_of(seat, today)
        if who.holds(*roles) and scene.work.session.get(RuleReading, (number, who.user)) is None:
            scene.work.session.add(RuleReading(site_version=number, member=who.user, asked_at=scene.moment))
            key = f"{kind.value}:{number}:{who.user}"
            told.append(NewNotice(kind, who.user, key, subject=proposal.issue, urgency=Urgency.ROUTINE))
    scene.work.session.flush()
    post(scene.work, scene.moment, told)


def have_read(scene: Scene, ref: IssueRef) -> None:
    """They have read it; said twice it changes nothing.

    Raises:
        NotOnRoster, NotAvailable: they were not asked.
    """
    row = _mine(scene, ref)
    if row.read_at is None:
        row.read_at = scene.moment
        scene.work.session.flush()
        scene.note(Verb.RULES_READ, (f"site:{row.site_version}",))


def to_read(scene: Scene, ref: IssueRef) -> tuple[Version, bool]:
    """What this person was asked to read, and whether they said that they did.

    Raises:
        NotOnRoster, NotAvailable: they were not asked.
    """
    row = _mine(scene, ref)
    found = [one for one in _versions(scene, the_actor(scene)) if one.number == row.site_version]
    if not found:
        raise NotAvailable
    return found[0], row.read_at is not None


def history(scene: Scene) -> list[Version]:
    """The newest versions first, for everybody on the roster.

    Raises:
        NotOnRoster: no seat now.
    """
    return list(_versions(scene, the_actor(scene)))[:_SHOWN]


def unread(scene: Scene) -> list[Unread]:
    """Who has still to read what, the oldest first; who has left the roster is not listed.

    Raises:
        NotOnRoster, NotAllowed: it is told to project managers only.
    """
    if not the_actor(scene).holds(Role.PROJECT_MANAGER):
        raise NotAllowed("readings")
    today = scene.rules.today(scene.moment)
    query = select(RuleReading, Member).join(Member, Member.slack_user_id == RuleReading.member)
    rows = scene.work.session.execute(
        query.where(RuleReading.read_at.is_(None)).order_by(RuleReading.asked_at, Member.display_name)
    )
    return [
        Unread(reading.site_version, seat.display_name, reading.asked_at)
        for reading, seat in rows
        if seat.active_on(today)
    ]


def _mine(scene: Scene, ref: IssueRef) -> RuleReading:
    the_actor(scene)
    proposal = scene.work.session.get(PolicyProposal, ref)
    number = proposal.site_version if proposal else 0
    row = scene.work.session.get(RuleReading, (number, scene.user), with_for_update=True) if number else None
    if row is None:
        raise NotAvailable
    return row


def _versions(scene: Scene, reader: Actor) -> Iterator[Version]:
    """From the newest on; a row that somebody altered is passed over."""
    query = select(SiteVersion).order_by(SiteVersion.version.desc())
    rows = [row for row in scene.work.session.scalars(query).all() if scene.vault.rows.row_holds(row)]
    carried = select(PolicyProposal.site_version, PolicyProposal.issue).where(PolicyProposal.site_version > 0)
    issues = {row.site_version: row.issue for row in scene.work.session.execute(carried)}
    for row, earlier in zip(rows, [*rows[1:], None], strict=True):
        changes = what_changed(_told(earlier), _told(row), reader) if earlier is not None else ()
        yield Version(row.version, row.effective_at, issues.get(row.version, ""), changes)


def what_changed(before: Mapping[str, Any], after: Mapping[str, Any], reader: Actor) -> tuple[Changed, ...]:
    """What two versions say differently, for this reader.

    Other tables are told by name only (they hold numbers, ids and the pager's address), and the guard's words
    to neither police nor prosecutors.
    """
    found: list[Changed] = []
    for table in sorted({*before, *after}):
        hidden = table not in _TOLD or (table == "golden_rule" and reader.kind in ACCUSING)
        now, then = before.get(table), after.get(table)
        if now == then:
            continue
        if hidden or not isinstance(now, dict) or not isinstance(then, dict):
            found.append(Changed(table, "", ""))
            continue
        flat_now, flat_then = dict(_flat(table, now)), dict(_flat(table, then))
        keys = [key for key in sorted({*flat_now, *flat_then}) if flat_now.get(key) != flat_then.get(key)]
        found += [Changed(key, flat_now.get(key, ""), flat_then.get(key, "")) for key in keys]
    return tuple(found)


def _told(row: SiteVersion) -> dict[str, Any]:
    rules = SiteRules.model_validate_json(row.rules)
    return rules.model_dump(mode="json", by_alias=True)


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner)
    elif isinstance(value, list):
        yield name, "; ".join(map(str, value))
    else:
        yield name, "" if value is None else str(value)
