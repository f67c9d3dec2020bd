"""Running a conference: its hour moves, it is put off or closed, somebody steps back; and who may do so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from models.acts.conference_coming import ask_anew
from models.acts.conference_people import circle_about, supervisors
from models.acts.conference_seats import blank_briefs, end_seat, invite, take_back
from models.acts.conference_telling import (
    SHUT_OUT,
    News,
    items_of,
    say_news,
    tell,
    tell_with_item,
    told_time,
)
from models.acts.conference_times import Slot, When, forget_steps, free_slot, plan_steps
from models.audit import Verb
from models.conference import (
    STEPPED_BACK,
    About,
    Conference,
    ConferenceSeat,
    ConferenceState,
    locked_conference,
    seats_at,
)
from models.duties import DUTIES, Duty
from models.errors import AlreadyChanged, NotAvailable
from models.notice import Kind
from models.participant import Circle
from models.people import Actor, Role
from models.scene import Scene, the_actor
from models.schema import ConferenceRef, Handle, SlackUserId


class How(StrEnum):
    """How whoever runs it ends it."""

    HELD = "held"
    PUT_OFF = "put_off"
    SITUATION_ONLY = "situation_only"


def move(scene: Scene, ref: ConferenceRef, when: When) -> Conference:
    """Another hour; everybody invited hears it, and each brief opens around the new hour only.

    Raises:
        NotAvailable: not theirs to run.
        AlreadyChanged: it has begun, or is over.
        ValueError, TwoAtOnce, NoMeeting: as `free_slot`.
    """
    conference = to_run(scene, ref)
    if conference.state == ConferenceState.ASKED:
        raise NotAvailable
    conference.refuse_unless(
        ConferenceState.PROPOSED, ConferenceState.PUT_OFF, ConferenceState.SITUATION_ONLY
    )
    group = scene.rules.group(conference.group)
    if group is None:
        raise NotAvailable
    slot = free_slot(scene, group, SlackUserId(conference.facilitator), when, conference.ref)
    set_hour(conference, slot)
    ask_anew(scene.work, conference.ref)
    sign(scene, conference, Verb.CONFERENCE_MOVED)
    plan_steps(scene, conference)
    say_news(scene, conference, News.MOVED)
    tell_moved(scene, conference)
    if not conference.opens_at(scene.moment, *scene.rules.conference.window()):
        blank_briefs(scene, conference)
    return conference


def close(scene: Scene, ref: ConferenceRef, how: How) -> Conference:
    """It was held; or it is put off, or held on the situation only: then every brief is shut at once.

    Raises:
        NotAvailable: not theirs to run.
        AlreadyChanged: it is closed.
    """
    conference = to_run(scene, ref)
    if conference.state == ConferenceState.CLOSED:
        raise AlreadyChanged(conference.state)
    if how is How.PUT_OFF:
        shut(scene, conference, ConferenceState.PUT_OFF)
    elif how is How.SITUATION_ONLY:
        shut(scene, conference, ConferenceState.SITUATION_ONLY)
    else:
        end(scene, conference)
    return conference


def end(scene: Scene, conference: Conference) -> None:
    """Over: what was begun stays readable for its hours; what was not held is readable to no invitee."""
    begun = conference.state == ConferenceState.BEGUN
    conference.state = ConferenceState.CLOSED.value
    ends = (
        conference.starts_at + timedelta(minutes=conference.minutes) if conference.starts_at else scene.moment
    )
    conference.closed_at = min(ends, scene.moment)
    sign(scene, conference, Verb.CONFERENCE_ENDED, "held" if begun else "not_held")
    forget_steps(scene, conference)
    if not begun:
        take_back(scene, conference)


def shut(scene: Scene, conference: Conference, state: ConferenceState) -> None:
    """No time any more, or not a word on a person: a neutral line, and no invitee opens a brief."""
    conference.state = state.value
    ask_anew(scene.work, conference.ref)
    if state is ConferenceState.PUT_OFF:
        conference.starts_at = None
        conference.meeting = ""
    sign(scene, conference, Verb.CONFERENCE_ENDED, state.value)
    forget_steps(scene, conference)
    blank_briefs(scene, conference)
    say_news(
        scene, conference, News.SITUATION_ONLY if state is ConferenceState.SITUATION_ONLY else News.NOT_HELD
    )


def close_quietly(scene: Scene, conference: Conference) -> None:
    """Nobody may be there any more: it closes itself.

    The neutral line stands in the thread at the hour at which it would have begun. Said at once, it would
    tell those who were invited at which moment somebody took their word back.
    """
    due = conference.starts_at
    end(scene, conference)
    say_news(scene, conference, News.NOT_HELD, due)


def step_back(scene: Scene, ref: ConferenceRef, *, tapped_in: str = "") -> None:
    """Somebody invited does not take part; nobody asks why, and all are answered alike.

    `tapped_in`: the view that this is tapped in, which then says so itself; empty = a message.
    """
    conference = scene.work.session.get(Conference, ref)
    if conference is None or not scene.vault.rows.row_holds(conference):
        return
    row = scene.work.session.get(ConferenceSeat, (ref, scene.user))
    if row is not None and row.ended_at is None:
        row.answer = STEPPED_BACK
        end_seat(scene, conference, row, "stepped_back", tapped_in)


def to_run(scene: Scene, ref: ConferenceRef, *, look: bool = False) -> Conference:
    """The conference, if this user may set its time and close it: its facilitator, or the care team.

    Locked, unless this is but a look.

    Raises:
        NotAvailable: it is not theirs, or there is none; the two are not told apart.
        NotOnRoster: no seat now.
    """
    actor = the_actor(scene)
    seen = scene.work.session.get(Conference, ref)
    if seen is None:
        raise NotAvailable
    conference = seen if look else locked_conference(scene.work, ref)
    if not scene.vault.rows.row_holds(conference) or not may_run(scene, conference, actor):
        raise NotAvailable
    return conference


def may_run(scene: Scene, conference: Conference, actor: Actor) -> bool:
    """Its facilitator while they are a project manager; whoever brought a potential one; the care team."""
    if conference.facilitator == actor.user and actor.holds(Role.PROJECT_MANAGER):
        return True
    if conference.about == About.POTENTIAL:
        asked = (conference.asker, conference.asker_agency) == (actor.user, actor.agency)
        seat = scene.work.session.get(ConferenceSeat, (conference.ref, actor.user))
        seated = seat is not None and seat.ended_at is None and seat.role == Role.CLINICAL_SUPERVISOR.value
        return asked or (seated and actor.holds(Role.CLINICAL_SUPERVISOR))
    return on_the_team(scene, conference, actor)


def on_the_team(scene: Scene, conference: Conference, actor: Actor) -> bool:
    """Whether somebody is on the care team of whom it is about, in a role that asks."""
    circle = circle_about(scene, conference)
    return circle is not None and any(actor.holds(one) and circle.has(actor, one) for one in DUTIES[Duty.ASK])


def sign(scene: Scene, conference: Conference, verb: Verb, decision: str = "") -> None:
    """The changed row is signed and written down."""
    conference.version += 1
    scene.vault.rows.sign_row(conference)
    scene.work.session.flush()
    scene.note(verb, (conference.ref,), decision)


def tell_seated(scene: Scene, conference: Conference, turn: str = "") -> None:
    """Everybody at it hears the hour that stands now: invitees, the team, and whoever runs it.

    `turn`: what sets this telling apart from one of the same hour before; empty = once an hour.
    """
    invite(scene, conference, seats_at(scene.work, conference.ref), turn)
    tell_team(scene, conference, turn)


def tell_moved(scene: Scene, conference: Conference) -> None:
    """Whoever heard of the hour before hears of this one, also where it was this hour once already."""
    tell_seated(scene, conference, f":{conference.version}")
    tell(scene, conference, Kind.CONFERENCE_TIME_ONLY, told_time(scene.work, conference))


def tell_team(scene: Scene, conference: Conference, turn: str = "") -> None:
    """The care team (or whoever brought it), and whoever runs it, hear the hour that stands now."""
    own = tell_own(scene, conference, turn)
    if conference.facilitator not in own:
        tell(scene, conference, Kind.CONFERENCE_FACILITATE, [SlackUserId(conference.facilitator)])


def tell_own(scene: Scene, conference: Conference, turn: str = "") -> Mapping[SlackUserId, Handle]:
    """The care team (or whoever brought it) alone; answers who that is, each with their item."""
    items = items_of(scene.work, conference)
    own = {one.recipient: one.handle for one in items if one.basis not in SHUT_OUT}
    tell_with_item(scene, conference, Kind.CONFERENCE_TEAM, own, turn)
    return own


def flag_sit_out(scene: Scene, circle: Circle, conference: Conference) -> None:
    """The clinical supervisors hear that somebody should sit this one out: by its reference, and no name."""
    people = [seat.user for seat in supervisors(scene, circle.agency)]
    tell(scene, conference, Kind.CONFERENCE_SIT_OUT, people, turn="apart")


def set_hour(conference: Conference, slot: Slot) -> None:
    """It is proposed for this hour. The caller signs the row."""
    conference.starts_at, conference.minutes, conference.meeting = slot.starts_at, slot.minutes, slot.meeting
    conference.state = ConferenceState.PROPOSED.value
