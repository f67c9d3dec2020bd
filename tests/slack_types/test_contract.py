"""Everything the bot sends to Slack has the types that Slack publishes, and stays within Slack's limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.ids import View
from models.notice import Kind, Notice
from sandbox.rates import Rates
from sandbox.recorder import Call
from tests.slack_types.check import (
    HERE,
    MODULES,
    NoNode,
    beyond_limits,
    complaints,
    install,
    main,
    read_records,
)
from tests.slack_types.shapes import Literal, arguments_type, as_typescript, literals
from tests.slack_types.tour import tour
from tests.stage import ROOT, Stage, staged

pytestmark = pytest.mark.timeout(600)  # the tour passes everything the bot can say, on whatever machine
PLAIN = {"type": "plain_text", "text": "Help"}
MODAL: dict[str, object] = {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}]}

WRONG_CALLS: tuple[tuple[str, dict[str, object]], ...] = (
    ("chat.postMessage", {"channel": "D1"}),
    ("chat.postMessage", {"channel": "D1", "text": "x", "unfurl_links": "no"}),
    ("chat.postMessage", {"channel": "D1", "text": "x", "colour": "red"}),
    ("views.open", {"view": MODAL}),
    ("views.open", {"trigger_id": "1", "view": {**MODAL, "title": "Help"}}),
    ("views.open", {"trigger_id": "1", "view": {**MODAL, "clear": True}}),
    ("views.open", {"trigger_id": "1", "view": {**MODAL, "blocks": [{"type": "header", "text": "x"}]}}),
    ("views.publish", {"view": {"type": "home", "blocks": []}}),
    ("conversations.history", {"channel": "D1", "limit": "many"}),
    ("chat.shout", {"channel": "D1"}),
)
WRONG_ANSWERS: tuple[tuple[str, dict[str, object]], ...] = (
    ("slash_commands", {"text": "x", "response_type": "whisper"}),
    ("view_submission", {"response_action": "errors"}),
    ("view_submission", {"response_action": "update", "view": {**MODAL, "type": "moodal"}}),
    ("block_actions", {"text": "x"}),
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A practice site on which the whole tour was played: more views in a minute than people look at."""
    with staged(tmp_path_factory.mktemp("tour"), rates=Rates.unlimited()) as stage:
        tour(stage)
        yield stage


@pytest.fixture(scope="module")
def slack_types() -> None:
    """Slack's types and the compiler, fetched once as the lock file names them."""
    try:
        install()
    except NoNode:
        pytest.skip("node or npm is not installed: nothing was held against Slack's types")


def call(method: str, request: object, raw: str = "{") -> Call:
    return Call("bot->slack", method, "ok", 0, 0, request, raw, "")


def test_the_tour_passes_every_notice_and_every_view(stage: Stage) -> None:
    with stage.bot.floor.ground.database.look() as work:
        sent = set(work.session.scalars(select(Notice.kind).where(Notice.outcome == "sent")))
    assert sent == {kind.value for kind in Kind} - {Kind.PAGER.value}, "that one does not pass through Slack"
    seen = {view["callback_id"] for view in _views(stage.server.recorder.calls())}
    # The others are for sites with details on the page: tests/journeys/test_secure_page_tour.py.
    assert {view.value for view in View} - seen <= {View.HOME.value, View.TO_PAGE.value, View.PASSKEY.value}


def test_the_tour_makes_every_call_that_second_tries_need(stage: Stage) -> None:
    methods = {one.method for one in stage.server.calls()}
    assert methods >= {
        "apps.connections.open", "auth.test", "bots.info", "chat.postMessage", "conversations.history",
        "conversations.open", "conversations.replies", "users.info", "views.open", "views.publish",
        "views.push", "views.update",
    }  # fmt: skip


@pytest.mark.node
@pytest.mark.usefixtures("slack_types")
def test_every_call_and_answer_has_the_type_that_slack_publishes(stage: Stage, tmp_path: Path) -> None:
    shapes = literals(stage.server.recorder.calls())
    assert len(shapes) > 40
    assert complaints(shapes, tmp_path) == ""


def test_every_message_and_view_stays_within_the_limits(stage: Stage) -> None:
    assert beyond_limits(stage.server.recorder.calls()) == []


