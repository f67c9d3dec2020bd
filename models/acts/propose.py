"""A change that waits for two people: made, confirmed, declined, taken back, lapsed, put in force."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from pydantic import ValidationError
from sqlalchemy import select

from models.acts.appoint import put_in_force
from models.acts.leave import receive
from models.acts.rules_in_force import keep_or_adopt, merged, sign_anew, tell_held_up
from models.acts.site_rules import adopt, newest_version
from models.audit import Verb
from models.errors import NotOnRoster
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Actor, Member, Role, active_with, find_actor, fits, hold_seat
from models.proposal import (
    OPERATOR,
    Outcome,
    Proposal,
    ProposalId,
    ProposalKind,
    Wanted,
    new_proposal,
    open_proposals,
)
from models.roster_file import seat_problems
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from models.site import SiteRules
from models.two_people import OWNERS, Standpoint, Step, missed, require_step

SITE = "site"
_NOT_TO_BE = (Outcome.DECLINED, Outcome.LAPSED, Outcome.OUTDATED)


class Said(StrEnum):
    """What came of somebody's word on a proposal."""

    WAITS = "waits"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    OUTDATED = "outdated"
    AGREED = "agreed"
    GONE = "gone"


def propose(scene: Scene, kind: ProposalKind, subject: str, content: str, against: int) -> bool:
    """Let a change wait; False when the very same waits already. Another one of the same subject gives way.

    Who may propose what is asked before; a person counts as the first of the two, the command line does not.
    """
    if waits_already(scene, kind, subject, content, against):
        return False
    standing = _open_one(scene, kind, subject)
    if standing is not None:
        _settle(scene, standing, Outcome.REPLACED)
    row = new_proposal(kind, subject, content, against, scene.user, scene.moment)
    if scene.user != OPERATOR:
        actor = the_actor(scene)
        row.first_by, row.first_agency = actor.user, actor.agency
    scene.vault.rows.sign_row(row)
    scene.work.session.add(row)
    scene.work.session.flush()
    scene.note(Verb.PROPOSAL_MADE, (row.id, subject), kind.value)
    return True


def waits_already(scene: Scene, kind: ProposalKind, subject: str, content: str, against: int) -> bool:
    """Whether the very same waits for people now."""
    row = _open_one(scene, kind, subject)
    if row is None or (row.content, row.against) != (content, against):
        return False
    return scene.vault.rows.row_holds(row) and not row.lapsed_at(scene.moment)


def propose_seat(scene: Scene, wanted: Wanted, against: int) -> bool:
    """See `propose`."""
    return propose(scene, ProposalKind.SEAT, wanted.seat.user, wanted.to_content(), against)


def tell_confirmers(scene: Scene) -> None:
    """One constant message to everybody who could be asked, for all that was proposed in this act."""
    kind = Kind.ROSTER_WAITS
    today = scene.rules.today(scene.moment)
    active = [actor for role in OWNERS for actor in active_with(scene.work, scene.vault.rows, role, today)]
    users = dict.fromkeys(actor.user for actor in active if actor.user != scene.user)
    key = f"{kind.value}:{scene.key or scene.moment.isoformat()}"[:120]
    notices = [NewNotice(kind, user, f"{key}:{user}", urgency=Urgency.ROUTINE) for user in users]
    post(scene.work, scene.moment, notices)


def confirm(scene: Scene, actor: Actor, proposal_id: ProposalId) -> Said:
    """Somebody stands behind it. The second of two puts it in force, in this very unit of work.

    Raises:
        NotAllowed: not by this person; nothing was changed.
    """
    row = _find(scene, proposal_id)
    if row is None:
        return Said.GONE
    first = _first_who_stands(scene, row)
    require_step(Step.CONFIRM, _to_confirm(scene, actor, row, first))
    if not _still_fits(scene, row):
        _settle(scene, row, Outcome.OUTDATED)
        return Said.OUTDATED
    scene.note(Verb.PROPOSAL_CONFIRMED, (row.id, row.subject))
    if first is None:
        row.first_by, row.first_agency = actor.user, actor.agency
        sign_anew(scene, row)
        return Said.WAITS
    row.second_by = actor.user
    return Said(_put_in_force(scene, row).value)


def decline(scene: Scene, actor: Actor, proposal_id: ProposalId) -> Said:
    """It is not to be: by anybody who could be asked for the second word, or by whoever made it.

    Raises:
        NotAllowed: not by this person.
    """
    row = _find(scene, proposal_id)
    if row is None:
        return Said.GONE
    case = _standpoint(actor, row)
    if missed(Step.TAKE_BACK, case) is None:
        _settle(scene, row, Outcome.TAKEN_BACK)
        return Said.TAKEN_BACK
    require_step(Step.DECLINE, case)
    _settle(scene, row, Outcome.DECLINED)
    return Said.DECLINED


def withdraw_own(scene: Scene, kind: ProposalKind, subject: str) -> None:
    """What the same hand proposed for this subject is not to be any more."""
    row = _open_one(scene, kind, subject)
    if row is not None and row.proposed_by == scene.user:
        _settle(scene, row, Outcome.TAKEN_BACK)


