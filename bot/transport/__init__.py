"""The ways in, and how the process starts and ends."""

from bot.transport.http_port import HttpRunner, PortTaken
from bot.transport.process import Process, serve
from bot.transport.socket_mode import SocketModeRunner, SocketState

__all__ = ["HttpRunner", "PortTaken", "Process", "SocketModeRunner", "SocketState", "serve"]
