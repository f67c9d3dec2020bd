"""Keeping schedules and handing visits on: one transaction each; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time

from sqlalchemy import select

from handlers.acting import act_once, do_once
from handlers.deps import Ground
from handlers.rollcall.schedule_answers import given_by
from handlers.rollcall.schedule_facts import Offer, One, Page, Preview, VisitFacts
from handlers.rollcall.schedule_meetings import date_problem
from handlers.rollcall.schedule_reading import (
    changeable,
    coming,
    is_theirs,
    keeper,
    line_of,
    offer_of,
    one_of,
    regions_of,
    theirs,
    whom,
)
from handlers.rollcall.schedule_wanted import CannotKeep, wanted_by
from models.acts.moments import zone_of
from models.acts.schedule_dates import move, put_back, skip
from models.acts.schedule_file import written
from models.acts.schedules import change, end, make, pause, resume, unsaved
from models.acts.visits import pass_on
from models.errors import NotAllowed, NotAvailable
from models.rollcall import Asked, Firing, Schedule, SkipReason, changes_of
from models.scene import Scene, the_actor
from models.schema import SlackUserId

_A_PAGE = 40
_OF = "schedule"


class Schedules:
    """The times of roll calls and visits, for those who keep them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def page(self, user: SlackUserId, number: int = 0) -> Page:
        """One page of what is theirs.

        Raises:
            NotOnRoster, NotAllowed: nothing is.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = keeper(scene)
            query = select(Schedule).where(Schedule.ended_at.is_(None)).order_by(Schedule.name, Schedule.id)
            rows = [row for row in work.session.scalars(query) if is_theirs(actor, row)]
            pages = max(1, -(-len(rows) // _A_PAGE))
            number = min(max(0, number), pages - 1)
            shown = rows[number * _A_PAGE : (number + 1) * _A_PAGE]
            return Page(
                tuple(line_of(scene, row) for row in shown),
                number,
                pages,
                bool(regions_of(scene, actor, Asked.VISIT)),
            )

    def one(self, user: SlackUserId, schedule: str) -> One:
        """One of them, with its next ten.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: it is not theirs, or there is none.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return one_of(scene, theirs(scene, schedule))

    def offer(self, user: SlackUserId, asks: Asked) -> Offer:
        """What the form of a new one offers.

        Raises:
            NotOnRoster, NotAllowed: it is not theirs to make.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return offer_of(scene, keeper(scene, asks), asks)

    def given(self, user: SlackUserId, schedule: str) -> tuple[Asked, dict[str, str], int]:
        """What stands in the form of one that is there, and its version.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs, none, or kept in the site file.
        """
        with self._ground.database.look() as work:
            row = changeable(self._ground.scene(work, user), schedule)
            return Asked(row.asks), given_by(written(work, row)), row.version

    def preview(self, user: SlackUserId, asks: Asked, codes: Mapping[str, str], schedule: str) -> Preview:
        """What would come, with `schedule` "" of a new one. Nothing is kept.

        Raises:
            CannotKeep: it cannot be kept as it is.
            NotOnRoster, NotAllowed, NotAvailable: not theirs.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            wanted = wanted_by(scene, asks, codes, schedule)
            row = unsaved(wanted)
            changes = changes_of(work, schedule) if schedule else {}
            return Preview(
                coming(scene, row, changes, schedule), zone_of(scene.rules, row), whom(scene, wanted)
            )

    def keep(
        self,
        user: SlackUserId,
        asks: Asked,
        codes: Mapping[str, str],
        schedule: str,
        version: int,
        *,
        key: str,
    ) -> str:
        """Keep it, once for this delivery; answers its id.

        Raises:
            CannotKeep: it cannot be kept as it is.
            AlreadyChanged: somebody else changed it meanwhile.
            NotOnRoster, NotAllowed, NotAvailable: not theirs.
        """

        def act(scene: Scene) -> str:
            wanted = wanted_by(scene, asks, codes, schedule)
            return (change(scene, schedule, wanted, version) if schedule else make(scene, wanted)).id

        return act_once(self._ground, user, key, act, of=_OF)

    def pause(self, user: SlackUserId, schedule: str, *, key: str) -> None:
        """Nothing is sent until somebody resumes it. Raises as `one`."""
        do_once(self._ground, user, key, lambda scene: pause(scene, theirs(scene, schedule).id).id, of=_OF)

    def resume(self, user: SlackUserId, schedule: str, *, key: str) -> None:
        """It goes on. Raises as `one`."""
        do_once(self._ground, user, key, lambda scene: resume(scene, theirs(scene, schedule).id).id, of=_OF)

    def end(self, user: SlackUserId, schedule: str, *, key: str) -> None:
        """It is over. Raises as `given`."""
        do_once(self._ground, user, key, lambda scene: end(scene, changeable(scene, schedule).id).id, of=_OF)

    def skip(self, user: SlackUserId, schedule: str, day: date, reason: SkipReason, *, key: str) -> None:
        """This date does not count. Raises as `move`."""

        def act(scene: Scene) -> str:
            skip(scene, theirs(scene, schedule).id, day, reason)
            return "skipped"

        self._at_field(user, key, act, {"day": "This one cannot be skipped any more."})

    def move(
        self, user: SlackUserId, schedule: str, day: date, to_day: date, to_at: time, *, key: str
    ) -> None:
        """This date elsewhere.

        Raises:
            CannotKeep: it cannot be done.
            NotOnRoster, NotAllowed, NotAvailable: not theirs.
        """

        def act(scene: Scene) -> str:
            row = theirs(scene, schedule)
            if problem := date_problem(scene, row, day, to_day, to_at):
                raise CannotKeep({"to_at": problem})
            move(scene, row.id, day, to_day, to_at)
            return "moved"

        words = {
            "day": "This one cannot be moved any more.",
            "to_day": "Please choose a moment that is still to come, within two weeks of its own day.",
        }
        self._at_field(user, key, act, words)

    def put_back(self, user: SlackUserId, schedule: str, day: date, *, key: str) -> None:
        """This date as the rule has it. Raises as `move`."""

        def act(scene: Scene) -> str:
            put_back(scene, theirs(scene, schedule).id, day)
            return "back"

        self._at_field(
            user, key, act, {"day": "It has come already, or its own hour is over. It stays as it is."}
        )

    def visit(self, user: SlackUserId, firing: str) -> VisitFacts:
        """A visit of theirs.

        Raises:
            NotOnRoster, NotAvailable: it is not theirs (any more).
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            the_actor(scene)
            row = work.session.get(Firing, firing)
            schedule = work.session.get(Schedule, row.schedule) if row else None
            if row is None or schedule is None or row.visitor != user or schedule.asks != Asked.VISIT:
                raise NotAvailable
            today = scene.moment.astimezone(zone_of(scene.rules, schedule)).date()
            region = scene.rules.region_name(schedule.region)
            return VisitFacts(firing, schedule.name, region, row.day, over=today > row.day)

    def pass_on(self, user: SlackUserId, firing: str, *, key: str) -> None:
        """The next one goes.

        Raises:
            NotOnRoster, NotAllowed, UnknownReference: not theirs, or over.
            Vacant: everybody else was asked already.
        """

        def act(scene: Scene) -> str:
            the_actor(scene)
            return pass_on(scene, firing)

        do_once(self._ground, user, key, act, of=_OF)

    def _at_field(
        self, user: SlackUserId, key: str, act: Callable[[Scene], str], words: Mapping[str, str]
    ) -> None:
        try:
            do_once(self._ground, user, key, act, of=_OF)
        except NotAllowed as refused:
            if refused.code not in words:
                raise
            raise CannotKeep({refused.code: words[refused.code]}) from None
