"""The beat that looks for questions by case number: reads beside everything else, then writes shortly."""

from __future__ import annotations

from handlers.deps import Ground
from models.acts.chain import BOT
from models.acts.questions import look, write_down


class QuestionSearch:
    """Holds what was asked a few seconds ago against every folder's court matters."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def beat(self) -> None:
        """One look. Reading every number holds no lock: nobody who asks waits for it.

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