def lapse_old(scene: Scene) -> int:
    """Settle what nobody confirmed in seven days; answers how many."""
    query = select(Proposal).where(Proposal.settled_at.is_(None)).with_for_update()
    old = [row for row in scene.work.session.scalars(query) if row.lapsed_at(scene.moment)]
    for row in old:
        _settle(scene, row, Outcome.LAPSED)
    return len(old)


def _standpoint(actor: Actor, row: Proposal) -> Standpoint:
    return Standpoint(actor, row.subject, frozenset(), row.proposed_by)


def _to_confirm(scene: Scene, actor: Actor, row: Proposal, first: Actor | None) -> Standpoint:
    """Everything that decides whether this person may stand behind it."""
    rules = rules_of(scene, row) if row.kind == ProposalKind.RULES else None
    return replace(
        _standpoint(actor, row),
        first=(first.user, first.agency) if first else None,
        clinical=rules is not None and rules.golden_rule != scene.rules.golden_rule,
        first_is_clinical=first is not None and first.holds(Role.CLINICAL_SUPERVISOR),
    )


def waiting_for(scene: Scene, actor: Actor) -> list[tuple[Proposal, bool]]:
    """What waits, each with whether this person may confirm it now."""
    return [
        (
            row,
            missed(Step.CONFIRM, _to_confirm(scene, actor, row, _first_who_stands(scene, row))) is None,
        )
        for row in open_proposals(scene.work, scene.vault.rows, scene.moment)
    ]


def _find(scene: Scene, proposal_id: ProposalId) -> Proposal | None:
    """An open proposal that holds, locked; None for any other. A lapsed one is settled as such."""
    query = select(Proposal).where(Proposal.id == proposal_id)
    row = scene.work.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None or row.settled_at is not None or not scene.vault.rows.row_holds(row):
        return None
    if row.lapsed_at(scene.moment):
        _settle(scene, row, Outcome.LAPSED)
        return None
    return row


def _open_one(scene: Scene, kind: ProposalKind, subject: str) -> Proposal | None:
    query = select(Proposal).where(
        Proposal.kind == kind.value, Proposal.subject == subject, Proposal.settled_at.is_(None)
    )
    return scene.work.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _first_who_stands(scene: Scene, row: Proposal) -> Actor | None:
    """Whoever stands behind it, if they are active and could say so today; else nobody does any more."""
    if row.first_by is None or row.first_agency is None:
        return None
    try:
        actor = find_actor(scene.work, scene.vault.rows, row.first_by, scene.rules.today(scene.moment))
    except NotOnRoster:
        return None
    owner = any(actor.holds(role) and fits(role, actor.kind) for role in OWNERS)
    return actor if owner and actor.agency == row.first_agency else None


def _still_fits(scene: Scene, row: Proposal) -> bool:
    """Whether what it was made against stands as it did, and today's rules can keep what it asks for."""
    if row.kind == ProposalKind.RULES and row.subject != SITE:
        return rules_of(scene, row) is not None
    if row.kind == ProposalKind.RULES:
        newest = newest_version(scene.work)
        return newest is not None and newest.version == row.against and rules_of(scene, row) is not None
    hold_seat(scene.work, SlackUserId(row.subject))
    member = scene.work.session.get(Member, SlackUserId(row.subject), populate_existing=True)
    wanted = Wanted.from_content(row.content)
    return (member.version if member else 0) == row.against and not seat_problems(wanted.seat, scene.rules)


def rules_of(scene: Scene, row: Proposal) -> SiteRules | None:
    """What the site's rules would be; None where they cannot be kept like that (any more)."""
    if row.subject != SITE:
        return merged(scene, row)
    try:
        return SiteRules.model_validate_json(row.content)
    except ValidationError:
        return None  # written by a version that knew other keys


def _put_in_force(scene: Scene, row: Proposal) -> Outcome:
    if row.kind == ProposalKind.RULES and row.subject != SITE:
        outcome = keep_or_adopt(scene, row)
        verb = Verb.PROPOSAL_IN_FORCE if outcome is Outcome.IN_FORCE else Verb.PROPOSAL_SETTLED
        scene.note(verb, (row.id, row.subject), row.kind if outcome is Outcome.IN_FORCE else outcome.value)
        row.outcome, row.settled_at = outcome.value, scene.moment
        sign_anew(scene, row)
        return outcome
    rules = rules_of(scene, row) if row.kind == ProposalKind.RULES else None
    if rules is not None:
        adopt(scene.work, scene.vault, scene.audit, rules, scene.moment, by=scene.user)
    else:
        receive(scene, put_in_force(scene, Wanted.from_content(row.content)))
    scene.note(Verb.PROPOSAL_IN_FORCE, (row.id, row.subject), row.kind)
    row.outcome, row.settled_at = Outcome.IN_FORCE.value, scene.moment
    sign_anew(scene, row)
    return Outcome.IN_FORCE


def _settle(scene: Scene, row: Proposal, outcome: Outcome) -> None:
    row.outcome, row.settled_at = outcome.value, scene.moment
    scene.note(Verb.PROPOSAL_SETTLED, (row.id, row.subject), outcome.value)
    if row.kind == ProposalKind.RULES and row.subject != SITE and outcome in _NOT_TO_BE:
        tell_held_up(scene, row, [SlackUserId(row.proposed_by)])
    sign_anew(scene, row)
