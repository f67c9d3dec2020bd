"""Slack in: `/lead conference`, its forms, and the buttons of a thread; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import curtain
from handlers.answers import read
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.conferences import views
from handlers.conferences.facts import Whom
from handlers.conferences.forms import (
    CLOSE,
    add_form,
    apart_form,
    brief_form,
    invite_form,
    move_form,
    potential_form,
    whom_form,
    wish_form,
)
from handlers.conferences.service import Conferences
from handlers.desk import Desk, Opens, Request
from handlers.forms import Mistakes
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.reminding import Stopped, stop_answer
from handlers.submitted import mend, read_or_mend
from handlers.telling import Teller
from models.schema import ConferenceRef, ParticipantRef

# At which field a stop is said where no further view can stand on top.
_FIELD = {
    ViewId.CONFERENCE_FORM: "wanted",
    ViewId.CONFERENCE_POTENTIAL: "happens",
    ViewId.CONFERENCE_ADD: "happens",
}


class ConferenceListeners:
    """Everything about conferences on a person or a potential referral that Slack can send us."""

    def __init__(self, conferences: Conferences, desk: Desk, teller: Teller) -> None:
        self._conferences = conferences
        self._desk = desk
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.CONFERENCE_PERSON: self.person,
            Action.CONFERENCE_POTENTIAL: self.potential,
            Action.CONFERENCE_ADD: self.begin_add,
            Action.CONFERENCE_APART: self.begin_apart,
            Action.CONFERENCE_BRIEF: self.brief,
            Action.CONFERENCE_JOIN: self.join,
            Action.CONFERENCE_CLOSE: self.begin_close,
            Action.CONFERENCE_MOVE: self.begin_move,
            Action.CONFERENCE_INVITE: self.begin_invite,
            Action.CONFERENCE_COMING: self.coming,
            Action.CONFERENCE_STEP_BACK: self.step_back,
            Action.CONFERENCE_WANTED: self.wanted,
            Action.CONFERENCE_SET: self.set_up,
            Action.CONFERENCE_DECLINE: self.decline,
        }
        submissions: Mapping[str, Handler] = {
            ViewId.CONFERENCE_WHOM: self.chosen,
            ViewId.CONFERENCE_FORM: self.propose,
            ViewId.CONFERENCE_WISH: self.wish,
            ViewId.CONFERENCE_POTENTIAL: self.bring,
            ViewId.CONFERENCE_ADD: self.add,
            ViewId.CONFERENCE_APART: self.keep_apart,
            ViewId.CONFERENCE_CLOSE: self.close,
            ViewId.CONFERENCE_MOVE: self.move,
            ViewId.CONFERENCE_INVITE: self.let_in,
        }
        return Tables(keywords={Keyword.CONFERENCE: self.start}, actions=actions, submissions=submissions)

    def start(self, call: Call) -> None:
        """`/lead conference`: what about; with a reference: about that one."""
        ref = _typed(call)
        start = self._conferences.start(call.user)
        if not ref:
            _show(call, views.start_view(start))
        elif ref.startswith("C-") and start.team:
            _show(call, views.brief_view(self._conferences.composing(call.user, ParticipantRef(ref))))
        else:
            _show(call, views.wish_view(_NOBODY_KNOWN, ref))
        call.ack()

    def person(self, call: Call) -> None:
        """About a person: of those one works with; everybody else asks by a referral of their own."""
        start = self._conferences.start(call.user)
        if start.team:
            _show(call, views.whom_view(self._conferences.whom(call.user)))
        elif not start.wishes:
            _show(call, views.done_view(views.NOBODY_YET))
        else:
            _show(call, views.wish_view(self._conferences.known(call.user)))
        call.ack()

    def chosen(self, call: Call) -> None:
        """About whom: the form takes the place of the question."""
        draft = read_or_mend(call, whom_form(self._conferences.whom(call.user)))
        if draft is not None:
            composing = self._conferences.composing(call.user, ParticipantRef(draft.codes["about"]))
            call.ack(response_action="update", view=views.brief_view(composing))

    def propose(self, call: Call) -> None:
        """The form: mistakes go to their fields, else it is received."""
        ref = ParticipantRef(str(call.view.get("private_metadata") or ""))
        done = self._conferences.propose(
            call.user, ref, lambda composing: read(brief_form(composing), call.values), key=_form_key(call)
        )
        self._answer(call, done, views.PROPOSED)

    def wish(self, call: Call) -> None:
        """Somebody asks for one; the answer is always the same."""
        typed = str(call.view.get("private_metadata") or "")
        known = Whom(((typed, typed),)) if typed else self._conferences.known(call.user)
        draft = read_or_mend(call, wish_form(known))
        if draft is not None:
            self._conferences.wish(call.user, draft.codes["about"], draft, key=_form_key(call))
            self._answer(call, None, views.RECEIVED)

    def potential(self, call: Call) -> None:
        """About somebody who was not referred."""
        _show(call, views.potential_view(self._conferences.bringing(call.user)))
        call.ack()

    def bring(self, call: Call) -> None:
        """What an agency brings."""
        done = self._conferences.bring(
            call.user, lambda bringing: read(potential_form(bringing), call.values), key=_form_key(call)
        )
        self._answer(call, done, views.BROUGHT)

    def begin_add(self, call: Call) -> None:
        """A colleague knows more."""
        _show(call, views.add_view(self._conferences.theirs(call.user)))
        call.ack()

    def add(self, call: Call) -> None:
        """What they know."""
        done = self._conferences.add(
            call.user, lambda theirs: read(add_form(theirs), call.values), key=_form_key(call)
        )
        self._answer(call, done, views.BROUGHT)

    def begin_apart(self, call: Call) -> None:
        """Two people who are not to meet at a table."""
        _show(call, views.apart_view(self._conferences.whom(call.user)))
        call.ack()

    def keep_apart(self, call: Call) -> None:
        """They are chosen."""
        draft = read_or_mend(call, apart_form(self._conferences.whom(call.user)))
        if draft is not None:
            done = self._conferences.keep_apart(call.user, draft, key=_form_key(call))
            self._answer(call, done, views.APART)

    def brief(self, call: Call) -> None:
        """The thread's "Brief": the reader's own, or the one refusal."""
        view = curtain.opening_view()
        show = call.client.views_push if call.in_modal else call.client.views_open
        held = show(trigger_id=call.trigger_id, view=view)["view"]
        self._desk.open(Request(call.user, call.handle, held["id"], held["hash"], call.key, Opens.CONFERENCE))
        call.ack()

    def join(self, call: Call) -> None:
        """The thread's "Ask to join": always the same answer."""
        self._conferences.ask_to_join(call.user, _ref(call), key=_key(call))
        _show(call, views.done_view(views.RECEIVED))
        call.ack()

    def coming(self, call: Call) -> None:
        """Somebody means to be there: always the same answer."""
        self._conferences.say_coming(call.user, _ref(call), key=_key(call))
        _show(call, views.done_view(views.COMING))
        call.ack()

    def step_back(self, call: Call) -> None:
        """Somebody does not take part: always the same answer."""
        tapped_in = str(call.view["id"]) if call.in_modal else ""
        self._conferences.step_back(call.user, _ref(call), tapped_in=tapped_in, key=_key(call))
        _replace(call, views.done_view(views.STEPPED_BACK))
        call.ack()

    def begin_close(self, call: Call) -> None:
        """How it ends, asked of whoever runs it."""
        _show(call, views.close_view(_ref(call), self._conferences.coming(call.user, _ref(call))))
        call.ack()

    def close(self, call: Call) -> None:
        """It ends."""
        draft = read_or_mend(call, CLOSE)
        if draft is not None:
            self._conferences.close(call.user, _ref(call), draft.codes["how"], key=_form_key(call))
            self._answer(call, None, views.CLOSED)

    def begin_move(self, call: Call) -> None:
        """Another hour."""
        ref = _ref(call)
        hours = self._conferences.hours(call.user, ref)
        _show(call, views.move_view(hours, ref, self._conferences.coming(call.user, ref)))
        call.ack()

    def move(self, call: Call) -> None:
        """The hour is chosen."""
        draft = read_or_mend(call, move_form(self._conferences.hours(call.user, _ref(call))))
        if draft is not None:
            done = self._conferences.move(call.user, _ref(call), draft, key=_form_key(call))
            self._answer(call, done, views.MOVED)

    def wanted(self, call: Call) -> None:
        """Somebody asked for it: what the care team can do."""
        _show(call, views.wanted_view(self._conferences.wanted(call.user, _ref(call))))
        call.ack()

    def set_up(self, call: Call) -> None:
        """The form takes the place of what was asked for."""
        about = ParticipantRef(self._conferences.wanted(call.user, _ref(call)).about)
        _replace(call, views.brief_view(self._conferences.composing(call.user, about)))
        call.ack()

    def decline(self, call: Call) -> None:
        """Not now."""
        self._conferences.decline(call.user, _ref(call), key=_key(call))
        _replace(call, views.done_view(views.DECLINED))
        call.ack()

    def begin_invite(self, call: Call) -> None:
        """Who else."""
        _show(call, views.invite_view(self._conferences.guests(call.user, _ref(call)), _ref(call)))
        call.ack()

    def let_in(self, call: Call) -> None:
        """Somebody more is invited."""
        draft = read_or_mend(call, invite_form(self._conferences.guests(call.user, _ref(call))))
        if draft is not None:
            done = self._conferences.let_in(call.user, _ref(call), draft.codes["guest"], key=_form_key(call))
            self._answer(call, done, views.INVITED)

    def _answer(self, call: Call, done: Mistakes | Stopped | None, sentence: str) -> None:
        if isinstance(done, Mistakes):
            mend(call, done)
        elif isinstance(done, Stopped):
            form = ViewId(call.view["callback_id"])
            call.ack(**stop_answer(call.view, self._teller.contacts(), f"{form.value}.{_FIELD[form]}"))
        else:
            call.ack(response_action="update", view=views.done_view(sentence))


_NOBODY_KNOWN = Whom(())


def _typed(call: Call) -> str:
    """The reference behind the keyword."""
    parts = str(call.body.get("text") or "").split()
    return parts[1].upper() if "command" in call.body and parts[1:] else ""


def _ref(call: Call) -> ConferenceRef:
    return ConferenceRef(call.handle)


def _show(call: Call, view: View) -> None:
    """On top of the modal it came from, if it came from one; a third one takes its place."""
    if not call.in_modal:
        call.client.views_open(trigger_id=call.trigger_id, view=view)
    elif call.view.get("previous_view_id"):
        _replace(call, view)
    else:
        call.client.views_push(trigger_id=call.trigger_id, view=view)


def _replace(call: Call, view: View) -> None:
    if call.in_modal:
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
    else:
        call.client.views_open(trigger_id=call.trigger_id, view=view)


def _key(call: Call) -> str:
    return f"conference:{call.key}"


def _form_key(call: Call) -> str:
    """A form that is sent twice acts once; the view's id is the same after mistakes."""
    return f"conference:{call.user}:{call.view['id']}"
