"""The search looks everywhere: a canary let loose in any one place is found there, and named."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import insert

from models.replay import Replay
from sandbox.people import Person
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.databases import BOTH
from tests.stage import OFFICER, Stage, staged, wait_until


@pytest.fixture(scope="module", params=BOTH)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage"), database=request.param) as stage:
        yield stage


@pytest.fixture
def officer(stage: Stage) -> Person:
    return stage.person(OFFICER)


def test_what_is_typed_behind_the_command_is_neither_kept_nor_repeated(stage: Stage, officer: Person) -> None:
    canaries = Canaries()
    answer = officer.command(f"/lead refer {canaries.sow('typed')}")
    assert answer.text.startswith("Please type only a keyword")
    with pytest.raises(AssertionError, match="slash_commands"):
        assert_sealed(stage, canaries, readers=())
    assert assert_sealed(stage, canaries, readers=(), typed={"slash_commands"}).came_in == {"typed"}


def test_what_is_typed_into_the_direct_messages_is_neither_kept_nor_repeated(
    stage: Stage, officer: Person
) -> None:
    canaries = Canaries()
    officer.type(officer.dm, canaries.sow("typed"), force=True)
    officer.wait_dm(lambda dm: "not read or kept" in dm.text)
    with pytest.raises(AssertionError, match="message"):
        assert_sealed(stage, canaries, readers=())
    assert assert_sealed(stage, canaries, readers=(), typed={"message"}).came_in == {"typed"}


@pytest.mark.parametrize("folder", ["keys", "data"])
def test_a_canary_in_any_file_is_found(stage: Stage, folder: str) -> None:
    canaries = Canaries()
    text = canaries.sow("a.field")
    file = stage.folder / folder / "left.behind"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"\0" * 5_000 + gzip.compress(text.encode()))
    try:
        with pytest.raises(AssertionError, match=r"left\.behind"):
            assert_sealed(stage, canaries, readers=())
        with pytest.raises(AssertionError, match=r"left\.behind"):
            assert_files_sealed(stage.folder, canaries)
    finally:
        file.unlink()
    assert_sealed(stage, canaries, readers=())


def test_a_canary_in_a_file_name_is_found(tmp_path: Path) -> None:
    canaries = Canaries()
    (tmp_path / f"{canaries.sow('a.field').split()[0]}.csv").touch()
    with pytest.raises(AssertionError, match="file's name"):
        assert_files_sealed(tmp_path, canaries)


def test_a_canary_in_a_row_is_found(stage: Stage) -> None:
    canaries = Canaries()
    text = base64.b64encode(canaries.sow("a.field").encode()).decode()
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        work.session.execute(
            insert(Replay), {"key": canaries.sow("a.key"), "at": ground.now(), "answer": text}
        )
        work.commit()
    with pytest.raises(AssertionError) as refused:
        assert_sealed(stage, canaries, readers=())
    assert "row replays.answer" in str(refused.value)
    assert "row replays.key" in str(refused.value)


def test_a_canary_in_the_log_or_on_stdout_is_found(stage: Stage) -> None:
    canaries = Canaries()
    text = canaries.sow("a.field")
    structlog.get_logger("test").warning("a_line", code=text.lower(), anything=text)
    assert_sealed(stage, canaries, readers=())  # our own log lets neither field through
    with pytest.raises(AssertionError, match="stdout and stderr"):
        assert_sealed(stage, canaries, readers=(), printed=f"Traceback: {text[:14]}...")
    stage.log.write(text[::-1])
    with pytest.raises(AssertionError, match="log"):
        assert_sealed(stage, canaries, readers=())


def test_a_canary_in_a_call_to_slack_is_found_whatever_the_call(stage: Stage, officer: Person) -> None:
    canaries = Canaries()
    client = stage.bot.app.client
    client.token = stage.settings.bot_token
    client.chat_postMessage(channel=OFFICER, text="A card.", metadata=_metadata(canaries.sow("a.field")))
    wait_until(lambda: any(dm.text == "A card." for dm in officer.dms()), "the message is there")
    with pytest.raises(AssertionError, match=r"chat\.postMessage"):
        assert_sealed(stage, canaries, readers={OFFICER})


def _metadata(text: str) -> dict[str, object]:
    return {"event_type": "a", "event_payload": {"a": text.encode().hex()}}
