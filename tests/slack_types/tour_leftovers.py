"""The tour's last way: kinds that no act of it brings about are posted straight, and their buttons tapped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle

from sqlalchemy import func, select

from handlers.guarding.notices import Spot
from handlers.guarding.voices import VOICES as GUARD
from models import outbox
from models.database import UnitOfWork
from models.notice import Kind, NewNotice, Notice, post
from models.referral import Door, Referral
from models.schema import SlackUserId
from sandbox.faces import SeenMessage
from sandbox.people import Person
from tests.stage import MANAGER, NEIGHBOR, OFFICER, SUPERVISOR, Stage, wait_until
from tests.worlds.people import DEFENCE, LEADER, PROSECUTION

_POSTED = "tour.leftover:"
_TARGETS = {Kind.GUARD_STRANGERS: "C0OWG0001 2"}  # a channel and a count
_SPOT = Spot("C0OWG0001", "1795310000.000100").pack()  # the guard's say where a message stands
# A conversation takes about one message a second: what anybody on the roster may hear is dealt round.
_ANYBODY = (OFFICER, SUPERVISOR, NEIGHBOR, LEADER, *PROSECUTION, *DEFENCE)
_MANAGERS = frozenset({Kind.PLACE_FREE, Kind.NOT_SURE, Kind.GUARD_CARD_AGAIN})
# Their buttons are tapped below, whoever had such a message before.
_TAPPED = frozenset({Kind.TEST_CARD, Kind.GUARD_CARD_AGAIN})
_MANAGERS_OWN = ("card.", "pair.", "member.", "pager.", "view.")  # about a card of theirs, or a button to tap


def leftovers(stage: Stage) -> None:
    """Whatever was not sent yet, about what the manager still holds."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        sent = set(work.session.scalars(select(Notice.kind).where(Notice.outcome == "sent")))
        missing = [kind for kind in Kind if kind.value not in sent or kind in _TAPPED]
        post(work, ground.now(), list(_notices(_card(work), missing)))
        work.commit()
    ground.wake()
    wait_until(lambda: not _on_the_way(stage), f"these kinds arrive: {', '.join(missing)}", seconds=30)
    manager = stage.person(MANAGER)
    for button, view in (("I saw it", "card_seen"), ("Two-minute refresher", "refresher")):
        manager.click(button, message=_with_button(manager, button))
        manager.wait_view(callback_id=view)
        manager.close(clear=True)


def _card(work: UnitOfWork) -> Notice:
    """A card of the manager's that opens still."""
    community = (Referral.door == Door.COMMUNITY.value, Referral.closed_at.is_(None))
    theirs = (Notice.recipient == MANAGER, Notice.handle.is_not(None))
    query = select(Notice).join(Referral, Referral.ref == Notice.subject).where(*community, *theirs)
    card = work.session.scalars(query.order_by(Notice.id)).first()
    assert card is not None
    return card


def _notices(card: Notice, kinds: list[Kind]) -> Iterator[NewNotice]:
    turn = cycle(_ANYBODY)
    for kind in kinds:
        yield NewNotice(
            kind,
            card.recipient if _is_managers(kind) else SlackUserId(next(turn)),
            f"{_POSTED}{kind.value}",
            subject=card.subject,
            handle=card.handle,
            receipt=card.receipt,
            target=_TARGETS.get(kind, _SPOT if kind in GUARD else ""),
        )


def _is_managers(kind: Kind) -> bool:
    return kind in _MANAGERS or kind.value.startswith(_MANAGERS_OWN)


def _on_the_way(stage: Stage) -> int:
    """How many of them are; the clock stands, so that nothing else falls due and takes its turn."""
    query = select(func.count()).select_from(Notice)
    with stage.bot.floor.ground.database.look() as work:
        posted = (Notice.dedupe_key.startswith(_POSTED), Notice.settled_at.is_(None))
        return work.session.scalar(query.where(*posted)) or 0


def wait_quiet(stage: Stage, what: str = "the outbox is empty", seconds: float = 20) -> None:
    """Let second tries come due at once, until nothing waits."""

    def quiet() -> bool:
        stage.move_clock(timedelta(seconds=1))
        with stage.bot.floor.ground.database.look() as work:
            return outbox.waiting(work, stage.now())[0] == 0

    wait_until(quiet, what, seconds)


def _with_button(person: Person, label: str) -> SeenMessage:
    return next(dm for dm in person.dms() if label in dm.words)
