"""A row of the two-world proof: what differs, what everybody does, who must not tell, and who must."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from handlers.desk import Desk
from tests.worlds.comparing import told
from tests.worlds.world import World, living

_ALL_ALIKE: Mapping[str, type[Desk]] = {}
Secret = Callable[[World], str]
Script = Callable[[World, Callable[[], str]], None]


@dataclass(frozen=True)
class Row:
    """One secret.

    `worlds`: what is done, unseen, in each world; the script calls it once, at its moment, and may use what
    it answers. `receivers` must not be able to tell. `witness` must: it is what shows that the worlds do
    differ, for somebody who may know (or in the log).
    """

    secret: str
    worlds: Mapping[str, Secret]
    script: Script
    receivers: Sequence[str]
    witness: Callable[[World], object]


@contextmanager
def played(
    row: Row, database: str, folder: Path, desks: Mapping[str, type[Desk]] = _ALL_ALIKE
) -> Iterator[list[World]]:
    """Every world of the row, played to its end, in the row's order; `desks`: a world's own kind of desk."""
    with ExitStack() as stack:
        worlds = []
        for number, (name, secret) in enumerate(row.worlds.items()):
            place = folder / str(number)
            place.mkdir()
            world = stack.enter_context(living(name, database, place, desks.get(name, Desk)))
            row.script(world, _unseen(world, secret))
            worlds.append(world)
        yield worlds


def _unseen(world: World, secret: Secret) -> Callable[[], str]:
    def happen() -> str:
        with world.unseen():
            world.happened = secret(world)
        return world.happened

    return happen


def heard_by(user: str) -> Callable[[World], object]:
    """A witness who may know."""
    return lambda world: [(one.way, one.bytes) for one in told(world, user)]


def nothing(world: World) -> str:
    """Nothing happens in this world."""
    del world
    return ""
