"""What a file, or a transfer, does to a site in use: it takes away at once and proposes the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from models.acts.appoint import appoint, begins_anew, columns_of, seating_of
from models.acts.depart import Departure, depart, give_back
from models.acts.propose import SITE, propose, propose_seat, tell_confirmers, waits_already, withdraw_own
from models.acts.site_rules import adopt, newest_version
from models.acts.suspend import blank_open_views
from models.acts.vacancy import copied, require_manager, tell_empty_seats
from models.audit import Verb
from models.errors import BadFile, LastManager
from models.narrowing import in_common, rules_in_common
from models.people import Member, Role, hold_seat
from models.proposal import ProposalKind, Wanted
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from models.site import SiteRules

_SAME_CARD = "criteria.version: the card has changed, so it needs a version above {}"
_SAME_LIST = "golden_rule.version: the list has changed, so it needs a version above {}"


class Change(StrEnum):
    """What one line did."""

    ADDED = "added"
    CHANGED = "changed"
    NARROWED = "narrowed"
    ENDED = "ended"
    PROPOSED = "proposed"
    WAITING = "waiting"
    UNCHANGED = "unchanged"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Brought:
    """How often each happened; a line may both narrow and propose. `at_once`: the site had no roster."""

    counts: Counter[Change]
    at_once: bool


def bring_seats(scene: Scene, seats: Sequence[Seating]) -> Brought:
    """Bring the roster to what the file says, as far as one person may; seats it does not name stay.

    Raises:
        LastManager: nobody would lead the work group; nothing is to be kept.
    """
    if not _has_roster(scene):
        return _bring_first(scene, seats)
    counts: Counter[Change] = Counter()
    require_led(scene, seats)
    for seat in sorted(seats, key=lambda one: one.user):  # in one order: two imports never wait in a circle
        done, _ = change_seat(scene, Wanted(seat))
        counts.update(done)
    if counts[Change.PROPOSED]:
        tell_confirmers(scene)
    return Brought(counts, at_once=False)


def require_led(scene: Scene, seats: Sequence[Seating]) -> None:
    """Refuse lines that leave nobody to lead.

    Raises:
        LastManager: they would.
    """
    today = scene.rules.today(scene.moment)
    require_manager(scene.work, scene.vault.rows, today, _after(scene, seats))


def change_seat(scene: Scene, wanted: Wanted) -> tuple[list[Change], Departure]:
    """Take away at once what it takes away, and propose what it adds. Ask `require_led` first."""
    seat, nothing = wanted.seat, Departure(0, ())
    hold_seat(scene.work, seat.user)
    member = scene.work.session.get(Member, seat.user, populate_existing=True)
    if member is None:
        return [_proposed(scene, wanted, 0)], nothing
    today = scene.rules.today(scene.moment)
    out_since = member.suspended_at if scene.vault.rows.row_holds(member) else scene.moment
    if out_since is not None:
        if _waits(scene, wanted, member.version):
            return [Change.WAITING], nothing
        if not begins_anew(seat, scene.rules, out_since):
            return [Change.SUSPENDED], nothing
    if out_since is not None or member.over_by_term(today):
        return [_proposed(scene, wanted, member.version)], nothing
    now = seating_of(member)
    if now == seat and wanted.acting is None:
        withdraw_own(scene, ProposalKind.SEAT, seat.user)
        return [Change.UNCHANGED], nothing
    left = in_common(now, seat)
    changes, done = [], nothing
    if left is None:
        changes, done = [Change.ENDED], _end(scene, member)
    elif left != now:
        changes, done = [Change.NARROWED], _narrow(scene, member, left)
    if left != seat or wanted.acting is not None:
        changes.append(_proposed(scene, wanted, member.version))
    return changes, done


def bring_rules(scene: Scene, rules: SiteRules, now: SiteRules | None) -> tuple[int | None, Change]:
    """Bring the site's rules to what the file says, as far as one person may.

    `now`: the rules in force; None on a site that has none, or whose row does not hold.

    Returns:
        The version that came into force at once, if one did, and what became of the rest.

    Raises:
        BadFile: the criteria card or the Golden Rule's list says something else under no later version.
    """
    newest = newest_version(scene.work)
    if now is not None and not rules.criteria.replaces(now.criteria):
        raise BadFile([_SAME_CARD.format(now.criteria.version)])
    if now is not None and not rules.golden_rule.replaces(now.golden_rule):
        raise BadFile([_SAME_LIST.format(now.golden_rule.version)])
    if newest is None or now is None:
        version = adopt(scene.work, scene.vault, scene.audit, rules, scene.moment)
        return version, Change.UNCHANGED if version is None else Change.ADDED
    left = rules_in_common(now, rules)
    version = adopt(scene.work, scene.vault, scene.audit, left, scene.moment) if left != now else None
    if left == rules:
        withdraw_own(scene, ProposalKind.RULES, SITE)
        return version, Change.UNCHANGED if version is None else Change.NARROWED
    against = version or newest.version
    fresh = propose(scene, ProposalKind.RULES, SITE, rules.model_dump_json(by_alias=True), against)
    if fresh:
        tell_confirmers(scene)
    return version, Change.PROPOSED if fresh else Change.WAITING


def _has_roster(scene: Scene) -> bool:
    """Whether any seat is not over; by whatever stands there, so that no altered row makes a site empty."""
    today = scene.rules.today(scene.moment)
    return any(not member.over_on(today) for member in scene.work.session.scalars(select(Member)))


def _bring_first(scene: Scene, seats: Sequence[Seating]) -> Brought:
    done = appoint(scene.work, scene.vault, scene.audit, scene.rules, seats, scene.moment)
    today = scene.rules.today(scene.moment)
    standing = [seat for seat in scene.work.session.scalars(select(Member)) if not seat.over_on(today)]
    if not any(Role.PROJECT_MANAGER.value in seat.roles.split(";") for seat in standing):
        raise LastManager("")
    counts = Counter(
        {
            Change.ADDED: done.added,
            Change.CHANGED: done.changed,
            Change.UNCHANGED: done.unchanged,
            Change.SUSPENDED: done.suspended,
        }
    )
    return Brought(counts, at_once=True)


def _proposed(scene: Scene, wanted: Wanted, against: int) -> Change:
    return Change.PROPOSED if propose_seat(scene, wanted, against) else Change.WAITING


def _waits(scene: Scene, wanted: Wanted, against: int) -> bool:
    return waits_already(scene, ProposalKind.SEAT, wanted.seat.user, wanted.to_content(), against)


def _after(scene: Scene, seats: Sequence[Seating]) -> dict[SlackUserId, Member | None]:
    """Each standing seat of these as the file alone would leave it; None = it would end."""
    after: dict[SlackUserId, Member | None] = {}
    for seat in seats:
        member = scene.work.session.get(Member, seat.user)
        if member is None or member.over_on(scene.rules.today(scene.moment)):
            continue
        left = in_common(seating_of(member), seat)
        after[seat.user] = None if left is None else copied(member, **columns_of(left))
    return after


def _end(scene: Scene, member: Member) -> Departure:
    """Nothing that was is to stay: access ends as if they had left."""
    return depart(
        scene.work,
        scene.vault,
        scene.audit,
        scene.rules,
        member.slack_user_id,
        scene.moment,
        scene.user,
    )


def _narrow(scene: Scene, member: Member, left: Seating) -> Departure:
    today = scene.rules.today(scene.moment)
    held = member.roles_on(today) if member.active_on(today) else frozenset()
    member.version = scene.vault.revoker.overtake(scene.work, member, scene.moment) + 1
    for name, value in columns_of(left).items():
        setattr(member, name, value)
    scene.vault.rows.sign_row(member)
    scene.work.session.flush()
    scene.note(Verb.MEMBER_CHANGED, (member.slack_user_id,), "narrowed")
    blank_open_views(scene.work, member.slack_user_id, scene.moment)
    lost = held - member.roles_on(today)
    if not lost:
        return Departure(0, ())
    done = give_back(scene, member.slack_user_id, lost)
    tell_empty_seats(scene, member.slack_user_id, member.agency, lost)
    return done
