"""The beat that looks whether a potential referral is known: reads beside everything, then writes shortly."""

from __future__ import annotations

from handlers.deps import Ground
from models.acts.chain import BOT
from models.acts.conference_match import look, write_down


class PotentialSearch:
    """Holds what was brought a few seconds ago against everybody known."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def beat(self) -> None:
        """One look; reading every open name holds no lock.

        Raises:
            StorageUnavailable: nothing was kept; the same is looked at again at the next beat.
        """
        ground = self._ground
        with ground.database.look() as work:
            sight = look(ground.scene(work, BOT))
        if sight is None:
            return
        with ground.database.work() as work:
            write_down(ground.scene(work, BOT), sight)
            work.commit()
        ground.wake()
