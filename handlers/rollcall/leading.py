"""What leaders and project managers see of roll calls, and what they do about it; knows no Slack."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from handlers.acting import act_once, do_once
from handlers.deps import Ground
from handlers.guard import points_to_one_person
from handlers.rollcall.facts import Digest, Overview, Shift, ShiftFacts, is_seen_to, source_of
from handlers.rollcall.notices import THEME_WORDS, digest_words
from models.acts.checkin import InTheWay, Said, answer_for_shift, led_by
from models.acts.drift import last_diversions, quiet_weeks, signals
from models.acts.in_person import may_log
from models.acts.issue_sight import raised_from
from models.acts.issues import Raising, raise_issue
from models.acts.schedule_dates import skip
from models.acts.shift_tally import (
    Visit,
    Words,
    heard_in_person,
    newest_closed,
    small_ones,
    tally,
    written_earlier,
)
from models.acts.shift_thread import NOT_BEFORE
from models.acts.situation_sight import groups_to_raise_in, regions_of
from models.acts.situations import Seen, raise_situation
from models.admin_issue import AdminIssue, IssueState
from models.database import UnitOfWork
from models.errors import NotAllowed, NotAvailable, PointsToOne
from models.people import Role
from models.rollcall import (
    Asked,
    Firing,
    FiringState,
    InPerson,
    Schedule,
    ShiftAnswer,
    SkipReason,
    locked_schedule,
)
from models.scene import Scene, the_actor
from models.schema import Handle, IssueRef, SituationRef, SlackUserId

_SAID_AT_A_ROLL_CALL = "Named at a roll call as a place that needs a look."
_NO_ANSWER_YET = "No roll call has closed yet."
_WENT_LATELY = "Somebody went and listened lately."
_OF = "leading"


class Leading:
    """Digests, choices and the project manager's pages."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def digest(self, user: SlackUserId, firing: str) -> Digest:
        """One roll call for whoever leads the shift.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs.
        """
        with self._ground.database.look() as work:
            schedule, row = led_by(self._ground.scene(work, user), firing)
            return _digest(work, schedule, row)

    def skip(self, user: SlackUserId, firing: str, reason: SkipReason, *, key: str) -> None:
        """This one counts as nothing.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable, StorageUnavailable: nothing was changed.
        """

        def act(scene: Scene) -> str:
            schedule, row = led_by(scene, firing)
            skip(scene, schedule.id, row.day, reason)
            return "skipped"

        do_once(self._ground, user, key, act, of=_OF)

    def answer_for_shift(self, user: SlackUserId, firing: str, said: Said, *, key: str) -> None:
        """What the leader heard from the shift.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable, StorageUnavailable: nothing was kept.
        """

        def act(scene: Scene) -> str:
            answer_for_shift(scene, firing, said)
            return "said"

        do_once(self._ground, user, key, act, of=_OF)

    def raise_theme(self, user: SlackUserId, firing: str, theme: str, *, key: str) -> IssueRef:
        """A theme becomes an issue.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs, or not told.
            Vacant: there is no project manager.
        """

        def act(scene: Scene) -> str:
            schedule, row = led_by(scene, firing)
            if theme not in tally(scene.work, row).themes:
                raise NotAllowed("theme")
            words = THEME_WORDS[InTheWay(theme)]
            return raise_issue(scene, Raising(words, user, row.id, theme, schedule.id)).ref

        return IssueRef(act_once(self._ground, user, key, act, of=_OF))

    def raise_words(self, user: SlackUserId, handle: Handle, *, place: bool, key: str) -> IssueRef:
        """What somebody wrote becomes an issue; who it was stays untold.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs, or not told.
        """

        def act(scene: Scene) -> str:
            row = self._told_answer(scene, handle)
            words = row.place if place else row.blocker
            if not words:
                raise NotAvailable
            schedule = scene.work.session.get_one(Firing, row.firing).schedule
            came_from = source_of(handle, place=place)
            return raise_issue(scene, Raising(words, row.said_by, came_from, "", schedule)).ref

        return IssueRef(act_once(self._ground, user, key, act, of=_OF))

    def raise_place(self, user: SlackUserId, handle: Handle, *, key: str) -> SituationRef:
        """A place that an officer named becomes a situation, under its officer, who stays untold.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs, or not told.
            PointsToOne: it could be of one person; nothing was kept.
            Vacant: nobody could own it.
        """

        def act(scene: Scene) -> str:
            row = self._told_answer(scene, handle)
            if not row.place:
                raise NotAvailable
            if points_to_one_person(row.place):
                raise PointsToOne
            # Two who tap at once make one situation.
            locked_schedule(scene.work, scene.work.session.get_one(Firing, row.firing).schedule)
            return raise_situation(scene, _seen_there(scene, row)).ref

        return SituationRef(act_once(self._ground, user, key, act, of=_OF))

    def _told_answer(self, scene: Scene, handle: Handle) -> ShiftAnswer:
        _require_manager(scene)
        row = scene.work.session.scalar(select(ShiftAnswer).where(ShiftAnswer.handle == handle))
        if row is None or handle not in {one.handle for one in _told_words(scene, row)}:
            raise NotAvailable
        return row

    def raise_visit(self, user: SlackUserId, visit: str, *, key: str) -> IssueRef:
        """What came up in person becomes an issue: by whoever was there, a leader, or a project manager.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs.
        """

        def act(scene: Scene) -> str:
            actor = the_actor(scene)
            row = scene.work.session.get(InPerson, visit)
            schedule = scene.work.session.get(Schedule, row.schedule) if row else None
            if row is None or schedule is None:
                raise NotAvailable
            theirs = row.visitor == actor.user or actor.holds(Role.PROJECT_MANAGER)
            if not theirs or not may_log(scene, schedule, actor):
                raise NotAllowed("visit")
            themes = [THEME_WORDS[InTheWay(code)] for code in row.in_the_way.split(";") if code]
            words = row.came_up or ", ".join(themes)
            return raise_issue(scene, Raising(words, row.visitor, row.id, "", schedule.id)).ref

        return IssueRef(act_once(self._ground, user, key, act, of=_OF))

    def overview(self, user: SlackUserId) -> Overview:
        """Everything that came in, for project managers.

        Raises:
            NotOnRoster, NotAllowed: not theirs.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            _require_manager(scene)
            schedules = _shifts(scene)
            small = small_ones(scene, schedules)
            count = select(func.count()).where(AdminIssue.state == IssueState.OPEN.value)
            return Overview(
                signals=tuple(signals(scene)),
                shifts=(*(_line(scene, one) for one in schedules), *_heard_on_visits(scene)),
                small=small,
                raised=raised_from(work, _sources(small or (), ())),
                open_issues=work.session.scalar(count) or 0,
            )

    def shift(self, user: SlackUserId, schedule: str) -> ShiftFacts:
        """One shift, for project managers.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs, or none.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            _require_manager(scene)
            row = work.session.get(Schedule, schedule)
            if row is None or row.asks == Asked.MEETING:
                raise NotAvailable
            asked = row.asks == Asked.ROLL_CALL
            newest = newest_closed(scene, row.id) if asked else None
            visits = heard_in_person(scene, row.id)
            earlier = written_earlier(scene, newest) if newest else ()
            raised = raised_from(work, _sources(earlier, visits))
            return ShiftFacts(
                digest=_digest(work, row, newest) if newest else None,
                name=row.name,
                quiet_weeks=quiet_weeks(scene, row) if asked else 0,
                diversion_days=last_diversions(scene).get(row.region) if asked else None,
                asked=asked,
                earlier=tuple(one for one in earlier if not is_seen_to(one, raised)),
                visits=visits,
                raised=raised,
            )


