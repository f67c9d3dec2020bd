"""The peer: Slack's starter template in shape (Flask, Bolt's defaults), SQLAlchemy, answering last."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

import waitress
from flask import Flask, Response, request
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient

from benchmarks import payloads
from benchmarks.plain_rows import commit_mapped, plain_engine

_REST = {"type": "modal", "title": {"type": "plain_text", "text": "-"}, "blocks": []}


def make_flask(file: Path) -> Flask:
    """The whole application."""
    client = WebClient(token=payloads.BOT_TOKEN, base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, signing_secret=payloads.SIGNING_SECRET)
    engine = plain_engine(file)

    @app.view("arrest_first")
    def submitted(ack: Ack) -> None:
        commit_mapped(engine)
        ack(response_action="update", view=_REST)

    flask = Flask("peer")
    handler = SlackRequestHandler(app)

    @flask.post("/slack/events")
    def slack_events() -> Response:
        return handler.handle(request)

    return flask


def main() -> None:
    """The database file is the one argument."""
    listening = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
    waitress.serve(make_flask(Path(sys.argv[1])), sockets=[listening], threads=16)


if __name__ == "__main__":
    main()
