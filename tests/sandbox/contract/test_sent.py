"""Everything the practice workspace says has the shape that Slack publishes: every key, and none besides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt import BoltRequest
from slack_sdk.models.views import View
from slack_sdk.socket_mode.request import SocketModeRequest

from sandbox.fields import VALUE_KEYS
from sandbox.wire import Json
from tests.sandbox.contract.play import OFFICER, Scene, played
from tests.sandbox.contract.shapes import as_typescript, of_answers, of_frames
from tests.slack_types.check import NoNode, compiled, install
from tests.slack_types.shapes import Literal

FRAMES = Path(__file__).with_name("sent.mts")
# What may be left out: a flag that Slack added late, and the reasons of a no that says enough by its code.
_NOT_ASKED_FOR = {"is_ext_shared_channel", "response_metadata"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Everything the workspace can say, said once."""
    return played(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def said(scene: Scene) -> set[Literal]:
    """Each distinct shape of it."""
    return of_frames(scene.line.frames) | of_answers(scene.server.calls())


@pytest.fixture(scope="module")
def refused(said: set[Literal], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the compiler refuses of all this and of all this spoiled: statement to reason, in one run."""
    try:
        install()
    except NoNode:
        pytest.skip("node or npm is not installed: nothing was held against Slack's types")
    text = as_typescript([*said, *_spoiled(said)])
    lines = text.splitlines()
    complaints = compiled(text, tmp_path_factory.mktemp("types"), FRAMES)
    assert "sent.mts" not in complaints, complaints
    found = re.findall(r"calls\.mts\((\d+),\d+\): (error .*)", complaints)
    return {lines[int(number) - 1]: reason for number, reason in found}


@pytest.mark.node
@pytest.mark.timeout(400)  # the first run on a machine fetches the types
def test_everything_sent_and_answered_has_the_type_that_slack_publishes(
    said: set[Literal], refused: dict[str, str]
) -> None:
    assert len(said) > 100
    assert {str(one): refused[str(one)] for one in said if str(one) in refused} == {}


@pytest.mark.node
@pytest.mark.timeout(400)
def test_one_key_too_many_or_too_few_is_refused_everywhere(
    said: set[Literal], refused: dict[str, str]
) -> None:
    spoiled = _spoiled(said)
    assert len(spoiled) > 250
    assert [one for one in spoiled if str(one) not in refused] == []


def test_the_scene_leaves_nothing_out_that_the_workspace_can_say(scene: Scene, said: set[Literal]) -> None:
    types = {one.type for one in said}
    named = {one.removeprefix("sent.").partition("<")[0].partition("[")[0] for one in types}
    known = set(re.findall(r"export (?:type|interface) (\w+)", FRAMES.read_text()))
    assert known - named == {"Answer", "SentView"}, "these two are parts of others"
    assert {call.method for call in scene.server.calls() if call.status == "ok"} == _methods()
    heard = [frame["payload"] for frame in scene.line.frames if frame["type"] == "interactive"]
    every = {"button", "overflow", *VALUE_KEYS}
    only_typed = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
    assert _clicked(heard, "view") == every - {"overflow"}
    assert _clicked(heard, "message") == every - only_typed


def test_no_word_that_a_person_typed_is_in_the_generated_file(said: set[Literal]) -> None:
    written = as_typescript(said)
    for words in ("ten o'clock", "zebulon", "plan.txt", "Larkspur", "UQUILL", "xoxb", "127.0.0.1"):
        assert words not in written


def test_slacks_own_python_reads_who_where_and_which_app_from_every_payload(scene: Scene) -> None:
    requests = [SocketModeRequest.from_dict(frame) for frame in scene.line.frames if "envelope_id" in frame]
    assert len(requests) > 50
    for request in requests:
        assert request is not None
        assert request.payload is not None
        bolt = BoltRequest(body=request.payload, mode="socket_mode")
        assert bolt.context.team_id in {"T0LANTERN1", "T0ELSEWHER"}
        assert bolt.context.user_id
        assert bolt.context.is_enterprise_install is False
        kind = request.payload.get("type")
        if kind in {"block_actions", "message_action"} and "view" not in request.payload:
            assert bolt.context.channel_id
            assert bolt.context.response_url
        if kind == "event_callback" and request.payload["event"].get("user") == OFFICER:
            assert bolt.context.actor_user_id == OFFICER


def test_slacks_own_python_models_lose_nothing_of_a_view(scene: Scene) -> None:
    views = [frame["payload"]["view"] for frame in scene.line.frames if "view" in frame.get("payload", {})]
    assert {view["type"] for view in views} == {"home", "modal"}
    for view in views:
        known = View(**{name: value for name, value in view.items() if name not in _UNKNOWN_TO_PYTHON})
        known.validate_json()  # lengths, counts, and what must be there
        kept = known.to_dict()
        assert {name for name, value in view.items() if value} - set(kept) <= _UNKNOWN_TO_PYTHON
        assert [block["type"] for block in kept["blocks"]] == [block["type"] for block in view["blocks"]]


# slack_sdk's state knows no moment (`selected_date_time`), its views not where the app is installed.
# The compiler has looked at all three.
_UNKNOWN_TO_PYTHON = {"submit_disabled", "state", "app_installed_team_id"}


def _clicked(payloads: list[Json], where: str) -> set[str]:
    return {one["actions"][0]["type"] for one in payloads if one["type"] == "block_actions" and where in one}


def _methods() -> set[str]:
    return set(re.findall(r"^  '([\w.]+)':", FRAMES.read_text(), re.MULTILINE))


def _spoiled(said: set[Literal]) -> list[Literal]:
    """One thing of each type, with a key that nobody knows, and without each of its keys in turn."""
    smallest: dict[str, Literal] = {}
    for one in sorted(said, key=lambda one: (len(one.text), one.text)):
        smallest.setdefault(one.type, one)
    return [one for chosen in smallest.values() for one in _spoils(chosen)]


def _spoils(chosen: Literal) -> Iterator[Literal]:
    whole = json.loads(chosen.text)
    yield Literal(chosen.type, json.dumps({**whole, "nobody_knows": 1}))
    for name in whole.keys() - _NOT_ASKED_FOR:
        yield Literal(chosen.type, json.dumps({key: value for key, value in whole.items() if key != name}))
