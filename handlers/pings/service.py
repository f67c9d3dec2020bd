"""Answering a coordination, adding to it and closing it: once for a form or a tap; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from handlers.acting import ReadAgain, StopsHere, act_once, at, stop_unless_harmless
from handlers.coordination import managers_line, standing_line, standing_of
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.ids import View as ViewId
from handlers.pings.compose import INDEPENDENT, MORE, NOBODY_ELSE, is_hold
from handlers.pings.vacancy import vacant
from handlers.reminding import ROUTINE, SEND, Stopped, count
from models.acts import ping as acts
from models.acts import ping_answer
from models.acts.ping_parts import Part, part_in
from models.classes import Basis, Category
from models.envelope import SealedItem
from models.errors import NotAvailable, NotCovered, UnknownReference, Vacant
from models.ping import Decision, Ping
from models.scene import Scene, the_actor
from models.schema import Handle, PingRef, SlackUserId

HOLD_NEEDS_DAY = "A hold needs its last day: choose a day to come."
BY_WHEN = "Choose a day from today on, and not after the date in court."
NO_RELEASE_NOW = "No live release lets it be sent now. Ask for one first: Releases, in the folder."
HEARING_OVER = "The date in court is over, so it cannot be asked again. Begin another one instead."


class Pings:
    """What becomes of a coordination that was sent."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def offices(self, user: SlackUserId) -> tuple[str, ...]:
        """The site's offices but the reader's own.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            own = the_actor(scene).agency
            return tuple(one.agency for one in scene.rules.offices if one.agency != own)

    def take(self, user: SlackUserId, handle: Handle, *, key: str) -> None:
        """Whoever was asked has it in hand.

        Raises:
            NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        self._act(user, key, lambda scene: ping_answer.take(scene, handle))

    def to_office(self, user: SlackUserId, handle: Handle, draft: Draft, *, key: str) -> Mistakes | None:
        """Taken to the office, until a day.

        Raises:
            NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        by = date.fromisoformat(draft.codes["by"])
        return self._mending(
            user,
            key,
            lambda scene: ping_answer.take_to_office(scene, handle, by),
            ViewId.PING_OFFICE,
            {"by": BY_WHEN},
        )

    def decide(self, user: SlackUserId, handle: Handle, draft: Draft, *, key: str) -> Mistakes | None:
        """The office's answer.

        Raises:
            NotAvailable, AlreadyChanged, NotAllowed, StorageUnavailable, Unsafe: nothing was changed.
        """
        codes = draft.codes
        until = codes.get("until", "")
        answer = ping_answer.Answer(
            Decision(codes["decision"]),
            date.fromisoformat(until) if until and is_hold(codes["decision"]) else None,
            draft.details.get(Category.LEGAL_CALENDAR, {}).get("words"),
            independent=codes.get("independent") == INDEPENDENT,
        )
        return self._mending(
            user,
            key,
            lambda scene: ping_answer.decide(scene, handle, answer),
            ViewId.PING_DECISION,
            {"until": HOLD_NEEDS_DAY},
        )

    def not_mine(self, user: SlackUserId, handle: Handle, office: str, *, key: str) -> None:
        """It is another office's; whoever says so is answered alike, wherever it goes.

        Raises:
            NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        to = "" if office == NOBODY_ELSE else office
        self._act(user, key, lambda scene: ping_answer.not_mine(scene, handle, to))

    def say_more(
        self, user: SlackUserId, handle: Handle, draft: Draft, *, key: str
    ) -> Mistakes | Stopped | None:
        """The asker adds what the office wanted to know; nothing was kept where the guard stopped it.

        Raises:
            NotAvailable, AlreadyChanged, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> Ping:
            ref = _own_ref(scene, handle)
            if draft.codes.get(SEND) != ROUTINE:
                stop_unless_harmless(scene, MORE, draft)
            ping = scene.work.session.get_one(Ping, ref)
            # Each addition stands beside the earlier ones.
            details = {
                category: {f"{name}.{ping.version}": text for name, text in fields.items()}
                for category, fields in draft.details.items()
            }
            try:
                return acts.say_more(scene, ref, details)
            except NotCovered:
                raise at(ViewId.PING_MORE, {"more": NO_RELEASE_NOW}) from None
            except Vacant:
                raise at(ViewId.PING_MORE, {"more": vacant(scene, ping.office)}) from None

        try:
            return self._mending(user, key, act, ViewId.PING_MORE, {"more": HEARING_OVER})
        except StopsHere:
            count(self._ground)
            return Stopped()

    def close(self, user: SlackUserId, handle: Handle, *, key: str) -> None:
        """The asker needs no answer any more.

        Raises:
            NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        self._act(user, key, lambda scene: acts.close(scene, _own_ref(scene, handle)))

    def status(self, user: SlackUserId, ref: PingRef) -> str:
        """Where it stands, in a line, for whoever has a part in it.

        Raises:
            NotOnRoster: no seat now.
            UnknownReference: none, or none of theirs; the two are not told apart.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = the_actor(scene)
            ping = work.session.get(Ping, ref)
            part = part_in(scene, actor, ping) if ping is not None else None
            if ping is None or part is None:
                raise UnknownReference
            facts = standing_of(ping, scene.rules)
            return f"{ref}: {managers_line(facts) if part is Part.MANAGER else standing_line(facts)}"

    def _mending(
        self,
        user: SlackUserId,
        key: str,
        act: Callable[[Scene], Ping],
        form: ViewId,
        when_wrong: Mapping[str, str],
    ) -> Mistakes | None:
        """Run an act whose day may be none; then the sentence at its field comes back."""
        try:
            self._act(user, key, act)
        except ReadAgain as wrong:
            return wrong.mistakes
        except ValueError:
            return at(form, when_wrong).mistakes
        return None

    def _act(self, user: SlackUserId, key: str, act: Callable[[Scene], Ping]) -> None:
        act_once(self._ground, user, key, lambda scene: act(scene).ref)


def _own_ref(scene: Scene, handle: Handle) -> PingRef:
    """The coordination behind an item of the asker's own.

    Raises:
        NotAvailable: it is none of theirs.
    """
    item = scene.work.session.get(SealedItem, handle)
    mine = item is not None and item.recipient == scene.user and item.basis == Basis.OWN.value
    if item is None or not mine or not item.subject.startswith("P-"):
        raise NotAvailable
    return PingRef(item.subject)