def test_no_word_that_a_person_typed_is_in_the_generated_file(stage: Stage) -> None:
    written = as_typescript(literals(stage.server.recorder.calls()))
    for words in ("Dock", "Zebulon", "555-", "R-", "Lantern"):
        assert words not in written


@pytest.mark.node
@pytest.mark.usefixtures("slack_types")
def test_every_wrong_call_and_every_wrong_answer_is_refused(tmp_path: Path) -> None:
    calls = [call(method, given) for method, given in WRONG_CALLS]
    answers = [
        Call("slack->bot", name, "ok", 0, 0, {}, "{}", "", response=said) for name, said in WRONG_ANSWERS
    ]
    wrong = {_outermost(literals([one])) for one in (*calls, *answers)}
    assert len(wrong) == len(WRONG_CALLS) + len(WRONG_ANSWERS)
    # The argument's own type lets any block through; the blocks stand in the file once more for that.
    strange = {"channel": "D1", "text": "x", "blocks": [{"type": "sektion"}]}
    wrong |= {one for one in literals([call("chat.postMessage", strange)]) if one.type == "KnownBlock[]"}
    written = as_typescript(wrong).splitlines()
    said = complaints(wrong, tmp_path)
    refused = {written[int(line) - 1] for line in re.findall(r"calls\.mts\((\d+),\d+\): error TS", said)}
    assert len(refused) == len(wrong) == 15
    assert refused == {str(one) for one in wrong}


def test_a_message_beyond_the_limits_is_named() -> None:
    long = call("chat.postMessage", {"channel": "D1", "text": "x" * 4001})
    wide = call("views.open", {"trigger_id": "1", "view": {**MODAL, "title": {**PLAIN, "text": "x" * 25}}})
    assert [line.split()[0] for line in beyond_limits([long, wide])] == ["chat.postMessage:", "views.open:"]


def test_a_form_is_read_as_what_it_means() -> None:
    asked = call(
        "conversations.history", {"channel": "D1", "limit": "200", "inclusive": "true"}, "channel=D1"
    )
    assert literals([asked]) == {
        Literal("api.ConversationsHistoryArguments", '{"channel": "x", "inclusive": true, "limit": 200}')
    }


def test_shapes_differ_by_what_decides_a_type_and_not_by_words() -> None:
    words = [call("auth.test", {"text": text}) for text in ("one", "two")]
    kinds = [call("auth.test", {"type": text}) for text in ("one", "two")]
    assert (len(literals(words)), len(literals(kinds))) == (1, 2)


def test_a_method_is_named_as_slack_names_its_arguments() -> None:
    assert arguments_type("chat.postMessage") == "api.ChatPostMessageArguments"


@pytest.mark.node
@pytest.mark.usefixtures("slack_types")
def test_a_folder_of_recordings_is_checked_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1  # nothing recorded is nothing proved
    right = call("auth.test", {})
    (tmp_path / "one.jsonl").write_text(json.dumps(asdict(right)) + "\n")
    assert read_records(tmp_path) == [right]
    assert main([str(tmp_path)]) == 0
    (tmp_path / "two.jsonl").write_text(json.dumps(asdict(call("chat.postMessage", {}))) + "\n")
    assert main([str(tmp_path)]) == 1
    assert "error TS" in capsys.readouterr().out


def test_what_is_fetched_is_pinned_and_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text())
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    packages = {name: row for name, row in lock["packages"].items() if name}
    assert all(row["integrity"].startswith("sha512-") for row in packages.values())
    assert not any("resolved" in row for row in packages.values())
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert f"{MODULES.name}/" in (ROOT / ".gitignore").read_text().splitlines()


def _outermost(shapes: set[Literal]) -> Literal:
    """The literal of the whole call or answer; the views and blocks in it are literals of their own."""
    return max(shapes, key=lambda shape: len(shape.text))


def _views(calls: Sequence[Call]) -> Iterator[dict[str, str]]:
    for one in calls:
        for holder in (one.request, one.response, (one.response or {}).get("payload")):
            view = holder.get("view") if isinstance(holder, dict) else None
            if isinstance(view, dict) and view.get("callback_id"):
                yield view
