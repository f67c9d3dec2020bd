"""A conference on somebody who was not referred: only what the asker's own agency brings is on the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from models.access import may_write
from models.acts.conference import new_row, store
from models.acts.conference_running import set_hour, sign, tell_seated
from models.acts.conference_telling import begin_thread
from models.acts.conference_times import When, facilitator_of, free_slot, plan_steps
from models.acts.paging import every_responder, on_call_seats
from models.audit import Verb
from models.classes import Basis, Category
from models.conference import (
    About,
    Conference,
    ConferenceSeat,
    ConferenceState,
    Reason,
    Wanted,
    locked_conference,
    seats_at,
)
from models.due import Planned, Step, plan
from models.errors import NotAllowed, NotAvailable, Vacant
from models.people import Actor, AgencyKind, Role, active_with, find_actor
from models.scene import Scene, the_actor
from models.schema import ConferenceRef
from models.site import Group
from models.vault import Details, Seat

# What an agency may say of somebody who was not referred.
BROUGHT = (Category.IDENTITY, Category.LOCATION, Category.INCIDENT)
_SOON = timedelta(seconds=5)
_MOST = 50


@dataclass(frozen=True, repr=False)
class NewPotential:
    """What somebody brings. `details`: per class, field id -> words, their own agency's knowledge alone."""

    group: Group
    region: str
    reason: Reason
    wanted: Wanted
    when: When
    details: Details


def may_bring(actor: Actor) -> bool:
    """Whoever may write of a person; the case-management side has nothing to say here."""
    return actor.kind is not AgencyKind.CASE_MANAGEMENT and any(may_write(actor, one) for one in BROUGHT)


def bring(scene: Scene, new: NewPotential) -> Conference:
    """Seal it for its author and the case-management team, which neither confirms nor denies anything.

    Whether anybody is known is looked at beside the act, for everybody alike.

    Raises:
        NotOnRoster, NotAllowed: not theirs to bring.
        Vacant: nobody of case management could be asked.
        ValueError, TwoAtOnce, NoMeeting: as `free_slot`.
        Unsafe: a key is missing.
    """
    actor = _bringer(scene, new.details)
    team = _team(scene, new.region)
    if not team:
        raise Vacant
    facilitator = facilitator_of(scene, new.group)
    slot = free_slot(scene, new.group, facilitator, new.when)
    conference = new_row(scene, About.POTENTIAL, actor, new.reason, new.wanted)
    conference.group, conference.facilitator, conference.regions = new.group.code, facilitator, new.region
    set_hour(conference, slot)
    begin_thread(scene, conference)
    store(scene, conference)
    plan_steps(scene, conference)
    for seat in team:
        _sit(scene, conference, seat)
    _seal(scene, actor, conference, new.details, team)
    _look_later(scene, conference)
    scene.note(Verb.CONFERENCE_PROPOSED, (conference.ref,), new.reason.value)
    tell_seated(scene, conference)
    return conference


def add(scene: Scene, ref: ConferenceRef, details: Details) -> Conference:
    """Somebody of the same agency adds what they know, in envelopes of their own.

    Raises:
        NotOnRoster, NotAllowed: not theirs to write.
        NotAvailable: not their agency's, or over, or none.
        Unsafe: a key is missing.
    """
    actor = _bringer(scene, details)
    if scene.work.session.get(Conference, ref) is None:
        raise NotAvailable
    conference = locked_conference(scene.work, ref)
    if not scene.vault.rows.row_holds(conference) or not _is_theirs(conference, actor):
        raise NotAvailable
    sign(scene, conference, Verb.CONFERENCE_ADDED_TO)
    numbered = {
        category: {f"{name}.{conference.version}": text for name, text in fields.items()}
        for category, fields in details.items()
    }
    team = [Seat(row.member, Role(row.role), Basis.REFERRAL) for row in seats_at(scene.work, conference.ref)]
    _seal(scene, actor, conference, numbered, team)
    _look_later(scene, conference)
    return conference


def of_their_agency(scene: Scene, actor: Actor) -> Sequence[Conference]:
    """The potential referrals' conferences that somebody's agency has brought and that are not over."""
    query = select(Conference).where(
        Conference.about == About.POTENTIAL.value,
        Conference.asker_agency == actor.agency,
        Conference.state != ConferenceState.CLOSED.value,
    )
    rows = scene.work.session.scalars(query.order_by(Conference.asked_at.desc(), Conference.ref).limit(_MOST))
    return [row for row in rows if scene.vault.rows.row_holds(row)]


def _is_theirs(conference: Conference, actor: Actor) -> bool:
    potential = conference.about == About.POTENTIAL and conference.state != ConferenceState.CLOSED
    return potential and conference.asker_agency == actor.agency


def _bringer(scene: Scene, details: Details) -> Actor:
    actor = the_actor(scene)
    if not may_bring(actor) or any(one not in BROUGHT or not may_write(actor, one) for one in details):
        raise NotAllowed
    return actor


def _team(scene: Scene, region: str) -> list[Seat]:
    """The clinical supervisors of the region and whoever is on call there, else whoever could be sent."""
    rows, rules, moment = scene.vault.rows, scene.rules, scene.moment
    active = active_with(scene.work, rows, Role.CLINICAL_SUPERVISOR, rules.today(moment))
    leads = [Seat(one.user, Role.CLINICAL_SUPERVISOR, Basis.REFERRAL) for one in active if one.serves(region)]
    sent = on_call_seats(scene.work, rows, rules, region, moment)
    sent = sent or every_responder(scene.work, rows, rules, region, moment)
    return list({seat.user: seat for seat in [*sent, *leads]}.values())


def _sit(scene: Scene, conference: Conference, seat: Seat) -> None:
    actor = find_actor(scene.work, scene.vault.rows, seat.user, scene.rules.today(scene.moment))
    row = ConferenceSeat(
        conference=conference.ref,
        member=seat.user,
        role=seat.role.value if seat.role else "",
        agency=actor.agency,
        invited_at=scene.moment,
        answer="",
    )
    scene.work.session.add(row)
    scene.work.session.flush()


def _seal(scene: Scene, actor: Actor, conference: Conference, details: Details, team: Sequence[Seat]) -> None:
    scene.vault.sealer.seal(
        scene.work,
        actor,
        conference,
        details,
        [Seat(actor.user, None, Basis.OWN), *team],
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )


def _look_later(scene: Scene, conference: Conference) -> None:
    key = f"{Step.CONFERENCE_LOOK.value}:{conference.ref}:{conference.version}"
    plan(scene.work, [Planned(Step.CONFERENCE_LOOK, conference.ref, scene.moment + _SOON, key)])
