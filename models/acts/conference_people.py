"""Who may sit at a conference on a participant: whom a release covers, whom not and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select

from models.access import MATRIX, Case, refusal
from models.classes import Basis, Category, Purpose
from models.conference import OVER, Apart, Conference, ConferenceSeat, ConferenceState
from models.errors import NotOnRoster
from models.participant import Circle, circle_of
from models.people import Actor, Role, active_with, find_actor
from models.referral import Referral
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.vault import Seat

# The classes of a brief that a release may let somebody outside the team read.
BRIEFED = (Category.IDENTITY, Category.ENGAGEMENT, Category.BARRIERS, Category.LEGAL_CALENDAR)
# Where to approach them is for the care team alone, whatever a release says.
TEAM_ONLY = Category.LOCATION
# Every role whose cells a release can open, in the order in which people are proposed.
INVITED_AS = tuple(role for role in Role if any(Basis.CONSENT in MATRIX[role][one] for one in BRIEFED))
_TEAM = (Role.CASE_MANAGER, Role.LEGAL_SYSTEM_ADVOCATE)


class Gap(StrEnum):
    """Why nobody of an agency can be added in a role."""

    NO_RELEASE = "no_release"  # none names the agency and role for conferences
    NOT_HERE = "not_here"  # one does, and nobody of them is on the roster for its regions
    NOBODY = "nobody"  # one does, and nobody of the agency holds the role today


@dataclass(frozen=True)
class Covered:
    """Somebody whom a live release lets read some of a brief; `here`: of the participant's own region."""

    user: SlackUserId
    name: str
    role: Role
    agency: str
    classes: frozenset[Category]
    here: bool
    referred: bool = False


@dataclass(frozen=True)
class NotToAdd:
    """An agency's role of which nobody can be added, and why."""

    agency: str
    role: Role
    why: Gap


@dataclass(frozen=True)
class Around:
    """Who may sit at the table.

    `covered`: the referring officer first. `time_only`: public defenders whom no release covers; they may be
    told the time. `sit_out`: whether somebody was left away because two people are kept apart.
    """

    covered: tuple[Covered, ...]
    barred: tuple[NotToAdd, ...]
    time_only: tuple[Covered, ...]
    sit_out: bool


def who_may_sit(scene: Scene, circle: Circle) -> Around:
    """Exactly those whom a live release of the participant covers for a conference today."""
    apart = kept_apart(scene, circle.ref)
    referrer = _referrer(scene, circle)
    everybody = [
        _seen(scene, circle, actor, role, referrer) for role in INVITED_AS for actor in _of(scene, role)
    ]
    reached = [one for one in everybody if one.classes]
    once = {one.user: one for one in reversed(reached)}  # of several roles the first
    table = [one for one in reached if once[one.user] is one and one.user not in apart]
    lawyers = [one for one in everybody if one.role is Role.PUBLIC_DEFENDER and one.user not in once]
    return Around(
        covered=tuple(sorted(table, key=lambda one: not one.referred)),
        barred=tuple(_gaps(scene, circle, everybody)),
        time_only=tuple(one for one in lawyers if one.user not in apart),
        sit_out=any(one.user in apart for one in reached),
    )


def classes_for(scene: Scene, circle: Circle, actor: Actor, role: Role) -> frozenset[Category]:
    """What of a brief a live release lets somebody read in this role today."""
    if circle.closed:
        return frozenset()
    return frozenset(one for one in BRIEFED if refusal(_case(scene, circle, actor, role, one)) is None)


def still_covered(scene: Scene, conference: Conference, user: SlackUserId, role: Role) -> bool:
    """Whether a live release covers somebody's place at the table now, apart from the hours of the briefs."""
    circle = circle_about(scene, conference)
    actor = actor_or_none(scene, user)
    return circle is not None and actor is not None and bool(classes_for(scene, circle, actor, role))


def circle_about(scene: Scene, conference: Conference) -> Circle | None:
    """Who stands around the participant that it is about; None where there is none, or it is closed."""
    if not conference.participant.startswith("C-"):
        return None
    circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(conference.participant))
    return None if circle is None or circle.closed else circle


def actor_or_none(scene: Scene, user: SlackUserId) -> Actor | None:
    """Who somebody is today, if anybody."""
    try:
        return find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
    except NotOnRoster:
        return None


