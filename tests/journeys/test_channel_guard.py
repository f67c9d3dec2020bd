"""Scenario 10: a person's details in the group's channel; the writer is told, and nobody else learns what."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.guarding.notices import NOTE, THANKS
from sandbox.people import Person
from scheduler.clock import Clock
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.journeys import steps
from tests.stage import MANAGER, OFFICER, QUAY_OFFICER, Stage, staged, wait_until

_NOT_ROSTERED = "UUNROST01"
OWG = "C0OWG0001"
# The other way in and the second database, again: `make prove`. The first journey plays both every time.
WAYS = [pytest.param("socket", "postgresql", marks=pytest.mark.prove), ("http", "sqlite")]
_SECONDS = 10.0


def _details(canaries: Canaries, name: str) -> str:
    return f"Zebulon {canaries.sow(name)} 01/01/1901 is back at the ferry steps, anyone know him"


def _cards(person: Person) -> list[str]:
    return [dm.text for dm in person.dms() if dm.text.startswith("Your message in #owg, ")]


def _wait_told(stage: Stage, user: str, count: int) -> None:
    """The note in the channel, the direct message, and the manager's notice: all within ten seconds."""
    began = time.monotonic()
    person, manager = stage.person(user), stage.person(MANAGER)
    wait_until(lambda: len(_cards(person)) == count, "the writer has a direct message", _SECONDS)
    wait_until(lambda: len(person.ephemerals(OWG)) == count, "the writer sees a note", _SECONDS)
    wait_until(
        lambda: any("Possible detail" in dm.text for dm in manager.dms()), "the manager hears", _SECONDS
    )
    assert time.monotonic() - began < _SECONDS


def _manager_heard(stage: Stage) -> list[str]:
    return [dm.text for dm in stage.person(MANAGER).dms() if "Possible detail in #owg, " in dm.text]


def _beat(stage: Stage, name: str) -> None:
    """One round of the bot's own clock now, instead of after a minute."""
    clock = stage.bot.process.clock
    assert isinstance(clock, Clock)
    next(tick for tick in clock._ticks if tick.name == name).call()


@pytest.mark.parametrize(("way", "database"), WAYS, ids=lambda value: value)
def test_details_in_the_channel_are_asked_down_and_quoted_nowhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], way: str, database: str
) -> None:
    canaries = Canaries()
    with staged(tmp_path, socket_mode=way == "socket", database=database) as stage:
        writer, other = stage.person(QUAY_OFFICER), stage.person(OFFICER)
        first = writer.type(OWG, _details(canaries, "text"))
        _wait_told(stage, QUAY_OFFICER, 1)
        assert [note.text for note in writer.ephemerals(OWG)] == [NOTE]
        wait_until(lambda: len(_manager_heard(stage)) == 1, "the manager hears where and when")
        # A harmless message that an edit turns into details; then a reply in a thread, and a file's name.
        plain = other.type(OWG, "the bridge is closed tonight")
        other.edit(OWG, plain, _details(canaries, "edit"))
        _wait_told(stage, OFFICER, 1)
        writer.type(OWG, _details(canaries, "reply"), thread_ts=first)
        _wait_told(stage, QUAY_OFFICER, 2)
        assert writer.ephemerals(OWG)[-1].thread_ts == first
        other.share(OWG, f"Testperson_Zebulon_1901-01-01_{canaries.sow('file')}.pdf")
        _wait_told(stage, OFFICER, 2)
        # Somebody answers the first message: that says who is in LEAD, and is a finding of its own.
        other.type(OWG, "yes he's in LEAD", thread_ts=first)
        _wait_told(stage, OFFICER, 3)
        writer.delete(OWG, first)
        steps.wait_settled(stage)
        assert len(_manager_heard(stage)) == 5
        assert first not in {row.ts for row in other.messages(OWG)}
        assert {row.user for row in other.messages(OWG) if not row.ephemeral} == {OFFICER, QUAY_OFFICER}
        printed = "".join(capfd.readouterr())
        seen = assert_sealed(stage, canaries, readers=(), printed=printed, typed={"message"})
        assert seen.came_in == set(canaries.texts)
    assert_files_sealed(tmp_path, canaries)


