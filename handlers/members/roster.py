"""The roster in the hands of its owners: taking away at once, adding with a second person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from handlers.deps import Ground
from handlers.members.roster_facts import Receipt, Unfit
from handlers.members.roster_pages import owner_scene, seat_of
from models.acts.appoint import seating_of
from models.acts.bring import Change, change_seat, require_led
from models.acts.depart import Departure, depart, opened_lately
from models.acts.leave import standing_seat, take_leave
from models.acts.propose import Said, confirm, decline, propose_seat, tell_confirmers
from models.acts.vacancy import require_manager
from models.database import UnitOfWork
from models.errors import AlreadyChanged, NotOnRoster
from models.people import Account, Actor, Member, Role, hold_seat
from models.proposal import Acting, ProposalId, Wanted
from models.replay import once
from models.roster_file import Seating, seat_problems
from models.scene import Scene
from models.schema import SlackUserId
from models.two_people import Standpoint, Step, require_step

_FIELD_OF = {
    "slack_user_id": "person",
    "display_name": "name",
    "agency": "agency",
    "roles": "roles",
    "regions": "regions",
    "active_from": "from",
    "active_until": "until",
}

Codes = Mapping[str, str]
Act = Callable[[Scene, Actor], str]


class Roster:
    """What `/lead roster` does; every act asks the table of steps first."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def end(self, user: SlackUserId, whose: SlackUserId, *, for_good: bool, key: str) -> Receipt:
        """Suspend, or end the seat for good: access ends at once.

        Raises:
            NotOnRoster, NotAllowed: not theirs to change, or there is none.
            LastManager: nobody would lead the work group.
        """

        def act(scene: Scene, actor: Actor) -> str:
            seat_of(scene, actor, whose, Step.REMOVE)
            today = scene.rules.today(scene.moment)
            require_manager(scene.work, scene.vault.rows, today, {whose: None})
            left_on = today if for_good else None
            done = depart(
                scene.work, scene.vault, scene.audit, scene.rules, whose, scene.moment, actor.user, left_on
            )
            return _receipt(scene, whose, done, "left" if for_good else "suspended")

        return self._once(user, key, act)

    def leave(self, user: SlackUserId, whose: SlackUserId, codes: Codes, *, key: str) -> Receipt:
        """Access rests from a day to a day.

        Raises:
            Unfit: the days cannot be kept.
            NotOnRoster, NotAllowed, LastManager: see `end`.
        """
        begins, ends = date.fromisoformat(codes["from"]), date.fromisoformat(codes["until"])

        def act(scene: Scene, actor: Actor) -> str:
            seat_of(scene, actor, whose, Step.REMOVE)
            _standing(scene, whose)
            try:
                done = take_leave(scene, whose, begins, ends)
            except ValueError:
                raise Unfit(
                    {"until": "Please choose today or later, and a last day not before the first."}
                ) from None
            except AlreadyChanged:
                raise Unfit(
                    {"until": "A leave of theirs stands already: this one has to cover it."}
                ) from None
            later = begins > scene.rules.today(scene.moment)
            return _receipt(scene, whose, done, "leave_later" if later else "on_leave")

        return self._once(user, key, act)

    def appoint(self, user: SlackUserId, codes: Codes, *, key: str) -> Receipt:
        """Propose a seat for somebody who has none that stands.

        Raises:
            Unfit: the site cannot keep such a seat, or the person has one.
            NotOnRoster, NotAllowed: not theirs to propose.
        """

        def act(scene: Scene, actor: Actor) -> str:
            whose = SlackUserId(codes["person"])
            seat = _seating(codes, whose, codes["name"], Account(codes["account"]), None)
            _require_fit(scene, seat)
            hold_seat(scene.work, whose)
            member = scene.work.session.get(Member, whose, populate_existing=True)
            agencies = {seat.agency} | ({member.agency} if member else set())
            require_step(Step.PROPOSE, Standpoint(actor, whose, frozenset(agencies)))
            if member is not None and scene.vault.rows.row_holds(member):
                today = scene.rules.today(scene.moment)
                if not member.over_on(today):
                    raise Unfit({"person": "This person has a seat: change it in the roster."})
                if seat.active_from is None or seat.active_from < today:
                    raise Unfit({"from": "They had a seat before: the new one begins today or later."})
            fresh = propose_seat(scene, Wanted(seat), member.version if member else 0)
            tell_confirmers(scene)
            return Receipt("proposed" if fresh else "waiting").to_answer()

        return self._once(user, key, act)

    def transfer(self, user: SlackUserId, whose: SlackUserId, codes: Codes, *, key: str) -> Receipt:
        """Another agency, other roles or regions: what is lost ends now, what is new is proposed.

        Raises:
            Unfit, NotOnRoster, NotAllowed, LastManager: see `appoint` and `end`.
        """

        def act(scene: Scene, actor: Actor) -> str:
            seat_of(scene, actor, whose, Step.PROPOSE)
            member = _standing(scene, whose)
            seat = _seating(codes, whose, member.display_name, Account(member.account), member.active_from)
            _require_fit(scene, seat)
            require_step(Step.PROPOSE, Standpoint(actor, whose, frozenset({member.agency, seat.agency})))
            require_led(scene, [seat])
            changes, done = change_seat(scene, Wanted(seat))
            if Change.PROPOSED in changes:
                tell_confirmers(scene)
            return _receipt(scene, whose, done, ";".join(changes))

        return self._once(user, key, act)

    def acting(self, user: SlackUserId, whose: SlackUserId, codes: Codes, *, key: str) -> Receipt:
        """Propose one more role for a time.

        Raises:
            Unfit, NotOnRoster, NotAllowed: see `appoint`.
        """
        role, begins, ends = (
            Role(codes["role"]),
            *(date.fromisoformat(codes[name]) for name in ("from", "until")),
        )

        def act(scene: Scene, actor: Actor) -> str:
            seat_of(scene, actor, whose, Step.PROPOSE)
            member = _standing(scene, whose)
            seat = seating_of(member)
            if ends < begins or ends < scene.rules.today(scene.moment):
                raise Unfit({"until": "Please choose a last day that is not over and not before the first."})
            kept = {**vars(seat), "roles": tuple(sorted({*seat.roles, role.value}))}
            problems = seat_problems(Seating(**kept), scene.rules)
            if role.value in seat.roles or problems:
                raise Unfit({"role": "Their agency cannot give them this role, or they hold it already."})
            changes, _ = change_seat(scene, Wanted(seat, Acting(role, begins, ends)))
            tell_confirmers(scene)
            return Receipt(";".join(changes)).to_answer()

        return self._once(user, key, act)

    def confirm(self, user: SlackUserId, proposal: ProposalId, *, key: str) -> Said:
        """Stand behind a proposal.

        Raises:
            NotOnRoster, NotAllowed: not this person.
        """
        return Said(self._answer(user, key, lambda scene, actor: confirm(scene, actor, proposal)))

    def decline(self, user: SlackUserId, proposal: ProposalId, *, key: str) -> Said:
        """Decline a proposal, or take one's own back.

        Raises:
            NotOnRoster, NotAllowed: not this person.
        """
        return Said(self._answer(user, key, lambda scene, actor: decline(scene, actor, proposal)))

    def _once(self, user: SlackUserId, key: str, act: Act) -> Receipt:
        return Receipt.from_answer(self._answer(user, key, act))

    def _answer(self, user: SlackUserId, key: str, act: Act) -> str:
        def kept(work: UnitOfWork) -> str:
            scene, actor = owner_scene(self._ground, work, user, key)
            work.after_commit.append(self._ground.wake)
            return act(scene, actor)

        return once(self._ground.database, f"roster:{user}:{key}"[:200], self._ground.now(), kept)


