"""The people and channels of a practice workspace, read from a TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class DefinitionRefused(Exception):
    """The workspace file cannot be used; the message is one plain sentence."""


@dataclass
class CastMember:
    """A person as Slack knows them. `deleted` and `dnd` may change, at `changed` since the epoch."""

    id: str
    name: str
    title: str = ""
    agency: str = ""
    tz: str = "America/Los_Angeles"
    team_id: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    dnd: bool = False
    changed: float = 0.0

    @property
    def is_guest(self) -> bool:
        """Single- and multi-channel guests alike."""
        return self.is_restricted or self.is_ultra_restricted

    @property
    def initials(self) -> str:
        """One or two letters for a picture."""
        words = [word for word in self.name.replace("Sgt ", "").split() if word]
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()

    @property
    def handle(self) -> str:
        """Slack's `name`: lower case, no spaces."""
        return self.name.lower().replace(" ", ".")


@dataclass(frozen=True)
class ChannelPlan:
    """A channel at the start of the day."""

    id: str
    name: str
    private: bool = False
    topic: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A whole workspace before anything happened in it."""

    team_id: str
    team_name: str
    app_id: str
    bot_user_id: str
    bot_id: str
    people: tuple[CastMember, ...]
    channels: tuple[ChannelPlan, ...] = field(default=())


def read_definition(path: Path) -> Definition:
    """Read a workspace file; raises `DefinitionRefused` with the file and the reason.

    One that `extends` another in its folder adds people and channels, or members to a channel of that one.
    """
    try:
        return _definition(_document(path))
    except OSError as problem:
        raise DefinitionRefused(f"{path.name} cannot be read: {problem.strerror}.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise DefinitionRefused(f"{path.name} is not TOML: {problem}.") from problem
    except (KeyError, TypeError, ValueError) as problem:
        raise DefinitionRefused(f"{path.name} is not a workspace: {problem}.") from problem


def _document(path: Path) -> dict[str, Any]:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    base = document.pop("extends", None)
    if base is None:
        return document
    whole = tomllib.loads((path.parent / str(base)).read_text(encoding="utf-8"))
    channels = {row["id"]: row for row in whole.get("channels", ())}
    for row in document.get("channels", ()):
        known = channels.setdefault(row["id"], row)
        if known is not row:
            known["members"] = [*known.get("members", ()), *row["members"]]
    people = [*whole["people"], *document.get("people", ())]
    return {**whole, "people": people, "channels": list(channels.values())}


def _definition(document: Mapping[str, Any]) -> Definition:
    team, app = document["team"], document["app"]
    people = tuple(_member(row, team["id"]) for row in document["people"])
    channels = tuple(_channel(row) for row in document.get("channels", ()))
    known = {person.id for person in people}
    for channel in channels:
        unknown = sorted(set(channel.members) - known - {app["bot_user_id"]})
        if unknown:
            raise ValueError(
                f"channel {channel.name} lists {', '.join(unknown)}, who is not among the people"
            )
    if len(known) != len(people):
        raise ValueError("two people have the same id")
    return Definition(
        team["id"], team["name"], app["id"], app["bot_user_id"], app["bot_id"], people, channels
    )


def _member(row: Mapping[str, Any], team_id: str) -> CastMember:
    unknown = sorted(set(row) - {column.name for column in fields(CastMember)})
    if unknown:
        raise ValueError(f"unknown key {unknown[0]} for {row.get('id', 'a person')}")
    return CastMember(**{"team_id": team_id, **row})


def _channel(row: Mapping[str, Any]) -> ChannelPlan:
    return ChannelPlan(**{**row, "members": tuple(row.get("members", ()))})
