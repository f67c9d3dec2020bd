"""Asking for a conference, or for a place at one: always the same answer, and the care team decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from models.acts.conference import hold_person, new_row, standing_one, store
from models.acts.conference_people import (
    INVITED_AS,
    actor_or_none,
    care_team,
    circle_about,
    classes_for,
    supervisors,
    who_may_sit,
)
from models.acts.conference_running import end, on_the_team
from models.acts.conference_seats import invite, seat_people, share_standing
from models.acts.conference_telling import tell
from models.acts.conference_times import AHEAD, facilitator_of, groups_for
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
)
from models.consent import new_id
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAvailable, NotCovered
from models.notice import Kind, NewNotice, Urgency, post
from models.participant import Circle, Participant, circle_of
from models.people import Actor, Role, active_with
from models.ping import Ping
from models.referral import Referral, locked
from models.scene import Scene, the_actor
from models.schema import ConferenceRef, ParticipantRef, PingRef, ReferralRef, SlackUserId
from models.vault import Seat

MOST = 60  # of the wishes that one screen shows


def wish(scene: Scene, typed: str, reason: Reason, wanted: Wanted, partners: Collection[Role] = ()) -> None:
    """Somebody wants a conference on whomever they know by a reference.

    Nothing that they see or hear hangs on whether the reference is theirs, or anybody is known by it: they
    get one sentence now, and one on a day that was fixed when they asked. `partners`, the roles they would
    like to see there, name nobody and invite nobody.

    Raises:
        NotOnRoster: no seat now.
    """
    actor = the_actor(scene)
    about = _known_by(scene, actor, typed)
    if about:
        conference = _wanted_one(scene, actor, about, reason, wanted)
        if conference is not None:
            _note(scene, conference, typed, reason, wanted, partners)
    _fixed_line(scene, typed)


def ask_to_join(scene: Scene, ref: ConferenceRef) -> None:
    """Somebody of the group wants to be there; answered as `wish` is.

    Raises:
        NotOnRoster: no seat now.
    """
    the_actor(scene)
    conference = scene.work.session.get(Conference, ref)
    known = conference is not None and scene.vault.rows.row_holds(conference)
    if known and conference is not None and conference.about == About.PERSON and conference.state in AHEAD:
        _note(scene, conference, ref, Reason(conference.reason), Wanted(conference.wanted))
    _fixed_line(scene, ref)


def wishes_for(scene: Scene, ref: ConferenceRef) -> Sequence[ConferenceWish]:
    """Who asked for it or for a place at it, the oldest first."""
    query = select(ConferenceWish).where(ConferenceWish.conference == ref)
    return scene.work.session.scalars(
        query.order_by(ConferenceWish.asked_at, ConferenceWish.id).limit(MOST)
    ).all()


def to_settle(scene: Scene, ref: ConferenceRef, *, look: bool = False) -> tuple[Actor, Conference]:
    """The conference, if this user may say what becomes of a wish for it. Locked, unless this is but a look.

    Raises:
        NotAvailable: it is not theirs, or there is none.
        NotOnRoster: no seat now.
    """
    actor = the_actor(scene)
    seen = scene.work.session.get(Conference, ref)
    if seen is None:
        raise NotAvailable
    conference = seen if look else locked_conference(scene.work, ref)
    without_team = conference.participant.startswith("R-") and actor.holds(Role.CLINICAL_SUPERVISOR)
    if not scene.vault.rows.row_holds(conference) or not (
        without_team or on_the_team(scene, conference, actor)
    ):
        raise NotAvailable
    return actor, conference


def decline(scene: Scene, ref: ConferenceRef) -> None:
    """No conference now. Whoever asked hears the one line, on the day that was fixed before.

    Raises:
        NotAvailable: not theirs.
        AlreadyChanged: it has an hour already, or is over.
    """
    _, conference = to_settle(scene, ref)
    conference.refuse_unless(ConferenceState.ASKED)
    end(scene, conference)


def let_in(scene: Scene, ref: ConferenceRef, user: SlackUserId) -> None:
    """The care team gives somebody a place, whom a live release covers.

    Raises:
        NotAvailable: not theirs.
        AlreadyChanged: it has no hour, or is over.
        NotCovered: no live release covers them.
        Unsafe: what was sealed cannot be handed on.
    """
    _, conference = to_settle(scene, ref)
    circle = circle_about(scene, conference)
    if circle is None or conference.state not in AHEAD:
        raise AlreadyChanged(conference.state)
    one = next((one for one in who_may_sit(scene, circle).covered if one.user == user), None)
    if one is None:
        raise NotCovered
    seats = seat_people(scene, conference, [one])
    if seats:
        share_standing(scene, conference, (), [Seat(one.user, one.role, Basis.CONSENT)])
        invite(scene, conference, seats)


def _known_by(scene: Scene, actor: Actor, typed: str) -> str:
    """The participant (or referral) that this person means and may mean; empty = nobody."""
    if typed.startswith("R-"):
        return _of_their_referral(scene, actor, ReferralRef(typed))
    if typed.startswith("P-"):
        return _of_their_ping(scene, actor, PingRef(typed))
    circle = (
        circle_of(scene.work, scene.vault.rows, ParticipantRef(typed)) if typed.startswith("C-") else None
    )
    return typed if circle is not None and _told_of(scene, circle, actor) else ""


def _told_of(scene: Scene, circle: Circle, actor: Actor) -> bool:
    """Whether a release lets them know of this participant."""
    return any(actor.holds(role) and classes_for(scene, circle, actor, role) for role in INVITED_AS)


def _of_their_referral(scene: Scene, actor: Actor, ref: ReferralRef) -> str:
    row = scene.work.session.get(Referral, ref)
    if row is None or not scene.vault.rows.row_holds(row):
        return ""
    if (row.referrer, row.referrer_agency) != (actor.user, actor.agency):
        return ""
    goes_on = row.merged_into or row.ref
    if goes_on.startswith("C-"):
        return goes_on
    begun = select(Participant.ref).where(Participant.referral == goes_on).order_by(Participant.begun_at)
    return scene.work.session.scalar(begun.limit(1)) or goes_on


def _of_their_ping(scene: Scene, actor: Actor, ref: PingRef) -> str:
    ping = scene.work.session.get(Ping, ref)
    if ping is None or not scene.vault.rows.row_holds(ping):
        return ""
    mine = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == actor.user)
    opens = scene.vault.opener.still_open
    handles = scene.work.session.scalars(mine).all()
    known = any(opens(scene.work, scene.rules, actor.user, one, scene.moment) for one in handles)
    return ping.participant if known else ""


def _wanted_one(scene: Scene, actor: Actor, about: str, reason: Reason, wanted: Wanted) -> Conference | None:
    """The one that stands, else a new one without an hour; None where nobody could be asked."""
    if about.startswith("C-"):
        hold_person(scene, ParticipantRef(about))
        circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(about))
        if circle is None or circle.closed:
            return None
        return standing_one(scene, circle) or _new(scene, actor, about, circle.region, reason, wanted)
    referral = locked(scene.work, ReferralRef(about))
    query = select(Conference).where(
        Conference.participant == about, Conference.state != ConferenceState.CLOSED.value
    )
    standing = scene.work.session.scalar(query.order_by(Conference.asked_at).limit(1))
    return standing or _new(scene, actor, about, referral.region, reason, wanted)


def _new(scene: Scene, actor: Actor, about: str, region: str, reason: Reason, wanted: Wanted) -> Conference:
    conference = new_row(scene, About.PERSON, actor, reason, wanted)
    conference.participant, conference.regions = about, region
    groups = groups_for(scene.rules, region)
    if groups:
        conference.group, conference.facilitator = groups[0].code, facilitator_of(scene, groups[0])
    store(scene, conference)
    scene.note(Verb.CONFERENCE_ASKED, (conference.ref, about), reason.value)
    return conference


def partners_of(row: ConferenceWish) -> tuple[Role, ...]:
    """The roles that whoever asked would like to see there, in the order of the roster's roles."""
    named = set(row.partners.split(";"))
    return tuple(role for role in Role if role.value in named)


