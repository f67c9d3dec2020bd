"""What was not dealt with stands on the group's next agenda, or waits for it; nothing is ever dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update

from models.acts.agenda_rows import ANEW, Key, add
from models.acts.agenda_sources import Source
from models.acts.meeting_conferences import go_on, refs_of
from models.meeting import AgendaItem, ItemState, Meeting, MeetingState, Section, locked_meeting
from models.scene import Scene

_NEVER_HELD = (MeetingState.CANCELLED.value, MeetingState.NOT_HELD.value)


def stand_on_next(
    scene: Scene, group: str, wanted: Sequence[tuple[Source, str]], besides: str = ""
) -> tuple[Meeting | None, Mapping[Key, str]]:
    """These on the group's next agenda; where none is posted yet, they wait for it. Twice is once.

    `besides`: the meeting they come from. Answers that meeting, and the ids of what waits there now.
    """
    meeting = _held_next(scene, group, besides)
    return meeting, add(scene, meeting.id if meeting else None, group, wanted)


def _held_next(scene: Scene, group: str, besides: str) -> Meeting | None:
    """The next one, held: nobody settles it while something is put on it."""
    query = select(Meeting.id).where(
        Meeting.group == group,
        Meeting.special == 0,
        Meeting.state == MeetingState.PLANNED.value,
        Meeting.starts_at > scene.moment,
        Meeting.id != besides,
    )
    for id_ in scene.work.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all():
        meeting = locked_meeting(scene.work, id_)
        if meeting.state == MeetingState.PLANNED:
            return meeting
    return None


def carry_over(scene: Scene, meeting: Meeting) -> int:
    """What was not done stands on the next agenda; answers how many. Called once, when it is settled.

    What went to a special meeting is that meeting's: if it is not settled there, it goes on from there.
    """
    scene.work.session.flush()
    wanted = [*_not_done(scene, meeting)]
    wanted += [(Source(Section.CONFERENCES, ref), "") for ref in without_item(scene, meeting)]
    _settle_rows(scene, meeting)
    following, _ = stand_on_next(scene, meeting.group, wanted, besides=meeting.id)
    for one, _ in wanted:
        if one.section is Section.CONFERENCES:
            go_on(scene, one.subject, following.id if following else None)
    return len(wanted)


def _not_done(scene: Scene, meeting: Meeting) -> list[tuple[Source, str]]:
    called = select(Meeting.called_for).where(
        Meeting.group == meeting.group, Meeting.special == 1, Meeting.state.not_in(_NEVER_HELD)
    )
    query = (
        select(
            AgendaItem.section, AgendaItem.subject, AgendaItem.words, AgendaItem.minutes, AgendaItem.put_by
        )
        .where(
            AgendaItem.meeting == meeting.id,
            AgendaItem.state != ItemState.DONE.value,
            AgendaItem.section.not_in(ANEW),
            AgendaItem.id.not_in(called),
        )
        .order_by(AgendaItem.place, AgendaItem.id)
    )
    return [
        (Source(Section(section), subject, words, minutes), by)
        for section, subject, words, minutes, by in scene.work.session.execute(query)
    ]


def _settle_rows(scene: Scene, meeting: Meeting) -> None:
    """What waited here waits elsewhere now."""
    scene.work.session.execute(
        update(AgendaItem)
        .where(
            AgendaItem.meeting == meeting.id,
            AgendaItem.state == ItemState.WAITS.value,
            AgendaItem.section.not_in(ANEW),
        )
        .values(state=ItemState.DEFERRED.value, settled_at=scene.moment),
        execution_options={"synchronize_session": False},
    )
    scene.work.session.expire_all()


def without_item(scene: Scene, meeting: Meeting) -> list[str]:
    """Conferences that were given to this meeting after its agenda was built."""
    items = select(AgendaItem.subject).where(
        AgendaItem.meeting == meeting.id, AgendaItem.section == Section.CONFERENCES.value
    )
    known = set(scene.work.session.scalars(items))
    return [ref for ref in refs_of(scene, meeting.id) if ref not in known]