def care_team(scene: Scene, circle: Circle) -> list[Seat]:
    """The assigned case managers and advocates who are there today; where nobody is, the supervisors."""
    seats = [
        Seat(user, role, Basis.CARE_TEAM)
        for user, role in sorted(circle.team)
        if role in _TEAM
        and (actor := actor_or_none(scene, user))
        and circle.has(actor, role)
        and actor.holds(role)
    ]
    return seats or supervisors(scene, circle.agency)


def supervisors(scene: Scene, agency: str) -> list[Seat]:
    """The clinical supervisors of a case-management agency."""
    found = (one for one in _of(scene, Role.CLINICAL_SUPERVISOR) if one.agency == agency)
    return [Seat(one.user, Role.CLINICAL_SUPERVISOR, Basis.CARE_TEAM) for one in found]


def kept_apart(scene: Scene, ref: str) -> frozenset[SlackUserId]:
    """Who works with, or was invited about, somebody from whom this participant is kept apart."""
    people: set[SlackUserId] = set()
    for other in apart_from(scene, ref):
        circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(other))
        people |= {user for user, _ in circle.team} if circle else set()
        people |= set(_invited_about(scene, other))
    return frozenset(people)


def apart_from(scene: Scene, ref: str) -> list[str]:
    """Whom a participant is kept apart from."""
    query = select(Apart).where(or_(Apart.one == ref, Apart.other == ref), Apart.ended_at.is_(None))
    rows = [row for row in scene.work.session.scalars(query) if scene.vault.rows.row_holds(row)]
    return sorted({row.other if row.one == ref else row.one for row in rows})


def _invited_about(scene: Scene, ref: str) -> Iterable[SlackUserId]:
    over = [ConferenceState(one).value for one in OVER]
    query = (
        select(ConferenceSeat.member)
        .join(Conference, Conference.ref == ConferenceSeat.conference)
        .where(
            Conference.participant == ref, Conference.state.not_in(over), ConferenceSeat.ended_at.is_(None)
        )
        # Whoever leads every conference hears no more than references.
        .where(ConferenceSeat.member != Conference.facilitator)
    )
    return scene.work.session.scalars(query).all()


def _of(scene: Scene, role: Role) -> list[Actor]:
    return active_with(scene.work, scene.vault.rows, role, scene.rules.today(scene.moment))


def _referrer(scene: Scene, circle: Circle) -> SlackUserId | None:
    row = scene.work.session.get(Referral, circle.referral) if circle.referral else None
    return row.referrer if row is not None and scene.vault.rows.row_holds(row) else None


def _seen(scene: Scene, circle: Circle, actor: Actor, role: Role, referrer: SlackUserId | None) -> Covered:
    return Covered(
        user=actor.user,
        name=actor.display_name,
        role=role,
        agency=actor.agency,
        classes=classes_for(scene, circle, actor, role),
        here=actor.serves(circle.region),
        referred=actor.user == referrer,
    )


def _gaps(scene: Scene, circle: Circle, everybody: Iterable[Covered]) -> Iterable[NotToAdd]:
    """Agencies' roles of which no release covers anybody, and those that one names and nobody holds."""
    staffed: dict[tuple[str, Role], bool] = {}
    for one in everybody:
        key = one.agency, one.role
        staffed[key] = staffed.get(key, False) or bool(one.classes)
    named = _named(scene, circle)
    for (agency, role), reached in staffed.items():
        if not reached and role is not Role.PROJECT_MANAGER:
            yield NotToAdd(agency, role, Gap.NOT_HERE if (agency, role) in named else Gap.NO_RELEASE)
    for agency, role in sorted(named - staffed.keys()):
        yield NotToAdd(agency, role, Gap.NOBODY)


def _named(scene: Scene, circle: Circle) -> set[tuple[str, Role]]:
    """Agency and role of each release that runs today and is for conferences, on something of a brief."""
    today = scene.rules.today(scene.moment)
    return {
        (one.agency, one.role)
        for one in circle.consents
        if one.role in INVITED_AS
        and Purpose.CONFERENCE in one.purposes
        and one.starts_on <= today
        and (one.expires_on is None or today <= one.expires_on)
        and any(Basis.CONSENT in MATRIX[one.role][name] for name in one.categories & set(BRIEFED))
    }


def _case(scene: Scene, circle: Circle, actor: Actor, role: Role, category: Category) -> Case:
    return Case(
        actor=actor,
        role=role,
        basis=Basis.CONSENT,
        category=category,
        purpose=Purpose.CONFERENCE,
        moment=scene.moment,
        today=scene.rules.today(scene.moment),
        author=scene.user,
        author_agency="",
        circle=circle,
    )
