"""Civil and outlying legal help: who takes referrals, a referral, and how they answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.acts.ping_answer import Answer, decide, theirs
from models.acts.ping_people import READER
from models.errors import NotAllowed
from models.legal_capacity import LegalCapacity, capacities
from models.people import active_with
from models.ping import RUNNING, Ask, Decision, Ping, PingState, Side
from models.scene import Scene, the_actor
from models.schema import Handle
from models.sensitive import Sensitive

NEEDS = (
    Ask.EVICTION,
    Ask.VACATING,
    Ask.LEGAL_DEBTS,
    Ask.FAMILY,
    Ask.IMMIGRATION,
    Ask.OUTLYING_WARRANT,
    Ask.OTHER,
)
_ROLE = READER[Side.LEGAL_SERVICES]


class Because(StrEnum):
    """Why a referral comes back: a code, never a word about the person."""

    NO_CAPACITY = "no_capacity"
    CONFLICT = "conflict"
    OUTSIDE_SCOPE = "outside_scope"


@dataclass(frozen=True)
class Helper:
    """An agency of legal services with somebody who reads referrals; `not_until`: None = it takes them."""

    agency: str
    not_until: date | None


def helpers(scene: Scene) -> tuple[Helper, ...]:
    """The agencies that can be asked today, with what they say of their room."""
    today = scene.rules.today(scene.moment)
    active = active_with(scene.work, scene.vault.rows, _ROLE, today)
    said: Mapping[str, date | None] = capacities(scene.work, today)
    return tuple(Helper(agency, said.get(agency)) for agency in sorted({one.agency for one in active}))


def say_capacity(scene: Scene, not_until: date | None) -> LegalCapacity:
    """Somebody of legal services says whether their agency takes referrals.

    Raises:
        NotOnRoster: no seat now.
        NotAllowed: not of legal services.
        ValueError: the day is not to come.
    """
    today = scene.rules.today(scene.moment)
    actor = the_actor(scene)
    if not actor.holds(_ROLE):
        raise NotAllowed
    if not_until is not None and not_until <= today:
        raise ValueError("a day to come")
    row = LegalCapacity(agency=actor.agency, not_until=not_until, said_by=scene.user, said_at=scene.moment)
    return scene.work.session.merge(row)


def answer_referral(
    scene: Scene,
    handle: Handle,
    decision: Decision,
    because: Because | None = None,
    words: Sensitive | None = None,
) -> Ping:
    """Accept it, return it with a code, ask for more, or say that it is done; the asker alone hears.

    Raises:
        NotAvailable: not theirs to answer now.
        AlreadyChanged: somebody answered first.
        NotAllowed: not an answer of this side, or out of its order.
        ValueError: returned without a code.
    """
    _, ping = theirs(scene, handle)
    if Side(ping.side) is not Side.LEGAL_SERVICES:
        raise NotAllowed
    if PingState(ping.state) in RUNNING and decision not in answers_to(PingState(ping.state)):
        raise NotAllowed
    if decision is Decision.RETURN and because is None:
        raise ValueError("a return has a reason")
    said = words
    if decision is Decision.RETURN and because is not None:
        said = Sensitive("\n".join([because.value, *([words.reveal()] if words else [])]))
    return decide(scene, handle, Answer(decision, words=said))


def answers_to(state: PingState) -> tuple[Decision, ...]:
    """What legal services may answer where it stands; nothing is done that was not accepted."""
    if state is PingState.ACCEPTED:
        return (Decision.DONE, Decision.RETURN)
    if state is PingState.ASKED:
        return (Decision.ACCEPT, Decision.RETURN, Decision.NEED_MORE)
    return ()
