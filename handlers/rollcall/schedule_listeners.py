"""Slack in: schedules are listed, made, changed, paused, skipped and moved; visits are handed on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, time

from handlers.answers import read
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.forms import Form, Mistakes, block_id
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.rollcall import schedule_views as views
from handlers.rollcall.schedule_facts import One
from handlers.rollcall.schedule_forms import form_of, move_form, put_back_form, skip_form
from handlers.rollcall.schedule_rooms import Room, Rooms
from handlers.rollcall.schedule_service import Schedules
from handlers.rollcall.schedule_wanted import CannotKeep
from handlers.stacking import show
from models.errors import Vacant
from models.rollcall import Asked, SkipReason

_NEW: Mapping[str, Asked] = {
    Action.SCHEDULE_NEW_VISITS: Asked.VISIT,
    Action.SCHEDULE_NEW_MEETING: Asked.MEETING,
}
_FORMS: Mapping[str, Asked] = {ViewId.VISITS_FORM: Asked.VISIT, ViewId.MEETING_FORM: Asked.MEETING}
_KEPT = "Kept."
_NOBODY_ELSE = "Everybody else was asked already. Please tell whoever made the plan."
_PASSED_ON = "Thank you for saying so. The next one has been asked."
_ROOM = {
    Room.NOT_IN: "LEAD is not in this channel. Invite it there (/invite), or leave this empty.",
    Room.OPEN: "Please choose a private channel of this workspace alone, with LEAD in it.",
    Room.UNKNOWN: "Slack did not say what this channel is. Please send it again, or leave this empty.",
}


class ScheduleListeners:
    """Everything about times and visits that Slack can send us."""

    def __init__(self, schedules: Schedules, rooms: Rooms) -> None:
        self._schedules = schedules
        self._rooms = rooms

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: dict[str, Handler] = {
            Action.SCHEDULES: self.list,
            Action.SCHEDULES_PAGE: self.turn,
            Action.SCHEDULE_NEW: self.new,
            Action.SCHEDULE_NEW_VISITS: self.new,
            Action.SCHEDULE_NEW_MEETING: self.new,
            Action.SCHEDULE_ONE: self.one,
            Action.SCHEDULE_CHANGE: self.change,
            Action.SCHEDULE_PAUSE: self.pause,
            Action.SCHEDULE_RESUME: self.resume,
            Action.SCHEDULE_END: self.end,
            Action.SCHEDULE_SKIP: self.ask_skip,
            Action.SCHEDULE_MOVE: self.ask_move,
            Action.SCHEDULE_PUT_BACK: self.ask_put_back,
            Action.VISIT_OPEN: self.visit,
            Action.VISIT_HAND_ON: self.pass_on,
        }
        submissions: dict[str, Handler] = {
            ViewId.SCHEDULE_FORM: self.keep,
            ViewId.VISITS_FORM: self.keep,
            ViewId.MEETING_FORM: self.keep,
            ViewId.SCHEDULE_SKIP: self.skip,
            ViewId.SCHEDULE_MOVE: self.move,
            ViewId.SCHEDULE_PUT_BACK: self.put_back,
        }
        return Tables(actions=actions, submissions=submissions)

    def list(self, call: Call) -> None:
        """On top of the start page."""
        show(call, views.list_view(self._schedules.page(call.user)))
        call.ack()

    def turn(self, call: Call) -> None:
        """Another page, in place of this one."""
        value = str(call.handle)
        page = self._schedules.page(call.user, int(value) if value.isdecimal() else 0)
        _replace(call, views.list_view(page))
        call.ack()

    def new(self, call: Call) -> None:
        """The empty form, in place of the list."""
        asks = _NEW.get(str(call.action.get("action_id")), Asked.ROLL_CALL)
        _replace(call, views.form_view(self._schedules.offer(call.user, asks), asks))
        call.ack()

    def one(self, call: Call) -> None:
        """One of the list, in place of it: three views is the most that Slack stacks."""
        _replace(call, views.one_view(self._schedules.one(call.user, call.handle)))
        call.ack()

    def change(self, call: Call) -> None:
        """The form with what stands in it; of one from the site file its page, which says so."""
        facts = self._schedules.one(call.user, call.handle)
        if facts.from_file:
            show(call, views.one_view(facts))
            call.ack()
            return
        asks, given, version = self._schedules.given(call.user, facts.id)
        offer = self._schedules.offer(call.user, asks)
        view = views.form_view(offer, asks, f"{facts.id}:{version}:", given)
        (_replace if call.view.get("callback_id") == ViewId.SCHEDULE else show)(call, view)
        call.ack()

    def keep(self, call: Call) -> None:
        """The form came: first its next ten are shown; sent again unchanged, it is kept."""
        asks = _FORMS.get(str(call.view.get("callback_id")), Asked.ROLL_CALL)
        offer = self._schedules.offer(call.user, asks)
        form = form_of(offer, asks)
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        codes = draft.codes
        schedule, version, seen = _carried(call)
        shut = self._about_the_room(codes)
        try:
            if seen == (mark := _mark(codes)) and not shut:
                kept = self._schedules.keep(call.user, asks, codes, schedule, version, key=call.form_key)
                view = views.one_view(self._schedules.one(call.user, kept), _KEPT)
            else:
                preview = self._schedules.preview(call.user, asks, codes, schedule)
                view = views.form_view(offer, asks, f"{schedule}:{version}:{mark}", codes, preview)
        except CannotKeep as wrong:
            _errors(call, form, {**wrong.by_field, **shut})
            return
        if shut:
            _errors(call, form, shut)
            return
        call.ack(response_action="update", view=view)

    def _about_the_room(self, codes: Mapping[str, str]) -> Mapping[str, str]:
        """What is wrong with the channel, at its field; empty: nothing, or none was chosen."""
        channel = codes.get("channel")
        room = self._rooms.look(channel) if channel else None
        return {"channel": _ROOM[room]} if room in _ROOM else {}

    def pause(self, call: Call) -> None:
        """Nobody is asked from now on."""
        self._schedules.pause(call.user, call.handle, key=call.key)
        self._again(call, "Paused.")

    def resume(self, call: Call) -> None:
        """It goes on."""
        self._schedules.resume(call.user, call.handle, key=call.key)
        self._again(call, "It goes on.")

    def end(self, call: Call) -> None:
        """It is over; the list takes its place."""
        self._schedules.end(call.user, call.handle, key=call.key)
        _replace(call, views.list_view(self._schedules.page(call.user), "Ended."))
        call.ack()

    def ask_skip(self, call: Call) -> None:
        """Which one, and why."""
        _replace(call, views.skip_view(self._schedules.one(call.user, call.handle)))
        call.ack()

    def ask_move(self, call: Call) -> None:
        """Which one, and where to."""
        _replace(call, views.move_view(self._schedules.one(call.user, call.handle)))
        call.ack()

    def ask_put_back(self, call: Call) -> None:
        """Which one."""
        _replace(call, views.put_back_view(self._schedules.one(call.user, call.handle)))
        call.ack()

    def skip(self, call: Call) -> None:
        """It does not count."""

        def act(facts: One, codes: Mapping[str, str]) -> None:
            day, reason = date.fromisoformat(codes["day"]), SkipReason(codes["reason"])
            self._schedules.skip(call.user, facts.id, day, reason, key=call.key)

        self._dated(call, lambda facts: skip_form(facts.coming), act, "Skipped.")

    def move(self, call: Call) -> None:
        """It comes elsewhere."""

        def act(facts: One, codes: Mapping[str, str]) -> None:
            day, to_day = (date.fromisoformat(codes[name]) for name in ("day", "to_day"))
            to_at = time.fromisoformat(codes["to_at"])
            self._schedules.move(call.user, facts.id, day, to_day, to_at, key=call.key)

        self._dated(call, lambda facts: move_form(facts.coming), act, "Moved.")

    def put_back(self, call: Call) -> None:
        """It comes as the others do."""

        def act(facts: One, codes: Mapping[str, str]) -> None:
            self._schedules.put_back(call.user, facts.id, date.fromisoformat(codes["day"]), key=call.key)

        self._dated(call, lambda facts: put_back_form(views.changed_days(facts)), act, "Put back.")

    def visit(self, call: Call) -> None:
        """A visit's card."""
        show(call, views.visit_view(self._schedules.visit(call.user, call.handle)))
        call.ack()

    def pass_on(self, call: Call) -> None:
        """Somebody cannot: the next one is asked."""
        try:
            self._schedules.pass_on(call.user, call.handle, key=call.key)
            said = _PASSED_ON
        except Vacant:
            said = _NOBODY_ELSE
        _replace(call, views.said_view(said))
        call.ack()

    def _dated(
        self,
        call: Call,
        form_for: Callable[[One], Form],
        act: Callable[[One, Mapping[str, str]], None],
        said: str,
    ) -> None:
        facts = self._schedules.one(call.user, call.handle)
        form = form_for(facts)
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        try:
            act(facts, draft.codes)
        except CannotKeep as wrong:
            _errors(call, form, wrong.by_field)
            return
        call.ack(
            response_action="update", view=views.one_view(self._schedules.one(call.user, facts.id), said)
        )

    def _again(self, call: Call, said: str) -> None:
        _replace(call, views.one_view(self._schedules.one(call.user, call.handle), said))
        call.ack()


def _carried(call: Call) -> tuple[str, int, str]:
    """What the form's view carries: the schedule's id, the version that was seen, the mark of the preview."""
    parts = (*str(call.view.get("private_metadata") or "").split(":"), "", "", "")
    return parts[0], int(parts[1]) if parts[1].isdecimal() else 0, parts[2]


def _mark(codes: Mapping[str, str]) -> str:
    """The same answers have the same mark."""
    return hashlib.sha256(repr(sorted(codes.items())).encode()).hexdigest()[:16]


def _errors(call: Call, form: Form, by_field: Mapping[str, str]) -> None:
    fields = {question.id: block_id(form, question) for question in form.fields}
    call.ack(response_action="errors", errors={fields[name]: words for name, words in by_field.items()})


def _replace(call: Call, view: View) -> None:
    call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
