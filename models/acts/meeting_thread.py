"""What is said of a meeting: a line and its thread in the group's private channel, and direct messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from models.acts.groups import members_of
from models.acts.paging import project_managers
from models.database import UnitOfWork
from models.meeting import AgendaItem, Meeting
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.scene import Scene
from models.schema import Handle, SlackUserId
from models.site import Group

# Why a voice says nothing there: nobody is told, and nothing is to be mended.
SILENT = frozenset({"nothing", "moved", "no_thread", "gone"})
BEGIN, AGENDA, ADDED, MOVED, CANCELLED, MINUTES = "begin", "agenda", "added", "moved", "cancelled", "minutes"


@dataclass(frozen=True)
class Post:
    """What a notice's target says: what it is about, and of which meeting or item."""

    what: str
    id: str

    def pack(self) -> str:
        """As it stands in the row."""
        return f"{self.what} {self.id}"

    @staticmethod
    def unpack(target: str) -> Post:
        """From the row."""
        what, _, about = target.partition(" ")
        return Post(what, about)


def begin(scene: Scene, meeting: Meeting, group: Group) -> None:
    """The line in the channel, and the agenda under it."""
    _post(
        scene,
        meeting,
        group,
        [(Post(BEGIN, meeting.id), Handle(meeting.anchor)), (Post(AGENDA, meeting.id), None)],
    )


def reply(scene: Scene, meeting: Meeting, what: str, about: str = "") -> None:
    """One more in the thread; where the group is gone from the site's file, nothing."""
    group = scene.rules.group(meeting.group)
    if group is not None:
        _post(scene, meeting, group, [(Post(what, about or meeting.id), None)])


def _post(scene: Scene, meeting: Meeting, group: Group, posts: Iterable[tuple[Post, Handle | None]]) -> None:
    kind, channel = Kind.MEETING_THREAD, SlackUserId(group.channel)
    told = [
        NewNotice(
            kind,
            channel,
            f"{kind.value}:{channel}:{about.pack()}:{meeting.version}"[:160],
            target=about.pack(),
            handle=handle,
            urgency=Urgency.ROUTINE,
        )
        for about, handle in posts
    ]
    post(scene.work, scene.moment, told)


def tell_members(scene: Scene, meeting: Meeting, kind: Kind) -> None:
    """Everybody of the group, by direct message; not whoever does it."""
    group = scene.rules.group(meeting.group)
    if group is not None:
        people = [actor.user for actor in members_of(scene, group)]
        tell(scene, meeting, kind, [one for one in people if one != scene.user])


def tell(scene: Scene, meeting: Meeting, kind: Kind, people: Iterable[SlackUserId]) -> None:
    """One message of this kind to each, once for each version of the meeting."""
    told = [
        NewNotice(
            kind,
            one,
            f"{kind.value}:{meeting.id}:{meeting.version}:{one}"[:160],
            target=meeting.id,
            urgency=Urgency.ROUTINE,
        )
        for one in dict.fromkeys(people)
    ]
    post(scene.work, scene.moment, told)


def thread_of(work: UnitOfWork, meeting: Meeting, channel: str) -> str | None:
    """The timestamp under which its thread stands in this channel; None: it was not begun there."""
    query = select(Notice.ts).where(
        Notice.handle == meeting.anchor, Notice.recipient == channel, Notice.outcome == "sent"
    )
    return work.session.scalar(query.limit(1)) if meeting.anchor else None


def meeting_of(work: UnitOfWork, notice: Notice) -> Meeting | None:
    """What a notice in a thread is about; None where it is gone."""
    about = Post.unpack(notice.target)
    if about.what == ADDED:
        item = work.session.get(AgendaItem, about.id)
        return work.session.get(Meeting, item.meeting) if item is not None and item.meeting else None
    return work.session.get(Meeting, about.id)


def tell_not_posted(scene: Scene, notice: Notice, why: str) -> None:
    """Slack does not let us into the channel: whoever runs the meeting and the project managers hear it."""
    meeting = meeting_of(scene.work, notice)
    if why in SILENT or meeting is None:
        return
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    tell(scene, meeting, Kind.MEETING_NOT_POSTED, [meeting.facilitator, *managers])
