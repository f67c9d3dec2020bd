"""A bare Bolt app that has imported everything ours imports, served by the same ASGI server."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import socket
import sys
import threading
import time
from pathlib import Path


def main() -> None:
    """The file with the modules' names is the one argument."""
    for name in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        with contextlib.suppress(ImportError, ValueError):  # a few live only inside their parents
            importlib.import_module(name)
    uvicorn, bolt = importlib.import_module("uvicorn"), importlib.import_module("slack_bolt")
    adapter = importlib.import_module("slack_bolt.adapter.asgi")
    client = importlib.import_module("slack_sdk").WebClient(
        "xoxb-bench", base_url=os.environ["SLACK_API_URL"]
    )
    app = bolt.App(client=client, signing_secret="none", process_before_response=True)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(adapter.SlackRequestHandler(app), log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, args=([listening],), daemon=True).start()
    while not server.started:
        time.sleep(0.001)
    print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
