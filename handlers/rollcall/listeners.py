"""Slack in: roll calls are opened, answered, led and logged; the ack is always the last word."""

from __future__ import annotations

from handlers import curtain
from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.desk import Desk, Opens, Request
from handlers.forms import Mistakes
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.rollcall import leader_views, views
from handlers.rollcall.leading import Leading
from handlers.rollcall.questions import CHECK_IN, FOR_SHIFT, SKIP, in_person_form, said_in
from handlers.rollcall.service import RollCalls
from handlers.stacking import show
from models.rollcall import SkipReason

_SKIPPED = "Skipped. It counts as nothing: neither quiet nor answered."
_FOR_SHIFT = "Noted for the shift. It counts as nobody's answer."


class RollCallListeners:
    """Everything about check-ins that Slack can send us; their times have listeners of their own."""

    def __init__(self, roll_calls: RollCalls, leading: Leading, desk: Desk) -> None:
        self._roll_calls = roll_calls
        self._leading = leading
        self._desk = desk

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.ROLLCALL_ANSWER: self.open,
            Action.ROLLCALL_DIGEST: self.digest,
            Action.ROLLCALL_SKIP: self.ask_skip,
            Action.ROLLCALL_FOR_SHIFT: self.ask_for_shift,
            Action.ROLLCALL_IN_PERSON: self.ask_in_person,
            Action.ROLLCALL_OVERVIEW: self.overview,
            Action.ROLLCALL_SHIFT: self.shift,
            Action.ISSUE_FROM_THEME: self.raise_theme,
            Action.ISSUE_FROM_WORDS: self.raise_words,
            Action.ISSUE_FROM_PLACE: self.raise_words,
            Action.SITUATION_FROM_PLACE: self.raise_place,
            Action.ISSUE_FROM_VISIT: self.raise_visit,
        }
        return Tables(
            keywords={Keyword.ROLLCALL: self.start},
            actions=actions,
            submissions={
                ViewId.ROLLCALL_CHECK_IN: self.answer,
                ViewId.ROLLCALL_SKIP: self.skip,
                ViewId.ROLLCALL_FOR_SHIFT: self.for_shift,
                ViewId.ROLLCALL_IN_PERSON: self.in_person,
            },
        )

    def start(self, call: Call) -> None:
        """`/lead rollcall`."""
        show(call, views.start_view(self._roll_calls.start(call.user)))
        call.ack()

    def open(self, call: Call) -> None:
        """An officer's roll call: judged, written down, then shown."""
        shown = show(call, curtain.opening_view())
        request = Request(call.user, call.handle, shown["id"], shown["hash"], call.key, Opens.ROLL_CALL)
        self._desk.open(request)
        call.ack()

    def answer(self, call: Call) -> None:
        """The answers came: mistakes go to their fields, and then nothing was kept."""
        draft = read(CHECK_IN, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        late = self._roll_calls.answer(call.user, call.handle, said_in(draft), key=call.key)
        call.ack(response_action="update", view=views.thanks_view(late=late))

    def digest(self, call: Call) -> None:
        """How it went, for whoever leads the shift."""
        show(call, leader_views.digest_view(self._leading.digest(call.user, call.handle)))
        call.ack()

    def ask_skip(self, call: Call) -> None:
        """Why this one does not count."""
        self._leading.digest(call.user, call.handle)
        show(call, leader_views.skip_view(call.handle))
        call.ack()

    def skip(self, call: Call) -> None:
        """It counts as nothing."""
        draft = read(SKIP, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        self._leading.skip(call.user, call.handle, SkipReason(draft.codes["reason"]), key=call.key)
        call.ack(response_action="update", view=leader_views.kept_view(_SKIPPED))

    def ask_for_shift(self, call: Call) -> None:
        """The leader's own words for the shift."""
        self._leading.digest(call.user, call.handle)
        show(call, leader_views.for_shift_view(call.handle))
        call.ack()

    def for_shift(self, call: Call) -> None:
        """Kept for the shift."""
        draft = read(FOR_SHIFT, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        self._leading.answer_for_shift(call.user, call.handle, said_in(draft), key=call.key)
        call.ack(response_action="update", view=leader_views.kept_view(_FOR_SHIFT))

    def ask_in_person(self, call: Call) -> None:
        """How many were there, and what came up: of one roll call, or of any they may have been at."""
        firing = str(call.action.get("value") or "")
        show(call, views.in_person_view(self._roll_calls.visitable(call.user, firing), firing))
        call.ack()

    def in_person(self, call: Call) -> None:
        """Kept; what came up can become an issue with one more tap."""
        firing = str(call.view.get("private_metadata") or "")
        where = self._roll_calls.visitable(call.user, firing)
        draft = read(in_person_form(where), call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        visit = self._roll_calls.was_there(call.user, firing, draft.codes, key=call.key)
        call.ack(response_action="update", view=views.logged_view(visit))

    def overview(self, call: Call) -> None:
        """The project manager's page."""
        show(call, leader_views.overview_view(self._leading.overview(call.user)))
        call.ack()

    def shift(self, call: Call) -> None:
        """One shift of that page."""
        show(call, leader_views.shift_view(self._leading.shift(call.user, call.handle)))
        call.ack()

    def raise_theme(self, call: Call) -> None:
        """A theme becomes an issue: the view knows of which roll call."""
        firing, theme = str(call.view.get("private_metadata") or ""), str(call.action.get("value") or "")
        ref = self._leading.raise_theme(call.user, firing, theme, key=call.key)
        show(call, leader_views.issue_made_view(ref))
        call.ack()

    def raise_words(self, call: Call) -> None:
        """What somebody wrote becomes an issue."""
        place = call.action.get("action_id") == Action.ISSUE_FROM_PLACE
        ref = self._leading.raise_words(call.user, call.handle, place=place, key=call.key)
        show(call, leader_views.issue_made_view(ref))
        call.ack()

    def raise_place(self, call: Call) -> None:
        """A place that somebody named becomes a situation."""
        ref = self._leading.raise_place(call.user, call.handle, key=call.key)
        show(call, leader_views.situation_made_view(ref))
        call.ack()

    def raise_visit(self, call: Call) -> None:
        """What came up in person becomes an issue."""
        ref = self._leading.raise_visit(call.user, call.handle, key=call.key)
        show(call, leader_views.issue_made_view(ref))
        call.ack()
