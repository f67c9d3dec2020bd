"""`/lead queue` in Slack: one window that shows the queue anew after every decision; the ack is last."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.answers import read
from handlers.blocks import View
from handlers.call import Call, Handler, Tables
from handlers.errors import sentence_for
from handlers.forms import Mistakes
from handlers.ids import Action, Keyword
from handlers.ids import View as ViewId
from handlers.queue import views
from handlers.queue.facts import Seen
from handlers.queue.forecast_view import forecast_view
from handlers.queue.questions import (
    ACTION_OF,
    FIRST,
    FORMS,
    MOVE_OF,
    MOVE_WORDS,
    STATE_WORDS,
    decision_of,
)
from handlers.queue.service import Queue
from handlers.telling import Teller
from models.acts.decision import Decision
from models.errors import (
    AlreadyChanged,
    DomainError,
    NobodyOnCall,
    NoRoom,
    NotOnRoster,
    OutOfTurn,
    UnknownReference,
)
from models.referral import State
from models.schema import SlackUserId
from models.states import Move

_MOVES = {action: move for move, action in ACTION_OF.items()}
_AT_ONCE = frozenset({Move.SEND_OUTREACH, Move.ASK_MORE, Move.INTAKE_DONE})


class QueueListeners:
    """Everything about the queue that Slack can send us."""

    def __init__(self, queue: Queue, teller: Teller) -> None:
        self._queue = queue
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(
            keywords={Keyword.QUEUE: self.start},
            actions=self.actions(),
            submissions=dict.fromkeys(MOVE_OF, self.submit),
        )

    def actions(self) -> Mapping[str, Handler]:
        """Buttons and the select."""
        return {
            Action.QUEUE_PAGE: self.page,
            Action.QUEUE_TURN: self.page,
            Action.QUEUE_ITEM: self.item,
            Action.QUEUE_FORECAST: self.forecast,
            Action.QUEUE_APPROVE: self.approve,
            Action.QUEUE_NOT_APPROVE: self.approve,
            Action.QUEUE_GIVE: self.give,
            Action.QUEUE_KEEP: self.keep,
            **{action: self.decide if move in _AT_ONCE else self.ask for action, move in _MOVES.items()},
        }

    def start(self, call: Call) -> None:
        """`/lead queue`."""
        page = self._queue.page(call.user)
        call.client.views_open(trigger_id=call.trigger_id, view=views.queue_view(page))
        call.ack()

    def page(self, call: Call) -> None:
        """Another page, or this one as it stands now."""
        number = str(call.action.get("value") or "")
        page = self._queue.page(call.user, int(number) if number.isdecimal() else 0)
        _update(call, views.queue_view(page))

    def item(self, call: Call) -> None:
        """One referral with its decisions; one that is over meanwhile shows the queue anew."""
        seen = Seen.from_value(call.handle)
        try:
            shown = views.item_view(self._queue.item(call.user, seen.ref))
        except UnknownReference:
            shown = self._anew(call, f"{seen.ref} does not wait any more.")
        _update(call, shown)

    def forecast(self, call: Call) -> None:
        """What is to come."""
        _update(call, forecast_view(self._queue.forecast(call.user)))

    def decide(self, call: Call) -> None:
        """A decision that asks for no reason; out of turn on the waitlist it asks for one after all."""
        seen, move = Seen.from_value(call.handle), _MOVES[Action(call.action["action_id"])]
        try:
            told = self._told(
                seen,
                MOVE_WORDS[move],
                lambda: self._queue.decide(call.user, seen, Decision(move), key=call.key),
            )
        except OutOfTurn:
            _update(call, views.reason_form(FIRST, seen))
            return
        _update(call, self._anew(call, told))

    def keep(self, call: Call) -> None:
        """It was looked at and goes on waiting."""
        seen = Seen.from_value(call.handle)
        told = self._told(
            seen, "Keep waiting", lambda: self._queue.keep_waiting(call.user, seen, key=call.key)
        )
        _update(call, self._anew(call, told))

    def ask(self, call: Call) -> None:
        """A decision that asks for a reason: its form in place of what is shown."""
        move = _MOVES[Action(call.action["action_id"])]
        _update(call, views.reason_form(FORMS[move], Seen.from_value(call.handle)))

    def submit(self, call: Call) -> None:
        """A form with a reason."""
        move, form = MOVE_OF[ViewId(call.view["callback_id"])]
        draft = read(form, call.values)
        if isinstance(draft, Mistakes):
            call.ack(response_action="errors", errors=dict(draft.by_block))
            return
        seen, decision = Seen.from_value(call.handle), decision_of(move, draft.codes)
        told = self._told(
            seen, MOVE_WORDS[move], lambda: self._queue.decide(call.user, seen, decision, key=call.key)
        )
        call.ack(response_action="update", view=self._anew(call, told))

    def approve(self, call: Call) -> None:
        """Approve LEAD intake, or not."""
        seen, yes = Seen.from_value(call.handle), call.action["action_id"] == Action.QUEUE_APPROVE
        told = self._told(
            seen,
            "Approved" if yes else "Not approved",
            lambda: self._queue.approve(call.user, seen, yes=yes, key=call.key),
        )
        _update(call, self._anew(call, told))

    def give(self, call: Call) -> None:
        """Give it to whoever was chosen."""
        seen, member = Seen.from_value(call.handle), SlackUserId(call.chosen)
        told = self._told(seen, "Given", lambda: self._queue.give(call.user, seen, member, key=call.key))
        _update(call, self._anew(call, told))

    def _told(self, seen: Seen, what: str, act: Callable[[], None]) -> str:
        """Do it; the sentence above the queue that is shown next. What was refused changed nothing."""
        try:
            act()
        except AlreadyChanged as trouble:
            stands = STATE_WORDS[State(trouble.state)]
            return (
                f"{seen.ref}: somebody changed it meanwhile. It stands at: {stands}. Nothing was overwritten."
            )
        except NotOnRoster:
            return f"{seen.ref}: they have no seat on the roster today. Nothing was changed."
        except (NoRoom, NobodyOnCall, UnknownReference) as trouble:
            return f"{seen.ref}: {self._sentence(trouble)}"
        return f"{seen.ref}: {what}. Noted."

    def _sentence(self, trouble: DomainError) -> str:
        return sentence_for(trouble, self._teller.contacts())

    def _anew(self, call: Call, told: str) -> View:
        return views.queue_view(self._queue.page(call.user), told)


def _update(call: Call, view: View) -> None:
    call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
    call.ack()