def _require_manager(scene: Scene) -> None:
    if not the_actor(scene).holds(Role.PROJECT_MANAGER):
        raise NotAllowed("rollcall")


def _seen_there(scene: Scene, answer: ShiftAnswer) -> Seen:
    """For the first working group of its region; in no channel before a day is over."""
    region = _told_region(scene, answer)
    groups = groups_to_raise_in(scene.rules, the_actor(scene))
    here = [group for group in groups if not region or region in regions_of(scene.rules, group)]
    if not here:
        raise NotAllowed("situation")
    return Seen(
        group=here[0].code,
        region=region,
        place=answer.place,
        pattern=_SAID_AT_A_ROLL_CALL,
        raised_by=answer.said_by,
        came_from=answer.handle,
        at=answer.answered_at + NOT_BEFORE,
    )


def _told_region(scene: Scene, answer: ShiftAnswer) -> str:
    """Where its shift's words are told by themselves; of small shifts together nobody says which it was."""
    firing = scene.work.session.get_one(Firing, answer.firing)
    alone = answer.handle in {one.handle for one in tally(scene.work, firing).words}
    return scene.work.session.get_one(Schedule, firing.schedule).region if alone else ""


def _shifts(scene: Scene) -> list[Schedule]:
    query = select(Schedule).where(Schedule.asks == Asked.ROLL_CALL.value, Schedule.ended_at.is_(None))
    return list(scene.work.session.scalars(query.order_by(Schedule.name, Schedule.id)))


def _digest(work: UnitOfWork, schedule: Schedule, firing: Firing) -> Digest:
    query = select(AdminIssue.theme, AdminIssue.ref).where(
        AdminIssue.came_from == firing.id, AdminIssue.theme != ""
    )
    issues = {InTheWay(theme): ref for theme, ref in work.session.execute(query)}
    skipped, seen = firing.state == FiringState.SKIPPED, tally(work, firing)
    raised = raised_from(work, _sources(seen.words, seen.visits))
    return Digest(firing.id, schedule.id, schedule.name, seen, issues, raised, skipped)


def _sources(words: Sequence[Words], visits: Sequence[Visit]) -> list[str]:
    return [visit.id for visit in visits] + [
        source_of(one.handle, place=at) for one in words for at in (False, True)
    ]


def _line(scene: Scene, schedule: Schedule) -> Shift:
    """Its newest roll call in the leader's own words, without the name again."""
    newest = newest_closed(scene, schedule.id)
    said = digest_words("", tally(scene.work, newest)).partition(": ")[2] if newest else _NO_ANSWER_YET
    return Shift(schedule.id, schedule.name, said[:1].upper() + said[1:])


def _heard_on_visits(scene: Scene) -> list[Shift]:
    """Visits in turn of which somebody said lately what came up."""
    query = select(Schedule).where(Schedule.asks == Asked.VISIT.value).order_by(Schedule.name, Schedule.id)
    found = [(one, heard_in_person(scene, one.id)) for one in scene.work.session.scalars(query)]
    return [Shift(one.id, one.name, _WENT_LATELY) for one, seen in found if seen]


def _told_words(scene: Scene, answer: ShiftAnswer) -> tuple[Words, ...]:
    """What the project manager may read beside this answer: of its shift, or of small shifts together."""
    firing = scene.work.session.get_one(Firing, answer.firing)
    return (*tally(scene.work, firing).words, *(small_ones(scene, _shifts(scene)) or ()))
