"""The agenda of a meeting: built of what is open and of what waited for it, and added to by hand."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import select, update

from models.action import RUNNING, Action
from models.acts import meeting_thread as thread
from models.acts.agenda_carry import stand_on_next, without_item
from models.acts.agenda_rows import add, key_of
from models.acts.agenda_sources import PARTS, Source, ended_subjects, sources
from models.acts.groups import sees
from models.audit import Verb
from models.conference import Conference
from models.errors import NotAllowed, NotAvailable
from models.meeting import AgendaItem, ItemState, Meeting, Section
from models.scene import Scene, the_actor
from models.site import Group


def build(scene: Scene, meeting: Meeting, group: Group) -> int:
    """Write the agenda of a new meeting; answers how many things were put on it or waited for it.

    What waited for it stands first in its section; what has ended meanwhile is settled and left out.
    """
    waited = _take_on(scene, meeting)
    made = sources(scene, meeting, group)
    add(scene, meeting.id, meeting.group, [(one, "") for one in made])
    conferences = [one.subject for one in made if one.section is Section.CONFERENCES]
    _mark(scene, meeting, [*conferences, *(ref for ref in waited if ref.startswith("K-"))])
    return len(made) + len(waited)


def _take_on(scene: Scene, meeting: Meeting) -> Sequence[str]:
    """What waited for the group's next agenda is put on this one; answers its subjects."""
    session = scene.work.session
    waiting = [
        AgendaItem.meeting.is_(None),
        AgendaItem.group == meeting.group,
        AgendaItem.state == ItemState.WAITS.value,
    ]
    held = select(AgendaItem.id, AgendaItem.subject).where(*waiting).with_for_update()
    rows = session.execute(held).all()
    ended = ended_subjects(scene, {row.subject for row in rows})
    options = {"synchronize_session": False}
    if ended:
        over = update(AgendaItem).where(*waiting, AgendaItem.subject.in_(ended))
        done = {"state": ItemState.DONE.value, "settled_at": scene.moment}
        session.execute(over.values(**done), execution_options=options)
    session.execute(update(AgendaItem).where(*waiting).values(meeting=meeting.id), execution_options=options)
    return [row.subject for row in rows if row.subject not in ended]


def _mark(scene: Scene, meeting: Meeting, conferences: Sequence[str]) -> None:
    """Its conferences know their meeting; actions that stand on one more agenda count it."""
    session = scene.work.session
    if conferences:
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
    session.expire_all()


def put(scene: Scene, code: str, words: str) -> str:
    """Somebody of the group puts something (guarded open text) on its next agenda; answers the item's id.

    Raises:
        NotOnRoster, NotAllowed: it is not their group, or one whose questions go another way.
        NotAvailable: there is no such group.
    """
    group = scene.rules.group(code) if code else None
    if group is None:
        raise NotAvailable
    if not sees(group, the_actor(scene)) or Section.OTHER not in PARTS[group.kind]:
        raise NotAllowed("agenda")
    source = Source(Section.OTHER, words=words)
    meeting, ids = stand_on_next(scene, group.code, [(source, scene.user)])
    item = ids[key_of(source)]
    scene.note(Verb.AGENDA_PUT, (item,), group.code)
    if meeting is not None:
        thread.reply(scene, meeting, thread.ADDED, item)
    return item


def top_up(scene: Scene, meeting: Meeting) -> None:
    """Conferences that were given to it after its agenda was built stand on it when it begins."""
    late = [(Source(Section.CONFERENCES, ref), "") for ref in without_item(scene, meeting)]
    add(scene, meeting.id, meeting.group, late)


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
