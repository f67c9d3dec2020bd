"""No league tables: what leaders and managers see does not change with who said it, and counts nobody."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

import handlers
from handlers.issues import facts as issue_facts
from handlers.issues.service import Issues
from handlers.issues.views import list_view
from handlers.rollcall import facts as rollcall_facts
from handlers.rollcall.leader_views import digest_view, overview_view, shift_view
from handlers.rollcall.leading import Leading
from handlers.rollcall.voices import VOICES
from handlers.voice import Message, Telling
from models.acts import drift, shift_tally
from models.acts.checkin import Back, InTheWay, Said, answer
from models.acts.shift_thread import THEMES, Post
from models.notice import Kind, Notice
from models.people import Member
from models.rollcall import ShiftAnswer
from models.schema import SlackUserId
from tests.handlers.harbor import MANAGER, OFFICER, SERGEANT, Harbor
from tests.handlers.shifts import ask, shift, staff
from tests.handlers.test_words import sentences
from tests.handlers.wing import texts

WORDS = ("", "Help took an hour", "The form asks twice", "Dispatch is slow at night")
ANSWERS = st.lists(
    st.builds(
        Said,
        st.lists(st.sampled_from(list(InTheWay)), min_size=1, max_size=3, unique=True).map(tuple),
        st.sampled_from(WORDS),
        st.sampled_from(WORDS),
        st.lists(st.sampled_from(list(Back)), max_size=2, unique=True).map(tuple),
    ),
    max_size=9,
)
RANDOM = re.compile(r"\b[0-9a-f]{32}\b")


@dataclasses.dataclass
class Shift:
    """One roll call that closed, answered anew for every example."""

    harbor: Harbor
    schedule: str
    firing: str
    officers: list[SlackUserId]

    def answer(self, said: Sequence[Said], order: Sequence[int]) -> None:
        with self.harbor.ground.database.work() as work:
            work.session.execute(delete(ShiftAnswer))
            for one, number in zip(said, order, strict=False):
                answer(self.harbor.ground.scene(work, self.officers[number]), self.firing, one)
            work.commit()

    def seen(self) -> list[str]:
        """Every text that anybody but the officers themselves can come to see, in no order."""
        leading, told = Leading(self.harbor.ground), []
        for user in (SERGEANT, MANAGER):
            told += texts(digest_view(leading.digest(user, self.firing)))
            told += texts(list_view(Issues(self.harbor.ground).log(user)))
        told += texts(overview_view(leading.overview(MANAGER)))
        told += texts(shift_view(leading.shift(MANAGER, self.schedule)))
        told += self._notices()
        return sorted(RANDOM.sub("random", text) for text in told)

    def _notices(self) -> list[str]:
        kinds = {
            Kind.ROLLCALL_DIGEST: (SERGEANT, self.firing),
            Kind.ROLLCALL_NOT_SENT: (SERGEANT, self.firing),
            Kind.ROLLCALL_NOT_DELIVERED: (MANAGER, self.firing),
            Kind.SHIFT_THREAD: (SlackUserId("C0NIGHT01"), Post(THEMES, self.firing).pack()),
            Kind.DRIFT: (MANAGER, "2"),
        }
        said = []
        with self.harbor.ground.database.look() as work:
            for kind, (to, target) in kinds.items():
                notice = Notice(kind=kind.value, recipient=to, target=target)
                spoken = VOICES[kind](Telling(work, self.harbor.rules(), notice, self.harbor.ground))
                said.append(spoken.text if isinstance(spoken, Message) else repr(spoken))
        return said


@pytest.fixture
def closed(harbor: Harbor) -> Shift:
    officers = [OFFICER, *staff(harbor)]
    schedule = shift(harbor)
    firing = ask(harbor, schedule)
    harbor.time.go(timedelta(hours=2))
    return Shift(harbor, schedule, firing, officers)


def names(harbor: Harbor, officers: Sequence[SlackUserId]) -> list[str]:
    with harbor.ground.database.look() as work:
        return [work.session.get_one(Member, user).display_name for user in officers]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=ANSWERS, orders=st.tuples(st.permutations(range(9)), st.permutations(range(9))))
def test_nothing_changes_with_who_said_it(
    closed: Shift, said: list[Said], orders: tuple[list[int], list[int]]
) -> None:
    closed.answer(said, orders[0])
    one = closed.seen()
    closed.answer(said, orders[1])
    assert closed.seen() == one
    whole = "\n".join(one)
    assert not [who for who in (*closed.officers, *names(closed.harbor, closed.officers)) if who in whole]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=ANSWERS)
def test_no_number_is_told_but_how_many_answered_and_only_where_it_names_nobody(
    closed: Shift, said: list[Said]
) -> None:
    closed.answer(said, range(9))
    whole = " ".join(closed.seen())
    numbers = re.findall(r"(\d+) of (\d+) answered", whole)
    assert set(numbers) == ({(str(len(said)), "9")} if 0 < len(said) < 9 else set())
    if not 0 < len(said) < 9:
        assert not any(words in whole for words in WORDS if words)


OF_LEADERS = (
    *(rollcall_facts.Digest, rollcall_facts.Overview, rollcall_facts.ShiftFacts, rollcall_facts.Shift),
    *(shift_tally.Tally, shift_tally.Words, shift_tally.Visit, drift.Signal, issue_facts.IssueFacts),
)


@pytest.mark.parametrize("kind", OF_LEADERS, ids=lambda kind: kind.__name__)
def test_what_their_screens_are_made_of_has_no_place_for_a_member(kind: type) -> None:
    held = " ".join(str(hint) for hint in typing.get_type_hints(kind).values())
    assert "SlackUserId" not in held
    assert "Member" not in held
    assert "Actor" not in held


def test_no_sentence_ranks_or_trains_anybody() -> None:
    root = Path(handlers.__file__).parent
    said = [
        text
        for folder in ("rollcall", "issues")
        for path in (root / folder).glob("*.py")
        for text in sentences(path)
    ]
    # Officers are asked for what they know, not taught: a check-in is no training.
    words = r"%|\b(?:train(?:ing|ed)s?|rank\w*|best|worst|top \w+|league|score\w*|compliance|response rate)\b"
    ranks = re.compile(words, re.IGNORECASE)
    assert len(said) > 100
    assert [text for text in said if ranks.search(text)] == []
