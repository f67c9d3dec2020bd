"""Asking by case number, and the care team's answer: one transaction each; knows no Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from handlers.acting import ReadAgain, act_on_form, act_once, at, stop_unless_harmless
from handlers.deps import Ground
from handlers.forms import Draft, Mistakes
from handlers.golden_rule.routine import ROUTINE_UPDATE
from handlers.ids import View as ViewId
from handlers.legal.facts import Asking, TakenDown
from handlers.legal.forms import ANSWER
from handlers.naming import day_words
from handlers.reminding import ROUTINE, SEND, TWO_AT_ONCE, Stopped, goes_to_accusers
from models.acts.questions import ASKS, NewQuestion, answer, ask_by_number, latest
from models.case_number import same_form
from models.classes import Category
from models.envelope import SealedItem
from models.errors import NotAllowed, NotCovered
from models.ping import Ask, Ping, Side
from models.scene import Scene, the_actor
from models.schema import Handle, PingRef, SlackUserId
from models.sensitive import Sensitive

Reading = Callable[[Asking], Draft | Mistakes]
FORMS: Mapping[Side, ViewId] = {
    Side.QUESTION: ViewId.QUESTION_FORM,
    Side.SCHEDULING: ViewId.SCHEDULING_FORM,
}
NO_NUMBER = "Please write the court's number as it stands on your papers."
NO_COVER = "No live release lets them be told any more. Nothing was sent, and they are told nothing."
NO_WORDS = "Please write your answer here, or choose the routine update."


class Questions:
    """What lawyers outside the care team ask by their own case number."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def asking(self, user: SlackUserId, side: Side) -> Asking:
        """What the form needs: the same for everybody of that role.

        Raises:
            NotOnRoster: no seat now.
            NotAllowed: not asked in their role.
        """
        with self._ground.database.look() as work:
            return _asking(self._ground.scene(work, user), side)

    def ask(self, user: SlackUserId, side: Side, read: Reading, *, view_id: str) -> TakenDown | Mistakes:
        """Take a question down; a form sent twice is one. Nothing here says whether anybody is known.

        Raises:
            NotOnRoster, NotAllowed, StorageUnavailable, Unsafe: nothing was kept.
        """

        def act(scene: Scene) -> str:
            asking = _asking(scene, side)
            draft = read(asking)
            if isinstance(draft, Mistakes):
                raise ReadAgain(draft)
            return ask_by_number(scene, _new(side, draft, asking)).ref

        try:
            ref = PingRef(act_once(self._ground, user, f"question:{user}:{view_id}", act))
        except ReadAgain as wrong:
            return wrong.mistakes
        with self._ground.database.look() as work:
            row = work.session.get_one(Ping, ref)
            return TakenDown(ref, row.office_by or date.min)

    def answer(
        self, user: SlackUserId, handle: Handle, draft: Draft, *, key: str
    ) -> Mistakes | Stopped | None:
        """The routine update, or their own words, at which the Golden Rule looks first.

        Raises:
            NotAvailable, AlreadyChanged, StorageUnavailable, Unsafe: nothing was changed.
        """
        written = draft.details.get(Category.LEGAL_CALENDAR, {}).get("words")
        routine = draft.codes[SEND] == ROUTINE
        if routine is (written is not None):
            return at(ViewId.QUESTION_ANSWER, {"words": TWO_AT_ONCE if routine else NO_WORDS}).mistakes
        words = written or Sensitive(ROUTINE_UPDATE)

        def act(scene: Scene) -> str:
            if _asked_by_accusers(scene, handle):
                stop_unless_harmless(scene, ANSWER, draft)
            try:
                return answer(scene, handle, words).ref
            except NotCovered:
                raise at(ViewId.QUESTION_ANSWER, {SEND: NO_COVER}) from None

        return act_on_form(self._ground, user, key, act)


def _asked_by_accusers(scene: Scene, handle: Handle) -> bool:
    item = scene.work.session.get(SealedItem, handle)
    ping = scene.work.session.get(Ping, PingRef(item.subject)) if item else None
    return ping is not None and goes_to_accusers(ping.asker_agency)


def _asking(scene: Scene, side: Side) -> Asking:
    actor = the_actor(scene)
    if not actor.holds(ASKS[side]):
        raise NotAllowed
    # Their own courts first: those in which their office prosecutes.
    courts = sorted(scene.rules.courts, key=lambda court: court.office != actor.agency)
    return Asking(
        side=side,
        courts=tuple((court.code, court.name) for court in courts),
        today=scene.rules.today(scene.moment),
        latest=latest(scene),
        contacts=scene.rules.contacts,
    )


def _new(side: Side, draft: Draft, asking: Asking) -> NewQuestion:
    by = date.fromisoformat(draft.codes["by"])
    fields = draft.details[Category.LEGAL_CALENDAR]
    wrong = {}
    if not same_form(fields["number"].reveal()):
        wrong["number"] = NO_NUMBER
    if not asking.today <= by <= asking.latest:
        wrong["by"] = f"Choose a day from today until {day_words(asking.latest)}."
    if wrong:
        raise at(FORMS[side], wrong)
    ask = Ask(draft.codes["ask"]) if "ask" in draft.codes else Ask.HEARING
    return NewQuestion(side, ask, draft.codes["court"], by, fields)
