"""What the app may do here: scopes, commands, shortcuts and events, read from its manifest."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from sandbox.wire import Json


class ManifestRefused(Exception):
    """The manifest cannot be used; the message is one plain sentence."""


@dataclass(frozen=True)
class Manifest:
    """The parts of an app manifest that decide what the workspace lets the app do."""

    name: str
    scopes: frozenset[str]
    commands: tuple[Json, ...]
    shortcuts: tuple[Json, ...]
    events: frozenset[str]
    interactivity: bool
    socket_mode: bool
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool

    def command(self, word: str) -> Json | None:
        """The slash command of that name, with its slash."""
        return next((row for row in self.commands if row["command"] == word), None)

    def shortcut(self, callback_id: str) -> Json | None:
        """The shortcut with that callback id."""
        return next((row for row in self.shortcuts if row["callback_id"] == callback_id), None)

    def shortcuts_of(self, kind: str) -> list[Json]:
        """Shortcuts of a kind, `global` or `message`."""
        return [row for row in self.shortcuts if row["type"] == kind]


def read_manifest(path: Path) -> Manifest:
    """Read manifest.yml; raises `ManifestRefused` with the file and the reason."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _manifest(document)
    except OSError as problem:
        raise ManifestRefused(f"{path.name} cannot be read: {problem.strerror}.") from problem
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as problem:
        raise ManifestRefused(f"{path.name} is not an app manifest: {problem}.") from problem


def _manifest(document: Json) -> Manifest:
    features, settings = document["features"], document["settings"]
    home = features.get("app_home", {})
    return Manifest(
        name=features["bot_user"]["display_name"],
        scopes=frozenset(document["oauth_config"]["scopes"]["bot"]),
        commands=tuple(features.get("slash_commands", ())),
        shortcuts=tuple(features.get("shortcuts", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        interactivity=bool(settings.get("interactivity", {}).get("is_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled")),
    )
