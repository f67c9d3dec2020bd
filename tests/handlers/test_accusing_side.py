"""Whatever anybody does, in any order: no stop, withdrawal or withheld word stands before the accusers."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from handlers.ids import Action, Event
from handlers.voice import Message, Telling
from handlers.voices import VOICES
from models.acts.matters import Matter, keep_matter
from models.acts.messages import Outgoing, could_open, send
from models.acts.participants import begin
from models.acts.ping import NewPing, ask
from models.acts.ping_answer import Answer, decide, take
from models.acts.questions import NewQuestion, answer, ask_by_number
from models.acts.release import ReleaseForm, sign_release
from models.acts.revocation import revoke
from models.acts.set_aside import set_aside
from models.classes import Basis, Category, Purpose
from models.consent import Ended, Recipient, Signed
from models.envelope import SealedItem
from models.errors import DomainError
from models.notice import Kind, Notice
from models.participant import Circle, circle_of
from models.people import Role, find_actor
from models.ping import Ask, Decision, Ping, Side
from models.scene import Scene
from models.schema import Handle, ParticipantRef, PingRef, SlackUserId
from models.sensitive import Sensitive
from models.stops import StopsOfMonth, count_stop
from models.vault import Seat
from tests.handlers.harbor import CASE_MANAGER, OFFICER, PROSECUTOR, SERGEANT, Harbor, lay
from tests.handlers.legal.lawyers import look
from tests.handlers.wing import Wing, raise_wing, texts

COLLEAGUE = SlackUserId("UTULLEX01")
COUNTY, POLICE = "prosecutor:Lantern County Prosecutor", "police:Lantern Harbor PD"
ACCUSERS = (OFFICER, SERGEANT, PROSECUTOR, COLLEAGUE)
AGENCY = {OFFICER: POLICE, SERGEANT: POLICE, PROSECUTOR: COUNTY, COLLEAGUE: COUNTY}
ROLE = {
    OFFICER: Role.OFFICER,
    SERGEANT: Role.POLICE_SUPERVISOR,
    PROSECUTOR: Role.LIAISON_PROSECUTOR,
    COLLEAGUE: Role.LIAISON_PROSECUTOR,
}
NUMBERS = ("26-1-00417-2", "26-1-00418-9")
STOPS = 7431  # a number that stands nowhere else
SPOKEN = ("revoked", "withdrew", "withdrawn", "consent", str(STOPS)[:3])
CLASSES = (Category.LEGAL_CALENDAR, Category.BARRIERS)
PURPOSE = Purpose.COURT


@dataclass(frozen=True)
class Told:
    """A word of the care team's that stands in something sealed."""

    word: str
    about: ParticipantRef
    category: Category


