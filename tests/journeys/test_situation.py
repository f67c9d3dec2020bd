"""Scenario 5 with moved time: a bus stop, without anybody in it, from the form to what was done about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handlers.guarding.notices import NOTE
from models.schema import SituationRef
from models.situation import Situation
from sandbox.faces import SeenMessage
from tests.journeys.shifts import HARBOR, come_to, heard, told
from tests.stage import MANAGER, NEIGHBOR, OFFICER, SUPERVISOR, Stage, staged, wait_until

OWG, CASE_MANAGER, LEADER = "C0OWG0001", "UBRAMBL01", "UTHISTL01"
PLACE = "Stop at Fifth and Anchor"
PATTERN = "People drink at the shelter, riders wait in the road"
NICKNAME = "mostly the tall guy everyone calls Sprocket"
SAID_OF_THEM = "Sprocket"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage"), grouped=True) as running:
        yield running


@pytest.fixture(scope="module")
def ref(stage: Stage) -> SituationRef:
    """The sergeant tells of the stop; what points to one person is stopped at its field."""
    sergeant = stage.person(SUPERVISOR)
    sergeant.command("/lead conference")
    sergeant.wait_view(callback_id="conference_start")
    sergeant.click("A situation")
    form = sergeant.wait_view(callback_id="situation_form")
    assert "No people here" in form.words
    sergeant.fill({"Where is it?": PLACE, "At what times?": "4 to 7 pm", "What happens there?": NICKNAME})
    said = sergeant.submit()
    assert list(said) == ["situation_form.pattern"]
    assert "person conference" in said["situation_form.pattern"]
    assert _count(stage) == 0, "nothing is kept before it points to nobody"
    typed = sergeant.wait_view(callback_id="situation_form")
    assert PLACE in str(typed.values), "nothing typed is lost"
    sergeant.fill({"What happens there?": PATTERN, "What has been tried?": "More patrols, for a week"})
    assert sergeant.submit() == {}
    sergeant.wait_view(callback_id="situation_noted")
    sergeant.close(clear=True)
    told(stage)
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalars(select(Situation.ref)).one()


def _count(stage: Stage) -> int:
    with stage.bot.floor.ground.database.look() as work:
        return work.session.scalar(select(func.count()).select_from(Situation)) or 0


def _row(stage: Stage, ref: str) -> Situation:
    with stage.bot.floor.ground.database.look() as work:
        row = work.session.scalars(select(Situation).where(Situation.ref == ref)).one()
        work.session.expunge(row)
        return row


def _line(stage: Stage, ref: str) -> SeenMessage:
    found = [one for one in stage.person(MANAGER).messages(OWG) if one.text.startswith(f"{ref}: a place")]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "words", [NICKNAME, "ask Zebulon Testperson", "plate 7ABC123 again", "born 01/02/1990, wears a red coat"]
)
def test_whoever_is_pointed_to_is_stopped_at_every_field(stage: Stage, ref: SituationRef, words: str) -> None:
    before, officer = _count(stage), stage.person(OFFICER)
    officer.command("/lead conference")
    officer.wait_view(callback_id="conference_start")
    officer.click("A situation")
    officer.wait_view(callback_id="situation_form")
    for label, block in (
        ("Where is it?", "place"),
        ("What happens there?", "pattern"),
        ("What has been tried?", "tried"),
    ):
        officer.fill(
            {"Where is it?": PLACE, "What happens there?": PATTERN, "What has been tried?": "", label: words}
        )
        assert f"situation_form.{block}" in officer.submit()
    officer.close(clear=True)
    assert _count(stage) == before
    assert _row(stage, ref).pattern == PATTERN


def test_everybody_in_the_channel_reads_the_same_place_and_pattern(stage: Stage, ref: SituationRef) -> None:
    line = _line(stage, ref)
    for words in (PLACE, PATTERN, "4 to 7 pm"):
        assert words in line.text
    for user in (NEIGHBOR, LEADER, OFFICER, CASE_MANAGER):
        assert line.text in [one.text for one in stage.person(user).messages(OWG)]
    assert not any(SAID_OF_THEM in one.words for one in stage.person(MANAGER).messages(OWG))
    assert heard(stage, MANAGER, f"{ref}: a situation is yours to see to")


def test_actions_about_the_place_stand_in_the_open(stage: Stage, ref: SituationRef) -> None:
    due = (stage.now() + timedelta(days=7)).astimezone(HARBOR).date().isoformat()
    for user, words in (
        (MANAGER, "Ask the city for a light"),
        (OFFICER, "Tell people about outreach before citing"),
    ):
        person = stage.person(user)
        person.click("My action", message=_line(stage, ref))
        person.wait_view(callback_id="action_form")
        person.fill({"action_form.words": "Talk to Zebulon Testperson", "action_form.by": due})
        assert "action_form.words" in person.submit()
        person.fill({"action_form.words": words})
        assert person.submit() == {}
        assert "It stands." in person.wait_view(callback_id="action").words
        person.close(clear=True)


def test_a_name_in_the_thread_is_asked_down_and_the_manager_follows_up(
    stage: Stage, ref: SituationRef
) -> None:
    line, writer, manager = _line(stage, ref), stage.person(NEIGHBOR), stage.person(MANAGER)
    before = len(heard(stage, MANAGER, "Possible detail"))
    ts = writer.type(OWG, "it is " + NICKNAME, thread_ts=line.ts)
    wait_until(lambda: heard(stage, NEIGHBOR, "Your message in #owg"), "the writer has a direct message")
    wait_until(lambda: len(heard(stage, MANAGER, "Possible detail")) == before + 1, "the manager hears")
    assert NOTE in [one.text for one in writer.ephemerals(OWG)]
    assert not any(SAID_OF_THEM in dm.words for dm in manager.dms())
    assert not any(SAID_OF_THEM in dm.words for dm in writer.dms())
    writer.delete(OWG, ts)
    told(stage)
    follow = stage.person(NEIGHBOR).type(OWG, "the shelter has no light after five", thread_ts=line.ts)
    told(stage)
    assert follow
    assert len(heard(stage, MANAGER, "Possible detail")) == before + 1


def test_one_person_behind_it_is_a_way_of_its_own_and_nothing_of_it_is_in_the_thread(
    stage: Stage, ref: SituationRef
) -> None:
    line, keeper = _line(stage, ref), stage.person(CASE_MANAGER)
    before = [one.text for one in keeper.messages(OWG)]
    keeper.click("Look back", message=line)
    assert "If one person stands behind it" in keeper.wait_view(callback_id="situation").words
    keeper.click("About a participant")
    assert (
        "There is nobody yet about whom you could ask"
        in keeper.wait_view(callback_id="conference_done").words
    )
    keeper.close(clear=True)
    manager = stage.person(MANAGER)
    manager.click("Look back", message=line)
    manager.wait_view(callback_id="situation")
    manager.click("About a potential referral")
    manager.wait_view(callback_id="conference_potential")
    manager.close(clear=True)
    officer = stage.person(OFFICER)
    officer.click("Look back", message=line)
    assert "If one person stands behind it" not in officer.wait_view(callback_id="situation").words
    officer.close(clear=True)
    assert [one.text for one in keeper.messages(OWG)] == before


def test_after_two_weeks_it_is_looked_back_at_with_its_numbers_and_the_raiser_hears(
    stage: Stage, ref: SituationRef
) -> None:
    manager = stage.person(MANAGER)
    assert _row(stage, ref).review_on - _row(stage, ref).raised_at.astimezone(HARBOR).date() == timedelta(14)
    today = stage.now().astimezone(HARBOR).date()
    _number(stage, ref, "Calls", "14", today - timedelta(days=6), today)
    come_to(stage, stage.now() + timedelta(days=14, hours=12))
    today = stage.now().astimezone(HARBOR).date()
    _number(stage, ref, "Calls", "7", today - timedelta(days=6), today)
    manager.click("Open", message=heard(stage, MANAGER, f"{ref}: the day to look back has come")[-1])
    seen = manager.wait_view(callback_id="situation").words
    assert "14 a week" in seen
    assert "7 a week" in seen
    manager.click("Look again later")
    manager.wait_view(callback_id="situation_renew")
    later = (today + timedelta(days=10)).isoformat()
    manager.fill({"When do you look back again?": later, "What was done so far?": NICKNAME})
    assert "situation_renew.words" in manager.submit()
    manager.fill({"What was done so far?": "Outreach came at four each day"})
    assert manager.submit() == {}
    manager.close(clear=True)
    told(stage)
    assert len(heard(stage, SUPERVISOR, f"{ref}: the place you told us of was looked at")) == 1
    under = [one.text for one in manager.messages(OWG) if one.thread_ts == _line(stage, ref).ts]
    assert any(one.startswith(f"{ref} was looked at again. So far: Outreach came") for one in under)


def _number(stage: Stage, ref: str, counted: str, number: str, since: object, until: object) -> None:
    manager = stage.person(MANAGER)
    manager.click("Add a number", message=_line(stage, ref))
    manager.wait_view(callback_id="situation_count")
    manager.fill(
        {
            "What was counted?": counted,
            "How many?": number,
            "From which day?": str(since),
            "Until which day?": str(until),
        }
    )
    assert manager.submit() == {}
    manager.close(clear=True)


def test_it_closes_with_what_was_done_and_the_raiser_hears_exactly_once(
    stage: Stage, ref: SituationRef
) -> None:
    manager, sergeant = stage.person(MANAGER), stage.person(SUPERVISOR)
    officer = stage.person(OFFICER)
    officer.click("Close", message=_line(stage, ref))
    assert officer.wait_view().callback_id != "situation_close", "its owner and project managers close it"
    officer.close(clear=True)
    manager.click("Close", message=_line(stage, ref))
    manager.wait_view(callback_id="situation_close")
    manager.fill({"What was done about the place?": "The city put up a light"})
    assert manager.submit() == {}
    manager.close(clear=True)
    told(stage)
    ended = heard(stage, SUPERVISOR, f"{ref}: there is an answer about the place")
    assert len(ended) == 1
    sergeant.click("Open", message=ended[0])
    assert "The city put up a light" in sergeant.wait_view(callback_id="situation").words
    sergeant.close(clear=True)
    under = [one.text for one in manager.messages(OWG) if one.thread_ts == _line(stage, ref).ts]
    assert under[-1] == f"{ref} is closed. What was done: The city put up a light."
    before = heard(stage, MANAGER, f"{ref}: the day to look back has come")
    come_to(stage, stage.now() + timedelta(days=20))
    assert heard(stage, MANAGER, f"{ref}: the day to look back has come") == before
