"""A critical incident: the agreed call list is run at once. No person, and no word of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from models.acts.paging import project_managers
from models.acts.unheard import PAGER
from models.audit import Verb
from models.database import UnitOfWork
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import NotAllowed, NotAvailable, NotOnRoster, Vacant
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.people import Actor, Role, find_actor, hold_seat
from models.policy import Called, CriticalCall
from models.scene import Scene, the_actor
from models.schema import SlackUserId, new_handle

AGAIN_AFTER = timedelta(minutes=10)
_BEGIN = (Role.PROJECT_MANAGER, Role.POLICE_SUPERVISOR, Role.CLINICAL_SUPERVISOR)


def may_begin(actor: Actor) -> bool:
    """Whether they may run the call list."""
    return actor.holds(*_BEGIN)


def begin(scene: Scene) -> CriticalCall:
    """Call everybody on the site's list, in its order; where a call runs already, it is that one.

    Raises:
        NotOnRoster, NotAllowed: not theirs to begin.
        Vacant: the site has no list, or nobody on it has a seat.
    """
    if not may_begin(the_actor(scene)):
        raise NotAllowed("critical")
    people = _reached(scene)
    if not people:
        raise Vacant
    hold_seat(scene.work, people[0])  # two who begin at once begin one call
    if running := running_call(scene.work):
        return running
    call = CriticalCall(id=new_handle(), begun_by=scene.user, begun_at=scene.moment)
    scene.work.session.add(call)
    scene.work.session.flush()
    scene.work.session.add_all(
        [Called(call=call.id, member=one, turn=turn) for turn, one in enumerate(people, start=1)]
    )
    scene.work.session.flush()
    scene.note(Verb.CRITICAL_BEGUN, (call.id,))
    _page(scene, call, people, Kind.CRITICAL)
    key = f"{Step.CRITICAL_AGAIN.value}:{call.id}"
    plan(scene.work, [Planned(Step.CRITICAL_AGAIN, call.id, scene.moment + AGAIN_AFTER, key)])
    return call


def know(scene: Scene, call_id: str) -> CriticalCall:
    """Somebody on the list says that they know; said twice it changes nothing.

    Raises:
        NotOnRoster, NotAvailable: nobody called them.
    """
    the_actor(scene)
    call = scene.work.session.get(CriticalCall, call_id)
    row = scene.work.session.get(Called, (call_id, scene.user), with_for_update=True)
    if call is None or row is None:
        raise NotAvailable
    if row.knows_at is None:
        row.knows_at = scene.moment
        scene.work.session.flush()
        scene.note(Verb.CRITICAL_KNOWN, (call.id,))
    return call


def finish(scene: Scene, call_id: str) -> CriticalCall:
    """It is over: everybody who was called hears. Said twice it changes nothing.

    Raises:
        NotOnRoster, NotAllowed: whoever began it, or a project manager, ends it.
        NotAvailable: there is none.
    """
    actor = the_actor(scene)
    call = scene.work.session.get(CriticalCall, call_id, with_for_update=True)
    if call is None:
        raise NotAvailable
    if not may_end(call, actor):
        raise NotAllowed("critical")
    if call.ended_at is None:
        call.ended_at = scene.moment
        scene.work.session.flush()
        call_off(scene.work, call.id, (Step.CRITICAL_AGAIN,), scene.moment)
        scene.note(Verb.CRITICAL_ENDED, (call.id,))
        told = [row.member for row in called(scene.work, call.id) if row.member != scene.user]
        post(scene.work, scene.moment, [_notice(Kind.CRITICAL_ENDED, call, one) for one in told])
    return call


def may_end(call: CriticalCall, actor: Actor) -> bool:
    """Whether they say that it is over."""
    return call.begun_by == actor.user or actor.holds(Role.PROJECT_MANAGER)


def seen_call(scene: Scene, call_id: str) -> CriticalCall:
    """A call that this person began, is called by, or may begin one like.

    Raises:
        NotOnRoster, NotAvailable: there is none, or not for them.
    """
    actor = the_actor(scene)
    call = scene.work.session.get(CriticalCall, call_id)
    if call is None:
        raise NotAvailable
    if not may_begin(actor) and scene.work.session.get(Called, (call_id, scene.user)) is None:
        raise NotAvailable
    return call


def running_call(work: UnitOfWork) -> CriticalCall | None:
    """The call that has not ended, if there is one."""
    query = select(CriticalCall).where(CriticalCall.ended_at.is_(None))
    return work.session.scalars(query.order_by(CriticalCall.begun_at.desc(), CriticalCall.id)).first()


def called(work: UnitOfWork, call_id: str) -> Sequence[Called]:
    """Everybody on its list, in its order."""
    query = select(Called).where(Called.call == call_id).order_by(Called.turn)
    return work.session.scalars(query).all()


def take_step(scene: Scene, step: DueStep) -> str:
    """Ten minutes on: who has not answered is called once more, and whoever began it hears who they are."""
    call = scene.work.session.get(CriticalCall, step.subject)
    if call is None or call.ended_at is not None:
        return "over"
    waiting = [row.member for row in called(scene.work, call.id) if row.knows_at is None]
    if not waiting:
        return "all_know"
    _page(scene, call, waiting, Kind.CRITICAL_AGAIN)
    post(scene.work, scene.moment, [_notice(Kind.CRITICAL_WAITS, call, one) for one in _tellers(scene, call)])
    return "again"


def not_reached(scene: Scene, notice: Notice) -> None:
    """A page does not arrive: whoever began the call hears at once that somebody is to be rung up."""
    call = scene.work.session.get(CriticalCall, notice.target)
    if call is not None and call.ended_at is None:
        kind = Kind.CRITICAL_WAITS
        key = f"{kind.value}:{notice.id}"
        told = [
            NewNotice(kind, one, f"{key}:{one}", target=call.id, urgency=Urgency.ALERT)
            for one in _tellers(scene, call)
        ]
        post(scene.work, scene.moment, told)


def _tellers(scene: Scene, call: CriticalCall) -> list[SlackUserId]:
    """Whoever began it; the project managers where they have left meanwhile."""
    if _has_seat(scene, call.begun_by):
        return [call.begun_by]
    return project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)


def _reached(scene: Scene) -> list[SlackUserId]:
    people = dict.fromkeys(map(SlackUserId, scene.rules.critical_incident.call))
    return [one for one in people if _has_seat(scene, one)]


def _has_seat(scene: Scene, user: SlackUserId) -> bool:
    try:
        find_actor(scene.work, scene.vault.rows, user, scene.rules.today(scene.moment))
    except NotOnRoster:
        return False
    return True


def _page(scene: Scene, call: CriticalCall, people: Sequence[SlackUserId], kind: Kind) -> None:
    """In their order, at any hour; where the site names a pager, it calls too, with no word of content."""
    told = [_notice(kind, call, one) for one in people]
    if scene.rules.paging.pager_url is not None:
        told.append(NewNotice(Kind.PAGER, PAGER, f"{Kind.PAGER.value}:{kind.value}:{call.id}"))
    post(scene.work, scene.moment, told)


def _notice(kind: Kind, call: CriticalCall, user: SlackUserId) -> NewNotice:
    key = f"{kind.value}:{call.id}:{user}"
    return NewNotice(kind, user, key, target=call.id, urgency=Urgency.ALERT)
