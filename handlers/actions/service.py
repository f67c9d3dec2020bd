"""Proposing an action, taking it and what becomes of it: once for a form or a tap; knows no Slack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.acting import act_on_form, answer_form, at, do_once, stop_unless_harmless
from handlers.actions.facts import Kept, Proposing
from handlers.actions.mending import NOT_COVERED, NOT_HERE, OF, day_mistake
from handlers.actions.questions import DROP, IN_OWN_WORDS, ME, action_form, take_form
from handlers.actions.verdicts import mend
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.ids import View as ViewId
from handlers.reminding import PLEASE_ANSWER, Stopped
from models.action import Action, ActionKind, Because, Sphere
from models.acts import action_hands as hands
from models.acts import actions as acts
from models.acts.action_parts import theirs
from models.classes import Category
from models.errors import NotAllowed, NotCovered, Vacant
from models.scene import Scene
from models.schema import ActionRef, SlackUserId
from models.sensitive import Sensitive

LEGAL_FROM_TEAM = "A referral to legal services comes from a case manager of the team: propose it to them."
TYPED_TOO = 'You wrote something: choose "In my own words" to use it, or take it out.'
_FORM = ViewId.ACTION_FORM


class Actions:
    """What is done about actions."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def propose(
        self, user: SlackUserId, facts: Proposing, draft: Draft, *, key: str
    ) -> Kept | Mistakes | Stopped:
        """Record one's own, or propose it; nothing was kept where mistakes or a stop come back.

        Raises:
            NotOnRoster, NotAvailable, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """
        owner = SlackUserId(user if draft.codes["who"] == ME else draft.codes["who"])
        kind = ActionKind(draft.codes.get("kind") or ActionKind.PLAN)

        def act(scene: Scene) -> str:
            text = _written(facts.category, "words", draft)
            _see_words(_FORM, "words", text, facts.sphere_of(draft.codes["who"]))
            stop_unless_harmless(scene, action_form(facts), draft)
            return _propose(scene, facts, draft, owner, kind).ref

        ref = answer_form(self._ground, user, key, act, of=OF)
        if not isinstance(ref, str):
            return ref
        return Kept(ref, owner == user, points=kind is ActionKind.LEGAL_HELP and owner == user)

    def take(self, user: SlackUserId, ref: ActionRef, draft: Draft, *, key: str) -> Mistakes | Stopped | None:
        """Its owner takes it, in the words as they stand or in their own.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable, Unsafe: nothing was changed.
        """
        form = ViewId.ACTION_TAKE

        def act(scene: Scene) -> str:
            _, row = theirs(scene, ref)
            category = None if row.words else Category.BARRIERS
            text = _written(category, "words", draft)
            if draft.codes["how"] != IN_OWN_WORDS:
                if text:
                    raise at(form, {"how": TYPED_TOO})
                return acts.take(scene, ref).ref
            if not text:
                raise at(form, {"words": PLEASE_ANSWER})
            _see_words(form, "words", text, Sphere(row.sphere))
            stop_unless_harmless(scene, take_form(category), draft)
            if category is None:
                return acts.take(scene, ref, words=text).ref
            return acts.take(scene, ref, own=Sensitive(text)).ref

        return act_on_form(self._ground, user, key, act, of=OF)

    def not_mine(self, user: SlackUserId, ref: ActionRef, *, key: str) -> None:
        """Its owner does not take it.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        do_once(self._ground, user, key, lambda scene: acts.not_taken(scene, ref, Because.NOT_OURS), of=OF)

    def done(self, user: SlackUserId, ref: ActionRef, *, key: str) -> None:
        """Its owner did it.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, NotAllowed, StorageUnavailable: nothing was changed.
        """
        do_once(self._ground, user, key, lambda scene: acts.done(scene, ref), of=OF)

    def give_back(self, user: SlackUserId, ref: ActionRef, codes: Mapping[str, str], *, key: str) -> None:
        """Its owner cannot do it after all.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """
        because = Because(codes["because"])
        do_once(self._ground, user, key, lambda scene: hands.give_back(scene, ref, because), of=OF)

    def new_date(
        self, user: SlackUserId, ref: ActionRef, codes: Mapping[str, str], *, key: str
    ) -> Mistakes | Stopped | None:
        """Another day, with a code for why.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable: nothing was changed.
        """

        def act(scene: Scene) -> str:
            try:
                day, because = date.fromisoformat(codes["by"]), Because(codes["because"])
                return acts.new_date(scene, ref, day, because).ref
            except ValueError as wrong:
                raise day_mistake(ViewId.ACTION_DATE, wrong) from None

        return act_on_form(self._ground, user, key, act, of=OF)

    def offer(
        self, user: SlackUserId, ref: ActionRef, codes: Mapping[str, str], *, key: str
    ) -> Mistakes | Stopped | None:
        """What came back is proposed to somebody, or ends.

        Raises:
            NotOnRoster, NotAvailable, AlreadyChanged, StorageUnavailable, Unsafe: nothing was changed.
        """

        def act(scene: Scene) -> str:
            if codes["who"] == DROP:
                return hands.drop(scene, ref).ref
            if not codes["by"]:
                raise at(ViewId.ACTION_OFFER, {"by": PLEASE_ANSWER})
            to = SlackUserId(user if codes["who"] == ME else codes["who"])
            try:
                return hands.offer(scene, ref, to, date.fromisoformat(codes["by"])).ref
            except Vacant:
                raise at(ViewId.ACTION_OFFER, {"who": NOT_HERE}) from None
            except NotCovered:
                raise at(ViewId.ACTION_OFFER, {"who": NOT_COVERED}) from None
            except ValueError as wrong:
                raise day_mistake(ViewId.ACTION_OFFER, wrong) from None

        return act_on_form(self._ground, user, key, act, of=OF)


def _propose(scene: Scene, facts: Proposing, draft: Draft, owner: SlackUserId, kind: ActionKind) -> Action:
    details = draft.details.get(facts.category, {}) if facts.category else {}
    new = acts.NewAction(
        facts.came_from,
        owner,
        date.fromisoformat(draft.codes["by"]),
        words="" if facts.category else draft.codes["words"],
        details=details,
        kind=kind,
    )
    try:
        return acts.propose(scene, new)
    except Vacant:
        raise at(_FORM, {"who": NOT_HERE}) from None
    except NotCovered:
        raise at(_FORM, {"who": NOT_COVERED}) from None
    except NotAllowed:
        if kind is ActionKind.LEGAL_HELP:
            raise at(_FORM, {"kind": LEGAL_FROM_TEAM}) from None
        raise
    except ValueError as wrong:
        raise day_mistake(_FORM, wrong) from None


def _written(category: Category | None, name: str, draft: Draft) -> str:
    if category is None:
        return draft.codes.get(name, "")
    found = next((fields[name] for fields in draft.details.values() if name in fields), None)
    return found.reveal() if found is not None else ""


def _see_words(form: ViewId, field: str, text: str, sphere: Sphere) -> None:
    """No verdict and no decision of somebody else's.

    Raises:
        ReadAgain: with the words to use instead.
    """
    instead = mend(text, sphere)
    if instead:
        raise at(form, {field: instead})