def _standing(scene: Scene, whose: SlackUserId) -> Member:
    """The seat, locked; one that is over, or was altered, somebody else has ended already."""
    try:
        return standing_seat(scene, whose)
    except NotOnRoster:
        raise AlreadyChanged("over") from None


def _seating(codes: Codes, whose: SlackUserId, name: str, account: Account, begins: date | None) -> Seating:
    first, last = (date.fromisoformat(codes[day]) if codes[day] else None for day in ("from", "until"))
    return Seating(
        user=whose,
        display_name=name,
        agency=codes["agency"],
        roles=tuple(sorted(set(codes["roles"].split(";")))),
        regions=tuple(sorted(code for code in set(codes["regions"].split(";")) if code)),
        account=account,
        active_from=first or begins,
        active_until=last,
    )


def _require_fit(scene: Scene, seat: Seating) -> None:
    by_field = {}
    for problem in seat_problems(seat, scene.rules):
        column, _, why = problem.partition(": ")
        by_field[_FIELD_OF[column]] = f"Not possible: {why}."
    if by_field:
        raise Unfit(by_field)


def _receipt(scene: Scene, whose: SlackUserId, done: Departure, codes: str) -> str:
    opened = opened_lately(scene.work, whose, scene.moment)
    return Receipt(codes, done.taken_back, tuple(done.still_open), tuple(opened)).to_answer()
