"""The agenda of a meeting: built of what is open, added to by hand; what waits stands on the next one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from models.action import RUNNING, Action
from models.acts import meeting_thread as thread
from models.acts.agenda_sources import PARTS, Source, ended_subjects, sources
from models.acts.groups import sees, the_actor
from models.acts.meeting_conferences import go_on, refs_of
from models.audit import Verb
from models.conference import Conference
from models.errors import NotAllowed, NotAvailable
from models.meeting import AgendaItem, ItemState, Meeting, MeetingState, Section, items_on, locked_meeting
from models.scene import Scene
from models.schema import SlackUserId
from models.site import Group

_ORDER = {section.value: place for place, section in enumerate(Section)}
_ROOM = 1_000_000  # places of one section
# Made anew for each agenda: nothing of them is carried on.
ANEW = frozenset({Section.GROUND_RULES, Section.REFERRALS, Section.CLOCKS, Section.COURT})


def build(scene: Scene, meeting: Meeting, group: Group) -> int:
    """Write the agenda of a new meeting; answers how many items it has.

    What waited for it comes first in its section; what has ended meanwhile is settled and left out.
    """
    waiting = _taken_on(scene, meeting)
    known = {(item.section, item.subject, item.words) for item in waiting}
    made = [one for one in sources(scene, meeting, group) if _key(one) not in known]
    places: dict[str, int] = {}
    for item in waiting:
        item.place = _place(places, item.section)
    rows = [_row(meeting, one, _place(places, one.section.value)) for one in made]
    scene.work.session.flush()
    scene.work.insert(AgendaItem, rows)
    conferences = [(item.section, item.subject) for item in waiting]
    conferences += [(one.section.value, one.subject) for one in made]
    _mark(scene, meeting, [ref for section, ref in conferences if section == Section.CONFERENCES])
    return len(waiting) + len(rows)


def _key(one: Source) -> tuple[str, str, str]:
    return one.section.value, one.subject, one.words


def _place(places: dict[str, int], section: str) -> int:
    places[section] = places.get(section, 0) + 1
    return _ORDER[section] * _ROOM + places[section]


def _row(meeting: Meeting, one: Source, place: int) -> dict[str, Any]:
    return {
        "id": secrets.token_hex(16),
        "meeting": meeting.id,
        "group_code": meeting.group,
        "section": one.section.value,
        "place": place,
        "subject": one.subject,
        "words": one.words,
        "put_by": "",
        "minutes": one.minutes,
        "state": ItemState.WAITS.value,
    }


def _taken_on(scene: Scene, meeting: Meeting) -> Sequence[AgendaItem]:
    """What waited for the group's next agenda, put on this one."""
    query = select(AgendaItem).where(
        AgendaItem.meeting.is_(None),
        AgendaItem.group == meeting.group,
        AgendaItem.state == ItemState.WAITS.value,
    )
    rows = scene.work.session.scalars(query.order_by(AgendaItem.place, AgendaItem.id).with_for_update()).all()
    ended = ended_subjects(scene, {row.subject for row in rows})
    for row in rows:
        if row.subject in ended:
            row.state, row.settled_at = ItemState.DONE.value, scene.moment
        else:
            row.meeting = meeting.id
    return [row for row in rows if row.subject not in ended]


def _mark(scene: Scene, meeting: Meeting, conferences: Sequence[str]) -> None:
    """Its conferences know their meeting; actions that stand on one more agenda count it."""
    session = scene.work.session
    session.execute(
        update(Conference).where(Conference.ref.in_(conferences)).values(meeting=meeting.id),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(Action)
        .where(Action.group == meeting.group, Action.state.in_([state.value for state in RUNNING]))
        .values(carried=Action.carried + 1),
        execution_options={"synchronize_session": False},
    )


def put(scene: Scene, code: str, words: str) -> AgendaItem:
    """Somebody of the group puts something (guarded open text) on its next agenda; twice is once.

    Raises:
        NotOnRoster, NotAllowed: it is not their group, or one whose questions go another way.
        NotAvailable: there is no such group.
    """
    group = scene.rules.group(code)
    if group is None or not code:
        raise NotAvailable
    if not sees(group, the_actor(scene)) or Section.OTHER not in PARTS[group.kind]:
        raise NotAllowed("agenda")
    item = stand_on_next(scene, group.code, Source(Section.OTHER, words=words), scene.user)
    scene.note(Verb.AGENDA_PUT, (item.id,), group.code)
    meeting = scene.work.session.get(Meeting, item.meeting) if item.meeting else None
    if meeting is not None:
        thread.reply(scene, meeting, thread.ADDED, item.id)
    return item


