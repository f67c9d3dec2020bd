"""Running the call list, saying that one knows, ending it; knows no Slack."""

from __future__ import annotations

from datetime import datetime

from handlers.acting import act_once, do_once
from handlers.critical.facts import CallFacts, NoList, OnTheList
from handlers.deps import Ground
from models.acts.critical import begin, called, finish, know, may_begin, may_end, seen_call
from models.errors import Vacant
from models.people import Member
from models.policy import CriticalCall
from models.scene import Scene, the_actor
from models.schema import SlackUserId


class CriticalIncidents:
    """What the button does."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def begin(self, user: SlackUserId, *, key: str) -> CallFacts | NoList:
        """Run the list, or show the one that runs already.

        Raises:
            NotOnRoster, NotAllowed: not theirs to begin.
        """
        try:
            call = act_once(self._ground, user, key, lambda scene: begin(scene).id, of="critical")
        except Vacant:
            with self._ground.database.look() as work:
                return NoList(self._ground.book.current(work).contacts)
        return self.one(user, call)

    def know(self, user: SlackUserId, call: str, *, key: str) -> CallFacts:
        """They know.

        Raises:
            NotOnRoster, NotAvailable: nobody called them.
        """
        do_once(self._ground, user, key, lambda scene: know(scene, call), of="critical_know")
        return self.one(user, call)

    def end(self, user: SlackUserId, call: str, *, key: str) -> CallFacts:
        """It is over.

        Raises:
            NotOnRoster, NotAllowed, NotAvailable: not theirs to end, or there is none.
        """
        do_once(self._ground, user, key, lambda scene: finish(scene, call), of="critical_end")
        return self.one(user, call)

    def one(self, user: SlackUserId, call: str) -> CallFacts:
        """Its page: whoever may run the list sees who has not answered.

        Raises:
            NotOnRoster, NotAvailable: there is none, or not for them.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _facts(scene, seen_call(scene, call))


def _facts(scene: Scene, call: CriticalCall) -> CallFacts:
    actor, rules = the_actor(scene), scene.rules.critical_incident
    rows = called(scene.work, call.id)
    mine = next((row for row in rows if row.member == scene.user), None)
    people = tuple(OnTheList(_name(scene, row.member), _hour(scene, row.knows_at)) for row in rows)
    return CallFacts(
        call.id,
        _name(scene, SlackUserId(rules.speaker)) if rules.speaker else "",
        rules.holding_sentence,
        _hour(scene, call.begun_at),
        ended=call.ended_at is not None,
        called=mine is not None,
        knows=mine is not None and mine.knows_at is not None,
        may_end=may_end(call, actor),
        people=people if may_begin(actor) else None,
    )


def _name(scene: Scene, user: SlackUserId) -> str:
    member = scene.work.session.get(Member, user)
    return member.display_name if member else "somebody who is not on the roster"


def _hour(scene: Scene, moment: datetime | None) -> str:
    return f"{moment.astimezone(scene.rules.zone_of()):%H:%M %Z}" if moment else ""
