"""What a care team does with its participants: one transaction each, no Slack, and nothing told to others."""

from __future__ import annotations

from collections.abc import Callable

from handlers.acting import ReadAgain, act_once, do_once
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.participants.beginning import beginnings_of
from handlers.participants.facts import Beginnings, People
from handlers.participants.questions import DETAILS, LEAVES, NOT_NOW
from models.acts.activity import rest, resume
from models.acts.folder import add_goal, change_goal, keeper, write_details
from models.acts.participants import begin, climb, join_team, leave_team
from models.caseload import caseload
from models.classes import Category
from models.duties import Duty
from models.errors import DomainError, NoRoom, NotAllowed, NotAvailable, NotOnRoster
from models.goal import Goal, GoalChange, read_steps
from models.participant import Rung, circle_of
from models.people import Role, find_actor
from models.scene import Scene
from models.schema import ParticipantRef, ReferralRef, SlackUserId
from models.sensitive import Sensitive

_A_PAGE = 40
_CATEGORIES = {question.id: question.category for question in DETAILS}


class Participants:
    """Begins a folder, keeps it, and changes who works with a participant."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def people(self, user: SlackUserId, first: int = 0) -> People:
        """The person's participants, a page of them from the place `first` on.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            scene = self._ground.scene(work, user)
            actor = find_actor(work, scene.vault.rows, user, scene.rules.today(scene.moment))
            mine = caseload(work, scene.vault.rows, actor)
            more = first + _A_PAGE if first + _A_PAGE < len(mine) else 0
            regions = {row.code: row.name for row in scene.rules.regions}
            return People(tuple(mine[first : first + _A_PAGE]), regions, more)

    def beginnings(self, user: SlackUserId) -> Beginnings:
        """What the first form offers this person.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: beginning is not theirs, or no region is.
        """
        with self._ground.database.look() as work:
            return beginnings_of(self._ground.scene(work, user))

    def begin(
        self, user: SlackUserId, read: Callable[[Beginnings], Draft | Mistakes], *, view_id: str
    ) -> ParticipantRef | Mistakes:
        """Begin with a person, and keep what was said. Nobody outside the team hears of it.

        `read` reads the form, whose questions depend on the person. `view_id` is the form: sent twice, it
        begins once.

        Raises:
            NotOnRoster, NotAllowed, NoRoom, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> str:
            known = beginnings_of(scene)
            draft = read(known)
            if isinstance(draft, Mistakes):
                raise ReadAgain(draft)
            region = draft.codes.get("region") or known.regions[0][0]
            chosen = draft.codes.get("referral", NOT_NOW)
            row = begin(scene, region, None if chosen == NOT_NOW else ReferralRef(chosen))
            write_details(scene, row.ref, draft.details)
            return row.ref

        try:
            return ParticipantRef(act_once(self._ground, user, f"begin:{user}:{view_id}", act))
        except ReadAgain as wrong:
            return wrong.mistakes

    def edit_details(self, user: SlackUserId, ref: ParticipantRef, draft: Draft, *, key: str) -> None:
        """Put answers in the place of earlier ones; take away what was ticked.

        Raises:
            NotAvailable: the one refusal.
        """
        ticked = [name for name in draft.codes.get("take_away", "").split(";") if name]
        places = ((_CATEGORIES[name], name) for name in ticked)
        away = [(category, name) for category, name in places if category is not None]

        def act(scene: Scene) -> str:
            write_details(scene, ref, draft.details, away)
            return ref

        do_once(self._ground, user, key, act)

    def add_goal(self, user: SlackUserId, ref: ParticipantRef, draft: Draft, *, view_id: str) -> bool:
        """Keep a goal; False when it has too many steps. A form sent twice adds one goal.

        Raises:
            NotAvailable: the one refusal.
        """
        said = draft.details[Category.ENGAGEMENT]
        goal = Goal(said["words"], read_steps(said.get("steps", Sensitive(""))), "")
        return self._fits(user, f"goal:{user}:{view_id}", lambda scene: add_goal(scene, ref, goal))

    def change_goal(
        self, user: SlackUserId, ref: ParticipantRef, page: str, draft: Draft, *, key: str
    ) -> bool:
        """Change a goal or put it away; False when it would have too many steps.

        Raises:
            NotAvailable: the one refusal.
            AlreadyChanged: somebody has changed this goal since it was read.
        """
        said = draft.details.get(Category.ENGAGEMENT, {})
        change = GoalChange(
            words=said.get("words"),
            more=read_steps(said.get("more", Sensitive(""))),
            done=_numbers(draft, "done"),
            not_done=_numbers(draft, "not_done"),
            away=_numbers(draft, "away"),
        )
        put_away = draft.codes.get("whole") == "away"
        return self._fits(
            user, key, lambda scene: change_goal(scene, ref, page, None if put_away else change)
        )

    def climb(self, user: SlackUserId, ref: ParticipantRef, rung: Rung, *, key: str) -> bool:
        """Move on the consent ladder; False when enrolment finds no release that runs today.

        Raises:
            NotAvailable: the one refusal.
            NotApproved: the door of their referral asks for an approval that has not been given.
        """

        def act(scene: Scene) -> str:
            keeper(scene, ref, Duty.KEEP_FOLDER)
            try:
                climb(scene, ref, rung)
            except NotAllowed:
                raise _NotSo from None
            return ref

        return self._done(user, key, act)

    def change_team(
        self, user: SlackUserId, ref: ParticipantRef, who: SlackUserId, part: str, *, key: str
    ) -> str:
        """Somebody joins in a role, or leaves; answers why not, in a sentence, or nothing when it is done.

        Raises:
            NotAvailable: the one refusal.
        """

        def act(scene: Scene) -> str:
            keeper(scene, ref, Duty.CHANGE_TEAM)
            circle = circle_of(scene.work, scene.vault.rows, ref)
            if circle is None:
                raise NotAvailable
            if part != LEAVES:
                join_team(scene, circle, who, Role(part))
            elif who in {member for member, _ in circle.team}:
                leave_team(scene, circle, who)
            return ref

        try:
            do_once(self._ground, user, key, act)
        except NotOnRoster:
            return "They have no seat on the roster today."
        except NoRoom:
            return "They are at the ceiling for one case manager: somebody else has room."
        except NotAllowed:
            if part == LEAVES:
                return "Somebody has to stay on the team: add somebody first."
            return "On the roster they are not of this agency in this role."
        return ""

    def change_activity(self, user: SlackUserId, ref: ParticipantRef, *, active: bool, key: str) -> str:
        """Active again, or not just now; answers why not, in a sentence, or nothing when it is done.

        Raises:
            NotAvailable: the one refusal.
        """

        def act(scene: Scene) -> str:
            keeper(scene, ref, Duty.KEEP_FOLDER)
            (resume if active else rest)(scene, ref)
            return ref

        try:
            do_once(self._ground, user, key, act)
        except NoRoom:
            return (
                "No room: a case manager of the team is at the ceiling. Somebody who has room can join first."
            )
        return ""

    def _fits(self, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> bool:
        def within(scene: Scene) -> str:
            try:
                return act(scene)
            except ValueError:
                raise _NotSo from None

        return self._done(user, key, within)

    def _done(self, user: SlackUserId, key: str, act: Callable[[Scene], str]) -> bool:
        try:
            do_once(self._ground, user, key, act)
        except _NotSo:
            return False
        return True


class _NotSo(DomainError):
    """Ends the unit of work: what was asked does not hold together, and nothing is to be kept."""


def _numbers(draft: Draft, name: str) -> frozenset[int]:
    return frozenset(int(number) for number in draft.codes.get(name, "").split(";") if number)
