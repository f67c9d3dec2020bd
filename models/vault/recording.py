"""Every opening written down: in the audit log, granted or not, and in the account of disclosures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.audit import AuditTrail, Verb
from models.classes import Basis, Purpose
from models.database import UnitOfWork
from models.disclosure import Disclosure
from models.people import Actor, Role
from models.schema import SlackUserId
from models.vault.judging import Refused


@dataclass(frozen=True)
class Asked:
    """Who wants something opened, when, and by which delivery (empty: by none)."""

    user: SlackUserId
    moment: datetime
    request_id: str = ""


@dataclass(frozen=True)
class Shown:
    """What was shown of one reference, to whom, by what right. `categories`: codes; `authority`: ids."""

    about: str
    item: str
    reader: Actor
    role: Role | None
    categories: Collection[str]
    purpose: Purpose
    basis: Basis
    authority: Sequence[str] = ()


class Recorder:
    """Writes down what the rooms that open something decided. The commit is one with the opening."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    @property
    def halted(self) -> bool:
        """Whether nothing can be written down, so that nothing is opened."""
        return bool(self._audit.halted)

    def take_turn(self, work: UnitOfWork) -> None:
        """The audit's turn, before anything is judged.

        Whoever revokes takes it too, so that no grant is ever written behind a revocation it did not see.
        """
        self._audit.take_turn(work)

    def refused(self, work: UnitOfWork, asked: Asked, reason: str, *objects: str) -> Refused:
        """Write `open.refused`, and answer the refusal."""
        self._note(work, asked, Verb.OPEN_REFUSED, objects, reason)
        return Refused(reason)

    def granted(
        self,
        work: UnitOfWork,
        asked: Asked,
        objects: Collection[str],
        decision: str,
        shown: Collection[Shown],
    ) -> None:
        """Write `open.granted`, and a line of the account for each of `shown`.

        A writer that cannot append to the audit discloses nothing, because the commit is one.
        """
        self._note(work, asked, Verb.OPEN_GRANTED, tuple(dict.fromkeys(objects)), decision)
        if shown:
            work.insert(Disclosure, [_line(one, asked.moment) for one in shown])

    def _note(
        self, work: UnitOfWork, asked: Asked, verb: Verb, objects: tuple[str, ...], decision: str
    ) -> None:
        self._audit.append(
            work,
            moment=asked.moment,
            actor=asked.user,
            verb=verb,
            objects=objects,
            decision=decision,
            request_id=asked.request_id,
        )


def codes_of(categories: Collection[str]) -> str:
    """Classes of detail as the log and the account keep them; a reader who found nothing found it `empty`."""
    return ".".join(sorted(set(categories))) or "empty"


def _line(shown: Shown, moment: datetime) -> dict[str, object]:
    return {
        "about": shown.about,
        "item": shown.item,
        "reader": shown.reader.user,
        "agency": shown.reader.agency,
        "role": shown.role.value if shown.role else "",
        "categories": codes_of(shown.categories),
        "purpose": shown.purpose.value,
        "basis": shown.basis.value,
        "authority": ".".join(shown.authority),
        "at": moment,
    }
