"""Where the practice workspace differs from Slack: each line of its README that a test can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.sync.client import connect

from sandbox.elements import ACCESSORY, ACTION, INPUT
from sandbox.limits import BLOCKS, check_message
from sandbox.page_files import PageFiles
from sandbox.rates import Rates
from sandbox.server import PracticeServer
from sandbox.wire import Json
from tests.sandbox.conftest import MANIFEST, ROOT, WORKSPACE, modal
from tests.sandbox.contract.play import OFFICER, PRIVATE, STRANGER, Line
from tests.sandbox.test_page_files import ask, words
from tests.slack_types.check import MODULES, NoNode, install

README = (ROOT / "sandbox" / "README.md").read_text(encoding="utf-8")
RAISED = {"app_home_opened", "message.im", "message.groups", "message.channels", "user_change"}


@pytest.fixture(scope="module")
def server() -> Iterator[PracticeServer]:
    """One workspace for all lines: each asks for something of its own."""
    with PracticeServer(WORKSPACE, MANIFEST, rates=Rates.unlimited(), time_scale=0.001) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: PracticeServer) -> WebClient:
    return WebClient(server.bot_token, base_url=server.api_url, retry_handlers=[])


@pytest.fixture
def line(server: PracticeServer) -> Iterator[Line]:
    heard = Line()
    with heard.held(server):
        yield heard


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def test_no_file_of_the_page_is_read_before_a_window_opens(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    page = PageFiles(folder)
    folder.mkdir()
    (folder / "index.html").write_text("<head></head>Written after the start", encoding="utf-8")
    assert "Written after the start" in words(ask(page))


def test_calls_are_written_down_for_windows_only_while_one_is_open(
    server: PracticeServer, client: WebClient
) -> None:
    woken: list[Json] = []
    server.workspace.listen(lambda change, _: woken.append(change))
    client.auth_test()
    assert woken == []
    with connect(server.url.replace("http", "ws") + f"ui/live?user={OFFICER}") as window:
        client.auth_test()
        while json.loads(window.recv(timeout=30))["call"]["method"] != "auth.test":
            pass
    assert {change["type"] for change in woken} == {"call"}


def test_attachments_are_refused(client: WebClient) -> None:
    old: list[dict[str, Any]] = [{"text": "beside", "fallback": "beside"}]
    assert refused(lambda: client.chat_postMessage(channel=PRIVATE, text="x", attachments=old)) == (
        "invalid_arguments"
    )


@pytest.mark.node
@pytest.mark.timeout(400)  # the first run on a machine fetches the types
def test_the_readme_names_every_published_block_and_element_that_is_refused() -> None:
    try:
        install()
    except NoNode:
        pytest.skip("node or npm is not installed: there are no published types to look into")
    here = MODULES / "@slack" / "types" / "dist" / "block-kit"
    blocks, elements = (_types(here / name) for name in ("blocks.d.ts", "block-elements.d.ts"))
    parts = {
        kind for kind in elements if kind.endswith(("_select", "_input", "_button", "_buttons", "picker"))
    }
    assert len(blocks) > 10
    assert len(parts) > 15
    said = set(re.findall(r"`(\w+)`", README.split("**Unknown blocks.**")[1].split("\n- ")[0]))
    assert said == (blocks - set(BLOCKS)) | {kind for kind in parts if not _taken(kind)}


def test_a_modal_opened_over_another_lies_on_top_and_counts_to_the_three(
    server: PracticeServer, client: WebClient, line: Line
) -> None:
    officer = server.person(OFFICER)
    for title in ("one", "two", "three"):
        officer.shortcut("refer_to_lead")
        client.views_open(trigger_id=line.last("shortcut")["trigger_id"], view=modal(title))
    officer.shortcut("refer_to_lead")
    fourth = line.last("shortcut")["trigger_id"]
    assert refused(lambda: client.views_open(trigger_id=fourth, view=modal())) == "push_limit_reached"
    assert [view.title for view in officer.stack] == ["one", "two", "three"]


def test_the_bot_is_told_of_its_private_channels_alone(client: WebClient) -> None:
    assert refused(client.users_conversations) == "invalid_types"
    assert [one["id"] for one in client.users_conversations(types="private_channel")["channels"]] == [PRIVATE]


def test_a_leaf_of_rich_text_is_looked_at_by_its_type_alone() -> None:
    leaf = {"type": "user", "nobody_knows": 1}
    check_message(
        "x", [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [leaf]}]}]
    )


def test_a_person_of_another_workspace_may_use_a_command(server: PracticeServer, line: Line) -> None:
    line.answers.append({"text": "Not for you."})
    assert server.person(STRANGER).command("/lead help").text == "Not for you."
    assert line.last("slash_commands")["team_id"] == "T0ELSEWHER"


def test_what_a_person_types_comes_as_it_was_typed(server: PracticeServer, line: Line) -> None:
    server.person(OFFICER).type(PRIVATE, "Fish & chips <at> the pier")
    event = line.wait(lambda frame: "pier" in str(frame))["payload"]["event"]
    assert event["text"] == "Fish & chips <at> the pier"
    assert event.keys().isdisjoint({"blocks", "client_msg_id"})


def test_an_account_that_was_switched_off_is_told_whole(server: PracticeServer, client: WebClient) -> None:
    person = server.person("UUNROST01")
    before = client.users_info(user=person.id)["user"]
    person.deactivate()
    assert client.users_info(user=person.id)["user"].keys() == before.keys()


def test_a_cursor_is_the_number_of_the_next_row(client: WebClient) -> None:
    assert client.users_list(limit=5)["response_metadata"]["next_cursor"] == "5"


def test_what_the_bot_edits_or_deletes_raises_no_event_and_what_a_person_does_raises_one(
    server: PracticeServer, client: WebClient, line: Line
) -> None:
    posted = client.chat_postMessage(channel=PRIVATE, text="first")
    client.chat_update(channel=PRIVATE, ts=posted["ts"], text="second")
    client.chat_delete(channel=PRIVATE, ts=posted["ts"])
    officer = server.person(OFFICER)
    ts = officer.type(PRIVATE, "third")
    officer.edit(PRIVATE, ts, "fourth")
    officer.delete(PRIVATE, ts)
    line.wait(lambda frame: _subtype(frame) == "message_deleted")
    line.wait(lambda frame: _subtype(frame) == "message_changed")
    assert [kind for kind in map(_subtype, line.frames) if kind] in (
        ["message_changed", "message_deleted"],
        ["message_deleted", "message_changed"],  # events go out side by side
    )


def test_the_bots_manifest_asks_for_no_event_that_is_never_raised(server: PracticeServer) -> None:
    asked = set(server.workspace.manifest.events)
    assert asked
    assert asked <= RAISED
    said = README.split("**Comings and goings.**")[1].split("\n- ")[0]
    assert set(re.findall(r"`([\w.]+)`", said)) == RAISED


def test_nobody_has_a_picture_and_channels_were_made_at_no_time(client: WebClient) -> None:
    person = client.users_info(user=OFFICER)["user"]
    assert {person["profile"][name] for name in ("image_24", "image_512", "phone", "status_text")} == {""}
    assert person["tz_label"] in {"PST", "PDT"}
    channel = client.conversations_info(channel=PRIVATE)["channel"]
    assert (channel["created"], channel["creator"]) == (0, "")


def _types(file: Path) -> set[str]:
    return set(re.findall(r"\btype: '(\w+)'", file.read_text(encoding="utf-8")))


def _taken(kind: str) -> bool:
    """Whether an element of this type may stand anywhere, whatever it lacks beside its type."""
    for place in (ACCESSORY, ACTION, INPUT):
        problems: list[str] = []
        place({"type": kind}, "", problems)
        if not any("unsupported type" in one for one in problems):
            return True
    return False


def _subtype(frame: Json) -> str:
    return str(frame.get("payload", {}).get("event", {}).get("subtype", ""))
