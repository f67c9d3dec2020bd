"""A conference on a participant: proposed to whom a live release covers, joined, moved, closed, left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from models.access import may_write
from models.acts.conference_people import (
    BRIEFED,
    TEAM_ONLY,
    actor_or_none,
    care_team,
    who_may_sit,
)
from models.acts.conference_running import flag_sit_out, set_hour, sign, tell_team
from models.acts.conference_seats import covered_seats, hand_out, invite, seat_people, unless_stepped_back
from models.acts.conference_telling import News, begin_thread, say_news, tell
from models.acts.conference_times import AHEAD, When, facilitator_of, free_slot, plan_steps
from models.audit import Verb
from models.classes import Basis
from models.conference import (
    About,
    Conference,
    ConferenceState,
    ConferenceWish,
    Reason,
    Wanted,
    locked_conference,
    reserve_conference,
)
from models.consent import new_id
from models.duties import DUTIES, Duty
from models.errors import NotAllowed, NotCovered
from models.notice import Kind
from models.participant import Circle, Participant, circle_of
from models.people import Actor, Role
from models.scene import Scene, the_actor
from models.schema import ConferenceRef, ParticipantRef, SlackUserId
from models.site import Group
from models.vault import Details, Seat

_OPEN = tuple(one.value for one in ConferenceState if one is not ConferenceState.CLOSED)


@dataclass(frozen=True, repr=False)
class NewConference:
    """What a care team proposes. `invited`, `told_time`: chosen among those whom the bot proposed."""

    participant: ParticipantRef
    group: Group
    reason: Reason
    wanted: Wanted
    when: When
    details: Details
    invited: Collection[SlackUserId]
    told_time: Collection[SlackUserId] = field(default=())


def propose(scene: Scene, new: NewConference) -> Conference:
    """Seal the brief for whoever is covered, set the time, and tell them. A second one joins the first.

    Whoever asks is told by a card alone, the same for the first and the second.

    Raises:
        NotOnRoster: no seat now.
        NotAllowed: not on the care team in a role that asks, or a class that has no place in a brief.
        NotCovered: no live release covers anybody of those chosen for what was written.
        ValueError, TwoAtOnce, NoMeeting: as `free_slot`.
        Unsafe: a key is missing.
    """
    hold_person(scene, new.participant)
    actor, circle = _asker(scene, new)
    standing = standing_one(scene, circle)
    around = who_may_sit(scene, circle)
    invited = [one for one in around.covered if one.user in new.invited and one.classes & set(new.details)]
    if not invited:
        raise NotCovered(frozenset(one.value for one in new.details))
    if standing is None or standing.state == ConferenceState.ASKED:
        conference = _first(scene, actor, circle, new, standing)
    else:
        conference = _join(scene, new, standing)
    _wish(scene, conference, new)
    seats = seat_people(scene, conference, unless_stepped_back(scene, conference, invited))
    team = _team_seats(scene, circle, actor, conference)
    details = _numbered(conference, new.details)
    hand_out(scene, actor, conference, details, team, covered_seats(scene, conference))
    scene.note(Verb.CONFERENCE_PROPOSED, (conference.ref, circle.ref), new.reason.value)
    invite(scene, conference, seats)
    tell_team(scene, conference)
    tell(
        scene,
        conference,
        Kind.CONFERENCE_TIME_ONLY,
        [one.user for one in around.time_only if one.user in new.told_time],
    )
    if around.sit_out:
        flag_sit_out(scene, circle, conference)
    return conference


def hold_person(scene: Scene, ref: ParticipantRef) -> None:
    """Nobody else asks for a conference on this participant until the unit of work ends: two become one."""
    scene.work.session.execute(select(Participant.ref).where(Participant.ref == ref).with_for_update())


def standing_one(scene: Scene, circle: Circle) -> Conference | None:
    """The conference about this participant that is not over, by whichever reference it was asked for."""
    about = [one for one in (circle.ref, circle.referral) if one]
    query = select(Conference.ref).where(
        Conference.participant.in_(about), Conference.about == About.PERSON.value, Conference.state.in_(_OPEN)
    )
    for ref in scene.work.session.scalars(query.order_by(Conference.asked_at, Conference.ref)).all():
        found = locked_conference(scene.work, ConferenceRef(ref))
        if scene.vault.rows.row_holds(found):
            return found
    return None


def _asker(scene: Scene, new: NewConference) -> tuple[Actor, Circle]:
    actor = the_actor(scene)
    circle = circle_of(scene.work, scene.vault.rows, new.participant)
    if circle is None or not any(actor.holds(one) and circle.has(actor, one) for one in DUTIES[Duty.ASK]):
        raise NotAllowed
    if any(one not in {*BRIEFED, TEAM_ONLY} or not may_write(actor, one) for one in new.details):
        raise NotAllowed
    return actor, circle


def _first(
    scene: Scene, actor: Actor, circle: Circle, new: NewConference, wanted: Conference | None
) -> Conference:
    """A new one, or the one that somebody else asked for, which has no time and no brief yet."""
    facilitator = facilitator_of(scene, new.group)
    slot = free_slot(scene, new.group, facilitator, new.when)
    conference = wanted or new_row(scene, About.PERSON, actor, new.reason, new.wanted)
    conference.participant, conference.regions = circle.ref, circle.region
    conference.asker, conference.asker_agency = actor.user, actor.agency
    conference.group, conference.facilitator = new.group.code, facilitator
    set_hour(conference, slot)
    begin_thread(scene, conference)
    store(scene, conference)
    plan_steps(scene, conference)
    return conference


def _join(scene: Scene, new: NewConference, standing: Conference) -> Conference:
    """The one that stands has its hour already, unless it was put off: then it has this one."""
    if standing.state not in AHEAD:
        slot = free_slot(scene, new.group, SlackUserId(standing.facilitator), new.when, standing.ref)
        set_hour(standing, slot)
        say_news(scene, standing, News.MOVED)
    else:
        # What stands in the way of the hour that was asked for is said, as if there were no other.
        free_slot(scene, new.group, facilitator_of(scene, new.group), new.when, standing.ref)
    sign(scene, standing, Verb.CONFERENCE_ADDED_TO)
    plan_steps(scene, standing)
    return standing


def new_row(scene: Scene, about: About, actor: Actor, reason: Reason, wanted: Wanted) -> Conference:
    """A row with a reference of its own; not signed, and not stored."""
    return Conference(
        ref=reserve_conference(scene.work),
        about=about.value,
        participant="",
        situation="",
        group="",
        regions="",
        asker=actor.user,
        asker_agency=actor.agency,
        reason=reason.value,
        wanted=wanted.value,
        facilitator="",
        meeting="",
        minutes=scene.rules.conference.minutes,
        state=ConferenceState.ASKED.value,
        asked_at=scene.moment,
        anchor="",
        version=0,
        mac=b"",
    )


def store(scene: Scene, conference: Conference) -> None:
    """Sign the row and keep it."""
    conference.version += 1
    scene.vault.rows.sign_row(conference)
    scene.work.session.add(conference)
    scene.work.session.flush()


def _wish(scene: Scene, conference: Conference, new: NewConference) -> None:
    scene.work.session.add(
        ConferenceWish(
            id=new_id(),
            conference=conference.ref,
            member=scene.user,
            about=new.participant,
            reason=new.reason.value,
            wanted=new.wanted.value,
            asked_at=scene.moment,
        )
    )
    scene.work.session.flush()


def _team_seats(scene: Scene, circle: Circle, actor: Actor, conference: Conference) -> list[Seat]:
    """Its author while they work with the person, the care team, and whoever adds to it now."""
    author = _role_on_the_team(scene, circle, conference.asker)
    own = [Seat(conference.asker, None, Basis.OWN)] if author else []
    others = [one for one in care_team(scene, circle) if not own or one.user != conference.asker]
    if actor.user == conference.asker or actor.user in {one.user for one in others}:
        return [*own, *others]
    role = _role_on_the_team(scene, circle, actor.user)
    return [*own, *others, Seat(actor.user, role, Basis.CARE_TEAM)]


def _role_on_the_team(scene: Scene, circle: Circle, user: SlackUserId) -> Role | None:
    """In which role somebody of the care team asks today; None where they are not of it."""
    actor = actor_or_none(scene, user)
    roles = (one for one in DUTIES[Duty.ASK] if actor and actor.holds(one) and circle.has(actor, one))
    return next(roles, None)


def _numbered(conference: Conference, details: Details) -> Details:
    """What is added later stands beside what was written first, under names of its own."""
    if conference.version <= 1:
        return details
    return {
        category: {f"{name}.{conference.version}": text for name, text in fields.items()}
        for category, fields in details.items()
    }