def test_what_was_no_detail_is_taken_back_with_thanks(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        writer = stage.person(QUAY_OFFICER)
        writer.type(OWG, _details(canaries, "text"))
        _wait_told(stage, QUAY_OFFICER, 1)
        card = next(dm for dm in writer.dms() if dm.text.startswith("Your message"))
        for _ in range(2):
            writer.click("Not a person's details", message=card)
        writer.wait_dm(lambda dm: dm.text == THANKS)
        steps.wait_settled(stage)
        assert [dm.text for dm in writer.dms()].count(THANKS) == 1
        assert [text.rpartition(":")[2] for text in _manager_heard(stage)][1:] == [
            " taken back, it is no person's details."
        ]
        assert_sealed(stage, canaries, readers=(), typed={"message"} | {"block_actions"})


def test_the_second_time_a_refresher_is_offered_and_the_managers_hear_no_count(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        writer = stage.person(QUAY_OFFICER)
        for number in range(2):
            writer.type(OWG, _details(canaries, f"text{number}"))
            _wait_told(stage, QUAY_OFFICER, number + 1)
        first, second = (dm for dm in writer.dms() if dm.text.startswith("Your message"))
        assert "Two-minute refresher" not in first.words
        writer.click("Two-minute refresher", message=second)
        shown = writer.wait_view(callback_id="refresher")
        assert "What stays out of channels" in shown.words
        steps.wait_settled(stage)
        heard = [text.partition(", ")[0] for text in _manager_heard(stage)]
        assert heard == ["Possible detail in #owg"] * 2
        assert_sealed(stage, canaries, readers=(), typed={"message"})


def test_the_managers_are_asked_again_next_working_morning_unless_it_was_taken_back(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        writer, other, manager = stage.person(QUAY_OFFICER), stage.person(OFFICER), stage.person(MANAGER)
        other.type(OWG, _details(canaries, "text"))
        _wait_told(stage, OFFICER, 1)
        writer.type(OWG, "Officer Quillfeather, born 1987, was promoted")
        _wait_told(stage, QUAY_OFFICER, 1)
        card = next(dm for dm in writer.dms() if dm.text.startswith("Your message"))
        writer.click("Not a person's details", message=card)
        writer.wait_dm(lambda dm: dm.text == THANKS)
        steps.wait_settled(stage)
        stage.move_clock(timedelta(days=4))
        manager.wait_dm(lambda dm: dm.text.startswith("Following up: possible detail in #owg, "))
        steps.wait_settled(stage)
        assert sum(dm.text.startswith("Following up") for dm in manager.dms()) == 1
        assert_sealed(stage, canaries, readers=(), typed={"message"})


def test_the_managers_hear_once_a_day_how_many_read_along_without_a_seat(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        place = stage.server.workspace.conversations.find(OWG)
        assert place is not None
        with stage.server.workspace.lock:
            place.members.append(_NOT_ROSTERED)
        for _ in range(2):
            _beat(stage, "reconcile_roster")
        manager = stage.person(MANAGER)
        manager.wait_dm(
            lambda dm: dm.text == "Members of #owg who are not on the roster: 1. `leadbot doctor` shows who."
        )
        steps.wait_settled(stage)
        assert not any(_NOT_ROSTERED in dm.words for dm in manager.dms())


def test_an_edit_of_what_was_warned_of_is_not_warned_of_again_and_harmless_talk_never(tmp_path: Path) -> None:
    canaries = Canaries()
    with staged(tmp_path) as stage:
        writer = stage.person(QUAY_OFFICER)
        writer.type(OWG, "Officer Quillfeather 10/12 shift, van leaves 08:30")
        ts = writer.type(OWG, _details(canaries, "text"))
        _wait_told(stage, QUAY_OFFICER, 1)
        writer.edit(OWG, ts, _details(canaries, "again"))
        writer.edit(OWG, ts, "deleted")
        last = stage.person(OFFICER).type(OWG, _details(canaries, "last"))
        _wait_told(stage, OFFICER, 1)
        steps.wait_settled(stage)
        assert last
        assert len(_cards(writer)) == 1
        assert len(_manager_heard(stage)) == 2
        assert_sealed(stage, canaries, readers=(), typed={"message"})


def test_the_manager_sees_on_home_where_the_guard_looks(tmp_path: Path) -> None:
    with staged(tmp_path) as stage:
        for user, told in ((MANAGER, True), (OFFICER, False)):
            stage.person(user).open_home()
            home = stage.person(user).wait_home().words
            named = "Guarded for personal details, where the app is a member: the work group's channel,"
            assert (named in home) is told
            assert ("Guarded" in home) is told
            assert OWG not in home, "a place is named, and not by its id"
