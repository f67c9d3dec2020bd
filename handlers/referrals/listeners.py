"""Slack in: reads what came, calls the service, answers; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import curtain, words
from handlers.answers import read
from handlers.call import Call, Handler, Tables
from handlers.desk import Desk, Request
from handlers.errors import sentence_for
from handlers.forms import Mistakes
from handlers.ids import Action, Keyword, Shortcut
from handlers.ids import View as ViewId
from handlers.referrals import views
from handlers.referrals.doors import ARREST_REST, DOOR_OF, form_for
from handlers.referrals.handoff import Handoff
from handlers.referrals.options import CHOSEN, OPTIONS
from handlers.referrals.service import Referrals
from handlers.standing import state_line
from handlers.telling import Teller
from models.duties import Act
from models.errors import AlreadyChanged, NobodyOnCall, NotAllowed
from models.referral import Door
from models.schema import ReferralRef

_DOOR_BUTTONS = {
    Action.CHOOSE_FIELD_HELP: Door.FIELD_HELP,
    Action.CHOOSE_ARREST: Door.ARREST_DIVERSION,
    Action.CHOOSE_SOCIAL: Door.SOCIAL_CONTACT,
    Action.CHOOSE_COMMUNITY: Door.COMMUNITY,
}
_ACT_BUTTONS = {
    Action.ACKNOWLEDGE: Act.ACKNOWLEDGE,
    Action.ESTIMATE: Act.ESTIMATE,
    Action.MET: Act.MET,
    Action.NOT_MET: Act.NOT_MET,
    Action.SEND_OUTREACH: Act.SEND_OUTREACH,
}
_LONGEST_ESTIMATE = 240


class ReferralListeners:
    """Everything about referrals that Slack can send us."""

    def __init__(self, referrals: Referrals, handoff: Handoff, desk: Desk, teller: Teller) -> None:
        self._referrals = referrals
        self._handoff = handoff
        self._desk = desk
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(self.keywords(), self.shortcuts(), self.actions(), self.submissions())

    def keywords(self) -> Mapping[str, Handler]:
        """`/lead` and what may follow it."""
        return {Keyword.REFER: self.start, Keyword.STATUS: self.status, Keyword.HELP: self.help}

    def shortcuts(self) -> Mapping[str, Handler]:
        """Global shortcuts."""
        return {Shortcut.REFER: self.start}

    def actions(self) -> Mapping[str, Handler]:
        """Buttons and selects."""
        return {
            Action.START_REFERRAL: self.start,
            Action.OPEN_ITEM: self.open_item,
            Action.ADD_DETAILS: self.add_details,
            Action.SHOW_HELP: self.show_help,
            **dict.fromkeys(_DOOR_BUTTONS, self.choose_door),
            **dict.fromkeys(_ACT_BUTTONS, self.act),
            **dict.fromkeys(OPTIONS, self.choose),
        }

    def submissions(self) -> Mapping[str, Handler]:
        """Forms."""
        return {**dict.fromkeys(DOOR_OF, self.submit), ViewId.ARREST_REST: self.submit_rest}

    def start(self, call: Call) -> None:
        """`/lead refer`, the shortcut and Home's button: the doors, or the one form."""
        doors = self._referrals.doors(call.user)
        call.client.views_open(trigger_id=call.trigger_id, view=views.first_view(doors))
        call.ack()

    def choose_door(self, call: Call) -> None:
        """A door was chosen: its form replaces the choice."""
        door = _DOOR_BUTTONS[Action(call.action["action_id"])]
        doors = self._referrals.doors(call.user)
        if door not in doors.doors:
            raise NotAllowed
        form = views.door_form(door, doors)
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=form)
        call.ack()

    def submit(self, call: Call) -> None:
        """The first form of a door: mistakes go to their fields, else the referral is taken in."""
        door = DOOR_OF[ViewId(call.view["callback_id"])]
        receipt = self._referrals.submit_form(
            call.user,
            door,
            lambda doors: read(form_for(door, doors.regions, doors.contacts), call.values),
            view_id=str(call.view["id"]),
            key=f"submit:{call.key}",
        )
        if isinstance(receipt, Mistakes):
            call.ack(response_action="errors", errors=dict(receipt.by_block))
            return
        if door is Door.ARREST_DIVERSION:
            answer = views.rest_form(receipt.handle)
        else:
            answer = views.receipt_view(receipt, self._teller.contacts())
        call.ack(response_action="update", view=answer)

    def add_details(self, call: Call) -> None:
        """Home's button for a second screen that was closed too early."""
        call.client.views_open(trigger_id=call.trigger_id, view=views.rest_form(call.handle))
        call.ack()

    def submit_rest(self, call: Call) -> None:
        """The second screen."""
        draft = read(ARREST_REST, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        # By its view, not by the delivery: who sends it again after a lost answer gets the receipt, too.
        key = f"rest:{call.user}:{call.view['id']}"
        receipt = self._referrals.complete(call.user, call.handle, draft, key=key)
        view = views.receipt_view(receipt, self._teller.contacts())
        call.ack(response_action="update", view=view)

    def open_item(self, call: Call) -> None:
        """The card's one button: an empty modal at once, the judging beside it."""
        opened = call.client.views_open(trigger_id=call.trigger_id, view=curtain.opening_view())
        view = opened["view"]
        self._desk.open(Request(call.user, call.handle, view["id"], view["hash"], call.key))
        call.ack()

    def act(self, call: Call) -> None:
        """A button inside an opened item: done, and the view is opened anew with what it says now."""
        act = _ACT_BUTTONS[Action(call.action["action_id"])]
        try:
            told = self._do(call, act)
        except (AlreadyChanged, NobodyOnCall) as trouble:
            told = sentence_for(trouble, self._teller.contacts())
        request = Request(call.user, call.handle, call.view["id"], call.view["hash"], call.key)
        self._desk.open(request, told)
        call.ack()

    def _do(self, call: Call, act: Act) -> str:
        minutes = 0
        if act is Act.ESTIMATE:
            minutes = int(call.chosen) if call.chosen.isdecimal() else 0
            if not 0 < minutes <= _LONGEST_ESTIMATE:
                raise NotAllowed
        self._handoff.act(call.user, call.handle, act, minutes=minutes, key=f"act:{call.key}")
        return "Noted. The referrer has been told what they may know."

    def choose(self, call: Call) -> None:
        """An officer's option, in a message or in their own item; a stale button tells where it stands."""
        choice, _, _ = OPTIONS[Action(call.action["action_id"])]
        try:
            facts = self._handoff.choose(call.user, call.handle, choice, key=f"choose:{call.key}")
            told = f"{facts.ref}: {CHOSEN[choice]}"
        except AlreadyChanged:
            facts = self._handoff.own_facts(call.user, call.handle)
            told = f"{facts.ref}: nothing was changed by your tap. {state_line(facts)}"
        view = curtain.notice_view("Hand-off", told)
        if call.in_modal:
            call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        else:
            call.client.views_open(trigger_id=call.trigger_id, view=view)
        call.ack()

    def status(self, call: Call) -> None:
        """`/lead status REF`."""
        ref = ReferralRef(str(call.body.get("text", "")).split()[1].upper())
        facts = self._referrals.status(call.user, ref)
        community = facts.door is Door.COMMUNITY and self._referrals.is_referrer(call.user, ref)
        call.ack(
            text=views.status_text(facts, referrer_only_hears_thanks=community), response_type="ephemeral"
        )

    def help(self, call: Call) -> None:
        """`/lead help`."""
        rows = views.help_blocks(self._teller.contacts())
        call.ack(text=words.HELP_LINES[0][1], blocks=rows, response_type="ephemeral")

    def show_help(self, call: Call) -> None:
        """Home's help button."""
        contacts = self._teller.contacts()
        call.client.views_open(trigger_id=call.trigger_id, view=views.help_view(contacts))
        call.ack()
