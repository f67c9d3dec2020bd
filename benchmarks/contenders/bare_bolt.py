"""A0 and F: Bolt with `process_before_response`, acking only, or acking after one ORM commit."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.asgi import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from benchmarks import payloads
from benchmarks.plain_rows import commit_mapped, plain_engine
from bot.transport.http_port import HttpRunner
from models.database import FairLock

_REST = {"type": "modal", "title": {"type": "plain_text", "text": "-"}, "blocks": []}


def make_app(file: str) -> App:
    """The app; with a database file it commits before it acks."""
    app = App(
        client=WebClient(token=payloads.BOT_TOKEN, base_url=os.environ["SLACK_API_URL"]),
        signing_secret=payloads.SIGNING_SECRET,
        process_before_response=True,
    )
    engine, turn = (plain_engine(Path(file)) if file else None), FairLock()

    @app.view("arrest_first")
    def submitted(ack: Ack) -> None:
        if engine is not None:
            turn.acquire(10)
            try:
                commit_mapped(engine)
            finally:
                turn.release()
        ack(response_action="update", view=_REST)

    @app.command("/lead")
    def asked(ack: Ack) -> None:
        ack()

    return app


def main() -> None:
    """`http` or `socket:NAME`, then a database file or nothing."""
    mode, _, name = sys.argv[1].partition(":")
    app = make_app(sys.argv[2] if len(sys.argv) > 2 else "")
    said: dict[str, Any] = {"port": 0}
    if mode == "http":
        runner = HttpRunner(SlackRequestHandler(app), "127.0.0.1", 0)  # the very server that ours runs on
        runner.start()
        said = {"port": runner.port}
    else:
        SocketModeHandler(app, f"xapp-{name}").connect()  # type: ignore[no-untyped-call]  # Bolt's
    print(json.dumps(said), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
