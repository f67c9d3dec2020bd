"""What stands of actions, for its reader, and whom one can be proposed to; knows no Slack."""

from __future__ import annotations

from dataclasses import replace

from handlers.actions.facts import Person, Proposing
from handlers.deps import Ground
from handlers.naming import agency_words
from models.action import SPHERE_OF, Sphere
from models.acts.action_lists import Listed, of_table, one
from models.acts.action_table import Table, any_table, is_of_team, table_at
from models.errors import NotAvailable
from models.people import Actor, Role
from models.scene import Scene
from models.schema import ActionRef, SlackUserId


class ReadingActions:
    """What is told of actions."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def one(self, user: SlackUserId, ref: ActionRef) -> Listed:
        """One action as its reader may know it.

        Raises:
            NotOnRoster: no seat now.
            NotAvailable: the one refusal.
        """
        with self._ground.database.look() as work:
            return one(self._ground.scene(work, user), ref)

    def of_table(self, user: SlackUserId, came_from: str) -> list[Listed]:
        """What came of a conference, situation or issue.

        Raises:
            NotOnRoster, NotAvailable: not at that table.
        """
        with self._ground.database.look() as work:
            return of_table(self._ground.scene(work, user), came_from)

    def proposing(self, user: SlackUserId, came_from: str) -> Proposing:
        """What the form at this table needs.

        Raises:
            NotOnRoster: no seat now.
            NotAvailable: the one refusal, whether there is such a table or not.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            table = table_at(scene, came_from)
            return replace(_proposing(scene, table), so_far=tuple(of_table(scene, came_from)))

    def offering(self, user: SlackUserId, ref: ActionRef) -> Proposing:
        """Whom what came back could be proposed to.

        Raises:
            NotOnRoster: no seat now.
            NotAvailable: not theirs to offer.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            listed = one(scene, ref)
            if not listed.may_offer:
                raise NotAvailable
            # Without a table nobody is left to ask, and it can only end.
            return _proposing(scene, any_table(scene, listed.came_from) or Table(listed.came_from, "", {}))


def _proposing(scene: Scene, table: Table) -> Proposing:
    me = table.people.get(scene.user)
    others = [actor for actor in table.people.values() if actor.user != scene.user]
    of_team = me is not None and is_of_team(table.circle, me)
    return Proposing(
        came_from=table.came_from,
        category=table.category if table.sealed else None,
        me=SPHERE_OF[me.kind] if me else Sphere.COORDINATION,
        people=tuple(
            Person(one.user, f"{one.display_name}, {agency_words(one.agency)}", SPHERE_OF[one.kind])
            for one in sorted(others, key=lambda one: one.display_name)
        ),
        legal=any(_refers(table, actor) for actor in table.people.values()),
        funds=tuple((fund.code, fund.name) for fund in scene.rules.funds) if of_team else (),
    )


def _refers(table: Table, actor: Actor) -> bool:
    role = Role.CASE_MANAGER
    return table.circle is not None and actor.holds(role) and table.circle.has(actor, role)
