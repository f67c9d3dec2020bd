"""Reading agendas, putting things there, running a meeting: one transaction each; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from sqlalchemy import select

from handlers.acting import act_once, do_once
from handlers.agenda.facts import GroupFacts, Head, MeetingFacts, Start
from handlers.agenda.reading import head_of, lines_of
from handlers.deps import Ground
from models.acts import meeting_run
from models.acts.action_lists import mine
from models.acts.agenda import put
from models.acts.agenda_sources import PARTS
from models.acts.groups import Mine, groups_of, runs_meetings_of, sees
from models.acts.meetings import STANDING, cancel, move
from models.acts.minutes import minutes_of
from models.errors import NotAllowed, NotAvailable
from models.meeting import AgendaItem, Attendance, ItemState, Meeting, MeetingState, Section
from models.people import Member
from models.scene import Scene, the_actor
from models.schema import SlackUserId

_COMING, _RECENT = 3, 1
_SHOWN_FOR = timedelta(days=60)
_OF = "agenda"


class Agendas:
    """What `/lead agenda` shows and does."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def start(self, user: SlackUserId) -> Start:
        """My groups with their meetings, and my actions.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            groups = groups_of(scene.rules, the_actor(scene))
            return Start(tuple(_group(scene, one) for one in groups), tuple(mine(scene)))

    def groups_to_put_on(self, user: SlackUserId) -> list[tuple[str, str]]:
        """(code, name) of those on whose agenda they can put something.

        Raises:
            NotOnRoster, NotAllowed: none.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            found = [(one.group.code, one.group.name) for one in _may_put(scene)]
            if not found:
                raise NotAllowed("agenda")
            return found

    def meeting(self, user: SlackUserId, meeting: str) -> MeetingFacts:
        """One meeting with its agenda.

        Raises:
            NotOnRoster, NotAvailable: there is none for them.
        """
        with self._ground.database.look() as work:
            return _facts(self._ground.scene(work, user), meeting)

    def meeting_of(self, user: SlackUserId, item: str) -> MeetingFacts:
        """The meeting that an item is on. Raises as `meeting`."""
        with self._ground.database.look() as work:
            row = work.session.get(AgendaItem, item)
            return _facts(self._ground.scene(work, user), row.meeting or "" if row else "")

    def put(self, user: SlackUserId, codes: Mapping[str, str], *, key: str) -> None:
        """Something on a group's next agenda. Raises as `models.acts.agenda.put`."""
        do_once(self._ground, user, key, lambda scene: put(scene, codes["group"], codes["words"]), of=_OF)

    def begin(self, user: SlackUserId, meeting: str, *, key: str) -> MeetingFacts:
        """It begins, or goes on where it stands. Raises as `models.acts.meeting_run.begin`."""
        do_once(self._ground, user, key, lambda scene: meeting_run.begin(scene, meeting).id, of=_OF)
        return self.meeting(user, meeting)

    def go_on(self, user: SlackUserId, item: str, state: ItemState, *, key: str) -> MeetingFacts:
        """The next item's turn. Raises as `models.acts.meeting_run.go_on`."""
        on = act_once(self._ground, user, key, lambda scene: meeting_run.go_on(scene, item, state).id, of=_OF)
        return self.meeting(user, on)

    def call_special(self, user: SlackUserId, item: str, *, key: str) -> tuple[MeetingFacts, Head]:
        """A meeting about this item alone; answers the one that runs, and the new one."""
        special = act_once(
            self._ground, user, key, lambda scene: meeting_run.call_special(scene, item).id, of=_OF
        )
        return self.meeting_of(user, item), self.meeting(user, special).head

    def be_here(self, user: SlackUserId, meeting: str, *, key: str) -> Head:
        """Somebody is there. Raises as `models.acts.meeting_run.be_here`."""
        do_once(self._ground, user, key, lambda scene: meeting_run.be_here(scene, meeting).id, of=_OF)
        return self.meeting(user, meeting).head

    def end(self, user: SlackUserId, meeting: str, *, key: str) -> MeetingFacts:
        """It is over. Raises as `models.acts.meeting_run.end`."""
        do_once(self._ground, user, key, lambda scene: meeting_run.end(scene, meeting).id, of=_OF)
        return self.meeting(user, meeting)

    def move(self, user: SlackUserId, meeting: str, day: date, at: time, *, key: str) -> MeetingFacts:
        """Another hour. Raises as `models.acts.meetings.move`."""
        do_once(self._ground, user, key, lambda scene: move(scene, meeting, day, at).id, of=_OF)
        return self.meeting(user, meeting)

    def cancel(self, user: SlackUserId, meeting: str, *, key: str) -> MeetingFacts:
        """It is not held. Raises as `models.acts.meetings.cancel`."""
        do_once(self._ground, user, key, lambda scene: cancel(scene, meeting).id, of=_OF)
        return self.meeting(user, meeting)


def _may_put(scene: Scene) -> list[Mine]:
    groups = groups_of(scene.rules, the_actor(scene))
    return [one for one in groups if Section.OTHER in PARTS[one.group.kind]]


def _group(scene: Scene, one: Mine) -> GroupFacts:
    of_it = select(Meeting).where(Meeting.group == one.group.code)
    coming = of_it.where(Meeting.state.in_(STANDING)).order_by(Meeting.starts_at, Meeting.id)
    over = of_it.where(
        Meeting.state == MeetingState.ENDED.value, Meeting.ended_at > scene.moment - _SHOWN_FOR
    ).order_by(Meeting.ended_at.desc())
    session = scene.work.session
    return GroupFacts(
        code=one.group.code,
        name=one.group.name,
        coming=tuple(head_of(scene.rules, row) for row in session.scalars(coming.limit(_COMING))),
        recent=tuple(head_of(scene.rules, row) for row in session.scalars(over.limit(_RECENT))),
        may_put=Section.OTHER in PARTS[one.group.kind],
    )


def _facts(scene: Scene, meeting_id: str) -> MeetingFacts:
    actor = the_actor(scene)
    meeting = scene.work.session.get(Meeting, meeting_id)
    group = scene.rules.group(meeting.group) if meeting else None
    if meeting is None or group is None or not sees(group, actor, meeting.facilitator):
        raise NotAvailable
    member = scene.work.session.get(Member, meeting.facilitator)
    here = select(Attendance.agency).where(Attendance.meeting == meeting.id).distinct()
    over = meeting.state == MeetingState.ENDED
    return MeetingFacts(
        head=head_of(scene.rules, meeting),
        facilitator=member.display_name if member else "",
        lines=lines_of(scene.work, meeting),
        current=meeting.item,
        item_since=meeting.item_since,
        moment=scene.moment,
        begun_at=meeting.begun_at,
        here=tuple(sorted(scene.work.session.scalars(here))),
        runs=runs_meetings_of(group, actor, meeting.facilitator),
        near=scene.moment >= meeting.starts_at - meeting_run.EARLY,
        minutes=minutes_of(scene.work, meeting) if over else None,
    )