def stand_on_next(scene: Scene, group: str, one: Source, by: str = "", besides: str = "") -> AgendaItem:
    """An item on the group's next agenda; where none is posted yet, it waits for it. Twice is once.

    `besides`: the meeting it comes from.
    """
    meeting = _held_next(scene, group, besides)
    at = AgendaItem.meeting.is_(None) if meeting is None else AgendaItem.meeting == meeting.id
    same = select(AgendaItem).where(
        at,
        AgendaItem.group == group,
        AgendaItem.section == one.section.value,
        AgendaItem.subject == one.subject,
        AgendaItem.words == one.words,
        AgendaItem.state == ItemState.WAITS.value,
    )
    if found := scene.work.session.scalar(same.limit(1)):
        return found
    item = _item(scene, meeting.id if meeting else None, group, one, by)
    scene.work.session.add(item)
    scene.work.session.flush()
    return item


def _item(scene: Scene, meeting: str | None, group: str, one: Source, by: str) -> AgendaItem:
    """The last of its section there."""
    at = AgendaItem.meeting.is_(None) if meeting is None else AgendaItem.meeting == meeting
    last = select(func.max(AgendaItem.place)).where(
        at, AgendaItem.group == group, AgendaItem.section == one.section.value
    )
    place = scene.work.session.scalar(last) or _ORDER[one.section.value] * _ROOM
    return AgendaItem(
        id=secrets.token_hex(16),
        meeting=meeting,
        group=group,
        section=one.section.value,
        place=place + 1,
        subject=one.subject,
        words=one.words,
        put_by=SlackUserId(by),
        minutes=one.minutes,
        state=ItemState.WAITS.value,
    )


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
    """What was not dealt with stands on the next agenda; answers how many. Done once, when it is settled.

    What went to a special meeting is that meeting's: if it is not settled there, it goes on from there.
    """
    called = select(Meeting.called_for).where(
        Meeting.group == meeting.group,
        Meeting.special == 1,
        Meeting.state.not_in([MeetingState.CANCELLED.value, MeetingState.NOT_HELD.value]),
    )
    gone = set(scene.work.session.scalars(called))
    latecomers = _without_item(scene, meeting)
    carried = 0
    for item in items_on(scene.work, meeting.id):
        if item.state == ItemState.DONE or Section(item.section) in ANEW:
            continue
        item.state, item.settled_at = ItemState.DEFERRED.value, item.settled_at or scene.moment
        if item.id in gone:
            continue
        source = Source(Section(item.section), item.subject, item.words, item.minutes)
        _carry(scene, meeting, source, item.put_by)
        carried += 1
    for ref in latecomers:
        _carry(scene, meeting, Source(Section.CONFERENCES, ref))
    return carried + len(latecomers)


def _without_item(scene: Scene, meeting: Meeting) -> list[str]:
    """Conferences that were given to this meeting after its agenda was built."""
    known = {item.subject for item in items_on(scene.work, meeting.id) if item.section == Section.CONFERENCES}
    return [ref for ref in refs_of(scene, meeting.id) if ref not in known]


def top_up(scene: Scene, meeting: Meeting) -> None:
    """Conferences that were given to it after its agenda was built stand on it when it begins."""
    for ref in _without_item(scene, meeting):
        scene.work.session.add(_item(scene, meeting.id, meeting.group, Source(Section.CONFERENCES, ref), ""))
        scene.work.session.flush()


def _carry(scene: Scene, meeting: Meeting, one: Source, by: str = "") -> None:
    item = stand_on_next(scene, meeting.group, one, by, besides=meeting.id)
    if one.section is Section.CONFERENCES:
        go_on(scene, one.subject, item.meeting)


def copied(item: AgendaItem, meeting: str) -> AgendaItem:
    """The same item on another agenda, as it was put."""
    return AgendaItem(
        id=secrets.token_hex(16),
        meeting=meeting,
        group=item.group,
        section=item.section,
        place=item.place,
        subject=item.subject,
        words=item.words,
        put_by=item.put_by,
        minutes=item.minutes,
        state=ItemState.WAITS.value,
    )
