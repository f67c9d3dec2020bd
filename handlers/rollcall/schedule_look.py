"""The schedules' own look: every hour, and once the site's rules changed, they stand as the file has them."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.deps import Ground
from models.acts.chain import BOT
from models.acts.schedule_file import is_kept, keep_file
from models.site import SiteRules

_EVERY = timedelta(hours=1)


class ScheduleLook:
    """Remembers under which rules it looked last, and when."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._seen: SiteRules | None = None
        self._at: datetime | None = None

    def look(self) -> None:
        """One beat.

        Raises:
            StorageUnavailable, Unsafe: what was not kept is kept at the next beat.
        """
        ground, now = self._ground, self._ground.now()
        with ground.database.look() as work:
            scene = ground.scene(work, BOT)
            if self._at is not None and self._seen == scene.rules and abs(now - self._at) < _EVERY:
                return
            kept = is_kept(scene)
        if not kept:
            with ground.database.work() as work:
                keep_file(ground.scene(work, BOT))
                work.after_commit.append(ground.wake)
                work.commit()
        self._seen, self._at = scene.rules, now
