"""Notices about proposals and rules: to each who is asked, who answers, who passes on, who reads."""

from __future__ import annotations

from handlers.blocks import Block, actions, button, section
from handlers.ids import Action
from handlers.policy.notices import POLICY_KINDS, policy_words
from handlers.policy.questions import SOUNDS, STANCE_WORDS
from handlers.voice import Message, Telling, Voices
from models.notice import Kind, Never

_OPENS = {
    Kind.PASS_ON: Action.PASS_ON_OPEN,
    Kind.PASS_ON_AGAIN: Action.PASS_ON_OPEN,
    Kind.RULES_TO_READ: Action.RULES_READING,
}


def _policy(telling: Telling) -> Message | Never:
    if not telling.on_roster():
        return Never("not_on_roster")
    ref = telling.notice.subject
    text = policy_words(telling.kind, ref)
    return Message(text, [section(text), actions("policy", _buttons(telling.kind, ref))])


def _buttons(kind: Kind, ref: str) -> list[Block]:
    """The four of a sounding open the same form, with what was tapped chosen in it."""
    if kind is Kind.SOUNDING:
        return [button(action.value, STANCE_WORDS[stance], value=ref) for action, stance in SOUNDS.items()]
    return [button(_OPENS.get(kind, Action.POLICY_OPEN).value, "Open", value=ref, style="primary")]


VOICES: Voices = dict.fromkeys(POLICY_KINDS, _policy)
