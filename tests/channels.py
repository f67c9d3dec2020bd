"""A shift's private channel in a practice workspace that has none."""

from __future__ import annotations

from sandbox.conversations import Conversation
from sandbox.server import PracticeServer

NIGHT = "C0NIGHT01"
MEMBERS = ("UBOTLEAD1", "UQUILL001", "UOXLIP001", "UFENNIM01")


def open_channel(server: PracticeServer, channel: str = NIGHT) -> Conversation:
    """Private, with the bot, an officer, the sergeant and the project manager in it."""
    made = Conversation(channel, "north-night", is_private=True, members=list(MEMBERS))
    with server.workspace.lock:
        server.workspace.conversations._all[channel] = made
    return made
