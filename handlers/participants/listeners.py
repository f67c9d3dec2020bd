"""Slack in: what a care team taps and sends about its participants; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import curtain
from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.desk import Desk, Opens, Request
from handlers.forms import Form, Mistakes, block_id
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.participants import views
from handlers.participants.facts import goal_handle, split_goal
from handlers.participants.questions import EDIT_DETAILS, NEW_GOAL, RUNG, TEAM, begin_form, edit_goal_form
from handlers.participants.service import Participants
from handlers.submitted import read_or_mend, take_up_below
from models.goal import MOST_STEPS
from models.participant import Rung
from models.schema import ParticipantRef, SlackUserId

_FORMS: Mapping[Action, Form] = {
    Action.EDIT_DETAILS: EDIT_DETAILS,
    Action.ADD_GOAL: NEW_GOAL,
    Action.CHANGE_RUNG: RUNG,
    Action.CHANGE_TEAM: TEAM,
}
_EVERY_STEP = edit_goal_form()
_TOO_MUCH = f"That is too much for one goal: up to {MOST_STEPS} short steps. A second goal can hold more."
_NO_RELEASE = "No release is in force yet. Sign one first: Releases, in the folder."
_SAVED = "Saved."


class ParticipantListeners:
    """Everything about participants that Slack can send us."""

    def __init__(self, participants: Participants, desk: Desk) -> None:
        self._participants = participants
        self._desk = desk

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        actions: Mapping[str, Handler] = {
            Action.OPEN_FOLDER: self.open_folder,
            Action.MORE_PEOPLE: self.more,
            Action.BEGIN_PARTICIPANT: self.start,
            Action.EDIT_GOAL: self.open_goal,
            Action.PERSON_RESTS: self.change_activity,
            Action.PERSON_RESUMES: self.change_activity,
            **dict.fromkeys(_FORMS, self.show_form),
        }
        submissions: Mapping[str, Handler] = {
            ViewId.PARTICIPANT_BEGIN: self.begin,
            ViewId.FOLDER_DETAILS: self.edit_details,
            ViewId.GOAL_NEW: self.add_goal,
            ViewId.GOAL_EDIT: self.change_goal,
            ViewId.RUNG: self.climb,
            ViewId.TEAM: self.change_team,
        }
        return Tables(actions=actions, submissions=submissions)

    def more(self, call: Call) -> None:
        """Home's "More", and the list's own."""
        value = str(call.action.get("value") or "")
        view = views.people_view(self._participants.people(call.user, int(value) if value.isdecimal() else 0))
        if call.in_modal:
            call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()

    def start(self, call: Call) -> None:
        """Home's "Add a person"."""
        form = begin_form(self._participants.beginnings(call.user))
        call.client.views_open(trigger_id=call.trigger_id, view=views.form_about(form, ParticipantRef("")))
        call.ack()

    def begin(self, call: Call) -> None:
        """The first form: mistakes go to their fields, else the folder is there."""
        ref = self._participants.begin(
            call.user, lambda known: read(begin_form(known), call.values), view_id=str(call.view["id"])
        )
        if isinstance(ref, Mistakes):
            call.ack(response_action="errors", errors=dict(ref.by_block))
            return
        call.ack(response_action="update", view=views.begun_view(ref))

    def open_folder(self, call: Call) -> None:
        """A button that opens a folder: in the modal it stands in, else in one of its own."""
        view = call.view
        if not call.in_modal:
            view = call.client.views_open(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._open(call, call.handle, view, Opens.FOLDER)
        call.ack()

    def open_goal(self, call: Call) -> None:
        """A goal's "Edit": its form is judged like a folder, because the goal stands above it."""
        ref = ParticipantRef(str(call.view.get("private_metadata") or ""))
        view = call.client.views_push(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._open(call, goal_handle(ref, str(call.action.get("value") or "")), view, Opens.GOAL)
        call.ack()

    def show_form(self, call: Call) -> None:
        """A button of the folder that asks something: an empty form on top of it."""
        form = _FORMS[Action(call.action["action_id"])]
        view = views.form_about(form, ParticipantRef(call.handle))
        call.client.views_push(trigger_id=call.trigger_id, view=view)
        call.ack()

    def change_activity(self, call: Call) -> None:
        """Not active just now, or active again; the folder is judged and drawn anew."""
        ref, again = ParticipantRef(call.handle), call.action["action_id"] == Action.PERSON_RESUMES
        told = self._participants.change_activity(call.user, ref, active=again, key=_key(call)) or _SAVED
        self._open(call, ref, call.view, Opens.FOLDER, told)
        call.ack()

    def edit_details(self, call: Call) -> None:
        """New answers about who they are and how to find them."""
        draft = read_or_mend(call, EDIT_DETAILS)
        if draft:
            self._participants.edit_details(call.user, _ref(call), draft, key=_key(call))
            self._back(call, _ref(call))

    def add_goal(self, call: Call) -> None:
        """A new goal."""
        draft = read_or_mend(call, NEW_GOAL)
        if draft and self._participants.add_goal(call.user, _ref(call), draft, view_id=str(call.view["id"])):
            self._back(call, _ref(call))
        elif draft:
            _mend(call, NEW_GOAL, "steps", _TOO_MUCH)

    def change_goal(self, call: Call) -> None:
        """A goal with other words, steps or marks."""
        ref, page = split_goal(call.handle)
        draft = read_or_mend(call, _EVERY_STEP)
        if draft and self._participants.change_goal(call.user, ref, page, draft, key=_key(call)):
            self._back(call, ref)
        elif draft:
            _mend(call, _EVERY_STEP, "more", _TOO_MUCH)

    def climb(self, call: Call) -> None:
        """Another rung of the consent ladder."""
        draft = read_or_mend(call, RUNG)
        if draft and self._participants.climb(
            call.user, _ref(call), Rung(draft.codes["rung"]), key=_key(call)
        ):
            self._back(call, _ref(call))
        elif draft:
            _mend(call, RUNG, "rung", _NO_RELEASE)

    def change_team(self, call: Call) -> None:
        """Somebody joins or leaves."""
        draft = read_or_mend(call, TEAM)
        if not draft:
            return
        who, part = SlackUserId(draft.codes["who"]), draft.codes["part"]
        why_not = self._participants.change_team(call.user, _ref(call), who, part, key=_key(call))
        if why_not:
            _mend(call, TEAM, "who", why_not)
        else:
            self._back(call, _ref(call))

    def _back(self, call: Call, ref: ParticipantRef) -> None:
        """Saved: the form closes, and the folder under it is judged and drawn anew."""
        held = take_up_below(call)
        if not held:
            call.ack(response_action="update", view=views.saved_view(ref))
            return
        self._open(call, ref, held, Opens.FOLDER, _SAVED)
        call.ack()

    def _open(self, call: Call, handle: str, view: Mapping[str, str], opens: Opens, told: str = "") -> None:
        request = Request(call.user, handle, view["id"], view["hash"], call.key, opens)
        self._desk.open(request, told)


def _ref(call: Call) -> ParticipantRef:
    return ParticipantRef(call.handle)


def _key(call: Call) -> str:
    return f"folder:{call.key}"


def _mend(call: Call, form: Form, field: str, sentence: str) -> None:
    block = next(block_id(form, question) for question in form.fields if question.id == field)
    call.ack(response_action="errors", errors={block: sentence})
