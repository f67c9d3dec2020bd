"""Taking back against opening, in real threads: it was opened or it was taken back, never both."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from models.acts.messages import take_back, was_opened
from models.audit import Verb
from models.database import Database
from models.errors import AlreadyChanged
from models.message import SealedMessage
from models.notice import Kind, Notice
from models.scene import Scene
from models.schema import Handle, MessageRef
from models.vault import Opened
from tests.factories import NOON, PROSECUTOR, lay
from tests.models.sharing import Sharing, scene_of, share

RACES = 8
SPREAD = 0.02  # seconds: about what an opening takes, so that either side comes first about as often


def _open(sharing: Sharing, handle: Handle) -> bool:
    """As the desk does it: judged, unwrapped, and its receipt, in one unit of work."""
    with sharing.ground.database.work() as work:
        opened = sharing.ground.open_within(work, PROSECUTOR, handle)
        if isinstance(opened, Opened):
            was_opened(scene_of(sharing.ground, work, PROSECUTOR), MessageRef(opened.subject))
        work.commit()
        return isinstance(opened, Opened)


def _take_back(sharing: Sharing, ref: MessageRef) -> bool:
    def act(scene: Scene) -> bool:
        take_back(scene, ref)
        return True

    try:
        return sharing.act(act)
    except AlreadyChanged:
        return False


def _race(sharing: Sharing, ref: MessageRef, seed: int) -> tuple[bool, bool]:
    handle, barrier, rng = sharing.handle(ref), Barrier(2), random.Random(seed)  # noqa: S311 - a race, no secret
    waits = (rng.uniform(0, SPREAD), rng.uniform(0, SPREAD))

    def after(wait: float, act: Callable[[], bool]) -> bool:
        barrier.wait()
        time.sleep(wait)
        return act()

    with ThreadPoolExecutor(2) as pool:
        opening = pool.submit(after, waits[0], lambda: _open(sharing, handle))
        taking = pool.submit(after, waits[1], lambda: _take_back(sharing, ref))
        return opening.result(20), taking.result(20)


def test_of_opening_and_taking_back_exactly_one_happens(database: Database, tmp_path: Path) -> None:
    sharing = share(lay(database, tmp_path))
    sharing.sign()
    ended = Counter[tuple[bool, bool]]()
    for seed in range(RACES):
        ref = sharing.seal()
        opened, taken = _race(sharing, ref, seed)
        assert opened is not taken, "opened and taken back, or neither"
        ended[(opened, taken)] += 1
        with database.look() as work:
            row = work.session.get_one(SealedMessage, ref)
            receipts = (
                work.session.query(Notice).filter_by(kind=Kind.MESSAGE_OPENED.value, subject=ref).count()
            )
        assert (row.opened_at == NOON) is opened
        assert (row.withdrawn_at == NOON) is taken
        assert receipts == int(opened)
    verbs = [verb for _, verb, _, _ in sharing.ground.audit_rows()]
    assert verbs.count(Verb.OPEN_GRANTED.value) == ended[(True, False)]
    assert verbs.count(Verb.MESSAGE_WITHDRAWN.value) == ended[(False, True)]
