"""A shift's one thread in its private channel: themes, and what was done. No persons, nothing fresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.acts import rollcall
from models.acts.paging import project_managers
from models.acts.shift_tally import tally
from models.admin_issue import AdminIssue
from models.database import UnitOfWork
from models.due import DueStep, Step
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.rollcall import Firing, Schedule
from models.scene import Scene
from models.schema import Handle, IssueRef, SlackUserId, new_handle
from models.site import SiteRules
from models.vault import Vault

# Nothing that is younger stands in a channel: what happened in one night points at nobody then.
NOT_BEFORE = timedelta(hours=24)
# Why a voice says nothing there: nobody is told, and nothing is to be mended.
SILENT = frozenset({"nothing", "moved", "no_thread"})


@dataclass(frozen=True)
class Post:
    """What a notice's target says: what it is about, and of which firing or issue."""

    what: str
    id: str = ""

    def pack(self) -> str:
        """As it stands in the row."""
        return f"{self.what} {self.id}".strip()

    @staticmethod
    def unpack(target: str) -> Post:
        """From the row."""
        what, _, about = target.partition(" ")
        return Post(what, about)


BEGIN, THEMES, ENDED = "begin", "themes", "ended"


def close(scene: Scene, step: DueStep) -> str:
    """The window closes: its leader is told, and the day after the shift's thread has its themes."""
    done = rollcall.take_step(scene, step)
    firing = scene.work.session.get(Firing, step.subject)
    if done != "closed" or firing is None or step.step != Step.ROLLCALL_CLOSE:
        return done
    schedule = scene.work.session.get_one(Schedule, firing.schedule)
    if tally(scene.work, firing).themes:
        _plan(scene, schedule, Post(THEMES, firing.id), firing.closes_at + NOT_BEFORE)
    return done


def tell_ended(scene: Scene, issue: AdminIssue) -> None:
    """The shift that an issue came from hears what was done, a day later."""
    schedule = scene.work.session.get(Schedule, issue.schedule) if issue.schedule else None
    if schedule is not None:
        _plan(scene, schedule, Post(ENDED, issue.ref), scene.moment + NOT_BEFORE)


def thread_of(work: UnitOfWork, schedule: Schedule) -> tuple[str, str] | None:
    """Channel and timestamp under which its thread stands; None: it was not begun, or could not be."""
    if not schedule.anchor:
        return None
    query = select(Notice.channel, Notice.ts).where(
        Notice.handle == schedule.anchor, Notice.recipient == schedule.channel, Notice.outcome == "sent"
    )
    found = work.session.execute(query).first()
    return (found.channel or "", found.ts or "") if found else None


def tell_not_posted(
    work: UnitOfWork, vault: Vault, rules: SiteRules, notice: Notice, why: str, moment: datetime
) -> None:
    """Slack does not let us into the channel: the project managers hear which shift's, once a day."""
    schedule = schedule_of(work, notice)
    if why in SILENT or schedule is None:
        return
    kind = Kind.ROLLCALL_NOT_DELIVERED
    target = f"{schedule.id} channel"
    key = f"{kind.value}:{target}:{rules.today(moment)}"
    managers = project_managers(work, vault.rows, rules, moment)
    told = [NewNotice(kind, one, f"{key}:{one}", target=target, urgency=Urgency.ROUTINE) for one in managers]
    post(work, moment, told)


def schedule_of(work: UnitOfWork, notice: Notice) -> Schedule | None:
    """Whose thread the notice is for; None where it has another channel now."""
    about = Post.unpack(notice.target)
    if about.what == ENDED:
        issue = work.session.get(AdminIssue, IssueRef(about.id))
        key = issue.schedule if issue else ""
    elif about.what == THEMES:
        firing = work.session.get(Firing, about.id)
        key = firing.schedule if firing else ""
    else:
        key = about.id
    schedule = work.session.get(Schedule, key) if key else None
    return schedule if schedule is not None and schedule.channel == notice.recipient else None


def _plan(scene: Scene, schedule: Schedule, about: Post, due: datetime) -> None:
    if not schedule.channel:
        return
    due = max(due, scene.moment)
    notices = [_notice(schedule, about, due)]
    if not _is_begun(scene.work, schedule):
        schedule.anchor = new_handle()
        begin = Post(BEGIN, schedule.id)
        notices.insert(0, _notice(schedule, begin, due, Handle(schedule.anchor)))
    post(scene.work, scene.moment, notices)


def _is_begun(work: UnitOfWork, schedule: Schedule) -> bool:
    """Whether its beginning stands in this channel, or is on its way there."""
    if not schedule.anchor:
        return False
    begun = select(Notice.outcome).where(
        Notice.handle == schedule.anchor, Notice.recipient == schedule.channel
    )
    return any(outcome in {None, "sent"} for outcome in work.session.scalars(begun))


def _notice(schedule: Schedule, about: Post, due: datetime, handle: Handle | None = None) -> NewNotice:
    """One lane a channel: the beginning goes first, and replies in their order."""
    kind = Kind.SHIFT_THREAD
    channel = SlackUserId(schedule.channel)
    key = f"{kind.value}:{channel}:{handle or about.pack()}"[:160]
    return NewNotice(
        kind, channel, key, target=about.pack(), handle=handle, due_at=due, urgency=Urgency.ROUTINE
    )