def _note(
    scene: Scene,
    conference: Conference,
    typed: str,
    reason: Reason,
    wanted: Wanted,
    partners: Collection[Role] = (),
) -> None:
    """The wish, once for each who has it; those who decide are told by reference."""
    known = select(ConferenceWish.id).where(
        ConferenceWish.conference == conference.ref, ConferenceWish.member == scene.user
    )
    if scene.work.session.scalar(known.limit(1)) is not None:
        return
    row = ConferenceWish(
        id=new_id(),
        conference=conference.ref,
        member=scene.user,
        about=typed,
        reason=reason.value,
        wanted=wanted.value,
        partners=";".join(role.value for role in Role if role in partners and role in INVITED_AS),
        asked_at=scene.moment,
    )
    scene.work.session.add(row)
    scene.work.session.flush()
    tell(scene, conference, Kind.CONFERENCE_WANTED, _deciders(scene, conference), turn=row.id)


def _deciders(scene: Scene, conference: Conference) -> list[SlackUserId]:
    """The assigned case managers, else the clinical supervisors."""
    circle = circle_about(scene, conference)
    if circle is not None:
        seats = care_team(scene, circle)
        managers = [one.user for one in seats if one.role is Role.CASE_MANAGER]
        return managers or [one.user for one in supervisors(scene, circle.agency)]
    today = scene.rules.today(scene.moment)
    return [one.user for one in active_with(scene.work, scene.vault.rows, Role.CLINICAL_SUPERVISOR, today)]


def _fixed_line(scene: Scene, typed: str) -> None:
    """So many days later, whatever came of it: whoever was told "received" hears that it was seen to."""
    kind = Kind.CONFERENCE_WISH_OVER
    due = scene.moment + timedelta(days=scene.rules.clocks.fixed_line_days)
    key = f"{kind.value}:{typed}:{scene.user}:{scene.rules.today(scene.moment)}"
    post(
        scene.work,
        scene.moment,
        [NewNotice(kind, scene.user, key, subject=typed, due_at=due, urgency=Urgency.ROUTINE)],
    )


def name_of(scene: Scene, user: SlackUserId) -> tuple[str, str]:
    """Name and agency of somebody who asked; empty for somebody who is not there any more."""
    actor = actor_or_none(scene, user)
    return (actor.display_name, actor.agency) if actor else ("", "")