class WhateverAnybodyDoes(RuleBasedStateMachine):
    """Two participants, their team, two prosecutors and the police; everybody acts as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="leadbot-accusing-"))
        self.harbor: Harbor = lay(self.folder)
        self.wing: Wing = raise_wing(self.harbor)
        self.people: list[ParticipantRef] = []
        self.told: list[Told] = []
        self.numbers = itertools.count(1)

    def teardown(self) -> None:
        self.wing.desk.close()
        self.harbor.ground.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @initialize()
    def begins(self) -> None:
        for number in NUMBERS:
            with self.harbor.ground.database.work() as work:
                scene = self.harbor.ground.scene(work, CASE_MANAGER)
                ref = begin(scene, "north").ref
                keep_matter(scene, ref, Matter("superior", details={"number": Sensitive(number)}))
                month = scene.rules.today(scene.moment).strftime("%Y-%m")
                if work.session.get(StopsOfMonth, month) is None:
                    work.session.add(StopsOfMonth(month=month, stops=STOPS))
                work.commit()
            self.people.append(ref)
        self.a_release_is_signed(0, PROSECUTOR, set(CLASSES))

    def _act(self, user: SlackUserId, do: Callable[[Scene], object]) -> bool:
        """Whatever the act refuses was refused; nothing of it is kept."""
        try:
            with self.harbor.ground.database.work() as work:
                do(self.harbor.ground.scene(work, user))
                work.commit()
        except (DomainError, ValueError):
            return False
        return True

    def _word(self, about: ParticipantRef, category: Category) -> Sensitive:
        word = f"Zx{next(self.numbers):04d}testword"
        self.told.append(Told(word, about, category))
        return Sensitive(word)

    def _circle(self, ref: ParticipantRef) -> Circle:
        with self.harbor.ground.database.look() as work:
            found = circle_of(work, self.harbor.ground.vault.rows, ref)
        assert found is not None
        return found

    def _items(self, user: str, basis: Basis | None = None) -> list[Handle]:
        query = select(SealedItem.handle).where(SealedItem.recipient == user)
        if basis is not None:
            query = query.where(SealedItem.basis == basis.value)
        with self.harbor.ground.database.look() as work:
            return list(work.session.scalars(query.order_by(SealedItem.created_at, SealedItem.handle)))

    @rule(
        who=st.sampled_from([0, 1]),
        reader=st.sampled_from([SERGEANT, PROSECUTOR]),
        classes=st.sets(st.sampled_from(CLASSES), min_size=1),
    )
    def a_release_is_signed(self, who: int, reader: SlackUserId, classes: set[Category]) -> None:
        named = frozenset(classes) - ({Category.LEGAL_CALENDAR} if reader == SERGEANT else frozenset())
        if not named:
            return
        line = Recipient(AGENCY[reader], ROLE[reader], named, frozenset({PURPOSE}))

        def sign(scene: Scene) -> None:
            circle = circle_of(scene.work, scene.vault.rows, self.people[who])
            assert circle is not None
            today = scene.rules.today(scene.moment)
            until = today + timedelta(days=30)
            sign_release(scene, circle, ReleaseForm(today, Signed.ON_PAPER, (line,), until, by_event=False))

        assert self._act(CASE_MANAGER, sign)

    @rule(who=st.sampled_from([0, 1]))
    def all_is_taken_back(self, who: int) -> None:
        ref = self.people[who]
        ended = [one.id for one in self._circle(ref).consents]
        assert self._act(CASE_MANAGER, lambda scene: revoke(scene, ref, ended, Ended.SPOKEN))

    @rule(number=st.sampled_from([*NUMBERS, "99-9-99999-9"]), user=st.sampled_from([PROSECUTOR, COLLEAGUE]))
    def a_prosecutor_asks_by_number(self, number: str, user: SlackUserId) -> None:
        by = self.harbor.rules().today(self.harbor.time()) + timedelta(days=3)
        new = NewQuestion(Side.QUESTION, Ask.FILING, "superior", by, {"number": Sensitive(number)})
        assert self._act(user, lambda scene: ask_by_number(scene, new))
        look(self.harbor)

    @precondition(lambda self: self._items(CASE_MANAGER, Basis.CARE_TEAM))
    @rule(nth=st.integers(0, 5), routine=st.booleans())
    def the_team_answers(self, nth: int, routine: bool) -> None:
        items = self._items(CASE_MANAGER, Basis.CARE_TEAM)
        handle = items[nth % len(items)]
        about = self._about(handle)
        words = Sensitive("We are working together.") if routine else self._word(about, CLASSES[0])
        self._act(CASE_MANAGER, lambda scene: answer(scene, handle, words))

    def _about(self, handle: Handle) -> ParticipantRef:
        with self.harbor.ground.database.look() as work:
            item = work.session.get_one(SealedItem, handle)
            return work.session.get_one(Ping, PingRef(item.subject)).participant

    @rule()
    def a_text_is_stopped(self) -> None:
        assert self._act(CASE_MANAGER, lambda scene: count_stop(scene.work, scene.rules.today(scene.moment)))

    @rule(who=st.sampled_from([0, 1]), category=st.sampled_from(CLASSES))
    def the_office_is_asked(self, who: int, category: Category) -> None:
        ref = self.people[who]
        details = {category: {"wanted": self._word(ref, category)}}
        new = NewPing(Side.PROSECUTOR, Ask.WARRANT, ref, COUNTY, details, "superior")
        self._act(CASE_MANAGER, lambda scene: ask(scene, new))

    @rule(
        who=st.sampled_from([0, 1]),
        reader=st.sampled_from([SERGEANT, PROSECUTOR]),
        category=st.sampled_from(CLASSES),
    )
    def a_message_is_sealed(self, who: int, reader: SlackUserId, category: Category) -> None:
        ref = self.people[who]
        outgoing = Outgoing(ref, category, PURPOSE, {"text": self._word(ref, category)})

        def seal(scene: Scene) -> None:
            today = scene.rules.today(scene.moment)
            who_reads = find_actor(scene.work, scene.vault.rows, reader, today)
            seat = could_open(scene, who_reads, outgoing)
            if isinstance(seat, Seat):
                send(scene, find_actor(scene.work, scene.vault.rows, CASE_MANAGER, today), outgoing, [seat])

        self._act(CASE_MANAGER, seal)

    @precondition(lambda self: self._items(PROSECUTOR, Basis.CONSENT))
    @rule(nth=st.integers(0, 5), how=st.sampled_from(["take", "answer", "aside"]))
    def a_prosecutor_acts(self, nth: int, how: str) -> None:
        items = self._items(PROSECUTOR, Basis.CONSENT)
        handle = items[nth % len(items)]
        acts: dict[str, Callable[[Scene], object]] = {
            "take": lambda scene: take(scene, handle),
            "answer": lambda scene: decide(scene, handle, Answer(Decision.NOT_OPPOSE)),
            "aside": lambda scene: set_aside(scene, handle),
        }
        self._act(PROSECUTOR, acts[how])

    @rule(days=st.sampled_from([1, 4, 40]))
    def days_pass(self, days: int) -> None:
        self.harbor.time.go(timedelta(days=days))
        self.harbor.wait(1)

    @invariant()
    def nothing_stands_before_the_accusers_that_may_not(self) -> None:
        if len(self.people) < len(NUMBERS):
            return
        for user in ACCUSERS:
            said = self._everything_before(user)
            assert not [word for word in SPOKEN if word in said.lower()]
            for one in self.told:
                assert one.word not in said or self._may_read(user, one), f"{user} reads {one.category}"

    def _may_read(self, user: SlackUserId, one: Told) -> bool:
        """The oracle, without the vault: a live release names this agency, role, class and purpose today."""
        today = self.harbor.rules().today(self.harbor.time())
        return any(
            consent.agency == AGENCY[user]
            and consent.role is ROLE[user]
            and one.category in consent.categories
            and PURPOSE in consent.purposes
            and consent.starts_on <= today
            and (consent.expires_on is None or today <= consent.expires_on)
            for consent in self._circle(one.about).consents
        )

    def _everything_before(self, user: SlackUserId) -> str:
        """Home, every item they were ever handed, every reference, and every notice that would leave now."""
        begin_at = len(self.wing.slack.asked)
        answers: list[object] = [self.wing.event(user, Event.HOME_OPENED, tab="home")]
        for handle in self._items(user):
            self.wing.click(user, Action.OPEN_ITEM, value=handle)
            self.wing.settle()
        with self.harbor.ground.database.look() as work:
            mine = select(SealedItem.subject).where(SealedItem.recipient == user).distinct()
            refs = [ref for ref in work.session.scalars(mine) if ref.startswith("P-")]
        answers += [self.wing.command(user, f"status {ref}") for ref in refs]
        views = [sent["view"] for _, sent in self.wing.slack.asked[begin_at:] if "view" in sent]
        return json.dumps([texts(views), answers, self._notices_to(user)], ensure_ascii=False)

    def _notices_to(self, user: SlackUserId) -> list[str]:
        ground, said = self.harbor.ground, []
        with ground.database.look() as work:
            query = select(Notice).where(Notice.recipient == user, Notice.kind != Kind.BLANK_VIEW.value)
            rules = ground.book.current(work)
            for notice in work.session.scalars(query.where(Notice.due_at <= ground.now())):
                spoken = VOICES[Kind(notice.kind)](Telling(work, rules, notice, ground))
                if isinstance(spoken, Message):
                    said += [spoken.text, *texts(spoken.blocks or [])]
        return said


TestWhateverAnybodyDoes = WhateverAnybodyDoes.TestCase
TestWhateverAnybodyDoes.settings = settings(
    max_examples=6,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
