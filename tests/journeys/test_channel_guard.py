"""Scenario 10: a person's details in the group's channel; the writer is told, and nobody else learns what."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from handlers.guarding.notices import NOTE, THANKS
from sandbox.people import Person
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.journeys import steps
from tests.stage import MANAGER, OFFICER, QUAY_OFFICER, Stage, staged, wait_until

OWG = "C0OWG0001"
WAYS = [("socket", "postgresql"), ("http", "sqlite")]
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
        steps.wait_settled(stage)
        assert len(_manager_heard(stage)) == 4
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
            assert (OWG in stage.person(user).wait_home().words) is told
