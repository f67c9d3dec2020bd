"""Reading and changing the rota, and the tap on a test card; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from handlers.acting import do_once
from handlers.deps import Ground
from handlers.rota.facts import RotaFacts, Row
from handlers.rota.forms import stand_in_of
from models.acts.rota import may_change, problems, rota, stand_in
from models.acts.test_cards import card_seen
from models.errors import DomainError, NotAllowed
from models.people import Actor, Member
from models.rota import Stretch
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from models.two_people import Standpoint, owns_a_roster

AHEAD = timedelta(days=7)


class CannotStandIn(DomainError):
    """The form cannot be kept: field -> sentence. Nothing was changed."""

    code = "cannot_stand_in"

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__()
        self.by_field = by_field


class Rota:
    """What `On call` shows and does."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def page(self, user: SlackUserId, region: str = "") -> RotaFacts:
        """One region's rota for seven days from now; without one, the first.

        Raises:
            NotOnRoster, NotAllowed: they own no roster, or there is no such region.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            return _facts(scene, _owner(scene), region)

    def require_change(self, user: SlackUserId) -> None:
        """Before the form opens.

        Raises:
            NotOnRoster, NotAllowed: the rota is not theirs to change.
        """
        with self._ground.database.look() as work:
            if not may_change(_owner(self._ground.scene(work, user))):
                raise NotAllowed("rota")

    def stand_in(self, user: SlackUserId, region: str, codes: Mapping[str, str], *, key: str) -> None:
        """Keep the span, once for this delivery.

        Raises:
            CannotStandIn: it cannot be kept; nothing was.
            NotOnRoster, NotAllowed: not theirs to change, or there is no such region.
        """

        def act(scene: Scene) -> None:
            actor = _owner(scene)
            if not may_change(actor) or region not in {row.code for row in scene.rules.regions}:
                raise NotAllowed("rota")
            wanted = stand_in_of(codes, region, scene.rules.zone_of(region))
            if found := problems(scene, wanted):
                raise CannotStandIn(found)
            stand_in(scene, actor, wanted)

        do_once(self._ground, user, key, act, of="rota")

    def card_seen(self, user: SlackUserId) -> None:
        """Their test card reached them."""
        with self._ground.database.work() as work:
            card_seen(work, user, self._ground.now())
            work.commit()


def _owner(scene: Scene) -> Actor:
    actor = the_actor(scene)
    if not owns_a_roster(Standpoint(actor, "")):
        raise NotAllowed("owns_a_roster")
    return actor


def _facts(scene: Scene, actor: Actor, code: str) -> RotaFacts:
    rules = scene.rules
    region = next((row for row in rules.regions if code in {"", row.code}), None)
    if region is None:
        raise NotAllowed("no_region")
    week = rota(scene, region.code, scene.moment, scene.moment + AHEAD)
    return RotaFacts(
        region=region.code,
        name=region.name,
        zone=rules.zone_of(region.code),
        regions=tuple((row.code, row.name) for row in rules.regions),
        rows=tuple(_row(scene, stretch) for stretch in week),
        may_change=may_change(actor),
    )


def _row(scene: Scene, stretch: Stretch) -> Row:
    names = tuple(_name(scene, user) for user in stretch.shift.users)
    return Row(stretch.begins, stretch.ends, names, stretch.shift.standing_in)


def _name(scene: Scene, user: SlackUserId) -> str:
    return scene.work.session.get_one(Member, user).display_name
