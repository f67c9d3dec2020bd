"""What time, a release's end and the roster do to a conference: briefs open, everybody is looked at anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import select

from models.acts.conference_people import (
    Covered,
    actor_or_none,
    care_team,
    circle_about,
    classes_for,
    kept_apart,
)
from models.acts.conference_running import close_quietly, end, shut, sign, tell_own, tell_team
from models.acts.conference_seats import end_seat, invite, recheck, seat_people, share_standing, stands
from models.acts.conference_telling import items_of, send_cards, tell
from models.acts.conference_times import AHEAD
from models.audit import Verb
from models.classes import Basis
from models.conference import (
    ASIDE,
    COMING,
    STEPPED_BACK,
    About,
    Conference,
    ConferenceSeat,
    ConferenceState,
    locked_conference,
    seats_at,
)
from models.due import DueStep, Step
from models.envelope import SealedItem
from models.errors import UnknownReference, Unsafe
from models.notice import Kind
from models.participant import Circle
from models.people import Actor, Role, active_with
from models.scene import Scene
from models.schema import ConferenceRef, ParticipantRef, SlackUserId
from models.vault import Seat

_OPEN = tuple(one.value for one in ConferenceState if one is not ConferenceState.CLOSED)


def take_step(scene: Scene, step: DueStep) -> str:
    """One of its moments has come."""
    try:
        conference = locked_conference(scene.work, ConferenceRef(step.subject))
    except UnknownReference:
        return "gone"
    if conference.state not in AHEAD or not scene.vault.rows.row_holds(conference):
        return "not_now"
    return _MOMENTS[Step(step.step)](scene, conference)


def _open_briefs(scene: Scene, conference: Conference) -> str:
    """The briefs open: a card to each whose place is covered now; what is not covered ends without a word."""
    recheck(scene, conference)
    digest = scene.note(Verb.NOTICE_POSTED, (conference.ref,), "card")
    send_cards(scene, conference, items_of(scene.work, conference), scene.audit.receipt(digest))
    return "opened"


def _begin(scene: Scene, conference: Conference) -> str:
    """Everybody is looked at once more. Where nobody but the care team is left, it is as the site chose."""
    if conference.state == ConferenceState.BEGUN:
        return "begun_already"
    stay = recheck(scene, conference)
    if conference.about == About.PERSON and circle_about(scene, conference) is None:
        close_quietly(scene, conference)
        return "closed"
    if not _enough(scene, conference, stay):
        state = _without_release(scene, conference)
        shut(scene, conference, state)
        tell_team(scene, conference)
        return state.value
    conference.state = ConferenceState.BEGUN.value
    sign(scene, conference, Verb.CONFERENCE_BEGUN)
    team = [one.recipient for one in items_of(scene.work, conference)]
    people = [*(seat.member for seat in stay), *team, SlackUserId(conference.facilitator)]
    tell(scene, conference, Kind.CONFERENCE_RULES, people)
    return "begun"


def _enough(scene: Scene, conference: Conference, stay: Collection[ConferenceSeat]) -> bool:
    """Somebody beside those who would meet anyway; of a potential referral also whoever brought it."""
    if conference.about == About.PERSON:
        return any(seat.member != conference.facilitator for seat in stay)
    asker = actor_or_none(scene, conference.asker)
    return bool(stay) and asker is not None and asker.agency == conference.asker_agency


def _without_release(scene: Scene, conference: Conference) -> ConferenceState:
    """Put off, or on the situation only; of a potential referral nothing would be left to talk about."""
    if conference.about != About.PERSON:
        return ConferenceState.PUT_OFF
    return ConferenceState(scene.rules.conference.without_release)


def _over(scene: Scene, conference: Conference) -> str:
    end(scene, conference)
    return "over"


_MOMENTS: Mapping[Step, Callable[[Scene, Conference], str]] = {
    Step.CONFERENCE_OPEN: _open_briefs,
    Step.CONFERENCE_BEGIN: _begin,
    Step.CONFERENCE_OVER: _over,
}


def about(scene: Scene, ref: ParticipantRef) -> list[Conference]:
    """The conferences on a participant that are not over, locked, as far as their rows hold."""
    query = select(Conference.ref).where(Conference.participant == ref, Conference.state.in_(_OPEN))
    refs = scene.work.session.scalars(query.order_by(Conference.ref)).all()
    rows = [locked_conference(scene.work, ConferenceRef(one)) for one in refs]
    return [row for row in rows if scene.vault.rows.row_holds(row)]


def after_revocation(scene: Scene, ref: ParticipantRef) -> list[SealedItem]:
    """A release has ended: places that nothing covers now end; where none is left, it closes itself.

    Answers what was taken back.
    """
    taken: list[SealedItem] = []
    for conference in about(scene, ref):
        before = seats_at(scene.work, conference.ref)
        stood = {one.handle: one for one in items_of(scene.work, conference)}
        stay = recheck(scene, conference)
        if before and not stay and conference.state in AHEAD:
            close_quietly(scene, conference)
            # Whoever runs it reads the neutral line at its hour: word at once would tell them this moment.
            tell_own(scene, conference, ":over")
        left_over = {one.handle for one in items_of(scene.work, conference)}
        taken += [one for handle, one in stood.items() if handle not in left_over]
    return taken


def left(scene: Scene, user: SlackUserId, roles: Collection[Role] | None = None) -> None:
    """Somebody left the roster, or a role of theirs: their place ends, and goes to whoever has it now.

    `roles`: those that they hold no longer; None = all.
    """
    query = (
        select(ConferenceSeat)
        .join(Conference, Conference.ref == ConferenceSeat.conference)
        .where(
            ConferenceSeat.member == user,
            ConferenceSeat.ended_at.is_(None),
            Conference.state.in_(_OPEN),
        )
        .order_by(ConferenceSeat.conference)
    )
    for seat in scene.work.session.scalars(query).all():
        role = Role(seat.role)
        if roles is not None and role not in roles:
            continue
        conference = locked_conference(scene.work, seat.conference)
        if not scene.vault.rows.row_holds(conference):
            continue
        seat.answer = "" if seat.answer == COMING else seat.answer
        end_seat(scene, conference, seat, "left")
        # Of many officers none is the next: only whoever is appointed anew comes in the place of one.
        others = () if role is Role.OFFICER else _holders(scene, role, seat.agency, user)
        _put_in(scene, conference, role, others)


def arrived(scene: Scene, actor: Actor) -> None:
    """Somebody was appointed: the places of their roles and agency that nobody has now are theirs."""
    query = (
        select(ConferenceSeat)
        .join(Conference, Conference.ref == ConferenceSeat.conference)
        .where(
            ConferenceSeat.agency == actor.agency,
            ConferenceSeat.role.in_([role.value for role in actor.roles]),
            ConferenceSeat.ended_at.is_not(None),
            Conference.state.in_(_OPEN),
        )
        .order_by(ConferenceSeat.conference, ConferenceSeat.member)
    )
    for seat in scene.work.session.scalars(query).all():
        # Whoever stepped back, or whom no release covers, is still there: their place is not free.
        former = actor_or_none(scene, seat.member)
        is_there = former is not None and former.holds(Role(seat.role)) and former.agency == seat.agency
        if is_there and seat.member != actor.user:
            continue
        conference = locked_conference(scene.work, seat.conference)
        if scene.vault.rows.row_holds(conference) and not _is_taken(scene, conference, seat):
            _put_in(scene, conference, Role(seat.role), [actor])


def _is_taken(scene: Scene, conference: Conference, seat: ConferenceSeat) -> bool:
    """Whether somebody has come in this place already."""
    ended = seat.ended_at or scene.moment
    return any(
        (one.role, one.agency) == (seat.role, seat.agency) and one.invited_at >= ended
        for one in seats_at(scene.work, conference.ref)
    )


def _holders(scene: Scene, role: Role, agency: str, besides: SlackUserId) -> list[Actor]:
    today = scene.rules.today(scene.moment)
    holders = active_with(scene.work, scene.vault.rows, role, today)
    office = scene.rules.office(agency)
    theirs = {one.user: one for one in holders if one.agency == agency and one.user != besides}
    order = office.in_order(list(theirs)) if office else list(theirs)
    return [theirs[user] for user in order]


def _put_in(scene: Scene, conference: Conference, role: Role, people: Collection[Actor]) -> None:
    """The first of them who may: a place, the brief, and word of it."""
    circle = circle_about(scene, conference)
    basis = Basis.CONSENT if conference.participant else Basis.REFERRAL
    apart = kept_apart(scene, conference.participant) if circle else frozenset[SlackUserId]()
    for actor in people:
        known = scene.work.session.get(ConferenceSeat, (conference.ref, actor.user))
        if known is not None and (known.ended_at is None or known.answer in {STEPPED_BACK, ASIDE}):
            continue
        if actor.user in apart or not _may_come(scene, conference, circle, actor, role):
            continue
        classes = classes_for(scene, circle, actor, role) if circle else frozenset()
        one = Covered(actor.user, actor.display_name, role, actor.agency, classes, here=True)
        try:
            seats = seat_people(scene, conference, [one])
            if not seats:
                return  # something was set aside by their side: nobody of it comes
            share_standing(scene, conference, (), [Seat(actor.user, role, basis)])
        except Unsafe:
            return  # what was sealed cannot be handed on now; they can still ask to join
        invite(scene, conference, [seat for seat in seats if stands(scene, conference, seat)])
        return


def _may_come(scene: Scene, conference: Conference, circle: Circle | None, actor: Actor, role: Role) -> bool:
    if not actor.holds(role) or conference.state not in AHEAD:
        return False
    if conference.about == About.PERSON:
        return circle is not None and bool(classes_for(scene, circle, actor, role))
    return True


def joined_team(scene: Scene, ref: ParticipantRef) -> None:
    """Whoever is on the care team now and has nothing of its briefs yet is handed them."""
    for conference in about(scene, ref):
        circle = circle_about(scene, conference)
        if circle is None:
            continue
        held = {one.recipient for one in items_of(scene.work, conference)}
        try:
            team = [seat for seat in care_team(scene, circle) if seat.user not in held]
            share_standing(scene, conference, team, ())
        except Unsafe:
            return  # what was sealed cannot be handed on now; the assignment stands all the same
