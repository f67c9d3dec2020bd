"""What an act on a release begins with: the form as it was read, and the team's duty."""

from __future__ import annotations

from handlers.acting import ReadAgain
from handlers.forms import Draft, Mistakes
from models.consent import Consent, Release
from models.database import UnitOfWork
from models.duties import Duty
from models.errors import NotAvailable
from models.participant import Circle, circle_of
from models.people import Actor
from models.scene import Scene
from models.schema import ParticipantRef
from models.vault import Refused


def read_or_mend(found: Draft | Mistakes) -> Draft:
    """The form as it was read.

    Raises:
        ReadAgain: it is to be mended.
    """
    if isinstance(found, Mistakes):
        raise ReadAgain(found)
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
