"""Socket Mode's server side, met by slack_sdk's aiohttp client and by a bare websocket."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from sandbox.server import PracticeServer
from sandbox.wire import SlackTimeout
from tests.sandbox.conftest import WORKSPACE, TinyApp


def address(server: PracticeServer) -> str:
    client = WebClient(base_url=server.api_url)
    return str(client.apps_connections_open(app_token=server.app_token)["url"])


def heard(socket: ClientConnection) -> Any:
    return json.loads(socket.recv(timeout=30))


def test_a_connection_is_greeted(server: PracticeServer) -> None:
    with connect(address(server)) as socket:
        hello = heard(socket)
        assert hello["type"] == "hello"
        assert hello["connection_info"] == {"app_id": "A0LEADBOT"}
        assert hello["num_connections"] == 1


def test_an_address_works_once(server: PracticeServer) -> None:
    once = address(server)
    with connect(once) as socket:
        heard(socket)
    for used in (once, once + "x"):
        with pytest.raises((ConnectionClosed, InvalidStatus)), connect(used) as socket:
            heard(socket)


def test_each_payload_goes_to_one_socket(server: PracticeServer) -> None:
    with connect(address(server)) as one, connect(address(server)) as two:
        for socket in (one, two):
            assert heard(socket)["type"] == "hello"
        server.wait_connected(2)
        for user in ("UQUILL001", "UMARROW01"):
            server.person(user).open_home()
        users = []
        for socket in (one, two):
            envelope = heard(socket)
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
            assert envelope["retry_attempt"] == 0
            socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
            users.append(envelope["payload"]["event"]["user"])
        assert sorted(users) == ["UMARROW01", "UQUILL001"]
        with pytest.raises(TimeoutError):
            one.recv(timeout=0.1)


def test_an_eleventh_socket_is_turned_away(server: PracticeServer) -> None:
    with contextlib.ExitStack() as every:
        sockets = [every.enter_context(connect(address(server))) for _ in range(11)]
        assert [heard(socket)["type"] for socket in sockets[:10]] == ["hello"] * 10
        last = heard(sockets[10])
    assert (last["type"], last["reason"]) == ("disconnect", "too_many_websockets")


def test_an_app_without_socket_mode_is_told_so(manifest: Path) -> None:
    manifest.write_text(
        manifest.read_text().replace("socket_mode_enabled: true", "socket_mode_enabled: false")
    )
    with PracticeServer(WORKSPACE, manifest) as server, connect(address(server)) as socket:
        assert heard(socket)["reason"] == "link_disabled"


def test_a_warning_leaves_the_socket_open(server: PracticeServer) -> None:
    with connect(address(server)) as socket:
        assert heard(socket)["type"] == "hello"
        server.sockets.disconnect("warning")
        assert heard(socket)["reason"] == "warning"
        assert server.sockets.connected() == 1


def test_a_refresh_is_survived_by_slack_sdks_client(server: PracticeServer, over_sockets: TinyApp) -> None:
    officer = server.person("UQUILL001")
    server.sockets.disconnect("refresh_requested")
    server.wait_connected()
    assert officer.command("/lead help").text == "Say `/lead refer`."


def test_a_dropped_socket_loses_the_payload_and_the_client_comes_back(
    server: PracticeServer, over_sockets: TinyApp
) -> None:
    officer = server.person("UQUILL001")
    server.faults.add("socket", "drop_socket")
    with pytest.raises(SlackTimeout):
        officer.command("/lead help")
    server.wait_connected()
    assert officer.command("/lead help").text == "Say `/lead refer`."
    assert len(over_sockets.heard) == 1


def test_every_socket_may_be_cut_at_once(server: PracticeServer, over_sockets: TinyApp) -> None:
    server.sockets.cut_all()
    with server.workspace.changed:
        assert server.workspace.changed.wait_for(lambda: server.sockets.connected() == 0, 5)
    server.wait_connected()


def test_an_ack_of_something_else_is_not_taken(server: PracticeServer) -> None:
    with connect(address(server)) as socket:
        assert heard(socket)["type"] == "hello"
        for nonsense in ("not json", "[]", json.dumps({"envelope_id": "unknown"})):
            socket.send(nonsense)
        server.person("UQUILL001").open_home()
        assert heard(socket)["type"] == "events_api"
