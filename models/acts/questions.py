"""Lawyers who ask by their own case number: one receipt for all; the care team answers under a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from models.access import Case, refusal
from models.acts.ping_answer import handed_to
from models.acts.ping_people import PURPOSE, answerers, items_of, send_cards, team_seats, tell_items
from models.acts.ping_writing import seat_of
from models.audit import Verb
from models.classes import Basis, Category
from models.deadlines import end_of_local_day, local_moment
from models.due import DueStep, Planned, Step, call_off, finish, hold, plan, waiting_beside
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotCovered, NotOnRoster
from models.notice import Kind, NewNotice, post
from models.participant import Circle, circle_of
from models.people import Actor, Role, find_actor
from models.ping import BLIND, Ask, Decision, Ping, PingState, Side, locked_ping, reserve_ping
from models.scene import Scene, the_actor
from models.schema import Handle, ParticipantRef, PingRef
from models.sensitive import Sensitive
from models.vault import Seat

# In which role each of the two asks; a release must name that role, and the agency.
ASKS: Mapping[Side, Role] = {
    Side.QUESTION: Role.LIAISON_PROSECUTOR,
    Side.SCHEDULING: Role.PUBLIC_DEFENDER,
}
_KEPT_AS = Category.LEGAL_CALENDAR
_SOON = timedelta(seconds=5)
_MORNING = time(9)
_AT_ONCE = 50  # questions in one look


@dataclass(frozen=True, repr=False)
class NewQuestion:
    """What somebody outside asks. `fields`: `number` and whatever else is sealed; `by`: when it ends."""

    side: Side
    ask: Ask
    court: str
    by: date
    fields: Mapping[str, Sensitive]


def ask_by_number(scene: Scene, new: NewQuestion) -> Ping:
    """Seal it for whoever asks, and have the vault look beside the act, whoever is or is not known.

    Raises:
        NotOnRoster: no seat now.
        NotAllowed: not asked in this role.
        ValueError: the day is past, or later than `latest`.
        Unsafe: a key is missing.
    """
    today = scene.rules.today(scene.moment)
    asker = the_actor(scene)
    if not asker.holds(ASKS[new.side]):
        raise NotAllowed
    if not today <= new.by <= latest(scene):
        raise ValueError("between today and the latest day")
    ping = _row(scene, asker, new)
    scene.vault.rows.sign_row(ping)
    scene.work.session.add(ping)
    scene.work.session.flush()
    scene.vault.sealer.seal(
        scene.work,
        asker,
        ping,
        {_KEPT_AS: new.fields},
        [Seat(asker.user, None, Basis.OWN)],
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )
    ends = ping.answer_by or scene.moment
    plan(
        scene.work,
        [
            Planned(Step.QUESTION_LOOK, ping.ref, scene.moment + _SOON, f"{Step.QUESTION_LOOK}:{ping.ref}"),
            Planned(Step.QUESTION_OVER, ping.ref, ends, f"{Step.QUESTION_OVER}:{ping.ref}"),
        ],
    )
    scene.note(Verb.QUESTION_ASKED, (ping.ref,), new.side.value)
    return ping


def latest(scene: Scene) -> date:
    """The latest day until which a question may stand: what is sealed is not kept for longer."""
    return scene.rules.today(scene.moment) + timedelta(days=scene.rules.clocks.destroy_days)


def _row(scene: Scene, asker: Actor, new: NewQuestion) -> Ping:
    days = (new.by - scene.rules.today(scene.moment)).days
    return Ping(
        ref=reserve_ping(scene.work),
        side=new.side.value,
        ask=new.ask.value,
        participant="",
        matter="",
        asker=asker.user,
        asker_agency=asker.agency,
        office=asker.agency,
        court=new.court,
        purpose=PURPOSE[new.side].value,
        hearing_at=None,
        state=PingState.ASKED.value,
        asked_at=scene.moment,
        answer_by=end_of_local_day(scene.moment, days, scene.rules.zone_of()),
        office_by=new.by,
        decision="",
        independent=0,
        not_after="",
        version=1,
        mac=b"",
    )


@dataclass(frozen=True)
class Sight:
    """What one look saw: the due steps it was for, and per question whose matter has that number."""

    steps: tuple[int, ...]
    matches: Mapping[PingRef, frozenset[ParticipantRef]]


def look(scene: Scene) -> Sight | None:
    """Hold what was asked lately against the folders' matters; reads only. None: nothing is due."""
    due = waiting_beside(scene.work, Step.QUESTION_LOOK, scene.moment, _AT_ONCE)
    if not due:
        return None
    refs = list(dict.fromkeys(PingRef(step.subject) for step in due))
    return Sight(tuple(step.id for step in due), scene.vault.questions.look(scene.work, refs))


def write_down(scene: Scene, sight: Sight) -> None:
    """Bring to care teams what a live release lets them be asked; a step ends the same, known or not."""
    for step in hold(scene.work, sight.steps):
        ref = PingRef(step.subject)
        _bring(scene, ref, sight.matches.get(ref, frozenset()))
        finish(step, "looked", scene.moment)


