"""`/lead roster` in Slack: pages, seats, forms and words on proposals; the ack is always the last word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.answers import read
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.forms import Form, Mistakes, block_id
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.members import roster_views as views
from handlers.members.roster import Roster
from handlers.members.roster_facts import Receipt, Unfit
from handlers.members.roster_forms import LEAVE, acting_form, appoint_form, transfer_form
from handlers.members.roster_pages import RosterPages
from handlers.telling import Teller
from models.proposal import ProposalId
from models.schema import SlackUserId


class RosterListeners:
    """Everything about the roster that its owners can send us."""

    def __init__(self, pages: RosterPages, roster: Roster, teller: Teller) -> None:
        self._pages = pages
        self._roster = roster
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(
            keywords={Keyword.ROSTER: self.start},
            actions=self.actions(),
            submissions={
                ViewId.APPOINT: self.appoint,
                ViewId.LEAVE: self.leave,
                ViewId.TRANSFER: self.transfer,
                ViewId.ACTING: self.acting,
            },
        )

    def actions(self) -> Mapping[str, Handler]:
        """Buttons."""
        return {
            Action.ROSTER_MORE: self.more,
            Action.ROSTER_SEAT: self.seat,
            Action.ROSTER_APPOINT: self.open_appoint,
            Action.SEAT_SUSPEND: self.end,
            Action.SEAT_DEPART: self.end,
            Action.SEAT_LEAVE: self.open_leave,
            Action.SEAT_TRANSFER: self.open_transfer,
            Action.SEAT_ACTING: self.open_acting,
            Action.PROPOSAL_CONFIRM: self.say,
            Action.PROPOSAL_DECLINE: self.say,
        }

    def start(self, call: Call) -> None:
        """`/lead roster`."""
        page = self._pages.page(call.user)
        call.client.views_open(trigger_id=call.trigger_id, view=views.roster_view(page))
        call.ack()

    def more(self, call: Call) -> None:
        """The next page, in place of this one."""
        _update(call, views.roster_view(self._pages.page(call.user, call.handle)))

    def seat(self, call: Call) -> None:
        """One seat, on top of the roster."""
        seat = self._pages.seat(call.user, SlackUserId(call.handle))
        call.client.views_push(trigger_id=call.trigger_id, view=views.seat_view(seat))
        call.ack()

    def open_appoint(self, call: Call) -> None:
        """The form of a new seat, on top of the roster."""
        form = appoint_form(self._pages.offer(call.user))
        call.client.views_push(trigger_id=call.trigger_id, view=views.seat_form(form))
        call.ack()

    def open_leave(self, call: Call) -> None:
        """The form of a leave, in place of the seat."""
        self._pages.seat(call.user, SlackUserId(call.handle))
        _update(call, views.seat_form(LEAVE, call.handle))

    def open_transfer(self, call: Call) -> None:
        """The form of a transfer, in place of the seat."""
        offer = self._pages.offer(call.user, SlackUserId(call.handle))
        _update(call, views.seat_form(transfer_form(offer), call.handle))

    def open_acting(self, call: Call) -> None:
        """The form of an acting role, in place of the seat."""
        offer = self._pages.offer(call.user, SlackUserId(call.handle))
        _update(call, views.seat_form(acting_form(offer), call.handle))

    def end(self, call: Call) -> None:
        """Suspend or depart: done at once, and the receipt takes the seat's place."""
        for_good = call.action["action_id"] == Action.SEAT_DEPART
        receipt = self._roster.end(call.user, SlackUserId(call.handle), for_good=for_good, key=call.key)
        _update(call, views.receipt_view(receipt, self._teller.contacts()))

    def say(self, call: Call) -> None:
        """Confirm or decline: the roster is drawn anew and says what came of it."""
        confirms = call.action["action_id"] == Action.PROPOSAL_CONFIRM
        word = self._roster.confirm if confirms else self._roster.decline
        said = word(call.user, ProposalId(call.handle), key=call.key)
        _update(call, views.roster_view(self._pages.page(call.user), said.value))

    def appoint(self, call: Call) -> None:
        """The form of a new seat."""
        form = appoint_form(self._pages.offer(call.user))
        self._submitted(call, form, lambda codes: self._roster.appoint(call.user, codes, key=call.key))

    def leave(self, call: Call) -> None:
        """The form of a leave."""
        whose = SlackUserId(call.handle)
        self._submitted(call, LEAVE, lambda codes: self._roster.leave(call.user, whose, codes, key=call.key))

    def transfer(self, call: Call) -> None:
        """The form of a transfer."""
        whose = SlackUserId(call.handle)
        form = transfer_form(self._pages.offer(call.user, whose))
        self._submitted(
            call, form, lambda codes: self._roster.transfer(call.user, whose, codes, key=call.key)
        )

    def acting(self, call: Call) -> None:
        """The form of an acting role."""
        whose = SlackUserId(call.handle)
        form = acting_form(self._pages.offer(call.user, whose))
        self._submitted(call, form, lambda codes: self._roster.acting(call.user, whose, codes, key=call.key))

    def _submitted(self, call: Call, form: Form, keep: Callable[[Mapping[str, str]], Receipt]) -> None:
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        try:
            receipt = keep(draft.codes)
        except Unfit as unfit:
            fields = {question.id: block_id(form, question) for question in form.fields}
            first = block_id(form, form.fields[0])
            errors = {fields.get(name, first): sentence for name, sentence in unfit.by_field.items()}
            call.ack(response_action="errors", errors=errors)
            return
        call.ack(response_action="update", view=views.receipt_view(receipt, self._teller.contacts()))


def _update(call: Call, view: View) -> None:
    call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
    call.ack()
