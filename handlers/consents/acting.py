"""How an act on a release runs: once for a delivery, with the team's duty, and whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from models.consent import Consent, Release
from models.database import UnitOfWork
from models.duties import Duty
from models.errors import NotAvailable
from models.participant import Circle, circle_of
from models.people import Actor
from models.replay import once
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.vault import Refused


class Mistaken(Exception):
    """The form is to be mended; leaving the transaction this way keeps nothing."""

    def __init__(self, found: Mistakes) -> None:
        super().__init__()
        self.mistakes = found


def read_or_mend(found: Draft | Mistakes) -> Draft:
    """The form as it was read.

    Raises:
        Mistaken: it is to be mended.
    """
    if isinstance(found, Mistakes):
        raise Mistaken(found)
    return found


def with_duty(scene: Scene, ref: ParticipantRef, duty: Duty) -> tuple[Actor, Circle]:
    """Who acts, and who stands around the participant.

    Raises:
        NotAvailable: not theirs to do, or no such participant: nobody learns which.
    """
    standing = scene.vault.folders.standing(scene.work, scene.rules, scene.user, ref, duty, scene.moment)
    circle = circle_of(scene.work, scene.vault.rows, ref) if not isinstance(standing, Refused) else None
    if isinstance(standing, Refused) or circle is None:
        raise NotAvailable
    return standing[0], circle


def of_consent(work: UnitOfWork, consent: str) -> ParticipantRef:
    """Whose consent it is.

    Raises:
        NotAvailable: there is none of that id.
    """
    row = work.session.get(Consent, consent)
    if row is None:
        raise NotAvailable
    return row.participant


def of_release(work: UnitOfWork, release: str) -> ParticipantRef:
    """Whose release it is.

    Raises:
        NotAvailable: there is none of that id.
    """
    row = work.session.get(Release, release)
    if row is None:
        raise NotAvailable
    return row.participant


def act_once(ground: Ground, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> str:
    """Run the act in one transaction; a repeated delivery gets the first one's answer."""

    def within(work: UnitOfWork) -> str:
        work.after_commit.append(ground.wake)
        return act(ground.scene(work, user, key))

    return once(ground.database, key, ground.now(), within)