def _bring(scene: Scene, ref: PingRef, matches: frozenset[ParticipantRef]) -> None:
    ping = locked_ping(scene.work, ref)
    if not scene.vault.rows.row_holds(ping) or ping.closed_at is not None or ping.participant:
        return
    circles = [circle_of(scene.work, scene.vault.rows, one) for one in sorted(matches)]
    covered = [circle for circle in circles if circle and may_be_told(scene, ping, circle)]
    # One number with two people (co-defendants): nobody can say whom it is about, so nobody is asked.
    if len(covered) != 1:
        return
    seats = team_seats(covered[0])
    ping.participant = covered[0].ref
    ping.version += 1
    scene.vault.rows.sign_row(ping)
    scene.work.session.flush()
    handles = scene.vault.sealer.share(scene.work, ping, seats, scene.moment)
    digest = scene.note(Verb.PING_HANDED_ON, (ping.ref, ping.participant), "brought")
    send_cards(scene, ping, handles, scene.audit.receipt(digest))
    tomorrow = scene.rules.today(scene.moment) + timedelta(days=1)
    again = local_moment(tomorrow, _MORNING, scene.rules.zone_of())
    plan(scene.work, [Planned(Step.PING_AGAIN, ping.ref, again, f"{Step.PING_AGAIN}:{ping.ref}:brought")])


def may_be_told(scene: Scene, ping: Ping, circle: Circle) -> bool:
    """Whether a live release of the participant names the asker's agency and role for court dates today."""
    today = scene.rules.today(scene.moment)
    try:
        asker = find_actor(scene.work, scene.vault.rows, ping.asker, today)
    except NotOnRoster:
        return False
    case = Case(
        actor=asker,
        role=ASKS[Side(ping.side)],
        basis=Basis.CONSENT,
        category=_KEPT_AS,
        purpose=PURPOSE[Side(ping.side)],
        moment=scene.moment,
        today=today,
        author=ping.asker,
        author_agency=ping.asker_agency,
        circle=circle,
    )
    return asker.agency == ping.asker_agency and not circle.closed and refusal(case) is None


def answer(scene: Scene, handle: Handle, words: Sensitive) -> Ping:
    """The care team answers, sealed for whoever asked, who opens it under the release alone.

    Nothing that the asker's own item shows is changed by it. Raises:
        NotAvailable: not theirs to answer now.
        AlreadyChanged: a colleague has answered, or its day is over.
        NotCovered: no live release lets whoever asked be told any more.
    """
    actor, ping = handed_to(scene, handle)
    if Side(ping.side) not in BLIND:
        raise NotAvailable
    if ping.closed_at is not None or ping.decided_at is not None:
        raise AlreadyChanged("closed" if ping.closed_at else "answered")
    circle = circle_of(scene.work, scene.vault.rows, ParticipantRef(ping.participant))
    if circle is None or not may_be_told(scene, ping, circle):
        raise NotCovered(frozenset({_KEPT_AS}))
    ping.decision = Decision.NOTED.value
    ping.decided_by, ping.decided_at = scene.user, scene.moment
    ping.version += 1
    scene.vault.rows.sign_row(ping)
    scene.work.session.flush()
    call_off(scene.work, ping.ref, [Step.PING_AGAIN], scene.moment)
    team = answerers(scene, ping)
    asker = Seat(ping.asker, ASKS[Side(ping.side)], Basis.CONSENT)
    handles = scene.vault.sealer.seal(
        scene.work,
        actor,
        ping,
        {_KEPT_AS: {"answer": words}},
        # Never the item of what they wrote: that opens without a release.
        [asker, *(seat_of(item) for item in items_of(scene, ping, Basis.CARE_TEAM))],
        moment=scene.moment,
        destroy_after=timedelta(days=scene.rules.clocks.destroy_days),
    )
    digest = scene.note(Verb.PING_ANSWERED, (ping.ref,), Decision.NOTED.value)
    _tell_asker(scene, ping, handles[asker], scene.audit.receipt(digest))
    tell_items(scene, ping, Kind.PING_IS_ANSWERED, [item for item in team if item.recipient != scene.user])
    return ping


def _tell_asker(scene: Scene, ping: Ping, handle: Handle, receipt: str) -> None:
    kind = Kind.QUESTION_ANSWERED
    key = f"{kind.value}:{handle}"
    notice = NewNotice(kind, ping.asker, key, subject=ping.ref, handle=handle, receipt=receipt)
    post(scene.work, scene.moment, [notice])


def take_step(scene: Scene, step: DueStep) -> str:
    """Its day is over: it closes by itself, and whoever asked is told so in the same words, known or not."""
    ping = locked_ping(scene.work, PingRef(step.subject))
    if not scene.vault.rows.row_holds(ping) or ping.closed_at is not None:
        return "settled"
    team = answerers(scene, ping)
    ping.state, ping.closed_at = PingState.CLOSED.value, scene.moment
    ping.version += 1
    scene.vault.rows.sign_row(ping)
    scene.work.session.flush()
    call_off(scene.work, ping.ref, [Step.PING_AGAIN], scene.moment)
    scene.note(Verb.PING_CLOSED, (ping.ref,))
    kind = Kind.QUESTION_OVER
    post(
        scene.work,
        scene.moment,
        [NewNotice(kind, ping.asker, f"{kind.value}:{ping.ref}", subject=ping.ref)],
    )
    tell_items(scene, ping, Kind.PING_CLOSED, team)
    return "closed"
