"""Court matters are kept: a case with its court and next hearing, and nobody but the care team keeps it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import select

from models.acts.folder import keeper
from models.acts.hearing_reminders import HEARING, plan_hearing
from models.acts.ping import hearing_moved
from models.audit import Verb
from models.classes import Category
from models.consent import new_id
from models.court_matter import Arose, CourtMatter, locked_matter
from models.court_rules import Court
from models.deadlines import local_moment
from models.due import call_off
from models.duties import Duty
from models.errors import AlreadyChanged, HearingOver, NotAvailable, UnknownCourt
from models.people import Actor
from models.scene import Scene
from models.schema import ParticipantRef, rfc3339
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault.pages import Shelf

# What lies sealed on a matter's page, by the field's id; `matter` ties the page to its row.
NUMBER, MATTER = "number", "matter"
_SEALED_UNDER = Category.LEGAL_CALENDAR


@dataclass(frozen=True, repr=False)
class Matter:
    """What is known of a case. `details`: field id -> words, sealed; `gone`: fields to be taken away."""

    court: str
    arose: Arose = Arose.UNKNOWN
    hearing_at: datetime | None = None
    details: Mapping[str, Sensitive] = field(default_factory=dict)
    gone: Collection[str] = ()


def court_of(rules: SiteRules, code: str) -> Court:
    """The court of this code.

    Raises:
        UnknownCourt: the site file names none.
    """
    court = rules.court(code)
    if court is None:
        raise UnknownCourt
    return court


def hearing_moment(rules: SiteRules, code: str, day: date, at: time) -> datetime:
    """When a hearing begins that stands on this day at this hour of the court's own clock.

    Raises:
        UnknownCourt: the site file names none of this code.
    """
    return local_moment(day, at, court_of(rules, code).zone())


def matters_of(scene: Scene, ref: ParticipantRef) -> list[CourtMatter]:
    """The participant's open matters whose rows hold, the next hearing first."""
    query = select(CourtMatter).where(CourtMatter.participant == ref, CourtMatter.closed_at.is_(None))
    held = [row for row in scene.work.session.scalars(query) if scene.vault.rows.row_holds(row)]
    return sorted(held, key=lambda row: (row.hearing_at is None, rfc3339(row.hearing_at), row.id))


def keep_matter(
    scene: Scene, ref: ParticipantRef, matter: Matter, *, of: str = "", seen: int | None = None
) -> CourtMatter:
    """Write a new matter down, or change the one `of` names; a moved hearing plans its reminders anew.

    `seen`: the version that stood on the screen.

    Raises:
        NotAvailable: not theirs to keep, or no such matter.
        AlreadyChanged: somebody changed or closed it meanwhile.
        UnknownCourt: the site file names no such court.
        HearingOver: the hearing named is past.
        Unsafe: a key is missing, or a page was altered.
    """
    actor = keeper(scene, ref, Duty.KEEP_COURT)
    court = court_of(scene.rules, matter.court)
    row = _standing(scene, ref, of, seen) if of else None
    before = row.hearing_at if row else None
    moved = matter.hearing_at != before
    if moved and matter.hearing_at is not None and matter.hearing_at <= scene.moment:
        raise HearingOver
    if row is None:
        row = _new_row(scene, actor, ref, matter)
    else:
        row.page = _rewritten(scene, actor, row, matter)
        row.version += 1
    row.court, row.office, row.arose = court.code, court.office, matter.arose.value
    row.hearing_at = matter.hearing_at
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    scene.note(Verb.MATTER_KEPT, (ref, row.id), ("moved" if moved else "changed") if of else "new")
    if moved:
        plan_hearing(scene, row, court)
        hearing_moved(scene, row.id, row.hearing_at)
    return row


def close_matter(scene: Scene, ref: ParticipantRef, of: str, *, seen: int | None = None) -> CourtMatter:
    """The case is over, or not theirs after all: no reminder comes of it any more.

    Raises:
        NotAvailable, AlreadyChanged: as `keep_matter`.
    """
    keeper(scene, ref, Duty.KEEP_COURT)
    row = _standing(scene, ref, of, seen)
    row.closed_at = scene.moment
    row.version += 1
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    call_off(scene.work, row.id, HEARING, scene.moment)
    scene.note(Verb.MATTER_CLOSED, (ref, row.id))
    return row


def _standing(scene: Scene, ref: ParticipantRef, of: str, seen: int | None) -> CourtMatter:
    """The matter, locked, as it stands."""
    if scene.work.session.get(CourtMatter, of) is None:
        raise NotAvailable
    row = locked_matter(scene.work, of)
    if row.participant != ref or not scene.vault.rows.row_holds(row):
        raise NotAvailable
    if row.closed_at is not None or (seen is not None and row.version != seen):
        raise AlreadyChanged("matter")
    return row


def _new_row(scene: Scene, actor: Actor, ref: ParticipantRef, matter: Matter) -> CourtMatter:
    made = new_id()
    page = scene.vault.pages.write(
        scene.work,
        actor,
        ref,
        Shelf.COURT,
        _SEALED_UNDER,
        {**matter.details, MATTER: Sensitive(made)},
        moment=scene.moment,
    )
    row = CourtMatter(
        id=made,
        participant=ref,
        page=page,
        entered_by=scene.user,
        entered_at=scene.moment,
        version=1,
        mac=b"",
    )
    scene.work.session.add(row)
    return row


def _rewritten(scene: Scene, actor: Actor, row: CourtMatter, matter: Matter) -> str:
    def merged(before: Mapping[str, Sensitive]) -> Mapping[str, Sensitive]:
        kept = {name: text for name, text in before.items() if name not in matter.gone}
        return {**kept, **matter.details, MATTER: Sensitive(row.id)}

    try:
        return scene.vault.pages.rewrite(
            scene.work,
            actor,
            row.participant,
            Shelf.COURT,
            _SEALED_UNDER,
            merged,
            moment=scene.moment,
            page=row.page,
        )
    except NotAvailable:
        raise AlreadyChanged("matter") from None
