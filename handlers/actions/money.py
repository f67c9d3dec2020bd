"""Asking the flexible fund, deciding, paying, adding to it: amounts are sealed or a sum; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.acting import act_on_form, answer_form, at, do_once, stop_unless_harmless
from handlers.actions.facts import Kept, Proposing
from handlers.actions.mending import MORE_THAN_ASKED, NO_SUM, OF, SHORT, day_mistake
from handlers.actions.questions import YES, fund_form
from handlers.actions.verdicts import mend
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.ids import View as ViewId
from handlers.reminding import Stopped
from models.action import Action
from models.acts import funds
from models.acts.funds import Approval, Balance, cents_of
from models.classes import Category
from models.errors import FundShort, Vacant
from models.scene import Scene
from models.schema import ActionRef, SlackUserId

NO_SUPERVISOR = "Nobody is the team's clinical supervisor today, so nobody can decide it. Call the team line."
TOO_MUCH = "A fund cannot hold that much. Please look at the amount again."
_FORM = ViewId.ACTION_FUND


class Money:
    """What is done about the flexible fund."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def balances(self, user: SlackUserId) -> tuple[Balance, ...]:
        """What is left, as one sum each; nothing for whoever is not told.

        Raises:
            NotOnRoster: no seat now.
        """
        with self._ground.database.look() as work:
            return funds.balances(self._ground.scene(work, user))

    def ask(
        self, user: SlackUserId, facts: Proposing, draft: Draft, *, key: str
    ) -> Kept | Mistakes | Stopped:
        """Somebody of the team will pay something out of a fund.

        Raises:
            NotOnRoster, NotAvailable, NotAllowed, UnknownReference, StorageUnavailable, Unsafe: nothing kept.
        """

        def act(scene: Scene) -> str:
            fields = draft.details[Category.BARRIERS]
            cents = cents_of(fields["amount"].reveal())
            if not cents or cents > funds.MOST_PAID:
                raise at(_FORM, {"amount": NO_SUM})
            if instead := mend(fields["words"].reveal(), facts.me):
                raise at(_FORM, {"words": instead})
            stop_unless_harmless(scene, fund_form(facts), draft)
            return _ask(scene, facts, draft, cents).ref

        ref = answer_form(self._ground, user, key, act, of=OF)
        if not isinstance(ref, str):
            return ref
        with self._ground.database.look() as work:
            waits = work.session.get_one(Action, ActionRef(ref)).approval == Approval.WAITS
        return Kept(ref, mine=True, waits=waits)

    def decide(self, user: SlackUserId, ref: ActionRef, codes: Mapping[str, str], *, key: str) -> None:
        """A clinical supervisor says yes or no.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        yes = codes["answer"] == YES
        do_once(self._ground, user, key, lambda scene: funds.decide(scene, ref, yes=yes), of=OF)

    def pay(self, user: SlackUserId, ref: ActionRef, draft: Draft, *, key: str) -> Mistakes | Stopped | None:
        """It was paid, and is done.

        Raises:
            NotOnRoster, NotAvailable, NotAllowed, AlreadyChanged, StorageUnavailable, Unsafe: none.
        """
        form = ViewId.ACTION_PAID

        def act(scene: Scene) -> str:
            cents = cents_of(draft.details[Category.BARRIERS]["paid"].reveal())
            if not cents:
                raise at(form, {"paid": NO_SUM})
            try:
                return funds.pay(scene, ref, cents).ref
            except ValueError:
                raise at(form, {"paid": MORE_THAN_ASKED}) from None
            except FundShort:
                raise at(form, {"paid": SHORT}) from None

        return act_on_form(self._ground, user, key, act, of=OF)

    def add(
        self, user: SlackUserId, code: str, codes: Mapping[str, str], *, key: str
    ) -> Mistakes | Stopped | None:
        """A project manager enters what was added, as a sum.

        Raises:
            NotOnRoster, NotAllowed, UnknownReference, StorageUnavailable: nothing was changed.
        """

        def act(scene: Scene) -> str:
            cents = cents_of(codes["sum"])
            if not cents:
                raise at(ViewId.FUND_ADD, {"sum": NO_SUM})
            try:
                return funds.add(scene, code, cents).code
            except ValueError:
                raise at(ViewId.FUND_ADD, {"sum": TOO_MUCH}) from None

        return act_on_form(self._ground, user, key, act, of=OF)


def _ask(scene: Scene, facts: Proposing, draft: Draft, cents: int) -> Action:
    kept = {name: text for name, text in draft.details[Category.BARRIERS].items() if name != "amount"}
    asking = funds.Asking(
        facts.came_from,
        draft.codes["fund"],
        cents,
        date.fromisoformat(draft.codes["by"]),
        kept,
        decides=draft.codes["decides"] == YES,
    )
    try:
        return funds.ask(scene, asking)
    except FundShort:
        raise at(_FORM, {"amount": SHORT}) from None
    except Vacant:
        raise at(_FORM, {"decides": NO_SUPERVISOR}) from None
    except ValueError as wrong:
        raise day_mistake(_FORM, wrong) from None
