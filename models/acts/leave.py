"""Leave: access rests from a day to a day and comes back by itself; and what else the calendar ends."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from models.acts import conference_keep
from models.acts.depart import Departure, give_back, set_aside
from models.acts.messages import inherit
from models.acts.vacancy import copied, require_manager, tell_access_ended
from models.audit import Verb
from models.errors import AlreadyChanged, NotOnRoster, Unsafe
from models.notice import Kind
from models.people import Member, Role, actor_of, hold_seat
from models.scene import Scene
from models.schema import SlackUserId

_TOLD_WITHIN = timedelta(days=7)


def standing_seat(scene: Scene, user: SlackUserId) -> Member:
    """A seat that holds and is not over, locked.

    Raises:
        NotOnRoster: there is none.
    """
    hold_seat(scene.work, user)
    member = scene.work.session.get(Member, user, populate_existing=True)
    if member is None or not scene.vault.rows.row_holds(member):
        raise NotOnRoster
    if member.over_on(scene.rules.today(scene.moment)):
        raise NotOnRoster
    return member


def take_leave(scene: Scene, user: SlackUserId, begins: date, ends: date) -> Departure:
    """Access rests from the first to the last of these days; today's begins at once.

    Raises:
        NotOnRoster: no seat that stands.
        AlreadyChanged: another leave stands that this one would shorten: that would be letting them in.
        LastManager: nobody would lead when it begins.
        ValueError: it begins before today, or ends before it begins.
    """
    today = scene.rules.today(scene.moment)
    if begins < today or ends < begins:
        raise ValueError("a leave begins today or later and ends no earlier")
    member = standing_seat(scene, user)
    if _would_shorten(member, begins, ends, today):
        raise AlreadyChanged("on_leave")
    resting = copied(member, leave_from=begins, leave_until=ends)
    require_manager(scene.work, scene.vault.rows, today, {user: resting})
    member.version = scene.vault.revoker.overtake(scene.work, member, scene.moment) + 1
    member.leave_from, member.leave_until = begins, ends
    scene.vault.rows.sign_row(member)
    scene.work.session.flush()
    scene.note(Verb.MEMBER_ON_LEAVE, (user,), f"{begins}:{ends}")
    if begins > today:
        return Departure(0, ())
    done = set_aside(scene, user)
    tell_access_ended(scene, user, Kind.ACCESS_RESTS)
    return done


def _would_shorten(member: Member, begins: date, ends: date, today: date) -> bool:
    first, last = member.leave_from, member.leave_until
    if first is None or last is None or last < today:
        return False
    return ends < last or begins > max(first, today)


def keep_calendar(scene: Scene) -> int:
    """What today's date has begun or ended since it was last looked at; answers how many seats it concerned.

    Terms that are over, leave that has begun, acting roles that have run out; and messages for whoever was
    appointed from today. Doing it again changes nothing more.
    """
    today = scene.rules.today(scene.moment)
    count = 0
    for user in list(scene.work.session.scalars(select(Member.slack_user_id).order_by(Member.slack_user_id))):
        hold_seat(scene.work, user)
        member = scene.work.session.get_one(Member, user, populate_existing=True)
        if member.suspended_at is None and scene.vault.rows.row_holds(member):
            count += _keep(scene, member, today)
    return count


def _keep(scene: Scene, member: Member, today: date) -> bool:
    user = member.slack_user_id
    acted = _end_acting(scene, member, today)
    if member.over_by_term(today):
        set_aside(scene, user)
        if not member.over_by_term(today - _TOLD_WITHIN):  # nobody hears of it years later
            tell_access_ended(scene, user, Kind.ACCESS_ENDED)
    elif member.on_leave_on(today):
        set_aside(scene, user)
        tell_access_ended(scene, user, Kind.ACCESS_RESTS)
    elif today in {member.active_from, member.acting_from}:
        receive(scene, member)
    else:
        return acted
    return True


def receive(scene: Scene, member: Member) -> None:
    """Hand a seat that stands today what was sent to its roles and still runs."""
    today = scene.rules.today(scene.moment)
    if not member.active_on(today):
        return
    conference_keep.arrived(scene, actor_of(member, today))
    try:
        inherit(scene, actor_of(member, today))
    except Unsafe:
        return  # what was sealed cannot be handed on now; the seat stands all the same


def _end_acting(scene: Scene, member: Member, today: date) -> bool:
    if member.acting_role is None or member.acting_until is None or member.acting_until >= today:
        return False
    role = Role(member.acting_role)
    member.version = scene.vault.revoker.overtake(scene.work, member, scene.moment) + 1
    member.acting_role, member.acting_from, member.acting_until = None, None, None
    scene.vault.rows.sign_row(member)
    scene.work.session.flush()
    scene.note(Verb.MEMBER_CHANGED, (member.slack_user_id,), "acting_ended")
    if role not in member.roles_on(today):
        give_back(scene, member.slack_user_id, [role])
    return True
