"""A folder is written: answers merged in the vault, goals by version, and never by somebody off the team."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models.acts.folder import add_goal, change_goal, write_details
from models.acts.participants import begin
from models.audit import Verb
from models.classes import Category
from models.database import Database
from models.disclosure import Disclosure
from models.duties import Duty
from models.envelope import CustodyWrap, Envelope
from models.errors import AlreadyChanged, NotAvailable, Unsafe
from models.goal import MOST_STEPS, Goal, GoalChange, Step
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Refused
from models.vault.pages import Shelf
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    Laid,
    intrude,
    laid_on_sqlite,
    lay,
)
from tests.models.foldering import goals_of

OUTSIDERS = [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR, RESPONDER, SlackUserId("UNOBODY01")]


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


@contextmanager
def acting(laid: Laid, user: SlackUserId = CASE_MANAGER, moment: datetime = NOON) -> Iterator[Scene]:
    with laid.database.work() as work:
        yield Scene(work, laid.vault, laid.audit, laid.rules, user, moment)
        work.commit()


@pytest.fixture
def ref(laid: Laid) -> ParticipantRef:
    with acting(laid) as scene:
        return begin(scene, "north").ref


def write(laid: Laid, ref: ParticipantRef, **texts: str) -> None:
    places = {"called": Category.IDENTITY, "language": Category.IDENTITY, "ways": Category.LOCATION}
    details: dict[Category, dict[str, Sensitive]] = {}
    for name, text in texts.items():
        details.setdefault(places[name], {})[name] = Sensitive(text)
    with acting(laid) as scene:
        write_details(scene, ref, details)


def shelf(laid: Laid, ref: ParticipantRef, which: Shelf = Shelf.DIRECTORY) -> list[dict[str, str]]:
    with acting(laid) as scene:
        opened = laid.vault.folders.open(
            scene.work, scene.rules, CASE_MANAGER, ref, [which], duty=Duty.READ_FOLDER, moment=NOON
        )
        assert not isinstance(opened, Refused)
        return [{name: text.reveal() for name, text in page.fields.items()} for page in opened.pages]


def goal(words: str, *steps: str) -> Goal:
    return Goal(Sensitive(words), tuple(Step(Sensitive(text)) for text in steps), "")


def goals(laid: Laid, ref: ParticipantRef) -> list[Goal]:
    with acting(laid) as scene:
        return list(goals_of(scene, ref))


def envelopes(laid: Laid) -> tuple[int, int]:
    with laid.database.look() as work:
        rows = (work.session.scalar(select(func.count()).select_from(row)) for row in (Envelope, CustodyWrap))
        first, second = rows
        return first or 0, second or 0


def test_what_is_written_again_stands_and_the_rest_stays(laid: Laid, ref: ParticipantRef) -> None:
    write(laid, ref, called="Zebulon Testperson", language="Fictionese", ways="Dock shelter 7")
    write(laid, ref, called="Zeb")
    pages = sorted(shelf(laid, ref), key=len)
    assert pages == [{"ways": "Dock shelter 7"}, {"called": "Zeb", "language": "Fictionese"}]
    assert envelopes(laid) == (2, 2), "the earlier page is gone with its key"


def test_what_is_taken_away_is_gone_unless_it_was_written_in_the_same_act(
    laid: Laid, ref: ParticipantRef
) -> None:
    write(laid, ref, called="Zebulon Testperson", language="Fictionese", ways="Dock shelter 7")
    with acting(laid) as scene:
        write_details(
            scene,
            ref,
            {Category.IDENTITY: {"language": Sensitive("Signs")}},
            [(Category.IDENTITY, "language"), (Category.LOCATION, "ways")],
        )
    assert shelf(laid, ref) == [{"called": "Zebulon Testperson", "language": "Signs"}]
    assert envelopes(laid) == (1, 1), "a page with nothing left is no page"


def test_every_writing_is_audited_by_reference_and_shelf(laid: Laid, ref: ParticipantRef) -> None:
    write(laid, ref, called="Zebulon Testperson", ways="Dock shelter 7")
    with acting(laid) as scene:
        page = add_goal(scene, ref, goal("A door of my own"))
    with acting(laid) as scene:
        change_goal(scene, ref, page, None)
    written = [row for row in laid.audit_rows() if row[1] == Verb.FOLDER_WRITTEN.value]
    assert [(actor, objects, decision) for actor, _, objects, decision in written] == [
        (CASE_MANAGER, ref, "directory:identity"),
        (CASE_MANAGER, ref, "directory:location"),
        (CASE_MANAGER, ref, "goal"),
        (CASE_MANAGER, ref, "goal:away"),
    ]


def test_writing_is_no_opening_and_is_not_accounted_for_as_one(laid: Laid, ref: ParticipantRef) -> None:
    write(laid, ref, called="Zebulon Testperson")
    write(laid, ref, language="Fictionese")
    with laid.database.look() as work:
        assert work.session.scalars(select(Disclosure)).all() == []
    assert Verb.OPEN_GRANTED.value not in {verb for _, verb, _, _ in laid.audit_rows()}


@pytest.mark.parametrize("user", OUTSIDERS)
def test_nobody_off_the_team_writes_or_reads(laid: Laid, ref: ParticipantRef, user: SlackUserId) -> None:
    with acting(laid) as scene:
        page = add_goal(scene, ref, goal("A door of my own"))
    for act in (
        lambda scene: write_details(scene, ref, {Category.IDENTITY: {"called": Sensitive("X")}}),
        lambda scene: add_goal(scene, ref, goal("X")),
        lambda scene: change_goal(scene, ref, page, None),
        lambda scene: goals_of(scene, ref),
    ):
        with pytest.raises(NotAvailable), acting(laid, user) as scene:
            act(scene)
    assert [one.words.reveal() for one in goals(laid, ref)] == ["A door of my own"]


def test_a_participant_who_is_not_there_gives_the_same_refusal(laid: Laid, ref: ParticipantRef) -> None:
    refusals = set()
    for user, asked in ((OFFICER, ref), (CASE_MANAGER, ParticipantRef("C-ZZZZZ"))):
        with pytest.raises(NotAvailable) as refused, acting(laid, user) as scene:
            add_goal(scene, asked, goal("X"))
        refusals.add((type(refused.value), refused.value.code))
    assert len(refusals) == 1


def test_goals_stand_in_the_order_they_were_written_however_often_they_change(
    laid: Laid, ref: ParticipantRef
) -> None:
    for minute, words in enumerate(("First", "Second", "Third")):
        with acting(laid, moment=NOON + timedelta(minutes=minute)) as scene:
            add_goal(scene, ref, goal(words, "One step"))
    first = goals(laid, ref)[0]
    with acting(laid, CLINICIAN, NOON + timedelta(hours=1)) as scene:
        change_goal(scene, ref, first.page, GoalChange(done=frozenset({1})))
    assert [one.words.reveal() for one in goals(laid, ref)] == ["First", "Second", "Third"]
    assert [one.steps[0].done for one in goals(laid, ref)] == [True, False, False]


def test_of_two_who_change_one_goal_the_second_is_told(laid: Laid, ref: ParticipantRef) -> None:
    with acting(laid) as scene:
        page = add_goal(scene, ref, goal("A door of my own", "Ask", "Go"))
    with acting(laid, CLINICIAN) as scene:
        change_goal(scene, ref, page, GoalChange(away=frozenset({1})))
    with pytest.raises(AlreadyChanged), acting(laid) as scene:
        change_goal(scene, ref, page, GoalChange(done=frozenset({1})))
    [left] = goals(laid, ref)
    assert [(step.text.reveal(), step.done) for step in left.steps] == [("Go", False)]


def test_a_page_of_somebody_else_is_no_page_of_this_folder(laid: Laid, ref: ParticipantRef) -> None:
    with acting(laid) as scene:
        other = begin(scene, "quay").ref
        page = add_goal(scene, other, goal("Theirs"))
    with pytest.raises(AlreadyChanged), acting(laid) as scene:
        change_goal(scene, ref, page, None)
    assert [one.words.reveal() for one in goals(laid, other)] == ["Theirs"]


def test_too_many_steps_keep_nothing(laid: Laid, ref: ParticipantRef) -> None:
    with pytest.raises(ValueError, match="steps"), acting(laid) as scene:
        add_goal(scene, ref, goal("Much", *("Step",) * (MOST_STEPS + 1)))
    assert goals(laid, ref) == []


def test_reading_goals_is_audited_and_accounted_for(laid: Laid, ref: ParticipantRef) -> None:
    with acting(laid) as scene:
        add_goal(scene, ref, goal("A door of my own"))
    goals(laid, ref)
    with laid.database.look() as work:
        [told] = work.session.scalars(select(Disclosure)).all()
    assert (told.about, told.reader, told.categories) == (ref, CASE_MANAGER, "engagement")
    assert laid.audit_rows()[-1][1] == Verb.OPEN_GRANTED.value


def test_an_altered_page_is_not_written_over(laid: Laid, ref: ParticipantRef) -> None:
    write(laid, ref, called="Zebulon Testperson")
    with laid.database.work() as work:
        intrude(work, update(Envelope).values(sender="T0HARBOR1:UVANEX001"))
        work.commit()
    with pytest.raises(Unsafe):
        write(laid, ref, language="Fictionese")
    assert envelopes(laid) == (1, 1)


def at_once(laid: Laid, *acts: Callable[[Scene], object]) -> list[str]:
    """Each act in a unit of work of its own, all of them at the same time; the kinds of what was refused."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable[[Scene], object]) -> str:
        gate.wait()
        try:
            with acting(laid) as scene:
                act(scene)
        except (AlreadyChanged, NotAvailable) as refused:
            return type(refused).__name__
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def changing(ref: ParticipantRef, page: str, change: GoalChange) -> Callable[[Scene], object]:
    return lambda scene: change_goal(scene, ref, page, change)


