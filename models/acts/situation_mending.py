"""The words of a situation are put right by whoever raised it or keeps it; nothing else of it changes."""

from __future__ import annotations

from dataclasses import dataclass

from models.acts.situation_keeping import held_by_its_keeper
from models.acts.situation_sight import may_mend
from models.acts.situation_telling import say_mended
from models.audit import Verb
from models.errors import AlreadyChanged
from models.scene import Scene
from models.schema import SituationRef
from models.situation import Situation


@dataclass(frozen=True)
class Words:
    """What is told of a place, looked at by the person guard.

    `tried` None: as it stands. Once it was looked at again, what was done stands there and stays.
    """

    place: str
    times: str
    pattern: str
    harms: str
    tried: str | None = None


def mend(scene: Scene, ref: SituationRef, words: Words, version: int) -> Situation:
    """Other words for it; its owner, days, numbers and what was done stay. The group's thread reads them.

    `version`: the one whose words were seen.

    Raises:
        NotOnRoster, NotAvailable: not theirs.
        AlreadyChanged: it is over, or somebody changed it meanwhile.
    """
    row = held_by_its_keeper(scene, ref, may_mend)
    if row.version != version:
        raise AlreadyChanged(row.state)
    tried = row.tried if words.tried is None or row.looked_back else words.tried
    said = {
        "place": words.place,
        "times": words.times,
        "pattern": words.pattern,
        "harms": words.harms,
        "tried": tried,
    }
    if all(getattr(row, name) == text for name, text in said.items()):
        return row
    for name, text in said.items():
        setattr(row, name, text)
    row.version += 1
    scene.work.session.flush()
    scene.note(Verb.SITUATION_MENDED, (row.ref,))
    say_mended(scene, row)
    return row
