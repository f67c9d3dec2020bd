"""No agenda item is lost when a meeting moves, is cancelled, is not held, runs over or has an impasse."""

from __future__ import annotations

import tempfile
from datetime import date, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from models.acts.agenda import put
from models.acts.agenda_rows import ANEW
from models.acts.meeting_run import EARLY, begin, call_special, end, go_on
from models.acts.meetings import cancel, move
from models.acts.schedule_dates import move as move_date
from models.acts.schedule_dates import skip
from models.acts.schedules import pause, resume
from models.database import Database
from models.errors import NotAllowed
from models.meeting import AgendaItem, ItemState, Meeting, MeetingState
from models.rollcall import SkipReason
from models.schema import Base
from tests.databases import fresh_url
from tests.factories import MANAGER, OFFICER
from tests.models.acts.meeting import lay_groups, situation, weekly
from tests.models.acts.rolling import Precincts

_OPEN = (MeetingState.PLANNED, MeetingState.BEGUN)


class NoItemIsLost(RuleBasedStateMachine):
    """Everything that can happen to a meeting, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="leadbot-agenda-")
        self.urls = fresh_url("sqlite", Path(self.folder.name))
        self.database = Database(self.urls.__enter__())
        Base.metadata.create_all(self.database.engine)
        self.site: Precincts = lay_groups(self.database, Path(self.folder.name))
        self.put: set[str] = set()

    def teardown(self) -> None:
        self.database.close()
        self.urls.__exit__(None, None, None)
        self.folder.cleanup()

    @initialize(lead=st.sampled_from([1, 7, 9]))
    def meets(self, lead: int) -> None:
        """Every Tuesday; with nine days ahead two agendas stand at once."""
        self.schedule = self.site.make(weekly(lead_days=lead))

    @rule(word=st.integers(0, 10**6))
    def puts(self, word: int) -> None:
        self.site.act(lambda scene: put(scene, "owg", f"Item {word}"), OFFICER)
        self.put.add(f"Item {word}")

    @rule()
    def sees(self) -> None:
        """A situation that nobody has to look at for a year: by itself on one agenda only."""
        ref = situation(self.site, self.site.moment.date() + timedelta(days=365))
        self.put.add(ref)

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 3, 24 * 8]))
    def time_goes_by(self, hours: int) -> None:
        self.site.live(self.site.moment + timedelta(hours=hours))

    @rule(hours=st.sampled_from([26, 24 * 8, 24 * 20]))
    def is_down(self, hours: int) -> None:
        self.site.sleep(self.site.moment + timedelta(hours=hours))

    @rule(pick=st.integers(0, 5), days=st.integers(0, 10), hour=st.integers(8, 18))
    def moves(self, pick: int, days: int, hour: int) -> None:
        if meeting := self.one(pick, MeetingState.PLANNED):
            day = (meeting.starts_at + timedelta(days=days)).date()
            try:
                self.site.act(lambda scene: move(scene, meeting.id, day, time(hour)).id, MANAGER)
            except NotAllowed as refused:
                if refused.code not in {"to_day", "two_at_once", "skipped_hour"}:
                    raise

    @rule(pick=st.integers(0, 5))
    def cancels(self, pick: int) -> None:
        if meeting := self.one(pick, MeetingState.PLANNED):
            self.site.act(lambda scene: cancel(scene, meeting.id).id, MANAGER)

    @rule(pick=st.integers(0, 5), days=st.integers(0, 9))
    def moves_a_date(self, pick: int, days: int) -> None:
        day = self.tuesday(pick)
        try:
            to = day + timedelta(days=days)
            self.site.act(lambda scene: move_date(scene, self.schedule, day, to, time(15)), MANAGER)
        except NotAllowed as refused:
            if refused.code not in {"day", "to_day"}:
                raise

    @rule(pick=st.integers(0, 3))
    def skips(self, pick: int) -> None:
        day = self.tuesday(pick)
        try:
            self.site.act(lambda scene: skip(scene, self.schedule, day, SkipReason.OTHER), MANAGER)
        except NotAllowed as refused:
            if refused.code != "day":
                raise

    @rule(paused=st.booleans())
    def rests(self, paused: bool) -> None:
        act = pause if paused else resume
        self.site.act(lambda scene: act(scene, self.schedule).id, MANAGER)

    @rule(pick=st.integers(0, 5))
    def begins(self, pick: int) -> None:
        if meeting := self.one(pick, MeetingState.PLANNED):
            early = meeting.starts_at - EARLY
            if self.site.moment < early:
                self.site.live(early)
            if self.found(meeting.id).state in _OPEN:
                self.site.act(lambda scene: begin(scene, meeting.id).id, MANAGER)

    @rule(pick=st.integers(0, 5), done=st.booleans(), impasse=st.booleans())
    def goes_on(self, pick: int, done: bool, impasse: bool) -> None:
        meeting = self.one(pick, MeetingState.BEGUN)
        if meeting is None or not meeting.item:
            return
        item = meeting.item
        section = self.section(item)
        if impasse and not done and section not in ANEW:
            self.site.act(lambda scene: call_special(scene, item).id, MANAGER)
            return
        state = ItemState.DONE if done else ItemState.DEFERRED
        self.site.act(lambda scene: go_on(scene, item, state).id, MANAGER)

    @rule(pick=st.integers(0, 5))
    def ends(self, pick: int) -> None:
        if meeting := self.one(pick, MeetingState.BEGUN):
            self.site.act(lambda scene: end(scene, meeting.id).id, MANAGER)

    @invariant()
    def every_item_is_done_or_stands_or_waits(self) -> None:
        """Whatever was put by hand or was on an agenda once: done, or on one that is to come."""
        with self.database.look() as work:
            rows = work.session.execute(
                select(AgendaItem, Meeting.state).outerjoin(Meeting, Meeting.id == AgendaItem.meeting)
            ).all()
        for name in self.put:
            own = [(item, state) for item, state in rows if name in {item.subject, item.words}]
            if not own:
                assert name.startswith("S-"), "what somebody put there is always somewhere"
                continue
            settled = any(item.state == ItemState.DONE for item, _ in own)
            stands = [
                item
                for item, state in own
                if state in _OPEN or (item.meeting is None and item.state == ItemState.WAITS)
            ]
            assert settled or stands, name

    @invariant()
    def nothing_stands_twice_on_one_agenda(self) -> None:
        with self.database.look() as work:
            rows = work.session.scalars(
                select(AgendaItem).where(AgendaItem.state == ItemState.WAITS.value)
            ).all()
        keys = [(row.meeting, row.section, row.subject, row.words) for row in rows if row.section not in ANEW]
        assert len(keys) == len(set(keys))

    def one(self, pick: int, state: MeetingState) -> Meeting | None:
        with self.database.look() as work:
            query = (
                select(Meeting).where(Meeting.state == state.value).order_by(Meeting.starts_at, Meeting.id)
            )
            rows = work.session.scalars(query).all()
        return rows[pick % len(rows)] if rows else None

    def section(self, item: str) -> str:
        with self.database.look() as work:
            return work.session.get_one(AgendaItem, item).section

    def found(self, meeting: str) -> Meeting:
        with self.database.look() as work:
            return work.session.get_one(Meeting, meeting)

    def tuesday(self, pick: int) -> date:
        day = self.site.moment.date()
        return day + timedelta(days=(1 - day.weekday()) % 7 + 7 * pick)


TestNoItemIsLost = NoItemIsLost.TestCase
TestNoItemIsLost.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