def writing(ref: ParticipantRef, name: str, text: str) -> Callable[[Scene], object]:
    return lambda scene: write_details(scene, ref, {Category.IDENTITY: {name: Sensitive(text)}})


def test_of_two_at_once_one_changes_the_goal_and_the_other_is_told(
    database: Database, tmp_path: Path
) -> None:
    laid = lay(database, tmp_path)
    with acting(laid) as scene:
        ref = begin(scene, "north").ref
        page = add_goal(scene, ref, goal("A door of my own", "Ask", "Go"))
    for step in (1, 2, 3):
        one, other = GoalChange(done=frozenset({1})), GoalChange(more=(Step(Sensitive(f"More {step}")),))
        outcome = at_once(laid, changing(ref, page, one), changing(ref, page, other))
        assert outcome == ["", "AlreadyChanged"]
        [left] = goals(laid, ref)
        page = left.page
    assert envelopes(laid) == (1, 1)


def test_of_two_who_edit_details_at_once_neither_loses_anything(database: Database, tmp_path: Path) -> None:
    laid = lay(database, tmp_path)
    with acting(laid) as scene:
        ref = begin(scene, "north").ref
    write(laid, ref, called="Nobody yet")
    for _ in range(3):
        outcome = at_once(laid, writing(ref, "called", "Zeb"), writing(ref, "language", "Signs"))
        assert outcome == ["", ""]
        assert shelf(laid, ref) == [{"called": "Zeb", "language": "Signs"}]
    assert envelopes(laid) == (1, 1)
