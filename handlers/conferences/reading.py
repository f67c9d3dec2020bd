"""What the screens of conferences need to know: hours, guests, what stands before whom; reads only."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from handlers.conferences.facts import Asker, Bringing, Composing, Guest, Hours, Start, Wanted, Whom
from handlers.conferences.forms import REASON_WORDS, WANTED_WORDS
from handlers.coordination import when
from handlers.naming import agency_words, role_words
from handlers.standing import RUNG_WORDS
from models.acts.conference_people import Around, Covered, circle_about, who_may_sit
from models.acts.conference_potential import may_bring, of_their_agency
from models.acts.conference_times import AHEAD, groups_for, zone_of_group
from models.acts.conference_wish import name_of, partners_of, to_settle, wishes_for
from models.acts.meeting_coming import coming_meeting
from models.caseload import caseload
from models.classes import Basis
from models.conference import Conference, ConferenceState, Reason
from models.conference import Wanted as Urgency
from models.duties import DUTIES, Duty
from models.envelope import SealedItem
from models.errors import NotAllowed, NotAvailable
from models.participant import Circle, circle_of
from models.people import Actor
from models.scene import Scene, the_actor
from models.schema import ConferenceRef, ParticipantRef, SlackUserId
from models.site import Group
from models.vault import Refused

_KNOWN = 25
STATE_WORDS = {
    ConferenceState.ASKED: "No hour yet.",
    ConferenceState.PUT_OFF: "Put off.",
    ConferenceState.SITUATION_ONLY: "On the situation only.",
    ConferenceState.CLOSED: "Closed.",
}


def start(scene: Scene) -> Start:
    """What the start page offers this reader."""
    actor = the_actor(scene)
    team = actor.holds(*DUTIES[Duty.ASK]) and bool(caseload(scene.work, scene.vault.rows, actor))
    brings = may_bring(actor)
    return Start(
        team=team,
        wishes=not team and bool(_own_referrals(scene)),
        brings=brings,
        adds=brings and bool(of_their_agency(scene, actor)),
    )


def whom(scene: Scene) -> Whom:
    """Whom the reader works with.

    Raises:
        NotAllowed: nobody, or asking is not theirs.
    """
    actor = the_actor(scene)
    mine = caseload(scene.work, scene.vault.rows, actor)
    if not mine or not actor.holds(*DUTIES[Duty.ASK]):
        raise NotAllowed
    region = scene.rules.region_name
    return Whom(tuple((one.ref, f"{one.ref}, {region(one.region)}. {RUNG_WORDS[one.rung]}.") for one in mine))


def known(scene: Scene) -> Whom:
    """The referrals that the reader wrote, the newest first: by these they may ask for a conference.

    Raises:
        NotAllowed: there is none.
    """
    the_actor(scene)
    mine = _own_referrals(scene)
    if not mine:
        raise NotAllowed
    return Whom(tuple((ref, ref) for ref in mine))


def _own_referrals(scene: Scene) -> list[str]:
    query = (
        select(SealedItem.subject)
        .where(
            SealedItem.recipient == scene.user,
            SealedItem.basis == Basis.OWN.value,
            SealedItem.subject.startswith("R-"),
            SealedItem.withdrawn_at.is_(None),
        )
        .order_by(SealedItem.created_at.desc())
        .limit(_KNOWN)
    )
    return list(dict.fromkeys(scene.work.session.scalars(query)))


def theirs(scene: Scene) -> Whom:
    """What the reader's agency has brought and is not over.

    Raises:
        NotAllowed: nothing.
    """
    found = of_their_agency(scene, the_actor(scene))
    if not found:
        raise NotAllowed
    return Whom(tuple((one.ref, f"{one.ref}. {standing(scene, one)}") for one in found))


def composing(scene: Scene, ref: ParticipantRef) -> Composing:
    """What the form about one participant needs.

    Raises:
        NotAvailable: the one refusal, whether there is such a participant or not.
    """
    circle = _circle(scene, ref)
    around = who_may_sit(scene, circle)
    return Composing(
        ref=ref,
        hours=hours(scene, circle.region),
        guests=_guests(around),
        time_only=tuple(Guest(one.user, _words(one), chosen=False) for one in around.time_only),
        barred=tuple((one.agency, one.role, one.why) for one in around.barred),
        contacts=scene.rules.contacts,
    )


def _circle(scene: Scene, ref: ParticipantRef) -> Circle:
    judged = scene.vault.folders.standing(scene.work, scene.rules, scene.user, ref, Duty.ASK, scene.moment)
    circle = circle_of(scene.work, scene.vault.rows, ref)
    if isinstance(judged, Refused) or circle is None:
        raise NotAvailable
    return circle


def _guests(around: Around) -> tuple[Guest, ...]:
    return tuple(Guest(one.user, _words(one), chosen=one.here or one.referred) for one in around.covered)


def _words(one: Covered) -> str:
    referred = ", referred them" if one.referred else ""
    return f"{one.name}, {agency_words(one.agency)}: {role_words(one.role.value)}{referred}"


def bringing(scene: Scene) -> Bringing:
    """What the form about a potential referral needs.

    Raises:
        NotAllowed: not theirs to bring.
    """
    actor = the_actor(scene)
    if not may_bring(actor):
        raise NotAllowed
    regions = [one for one in scene.rules.regions if actor.serves(one.code)]
    return Bringing(
        hours=hours(scene, regions[0].code if regions else ""),
        regions=tuple((one.code, one.name) for one in regions),
        contacts=scene.rules.contacts,
    )


def hours(scene: Scene, region: str) -> Hours:
    """When it can be, in the groups that may talk of people.

    Raises:
        NotAllowed: the site has no such group.
    """
    groups = groups_for(scene.rules, region)
    if not groups:
        raise NotAllowed
    met = {one.code: coming_meeting(scene, one.code) for one in groups}
    return Hours(
        groups=tuple((one.code, one.name) for one in groups),
        zones={one.code: zone_of_group(scene.rules, one) for one in groups},
        meetings={code: one.starts_at for code, one in met.items() if one is not None},
        minutes=scene.rules.conference.minutes,
    )


def group(scene: Scene, code: str) -> Group:
    """The group of this code.

    Raises:
        NotAvailable: it is not in the site file any more.
    """
    found = scene.rules.group(code)
    if found is None:
        raise NotAvailable
    return found


def wanted(scene: Scene, ref: ConferenceRef) -> Wanted:
    """A conference that somebody asked for, before whoever decides.

    Raises:
        NotAvailable: not theirs.
    """
    actor, conference = to_settle(scene, ref, look=True)
    circle = circle_about(scene, conference)
    around = who_may_sit(scene, circle) if circle else None
    covered = {one.user for one in around.covered} if around else set[SlackUserId]()
    return Wanted(
        ref=conference.ref,
        about=conference.participant,
        standing=standing(scene, conference),
        reason=REASON_WORDS[Reason(conference.reason)],
        urgency=WANTED_WORDS[Urgency(conference.wanted)],
        askers=tuple(_askers(scene, conference, actor, covered)),
        may_set=circle is not None and conference.state not in AHEAD,
        may_decline=conference.state == ConferenceState.ASKED,
    )


def _askers(
    scene: Scene, conference: Conference, reader: Actor, covered: set[SlackUserId]
) -> Iterable[Asker]:
    once = {one.member: one for one in reversed(wishes_for(scene, conference.ref))}
    for user, row in reversed(once.items()):
        name, agency = name_of(scene, user)
        if name and user != reader.user:
            may_come = user in covered and conference.state in AHEAD
            yield Asker(user, f"{name}, {agency_words(agency)}", partners_of(row), may_come)


def guests_to_add(scene: Scene, ref: ConferenceRef) -> tuple[Guest, ...]:
    """Whom a release covers and who is not at it yet.

    Raises:
        NotAvailable: not theirs.
    """
    _, conference = to_settle(scene, ref, look=True)
    circle = circle_about(scene, conference)
    return _guests(who_may_sit(scene, circle)) if circle else ()


def standing(scene: Scene, conference: Conference) -> str:
    """Its hour, or where it stands."""
    state = ConferenceState(conference.state)
    if conference.starts_at is None or state not in {ConferenceState.PROPOSED, ConferenceState.BEGUN}:
        return STATE_WORDS.get(state, "")
    found = scene.rules.group(conference.group)
    zone = zone_of_group(scene.rules, found) if found else scene.rules.zone_of()
    return f"{when(conference.starts_at, zone)}, {conference.minutes} min."
