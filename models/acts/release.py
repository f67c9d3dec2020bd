"""A release is signed, and its recipients are entered one by one: what a form must hold, and recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.access import ONLY_FOR, admitted
from models.audit import Verb
from models.classes import RELEASABLE, Basis, Category
from models.consent import Recipient, Release, Signed, consent_row, new_id
from models.errors import NotAllowed, UnknownReference
from models.participant import Circle
from models.people import Role, agency_kind, fits
from models.scene import Scene

# A form names several recipients, which are entered one by one; after this nobody writes on a signed form.
ENTERED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class ReleaseForm:
    """The open side of a signed form; name, signature and expiry event go into the folder, sealed."""

    signed_on: date
    signed_how: Signed
    recipients: tuple[Recipient, ...]
    expires_on: date | None
    by_event: bool


def problems(form: ReleaseForm, today: date) -> dict[str, str]:
    """What 42 CFR 2.31(a) or the matrix misses in a form: field -> code; empty when nothing is."""
    found: dict[str, str] = {}
    if form.signed_on > today:
        found["signed_on"] = "in_the_future"
    if form.expires_on is None and not form.by_event:
        found["expires_on"] = "no_end"
    elif form.expires_on is not None and form.expires_on < max(today, form.signed_on):
        found["expires_on"] = "over_already"
    if not form.recipients:
        found["recipients"] = "nobody"
    for recipient in form.recipients:
        found |= recipient_problems(recipient)
    return found


def recipient_problems(recipient: Recipient) -> dict[str, str]:
    """What a line of the form misses, or what the matrix never allows: field -> code."""
    if not fits(recipient.role, agency_kind(recipient.agency)):
        return {"role": "not_of_that_agency"}
    found = {}
    if not recipient.categories:
        found["categories"] = "none"
    elif never_for(recipient.role, recipient.categories):
        found["categories"] = "never_for_this_role"
    if not recipient.purposes or not recipient.purposes.issubset(RELEASABLE):
        found["purposes"] = "none"
    elif only_for(recipient):
        found["purposes"] = "only_for"
    return found


def never_for(role: Role, categories: Iterable[Category]) -> tuple[Category, ...]:
    """Those of the categories that no release opens for this role, whatever it says."""
    return tuple(sorted(set(categories) - admitted(Basis.CONSENT, role)))


def only_for(recipient: Recipient) -> tuple[Category, ...]:
    """Those of its categories that its role is told for one purpose only, which the line does not name."""
    limits = ((one, ONLY_FOR.get((recipient.role, one))) for one in sorted(recipient.categories))
    return tuple(one for one, purpose in limits if purpose is not None and purpose not in recipient.purposes)


def sign_release(scene: Scene, circle: Circle, form: ReleaseForm) -> Release:
    """Take a signed form in force; `scene.user` enters it. The caller has asked for the duty.

    Raises:
        NotAllowed: an element is missing, or the matrix never allows what it names.
    """
    if circle.closed or problems(form, scene.rules.today(scene.moment)):
        raise NotAllowed
    release = Release(
        id=new_id(),
        participant=circle.ref,
        discloser=circle.agency,
        signed_on=form.signed_on,
        signed_how=form.signed_how.value,
        expires_on=form.expires_on,
        by_event=int(form.by_event),
        entered_by=scene.user,
        entered_at=scene.moment,
        version=1,
        mac=b"",
    )
    scene.vault.rows.sign_row(release)
    scene.work.session.add(release)
    scene.work.session.flush()
    _name(scene, release, form.recipients)
    return release


def add_recipient(scene: Scene, circle: Circle, release_id: str, recipient: Recipient) -> Release:
    """One more recipient of a form that the same person has just entered. The caller has asked for the duty.

    Raises:
        UnknownReference: no such release of this participant, or an altered row.
        NotAllowed: somebody else's entry, too long ago, over or ended for everybody, or the matrix never
            allows what it names.
    """
    query = select(Release).where(Release.id == release_id, Release.participant == circle.ref)
    release = scene.work.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if release is None or not scene.vault.rows.row_holds(release):
        raise UnknownReference
    today = scene.rules.today(scene.moment)
    mine = release.entered_by == scene.user and scene.moment <= release.entered_at + ENTERED_WITHIN
    over = release.expires_on is not None and release.expires_on < today
    stands = any(one.release_id == release.id for one in circle.consents)
    if circle.closed or not mine or over or not stands or recipient_problems(recipient):
        raise NotAllowed
    _name(scene, release, [recipient])
    return release


def _name(scene: Scene, release: Release, recipients: Iterable[Recipient]) -> None:
    """The rows of those whom a release names."""
    rows = [consent_row(release, recipient) for recipient in recipients]
    for row in rows:
        scene.vault.rows.sign_row(row)
        scene.work.session.add(row)
    scene.work.session.flush()
    scene.note(Verb.CONSENT_SIGNED, (release.participant, release.id, *(row.id for row in rows)))
