"""What a roster owner reads before they act: pages of seats, one seat, what a form may offer."""

from __future__ import annotations

from sqlalchemy import select

from handlers.deps import Ground
from handlers.members.roster_facts import Offer, RosterFacts, SeatFacts
from handlers.members.roster_reading import seat_facts, waiting_facts
from models.acts.propose import waiting_for
from models.database import UnitOfWork
from models.errors import NotAllowed
from models.people import Actor, Member, Role, find_actor, fits
from models.scene import Scene
from models.schema import SlackUserId
from models.two_people import Standpoint, Step, owns_a_roster, require_step

SEATS_A_PAGE = 40
WAITING_SHOWN = 12


class RosterPages:
    """What `/lead roster` shows."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def page(self, user: SlackUserId, after: str = "") -> RosterFacts:
        """The seats in their scope, from the one behind `after`, and what waits.

        Raises:
            NotOnRoster, NotAllowed: they own no roster.
        """
        with self._ground.database.look() as work:
            scene, actor = owner_scene(self._ground, work, user)
            seats = _in_scope(scene, actor)
            at = next((n + 1 for n, seat in enumerate(seats) if seat.user == after), 0)
            shown = seats[at : at + SEATS_A_PAGE]
            more = shown[-1].user if len(seats) > at + SEATS_A_PAGE else ""
            waits = waiting_for(scene, actor)
            waiting = tuple(waiting_facts(scene, actor, *one) for one in waits[:WAITING_SHOWN])
            return RosterFacts(tuple(shown), waiting, len(waits) - len(waiting), more)

    def seat(self, user: SlackUserId, whose: SlackUserId) -> SeatFacts:
        """One seat that the owner may change.

        Raises:
            NotOnRoster, NotAllowed: not theirs to change, or there is none.
        """
        with self._ground.database.look() as work:
            scene, actor = owner_scene(self._ground, work, user)
            member = seat_of(scene, actor, whose, Step.REMOVE)
            return seat_facts(scene, member)

    def offer(self, user: SlackUserId, whose: SlackUserId | None = None) -> Offer:
        """What a form may offer; about one seat, the roles that its agency could add.

        Raises:
            NotOnRoster, NotAllowed: they own no roster, or the seat is not theirs to propose for.
        """
        with self._ground.database.look() as work:
            scene, actor = owner_scene(self._ground, work, user)
            if whose is not None:
                seat_of(scene, actor, whose, Step.PROPOSE)
            roles = tuple(role.value for role in Role if _offered(actor, role))
            regions = tuple((region.code, region.name) for region in scene.rules.regions)
            return Offer(_agencies(scene, actor), roles, regions)


def owner_scene(ground: Ground, work: UnitOfWork, user: SlackUserId, key: str = "") -> tuple[Scene, Actor]:
    """An act of a roster owner's on a unit of work, and who they are.

    Raises:
        NotOnRoster, NotAllowed: they own no roster.
    """
    moment = ground.now()
    rules = ground.book.current(work)
    actor = find_actor(work, ground.vault.rows, user, rules.today(moment))
    if not owns_a_roster(Standpoint(actor, "")):
        raise NotAllowed("owns_a_roster")
    request = key if key.replace(".", "").isalnum() else ""
    return Scene(work, ground.vault, ground.audit, rules, user, moment, request[:100]), actor


def seat_of(scene: Scene, actor: Actor, whose: SlackUserId, step: Step) -> Member:
    """A seat for which the actor may take this step.

    Raises:
        NotAllowed: they may not, or there is none.
    """
    member = scene.work.session.get(Member, whose)
    if member is None:
        raise NotAllowed("no_seat")
    require_step(step, Standpoint(actor, whose, frozenset({member.agency})))
    return member


def _in_scope(scene: Scene, actor: Actor) -> list[SeatFacts]:
    query = select(Member)
    if not actor.holds(Role.PROJECT_MANAGER):
        query = query.where(Member.agency == actor.agency)
    seats = [seat_facts(scene, member) for member in scene.work.session.scalars(query)]
    return sorted(seats, key=lambda seat: (seat.over, seat.agency, seat.name, seat.user))


def _agencies(scene: Scene, actor: Actor) -> tuple[str, ...]:
    """Project managers: what the site lists, else what stands on the roster; supervisors: their own."""
    if not actor.holds(Role.PROJECT_MANAGER):
        return (actor.agency,)
    listed = [entry.name for entry in scene.rules.agencies]
    known = listed or list(scene.work.session.scalars(select(Member.agency).distinct()))
    return tuple(sorted(known))[:100]


def _offered(actor: Actor, role: Role) -> bool:
    return actor.holds(Role.PROJECT_MANAGER) or fits(role, actor.kind)
