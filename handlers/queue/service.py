"""What `/lead queue` does: looks and decisions, each on what stood on the screen."""

from __future__ import annotations

from handlers.acting import do_once
from handlers.deps import Ground
from handlers.queue.facts import ItemFacts, QueueFacts, Seen
from handlers.queue.forecast import ForecastFacts, forecast_facts
from handlers.queue.reading import Reading
from models.acts.approval import approve
from models.acts.capacity import assign
from models.acts.decision import Decision
from models.acts.review import keep_waiting
from models.acts.screening import decide
from models.errors import NotAllowed
from models.people import Role, find_actor
from models.schema import ReferralRef, SlackUserId

_OF = "queue"


class Queue:
    """The queue of project and case managers. A delivery that is repeated does nothing more."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def page(self, user: SlackUserId, number: int = 0) -> QueueFacts:
        """A page of what is open.

        Raises:
            NotOnRoster, NotAllowed: the queue is not theirs.
        """
        with self._ground.database.look() as work:
            return Reading(self._ground.scene(work, user)).page(number)

    def item(self, user: SlackUserId, ref: ReferralRef) -> ItemFacts:
        """One referral and what they may decide about it.

        Raises:
            NotOnRoster, NotAllowed: the queue is not theirs.
            UnknownReference: it is over, or not on their queue.
        """
        with self._ground.database.look() as work:
            return Reading(self._ground.scene(work, user)).item(ref)

    def forecast(self, user: SlackUserId) -> ForecastFacts:
        """What comes in against the places that are free; for project managers.

        Raises:
            NotOnRoster, NotAllowed: not theirs.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = find_actor(work, scene.vault.rows, user, scene.rules.today(scene.moment))
            if not actor.holds(Role.PROJECT_MANAGER):
                raise NotAllowed
            return forecast_facts(scene, Reading(scene).capacity())

    def decide(self, user: SlackUserId, seen: Seen, decision: Decision, *, key: str) -> None:
        """Decide on the referral as it stood on the screen.

        Raises:
            AlreadyChanged: somebody else decided meanwhile; nothing was overwritten.
            NotOnRoster, NotAllowed, OutOfTurn, NobodyOnCall, UnknownReference, Unsafe: nothing was kept.
        """
        do_once(
            self._ground,
            user,
            key,
            lambda scene: decide(scene, seen.ref, decision, seen=seen.version),
            of=_OF,
        )

    def keep_waiting(self, user: SlackUserId, seen: Seen, *, key: str) -> None:
        """It was looked at and goes on waiting until the next review.

        Raises:
            AlreadyChanged, NotOnRoster, NotAllowed, UnknownReference: nothing was kept.
        """
        do_once(
            self._ground, user, key, lambda scene: keep_waiting(scene, seen.ref, seen=seen.version), of=_OF
        )

    def approve(self, user: SlackUserId, seen: Seen, *, yes: bool, key: str) -> None:
        """Approve LEAD intake, or not.

        Raises:
            AlreadyChanged, NotOnRoster, NotAllowed, UnknownReference: nothing was kept.
        """
        do_once(
            self._ground,
            user,
            key,
            lambda scene: approve(scene, seen.ref, yes=yes, seen=seen.version),
            of=_OF,
        )

    def give(self, user: SlackUserId, seen: Seen, member: SlackUserId, *, key: str) -> None:
        """Give it to a case manager.

        Raises:
            NoRoom: they are at the ceiling.
            AlreadyChanged, NotOnRoster, NotAllowed, UnknownReference, Unsafe: nothing was kept.
        """
        do_once(
            self._ground, user, key, lambda scene: assign(scene, seen.ref, member, seen=seen.version), of=_OF
        )
