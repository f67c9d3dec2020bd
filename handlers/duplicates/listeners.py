"""Slack in: a pair is looked at, spoken of, and merged; the ack is always the last word."""

from __future__ import annotations

from handlers import curtain
from handlers.call import Call, Tables
from handlers.desk import Desk, Opens, Request
from handlers.duplicates import views
from handlers.duplicates.service import Duplicates
from handlers.errors import sentence_for
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.telling import Teller
from models.errors import AlreadyChanged, NotAllowed, UnknownReference

_WORDS = {Action.SAME_PERSON: True, Action.DIFFERENT_PEOPLE: False}


class DuplicateListeners:
    """Everything about pairs that Slack can send us."""

    def __init__(self, duplicates: Duplicates, desk: Desk, teller: Teller) -> None:
        self._duplicates = duplicates
        self._desk = desk
        self._teller = teller

    def triggers(self) -> Tables:
        """Everything of it, by id."""
        return Tables(
            actions={
                Action.LOOK_AT_PAIR: self.look,
                Action.MERGE_PAIR: self.ask_merge,
                **dict.fromkeys(_WORDS, self.say),
            },
            submissions={ViewId.MERGE_PAIR: self.merge},
        )

    def look(self, call: Call) -> None:
        """Both sides, side by side: judged, written down, then shown."""
        view = call.client.views_open(trigger_id=call.trigger_id, view=curtain.opening_view())["view"]
        self._desk.open(Request(call.user, call.handle, view["id"], view["hash"], call.key, Opens.PAIR))
        call.ack()

    def say(self, call: Call) -> None:
        """The supervisor's word; what they saw leaves the screen with it."""
        same = _WORDS[Action(call.action["action_id"])]
        sentence = views.SAID[same]
        try:
            self._duplicates.say(call.user, call.handle, same=same, key=f"pair:{call.key}")
        except (AlreadyChanged, NotAllowed, UnknownReference) as trouble:
            sentence = sentence_for(trouble, self._teller.contacts())
        view = curtain.notice_view("Thank you", sentence)
        call.client.views_update(view_id=call.view["id"], hash=call.view["hash"], view=view)
        call.ack()

    def ask_merge(self, call: Call) -> None:
        """The question, with references only."""
        facts = self._duplicates.to_merge(call.user, call.handle)
        call.client.views_open(trigger_id=call.trigger_id, view=views.merge_view(facts))
        call.ack()

    def merge(self, call: Call) -> None:
        """Two references become one."""
        self._duplicates.merge(call.user, call.handle, key=f"merge:{call.key}")
        call.ack(response_action="update", view=curtain.notice_view("Merge", views.MERGED))
