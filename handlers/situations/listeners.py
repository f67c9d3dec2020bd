"""Slack in: a place is told of, situations are listed, opened, counted, renewed, given on and closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from handlers.answers import read
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.forms import Draft, Form, Mistakes, block_id
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.situations import views
from handlers.situations.questions import CLOSE, COUNT, GIVE, RENEW, form_for, mend_form
from handlers.situations.service import Situations, next_span, number_of
from models.acts.situation_keeping import FURTHEST
from models.errors import AlreadyChanged, Vacant
from models.schema import SituationRef, SlackUserId

_DIGITS = "Digits only, please."
_WHICH = "Please say what was counted."
_DAYS = "From the first day to the last, and no day that has not come."
_AHEAD = "Please choose a day after today, within a year."
_NOT_OF_THE_GROUP = "Please choose somebody of the group."
_MEANWHILE = (
    "Somebody changed it meanwhile. Please open it again; what you typed stands here until you close this."
)


class SituationListeners:
    """Everything about situations that Slack can send us."""

    def __init__(self, situations: Situations) -> None:
        self._situations = situations

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.RAISE_SITUATION: self.start,
            Action.SITUATION_LIST: self.list,
            Action.SITUATION_OPEN: self.open,
            Action.SITUATION_COUNT: self.ask_number,
            Action.SITUATION_RENEW: self.ask_renewal,
            Action.SITUATION_CLOSE: self.ask_close,
            Action.SITUATION_GIVE: self.ask_give,
            Action.SITUATION_MEND: self.ask_mend,
        }
        submissions: dict[str, Handler] = {
            ViewId.SITUATION_FORM: self.raise_one,
            ViewId.SITUATION_COUNT: self.count,
            ViewId.SITUATION_RENEW: self.renew,
            ViewId.SITUATION_CLOSE: self.close,
            ViewId.SITUATION_GIVE: self.give,
            ViewId.SITUATION_MEND: self.mend,
        }
        return Tables(actions=actions, submissions=submissions)

    def start(self, call: Call) -> None:
        """The form, on top of whatever it came from: what was typed there stays."""
        _show(call, views.raise_view(self._situations.spots(call.user)))
        call.ack()

    def raise_one(self, call: Call) -> None:
        """It is raised; whoever is pointed to is stopped at the field, and nothing is kept."""
        spots = self._situations.spots(call.user)
        draft = read(form_for(spots), call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        spot = next((one for one in spots if one.code == draft.codes.get("spot")), spots[0])
        ref = self._situations.raise_one(call.user, spot, draft.codes, key=_key(call))
        call.ack(response_action="update", view=views.received_view(ref))

    def list(self, call: Call) -> None:
        """Those of my groups; in the place of the page it came from, so that there is room above it."""
        view = views.list_view(self._situations.open_ones(call.user))
        if call.in_modal:
            call.client.views_update(view_id=str(call.view["id"]), view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()

    def open(self, call: Call) -> None:
        """One of them, with its numbers."""
        _show(call, views.situation_view(self._situations.one(call.user, _ref(call))))
        call.ack()

    def ask_number(self, call: Call) -> None:
        """For whoever sees to it: a number."""
        self._ask(call, COUNT, spanned=True)

    def ask_renewal(self, call: Call) -> None:
        """For whoever sees to it: another look."""
        self._ask(call, RENEW, spanned=True)

    def ask_close(self, call: Call) -> None:
        """For whoever sees to it: the end."""
        self._ask(call, CLOSE)

    def ask_give(self, call: Call) -> None:
        """For whoever sees to it: somebody else."""
        self._ask(call, GIVE)

    def ask_mend(self, call: Call) -> None:
        """For whoever raised it or sees to it: its words, as they stand."""
        _show(call, views.mend_view(self._situations.to_mend(call.user, _ref(call))))
        call.ack()

    def _ask(self, call: Call, form: Form, *, spanned: bool = False) -> None:
        facts = self._situations.to_keep(call.user, _ref(call))
        _show(call, views.form_view(form, facts.ref, next_span(facts) if spanned else None))
        call.ack()

    def count(self, call: Call) -> None:
        """A number is kept."""

        def keep(draft: Draft) -> None:
            self._situations.count(call.user, _ref(call), number_of(draft.codes), key=_key(call))

        self._take(call, COUNT, keep, _number_mistakes)

    def renew(self, call: Call) -> None:
        """A new day to look back, with or without a number."""

        def keep(draft: Draft) -> None:
            codes = draft.codes
            number = number_of(codes) if codes["number"] else None
            day = date.fromisoformat(codes["review_on"])
            self._situations.renew(call.user, _ref(call), day, codes["words"], number, key=_key(call))

        self._take(call, RENEW, keep, _renewal_mistakes)

    def close(self, call: Call) -> None:
        """It is over."""

        def keep(draft: Draft) -> None:
            self._situations.close(call.user, _ref(call), draft.codes["words"], key=_key(call))

        self._take(call, CLOSE, keep)

    def give(self, call: Call) -> None:
        """Somebody else sees to it."""
        draft = read(GIVE, call.values)
        errors = dict(draft.by_block) if isinstance(draft, Mistakes) else {}
        if not isinstance(draft, Mistakes):
            try:
                self._situations.give(call.user, _ref(call), SlackUserId(draft.codes["who"]), key=_key(call))
            except Vacant:
                errors = {_block(GIVE, "who"): _NOT_OF_THE_GROUP}
        _answer(call, errors)

    def mend(self, call: Call) -> None:
        """Other words; what somebody changed meanwhile is not written over, and what was typed stays."""
        ref, _, version = str(call.view.get("private_metadata") or "").partition(":")
        form = mend_form(renewed=self._situations.one(call.user, SituationRef(ref)).renewed)
        draft = read(form, call.values)
        errors = dict(draft.by_block) if isinstance(draft, Mistakes) else {}
        if not isinstance(draft, Mistakes):
            try:
                self._situations.mend(call.user, SituationRef(ref), draft.codes, int(version), key=_key(call))
            except AlreadyChanged:
                errors = {_block(form, "place"): _MEANWHILE}
        _answer(call, errors)

    def _take(
        self,
        call: Call,
        form: Form,
        keep: Callable[[Draft], None],
        look: Callable[[Mapping[str, str], date], Mapping[str, str]] | None = None,
    ) -> None:
        """Mistakes go to their fields; else it is kept."""
        facts = self._situations.one(call.user, _ref(call))
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            _answer(call, draft.by_block)
            return
        found = look(draft.codes, facts.today) if look else {}
        if not found:
            keep(draft)
        _answer(call, {_block(form, name): words for name, words in found.items()})


def _number_mistakes(codes: Mapping[str, str], today: date) -> Mapping[str, str]:
    if not codes["number"].isascii() or not codes["number"].isdecimal():
        return {"number": _DIGITS}
    if not codes["counted"]:
        return {"counted": _WHICH}
    if not codes["since"] <= codes["until"] <= today.isoformat() or not codes["since"]:
        return {"until": _DAYS}
    return {}


def _renewal_mistakes(codes: Mapping[str, str], today: date) -> Mapping[str, str]:
    if not today < date.fromisoformat(codes["review_on"]) <= today + FURTHEST:
        return {"review_on": _AHEAD}
    return _number_mistakes(codes, today) if codes["number"] or codes["counted"] else {}


def _answer(call: Call, errors: Mapping[str, str]) -> None:
    if errors:
        call.ack(response_action="errors", errors=dict(errors))
    else:
        call.ack(response_action="update", view=views.noted_view())


def _ref(call: Call) -> SituationRef:
    return SituationRef(call.handle)


def _key(call: Call) -> str:
    """One form is kept once, however often it is sent."""
    return str(call.view.get("id") or call.key)


def _block(form: Form, name: str) -> str:
    return block_id(form, next(question for question in form.fields if question.id == name))


def _show(call: Call, view: View) -> None:
    """On top of the modal it came from, if it came from one."""
    if call.in_modal:
        call.client.views_push(trigger_id=call.trigger_id, view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
