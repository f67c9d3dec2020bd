"""What people say about a pair: one transaction each, once for each tap; knows no Slack."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.acting import do_once
from handlers.deps import Ground
from models.acts.duplicates import judge, merge, waiting_for
from models.errors import AlreadyChanged, NotAllowed
from models.pair import Pair, PairState
from models.people import Role, find_actor
from models.schema import SlackUserId


@dataclass(frozen=True)
class MergeFacts:
    """What a project manager sees of a confirmed pair: references only."""

    id: str
    newer: str
    other: str


class Duplicates:
    """Comparing is the desk's; here it is said what was seen, and two references become one."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def say(self, user: SlackUserId, pair_id: str, *, same: bool, key: str) -> None:
        """The clinical supervisor's word on a pair.

        Raises:
            NotAllowed, AlreadyChanged, UnknownReference, StorageUnavailable, Unsafe: nothing was kept.
        """
        do_once(self._ground, user, key, lambda scene: judge(scene, pair_id, same=same))

    def to_merge(self, user: SlackUserId, pair_id: str) -> MergeFacts:
        """What the question before a merge shows.

        Raises:
            NotAllowed: not a project manager.
            AlreadyChanged: the pair is not, or no longer, one that waits for a merge.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = find_actor(work, scene.vault.rows, user, scene.rules.today(scene.moment))
            if not actor.holds(Role.PROJECT_MANAGER):
                raise NotAllowed
            waiting = (pair for pair in waiting_for(scene, actor) if pair.state == PairState.CONFIRMED)
            pair = next((pair for pair in waiting if pair.id == pair_id), None)
            if pair is None:
                raise AlreadyChanged("pair")
            return _facts(pair)

    def merge(self, user: SlackUserId, pair_id: str, *, key: str) -> None:
        """Two references become one.

        Raises:
            NotAllowed, AlreadyChanged, UnknownReference, StorageUnavailable, Unsafe: nothing was kept.
        """
        do_once(self._ground, user, key, lambda scene: merge(scene, pair_id))


def _facts(pair: Pair) -> MergeFacts:
    return MergeFacts(pair.id, pair.newer, pair.other)
